from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import (
    AnswerKind,
    answer_kind,
    asking_clauses,
    normalise,
    parts,
    understand,
    unnumbered,
    without_denial,
)
from assistant.references import Reference, without_show_words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第33条", [33]),
        ("第三十三条讲了什么", [33]),
        ("33条", [33]),
        ("三十三条是啥", [33]),
        ("第33条", [33]),
        ("第 33 条原文", [33]),
        ("第33、34条", [33, 34]),
        ("看看第三十三条和第三十五条的原文", [33, 35]),
        ("第33到36条", [33, 34, 35, 36]),
        ("60~62条", [60, 61, 62]),
        ("What does article 33 say", [33]),
        ("第一百零二条", [102]),
    ],
)
def test_article_numbers_in_any_spelling(text: str, numbers: list[int]) -> None:
    """Every usual way to write an article's number names that article."""
    assert [r.number for r in understand(text).references if r.kind == "article"] == numbers


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("第八部分", Reference("part", 8)),
        ("第8部分有哪些条", Reference("part", 8)),
        ("八、", Reference("part", 8)),
        ("第八章", Reference("part", 8)),
        ("第七部分导语", Reference("introduction", 7)),
        ("序言写了什么", Reference("preamble")),
        ("结语", Reference("closing")),
    ],
)
def test_parts_and_other_units(text: str, reference: Reference) -> None:
    """Parts, introductions, preamble and closing paragraph are named by number or name."""
    assert understand(text).references == (reference,)


@pytest.mark.parametrize(
    "text",
    ["走出一条新路来是什么意思", "两条产业链是什么", "十条措施有哪些", "2.5条", "有几条铁路"],
)
def test_counted_things_are_no_references(text: str) -> None:
    """条 as a measure word for roads, chains and measures names no article."""
    assert understand(text).references == ()


@pytest.mark.parametrize("rest", ["翻到最末尾那条,,主要交代了什么事", "最后一条讲的啥"])
def test_turning_to_an_article_asks_for_nothing_else(rest: str) -> None:
    """Words for turning pages and for its place are no question about it."""
    assert not without_show_words(rest)


def test_plain_look_up_has_no_remainder() -> None:
    """What is left of a question tells a look-up from a question within an article."""
    assert without_show_words(understand("请给我看看第33条的原文").rest) == ""
    assert "机场" in without_show_words(understand("第33条里机场什么时候通航").rest)
    assert without_show_words(understand("第23条的标题是什么,大概说的哪方面?").rest) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("飛機場啥時候能坐上?", "飞机场啥时候能坐上?"),
        ("煤层气产量100亿", "煤层气产量100亿"),
        ("机 场 什 么 时 候", "机场什么时候"),
        ("a\u200bb\x00c\n d", "abc d"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    """Traditional characters, full-width forms, stray blanks and hidden characters are undone."""
    assert normalise(text) == expected


@given(st.text(max_size=200))
def test_any_text_is_understood(text: str) -> None:
    """No text whatever makes understanding fail, and the normal form is stable."""
    question = understand(text)
    assert normalise(question.text) == question.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("机场什么时候通航", "time"),
        ("产量目标是多少", "number"),
        ("建这个要花多少钱", "money"),
        ("产业园在哪里", "place"),
        ("哪个部门负责", "body"),
        ("有哪些行动", "list"),
        ("六新是什么意思", "definition"),
        ("是不是全省第一", "yes_no"),
        ("怎么发展康养", "free"),
    ],
)
def test_kind_of_answer(text: str, kind: AnswerKind) -> None:
    """The words of a question tell what kind of answer it wants."""
    assert answer_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("机场哪年通航?煤层气产量目标是多少?", ("机场哪年通航?", "煤层气产量目标是多少?")),
        ("机场2025年通航,对吧?", ("机场2025年通航,对吧?",)),
        ("我在教育局上班。幼儿园怎么办?", ("我在教育局上班。幼儿园怎么办?",)),
        ("养老;托育。这两件事怎么办", ("养老;托育。这两件事怎么办",)),
        ("我想回村种地;孩子要上学。这两件事市里咋安排", ("我想回村种地;", "孩子要上学。")),
        ("既想多消费,又怕项目不动工,这两件事咋办", ("既想多消费,又怕项目不动工,这两件事咋办",)),
        ("哪两个方面要改革?", ("哪两个方面要改革?",)),
    ],
)
def test_compound_questions_are_cut(text: str, expected: tuple[str, ...]) -> None:
    """Each sentence that asks is a part; tags, introductions and one sentence are not cut."""
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("机场何时通航,投资多少", ("机场何时通航,", "投资多少")),
        ("到2025年,机场建成没有,谁负责?", ("到2025年,机场建成没有,", "谁负责?")),
        ("煤层气产量,到“十四五”末是多少", ("煤层气产量,到“十四五”末是多少",)),
        ("养老、托育这两样有没有写,写在哪", ("养老、托育这两样有没有写,写在哪",)),
        ("机场建成了吗,对吗", ("机场建成了吗,对吗",)),
        ("煤挖了几十年,塌下去的地怎么恢复", ("煤挖了几十年,塌下去的地怎么恢复",)),
    ],
)
def test_clauses_that_each_ask_are_told(text: str, expected: tuple[str, ...]) -> None:
    """Clauses with question words of their own ask several things in one sentence."""
    assert asking_clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、机场什么时候建成;二、产量多少", "机场什么时候建成;产量多少;"),
        ("1.机场什么时候建成?2.PM2.5目标", "机场什么时候建成?PM2.5目标;"),
        ("①机场②医院", "机场;医院;"),
        ("关于机场:(1)哪年建成(2)谁负责", "关于机场;哪年建成;谁负责;"),
        ("一是机场何时通航,二是投资多少", "机场何时通航;投资多少;"),
        ("第一,机场;第二,医院", "机场;医院;"),
        ("一、总体要求", "一、总体要求"),
        ("一、二、三部分讲什么", "一、二、三部分讲什么"),
        ("第1、2条", "第1、2条"),
        ("1.5亿吨还是2.5亿吨", "1.5亿吨还是2.5亿吨"),
    ],
)
def test_numbered_questions_become_sentences(text: str, expected: str) -> None:
    """Marks that count 1, 2, … are left out; a single one, and numbers of units, stay."""
    assert unnumbered(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("新城总投资没写是吧?", "新城总投资"),
        ("飞机票价,规划里没提吧", "飞机票价"),
        ("文件没说学校具体建几所,对吧", "学校具体建几所"),
        ("规划里没提房价是吧", "房价"),
        ("规划里没写是吧", "规划里没写是吧"),
        ("老年大学提没提", "老年大学提没提"),
        ("机场为什么没写", "机场为什么没写"),
        ("合作平台有没有说", "合作平台有没有说"),
    ],
)
def test_who_supposes_that_it_is_not_stated_asks_for_it(text: str, sought: str) -> None:
    """“Not written there, is it?” is left off; questions whether it is stated stay as they are."""
    assert without_denial(text) == sought
