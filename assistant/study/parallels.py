"""Words that plans list side by side, so that one can be believed where a text lists others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_GROUPS = Path(__file__).parent.parent / "resources" / "parallels.txt"
_KNOWN = 2  # members of a list that a group must hold


def siblings(members: Sequence[str], answer: str = "") -> list[str]:
    """Words that could stand in a list, none of which means what a member of it means.

    Args:
        members: All members of the list.
        answer: The member that they replace; empty for any.

    Returns:
        Words of every group that holds two of the members, the answer among them.
    """
    found: dict[str, None] = {}
    for group in _groups():
        known = {m for m in members if any(m in sense for sense in group)}
        if len(known) < _KNOWN or (answer and answer not in known):
            continue
        for sense in group:
            if not any(member in sense for member in members):
                found |= dict.fromkeys(sense)
    return list(found)


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Groups of senses; the words of a sense mean nearly the same."""
    return tuple(
        tuple(tuple(sense.split("|")) for sense in line.split())
        for line in _GROUPS.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
