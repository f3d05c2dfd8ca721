"""The dated goals of a session as a time line, laid out as plain shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.study.export import texts
from assistant.study.export.look import ACCENT, GOLD, INK, PALE, SOFT_INK, WHITE
from assistant.study.export.scene import LINE, PADDING, Box, Dot, Scene, Stroke
from assistant.study.export.text_fit import split_to_fit, width, wrap
from assistant.study.model import DatePoint, Session

_WIDE, _NARROW = 1280.0, 900.0  # pixels: for screens, for A4 in portrait
_SIZES = (30.0, 26.0, 24.0, 21.0, 18.0)
_MARGIN, _GAP = 20.0, 12.0
_PERIOD_WIDTH, _AXIS, _LABEL_WIDTH = 170.0, 220.0, 110.0
_TEXT = _AXIS + 30
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """A goal; the period is empty where the row above has the same."""

    period: str
    lines: tuple[str, ...]
    label: str
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE + 16


def time_line(session: Session) -> Scene | None:
    """Draw all dated goals in one picture; None when there is none."""
    scenes = _scenes(session, _WIDE, None)
    return scenes[0] if scenes else None


def time_line_slides(session: Session, height: float) -> tuple[Scene, ...]:
    """Draw the dated goals in as many wide pictures of at most ``height`` pixels as needed."""
    return _scenes(session, _WIDE, height)


def time_line_pages(session: Session, height: float) -> tuple[Scene, ...]:
    """Draw the dated goals in as many narrow pictures of at most ``height`` pixels as needed."""
    return _scenes(session, _NARROW, height)


def _scenes(session: Session, wide: float, height: float | None) -> tuple[Scene, ...]:
    """Use the largest letters with which all goals fit one picture, else the smallest."""
    room = float("inf") if height is None else height - 2 * _MARGIN + _GAP
    title = texts.TIME_LINE.format(name=session.scope.name)
    dates = _by_period(session.dates)
    groups: list[tuple[_Row, ...]] = []
    for size in _SIZES if height and wide == _WIDE else _SIZES[-1:]:
        rows = [_row(point, size, wide) for point in dates]
        groups = list(split_to_fit(rows, room, lambda row: row.height + _GAP))
        if len(groups) <= 1:
            break
    return tuple(_scene(title, group, wide) for group in groups)


def _by_period(dates: Sequence[DatePoint]) -> list[DatePoint]:
    """Put goals of one period together, in the order of years and of first mention."""
    first = {date.milestone.period: number for number, date in reversed([*enumerate(dates)])}
    return sorted(dates, key=lambda d: (d.milestone.year, first[d.milestone.period]))


def _row(point: DatePoint, size: float, wide: float) -> _Row:
    room = (wide - _MARGIN - _LABEL_WIDTH - _TEXT - 2 * PADDING) / size
    lines = wrap(point.text, room)
    if len(lines) > _MOST_LINES:
        lines = (*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][:-1] + "…")
    return _Row(texts.period(point.milestone), lines, point.citation.label, size)


def _scene(title: str, rows: Sequence[_Row], width_of_all: float) -> Scene:
    height = 2 * _MARGIN + sum(row.height + _GAP for row in rows) - _GAP
    marks: list[Dot] = []
    boxes: list[Box] = []
    y = _MARGIN
    shown = ""
    for row in rows:
        middle = y + row.height / 2
        if row.period != shown:
            shown = row.period
            boxes.append(_period(shown, middle, row.size))
        marks.append(Dot(_AXIS, middle, 8, GOLD))
        wide = width_of_all - _MARGIN - _LABEL_WIDTH - _TEXT
        text = Box(_TEXT, y, wide, row.height, row.lines, row.size, INK, PALE)
        boxes += [text, _label(row, text.right, y)]
        y += row.height + _GAP
    axis = Stroke(_AXIS, _MARGIN, _AXIS, height - _MARGIN, GOLD, 3)
    return Scene(title, width_of_all, height, (axis, *marks, *boxes))


def _period(name: str, middle: float, size: float) -> Box:
    high = 2 * size
    letters = _one_line(name, size, _PERIOD_WIDTH)
    box = Box(_MARGIN, middle - high / 2, _PERIOD_WIDTH, high, (name,), letters, WHITE, ACCENT)
    return replace(box, is_bold=True, align="centre", radius=high / 2)


def _label(row: _Row, x: float, y: float) -> Box:
    letters = _one_line(row.label, row.size - 2, _LABEL_WIDTH)
    box = Box(x, y, _LABEL_WIDTH, row.height, (row.label,), letters, SOFT_INK)
    return replace(box, align="right")


def _one_line(text: str, size: float, wide: float) -> float:
    """Return the size at which a text fits one line."""
    return min(size, (wide - 2 * PADDING) / width(text))
