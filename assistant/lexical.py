"""BM25 over short Chinese texts, cut into words by a segmenter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.words import Segmenter


class LexicalIndex:
    """Scores every text for a bag of weighted words.

    Okapi BM25 with k1 = 1.2 and b = 0.5 in the Lucene variant, as Robertson & Zaragoza (2009),
    "The Probabilistic Relevance Framework", define it; idf = ln(1 + (n - df + 0.5) / (df + 0.5)).
    The weights are those of a term-document matrix, so one query is one sparse sum.
    """

    def __init__(self, texts: Sequence[str], segmenter: Segmenter) -> None:
        """Index the texts; their order is the order of the scores."""
        import bm25s

        self._model = bm25s.BM25(method="lucene", k1=1.2, b=0.5)
        self._model.index(
            [segmenter.search_words(text) or [""] for text in texts], show_progress=False
        )
        self._size = len(texts)
        self._vocabulary: Mapping[str, int] = self._model.vocab_dict

    def knows(self, word: str) -> bool:
        """Whether the word occurs in any text."""
        return word in self._vocabulary

    def scores(self, words: Mapping[str, float]) -> NDArray[np.float32]:
        """Score all texts.

        Args:
            words: Query words with their weights.

        Returns:
            Array of shape (n,), float32, ≥ 0.
        """
        total = np.zeros(self._size, dtype=np.float32)
        for word, weight in words.items():
            if word in self._vocabulary:
                total += weight * self._model.get_scores([word])
        return total
