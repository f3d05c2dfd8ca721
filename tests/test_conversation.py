from __future__ import annotations

import pytest

from assistant.conversation import (
    asks_for_source,
    follow_up,
    item_meant,
    neighbour_meant,
    without_reaction,
)

BEFORE = ["晋城机场什么时候能通航?"]


@pytest.mark.parametrize(
    "question",
    [
        "那另一个呢?",
        "还有呢?",
        "第二个具体指什么?",
        "它在哪个部分",
        "陵川呢?",
        "那花钱呢",
        "高平的是哪一个?",
    ],
)
def test_follow_ups_take_the_turn_before_along(question: str) -> None:
    """Pronouns, ordinals and ellipsis are asked together with the question they refer to."""
    turn = follow_up(question, BEFORE, has_subject=True)
    assert turn.context == BEFORE[0] and turn.standalone == f"{BEFORE[0]} {question}"


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
    assert follow_up(question, BEFORE, has_subject=True).standalone == question


@pytest.mark.parametrize(
    ("turn", "rest", "is_new"),
    [
        ("好的,换个话题:机场什么时候建成?", "机场什么时候建成?", True),
        ("行。那我问另一件事,人才公寓建好没有", "人才公寓建好没有", True),
        ("先不说这个。煤化工怎么转型", "煤化工怎么转型", True),
        ("哦,那高铁呢?", "那高铁呢?", False),
        ("谢谢", "谢谢", False),
        ("行政审批怎么改", "行政审批怎么改", False),
        ("不对,我问的是铁路", "铁路呢", False),
        ("我问的不是公路是铁路", "铁路呢", False),
        ("不对不对,我是说投资,一年涨多少", "投资,一年涨多少", False),
        ("我说错了,是第三条", "第三条呢", False),
        ("是不是真的", "是不是真的", False),
        ("不对吧,是80%还是85%", "不对吧,是80%还是85%", False),
    ],
)
def test_reactions_and_changes_of_topic_are_told(turn: str, rest: str, is_new: bool) -> None:
    """What is said to the answer before is no part of the question; a new topic is announced."""
    assert without_reaction(turn) == (rest, is_new)


def test_question_without_a_subject_takes_the_turn_before_along() -> None:
    """A question that only says what kind of answer it wants is about the turn before."""
    assert follow_up("什么时候?", BEFORE, has_subject=False).context == BEFORE[0]


def test_first_turn_stands_alone() -> None:
    """Without an earlier turn every question is taken as it is."""
    assert follow_up("还有呢?", [], has_subject=False).standalone == "还有呢?"


@pytest.mark.parametrize("question", ["原文给我看看", "那一条的全文", "把原话贴一下吧", "出处?"])
def test_source_is_asked_for(question: str) -> None:
    """Asking for the words of what was cited is told from asking something new."""
    assert asks_for_source(question)
    assert not asks_for_source(f"{question},还有机场的")


@pytest.mark.parametrize(
    ("question", "meant"),
    [("下一条呢?", "下一条"), ("那上一条讲什么", "上一条"), ("下一条高铁呢?", None)],
)
def test_the_neighbour_of_the_shown_article_is_told(question: str, meant: str | None) -> None:
    """“The next one” is the next article only when nothing else is named."""
    assert neighbour_meant(question) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("要守哪些原则?", "第二条呢?", "坚持转型呢?"),
        ("有哪几个定位?", "最后一个是什么?", "坚持创新是什么?"),
        ("哪些条提到2025年?", "第二条呢?", None),
        ("第5条讲什么?", "第二条呢?", None),
        ("要守哪些原则?", "规划第二条讲什么?", None),
    ],
)
def test_the_second_one_is_a_listed_thing_or_article_2(
    before: str, question: str, meant: str | None
) -> None:
    """After a question for things “第二条” is the second of them, else article 2 of the plan."""
    headings = ("坚持党的领导。", "坚持转型。", "坚持创新。")
    assert item_meant(question, before, (), headings) == meant
