"""Sentences that the page says to its user, and acts whose failure becomes one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape

from assistant.errors import AssistantError

logger = logging.getLogger(__name__)


def message(text: str, *, is_problem: bool = True) -> str:
    """A sentence that screen readers say at once; empty for none."""
    if not text:
        return ""
    kind, role = ("problem", "alert") if is_problem else ("said", "status")
    return f"<p class='{kind}' role='{role}'>{escape(text)}</p>"


def guarded(act: Callable[[], str], otherwise: str) -> str:
    """Return what an act has to say; what goes wrong becomes a sentence for the user."""
    try:
        return act()
    except AssistantError as error:
        return message(str(error))
    except Exception as error:  # whatever happens, the page goes on
        logger.exception("%s: %s", type(error).__name__, error)
        return message(otherwise)
