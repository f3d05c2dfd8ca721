"""Word documents for printing on A4: fonts named for Chinese, header, source line, page numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table

from assistant.office import (
    HEI,
    SONG,
    clean,
    name_all_fonts,
    name_file,
    name_fonts,
    repeat_heading,
    without_times,
)
from assistant.study.export import texts
from assistant.study.export.look import ACCENT, FANGSONG, KAI, LATIN, LINE_GREY, PALE, SOFT_INK
from assistant.study.export.text_fit import shorten
from assistant.study.model import Session

_PAGE_WIDE, _PAGE_HIGH, _SIDE, _TOP = Cm(21), Cm(29.7), Cm(2.5), Cm(2.4)
TEXT_WIDE = Emu(_PAGE_WIDE - 2 * _SIDE)
PICTURE_HIGH = Emu(_PAGE_HIGH - 2 * _TOP - Cm(2.5))
"""Size of text and the largest height of a picture, in English metric units."""
FURNITURE_SIZE = 7.5
BODY_SIZE = 12
"""Points of header and footer, and of running text (小四)."""
QUOTE, SHORT, LABEL, NOTE, OPTION, CELL, STEM, ANSWER_LINE = (
    "引文", "核心提示", "出处", "说明", "选项", "表格文字", "题干", "答题线",
)  # fmt: skip
BLANK = "____"
"""A blank in a question; on paper it becomes a line to write on."""
_RULED = "\u00a0" * 14  # blanks at which no line is broken
_HEADINGS = {"Title": 22, "Heading 1": 16, "Heading 2": 14, "Heading 3": 12}


class Paper:
    """A Word document that is filled from top to bottom."""

    def __init__(self, title: str, session: Session) -> None:
        self._document = Document()
        name_file(self._document.core_properties, title)
        room = TEXT_WIDE / Pt(FURNITURE_SIZE)  # ems of a line
        _set_page(self._document, shorten(session.title, room), texts.source(session, room))
        _set_styles(self._document)
        self._document.add_heading(clean(title), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading; it stays with what follows."""
        self._document.add_heading(clean(text), level)

    def text(
        self, text: str, style: str | None = None, label: str = "", is_bold: bool = False
    ) -> Any:
        """Add a paragraph; the label behind it names its source."""
        paragraph = self._document.add_paragraph(style=style)
        for number, piece in enumerate(clean(text).split(BLANK)):
            if number:
                paragraph.add_run(_RULED).underline = True
            paragraph.add_run(piece).bold = is_bold or None
        if label:
            paragraph.add_run(f"[{clean(label)}]", style=LABEL)
        return paragraph

    def numbered(self, lines: Iterable[tuple[str, str]]) -> None:
        """Add a list numbered from 1, of texts and their labels."""
        numbering = _new_numbering(self._document)
        for text, label in lines:
            paragraph = self.text(text, "List Number", label)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = numbering

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]
    ) -> None:
        """Add a table whose heading is repeated on every page; no row is torn apart."""
        table = self._document.add_table(rows=1, cols=len(columns), style="Table Grid")
        _set_widths(table, shares)
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            _fill_cell(cell, name)
            cell.paragraphs[0].runs[0].bold = True
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{PALE}"/>')
            )
        repeat_heading(table.rows[0])
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text in zip(added.cells, row, strict=True):
                _fill_cell(cell, text)
        _set_widths(table, shares)
        self._document.add_paragraph(style=NOTE).paragraph_format.space_after = Pt(0)

    def columns(self, cells: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """Add texts side by side, without lines."""
        table = self._document.add_table(rows=0, cols=len(shares))
        for row in cells:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text in zip(added.cells, row, strict=True):
                _fill_cell(cell, text)
        _set_widths(table, shares)

    def tabbed(self, rows: Iterable[Sequence[str]], columns: int) -> None:
        """Add lines of short texts under one another at tab stops, all on one page."""
        lines = []
        for row in rows:
            paragraph = self.text("\t".join(row), OPTION)
            lines.append(paragraph)
            for column in range(1, columns):
                position = Emu(round((TEXT_WIDE - Cm(0.8)) * column / columns) + Cm(0.8))
                paragraph.paragraph_format.tab_stops.add_tab_stop(position)
        keep_together(lines)

    def picture(self, png: bytes, description: str) -> None:
        """Add a picture as wide as the text, or as high as a page has room below a heading."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=TEXT_WIDE)
        if shape.height > PICTURE_HIGH:
            share = PICTURE_HIGH / shape.height
            shape.width, shape.height = Emu(round(shape.width * share)), PICTURE_HIGH
        shape._inline.docPr.set("descr", clean(description))

    def answer_lines(self, count: int) -> None:
        """Add empty lines to write on."""
        lines = [self._document.add_paragraph(style=ANSWER_LINE) for _ in range(count)]
        keep_together(lines)

    def save(self) -> bytes:
        """Return the file; the same content gives the same bytes."""
        target = io.BytesIO()
        self._document.save(target)
        return without_times(target.getvalue())


def keep_together(paragraphs: Sequence[Any]) -> None:
    """Keep paragraphs on one page, as far as a page holds them."""
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _set_page(document: DocumentType, header: str, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE_WIDE, _PAGE_HIGH
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _TOP
    section.header_distance = section.footer_distance = Cm(1.3)
    section.header.paragraphs[0].text = clean(header)
    section.footer.paragraphs[0].text = clean(footer)
    numbers = section.footer.add_paragraph(style="Footer")
    numbers.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = texts.PAGE_NUMBER
    numbers.add_run(before)
    _add_field(numbers, "PAGE")
    numbers.add_run(between)
    _add_field(numbers, "NUMPAGES")
    numbers.add_run(after)


def _add_field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


def _set_styles(document: DocumentType) -> None:
    name_all_fonts(document, LATIN)
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    normal.element.get_or_add_rPr().append(_language())
    normal.paragraph_format.line_spacing = 1.35
    normal.paragraph_format.space_after = Pt(4)
    for name, size in _HEADINGS.items():
        _set_heading(styles[name], size)
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(FURNITURE_SIZE)
        styles[name].font.color.rgb = _rgb(SOFT_INK)
    _rule(styles["Header"], "bottom")
    _rule(styles["Footer"], "top")
    _soften_grid(styles["Table Grid"])
    _set_own_styles(styles)


def _set_heading(style: Any, size: int) -> None:
    name_fonts(style, HEI, LATIN)
    style.font.size = Pt(size)
    style.font.bold = True
    style.font.italic = False
    style.font.color.rgb = _rgb(ACCENT)
    style.paragraph_format.space_before = Pt(14)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_with_next = True
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _set_own_styles(styles: Any) -> None:
    quote = _paragraph_style(styles, QUOTE, KAI, 12, indent=0.75)
    quote.paragraph_format.space_after = Pt(6)
    short = _paragraph_style(styles, SHORT, SONG, 12)
    short.font.bold = True
    short.paragraph_format.keep_with_next = True
    _paragraph_style(styles, NOTE, FANGSONG, 10.5).font.color.rgb = _rgb(SOFT_INK)
    option = _paragraph_style(styles, OPTION, SONG, 12, indent=0.8)
    option.paragraph_format.space_after = Pt(2)
    cell = _paragraph_style(styles, CELL, SONG, 10.5)
    cell.paragraph_format.line_spacing = 1.15
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    stem = _paragraph_style(styles, STEM, SONG, 12)
    stem.paragraph_format.space_before = Pt(8)
    stem.paragraph_format.keep_with_next = True
    line = _paragraph_style(styles, ANSWER_LINE, SONG, 12)
    line.paragraph_format.line_spacing = 1.6
    line.paragraph_format.space_after = Pt(0)
    _rule(line, "bottom", between=True)
    label = styles.add_style(LABEL, WD_STYLE_TYPE.CHARACTER)
    name_fonts(label, HEI, LATIN)
    label.font.size = Pt(9.5)
    label.font.color.rgb = _rgb(ACCENT)


def _paragraph_style(styles: Any, name: str, font: str, size: float, indent: float = 0) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    name_fonts(style, font, LATIN)
    style.font.size = Pt(size)
    style.paragraph_format.left_indent = Cm(indent)
    return style


def _rule(style: Any, side: str, between: bool = False) -> None:
    """Draw a grey line beside the paragraphs of a style."""
    sides = [side, "between"] if between else [side]
    lines = "".join(
        f'<w:{name} w:val="single" w:sz="4" w:space="1" w:color="{LINE_GREY}"/>' for name in sides
    )
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
        "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi",
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
        "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
        "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    )  # fmt: skip


def _soften_grid(style: Any) -> None:
    """Draw the lines of tables thin and grey."""
    for line in style.element.find(qn("w:tblPr")).find(qn("w:tblBorders")):
        line.set(qn("w:color"), LINE_GREY)


def _language() -> Any:
    return parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour)


def _new_numbering(document: DocumentType) -> int:
    """Return the id of a numbering like that of the style, which begins at 1 again."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    used = style.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == used).abstractNumId.val
    added = numbering.add_num(abstract)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _fill_cell(cell: Any, text: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    paragraph.add_run(clean(text))


def _set_widths(table: Table, shares: Sequence[float]) -> None:
    """Fix the widths of the columns; Word wants them on every cell."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(round(TEXT_WIDE * share))
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Emu(round(TEXT_WIDE * share))
