"""Turns that hold a figure or a year against what was just told: “isn't it 20 billion?”.

Such a turn has neither subject nor unit; put in the place of the question word of the question
before, and with the unit of the figure that was told, it can be checked like any other claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.quantities import Figure, find_figures, find_periods

_BEFORE = re.compile(
    r"^(?:那|哦|嗯|不对|可是?|但是?|怎么|难道|[,。!])*"
    r"(?:(?:我|有人|人家|别人|他们?|网上|报上|都)*(?:听说|听人说|记得|以为|看到|看见|听到|说|讲|印象[里中])(?:的|过|着|是|,)*)?"
    r"(?:不是|不应该是|应该是|到底是|究竟是|是不是|是否|莫非是?|真的?是|真的?有|是|有|要到?|才|达到|到)?(?:说|要|有|到|在|才)?$"
)
_BEHIND = re.compile(
    r"^(?:左右|以[上下]|建成|完成|实现)?(?:吗|吧|么|啊|呀|的|了|呢|对吗|对吧|是吗|是吧|对不对|是不是|[,。?!])*$"
)
_HOW_MANY = re.compile(
    r"(?:百分之)?(?:多少|几(?![个条]?(?:部分|章)))(?P<unit>[十百千万亿]*[^\W\d的]{0,3})?(?=$|[??。]|呢)"
)
_WHEN = re.compile(r"什么时候|啥时候|什么时间|何时|哪一?年|几几年")
_AT_END = "?。呢"
_SCALE = "十百千万亿"


def claim_meant(text: str, before: str, quotes: Sequence[str]) -> str | None:
    """The question that a turn asks which states nothing but a figure or a year; None of others.

    Args:
        text: The turn, normalised.
        before: The question before it, independent of its conversation.
        quotes: What the answer to that quoted.
    """
    periods, figures = find_periods(text), find_figures(text)
    places = [(p.start, p.end) for p in periods] + [(f.start, f.end) for f in figures]
    if len(places) != 1:
        return None
    start, end = places[0]
    asked = list((_WHEN if periods else _HOW_MANY).finditer(before))
    if len(asked) != 1 or not _BEFORE.match(text[:start]) or not _BEHIND.match(text[end:]):
        return None
    value = text[start:end] + ("" if periods else _unit_for(figures[0], quotes))
    start, end = asked[0].span()
    return f"{before[:start]}{value}{before[end:].rstrip(_AT_END)}吗"


def _unit_for(figure: Figure, quotes: Sequence[str]) -> str:
    """What the unit of a figure lacks of the one unit that quotes state."""
    told = {f.unit for quote in quotes for f in find_figures(quote) if f.unit}
    if figure.unit.lstrip(_SCALE) or len(told) != 1:
        return ""
    unit = told.pop()
    return unit.lstrip(_SCALE) if figure.unit else unit
