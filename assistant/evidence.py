"""Evidence: the sentences that answer a question, each with its unit and its place in the text.

Every sentence gets the probability that it belongs into the answer, from a logistic model over a
dozen signals. The model's weights and the thresholds are in ``resources/evidence_model.json``; they
are fitted on development questions by ``python -m eval fit`` and know no question and no article.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from assistant.passages import Passage
from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_figures, find_periods
from assistant.question import AnswerKind
from assistant.retrieval import Concept, Query, Ranking, standard_scores
from assistant.words import Segmenter

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]

MODEL_FILE = Path(__file__).parent / "resources" / "evidence_model.json"

FEATURES = (
    "dense_z",
    "dense_below_best",
    "lexical_z",
    "lexical_share_of_best",
    "unit_below_best",
    "coverage",
    "coverage_with_headings",
    "heading_coverage",
    "fits_kind",
    "lacks_kind",
    "is_first_after_title",
    "log_length",
)

# “How much” may be answered without a figure, by comparison or as a multiple.
_RELATIVE_AMOUNT = re.compile(r"平均水平|翻番|翻一番|一半|过半")
SUPPORT_FEATURES = ("dense_best", "coverage_best", "coverage_with_headings_best", "log_lexical")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotable span of one unit with the probability that it belongs into the answer."""

    unit: Unit
    span: Span
    probability: float


class EvidenceModel(BaseModel):
    """Weights of the logistic model and the thresholds of selection.

    Attributes:
        weights: Weight of each feature, in the order of `FEATURES`.
        bias: Constant term.
        share_of_best: A further sentence needs this share of the best one's probability …
        least: … and at least this probability.
        broad_share_of_best: The same for questions that ask for many things.
        broad_least: The same for questions that ask for many things.
        support_weights: Weights of the model of whether the plan says anything on what is asked.
        support_bias: Its constant term.
        most: Most sentences quoted for an ordinary question.
        broad_most: Most sentences quoted for a question that asks for many things.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: tuple[float, ...]
    bias: float
    share_of_best: float
    least: float
    broad_share_of_best: float
    broad_least: float
    support_weights: tuple[float, ...]
    support_bias: float
    most: int
    broad_most: int


@lru_cache(maxsize=1)
def load_model() -> EvidenceModel:
    """Read the shipped model."""
    return EvidenceModel.model_validate(json.loads(MODEL_FILE.read_text(encoding="utf-8")))


class EvidenceSelector:
    """Chooses sentences of one plan."""

    def __init__(
        self, plan: Plan, passages: Sequence[Passage], segmenter: Segmenter, model: EvidenceModel
    ) -> None:
        """Cut all passages into words once and note which kinds of fact each one states."""
        self._plan = plan
        self._passages = passages
        self.model = model
        self._in_text = _holders([p.text for p in passages], segmenter)
        self._in_headings = _holders(["。".join(p.headings) for p in passages], segmenter)
        self._kinds = [_kinds_stated(p.text) for p in passages]
        self.quotable = np.array([p.kind == "sentence" for p in passages])
        self._lengths = np.log([len(p.text) for p in passages])
        self._position = {unit.key: number for number, unit in enumerate(plan.citable)}
        self._unit_of = np.array([self._position[p.unit] for p in passages])
        self._first = np.array(
            [i > 0 and passages[i - 1].kind in ("title", "head") for i in range(len(passages))]
        )

    def select(
        self, query: Query, ranking: Ranking, kind: AnswerKind, within: Collection[str] = ()
    ) -> tuple[Evidence, ...]:
        """Choose sentences; those of the best unit first, in document order within a unit.

        Args:
            query: What was searched for.
            ranking: The scores of all passages.
            kind: What kind of answer is asked for.
            within: Keys of the only units to quote from; empty means all.
        """
        features = self.features(query, ranking, kind)
        probabilities = self.probabilities(features)
        chosen = self.choose(features, broad=is_broad(query, kind), within=within)
        evidence = [
            Evidence(unit, passage.span, float(probabilities[passage.id]))
            for passage in (self._passages[i] for i in chosen)
            if (unit := self._plan.unit(passage.unit))
        ]
        best: dict[str, float] = {}
        for e in evidence:
            best[e.unit.key] = max(best.get(e.unit.key, 0.0), e.probability)
        return tuple(sorted(evidence, key=lambda e: (-best[e.unit.key], e.span.start)))

    def choose(self, features: Matrix, *, broad: bool, within: Collection[str] = ()) -> list[int]:
        """Ids of the passages to quote, best first."""
        probabilities = self.probabilities(features)
        probabilities[~self.quotable] = 0.0
        if within:
            probabilities[[p.unit not in within for p in self._passages]] = 0.0
        return self._chosen(probabilities, broad)

    def score(self, features: Matrix) -> Matrix:
        """Log odds of each passage to belong into the answer, shape (n,)."""
        return np.asarray(features @ np.array(self.model.weights) + self.model.bias)

    def probabilities(self, features: Matrix) -> Matrix:
        """Probability of each passage to belong into the answer, shape (n,)."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.score(features))))

    def is_supported(self, query: Query, ranking: Ranking) -> bool:
        """Whether the plan says anything on what is asked, as far as the signals tell."""
        signal = self.support_features(query, ranking) @ np.array(self.model.support_weights)
        return bool(signal + self.model.support_bias >= 0.0)

    def support_features(self, query: Query, ranking: Ranking) -> Matrix:
        """Signals of the whole question, shape (len(SUPPORT_FEATURES),)."""
        own, both, _ = self._coverage(query)
        return np.array(
            [
                (float(ranking.dense.max()) - 0.85) * 20,
                float(own.max()),
                float(both.max()),
                math.log1p(float(ranking.lexical.max())),
            ]
        )

    def with_model(self, model: EvidenceModel) -> EvidenceSelector:
        """The same selector with another model; nothing is cut into words again."""
        other = copy.copy(self)
        other.model = model
        return other

    def features(self, query: Query, ranking: Ranking, kind: AnswerKind) -> Matrix:
        """Signals of each passage, shape (n, len(FEATURES)), float64."""
        unit_scores = np.full(len(self._position), -10.0)
        for unit, score in ranking.units:
            unit_scores[self._position[unit.key]] = score
        below = (unit_scores - unit_scores.max())[self._unit_of]
        own, both, heading = self._coverage(query)
        fits = np.array([kind in kinds for kinds in self._kinds], dtype=np.float64)
        wants_fact = kind in ("number", "time", "money")
        columns = (
            standard_scores(ranking.dense),
            (ranking.dense - ranking.dense.max()) * 20,
            standard_scores(ranking.lexical),
            ranking.lexical / max(float(ranking.lexical.max()), 1e-6),
            np.maximum(below, -10.0) / 5,
            own,
            both,
            heading,
            fits,
            (1.0 - fits) * wants_fact,
            self._first.astype(np.float64),
            self._lengths - 4.0,
        )
        return np.column_stack(columns).astype(np.float64)

    def _chosen(self, probabilities: Matrix, broad: bool) -> list[int]:
        model = self.model
        share = model.broad_share_of_best if broad else model.share_of_best
        least = model.broad_least if broad else model.least
        most = model.broad_most if broad else model.most
        order = [int(i) for i in np.argsort(-probabilities, kind="stable")[:most]]
        best = float(probabilities[order[0]])
        if best == 0.0:
            return []
        further = [i for i in order[1:] if probabilities[i] >= max(best * share, least)]
        return [order[0], *further]

    def _coverage(self, query: Query) -> tuple[Matrix, Matrix, Matrix]:
        """Share of what is asked about that a sentence, it with its headings, or these name."""
        if not query.concepts:
            nothing = np.zeros(len(self._passages))
            return nothing, nothing, nothing
        weights = np.array([self._weight(c.wordings) for c in query.concepts])
        own = np.array([self._names(c, self._in_text) for c in query.concepts])
        heading = np.array([self._names(c, self._in_headings) for c in query.concepts])
        total = weights.sum()
        return (
            weights @ own / total,
            weights @ np.maximum(own, heading) / total,
            weights @ heading / total,
        )

    def _names(self, concept: Concept, holders: Mapping[str, Flags]) -> Flags:
        """Which passages hold all words of some wording of the concept, shape (n,)."""
        named = np.zeros(len(self._passages), dtype=np.bool_)
        for wording in concept.wordings:
            if all(word in holders for word in wording):
                named |= np.logical_and.reduce([holders[word] for word in wording])
        return named

    def _weight(self, wordings: tuple[frozenset[str], ...]) -> float:
        """Rarity of a concept in the plan: that of its most telling word that occurs at all."""
        total = len(self._passages)
        counts = [
            int(self._in_text[word].sum())
            for wording in wordings
            for word in wording
            if word in self._in_text
        ]
        return math.log(total / min(counts, default=1))


def states(text: str, kind: AnswerKind) -> bool:
    """Whether a text states a fact of this kind, as far as its form shows."""
    return kind in _kinds_stated(text)


def is_broad(query: Query, kind: AnswerKind) -> bool:
    """Whether a question asks for many things: a list, or the work of a body."""
    return kind == "list" or bool(query.bodies)


def _holders(texts: Sequence[str], segmenter: Segmenter) -> dict[str, Flags]:
    """Word → which texts hold it, each of shape (n,)."""
    holders: dict[str, Flags] = {}
    words_of = {text: segmenter.search_words(text) for text in set(texts)}
    for number, text in enumerate(texts):
        for word in words_of[text]:
            holders.setdefault(word, np.zeros(len(texts), dtype=np.bool_))[number] = True
    return holders


def _kinds_stated(text: str) -> frozenset[str]:
    """Kinds of fact that a sentence states, as far as its form shows."""
    kinds = set()
    figures = find_figures(text)
    if figures or _RELATIVE_AMOUNT.search(text):
        kinds.add("number")
    if any(figure.unit_class == "money" for figure in figures):
        kinds.add("money")
    if find_periods(text) or any(figure.unit_class == "duration" for figure in figures):
        kinds.add("time")
    if "、" in text:
        kinds.add("list")
    return frozenset(kinds)
