"""A session with every kind of content, and the same with texts that files choke on."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from assistant.passages import Passage
from assistant.plan import Plan
from assistant.study.model import Session
from tests.study.export.hand_session import hand_session


@pytest.fixture(scope="session")
def session(plan: Plan, passages: tuple[Passage, ...]) -> Session:
    """A session on one topic of the shipped plan."""
    return hand_session(plan, passages)


# Fields whose values are names that programs go by, not texts for readers.
_NAMES = frozenset(
    {"label", "letter", "kind", "key", "version", "audience", "difficulty", "period"}
)


def with_text(value: Any, text: str) -> Any:
    """The same session with a text behind each of its own; citations stay as they are."""
    if isinstance(value, tuple):
        return tuple(with_text(item, text) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        if field.name in _NAMES or field.name in ("request", "indicator", "milestone", "units"):
            continue
        if field.name in ("citation", "citations", "core", "sources", "sentences"):
            continue
        changed[field.name] = old + text if isinstance(old, str) else with_text(old, text)
    return dataclasses.replace(value, **changed)
