from __future__ import annotations

import pytest

from assistant.conversation import standalone

BEFORE = ["晋城机场什么时候能通航?"]


@pytest.mark.parametrize(
    "question",
    ["那另一个呢?", "还有呢?", "第二个具体指什么?", "它在哪个部分", "陵川呢?", "那花钱呢"],
)
def test_follow_ups_take_the_turn_before_along(question: str) -> None:
    """Pronouns, ordinals and ellipsis are asked together with the question they refer to."""
    assert standalone(question, BEFORE, has_subject=True) == f"{BEFORE[0]} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "怎样改善全市的营商环境?",
        "第33条",
        "煤层气产量多少",
        "哪些县要建通用机场",
    ],
)
def test_new_topics_stand_alone(question: str) -> None:
    """A question that names its own subject drops the old topic."""
    assert standalone(question, BEFORE, has_subject=True) == question


def test_question_without_a_subject_takes_the_turn_before_along() -> None:
    """A question that only says what kind of answer it wants is about the turn before."""
    assert standalone("什么时候?", BEFORE, has_subject=False) == f"{BEFORE[0]} 什么时候?"


def test_first_turn_stands_alone() -> None:
    """Without an earlier turn every question is taken as it is."""
    assert standalone("还有呢?", [], has_subject=False) == "还有呢?"
