"""Vectors of questions that were encoded just now, so that no wording is encoded twice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import THREADS, Encoder
from embeddings.latest import Latest

Vectors = NDArray[np.float32]

_KEPT = 64  # vectors; a question with its facets has a dozen


class RecentQueries:
    """Encodes questions and remembers the latest; safe to use from several threads."""

    def __init__(self, encoder: Encoder, kept: int = _KEPT) -> None:
        """Use an encoder and keep so many vectors."""
        self._encoder = encoder
        self._vectors: Latest[str, Vectors] = Latest(kept)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode questions at once, shape (len(texts), dimension); known ones are not encoded."""
        known = self._vectors.known(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= zip(missing, self._encoder.encode_queries(missing), strict=True)
            self._vectors.keep(known)
        return np.stack([known[text] for text in texts])


class QueriesAhead:
    """Encodes single questions while other work goes on; safe to use from several threads."""

    def __init__(self, encoder: Encoder, kept: int = _KEPT) -> None:
        """Use an encoder and keep so many vectors."""
        self._encoder = encoder
        self._begun: Latest[str, Future[Vectors]] = Latest(kept)

    def begin(self, text: str) -> Future[Vectors]:
        """Begin to encode a question that is not encoded yet; shape of the result: (1, d).

        It runs among the threads that encode, where a single text waits for nothing.
        """
        return self._begun.known_or_made(
            text, lambda: THREADS.submit(self._encoder.encode_queries, [text])
        )

    def encode(self, text: str) -> Vectors:
        """The vector of a question, shape (1, d), when it is there; what failed is tried anew."""
        begun = self.begin(text)
        try:
            return begun.result()
        except Exception:
            self._begun.forget(text)
            raise
