"""How much room Chinese text takes: widths in ems, line breaks, the size at which it fits.

Estimates, on the safe side: no font is read, so the same text breaks alike on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
# Width of a character in ems by class; full-width ones count 1.
_DIGIT, _CAPITAL, _NARROW = 0.56, 0.7, 0.54
_BLANK = 0.3
# Office and WPS set a little room between a Chinese character and a letter or digit beside it.
_BETWEEN = 0.25
_BOUNDARY = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9_+])|(?<=[A-Za-z0-9_+%])(?=[\u4e00-\u9fff])"
)
# What may not begin a line, and what may not end one.
_CLOSING = frozenset(",.;:?!)]}%\uff0c\uff1b\uff1a\uff1f\uff01\uff09\u3002、》〉】〕”’…—·")
# What an ellipsis replaces, too.
_TRAILING = ",;: 、\uff0c\uff1b\uff1a"
_OPENING = frozenset("([{\uff08《〈【〔“‘")
# Words and figures of Latin script stay whole.
_PIECE = re.compile(r"[A-Za-z0-9.+\-_/'&]+|\s+|.", re.DOTALL)

LINE_HEIGHT = 1.3
"""Height of a line as a multiple of the letter size; Office sets CJK fonts a little tighter."""


def width(text: str) -> float:
    """Return the width of a line of text in ems."""
    return sum(map(_character_width, text)) + _BETWEEN * len(_BOUNDARY.findall(text))


def wrap(text: str, limit: float) -> tuple[str, ...]:
    """Break text into lines of at most ``limit`` ems, the way Chinese is set.

    Punctuation that closes does not begin a line; a Latin word longer than a line is cut.
    """
    return tuple(line for part in text.splitlines() or [""] for line in _wrap_line(part, limit))


def height(texts: Iterable[str], size: float, room: float, gap: float = 0.0) -> float:
    """Return the height of paragraphs.

    Args:
        texts: The paragraphs.
        size: Letter size in points.
        room: Width of the column in points.
        gap: Room after each paragraph in points.
    """
    lines = [len(wrap(text, room / size)) for text in texts]
    return sum(count * size * LINE_HEIGHT + gap for count in lines)


def largest_size(
    texts: Sequence[str], sizes: Sequence[int], room: tuple[float, float], gap: float = 0.0
) -> int | None:
    """Return the largest of ``sizes`` (points) at which paragraphs fit a box, None if none does.

    Args:
        texts: The paragraphs.
        sizes: Letter sizes to try, largest first.
        room: Width and height of the box in points.
        gap: Room after each paragraph as a multiple of the size.
    """
    wide, high = room
    return next((size for size in sizes if height(texts, size, wide, gap * size) <= high), None)


def split_to_fit(
    items: Sequence[_Item], high: float, measure: Callable[[_Item], float]
) -> Iterator[tuple[_Item, ...]]:
    """Yield groups of items that are at most ``high`` together; an item alone may be higher."""
    group: list[_Item] = []
    used = 0.0
    for item in items:
        need = measure(item)
        if group and used + need > high:
            yield tuple(group)
            group, used = [], 0.0
        group.append(item)
        used += need
    if group:
        yield tuple(group)


def split_evenly(
    items: Sequence[_Item], high: float, measure: Callable[[_Item], float], multiple: int = 1
) -> list[tuple[_Item, ...]]:
    """Split items as `split_to_fit` does, but into groups as alike in height as can be.

    Args:
        items: What to split.
        high: The largest height of a group.
        measure: Height of an item.
        multiple: The number of groups may grow to a multiple of this.
    """
    fewest = len(list(split_to_fit(items, high, measure)))
    allowed = -(-fewest // multiple) * multiple
    limits = (high * share / 20 for share in range(6, 21))
    splits = (list(split_to_fit(items, limit, measure)) for limit in limits)
    return next(groups for groups in splits if len(groups) <= allowed)


def shorten(text: str, limit: float) -> str:
    """Cut text to ``limit`` ems, with an ellipsis where something is cut."""
    if width(text) <= limit:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > limit - 1:
            break
        kept += character
    return kept.rstrip(_TRAILING) + "…"


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character.isspace():
        return _BLANK
    if character.isdigit():
        return _DIGIT
    return _CAPITAL if character.isupper() or character in "%&@" else _NARROW


def _wrap_line(text: str, limit: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, limit):
        while line and width(line + piece.rstrip()) > limit:
            line, carried = _break(line, piece)
            yield line.rstrip()
            line = carried
        line += piece if line or not piece.isspace() else ""
    yield line.rstrip()


def _pieces(text: str, limit: float) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match.group()
        if len(piece) > 1 and width(piece) > limit:
            yield from piece
        else:
            yield piece


def _break(line: str, following: str) -> tuple[str, str]:
    """Say where a full line ends: characters that must stay with the next ones are carried over."""
    end = len(line)
    first = following[0]
    while end > 1 and (first in _CLOSING or line[end - 1] in _OPENING):
        end -= 1
        first = line[end]
    return (line[:end], line[end:]) if end > 1 else (line, "")
