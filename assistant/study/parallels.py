"""Words that plans list side by side, so that one can be believed where a text lists others."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from assistant.numerals import NUMERAL, parse_number, to_chinese
from assistant.plan import Span
from assistant.word_lists import lines_of

_KNOWN = 2  # senses of a list that a group must hold
_BETWEEN = re.compile("、|和|与|及|以及")
COUNT = re.compile(f"{NUMERAL}+")
_COUNTED, _MANY = 3, 6  # things that a slogan counts, or how many they are together
_CHANGED = 2  # numbers by which a false slogan differs
_IN_TWO = ((0, 1), (1, 2), (0, 2))  # of three wrong options those in which a number is changed
_Sense = tuple[str, ...]


def siblings(members: Sequence[str], answer: str = "") -> list[str]:
    """Words that could stand in a list, none of which means what a member of it means.

    Args:
        members: All members of the list.
        answer: The member that they replace; empty for any.

    Returns:
        Words of the group that holds most of the members, two at least, the answer among them.
    """
    known = [_known(group, members) for group in _groups()]
    # Of groups that hold as many members, the smallest is the most special one.
    best = max(range(len(known)), key=lambda n: (len(known[n]), -len(_groups()[n])))
    senses = known[best]
    if len(senses) < _KNOWN or (answer and not any(answer in sense for sense in senses)):
        return []
    return [word for sense in _groups()[best] if sense not in senses for word in sense]


def side_by_side(words: Sequence[str]) -> int:
    """How many of some words one group holds, so that plans of all places list them."""
    return max(len(_known(group, words)) for group in _groups())


@lru_cache(maxsize=1)
def designations() -> re.Pattern[str]:
    """Finds what something is designated as, such as 先行区."""
    words = {word for group in _designations() for sense in group for word in sense}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def other_designations(word: str) -> list[str]:
    """What a designation excludes, one word for each meaning."""
    for group in _designations():
        if any(word in sense for sense in group):
            return [sense[0] for sense in group if word not in sense]
    return []


def is_recount(one: str, other: str) -> bool:
    """Whether two slogans count the same things by other numbers (六横十二纵, 五横十纵)."""
    nouns = [COUNT.sub("#", slogan) for slogan in (one, other)]
    return one != other and nouns[0] == nouns[1] and nouns[0].count("#") > 1


def recounts(slogan: str) -> list[str]:
    """A slogan that counts three things, or more than a few, with one or two numbers changed."""
    numbers = _numbers_of(slogan)
    found = (
        _recounted(
            slogan, [number + change for number, change in zip(numbers, changes, strict=True)]
        )
        for changes in product((-1, 0, 1), repeat=len(numbers))
        if 1 <= sum(map(abs, changes)) <= _CHANGED
    )
    return [slogan for slogan in found if slogan]


def even_recounts(slogan: str, rng: random.Random) -> list[str]:
    """Three such slogans that have each number as often as the right one has its own.

    Who compares the options sees each changed number in two of the four.
    """
    numbers = _numbers_of(slogan)
    places = rng.sample(range(len(numbers)), min(len(numbers), len(_IN_TWO)))
    if len(places) < _CHANGED:
        return []
    changes = {p: rng.choice([c for c in (-1, 1) if numbers[p] + c > 0]) for p in places}
    found = []
    for option in range(len(_IN_TWO)):
        new = list(numbers)
        for place, options in zip(places, _IN_TWO, strict=False):
            new[place] += changes[place] * (option in options)
        found.append(_recounted(slogan, new))
    return found


def _numbers_of(slogan: str) -> list[int]:
    """What a slogan counts; empty for one that counts nothing or hardly anything."""
    numbers = [parse_number(m.group().replace("两", "二")) or 0 for m in COUNT.finditer(slogan)]
    counts_many = len(numbers) > 1 and sum(numbers) >= _MANY
    if max(numbers, default=0) < 2:  # 一事一议 counts nothing
        return []
    return numbers if len(numbers) >= _COUNTED or counts_many else []


def _recounted(slogan: str, numbers: Sequence[int]) -> str:
    """The slogan with these numbers; empty when one of them counts nothing."""
    if min(numbers) < 1:
        return ""
    words = iter(numbers)
    return COUNT.sub(lambda _: _written(next(words)), slogan)


def _written(number: int) -> str:
    return "两" if number == 2 else to_chinese(number)


def runs(text: str) -> Iterator[tuple[Span, ...]]:
    """Stretches of a text that are words of one group side by side, two at least."""
    found = [Span(m.start(), m.end()) for m in _words().finditer(text)]
    run: list[Span] = []
    for span in found:
        is_next = run and _BETWEEN.fullmatch(text[run[-1].end : span.start])
        if not (is_next and _are_parallel([text[s.start : s.end] for s in (*run, span)])):
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(span)
    if len(run) > 1:
        yield tuple(run)


def _are_parallel(words: Sequence[str]) -> bool:
    return any(all(any(w in sense for sense in group) for w in words) for group in _groups())


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    words = {word for group in _groups() for sense in group for word in sense if len(word) > 2}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _known(group: tuple[_Sense, ...], members: Sequence[str]) -> list[_Sense]:
    return [sense for sense in group if any(member in sense for member in members)]


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[_Sense, ...], ...]:
    """Groups of senses; the words of a sense mean nearly the same."""
    return _senses_of("parallels.txt")


@lru_cache(maxsize=1)
def _designations() -> tuple[tuple[_Sense, ...], ...]:
    return _senses_of("designations.txt")


def _senses_of(name: str) -> tuple[tuple[_Sense, ...], ...]:
    return tuple(
        tuple(tuple(sense.split("|")) for sense in line.split()) for line in lines_of(name)
    )
