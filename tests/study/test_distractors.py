from __future__ import annotations

import pytest

from assistant.study.distractors import _fits, _form, names_people
from assistant.study.facts import BlankKind
from assistant.study.model import WRONG, Request
from assistant.study.session import Trainer


@pytest.mark.parametrize(
    ("one", "other", "near", "kind", "fits"),
    [
        ("高平", "沁水", 0.0, "member", True),
        ("高平", "海南", 0.9, "member", False),
        ("长三角", "太行山", 0.9, "place", False),
        ("沁河", "太行山", 0.9, "member", False),
        ("人才", "农民工", 0.9, "member", False),
        ("一体两翼", "三宜三晋", 0.0, "term", True),
        ("一体两翼", "金字招牌", 0.9, "term", False),
        ("目的地", "卡脖子", 0.0, "term", False),
        ("智造谷", "世界光谷", 0.4, "term", True),
        ("标准化", "特色化", 0.0, "member", True),
        ("标准化", "都市文化", 0.9, "member", False),
        ("知识型", "方式转型", 0.9, "member", False),
        ("科研管理体系", "政府治理体系", 0.0, "name", True),
        ("物流基础设施", "黑臭水体", 0.0, "object", False),
    ],
)
def test_options_are_of_the_sort_of_their_answer(
    one: str, other: str, near: float, kind: BlankKind, *, fits: bool
) -> None:
    """Places of one sort, slogans of one build, qualities of one ending, things of one kind."""
    assert _fits(_form(one), _form(other), near, kind, is_governed=False) is fits


def test_people_are_told_from_things() -> None:
    """Groups of people are known by their endings."""
    assert all(map(names_people, ("老年人", "农民工", "退役军人", "妇女")))
    assert not any(map(names_people, ("资本", "重点实验室", "煤化工")))


def test_weighty_clauses_are_not_twisted(trainer: Trainer) -> None:
    """Clauses on the Party, its discipline or the state's security stand only as they are."""
    weighty = [blank for blank in trainer.facts.blanks if blank.is_weighty]
    assert weighty
    for seed in range(3):
        quiz = trainer.quiz(Request(parts=(16,), questions=30, seed=seed))
        for question in quiz.questions:
            if question.kind == "true_false" and question.key == (WRONG,):
                assert not any(b.answer == question.accepted[0][0] for b in weighty)


def test_the_date_that_most_goals_share_is_not_asked_for(trainer: Trainer) -> None:
    """The end of the plan's own period tells nothing."""
    assert "“十四五”末" not in {blank.answer for blank in trainer.facts.blanks}
