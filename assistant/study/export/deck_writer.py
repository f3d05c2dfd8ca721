"""Slides filled so that nothing overflows: sizes are computed, long content goes on overleaf."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Pt

from assistant.office import clean
from assistant.study.export import deck_template as template
from assistant.study.export import texts
from assistant.study.export.deck_template import Room, rgb
from assistant.study.export.look import ACCENT, INK, PALE, SLIDE_FONT, SOFT_INK, WHITE
from assistant.study.export.scene import PADDING, Box, Dot, Scene, Stroke
from assistant.study.export.text_fit import (
    LINE_HEIGHT,
    height,
    largest_size,
    shorten,
    split_evenly,
    wrap,
)

_TITLE_SIZES, _LARGE_SIZES = (28, 24, 20), (44, 40, 36, 32, 28, 24)
_ALONE_SIZES = (40, 36, 32, 28, 24, 20)  # for a statement that has a slide to itself
_STATEMENT_SIZES, _BODY_SIZES = (32, 28, 26, 24, 22, 20), (28, 26, 24, 22, 20, 18)
_FEW_SIZES = (32, *_BODY_SIZES)  # for slides that hold nothing but paragraphs
_COVER_SIZES = (20, 18, 16, 14)  # below the title of a title page
_CAPTION_SIZES, _FOOTER_SIZE = (24, 20, 18, 16), 10
_PARAGRAPH_GAP = 0.6  # room after each paragraph as a multiple of the letter size
_INSET = 16.0  # points that the margins inside a text box and a bullet take from its width
_CELL_SIZES, _PAGED_SIZE = (22, 20, 18, 16, 14), 16  # when one slide is enough, and else
_CELL_GAP, _CELL_INSET = 12.0, 15.0  # points above and below the text of a cell, and at its sides
_ABOVE = 3  # a third of the room that a picture leaves stays above it
_ALIGN = {"left": PP_ALIGN.LEFT, "centre": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def footer_room() -> float:
    """Return how many ems the line at the foot of a slide holds."""
    return _room_points(template.FOOTER)[0] / _FOOTER_SIZE


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph on a slide."""

    text: str
    is_bold: bool = False
    colour: str = INK
    has_bullet: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table on slides.

    Attributes:
        columns: Names of the columns.
        shares: Shares of the width that the columns take; together 1.
        rows: The cells.
    """

    columns: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; the label says the value as the plan limits it, such as ``≥ 80%``."""

    name: str
    value: float
    label: str


class DeckWriter:
    """Adds slides to a presentation."""

    def __init__(self, deck: Deck, footer: str) -> None:
        self._deck = deck
        self._footer = footer

    def cover(self, title: str, lines: Sequence[str], notes: str, layout: str) -> None:
        """Add a title page or a section header."""
        slide = self._add(layout, has_footer=layout != template.TITLE)
        room = _points(slide.placeholders[0])
        size = largest_size([title], _LARGE_SIZES, room) or _LARGE_SIZES[-1]
        _write(slide.placeholders[0], [Item(_cut(title, size, room))], size, colour=None)
        room = _points(slide.placeholders[1])
        size = _size_for(lines, _COVER_SIZES, room)
        shown = [Item(line) for line in _cut_all(lines, size, room)]
        _write(slide.placeholders[1], shown, size, colour=None)
        _note(slide, notes)

    def items(self, title: str, items: Sequence[Item], notes: str = "") -> None:
        """Add slides with paragraphs; at least one item is needed."""
        room = _room_points(template.BODY)
        size = _size_for([item.text for item in items], _FEW_SIZES, room)
        pieces = [piece for item in items for piece in _pieces(item, size, room)]
        for name, group in _numbered(title, pieces, size, room):
            slide = self._add(template.CONTENT)
            self._title(slide, name)
            _write(slide.placeholders[1], group, size)
            _note(slide, notes)

    def point(self, title: str, statement: Item, details: Sequence[Item], notes: str) -> None:
        """Add a slide with one statement in large letters, and details below it."""
        if not details:
            self._statement(title, statement, notes)
            return
        slide = self._add(template.POINT)
        self._title(slide, title)
        room = _room_points(template.STATEMENT)
        size = _size_for([statement.text], _STATEMENT_SIZES, room)
        shown = replace(statement, text=_cut(statement.text, size, room))
        _write(slide.placeholders[1], [shown], size)
        _note(slide, notes)
        room = _room_points(template.DETAILS)
        size = _size_for([item.text for item in details], _BODY_SIZES, room)
        pieces = [piece for item in details for piece in _pieces(item, size, room)]
        groups = _numbered(title, pieces, size, room)
        _write(slide.placeholders[2], groups[0][1], size)
        if len(groups) > 1:
            self.items(title, [item for _, group in groups[1:] for item in group], notes)

    def _statement(self, title: str, statement: Item, notes: str) -> None:
        """Add a slide with nothing but a statement."""
        slide = self._add(template.STATED)
        self._title(slide, title)
        wide, high = _room_points(template.BODY)
        room = (wide, 0.75 * high)
        size = _size_for([statement.text], _ALONE_SIZES, room)
        shown = replace(statement, text=_cut(statement.text, size, room))
        _write(slide.placeholders[1], [shown], size)
        _note(slide, notes)

    def table(self, title: str, table: Table, notes: str = "", caption: str = "") -> None:
        """Add slides with a table; a caption stands above it."""
        outer = template.BELOW_CAPTION if caption else template.BODY
        wide, high = _points_of(outer)
        grid = _fitting_grid(table, wide, high)
        groups = grid.pages(table.rows, high)
        for number, group in enumerate(groups, 1):
            slide = self._add(template.TABLE)
            self._title(slide, _page_title(title, number, len(groups)))
            holder = slide.placeholders[1]
            template.place(holder, outer)
            frame = holder.insert_table(rows=len(group) + 1, cols=len(table.columns))
            _caption(slide.placeholders[2], caption)
            _fill_table(frame.table, [table.columns, *group], grid)
            frame.height = sum(row.height for row in frame.table.rows)
            _describe(frame, title)
            _note(slide, notes)

    def chart(self, title: str, bars: Sequence[Bar], notes: str) -> None:
        """Add a slide with a bar chart that can be edited in Office."""
        slide = self._add(template.CHART)
        self._title(slide, title)
        upwards = bars[::-1]  # a bar chart begins below
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = [clean(bar.name) for bar in upwards]
        data.add_series(clean(title), [bar.value for bar in upwards])
        holder = slide.placeholders[1]
        template.place(holder, template.BODY)
        frame = holder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
        _style_chart(frame.chart)
        _label_bars(frame.chart, upwards)
        _fill(slide.placeholders[2], (), size=0)
        _describe(frame, title)
        _note(slide, notes)

    def picture(self, title: str, scene: Scene, notes: str = "") -> None:
        """Add a slide with a picture made of shapes that can be edited in Office."""
        slide = self._add(template.PLAIN)
        self._title(slide, title)
        draw(slide, scene)
        _note(slide, notes)

    def _add(self, layout: str, has_footer: bool = True) -> Any:
        found = template.layout(self._deck, layout)
        slide = self._deck.slides.add_slide(found)
        for shape in found.placeholders if has_footer else ():
            if shape.placeholder_format.type.name in ("FOOTER", "SLIDE_NUMBER"):
                element = copy.deepcopy(shape._element)
                slide.shapes._spTree.append(element)
                if shape.placeholder_format.type.name == "FOOTER":
                    self._write_footer(slide.shapes[-1])
        return slide

    def _write_footer(self, shape: Any) -> None:
        shape.text_frame.clear()
        _run(shape.text_frame.paragraphs[0], self._footer, _FOOTER_SIZE, None, SOFT_INK)

    def _title(self, slide: Any, title: str) -> None:
        room = _room_points(template.HEAD)
        size = _size_for([title], _TITLE_SIZES, room, gap=0.0)
        _write(slide.placeholders[0], [Item(_cut(title, size, room))], size, colour=None, gap=0.0)


def draw(slide: Any, scene: Scene) -> None:
    """Draw a scene below the title as a group of native shapes."""
    left, top, wide, high = template.BODY
    scale = min(wide / scene.width, high / scene.height)
    x0 = left + (wide - scene.width * scale) / 2
    y0 = top + (high - scene.height * scale) / _ABOVE
    group = slide.shapes.add_group_shape()
    for shape in scene.shapes:
        match shape:
            case Stroke():
                ends = (x0 + shape.x1 * scale, y0 + shape.y1 * scale,
                        x0 + shape.x2 * scale, y0 + shape.y2 * scale)  # fmt: skip
                line = group.shapes.add_connector(
                    MSO_CONNECTOR.STRAIGHT, *(Emu(round(end)) for end in ends)
                )
                line.line.color.rgb = rgb(shape.colour)
                line.line.width = Emu(round(shape.thickness * scale))
            case Dot():
                box = Box(shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius,
                          2 * shape.radius, (), 1, INK, shape.colour)  # fmt: skip
                _add_box(group, MSO_SHAPE.OVAL, box, scale, x0, y0)
            case Box():
                added = _add_box(group, MSO_SHAPE.ROUNDED_RECTANGLE, shape, scale, x0, y0)
                added.adjustments[0] = min(0.5, shape.radius / min(shape.width, shape.height))
                _write_box(added, shape, scale)
    for effect in group._element.xpath(".//a:effectRef"):
        effect.set("idx", "0")  # no shadows
    _describe(group, scene.title)


def scene_height() -> float:
    """Return the height in pixels of a scene 1280 pixels wide that fills the room on a slide."""
    _, _, wide, high = template.BODY
    return 1280 * high / wide


def _add_box(group: Any, kind: Any, box: Box, scale: float, x0: float, y0: float) -> Any:
    place = (x0 + box.x * scale, y0 + box.y * scale, box.width * scale, box.height * scale)
    added = group.shapes.add_shape(kind, *(Emu(round(value)) for value in place))
    added.line.fill.background()
    if box.fill:
        added.fill.solid()
        added.fill.fore_color.rgb = rgb(box.fill)
    else:
        added.fill.background()
    return added


def _write_box(shape: Any, box: Box, scale: float) -> None:
    """Keep the lines as they were broken, so that every program shows the same."""
    frame = shape.text_frame
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Emu(round(PADDING * scale))
    frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = _ALIGN[box.align]
    paragraph.line_spacing = 1.0
    for number, line in enumerate(box.lines):
        if number:
            paragraph.add_line_break()
        _run(paragraph, line, box.size * scale / Pt(1), box.is_bold, box.ink)


def _style_chart(chart: Any) -> None:
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(16)
    chart.font.name = SLIDE_FONT
    plot = chart.plots[0]
    plot.gap_width = 60
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = rgb(ACCENT)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.format.line.color.rgb = rgb(INK)


def _label_bars(chart: Any, bars: Sequence[Bar]) -> None:
    for point, bar in zip(chart.plots[0].series[0].points, bars, strict=False):
        label = point.data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        paragraph = label.text_frame.paragraphs[0]
        _run(paragraph, bar.label, 18, True, INK)


def _write(
    shape: Any,
    items: Sequence[Item],
    size: float,
    colour: str | None = INK,
    gap: float = _PARAGRAPH_GAP,
) -> None:
    """Fill a text frame; colours and weight of the layout stay when ``colour`` is None."""
    frame = shape.text_frame
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for number, item in enumerate(items):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(gap * size)
        if not item.has_bullet:
            paragraph._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
            paragraph._p.pPr.set("marL", "0")
            paragraph._p.pPr.set("indent", "0")
        bold, ink = (None, None) if colour is None else (item.is_bold or None, item.colour)
        _run(paragraph, item.text, size, bold, ink)


def _fill(shape: Any, items: Sequence[Item], size: float, gap: float = _PARAGRAPH_GAP) -> None:
    """Fill a placeholder, or take it away when there is nothing to fill it with."""
    if items:
        _write(shape, items, size, gap=gap)
    else:
        shape._element.getparent().remove(shape._element)


def _caption(shape: Any, caption: str) -> None:
    room = _room_points(template.CAPTION)
    size = _size_for([caption], _CAPTION_SIZES, room, gap=0.0)
    _fill(shape, [Item(_cut(caption, size, room), is_bold=True)] if caption else (), size, gap=0.0)


def _run(paragraph: Any, text: str, size: float, bold: bool | None, ink: str | None) -> None:
    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size = Pt(size)
    run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
    if bold is not None:
        run.font.bold = bold
    if ink is not None:
        run.font.color.rgb = rgb(ink)


def _note(slide: Any, notes: str) -> None:
    if notes:
        slide.notes_slide.notes_text_frame.text = clean(notes)


def _describe(shape: Any, text: str) -> None:
    """Set the text for those who cannot see a shape."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", clean(text))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Widths of a table's columns and the size of its letters, in points."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    size: int

    def height(self, cells: Sequence[str]) -> float:
        lines = map(len, map(wrap, cells, self._ems()))
        return max(lines) * self.size * LINE_HEIGHT + _CELL_GAP

    def pages(self, rows: Sequence[Sequence[str]], high: float) -> list[tuple[Sequence[str], ...]]:
        """Distribute rows over slides; a row that is higher than a slide is shortened."""
        room = high - self.height(self.columns)
        lines = int((room - _CELL_GAP) / (self.size * LINE_HEIGHT))
        whole = [
            tuple(
                text if len(wrap(text, ems)) <= lines else shorten(text, lines * ems * 0.9)
                for text, ems in zip(row, self._ems(), strict=True)
            )
            for row in rows
        ]
        return split_evenly(whole, room, self.height)

    def _ems(self) -> list[float]:
        return [(wide - _CELL_INSET) / self.size for wide in self.widths]


def _fitting_grid(table: Table, wide: float, high: float) -> _Grid:
    """Choose the largest letters with which a table fits one slide, else readable ones."""
    widths = tuple(share * wide for share in table.shares)
    grids = [_Grid(table.columns, widths, size) for size in _CELL_SIZES]
    paged = _Grid(table.columns, widths, _PAGED_SIZE)
    return next((grid for grid in grids if len(grid.pages(table.rows, high)) == 1), paged)


def _fill_table(table: Any, rows: Sequence[Sequence[str]], grid: _Grid) -> None:
    for column, wide in zip(table.columns, grid.widths, strict=True):
        column.width = Pt(wide)
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        row.height = Pt(grid.height(cells))
        for cell, text in zip(row.cells, cells, strict=True):
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            ground = ACCENT if number == 0 else (PALE if number % 2 == 0 else WHITE)
            cell.fill.fore_color.rgb = rgb(ground)
            ink = WHITE if number == 0 else INK
            _run(cell.text_frame.paragraphs[0], text, grid.size, number == 0, ink)


def _numbered(
    title: str, items: Sequence[Item], size: int, room: tuple[float, float]
) -> list[tuple[str, tuple[Item, ...]]]:
    """Group items into slides and name them."""
    wide, high = room
    gap = _PARAGRAPH_GAP * size
    groups = split_evenly(items, high, lambda item: height([item.text], size, wide, gap))
    return [
        (_page_title(title, number, len(groups)), group) for number, group in enumerate(groups, 1)
    ]


def _page_title(title: str, page: int, pages: int) -> str:
    if pages == 1:
        return title
    return texts.CONTINUED.format(title=title, page=page, pages=pages)


def _size_for(
    lines: Sequence[str],
    sizes: tuple[int, ...],
    room: tuple[float, float],
    gap: float = _PARAGRAPH_GAP,
) -> int:
    return largest_size(lines, sizes, room, gap) or sizes[-1]


def _pieces(item: Item, size: float, room: tuple[float, float]) -> list[Item]:
    """Cut a paragraph that is higher than a slide into paragraphs that are not."""
    wide, high = room
    if height([item.text], size, wide, _PARAGRAPH_GAP * size) <= high:
        return [item]
    lines = int(high / (size * LINE_HEIGHT) - _PARAGRAPH_GAP)
    broken = wrap(item.text, wide / size)
    texts_of_pieces = ("".join(broken[i : i + lines]) for i in range(0, len(broken), lines))
    return [replace(item, text=text) for text in texts_of_pieces]


def _cut(text: str, size: float, room: tuple[float, float]) -> str:
    """Shorten text to what a room holds at a size."""
    wide, high = room
    lines = max(1, int(high / (size * LINE_HEIGHT)))
    if len(wrap(text, wide / size)) <= lines:
        return " ".join(text.split())
    return shorten(" ".join(text.split()), lines * (wide / size - 1.5))


def _cut_all(lines: Sequence[str], size: int, room: tuple[float, float]) -> list[str]:
    """Shorten lines, each to its share, where they do not fit together."""
    if largest_size(lines, (size,), room, _PARAGRAPH_GAP):
        return list(lines)
    wide, high = room
    each = (wide, high / len(lines) - _PARAGRAPH_GAP * size)
    return [_cut(line, size, each) for line in lines]


def _points(shape: Any) -> tuple[float, float]:
    return shape.width / Pt(1) - _INSET, shape.height / Pt(1) - 8


def _points_of(room: Room) -> tuple[float, float]:
    return room[2] / Pt(1), room[3] / Pt(1)


def _room_points(room: Room) -> tuple[float, float]:
    """Width and height of the text in a room in points, its margins and bullets taken off."""
    wide, high = _points_of(room)
    return wide - _INSET - 24, high - 8
