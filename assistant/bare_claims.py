"""Turns that hold a figure or a year against what was just told: “isn't it 20 billion?”.

Such a turn has neither subject nor unit; put in the place of the question word of the question
before, and with the unit of the figure that was told, it can be checked like any other claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.items import list_asked_for
from assistant.listed import common_words
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
    r"(?:百分之)?(?:多少|几)(?P<unit>[十百千万亿]*[^\W\d的]{0,3})?(?=$|[??。]|呢)"
)
_WHEN = re.compile(r"什么时候|啥时候|什么时间|何时|哪一?年|几几年")
# What a question asks with that wants no figure: “what goals are there for …”, “what is done?”.
_ASKED = re.compile(
    r"(?:都|分别|一共)?(?:有|是|叫|包括)?(?:哪些|什么|啥|多少)(?:样的?)?|(?:该|应该?|要)?(?:怎么|怎样|如何|咋)(?:办|样|做|弄|搞|处理|安排)?|请问|呢$"
)
_IS_QUALIFIER = re.compile(r"呢[??。]*$")  # “and in five years?” holds nothing against anything
_COUNTED_NOUN = re.compile(r"(?:(?![是有叫什哪啥怎咋谁几呢])[\u4e00-\u9fff]){1,8}")
_CHALLENGES = re.compile(r"不是|不应该|听说|记得|以为|(?:吗|吧|么)[??。]*$")
_LEADS_TO_LENGTH = re.compile(r"[\u4e00-\u9fff]{2}$")  # a length of time is one of something
_AT_END = "?。呢"
_PARTICLES = "?。呢吗吧么啊呀的了"
_SCALE = "十百千万亿"


class Counted(NamedTuple):
    """How many of something a turn says there are, and what was told.

    Attributes:
        claimed: What the turn says, in its own words.
        told: What the quotes say: words that count, or else the number of things listed.
        is_same: Whether both are one number.
    """

    claimed: str
    told: str | int
    is_same: bool


def claim_meant(text: str, before: str, quotes: Sequence[str]) -> str | None:
    """The question that a turn asks which states nothing but a figure or a year; None of others.

    Args:
        text: The turn, normalised.
        before: The question before it, independent of its conversation.
        quotes: What the answer to that quoted.
    """
    claim = _claim_in(text)
    if claim is None or _IS_QUALIFIER.search(text):
        return None
    start, figure = claim.start, claim.figure
    asked = list((_HOW_MANY if figure else _WHEN).finditer(before))
    told = [f for quote in quotes for f in find_figures(quote)]
    if len(asked) == 1:
        value = text[start : claim.end]
        if figure:
            unit = asked[0]["unit"] or ""
            is_begun = bool(figure.unit) and unit.startswith(figure.unit)
            value += unit.removeprefix(figure.unit) if is_begun else _unit_for(figure, told)
        start, end = asked[0].span()
        return f"{before[:start]}{value}{before[end:].rstrip(_AT_END)}吗"
    subject = _ASKED.sub("", before)
    if (
        (_WHEN if figure else _HOW_MANY).search(before)
        or find_figures(subject)
        or not _is_told(figure, quotes)
    ):
        return None
    value = text[start : claim.end] + (_unit_for(figure, told) if figure else "")
    value += text[claim.end :].rstrip(_PARTICLES)
    return f"{subject.rstrip(_AT_END)}{_lead_of(figure, quotes)}{value}吗"


def count_meant(text: str, before: str, quotes: Sequence[str]) -> Counted | None:
    """What a turn says of the number of things that were just told; None of others.

    Args:
        text: The turn, normalised.
        before: The question before it, independent of its conversation.
        quotes: What the answer to that quoted.
    """
    claim = _claim_in(text, _COUNTED_NOUN)
    if claim is None or claim.figure is None or claim.figure.unit_class != "count":
        return None
    figure, claimed = claim.figure, text[claim.start : claim.end].rstrip(_PARTICLES)
    own = text[figure.end : claim.end].rstrip(_PARTICLES)
    if not _CHALLENGES.search(text) or (own and not common_words(own, before)):
        return None
    for quote in quotes:
        for told in find_figures(quote):
            noun = _COUNTED_NOUN.match(quote[told.end :])
            if told.unit == figure.unit and noun and len(common_words(noun.group(), before)) > 1:
                is_same = told.value == figure.value
                return Counted(claimed, quote[told.start : told.end] + noun.group(), is_same)
    listed = list_asked_for(before, quotes)
    if listed is None:
        return None
    size = len(listed.members)
    return Counted(claimed, size, figure.value == str(size))


class _Claim(NamedTuple):
    """Where a turn states its one value, with the figure unless it is a year."""

    start: int
    end: int
    figure: Figure | None


def _claim_in(text: str, noun: re.Pattern[str] | None = None) -> _Claim | None:
    """The one value that a turn states and nothing else, but for a noun that it counts."""
    periods, figures = find_periods(text), find_figures(text)
    places = [(p.start, p.end) for p in periods] + [(f.start, f.end) for f in figures]
    if len(places) != 1:
        return None
    start, end = places[0]
    if noun and (counted := noun.match(text[end:].rstrip(_PARTICLES))):
        end += counted.end()
    if not _BEFORE.match(text[:start]) or not _BEHIND.match(text[end:]):
        return None
    return _Claim(start, end, None if periods else figures[0])


def _is_told(figure: Figure | None, quotes: Sequence[str]) -> bool:
    """Whether quotes state a figure of the class of this one; a year, where there is no figure."""
    if figure is None:
        return any(map(find_periods, quotes))
    bare = not figure.unit.lstrip(_SCALE)
    told = (f for quote in quotes for f in find_figures(quote))
    return any(f.unit_class == figure.unit_class or (bare and f.unit) for f in told)


def _lead_of(figure: Figure | None, quotes: Sequence[str]) -> str:
    """Of what the length of time is that quotes state: 延长 of 延长30年."""
    if figure is None or figure.unit_class != "duration":
        return ""
    before = (
        quote[: told.start]
        for quote in quotes
        for told in find_figures(quote)
        if told.unit_class == figure.unit_class
    )
    leads = (match.group() for text in before if (match := _LEADS_TO_LENGTH.search(text)))
    return next(leads, "")


def _unit_for(figure: Figure, told: Sequence[Figure]) -> str:
    """What the unit of a figure lacks of the one unit of those that were told."""
    units = {f.unit for f in told if f.unit}
    if figure.unit.lstrip(_SCALE) or len(units) != 1:
        return ""
    unit = units.pop()
    return unit.lstrip(_SCALE) if figure.unit else unit
