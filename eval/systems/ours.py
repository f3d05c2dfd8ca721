"""The product as it is shipped."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with the given settings."""
    return Assistant.open(settings)
