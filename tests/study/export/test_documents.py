from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant.plan import Plan
from assistant.study.export import handout
from assistant.study.export.handout import to_handout
from assistant.study.export.quiz_paper import to_answer_sheet, to_paper
from assistant.study.export.texts import source
from assistant.study.model import KIND_NAMES, Session
from tests.study.export.conftest import with_text

RULED = "\u00a0" * 14
NASTY = "<w:p>&\"']]>\x0b\x00"
LONG = "很长的标题与说明" * 60


def opened_document(data: bytes) -> Any:
    """A Word document, read back."""
    return Document(io.BytesIO(data))


def _rows(document: Any) -> list[tuple[str, ...]]:
    return [tuple(c.text for c in row.cells) for table in document.tables for row in table.rows]


def _text(document: Any) -> str:
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    return "\n".join([*paragraphs, *(cell for row in _rows(document) for cell in row)])


def quotations(document: Any) -> list[tuple[str, str]]:
    """Verbatim words and labels of all paragraphs that are styled as quotations."""
    found = []
    for paragraph in document.paragraphs:
        if paragraph.style.name == "引文":
            quote, label = paragraph.runs
            found.append((quote.text, label.text.strip("[]")))
    return found


def test_handout_holds_the_session(plan: Plan, session: Session) -> None:
    """Goals, agenda, points, slogans, figures, dates, links, work and sources are all there."""
    document = opened_document(to_handout(plan, session))
    text, rows = _text(document), _rows(document)
    for line in (*session.goals, *session.discussion, *session.tasks):
        assert line.text in text
    assert [row[1] for row in rows[1 : len(session.agenda) + 1]] == [
        item.title for item in session.agenda
    ]
    cores = [(point.core.quote, point.core.label) for point in session.key_points]
    assert quotations(document) == cores
    for slogan in session.slogans:
        assert (slogan.term, slogan.meaning, slogan.citation.label) in rows
    for figure in session.indicators:
        row = (figure.citation.quote, figure.indicator.amount, figure.indicator.deadline or "—")
        assert (*row, figure.citation.label) in rows
    assert all(date.text in text for date in session.dates)
    assert all(any(link.name == row[0] for row in rows) for link in session.links)
    assert all((source.label, source.title) in rows for source in session.sources)


def test_quotations_are_verbatim(plan: Plan, session: Session) -> None:
    """What is styled as a quotation stands in the unit that its label names."""
    labels = {unit.label: plan.quote(unit) for unit in plan.citable}
    for data in (to_handout(plan, session), to_answer_sheet(session)):
        quotes = quotations(opened_document(data))
        assert quotes
        assert all(quote in labels[label] for quote, label in quotes)


@pytest.mark.parametrize("make", [to_paper, to_answer_sheet, None])
def test_page_furniture_and_fonts(plan: Plan, session: Session, make: Any) -> None:
    """Header, source line, page numbers, A4, fonts named for Chinese, real headings and lists."""
    document = opened_document(make(session) if make else to_handout(plan, session))
    section = document.sections[0]
    assert session.title in section.header.paragraphs[0].text
    assert session.plan_title in section.footer.paragraphs[0].text
    assert session.plan_source in section.footer.paragraphs[0].text
    fields = section.footer._element.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]
    assert round(section.page_width.cm, 1) == 21.0
    fonts = {
        style.name: style.element.xpath(".//w:rFonts/@w:eastAsia") for style in document.styles
    }
    assert fonts["Normal"] == ["宋体"] and fonts["Heading 1"] == ["黑体"]
    assert fonts["引文"] == ["楷体"] and fonts["说明"] == ["仿宋"]
    assert document.paragraphs[0].style.name == "Title"
    assert any(paragraph.style.name == "Heading 1" for paragraph in document.paragraphs)


def test_lists_begin_at_one(plan: Plan, session: Session) -> None:
    """Each numbered list has a numbering of its own."""
    document = opened_document(to_handout(plan, session))
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    ids = [p._p.pPr.numPr.numId.val for p in numbered]
    lists = (session.goals, session.discussion, session.tasks)
    assert len(numbered) == sum(map(len, lists))
    assert len(set(ids)) == len(lists)


def test_table_headings_are_repeated(plan: Plan, session: Session) -> None:
    """The first row of each table is a heading that goes on to the next page."""
    for table in opened_document(to_handout(plan, session)).tables:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None


def test_pictures_have_a_description(plan: Plan, session: Session) -> None:
    """Mind map and time line are in the hand-out, told to those who cannot see them."""
    document = opened_document(to_handout(plan, session))
    described = document.element.xpath(".//wp:docPr/@descr")
    assert [words.split(":")[0] for words in described] == ["思维导图", "时间轴"]
    assert all(shape.width <= 16.1 * 360_000 for shape in document.inline_shapes)


def test_without_a_font_the_text_remains(
    plan: Plan, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine without a Chinese font the hand-out has no picture, and all its content."""
    monkeypatch.setattr(handout, "to_png", lambda scene: None)
    document = opened_document(to_handout(plan, session))
    assert not document.inline_shapes
    assert all(date.text in _text(document) for date in session.dates)


def test_paper_asks_without_answering(session: Session) -> None:
    """The paper has all stems and options and a line for the name, and gives nothing away."""
    document = opened_document(to_paper(session))
    text = _text(document)
    for question in session.quiz.questions:
        assert f"{question.number}. {question.stem.replace('____', RULED)}" in text
        assert question.explanation not in text
        if question.kind != "true_false":
            assert all(f"{o.letter}. {o.text}" in text for o in question.options)
        assert all(prompt in text for prompt in question.prompts)
    assert "姓名" in text and "日期" in text and f"满分 {session.quiz.points} 分" in text
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [
        KIND_NAMES[q.kind] in heading
        for q, heading in zip(session.quiz.questions[1:], headings, strict=True)
    ]
    assert not any(
        run.bold for p in document.paragraphs if p.style.name == "选项" for run in p.runs
    )


def test_a_page_may_end_between_questions(session: Session) -> None:
    """What is held together with the lines behind it ends before the next question begins."""
    paragraphs = opened_document(to_paper(session)).paragraphs
    begins = [n for n, p in enumerate(paragraphs) if p.text[:1].isdigit()]
    assert len(begins) > 3
    for number in begins[1:]:
        before = paragraphs[number - 1]
        if before.style.name.startswith("Heading"):
            before = paragraphs[number - 2]
        own = before.paragraph_format.keep_with_next
        assert not (before.style.paragraph_format.keep_with_next if own is None else own)


def test_answer_sheet_has_key_quotation_and_label(session: Session) -> None:
    """Every question has its key in the overview, and its proof with the label below."""
    document = opened_document(to_answer_sheet(session))
    rows, text, quotes = _rows(document), _text(document), quotations(document)
    for question, row in zip(session.quiz.questions, rows[1:], strict=True):
        assert row[0] == str(question.number) and row[3] == str(question.points)
        wanted = question.key or tuple(point.text for point in question.scoring)
        assert all(word in row[2] for word in wanted)
        assert question.explanation in text
        assert all((c.quote, c.label) in quotes for c in question.citations)
    assert "第 2 空也可填:五" in text


@pytest.mark.parametrize("text", [NASTY, LONG])
def test_any_text_makes_a_file(plan: Plan, session: Session, text: str) -> None:
    """Markup, control characters and very long titles come out as text."""
    odd = with_text(session, text)
    for data in (to_handout(plan, odd), to_paper(odd), to_answer_sheet(odd)):
        words = _text(opened_document(data))
        assert text.replace("\x0b", "").replace("\x00", "") in words


def test_the_source_line_keeps_publisher_and_date(session: Session) -> None:
    """A long title is cut in the middle of the line; a document without any name has one, too."""
    line = source(replace(session, plan_title="很长的标题" * 30), 50)
    assert line.endswith(f"…》 {session.plan_source}")
    assert source(replace(session, plan_title="", plan_source="")) == "资料来源:原文件"
