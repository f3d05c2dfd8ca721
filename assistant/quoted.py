"""Quotation marks: what a text puts between them, in whichever style it is typed."""

from __future__ import annotations

import re

# Each style with what it encloses. “ and " are mixed in typing, and quotations are put into others
# with the same marks; an ASCII single mark between letters is an apostrophe.
_STYLES = (
    "“((?:[^“”]|“[^“”]*”)+)”",
    r"[“\"]([^“”\"]+)[”\"]",
    r"(?:‘|(?<![A-Za-z])')([^‘’']+)(?:’|'(?![A-Za-z]))",
    "[「『]([^「『」』]+)[」』]",
)
_TITLE = "《([^《》]+)》"

QUOTED = re.compile("|".join(_STYLES))
QUOTED_OR_TITLE = re.compile("|".join((*_STYLES, _TITLE)))

NO_MARKS = dict.fromkeys(map(ord, "“”\"‘’'「」『』《》"))  # for `str.translate`


def quoted_in(
    text: str, least: int = 1, most: int | None = None, *, titles: bool = False
) -> list[str]:
    """What stands between quotation marks, in order, without the marks.

    What is quoted within a quotation belongs to it.

    Args:
        text: Any text.
        least: Shortest quotation that is given, in characters.
        most: Longest; None for any length.
        titles: Whether names between 《 and 》 are given as well.
    """
    pattern = QUOTED_OR_TITLE if titles else QUOTED
    found = (match[match.lastindex or 0] for match in pattern.finditer(text))
    return [each for each in found if least <= len(each) <= (most or len(each))]
