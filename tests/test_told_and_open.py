"""What is told to be open, mentioned by another name, or not asserted at all."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.clauses import only_asks_whether


@pytest.mark.parametrize(
    ("place", "theme"),
    [("沁水县", "教育"), ("陵川县", "工业"), ("高平", "生猪"), ("阳城县", "旅游")],
)
def test_what_is_not_told_of_a_county_is_said_to_be_open(
    assistant: Assistant, place: str, theme: str
) -> None:
    """Other things that the plan says of a county are no answer to what is asked of it."""
    answer = assistant.ask(f"{place}的{theme}怎么发展")
    assert answer.status == "partial"
    assert f"{place}{theme}方面的内容" in answer.answer


@pytest.mark.parametrize(
    "question", ["陵川怎么发展康养", "阳城的非遗", "沁水机场怎么建", "泽州铁器怎么传承"]
)
def test_what_is_told_of_a_county_is_answered(assistant: Assistant, question: str) -> None:
    """A sentence on both the county and what is asked of it is the answer."""
    assert assistant.ask(question).status == "answered"


def test_of_two_things_the_unknown_one_is_named(assistant: Assistant) -> None:
    """Who asks about two things in one breath is told which one the plan does not know."""
    answer = assistant.ask("养老院和殡仪馆怎么安排")
    assert answer.status == "partial"
    assert "关于“殡仪馆”,规划没有提到" in answer.answer
    assert any("养老" in citation.quote for citation in answer.citations)
    assert assistant.ask("高平和阳城怎么建县城").status == "answered"


@pytest.mark.parametrize(
    "question",
    ["润城是国家级特色小镇试点吗", "能起降大飞机吗", "陵川要建通用机场吗", "土地还能再延包吗"],
)
def test_a_plain_question_asserts_nothing(question: str) -> None:
    """Who asks whether something is so takes nothing for granted."""
    assert only_asks_whether(question)


@pytest.mark.parametrize(
    "question",
    [
        "总基调不是“快中求好”吗",
        "产量是150亿立方米,对吗",
        "机场2030年建成是吗",
        "机场2030年建成吗",
        "产量是150亿立方米吗",
        "大家都说要取消了,还办得成吗",
        "机场什么时候建成",
    ],
)
def test_what_is_put_to_the_test_is_asserted(question: str) -> None:
    """“Is it not …?”, what is to be confirmed and what is said beside a question may be wrong."""
    assert not only_asks_whether(question)


def test_true_members_are_not_to_be_checked(assistant: Assistant) -> None:
    """What the plan says as it is asked is quoted without a warning."""
    for question in ("润城是国家级特色小镇试点吗", "高平属于“一核四极”的四极之一吗"):
        answer = assistant.ask(question)
        assert answer.status == "answered"
        assert "请核对" not in answer.answer and "不符" not in answer.answer


def test_an_expression_brings_its_own_sentence(assistant: Assistant) -> None:
    """What is quoted of another county is told to be that county's."""
    answer = assistant.ask("陵川要构建“一心一带”格局")
    assert "不符" in answer.answer
    assert any("沁水县" in citation.quote for citation in answer.citations)


def test_an_expression_that_only_a_title_has_is_known(assistant: Assistant) -> None:
    """Nobody is told that the plan does not mention what one of its titles says."""
    answer = assistant.ask("“六最”是什么")
    assert answer.status == "partial"
    assert {citation.article for citation in answer.citations} == {28}


@pytest.mark.parametrize("question", ["阳城电厂建2×60万千瓦吗", "我市定在2050年前碳中和"])
def test_other_figures_and_years_are_called_wrong(assistant: Assistant, question: str) -> None:
    """Figures with a factor, and years beside a name with 和 in it, are compared."""
    assert "不符" in assistant.ask(question).answer


def test_members_of_a_counted_name_are_its_meaning(assistant: Assistant) -> None:
    """A name that counts is told by the words that have its character, quoted or not."""
    for question in ("“三宜”指哪三宜", "“四化同步”是哪四化"):
        assert assistant.ask(question).status == "answered"


def test_what_is_so_now_is_not_told_by_a_goal(assistant: Assistant) -> None:
    """A figure to be reached is no answer to what it is at present."""
    answer = assistant.ask("煤层气现在的产量是多少")
    assert answer.status == "partial" and "现状数字" in answer.answer


def test_the_part_that_something_is_in_is_named(assistant: Assistant) -> None:
    """Who asks for the part is told it with the sentence."""
    assert "第八部分" in assistant.ask("机场在哪个部分").answer
    roads = assistant.ask_turns(["高速公路网怎么布局", "两横三纵是哪几条"])
    assert "所在条文" not in roads.answer


def test_what_was_only_shown_is_no_question_to_go_on_with(assistant: Assistant) -> None:
    """A question behind an article or a part that was shown is answered, not shown again."""
    length = assistant.ask_turns(["第33条讲了什么", "多少公里"])
    assert length.status == "partial" and "长度" in length.answer
    asked = assistant.ask_turns(["第七部分有几条", "哪一条讲营商环境"])
    assert {citation.article for citation in asked.citations} == {28}
