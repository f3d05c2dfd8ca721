from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("turns", "told", "left_out"),
    [
        (["教育方面有哪些安排", "学前教育呢"], "学前教育", "特殊教育"),
        (["卫生健康方面有什么目标", "中医院呢"], "中医院", "预防为主"),
        (["十三五有哪些成就", "脱贫呢"], "脱贫摘帽", "煤炭年产量"),
        (["教育有什么安排", "不是,我问的是特殊教育"], "特殊教育", "民办教育"),
    ],
)
def test_a_bare_topic_is_quoted_without_the_old_one(
    assistant: Assistant, turns: list[str], told: str, left_out: str
) -> None:
    """“And X?” is answered by what names X, not by all that was told of the topic before."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "answered"
    assert told in answer.answer and left_out not in answer.answer


def test_a_bare_topic_that_nothing_names_well_keeps_what_was_found(assistant: Assistant) -> None:
    """Where no sentence names the new topic itself, those on things like it stay."""
    answer = assistant.ask_turns(["乡村建设行动有哪些内容", "厕所呢"])
    assert answer.citations


@pytest.mark.parametrize(
    ("turns", "topic"),
    [
        (["对外开放有什么措施", "日本呢"], "日本"),
        (["大气污染怎么治", "噪声呢"], "噪声"),
        (["垃圾分类怎么做", "农村呢"], "农村"),
        (["乡村建设行动有哪些内容", "那城里呢"], "城里"),
        (["5G怎么发展", "6G呢"], "6G"),
    ],
)
def test_a_topic_that_no_quote_is_on_is_named(
    assistant: Assistant, turns: list[str], topic: str
) -> None:
    """The old sentences are no answer to a new topic that they do not mention."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial" and f"“{topic}”" in answer.answer


def test_a_topic_that_the_plan_calls_otherwise_is_answered(assistant: Assistant) -> None:
    """A topic under another name is answered, and that its own name is not used is said."""
    answer = assistant.ask_turns(["就业有什么目标", "大学生呢"])
    assert answer.status == "answered"
    assert "高校毕业生" in answer.answer and "没有“大学生”这个说法" in answer.answer


@pytest.mark.parametrize("question", ["规划里有核电站吗", "有没有提迪士尼"])
def test_what_is_nowhere_is_not_in_the_plan(assistant: Assistant, question: str) -> None:
    """Whether the plan has something is denied when nothing comes near it."""
    assert assistant.ask(question).status == "not_in_plan"


def test_what_has_another_name_is_found(assistant: Assistant) -> None:
    """Whether the plan has something is answered by what it calls the thing."""
    answer = assistant.ask("规划提到地铁了吗")
    assert answer.status == "answered" and "轨道交通" in answer.answer
    assert "请核对" not in answer.answer


def test_more_is_what_was_not_told(assistant: Assistant) -> None:
    """“What else?” leaves out what was told, and ends when all of it was."""
    turns = ["机场什么时候建成?", "还有呢"]
    first, second = assistant.ask_turns(turns[:1]), assistant.ask_turns(turns)
    assert second.status == "answered" and "通用机场" in second.answer
    assert not {c.quote for c in first.citations} & {c.quote for c in second.citations}
    last = assistant.ask_turns([*turns, "还有吗"])
    assert "没有找到规划中更多" in last.answer
    whole = assistant.ask_turns(["第33条", "还有呢"])
    assert "没有找到规划中更多" in whole.answer


def test_the_rest_of_an_article_is_told(assistant: Assistant) -> None:
    """“What else does it say?” tells the other sentences of the article that was cited."""
    answer = assistant.ask_turns(["铁路货运占比要达到多少", "那一条还说了什么"])
    assert {c.article for c in answer.citations} == {33} and len(answer.citations) > 3
    assert "货运占比" not in answer.answer


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (["持证率要达到多少", "怎么提高"], "人人持证、技能社会”全民"),
        (["安全生产有哪些重点行业", "怎么抓"], "党政同责"),
    ],
)
def test_how_is_answered_by_what_was_not_told(
    assistant: Assistant, turns: list[str], told: str
) -> None:
    """“How?” behind a figure is not answered by the figure once more."""
    answer = assistant.ask_turns(turns)
    assert told in answer.answer


@pytest.mark.parametrize(
    ("turns", "article"),
    [
        (["国企改革怎么做", "什么时候完成"], 26),
        (["数字经济有什么行动", "目标是什么时候达到"], 16),
        (["六大工程是哪六大", "投资多少"], 35),
        (["煤层气年产量目标是多少", "价格呢"], 19),
        (["机场什么时候建成", "责任单位呢"], 33),
        (["煤层气年产量到十四五末达到多少", "现在是多少"], 19),
    ],
)
def test_an_attribute_stays_with_its_subject(
    assistant: Assistant, turns: list[str], article: int
) -> None:
    """A turn that only asks for an attribute is about the subject of the conversation."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial"
    assert {c.article for c in answer.citations} == {article}
