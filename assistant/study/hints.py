"""What a fill-in says of its blank: how many items it takes, and of what length."""

from __future__ import annotations

import re

from assistant.study.facts import Blank, BlankKind

_WRITTEN = "[\u4e00-\u9fff“”、,+ ]+"  # an answer of which the characters can be counted
_WITH_SIGNS = "[\u4e00-\u9fffA-Za-z0-9+]+"
_COUNTED = {"年": "年限", "级": "级数"}  # what is counted in Chinese numerals
_MOST_IN_NAME = 2  # things that a name adds up
_MEASURED: tuple[BlankKind, ...] = ("figure", "date")


def items_hint(blank: Blank) -> str:
    """How many items are to be written, where one blank takes several, and of what length.

    Two that are added up are one name (“1+17”), unless others are added before them. The number of
    characters tells the plan's words from others that mean the same.
    """
    if blank.kind == "figure" and (counted := _COUNTED.get(blank.answer[-1:])):
        return f"(横线处填{counted}。)" if not blank.answer[0].isdigit() else ""
    length = len(re.sub("[“”、,+ ]", "", blank.answer))
    is_exact = blank.kind not in _MEASURED and bool(re.fullmatch(_WRITTEN, blank.answer))
    number = len(re.split("、|”“| ", blank.answer))
    added = blank.answer.count("+") + 1
    if added > _MOST_IN_NAME or (added > 1 and blank.before.endswith("+")):
        number = max(number, added)
    if number > 1:
        return f"(横线处请写出{number}项{f',共{length}个字' if is_exact else ''}。)"
    if "+" in blank.answer and re.fullmatch(_WITH_SIGNS, blank.answer):
        return f"(横线处为{len(blank.answer)}个字符。)"
    return f"(横线处为{length}个字。)" if is_exact else ""
