"""Encoders and the FAISS index: texts with ids in, scored ids out."""

from __future__ import annotations

from embeddings.adapted import Changes, adapted_file, is_whole, open_adapted
from embeddings.encoders import Encoder, EncoderSettings, load_encoder
from embeddings.errors import EmbeddingError
from embeddings.index import Entry, VectorIndex, inspect_index, open_index
from embeddings.latest import Latest
from embeddings.recent import QueriesAhead, RecentQueries

__all__ = [
    "Changes",
    "EmbeddingError",
    "Encoder",
    "EncoderSettings",
    "Entry",
    "Latest",
    "QueriesAhead",
    "RecentQueries",
    "VectorIndex",
    "adapted_file",
    "inspect_index",
    "is_whole",
    "load_encoder",
    "open_adapted",
    "open_index",
]
