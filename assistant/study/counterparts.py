"""Words that exclude one another where they stand (全省, 全国), and set phrases all people know."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.word_lists import lines_of

# Words for how far something goes; they come everywhere, and again in one statement.
DEGREE = re.compile("基本|初步|全面|全部")


def counterparts_of(word: str) -> tuple[str, ...]:
    """Words that exclude a word where it stands; empty for a word that has none."""
    return _counterparts().get(word, ())


@lru_cache(maxsize=1)
def with_counterparts() -> re.Pattern[str]:
    """Finds the longest word that has counterparts at each place; such words may overlap."""
    words = sorted(_counterparts(), key=len, reverse=True)
    return re.compile(f"(?=(?P<word>{'|'.join(map(re.escape, words))}))")


def is_common(slogan: str) -> bool:
    """Whether a set phrase is known throughout the country, so that asking for it asks nothing."""
    return slogan in _common()


def without_common(text: str) -> str:
    """A text without the set phrases that are known throughout the country."""
    found = sorted((phrase for phrase in _common() if phrase in text), key=len, reverse=True)
    for phrase in found:
        text = text.replace(f"“{phrase}”", "").replace(phrase, "")
    return text


def is_last_of_set(word: str, shown: str) -> bool:
    """Whether a text shows all other members of a set that everybody can complete."""
    return any(
        any(word in member for member in members)
        and all(word in member or any(w in shown for w in member) for member in members)
        for members in _closed_sets()
    )


def is_in_common(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is a part of a set phrase that is known everywhere."""
    return any(
        match.start() <= start and end <= match.end()
        for phrase in _common()
        if text[start:end] in phrase
        for match in re.finditer(re.escape(phrase), text)
    )


@lru_cache(maxsize=1)
def _counterparts() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines_of("counterparts.txt"):
        replaced, mark, others = line.partition(">")
        words = replaced.split()
        for word in words:
            new = others.split() if mark else [other for other in words if other != word]
            found[word] = (*found.get(word, ()), *new)
    return found


@lru_cache(maxsize=1)
def _closed_sets() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(
        tuple(tuple(member.split("|")) for member in line.split())
        for line in lines_of("closed_sets.txt")
    )


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(word for line in lines_of("common_slogans.txt") for word in line.split())
