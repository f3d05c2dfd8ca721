"""Language resources: tables of words in text files, one row a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "resources"


def lines_of(name: str) -> Iterator[str]:
    """The lines of a resource that are neither empty nor comments (``#``).

    Args:
        name: Name of the file in ``resources/``.
    """
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@lru_cache(maxsize=1)
def policy_verbs() -> tuple[str, ...]:
    """Words with which plans say that something is done to a thing."""
    return tuple(word for line in lines_of("policy_verbs.txt") for word in line.split())


def is_deed(word: str) -> bool:
    """Whether a word says that something is done, and not to what."""
    return word in policy_verbs()


def places_overlap(one: str, other: str) -> bool:
    """Whether one place holds or overlaps another, so that what is said of it may hold of both."""
    return any(one in row and other in row for row in _overlapping_places())


@lru_cache(maxsize=1)
def _overlapping_places() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in lines_of("overlapping_places.txt"))
