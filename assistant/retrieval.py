"""Hybrid retrieval: dense and lexical scores of all passages, fused, and units ranked by them.

The plan is small (some hundred passages), so every passage gets an exact score from both sides;
nothing is lost between two truncated lists, and evidence selection can compare any two passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import LexicalIndex
from assistant.lexicon import Lexicon, Match
from assistant.passages import Passage
from assistant.plan import Plan, Unit
from assistant.question import without_question_words
from assistant.words import Segmenter
from embeddings import Encoder, VectorIndex

Scores = NDArray[np.float32]

# Weight of a word that the lexicon adds, against 1 for a word of the question itself; the second
# and later terms of an entry count less, being less exact.
_ADDED_WEIGHT = 0.6
_KNOWN_WEIGHT = 0.25  # the plan uses the everyday word itself, so its terms matter less
_ADDED_DECAY = 0.8


@dataclass(frozen=True)
class Fusion:
    """How the scores are put together; the defaults are the best of a grid on dev questions.

    Attributes:
        lexical_share: Weight of the lexical side among both, 0 (dense alone) to 1 (BM25 alone).
        unit_share: Weight of the BM25 score of a whole unit beside its best passage.
    """

    lexical_share: float = 0.35
    unit_share: float = 0.15


@dataclass(frozen=True)
class Query:
    """What is searched for.

    Attributes:
        texts: Wordings for the encoder: the question, and the question in administrative words.
        words: Words for lexical search with their weights.
        concepts: What is asked about, piece by piece, in order.
        bodies: Names of government bodies in the question with their fields of work.
    """

    texts: tuple[str, ...]
    words: Mapping[str, float]
    concepts: tuple[Concept, ...]
    bodies: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Concept:
    """A word of the question, or an everyday phrase, with every way to say it.

    Attributes:
        name: As it stands in the question.
        wordings: Sets of search words; a text that holds all words of one set names the concept.
    """

    name: str
    wordings: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Ranking:
    """The result of a search.

    Attributes:
        units: All citable units with their fused scores, best first.
        dense: Cosine similarity of each passage, shape (n,).
        lexical: BM25 score of each passage, shape (n,).
    """

    units: tuple[tuple[Unit, float], ...]
    dense: Scores
    lexical: Scores


DEFAULT_FUSION = Fusion()


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
        fusion: Fusion = DEFAULT_FUSION,
    ) -> None:
        """Prepare the lexical side; the vector index is already open."""
        self.plan = plan
        self.passages = passages
        self._index = index
        self._encoder = encoder
        self._segmenter = segmenter
        self._lexicon = lexicon
        self._fusion = fusion
        self._by_passage = LexicalIndex([p.search_text for p in passages], segmenter)
        self._by_unit = LexicalIndex([plan.body(unit) for unit in plan.citable], segmenter)
        position = {unit.key: number for number, unit in enumerate(plan.citable)}
        self._unit_of = np.array([position[passage.unit] for passage in passages])

    def query(self, text: str) -> Query:
        """Turn a stand-alone question into what is searched for."""
        core = self._lexicon.without_fillers(without_question_words(text.lower()))
        cut = self._segmenter.cut(core)
        bodies = self._lexicon.bodies_in(cut)
        everyday = self._lexicon.everyday_in(cut)
        words = dict.fromkeys(self._segmenter.search_words(core), 1.0)
        for match in (*everyday, *bodies):
            weight = _KNOWN_WEIGHT if self._by_unit.knows(match.phrase) else _ADDED_WEIGHT
            for rank, term in enumerate(match.terms):
                for word in self._segmenter.search_words(term):
                    added = weight * _ADDED_DECAY**rank
                    words[word] = max(words.get(word, 0.0), added)
        return Query(
            texts=tuple(dict.fromkeys((text, self._in_plan_words(cut, everyday)))),
            words=words,
            concepts=tuple(self._concepts(cut, [*everyday, *bodies])),
            bodies={match.phrase: match.terms for match in bodies},
        )

    def _in_plan_words(self, cut: list[str], everyday: list[Match]) -> str:
        """The question with phrases the plan does not use put into terms that it does use."""
        words = list(cut)
        for match in reversed(everyday):
            if all(self._by_unit.knows(word) for word in cut[match.start : match.end]):
                continue
            known = [t for t in match.terms if all(map(self._by_unit.knows, self._words(t)))]
            if known:
                words[match.start : match.end] = known[:2]
        return " ".join(words) if words != cut else "".join(cut)

    def _words(self, text: str) -> list[str]:
        return self._segmenter.words(text)

    def _concepts(self, cut: list[str], matches: list[Match]) -> Iterator[Concept]:
        """Phrases of the lexicon, and the words outside them, in order."""
        taken = {i: match for match in matches for i in range(match.start, match.end)}
        seen: set[str] = set()
        for position, word in enumerate(cut):
            match = taken.get(position)
            name = match.phrase if match else word
            wordings = [frozenset(self._words(t)) for t in (name, *(match.terms if match else ()))]
            if not match:
                wordings.append(frozenset(self._segmenter.search_words(word)) - {word})
            usable = tuple(dict.fromkeys(filter(None, wordings)))
            if usable and name not in seen:
                seen.add(name)
                yield Concept(name, usable)

    def search(self, query: Query) -> Ranking:
        """Score all passages and rank all citable units."""
        dense = self._dense(query.texts)
        lexical = self._by_passage.scores(query.words)
        share = self._fusion.lexical_share
        fused = (1 - share) * standard_scores(dense) + share * standard_scores(lexical)
        best = np.full(len(self.plan.citable), -np.inf, dtype=np.float32)
        np.maximum.at(best, self._unit_of, fused)
        total = best + self._fusion.unit_share * standard_scores(self._by_unit.scores(query.words))
        order = np.argsort(-total, kind="stable")
        units = tuple((self.plan.citable[i], float(total[i])) for i in order)
        return Ranking(units=units, dense=dense, lexical=lexical)

    def _dense(self, texts: tuple[str, ...]) -> Scores:
        """Mean cosine similarity of each passage over all wordings, shape (n,)."""
        scores, ids = self._index.search(self._encoder.encode_queries(texts), len(self.passages))
        dense = np.full((len(texts), len(self.passages)), -1.0, dtype=np.float32)
        for row, (values, numbers) in enumerate(zip(scores, ids, strict=True)):
            found = numbers >= 0
            dense[row, numbers[found]] = values[found]
        return np.asarray(dense.mean(axis=0))


def standard_scores(scores: Scores) -> Scores:
    """Distances from the mean in standard deviations; zeros when all are equal."""
    deviation = float(scores.std())
    if deviation == 0.0:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation, dtype=np.float32)
