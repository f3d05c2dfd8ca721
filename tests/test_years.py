"""Years and figures of questions are compared with the plan's and lead to no other subject."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.clauses import is_bare_topic, periods_asked_for, taken_for_granted
from assistant.quantities import years_told


@pytest.mark.parametrize(
    "question", ["机场是不是2025年建成", "2025年能不能坐上飞机", "机场到2025年建成吗"]
)
def test_year_does_not_outweigh_the_subject(assistant: Assistant, question: str) -> None:
    """What else happens in the same year is not quoted when the subject is named."""
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert {citation.article for citation in answer.citations} == {33}
    assert "核对" not in answer.answer


@pytest.mark.parametrize(
    ("turns", "article", "year"),
    [
        (("2035年人均收入多少",), 7, "2035年"),
        (("2022年规上工业企业要到多少家",), 26, "2022年"),
        (("煤层气产量", "2035年的呢"), 19, "2035年"),
    ],
)
def test_other_year_than_the_plan_tells_of_is_left_open(
    assistant: Assistant, turns: tuple[str, ...], article: int, year: str
) -> None:
    """A question for a year of which the plan says nothing is told so, and accused of nothing."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial"
    assert f"“{year}”的情况" in answer.answer
    assert article in {citation.article for citation in answer.citations}
    assert "不符" not in answer.answer


def test_year_alone_is_held_against_what_was_told(assistant: Assistant) -> None:
    """A turn of nothing but a year stays with the subject, and the year is not passed over."""
    answer = assistant.ask_turns(("机场什么时候建成", "2030年?"))
    assert {citation.article for citation in answer.citations} == {33}
    assert "2030年" in answer.answer


def test_wrong_year_is_still_corrected(assistant: Assistant) -> None:
    """A year that a question takes for granted is held against the plan's."""
    assert "“机场2030年才通航”的说法与规划原文不符" in assistant.ask("机场2030年才通航吧").answer


@pytest.mark.parametrize(
    "question",
    [
        "到2025年规上工业企业多少家",
        "持证率要达到百分之多少",
        "煤层气产量几何",
        "煤层气年产量是不是100亿立方米",
        "六大工程是哪六大",
    ],
)
def test_what_one_statement_states_is_no_gap(assistant: Assistant, question: str) -> None:
    """A figure of the asked measure beside its subject answers, as does a list of the counted."""
    assert assistant.ask(question).status == "answered"


@pytest.mark.parametrize(
    "question",
    ["从业人员持证率里女的占百分之多少", "规上工业企业有多少家是外资", "煤层气管道铺多少公里"],
)
def test_figure_of_something_else_is_a_gap(assistant: Assistant, question: str) -> None:
    """A figure whose statement does not name what it is asked of does not answer."""
    assert assistant.ask(question).status == "partial"


@pytest.mark.parametrize(
    "question",
    [
        "开发区工业投资年均增长百分之二十对不对",
        "煤炭先进产能占比百分之八十以上对不对",
        "2025年开发区工业投资增速",
        "PM2.5目标",
    ],
)
def test_right_figures_and_bare_topics_are_not_doubted(assistant: Assistant, question: str) -> None:
    """A figure that the plan writes otherwise is the same, and a topic asserts nothing."""
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert "核对" not in answer.answer and "不符" not in answer.answer


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (["外商进来要不要交押金", "审批已经取消"], ("审批已经取消",)),
        (["减碳是靠下命令还是靠市场"], ("减碳是靠下命令还是靠市场",)),
        (["我是搞培训的"], ()),
        (["我们市缺高端创新人才", "我是学规划的"], ("我们市缺高端创新人才",)),
        (["脱贫以后是不是就松了"], ("脱贫以后是不是就松了",)),
    ],
)
def test_what_is_taken_for_granted_is_told(clauses: list[str], told: tuple[str, ...]) -> None:
    """What tells of the asker is not told to be wrong, nor what asks beside what asserts."""
    assert taken_for_granted(clauses) == told


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2035年人均收入多少", ["2035"]),
        ("那2030年呢", ["2030"]),
        ("2025年煤层气产量", ["2025"]),
        ("2030年才通航的机场在哪", []),
        ("机场2030年通航", []),
    ],
)
def test_years_asked_for(question: str, years: list[str]) -> None:
    """A year that begins what asks is asked for; one of which something is said is not."""
    assert [period.name for period in periods_asked_for(question)] == years


def test_bare_topics() -> None:
    """A topic ends in an aspect and says nothing of it."""
    assert is_bare_topic("新能源产业的发展目标")
    assert not is_bare_topic("禁止新建燃煤项目")
    assert not is_bare_topic("煤层气有产量目标")


def test_years_told() -> None:
    """The end of a five-year plan is a year like others."""
    assert years_told("到“十四五”末建成,二〇三五年远景目标") == {2025, 2035}
