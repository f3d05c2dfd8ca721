"""Vectors of questions that were encoded just now, so that no wording is encoded twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import THREADS, Encoder

Vectors = NDArray[np.float32]

_KEPT = 64  # vectors; a question with its facets has a dozen


class RecentQueries:
    """Encodes questions and remembers the latest; safe to use from several threads."""

    def __init__(self, encoder: Encoder, kept: int = _KEPT) -> None:
        """Use an encoder and keep so many vectors."""
        self._encoder = encoder
        self._kept = kept
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode questions at once, shape (len(texts), dimension); known ones are not encoded."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= zip(missing, self._encoder.encode_queries(missing), strict=True)
        with self._lock:
            for text in dict.fromkeys(texts):
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])


class QueriesAhead:
    """Encodes single questions while other work goes on; safe to use from several threads."""

    def __init__(self, encoder: Encoder, kept: int = _KEPT) -> None:
        """Use an encoder and keep so many vectors."""
        self._encoder = encoder
        self._kept = kept
        self._begun: OrderedDict[str, Future[Vectors]] = OrderedDict()
        self._lock = Lock()

    def begin(self, text: str) -> Future[Vectors]:
        """Begin to encode a question that is not encoded yet; shape of the result: (1, d).

        It runs among the threads that encode, where a single text waits for nothing.
        """
        with self._lock:
            if text not in self._begun:
                self._begun[text] = THREADS.submit(self._encoder.encode_queries, [text])
            self._begun.move_to_end(text)
            while len(self._begun) > self._kept:
                self._begun.popitem(last=False)
            return self._begun[text]

    def encode(self, text: str) -> Vectors:
        """The vector of a question, shape (1, d), when it is there; what failed is tried anew."""
        begun = self.begin(text)
        try:
            return begun.result()
        except Exception:
            with self._lock:
                self._begun.pop(text, None)
            raise
