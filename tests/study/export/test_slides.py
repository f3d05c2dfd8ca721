from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Pt

from assistant.plan import Plan
from assistant.study.export.slides import to_pptx
from assistant.study.export.text_fit import LINE_HEIGHT, wrap
from assistant.study.model import IndicatorPoint, Session
from tests.study.export.conftest import with_text
from tests.study.export.hand_session import shipped_session

QUOTE = re.compile(r"^原文:(.*)\[([^\[\]]+)\]$", re.MULTILINE)
NASTY = "<a:t>&\"']]>\x0b"


def opened_deck(data: bytes) -> Any:
    """A presentation, read back."""
    return Presentation(io.BytesIO(data))


def _texts(slide: Any) -> list[str]:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def quotations_in_notes(deck: Any) -> list[tuple[str, str]]:
    """Verbatim words and labels of all notes."""
    return [
        quote
        for slide in deck.slides
        if slide.has_notes_slide
        for quote in QUOTE.findall(slide.notes_slide.notes_text_frame.text)
    ]


def _titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def assert_sound(deck: Any) -> None:
    """No empty slide or placeholder, nothing outside the slide, text inside its room."""
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert len(slide.shapes) > 1
        ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids))
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
            if shape.is_placeholder and shape.has_text_frame:
                assert shape.text_frame.text.strip()
                _assert_fits(shape)


def _assert_fits(shape: Any) -> None:
    sizes = [run.font.size for p in shape.text_frame.paragraphs for run in p.runs]
    if not all(sizes) or not sizes:
        return
    size = sizes[0] / Pt(1)
    room = shape.width / Pt(1) - 14.4
    paragraphs = shape.text_frame.paragraphs
    gap = (paragraphs[0].space_after or 0) / Pt(1)
    lines = sum(len(wrap(p.text, room / size)) for p in paragraphs)
    high = lines * size * LINE_HEIGHT + gap * (len(paragraphs) - 1)
    assert high <= shape.height / Pt(1) + 1, shape.text_frame.text[:40]


def test_deck_holds_the_session(plan: Plan, session: Session) -> None:
    """Title, agenda, one slide per point, figures, dates, quiz with answers, work and sources."""
    deck = opened_deck(to_pptx(plan, session))
    titles = _titles(deck)
    assert titles[0] == session.title
    wanted = ("学习目标", "学习安排", "思维导图", "提法解读", "要记住的数字", "要记住的时间")
    assert set(titles) >= {*wanted, "讨论题", "课后任务", "出处"}
    for point in session.key_points:
        assert titles.count(f"{point.core.label} {point.title}") == 1
    words = "\n".join(text for slide in deck.slides for text in _texts(slide))
    for line in (*session.goals, *session.discussion, *session.tasks):
        assert line.text in words
    assert all(item.activity in words for item in session.agenda)
    assert all(source.title in words for source in session.sources)


def test_points_are_short_and_their_notes_verbatim(plan: Plan, session: Session) -> None:
    """A point's slide shows the short form; its notes quote the whole sentence with its label."""
    deck = opened_deck(to_pptx(plan, session))
    slides = dict(zip(_titles(deck), deck.slides, strict=True))
    for point in session.key_points:
        slide = slides[f"{point.core.label} {point.title}"]
        assert point.short in _texts(slide)
        notes = slide.notes_slide.notes_text_frame.text
        assert f"原文:{point.core.quote}[{point.core.label}]" in notes


def test_every_quotation_in_the_notes_is_verbatim(plan: Plan, session: Session) -> None:
    """What the notes quote stands in the unit that the label names."""
    units = {unit.label: plan.quote(unit) for unit in plan.citable}
    quotes = quotations_in_notes(opened_deck(to_pptx(plan, session)))
    assert len(quotes) >= len(session.key_points) + len(session.quiz.questions)
    assert all(words in units[label] for words, label in quotes)


def test_questions_come_before_their_answers(plan: Plan, session: Session) -> None:
    """A question's slide marks nothing; the next one marks what is right, and names the article."""
    deck = opened_deck(to_pptx(plan, session))
    slides, titles = list(deck.slides), _titles(deck)
    for question in session.quiz.questions:
        asked = next(i for i, t in enumerate(titles) if t.startswith(f"第 {question.number} 题 ")
                     and "答案" not in t)  # fmt: skip
        assert titles[asked + 1] == f"第 {question.number} 题 答案"
        assert any(question.stem in text for text in _texts(slides[asked]))
        answer = "\n".join(_texts(slides[asked + 1]))
        assert question.citations[0].label in answer
        if question.kind in ("single", "multiple", "true_false"):
            assert _bold(slides[asked]) == {question.stem}
            right = {o.text for o in question.options if o.letter in question.key}
            assert {text.split(". ")[-1] for text in _bold(slides[asked + 1])} == right
        assert question.explanation in slides[asked + 1].notes_slide.notes_text_frame.text


def _bold(slide: Any) -> set[str]:
    return {
        run.text
        for shape in slide.placeholders
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.bold
    }


def test_layouts_fonts_and_footers(plan: Plan, session: Session) -> None:
    """A wide deck with named layouts, a Chinese font in its theme, and numbered pages."""
    deck = opened_deck(to_pptx(plan, session))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    used = {slide.slide_layout.name for slide in deck.slides}
    assert used <= {layout.name for layout in deck.slide_layouts}
    assert {"标题页", "标题和内容", "要点和内容", "节标题", "表格", "仅标题"} <= used
    themes = [
        part.blob.decode() for part in deck.part.package.iter_parts() if "theme" in part.partname
    ]
    assert '<a:ea typeface="微软雅黑"' in themes[0]
    for slide in list(deck.slides)[1:]:
        kinds = {shape.placeholder_format.type.name for shape in slide.placeholders}
        assert {"FOOTER", "SLIDE_NUMBER"} <= kinds
        assert session.plan_source in "".join(_texts(slide))


def test_figures_of_one_unit_are_a_real_chart(plan: Plan, session: Session) -> None:
    """Amounts that can be compared become a bar chart whose numbers can be edited."""
    indicator = session.indicators[0].indicator
    points = tuple(
        replace(session.indicators[0], indicator=replace(indicator, value=value, measure="%"))
        for value in ("80", "50", "85")
    )
    deck = opened_deck(to_pptx(plan, replace(session, indicators=points)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [tuple(chart.plots[0].series[0].values) for chart in charts] == [(85.0, 50.0, 80.0)]


@pytest.mark.parametrize(("value", "measure"), [("5", "个"), ("2×100", "万千瓦"), ("1", "千亿级")])
def test_what_cannot_be_compared_is_no_chart(
    plan: Plan, session: Session, value: str, measure: str
) -> None:
    """Counters, products and classes of size stay in the table."""
    first: IndicatorPoint = session.indicators[0]
    indicator = replace(first.indicator, measure=measure)
    points = tuple(
        replace(first, indicator=replace(indicator, value=number))
        for number in (value, value + "0")
    )
    deck = opened_deck(to_pptx(plan, replace(session, indicators=points)))
    assert not any(shape.has_chart for slide in deck.slides for shape in slide.shapes)


def test_pictures_are_shapes_with_a_description(plan: Plan, session: Session) -> None:
    """Mind map and time line are groups of shapes, told to those who cannot see them."""
    deck = opened_deck(to_pptx(plan, session))
    slides = dict(zip(_titles(deck), deck.slides, strict=True))
    for title, words in (("思维导图", "思维导图:煤层气"), ("要记住的时间", "时间轴:煤层气")):
        groups = slides[title].shapes._spTree.xpath("p:grpSp/p:nvGrpSpPr/p:cNvPr/@descr")
        assert groups == [words]


@pytest.mark.parametrize("text", ["", NASTY, "很长的标题与说明" * 30, "long words " * 60])
def test_nothing_overflows(plan: Plan, session: Session, text: str) -> None:
    """Whatever the texts, no slide or placeholder is empty and everything stays in its room."""
    odd = with_text(session, text)
    deck = opened_deck(to_pptx(plan, odd))
    assert_sound(deck)
    words = "".join("".join(_texts(slide)) for slide in deck.slides)
    assert "".join(text.replace("\x0b", "").split())[:6] in "".join(words.split())


@pytest.mark.slow
@example("\n")
@settings(max_examples=8)
@given(st.text(max_size=300))
def test_any_text_makes_slides(text: str) -> None:
    """Random texts, too."""
    plan, session = shipped_session()
    assert_sound(opened_deck(to_pptx(plan, with_text(session, text))))


def test_an_empty_session_has_no_empty_slide(plan: Plan, session: Session) -> None:
    """What a session does not have gets no slide."""
    bare = replace(
        session, goals=(), agenda=(), key_points=(), indicators=(), dates=(), slogans=(), links=(),
        discussion=(), tasks=(), sources=(), quiz=replace(session.quiz, questions=()),
    )  # fmt: skip
    deck = opened_deck(to_pptx(plan, bare))
    assert _titles(deck) == [session.title]
