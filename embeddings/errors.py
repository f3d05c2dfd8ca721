"""The base class of this package's errors."""

from __future__ import annotations


class EmbeddingError(Exception):
    """An encoder or index cannot be used; the text is Chinese and says what to do."""
