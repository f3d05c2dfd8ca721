"""How the options of a question compare: alike, on the same thing, of the same value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.numerals import NUMERAL, parse_number
from assistant.quantities import find_periods, period_end
from assistant.study.giveaways import bare, is_measured
from assistant.study.model import QuestionKind
from assistant.study.parallels import is_recount

_ALIKE = 0.5  # share of common pairs of characters, from which two options are nearly the same
_RUN = 3  # first characters that two units about the same thing share


def nearly_same(one: str, other: str, kind: QuestionKind) -> bool:
    """Whether two options say the same, or one holds the other; figures are told by value."""
    if is_measured(one) and is_measured(other):
        return same_measure(one, other)
    first, second = bare(one), bare(other)
    if first == second:
        return True
    if is_recount(first, second):  # told apart by their numbers
        return False
    if kind in ("ordering", "matching"):
        return False
    if _is_within(first, second) or _is_within(second, first):
        return True
    pairs = {a + b for a, b in pairwise(first)}, {a + b for a, b in pairwise(second)}
    smaller = min(map(len, pairs))
    return bool(smaller) and len(pairs[0] & pairs[1]) / smaller >= _ALIKE


def is_on_same(one: str, other: str) -> bool:
    """Whether two units begin alike, so that what is said of one may hold of the other."""
    first, second = bare(one), bare(other)
    are_short = len(first) == len(second) == 4
    return first[:_RUN] == second[:_RUN] or (are_short and first[:2] == second[:2])


def begin_alike(members: Sequence[str]) -> bool:
    """Whether all members of a list begin with the same word (智慧医疗、智慧教育)."""
    return len({bare(member)[:2] for member in members}) == 1


def is_quality_of(answer: str, shown: str) -> bool:
    """Whether what is shown has the noun that an answer makes a quality of (品牌, 品牌化)."""
    return len(answer) > 2 and answer[-1] in "化性型" and answer[:-1] in shown


def _is_within(short: str, long: str) -> bool:
    """Whether a text is another one with characters left out (整体推进, 整体性推进)."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)


def counts(prompt: str, text: str, others: Sequence[str]) -> bool:
    """Whether a slogan's number is the number of members of its meaning alone (四化)."""
    numbers = {parse_number(n) for n in re.findall(f"{NUMERAL}|\\d+", prompt)}
    sizes = [each.count("、") + 1 for each in (text, *others)]
    return sizes[0] > 1 and sizes[0] in numbers and sizes[0] not in sizes[1:]


def same_measure(one: str, other: str) -> bool:
    """Whether two figures or times are of one value."""
    years = year_of(one), year_of(other)
    if all(years):
        return years[0] == years[1]
    return bare(one) == bare(other)


def year_of(text: str) -> int | None:
    """The first year that a text names; None without one."""
    years = [year for p in find_periods(text) if (year := period_end(p.name))]
    return min(years) if years else None
