"""A conversation as a document: Markdown and DOCX, with a table of the articles it cites."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Pt

from assistant import texts
from assistant.answer import Answer
from assistant.courtesies import status_shown
from assistant.office import clean, name_all_fonts, name_file, repeat_heading
from assistant.plan import Plan


def to_markdown(plan: Plan, answers: Sequence[Answer], when: datetime) -> str:
    """Write a conversation as Markdown; what was asked stays literal text."""
    blocks = [f"# {texts.TRANSCRIPT_TITLE}", _about(plan, when)]
    for number, answer in enumerate(answers, 1):
        question = re.sub(r"([\\`*_{}\[\]()<>#+!|~-])", r"\\\1", _line(answer.question))
        mark = texts.TRANSCRIPT_STATUS[status_shown(answer)]
        blocks += [f"## {number}. {question}", f"**{mark}**", answer.answer]
        blocks += [f"> {note}" for note in answer.checks.notes]
    rows = _cited(answers)
    if rows:
        blocks.append(f"## {texts.TRANSCRIPT_CITED}")
        table = [texts.TRANSCRIPT_COLUMNS, ("---",) * len(texts.TRANSCRIPT_COLUMNS), *rows]
        cells = (" | ".join(cell.replace("|", r"\|") for cell in row) for row in table)
        blocks.append("\n".join(f"| {row} |" for row in cells))
    return "\n\n".join(blocks) + "\n"


def to_docx(plan: Plan, answers: Sequence[Answer], when: datetime) -> bytes:
    """Write a conversation as a Word document with fonts that Office and WPS have."""
    document = Document()
    name_all_fonts(document)
    document.styles["Normal"].font.size = Pt(12)
    name_file(document.core_properties, texts.TRANSCRIPT_TITLE)
    document.add_heading(texts.TRANSCRIPT_TITLE, 0)
    document.add_paragraph(_about(plan, when))
    for number, answer in enumerate(answers, 1):
        document.add_heading(clean(f"{number}. {_line(answer.question)}"), 1)
        status = document.add_paragraph().add_run(texts.TRANSCRIPT_STATUS[status_shown(answer)])
        status.bold = True
        for line in filter(str.strip, answer.answer.splitlines()):
            is_item = line.startswith("- ")
            text = clean(line.removeprefix("- ").replace("**", ""))
            document.add_paragraph(text, style="List Bullet" if is_item else None)
        for note in answer.checks.notes:
            document.add_paragraph(clean(note), style="Intense Quote")
    _add_table(document, _cited(answers))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: DocumentType, rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    document.add_heading(texts.TRANSCRIPT_CITED, 1)
    table = document.add_table(rows=1, cols=len(texts.TRANSCRIPT_COLUMNS), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, texts.TRANSCRIPT_COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    repeat_heading(table.rows[0])
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)


def _cited(answers: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Rows of label, title, quotation and the numbers of the questions, by place in the plan."""
    asked: dict[tuple[int, int], list[int]] = {}
    citations = {}
    for number, answer in enumerate(answers, 1):
        for citation in answer.citations:
            place = (citation.start, citation.end)
            citations[place] = citation
            numbers = asked.setdefault(place, [])
            if number not in numbers:
                numbers.append(number)
    return [
        (c.label, c.title, _line(c.quote), "、".join(map(str, asked[place])))
        for place, c in sorted(citations.items())
    ]


def _about(plan: Plan, when: datetime) -> str:
    facts = [plan.title and f"《{plan.title}》", plan.source, plan.date]
    return texts.TRANSCRIPT_ABOUT.format(
        document=" ".join(fact for fact in facts if fact), when=f"{when:%Y-%m-%d %H:%M}"
    )


def _line(text: str) -> str:
    return " ".join(text.split())
