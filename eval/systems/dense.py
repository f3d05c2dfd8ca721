"""Dense search over the same passages alone: what BM25 adds is the difference to ours."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.retrieval import Fusion
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with dense scores only."""
    return Assistant.open(settings, fusion=Fusion(lexical_share=0.0, unit_share=0.0))
