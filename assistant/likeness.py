"""Likeness of words: how near the words of a question are in meaning to those of the plan.

Everyday speech shares few words with a plan. Each word of the plan is encoded once; a word of a
question that the plan does not use is encoded when it is asked. The mean of the plan's words is
taken off before they are compared: what all words have in common tells nothing (Mu & Viswanath
2018, "All-but-the-Top").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, Latest, VectorIndex

Likenesses = NDArray[np.float32]

_CACHED_WORDS = 4096


class WordLikeness:
    """Compares words with the words of one plan; safe to use from several threads."""

    def __init__(self, words: Sequence[str], index: VectorIndex, encoder: Encoder) -> None:
        """Use the index of these words, in this order."""
        self._encoder = encoder
        vectors = index.vectors()
        self._mean = vectors.mean(axis=0)
        self._vectors = unit_length(vectors - self._mean)
        self._position = {word: number for number, word in enumerate(words)}
        self._recent: Latest[str, Likenesses] = Latest(_CACHED_WORDS)

    def __len__(self) -> int:
        """Number of words of the plan."""
        return len(self._position)

    def position(self, word: str) -> int | None:
        """Place of a word among the plan's words; None when the plan does not use it."""
        return self._position.get(word)

    def prepare(self, words: Sequence[str]) -> None:
        """Encode several words at once, which is quicker than one after the other."""
        foreign = [word for word in dict.fromkeys(words) if word not in self._position]
        known = self._recent.known(foreign)
        if new := [word for word in foreign if word not in known]:
            vectors = unit_length(self._encoder.encode_passages(new) - self._mean)
            self._recent.keep(dict(zip(new, vectors, strict=True)))

    def of(self, word: str) -> Likenesses:
        """Cosine of a word to every word of the plan, shape (n,)."""
        position = self._position.get(word)
        if position is not None:
            return np.asarray(self._vectors @ self._vectors[position])
        vector = self._recent.known([word]).get(word)
        if vector is None:
            vector = unit_length(self._encoder.encode_passages([word]) - self._mean)[0]
        return np.asarray(self._vectors @ vector)


def unit_length(vectors: Likenesses) -> Likenesses:
    """Each row divided by its length; rows of zeros stay as they are."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
