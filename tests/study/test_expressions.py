"""Expressions that are asked for word by word."""

from __future__ import annotations

import re
from itertools import groupby

import pytest

from assistant.study.expressions import find_expressions
from assistant.study.giveaways import is_in
from assistant.study.model import DIFFICULTIES, Request
from assistant.study.session import Trainer
from assistant.study.wordings import wordings


def _found(trainer: Trainer, piece: str) -> set[tuple[str, str]]:
    """Kind and words of the expressions of the statements that have some words."""
    facts = trainer.facts
    return {
        (each.kind, each.text)
        for statement in facts.statements
        if piece in statement.text
        for each in find_expressions(statement, facts.lists_of(statement), facts.cut)
    }


@pytest.mark.parametrize(
    ("piece", "kind", "text"),
    [
        ("丹河新城全部建成", "series", "低碳智慧、绿色宜居"),  # half of a series
        ("管运分离", "aim", "管运分离"),  # what is put into practice
        ("退城入园", "aim", "退城入园"),  # two verbs with their objects
        ("人工湿地", "aim", "人工湿地"),  # what several are built of
        ("人才+项目模式", "aim", "人才+项目"),  # a model of doing things
        ("应急处突能力", "series", "改革攻坚"),  # what tells one member from the others
        ("党建引领发展,", "series", "靠发展检验党建"),  # the last of parallel clauses
        ("要素链", "series", "制度链+资金链"),  # the last two of a sum
        ("煤层气高端装备", "aim", "高端装备制造"),  # without what the stem shows
        ("清水复流", "aim", "清水复流"),  # what becomes of it
        ("营商环境达到", "aim", "全国一流"),  # a level
        ("稳粮保供", "aim", "稳粮保供"),  # what is taken as something
        ("内补短板", "aim", "内补短板"),  # the second of two maxims
    ],
)
def test_expressions_are_found(trainer: Trainer, piece: str, kind: str, text: str) -> None:
    """Each rule finds what it is for, as a whole unit."""
    assert (kind, text) in _found(trainer, piece)


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("运行机制", "运行"),  # shares its noun with what stands before
        ("社会协同育人", "社会协同育人"),  # a part of a list
        ("创新合作模式", "创新合作"),  # begins with a verb
        ("数字化大平台", "数字化大"),  # cut in the middle
        ("四级政务服务", "四级政务"),  # levels that are counted right before
        ("拓展合作领域", "提升合作质量"),  # what is to be done, and not what something is like
    ],
)
def test_parts_of_units_are_no_expressions(trainer: Trainer, piece: str, text: str) -> None:
    """What has no border of its own is not asked for."""
    assert text not in {words for _, words in _found(trainer, piece)}


def test_expressions_are_never_chosen_or_twisted(trainer: Trainer) -> None:
    """They have no rivals that are surely wrong, so they are filled in only."""
    for part in (2, 13, 15, 16):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            if any(fact.startswith(("series@", "aim@")) for fact in question.facts):
                assert question.kind == "fill_in"


def test_nothing_asks_which_measure_stands_where(trainer: Trainer) -> None:
    """No stem asks for measures, and no option has single quotation marks."""
    for part in range(1, 17):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            assert "部署的举措" not in question.stem
            assert not any("‘" in option.text for option in question.options)


def test_short_answers_have_all_members_in_their_key(trainer: Trainer) -> None:
    """A list that ends with 等 is not written out; any of its members may be asked for."""
    lists = {f"list@{e.span.start}": e for e in trainer.facts.enumerations}
    asked = [
        lists[fact]
        for part in range(1, 17)
        for q in trainer.quiz(Request(parts=(part,), difficulty="难")).questions
        if q.kind == "short_answer" and not q.wanted
        for fact in q.facts
        if fact in lists
    ]
    assert asked
    assert all(each.is_whole and not each.is_open for each in asked)


def test_statements_to_judge_are_mixed(trainer: Trainer) -> None:
    """Right and wrong ones do not stand in blocks."""
    for part in (1, 2, 8, 10, 14):
        for level in DIFFICULTIES:
            quiz = trainer.quiz(Request(parts=(part,), difficulty=level))
            keys = [q.key for q in quiz.questions if q.kind == "true_false"]
            runs = [len(list(group)) for _, group in groupby(keys)]
            assert max(runs, default=0) <= 3


def test_items_in_another_order_and_amounts_in_numerals_are_right() -> None:
    """Two items may be exchanged; a hundred million has several forms; the noun may be added."""
    assert "抓早、铲土" in wordings("铲土、抓早", "的标本兼治", "series")
    assert "院所培养、企业培养" in wordings("企业培养、院所培养", "”", "term")
    assert {"百亿立方米", "一百亿立方米", "100亿"} <= set(wordings("100亿立方米", ""))
    assert "1200亿" in wordings("1200亿元", "")
    assert "休憩长廊" in wordings("休憩", "长廊、文化长廊", "series")


def test_an_answer_without_characters_is_not_told_by_them() -> None:
    """1+17 is told only by itself."""
    assert not is_in("1+17", "完善统分结合的应急指挥体系")
    assert is_in("1+17", "完善1+17应急指挥体系")


def test_names_that_add_up_are_not_counted_as_items(trainer: Trainer) -> None:
    """“1+17” is one thing to write; what goes on with a sum is counted for the reader."""
    blanks = [
        q
        for part in range(1, 17)
        for q in trainer.quiz(Request(parts=(part,), questions=40)).questions
        if q.kind == "fill_in" and not re.search("、|”“| ", q.key[0])
    ]
    sums = [q for q in blanks if "+" in q.key[0]]
    assert sums
    for question in sums:
        goes_on = "+____" in question.stem or question.key[0].count("+") > 1
        assert ("请写出" in question.stem) is goes_on
    assert not any("请写出" in q.stem for q in blanks if q not in sums)


def test_what_the_plan_fills_in_two_ways_is_not_asked(trainer: Trainer) -> None:
    """A plan with two bases of coal-bed gas does not let one of them be guessed."""
    text = trainer.plan.text
    assert "煤层气产业发展示范基地" in text and "煤层气高端装备制造基地" in text
    for part in (5, 7):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            assert "煤层气____基地" not in question.stem


def test_the_word_behind_a_blank_may_be_written_as_well() -> None:
    """Who writes 夜间经济 for 夜间, or two things in the other order, is right."""
    assert "夜间经济" in wordings("夜间", "经济健康发展", "series")
    assert "十二大战略" in wordings("十二大", "战略”", "term")
    assert "港、岸、网" in wordings("岸、港、网", "”", "term")
    assert "扩面提标" in wordings("提标扩面", "", "aim")
    assert "工程水利" not in wordings("水利工程", "", "aim")
    assert "下接县" in wordings("下接区县", "", "series")
    assert "资金链+制度链" in wordings("制度链+资金链", "”", "series")
    assert "17、1" not in wordings("1+17", "”", "term")
