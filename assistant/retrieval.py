"""Hybrid retrieval: dense and lexical scores of all passages, fused, and units ranked by them.

The plan is small (some hundred passages), so every passage gets an exact score from both sides;
nothing is lost between two truncated lists, and evidence selection can compare any two passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import LexicalIndex
from assistant.lexicon import Lexicon
from assistant.passages import Passage
from assistant.plan import Plan, Unit
from assistant.words import Segmenter
from embeddings import Encoder, VectorIndex

Scores = NDArray[np.float32]

# Weight of a word that the lexicon adds, against 1 for a word of the question itself; the second
# and later terms of an entry count less, being less exact.
_ADDED_WEIGHT = 0.6
_ADDED_DECAY = 0.8
# Share of the lexical side in the fusion of z-scores, and of the whole unit beside its best
# passage. Both were the best of a coarse grid on the development questions.
_LEXICAL_SHARE = 0.5
_UNIT_SHARE = 0.3


@dataclass(frozen=True)
class Query:
    """What is searched for.

    Attributes:
        texts: Wordings for the encoder: the question, and the question in administrative words.
        words: Words for lexical search with their weights.
        own_words: The words that the question itself contains, in order.
        added: Everyday word or name of a body → the terms it stands for.
    """

    texts: tuple[str, ...]
    words: Mapping[str, float]
    own_words: tuple[str, ...]
    added: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Ranking:
    """The result of a search.

    Attributes:
        units: All citable units with their fused scores, best first.
        dense: Cosine similarity of each passage, shape (n,).
        lexical: BM25 score of each passage, shape (n,).
        fused: Sum of both as z-scores, shape (n,).
    """

    units: tuple[tuple[Unit, float], ...]
    dense: Scores
    lexical: Scores
    fused: Scores


class Retriever:
    """Ranks the units of one plan for a query."""

    def __init__(
        self,
        plan: Plan,
        passages: tuple[Passage, ...],
        index: VectorIndex,
        encoder: Encoder,
        segmenter: Segmenter,
        lexicon: Lexicon,
    ) -> None:
        """Prepare the lexical side; the vector index is already open."""
        self.plan = plan
        self.passages = passages
        self._index = index
        self._encoder = encoder
        self._segmenter = segmenter
        self._lexicon = lexicon
        self._by_passage = LexicalIndex([p.search_text for p in passages], segmenter)
        self._by_unit = LexicalIndex([plan.body(unit) for unit in plan.citable], segmenter)
        position = {unit.key: number for number, unit in enumerate(plan.citable)}
        self._unit_of = np.array([position[passage.unit] for passage in passages])

    def query(self, text: str) -> Query:
        """Turn a stand-alone question into what is searched for."""
        core = self._lexicon.without_fillers(text.lower())
        added = {**self._lexicon.terms_for(core), **self._lexicon.bodies_in(core)}
        own = self._segmenter.search_words(core)
        words = dict.fromkeys(own, 1.0)
        formal = core
        for everyday, terms in added.items():
            formal = formal.replace(everyday, " ".join(terms[:2]))
            for rank, term in enumerate(terms):
                weight = _ADDED_WEIGHT * _ADDED_DECAY**rank
                for word in self._segmenter.search_words(term):
                    words[word] = max(words.get(word, 0.0), weight)
        return Query(
            texts=tuple(dict.fromkeys((text, formal))),
            words=words,
            own_words=tuple(dict.fromkeys(self._segmenter.words(core))),
            added=added,
        )

    def search(self, query: Query) -> Ranking:
        """Score all passages and rank all citable units."""
        dense = self._dense(query.texts)
        lexical = self._by_passage.scores(query.words)
        fused = (1 - _LEXICAL_SHARE) * _z(dense) + _LEXICAL_SHARE * _z(lexical)
        best = np.full(len(self.plan.citable), -np.inf, dtype=np.float32)
        np.maximum.at(best, self._unit_of, fused)
        total = best + _UNIT_SHARE * _z(self._by_unit.scores(query.words))
        order = np.argsort(-total, kind="stable")
        units = tuple((self.plan.citable[i], float(total[i])) for i in order)
        return Ranking(units=units, dense=dense, lexical=lexical, fused=fused)

    def _dense(self, texts: tuple[str, ...]) -> Scores:
        """Best cosine similarity of each passage over all wordings, shape (n,)."""
        scores, ids = self._index.search(self._encoder.encode_queries(texts), len(self.passages))
        dense = np.full((len(texts), len(self.passages)), -1.0, dtype=np.float32)
        for row, (values, numbers) in enumerate(zip(scores, ids, strict=True)):
            found = numbers >= 0
            dense[row, numbers[found]] = values[found]
        return np.asarray(dense.mean(axis=0))


def _z(scores: Scores) -> Scores:
    """Standard scores; zeros when all are equal."""
    deviation = float(scores.std())
    if deviation == 0.0:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation, dtype=np.float32)
