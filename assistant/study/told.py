"""Blanks of fill-ins that what stands beside them tells, or leaves open: one rule, one name.

The mate of a pair, the rest of a set and a title tell a blank; a qualifier of any noun, half of a
term, and a verb beside its opposite have others that are as good.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.numerals import NUMERAL
from assistant.study.counterparts import is_last_of_set
from assistant.study.facts import SORT_OF_NAME, Blank
from assistant.study.statements import verb_length
from assistant.study.worth import is_filler

_QUALIFIED = re.compile("先进|优质|高端|现代|新型|优秀|一流")  # fit any name
_HALF_TERM = re.compile("(?:相对|绝对|准|半|非|反)$")  # begin a term that is asked for whole
_OF_TOWN = re.compile("^[\u4e00-\u9fff]{2}市(?=..)")
_OPPOSED = dict(zip("上下内外前后左右南北东西", "下上外内后前右左北南西东", strict=True))
# Where on a mountain or a river something lies.
_ON_MAP = re.compile("[山岭河江湖][东南西北](?:端|麓|岸|部|段|侧|坡)$")
_OF_YEARS = re.compile("年?(?:攻坚|提升|倍增)?行动")
_STANDS = re.compile("(?:走在|走进|保持|位列|位居|居于|居|处于|进入|达到|超过|高于)$")
_STANDING = re.compile(
    "(?:全国|全省|国内|省内|世界)(?:前列|领先|先进|一流|平均|中上游|第一方阵|第一梯队)"
)
_NEIGHBOUR = 12  # characters beside a blank
_PAIR = 2  # characters of a word


def is_told_beside(blank: Blank, heading: str) -> bool:
    """Whether a blank is told by what stands beside it, or its words are no words to know."""
    shown = f"{heading}。{blank.before}。{blank.behind}"
    return any(tells(blank, _bare(blank), shown) for tells in _RULES)


def _bare(blank: Blank) -> str:
    return re.sub("[“”]", "", blank.answer)


def _is_rest_of_set(_: Blank, answer: str, shown: str) -> bool:
    """Everybody completes 铁路、公路、民航."""
    return is_last_of_set(answer, shown)


def _qualifies_anything(_: Blank, answer: str, __: str) -> bool:
    """先进 and the like fit any name."""
    return bool(_QUALIFIED.match(answer))


def _is_half_of_term(blank: Blank, _: str, __: str) -> bool:
    """相对 and the like begin a term that is to be asked for whole."""
    return bool(_HALF_TERM.search(blank.before))


def _is_plain(_: Blank, answer: str, __: str) -> bool:
    """A bare noun fits any plan, with a town's name before it as well."""
    return is_filler(_OF_TOWN.sub("", answer))


def _is_on_map(_: Blank, answer: str, __: str) -> bool:
    """Who lives there knows the end of the mountain, and has several words for it."""
    return bool(_ON_MAP.search(answer))


def _is_opposed(blank: Blank, answer: str, _: str) -> bool:
    """上… beside 下…: the verb is free."""
    opposite = _OPPOSED.get(answer[0], "")
    if not opposite or blank.kind not in ("series", "aim", "member"):
        return False
    text = f"{blank.before[-_NEIGHBOUR:]}、{blank.behind[:_NEIGHBOUR]}"
    beside = re.findall("[^、,;]{2,}", text)
    return any(opposite in (words[0], words[verb_length(words) :][:1]) for words in beside)


def _has_pattern_beside(blank: Blank, answer: str, _: str) -> bool:
    """A quoted name of the same pattern stands beside it."""
    quoted = re.findall("“([^“”]+)”$", blank.before.removesuffix("“"))
    quoted += re.findall("^“([^“”]+)”", blank.behind.removeprefix("”"))
    return any(_have_one_pattern(answer, other) for other in quoted)


def _is_shown_by_character(_: Blank, answer: str, shown: str) -> bool:
    """One character of a word tells the other one; not of a count."""
    is_word = len(answer) == _PAIR and not re.search(NUMERAL, answer)
    return is_word and any(character in shown for character in answer)


def _is_half_shown(blank: Blank, answer: str, shown: str) -> bool:
    """The first word of a name of two is shown, and what sort of thing it is stands behind it."""
    sort = SORT_OF_NAME.match(blank.behind.removeprefix("”"))
    return bool(sort) and len(answer) == 2 * _PAIR and answer[:_PAIR] in shown


def _have_one_pattern(one: str, other: str) -> bool:
    """Whether two names of one length have half of their characters at the same places."""
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) > _PAIR and 2 * same >= len(one)


def _is_partly_shown(_: Blank, answer: str, shown: str) -> bool:
    """One of several things that are left out stands in the title."""
    parts = answer.split("、")
    return len(parts) > 1 and any(len(part) >= _PAIR and part in shown for part in parts)


def _is_span_of_action(blank: Blank, _: str, __: str) -> bool:
    """How many years an action takes: 三年行动 is what everybody says."""
    return blank.kind in ("date", "figure") and bool(_OF_YEARS.match(blank.behind))


def _is_standing(blank: Blank, answer: str, _: str) -> bool:
    """全省前列 and the like: a coin is tossed between two levels, the rest is one phrase."""
    return bool(_STANDS.search(blank.before) and _STANDING.match(answer))


_RULES: tuple[Callable[[Blank, str, str], bool], ...] = (
    _is_rest_of_set,
    _qualifies_anything,
    _is_half_of_term,
    _is_plain,
    _is_on_map,
    _is_opposed,
    _has_pattern_beside,
    _is_shown_by_character,
    _is_half_shown,
    _is_partly_shown,
    _is_span_of_action,
    _is_standing,
)
