"""BM25 over the same passages alone: what the dense side adds is the difference to ours."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.retrieval import Fusion
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with lexical scores only."""
    return Assistant.open(settings, fusion=Fusion(lexical_share=1.0, unit_share=0.0))
