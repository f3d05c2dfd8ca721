from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.bare_turns import (
    asks_for_more,
    asks_for_rest_of_article,
    names_bare_list,
    says_only_what_is_asked,
    with_places_named,
)


@pytest.mark.parametrize(
    ("turn", "is_bare"),
    [
        ("什么时候完成", True),
        ("投资多少", True),
        ("价格呢", True),
        ("时间表呢", True),
        ("有多大面积", True),
        ("谁来管", True),
        ("目标是什么时候达到", True),
        ("高铁什么时候完成", False),
        ("民间投资呢", False),
        ("它的旅游怎么发展", False),
    ],
)
def test_turns_without_a_subject_are_told(assistant: Assistant, turn: str, is_bare: bool) -> None:
    """Question words, attributes and light verbs are no subject."""
    assert says_only_what_is_asked(turn, assistant.segmenter.cut) == is_bare


@pytest.mark.parametrize(
    "turn",
    ["还有呢", "还有别的吗", "除此之外呢", "就这些吗", "还有吗?", "其他的呢", "另外还有什么"],
)
def test_what_else_is_told_from_questions(turn: str) -> None:
    """“What else?” has no other word; with a subject it is a question like others."""
    assert asks_for_more(turn)
    assert not asks_for_more(f"{turn.rstrip('?')}机场") and not asks_for_more("还有机场吗")


def test_the_rest_of_an_article_is_asked_for() -> None:
    """“What else does this article say?” is told from “what does it say?”."""
    assert asks_for_rest_of_article("那一条还说了什么")
    assert asks_for_rest_of_article("这条还有什么内容")
    assert not asks_for_rest_of_article("这条说了什么")


def test_bare_lists_are_told() -> None:
    """“What are the aims?” does not say whose; “what are the main aims?” does."""
    assert names_bare_list("目标是什么") and names_bare_list("它的任务有哪些")
    assert not names_bare_list("主要目标是什么") and not names_bare_list("十四五的目标是什么")


@pytest.mark.parametrize(
    ("turn", "before", "named"),
    [
        ("那里有机场吗", "高平有什么安排", "高平有机场吗"),
        ("那边有什么非遗", "高平怎么发展", "高平有什么非遗"),
        ("他们有机场吗", "高平和阳城怎么发展", "高平、阳城有机场吗"),
        ("这两个县都有机场吗", "阳城和陵川有什么安排", "阳城、陵川都有机场吗"),
        ("那里有学校吗", "丹河新城什么时候建成", "丹河新城有学校吗"),
        ("那里有机场吗", "就业有什么目标", None),
        ("机场呢", "高平怎么发展", None),
    ],
)
def test_there_is_the_place_named_before(
    assistant: Assistant, turn: str, before: str, named: str | None
) -> None:
    """A pronoun of place stands for the places of the question before; without any it stays."""
    assert with_places_named(turn, before, assistant.segmenter.cut) == named


def test_there_is_answered_from_the_whole_plan(assistant: Assistant) -> None:
    """What a place has may stand far from where the place was talked about."""
    answer = assistant.ask_turns(["丹河新城什么时候建成", "那里有学校吗"])
    assert 58 in {c.article for c in answer.citations}
    answer = assistant.ask_turns(["高平和阳城怎么发展", "他们有机场吗"])
    assert "通用机场" in answer.answer and "不符" not in answer.answer


def test_a_listed_thing_stays_in_its_list(assistant: Assistant) -> None:
    """“What did the one on X say?” is about the list that was told."""
    answer = assistant.ask_turns(["十四五的战略定位有哪些", "数字经济那个说了什么"])
    assert {c.article for c in answer.citations} == {6}


def test_aims_without_an_owner_are_those_of_the_subject(assistant: Assistant) -> None:
    """The plan's own aims are told only where nothing else was talked about."""
    answer = assistant.ask_turns(["大气污染怎么治", "目标是什么"])
    assert {c.article for c in answer.citations} == {54}
    assert len(assistant.ask_turns(["战略定位有哪些", "目标是什么"]).citations) == 8


@pytest.mark.parametrize(
    "turns",
    [
        ["奥运会办不办", "那谁来办"],
        ["火星基地什么时候建", "谁来管"],
        ["煤层气产量目标是多少", "彩票号码是多少", "什么时候公布"],
        ["规划里有核电站吗", "在哪条"],
        ["规划里有核电站吗", "原文"],
        ["规划里有核电站吗", "还有呢"],
    ],
)
def test_a_turn_on_what_is_not_there_is_not_answered(
    assistant: Assistant, turns: list[str]
) -> None:
    """Without a subject of its own a turn behind “not in the plan” is not in the plan either."""
    assert assistant.ask_turns(turns).status == "not_in_plan"


def test_a_turn_with_a_subject_leaves_what_is_not_there(assistant: Assistant) -> None:
    """Behind “not in the plan” a new subject, or the plan as a whole, is answered."""
    assert assistant.ask_turns(["火星基地什么时候建", "机场呢"]).status == "answered"
    assert assistant.ask_turns(["火星基地什么时候建", "全文有几条"]).status == "answered"
