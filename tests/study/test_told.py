"""Blanks that what stands beside them tells or leaves open."""

from __future__ import annotations

import pytest

from assistant.plan import Span
from assistant.study.facts import Blank, BlankKind
from assistant.study.hints import items_hint
from assistant.study.session import Trainer
from assistant.study.statements import Statement
from assistant.study.told import is_told_beside
from assistant.study.wordings import wordings


def _blank(trainer: Trainer, text: str, answer: str, kind: BlankKind = "series") -> Blank:
    """A blank in a statement of its own."""
    whole, start = Span(0, len(text)), text.index(answer)
    statement = Statement(trainer.facts.statements[0].unit, whole, text, whole, (whole,))
    return Blank(kind, statement, Span(start, start + len(answer)), answer)


@pytest.mark.parametrize(
    ("text", "answer", "is_told"),
    [
        ("建设上接省厅、下联乡镇的指挥系统", "下联乡镇", True),  # 下接 is as good
        ("上接省厅、下联乡镇的指挥系统", "下联乡镇", True),
        ("以铁路、公路、民航为骨架的运输网", "民航", True),  # completes a set
        ("推进以云岭南端为主的生态修复", "云岭南端", True),  # a map shows it
        ("打造现代物流集聚区", "现代物流", True),  # fits any name
        ("实施“强县”工程和“强镇”工程", "强镇", True),  # a character of it is shown
        ("促进绿水长流、青山常在的长廊建设", "青山常在", False),
        ("使改革走在全省前列", "全省前列", True),  # a stock phrase and a coin
        ("构建一核、两环、多点、某条的格局", "多点、某条", True),  # one stands in the title
        ("构建一核、两环、多点、全域的格局", "多点、全域", False),
    ],
)
def test_what_stands_beside_a_blank_may_tell_it(
    trainer: Trainer, text: str, answer: str, *, is_told: bool
) -> None:
    """Opposite verbs, the rest of a set and qualifiers of any noun are not asked for."""
    assert is_told_beside(_blank(trainer, text, answer), "关于“某条”") is is_told


def test_how_many_years_an_action_takes_is_not_asked_for(trainer: Trainer) -> None:
    """三年行动 is what everybody says; how long a plan runs is not."""
    heading = "关于“某条”"
    assert is_told_beside(_blank(trainer, "实施水网建设三年行动", "三年", "date"), heading)
    assert not is_told_beside(_blank(trainer, "制定水网五年倍增计划", "五年", "date"), heading)


def test_a_blank_for_a_length_of_time_says_so(trainer: Trainer) -> None:
    """产值 and 五年 have two characters each: the reader is told that years are asked for."""
    text = "制定云上产业五年倍增计划"
    assert items_hint(_blank(trainer, text, "五年", "figure")) == "(横线处填年限。)"
    assert items_hint(_blank(trainer, text, "云上产业", "aim")) == "(横线处为4个字。)"


@pytest.mark.parametrize(
    ("text", "answer", "hint"),
    [
        ("实行“园区+基地”模式", "园区+基地", "(横线处为5个字符。)"),
        ("办好“问祖云岭 寻根云川”文化活动", "问祖云岭 寻根云川", "(横线处请写出2项,共8个字。)"),
    ],
)
def test_a_blank_says_what_is_counted(trainer: Trainer, text: str, answer: str, hint: str) -> None:
    """A sign counts as a character where one stands, and the halves of a slogan as two items."""
    assert items_hint(_blank(trainer, text, answer, "name")) == hint


def test_the_halves_of_a_slogan_may_be_exchanged() -> None:
    """Who writes both halves is right, in any order and with any mark between them."""
    accepted = wordings("问祖云岭 寻根云川", "", "name")
    assert {"问祖云岭寻根云川", "寻根云川、问祖云岭"} <= set(accepted)
