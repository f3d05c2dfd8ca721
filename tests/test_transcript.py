from __future__ import annotations

import io
from datetime import datetime

from docx import Document

from assistant.answering import Assistant
from assistant.plan import Plan
from assistant.transcript import to_docx, to_markdown

WHEN = datetime(2026, 1, 2, 3, 4)
QUESTIONS = ("晋城机场什么时候能通航?", "养老服务有哪些安排?", "<b>地铁</b>|什么时候\x0b开通?")


def test_docx_is_read_back(assistant: Assistant) -> None:
    """Word gets every question, statement and remark, and a table of all cited sentences."""
    answers = [assistant.ask(question) for question in QUESTIONS]
    document = Document(io.BytesIO(to_docx(assistant.plan, answers, WHEN)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2026-01-02 03:04" in text and assistant.plan.title in text
    for answer in answers:
        for citation in answer.citations:
            assert citation.quote in text
    assert "<b>地铁</b>|" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    cited = {(c.label, c.quote) for answer in answers for c in answer.citations}
    assert {(row[0], row[2]) for row in rows} == cited and len(rows) == len(cited)
    fonts = document.styles["Normal"].element.xpath(".//w:rFonts/@w:eastAsia")
    assert fonts == ["宋体"]


def test_markdown_holds_the_same(assistant: Assistant) -> None:
    """Markdown has the answers as they are, the table, and questions as literal text."""
    answers = [assistant.ask(question) for question in QUESTIONS]
    text = to_markdown(assistant.plan, answers, WHEN)
    assert all(answer.answer in text for answer in answers)
    assert r"\<b\>地铁" in text and "<b>" not in text
    cited = {(c.start, c.end) for answer in answers for c in answer.citations}
    assert text.count("\n| 第") == len(cited)


def test_conversation_without_citations(plan: Plan, assistant: Assistant) -> None:
    """Without citations there is no table and no error."""
    answers = [assistant.ask("")]
    assert "| --- |" not in to_markdown(plan, answers, WHEN)
    assert not Document(io.BytesIO(to_docx(plan, answers, WHEN))).tables
