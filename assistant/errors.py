"""The base class of every error that carries a message for the user."""

from __future__ import annotations


class AssistantError(Exception):
    """An expected failure; its text is Chinese, says what is wrong and what to do about it."""
