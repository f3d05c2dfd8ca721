from __future__ import annotations

import random
import re

import pytest

from assistant.slots import place_names
from assistant.study.distractors import (
    _fits,
    _form,
    _near_shares,
    _other_numerals,
    _other_spans,
    _places_beside,
    names_people,
)
from assistant.study.model import Request
from assistant.study.parallels import siblings
from assistant.study.session import Trainer


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("高平", "沁水", True),
        ("高平", "海南", False),
        ("高平", "高平市", False),
        ("长三角", "太行山", False),
        ("沁河", "太行山", False),
        ("一体两翼", "三宜三晋", True),
        ("一枢纽三基地一中心", "一院五园两集群", True),
        ("一枢纽三基地一中心", "一体两翼", False),
        ("一山两河一流域", "三管三必须", False),
        ("一体两翼", "金字招牌", False),
        ("目的地", "卡脖子", False),
        ("数字晋城", "气化晋城", True),
        ("数字晋城", "世界光谷", False),
    ],
)
def test_options_are_of_the_sort_of_their_answer(one: str, other: str, *, fits: bool) -> None:
    """Places of one sort, slogans of one build or with a word in common."""
    assert _fits(_form(one), _form(other)) is fits


def test_wrong_members_of_lists_are_parallel_words(trainer: Trainer) -> None:
    """Whatever stands beside the members of a list comes from their own group of words."""
    for part in (4, 8, 12, 14):
        for question in trainer.quiz(Request(parts=(part,), difficulty="难")).questions:
            if question.kind != "multiple":
                continue
            whole = question.explanation.split(":")[-1].rstrip("。")
            members = [m.strip("“”") for m in re.split("、|”“", whole)]
            wrong = {o.text for o in question.options if o.letter not in question.key}
            assert wrong <= set(siblings(members)) or wrong <= place_names()


def test_numerals_are_replaced_by_near_ones() -> None:
    """Spans of time and ranks that are written in Chinese numerals stay so."""
    found = list(_other_numerals("五年", "", random.Random(1)))
    assert "五年" not in found
    assert {"三年", "四年", "六年"} <= set(found)
    assert "两级" in set(_other_numerals("三级", "公交", random.Random(1)))


def test_campaigns_run_for_usual_terms() -> None:
    """Nobody believes a four-year campaign beside a three-year one."""
    assert set(_other_numerals("三年", "行动,增强发展能级", random.Random(1))) <= {"五年"}


def test_shares_are_replaced_by_near_ones() -> None:
    """At most twenty points, or half of the share, away; never a hundred."""
    assert set(_near_shares(80)) == {60, 65, 70, 75, 85, 90, 95}
    assert set(_near_shares(20)) == {10, 15, 25, 30}


def test_places_are_replaced_by_places_near_to_them() -> None:
    """What stands beside a place in the table lies near to it; the plan's own place never does."""
    assert "侯马" in _places_beside("霍州")
    assert "侯马" not in _places_beside("侯马")


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
            if question.kind == "true_false" and question.accepted:
                assert not any(b.answer == question.accepted[0][0] for b in weighty)


def test_the_date_that_most_goals_share_is_not_asked_for(trainer: Trainer) -> None:
    """The end of the plan's own period tells nothing."""
    assert "“十四五”末" not in {blank.answer for blank in trainer.facts.blanks}


def test_towns_beside_those_of_a_list_are_its_wrong_members(trainer: Trainer) -> None:
    """They are of the same sort, are not the place of the plan, and overlap none of the list."""
    distractors = trainer._quizzes._builder._distractors
    found = distractors.akin(["长治", "临汾", "运城"], random.Random(1))
    assert found
    assert set(found) <= place_names() - {"长治", "临汾", "运城", "晋城"}
    assert not any(place.endswith(("县", "市")) for place in found)
    assert "京津冀" not in distractors.akin(["长三角", "环渤海"], random.Random(1))


def test_spans_of_years_are_replaced_by_other_spans() -> None:
    """Spans before, behind and beyond one; none of them is the span itself."""
    found = list(_other_spans(5, 10, random.Random(1)))
    assert {"10-15年", "15-20年", "3-5年"} <= set(found)
    assert "5-10年" not in found


def test_regions_of_which_all_know_that_they_are_rich_are_not_chosen_from(trainer: Trainer) -> None:
    """What is said of the regions behind an open list of them tells which they are."""
    builder, facts = trainer._quizzes._builder, trainer.facts
    rich = [
        e
        for e in facts.enumerations
        if trainer.plan.text[e.span.end : e.span.end + 5] == "等经济发达"
    ]
    assert rich
    assert all(builder.multiple(e, random.Random(1)) is None for e in rich)
