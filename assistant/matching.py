"""Matching: how well a sentence answers a question, learned from questions with their answers.

An encoder puts a question near texts that sound alike; what officials ask in everyday words rarely
sounds like a plan. Two small maps, one for questions and one for sentences, move the encoder's
vectors so that questions come to lie near the sentences that answer them ("two towers"); the map
for questions also sees their runs of characters. Both are changes added to the encoder's vector, so
that nothing learned means the encoder as it is.

The weights are in ``resources/matching_model.npz``; ``python -m eval fit`` learns them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grams import hashed_grams, unit_share
from assistant.likeness import unit_length
from embeddings import Encoder

Vectors = NDArray[np.float32]

MODEL_FILE = Path(__file__).parent / "resources" / "matching_model.npz"
LONGEST_GRAM = 2  # characters
_LEVELS = 127.0  # of a weight that is stored in one byte


@dataclass(frozen=True)
class Matcher:
    """The two maps, for encoder vectors of d components.

    Attributes:
        encoder: Name of the encoder whose vectors they are made for.
        shared: First half of both maps, shape (d, rank).
        of_questions: Second half of the map of questions, shape (rank, d).
        of_sentences: Second half of the map of sentences, shape (rank, d).
        grams: What each numbered run of characters adds to a question, shape (buckets, d).
    """

    encoder: str
    shared: Vectors
    of_questions: Vectors
    of_sentences: Vectors
    grams: Vectors

    def questions(self, vectors: Vectors, texts: Sequence[str]) -> Vectors:
        """Move the vectors of questions, shape (n, d), to where their answers are."""
        moved = vectors + vectors @ self.shared @ self.of_questions
        moved += gram_shares(texts, len(self.grams)) @ self.grams
        return unit_length(np.asarray(moved, dtype=np.float32))

    def sentences(self, vectors: Vectors) -> Vectors:
        """Move the vectors of sentences, shape (n, d), to where their questions are."""
        moved = vectors + vectors @ self.shared @ self.of_sentences
        return unit_length(np.asarray(moved, dtype=np.float32))

    def save(self, file: Path = MODEL_FILE) -> None:
        """Write the maps; what runs of characters add is stored in bytes, a scale for each row."""
        scale = np.maximum(np.abs(self.grams).max(axis=1, keepdims=True), 1e-9) / _LEVELS
        np.savez_compressed(
            file,
            encoder=np.array(self.encoder),
            shared=self.shared.astype(np.float16),
            of_questions=self.of_questions.astype(np.float16),
            of_sentences=self.of_sentences.astype(np.float16),
            grams=np.round(self.grams / scale).astype(np.int8),
            scale=scale.astype(np.float32),
        )


def gram_shares(texts: Sequence[str], buckets: int) -> Vectors:
    """Which runs of characters each text holds, rows of unit length, shape (n, buckets)."""
    shares = np.zeros((len(texts), buckets), dtype=np.float32)
    for row, text in zip(shares, texts, strict=True):
        numbers = hashed_grams(text, LONGEST_GRAM, buckets)
        row[numbers] = unit_share(len(numbers))
    return shares


def matcher_for(encoder: Encoder) -> Matcher:
    """The shipped maps, or maps that change nothing for an encoder that they are not made for."""
    shipped = _shipped()
    if shipped.encoder == encoder.name:
        return shipped
    return no_matcher(encoder.name, encoder.dimension)


def no_matcher(encoder: str, dimension: int) -> Matcher:
    """Maps that change nothing."""
    nothing = np.zeros((1, dimension), dtype=np.float32)
    return Matcher(encoder, nothing.T, nothing, nothing, nothing)


def _shipped() -> Matcher:
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        return Matcher(
            encoder=str(stored["encoder"]),
            shared=stored["shared"].astype(np.float32),
            of_questions=stored["of_questions"].astype(np.float32),
            of_sentences=stored["of_sentences"].astype(np.float32),
            grams=stored["grams"].astype(np.float32) * stored["scale"],
        )
