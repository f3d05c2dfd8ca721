"""Encoders and the FAISS index: texts with ids in, scored ids out."""

from __future__ import annotations

from embeddings.encoders import Encoder, EncoderSettings, load_encoder
from embeddings.errors import EmbeddingError
from embeddings.index import Entry, VectorIndex, inspect_index, open_index
from embeddings.recent import RecentQueries

__all__ = [
    "EmbeddingError",
    "Encoder",
    "EncoderSettings",
    "Entry",
    "RecentQueries",
    "VectorIndex",
    "inspect_index",
    "load_encoder",
    "open_index",
]
