"""Evidence: the sentences that answer a question, each with its unit and its place in the text.

Every sentence gets the probability that it belongs into the answer, from a logistic model over
the signals of `FEATURES`. The model's weights and the thresholds are in
``resources/evidence_model.json``; they are fitted on development questions by
``python -m eval fit`` and know no question and no article.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from assistant.alignment import Alignment, Flags, Matrix
from assistant.fields import Fields
from assistant.passages import Passage, heads_of
from assistant.plan import Plan, Span, Unit
from assistant.retrieval import Query, Ranking, Scores, standard_scores
from assistant.slots import Slot, Wanted, spells_out

# One fact, something to be told, or many things.
Breadth = Literal["fact", "open", "broad"]
BREADTHS: tuple[Breadth, ...] = get_args(Breadth)

MODEL_FILE = Path(__file__).parent / "resources" / "evidence_model.json"

FEATURES = (
    "dense_z",
    "dense_below_best",
    "clause_z",
    "clause_below_best",
    "lexical_z",
    "lexical_share_of_best",
    "unit_below_best",
    "coverage",
    "coverage_with_headings",
    "heading_coverage",
    "likeness_z",
    "likeness_with_headings_z",
    "unit_likeness_below_best",
    "matched_z",
    "matched_below_best",
    "matched_clause_z",
    "matched_clause_below_best",
    "states_slots",
    "lacks_slots",
    "is_first_after_title",
    "log_length",
)

_ANNOUNCES = re.compile(r"以下[^,。;:]{0,8}[。:]$")  # a sentence that only says what follows
# Of a facet's best sentence: its probability at least, and the share of the facet that it names.
_FACET_LEAST = 0.2
_FACET_NAMED = 0.1
# A facet is served when a quoted sentence is nearly as good for it; of many facets each wants its
# own best sentence.
_FACET_SERVED = 0.8
_MANY_FACETS = 3
_MOST_SPELT_OUT = 2
# How much a sentence with its headings names of what is asked about, by words or by likeness.
_NAMING = ("coverage_with_headings", "likeness_with_headings_z")
_HALF = 0.5
_QUOTED_OF_A_LIST = 2  # headings that are quoted before all others are added
_TYPICAL = 8  # fields of a body whose articles are its own
_OWN_WITHIN = 5  # units at the head of the ranking that may be a body's own articles
SUPPORT_FEATURES = (
    "dense_best",
    "clause_best",
    "log_lexical",
    "matched_best",
    "likeness_best",
    "likeness_with_headings_best",
    "score_best",
    "best_names",
    "best_names_with_headings",
    "best_is_likely",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotable span of one unit with the probability that it belongs into the answer."""

    unit: Unit
    span: Span
    probability: float


class Selection(BaseModel):
    """How many sentences are quoted for one breadth of question.

    Attributes:
        share_of_best: A further sentence needs this share of the best one's probability …
        least: … and at least this probability.
        beside: Share of the best one's probability that a further sentence of a unit needs which is
            quoted already, if it names half as much of what is asked about; 0 when it needs as
            much as any other.
        most: Most sentences quoted on their own account.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    share_of_best: float
    least: float
    beside: float
    most: int


class EvidenceModel(BaseModel):
    """Weights of the logistic model and the thresholds of selection.

    Attributes:
        weights: Weight of each feature, in the order of `FEATURES`.
        bias: Constant term.
        broad_weights: The same where many things are asked for; the best sentence is then less
            of a measure for the others.
        broad_bias: Constant term of these.
        selections: Thresholds of each breadth of question.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: tuple[float, ...]
    bias: float
    broad_weights: tuple[float, ...]
    broad_bias: float
    selections: dict[Breadth, Selection]


def load_model() -> EvidenceModel:
    """Read the shipped model."""
    return EvidenceModel.model_validate(json.loads(MODEL_FILE.read_text(encoding="utf-8")))


class EvidenceSelector:
    """Chooses sentences of one plan."""

    def __init__(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        alignment: Alignment,
        fields: Fields,
        model: EvidenceModel,
    ) -> None:
        """Choose among these passages, whose words the alignment and the fields compare."""
        self._plan = plan
        self._passages = passages
        self.model = model
        self.alignment = alignment
        self._fields = fields
        self._id_at = {p.end: p.id for p in passages}
        self._last: tuple[Query, Ranking, object, Matrix] | None = None
        self._stating: dict[tuple[str, str, str], Flags] = {}
        self._lists = np.array(["、" in p.text for p in passages])
        self.quotable = np.array(
            [p.kind == "sentence" and not _ANNOUNCES.search(p.text) for p in passages]
        )
        self._lengths = np.log([len(p.text) for p in passages])
        self._position = {unit.key: number for number, unit in enumerate(plan.citable)}
        self._unit_of = np.array([self._position[p.unit] for p in passages])
        self._first = np.array(
            [i > 0 and passages[i - 1].kind in ("title", "head") for i in range(len(passages))]
        )

    def select(
        self,
        query: Query,
        ranking: Ranking,
        wanted: Wanted,
        within: Collection[str] = (),
        *,
        breadth: Breadth | None = None,
    ) -> tuple[Evidence, ...]:
        """Choose sentences; those of the best unit first, in document order within a unit.

        Args:
            query: What was searched for.
            ranking: The scores of all passages.
            wanted: What the answer must state.
            within: Keys of the only units to quote from; empty means all.
            breadth: How much is asked for; None to tell from the question.
        """
        features = self.features(query, ranking, wanted)
        breadth = breadth or breadth_of(query, wanted)
        probabilities = self.probabilities(features, breadth)
        chosen = self.choose(features, breadth, within=within)
        for place in self._spelling_out(wanted)[:_MOST_SPELT_OUT]:
            if place not in chosen and not within:
                chosen.insert(0, place)
                probabilities[place] = max(probabilities[place], probabilities[chosen].max())
        if breadth == "fact":
            chosen = self._stating_as_the_best(chosen, wanted)
        evidence = [
            Evidence(unit, self._with_heading(passage), float(probabilities[passage.id]))
            for passage in (self._passages[i] for i in chosen)
            if (unit := self._plan.unit(passage.unit))
        ]
        if query.is_duties and not within:
            evidence = self._with_own_articles(query, ranking, evidence, probabilities)
        if query.fields and not within:
            evidence = self._with_fields(query, evidence, probabilities)
        if query.themes and not within and breadth != "fact":
            evidence = self._with_themes(query, evidence, probabilities)
        best: dict[str, float] = {}
        for e in evidence:
            best[e.unit.key] = max(best.get(e.unit.key, 0.0), e.probability)
        return tuple(sorted(evidence, key=lambda e: (-best[e.unit.key], e.span.start)))

    def rank(
        self, query: Query, ranking: Ranking, wanted: Wanted
    ) -> tuple[tuple[Unit, float], ...]:
        """All citable units with the probability of their best passage, best first."""
        probabilities = self.probabilities(self.features(query, ranking, wanted))
        best = np.zeros(len(self._position))
        np.maximum.at(best, self._unit_of, probabilities)
        order = np.argsort(-best, kind="stable")
        return tuple((self._plan.citable[i], float(best[i])) for i in order)

    def with_facets(
        self,
        evidence: Sequence[Evidence],
        found: Sequence[tuple[Query, Ranking]],
        wanted: Wanted,
    ) -> tuple[Evidence, ...]:
        """Add the best sentence for each facet that the evidence does not serve yet.

        What is asked behind a statement is the only facet: its sentence is of a quoted unit.

        Args:
            evidence: What was chosen for the question as a whole.
            found: The search for each facet.
            wanted: What the whole question asks for; of each facet when it is a figure or a time.
        """
        chosen = list(evidence)
        each = wanted if wanted.kind in ("number", "money", "time") else Wanted("free")
        for query, ranking in found:
            features = self.features(query, ranking, each)
            probabilities = self.probabilities(features)
            own, _, _ = self.alignment.coverage(query)
            probabilities[~self.quotable | (own < _FACET_NAMED)] = 0.0
            if len(found) == 1:
                quoted = [self._position[e.unit.key] for e in chosen]
                probabilities[~np.isin(self._unit_of, quoted)] = 0.0
            best = int(probabilities.argmax())
            served = max(
                (probabilities[p.id] for p in self._passages if _is_quoted(p, chosen)), default=0.0
            )
            share = 1.0 if len(found) >= _MANY_FACETS else _FACET_SERVED
            needed = max(_FACET_LEAST, served / share)
            unit = self._plan.unit(self._passages[best].unit)
            if unit and probabilities[best] >= needed and probabilities[best] > served:
                span = self._with_heading(self._passages[best])
                chosen.append(Evidence(unit, span, float(probabilities[best])))
        return tuple(chosen)

    def is_far_better(self, overall: Sequence[Evidence], some: Sequence[Evidence]) -> bool:
        """Whether the evidence of all units is far better than that of some of them."""
        best_here = max((e.probability for e in some), default=0.0)
        best = max((e.probability for e in overall), default=0.0)
        return best_here < best * self.model.selections["open"].share_of_best

    def with_expressions(
        self, evidence: tuple[Evidence, ...], expressions: Sequence[str]
    ) -> tuple[Evidence, ...]:
        """Add the sentence or title of each expression that the plan has once, if none has it.

        Who puts it in quotation marks asks about it, even if of another place or thing than the
        plan does.

        Args:
            evidence: What was chosen.
            expressions: What the question puts in quotation marks.
        """
        chosen = list(evidence)
        least = min((e.probability for e in evidence), default=0.0)
        for words in expressions:
            held = [p for p in self._passages if words in p.text]
            unit = self._plan.unit(held[0].unit) if len(held) == 1 else None
            # A title tells nothing beside sentences of its article.
            is_shown = bool(held) and held[0].kind == "title" and unit in [e.unit for e in chosen]
            if unit and not is_shown and not _is_quoted(held[0], chosen):
                chosen.append(Evidence(unit, self._with_heading(held[0]), least))
        return tuple(chosen)

    def with_whole_list(
        self, evidence: Sequence[Evidence], is_list_of: Callable[[str], bool]
    ) -> tuple[Evidence, ...]:
        """Add the other headings of the best unit when the list under its title is asked for.

        Two of them must be quoted already, or what announces them: who asks for the aims of one
        field wants no others.

        Args:
            evidence: What was chosen.
            is_list_of: Whether the question asks for the list under a title.
        """
        best = max(evidence, key=lambda e: e.probability, default=None)
        if best is None or not is_list_of(best.unit.title):
            return tuple(evidence)
        heads = heads_of(self._passages, best.unit)
        missing = [p for p in heads if not _is_quoted(p, evidence)]
        is_announced = any(self._plan.quote(e.span).endswith((":", ":")) for e in evidence)
        if len(heads) - len(missing) < _QUOTED_OF_A_LIST and not is_announced:
            return tuple(evidence)
        added = [Evidence(best.unit, p.span, best.probability) for p in missing]
        order = list(dict.fromkeys(e.unit.key for e in evidence))
        whole = sorted((*evidence, *added), key=lambda e: (order.index(e.unit.key), e.span.start))
        return tuple(whole)

    def _stating_as_the_best(self, chosen: list[int], wanted: Wanted) -> list[int]:
        """Beside a sentence that states the asked facts, only others that do so as well."""
        required = [self._states(slot) for slot in wanted.slots if slot.is_required]
        stating = np.logical_and.reduce(required)
        if not chosen or not stating[chosen[0]]:
            return chosen
        return [i for i in chosen if stating[i]]

    def _with_own_articles(
        self, query: Query, ranking: Ranking, evidence: list[Evidence], probabilities: Matrix
    ) -> list[Evidence]:
        """Add all sentences of the articles whose titles name a field of the body."""
        fields = {term for terms in query.bodies.values() for term in terms[:_TYPICAL]}
        fields |= {re.sub(r"(?:局|委|办|部门|系统|口)$", "", name) for name in query.bodies}
        own = {
            unit.key
            for unit, _ in ranking.units[:_OWN_WITHIN]
            if any(field in unit.title for field in fields if len(field) > 1)
        }
        quoted = {e.span for e in evidence}
        added = [
            Evidence(unit, span, float(probabilities[p.id]))
            for p in self._passages
            if p.unit in own and self.quotable[p.id]
            if (span := self._with_heading(p)) not in quoted and (unit := self._plan.unit(p.unit))
        ]
        return evidence + added

    def _with_fields(
        self, query: Query, evidence: list[Evidence], probabilities: Matrix
    ) -> list[Evidence]:
        """Only what concerns the fields asked for, and more for those that it does not name."""
        if any(self._fields.find(body)[1].any() for body in query.bodies):
            return evidence  # its own article tells what it has to do
        concerned = self._fields.concerned(query.fields)
        own = [e for e in evidence if concerned[self._id_at[e.span.end]]]
        evidence = own or evidence
        scores = np.where(self.quotable, probabilities, 0.0)
        quoted = [p.id for p in self._passages if _is_quoted(p, evidence)]
        added = self._fields.unserved(query.fields, scores, quoted)
        return self._with_passages(evidence, added, probabilities)

    def _with_themes(
        self, query: Query, evidence: list[Evidence], probabilities: Matrix
    ) -> list[Evidence]:
        """Add what a bare theme asks for by the titles and the words of articles."""
        scores = np.where(self.quotable, probabilities, 0.0)
        least = self.model.selections["broad"].beside * float(scores.max())
        found = [i for theme in query.themes for i in self._fields.of_theme(theme, scores, least)]
        return self._with_passages(evidence, found, probabilities)

    def _with_passages(
        self, evidence: list[Evidence], added: Sequence[int], probabilities: Matrix
    ) -> list[Evidence]:
        """Evidence with these passages, each once."""
        return evidence + [
            Evidence(unit, self._with_heading(passage), float(probabilities[passage.id]))
            for passage in (self._passages[i] for i in dict.fromkeys(added))
            if not _is_quoted(passage, evidence) and (unit := self._plan.unit(passage.unit))
        ]

    def _with_heading(self, passage: Passage) -> Span:
        """The span of a sentence; the first one of an item goes with the item's heading."""
        before = self._passages[passage.id - 1] if passage.id else None
        if before and before.kind == "head" and before.unit == passage.unit:
            return Span(before.start, passage.end)
        return passage.span

    def best_of(self, features: Matrix, count: int) -> list[int]:
        """Ids of the passages most likely to belong into the answer, best first."""
        scores = np.where(self.quotable, self.score(features), -np.inf)
        return [int(i) for i in np.argsort(-scores, kind="stable")[:count]]

    def choose(
        self,
        features: Matrix,
        breadth: Breadth,
        *,
        within: Collection[str] = (),
        selection: Selection | None = None,
    ) -> list[int]:
        """Ids of the passages to quote, best first; with other thresholds when these are given."""
        selection = selection or self.model.selections[breadth]
        probabilities = self.probabilities(features, breadth)
        probabilities[~self.quotable] = 0.0
        if within:
            probabilities[[p.unit not in within for p in self._passages]] = 0.0
        chosen = _chosen(probabilities, selection)
        return chosen + self._beside(features, probabilities, chosen, selection)

    def _beside(
        self, features: Matrix, probabilities: Matrix, chosen: Sequence[int], selection: Selection
    ) -> list[int]:
        """Further sentences of the units that are quoted already, best first.

        With their headings they must name half as much of what is asked about as a quoted one does,
        or be half as near to it: a word that all of the unit shares, as 保障 beside 住房, makes no
        sentence a further one.
        """
        if not selection.beside or not chosen:
            return []
        possible = np.zeros(len(self._passages), dtype=np.bool_)
        for name in _NAMING:
            near = features[:, FEATURES.index(name)]
            nearest = np.full(len(self._position), np.nan)  # of units that are not quoted
            for place in chosen:
                unit = self._unit_of[place]
                nearest[unit] = np.fmax(nearest[unit], near[place])
            possible |= near >= _HALF * nearest[self._unit_of]
        possible[chosen] = False
        needed = selection.beside * probabilities[chosen[0]]
        order = np.argsort(-probabilities, kind="stable")
        found = [int(i) for i in order if possible[i] and probabilities[i] >= needed]
        return found[: selection.most]

    def score(self, features: Matrix, breadth: Breadth = "open") -> Matrix:
        """Log odds of each passage to belong into the answer, shape (n,)."""
        model = self.model
        if breadth == "broad":
            return np.asarray(features @ np.array(model.broad_weights) + model.broad_bias)
        return np.asarray(features @ np.array(model.weights) + model.bias)

    def probabilities(self, features: Matrix, breadth: Breadth = "open") -> Matrix:
        """Probability of each passage to belong into the answer, shape (n,)."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.score(features, breadth))))

    def nearness(self, query: Query, spans: Sequence[Span]) -> float:
        """How near what is asked about is to the words of these spans, 0 to 1."""
        alike, _ = self.alignment.likeness(query)
        inside = (
            alike[p.id]
            for p in self._passages
            if any(span.start <= p.start and p.end <= span.end for span in spans)
        )
        return float(max(inside, default=0.0))

    def support_features(self, query: Query, ranking: Ranking, features: Matrix) -> Matrix:
        """Signals of the whole question, shape (len(SUPPORT_FEATURES),).

        Args:
            query: What was searched for.
            ranking: The scores of all passages.
            features: The signals of each passage, from `features`.
        """
        own, both = self.alignment.likeness(query)
        named, named_with_headings, _ = self.alignment.coverage(query)
        scores = np.where(self.quotable, self.score(features), -np.inf)
        best = int(scores.argmax())
        return np.array(
            [
                (float(ranking.dense.max()) - 0.85) * 20,
                (float(ranking.clause.max()) - 0.85) * 20,
                math.log1p(float(ranking.lexical.max())),
                float(ranking.matched[self.quotable].max()) * 5,
                float(own.max()),
                float(both.max()),
                float(scores[best]),
                float(named[best]),
                float(named_with_headings[best]),
                float(named[best]) / (1.0 + math.exp(-float(scores[best]))),
            ]
        )

    def with_model(self, model: EvidenceModel) -> EvidenceSelector:
        """The same selector with another model; nothing is cut into words again."""
        other = copy.copy(self)
        other.model = model
        return other

    def features(self, query: Query, ranking: Ranking, wanted: Wanted) -> Matrix:
        """Signals of each passage, shape (n, len(FEATURES)), float64; not to be changed."""
        key = (wanted.kind, tuple(slot.key for slot in wanted.slots))
        last = self._last  # one question asks for its signals several times
        if last and last[0] is query and last[1] is ranking and last[2] == key:
            return last[3]
        features = self._features(query, ranking, wanted)
        self._last = (query, ranking, key, features)
        return features

    def _features(self, query: Query, ranking: Ranking, wanted: Wanted) -> Matrix:
        unit_scores = np.full(len(self._position), -10.0)
        for unit, score in ranking.units:
            unit_scores[self._position[unit.key]] = score
        below = (unit_scores - unit_scores.max())[self._unit_of]
        own, both, heading = self.alignment.coverage(query)
        alike, alike_both = self.alignment.likeness(query)
        alike_z, alike_both_z = _standardised(alike), _standardised(alike_both)
        best_alike = np.full(len(self._position), -10.0)
        np.maximum.at(best_alike, self._unit_of, alike_both_z)
        states = [self._states(slot) for slot in wanted.slots]
        if wanted.kind == "list" and not states:
            states = [self._lists]
        stating = np.logical_and.reduce(states) if states else np.zeros_like(self._lists)
        lacking = ~np.logical_or.reduce(states) if wanted.slots else np.zeros_like(self._lists)
        columns = (
            standard_scores(ranking.dense),
            (ranking.dense - ranking.dense.max()) * 20,
            standard_scores(ranking.clause),
            (ranking.clause - ranking.clause.max()) * 20,
            standard_scores(ranking.lexical),
            ranking.lexical / max(float(ranking.lexical.max()), 1e-6),
            np.maximum(below, -10.0) / 5,
            own,
            both,
            heading,
            alike_z,
            alike_both_z,
            (best_alike - best_alike.max())[self._unit_of],
            *_matched(ranking),
            stating.astype(np.float64),
            lacking.astype(np.float64),
            self._first.astype(np.float64),
            self._lengths - 4.0,
        )
        return np.column_stack(columns).astype(np.float64)

    def _spelling_out(self, wanted: Wanted) -> list[int]:
        """Ids of passages that name the members of a term whose meaning is asked for."""
        terms = [slot.detail for slot in wanted.slots if slot.kind == "meaning"]
        return [
            p.id
            for p in self._passages
            if self.quotable[p.id] and any(spells_out(term, p.text) for term in terms)
        ]

    def _states(self, slot: Slot) -> Flags:
        """Which passages state what a slot asks for, shape (n,)."""
        flags = self._stating.get(slot.key)
        if flags is None:
            flags = np.array([slot.stated_in(passage.text) for passage in self._passages])
            self._stating[slot.key] = flags
        return flags


def breadth_of(query: Query, wanted: Wanted, *, several: bool | None = None) -> Breadth:
    """How much a question asks for: one fact, something to be told, or many things.

    Args:
        query: What is searched for.
        wanted: What the answer must state.
        several: Whether the answer takes several articles; None when that is not known.
    """
    if several is None:
        several = wanted.kind == "list" or bool(query.bodies)
    if several or query.fields:
        return "broad"
    return "fact" if any(slot.is_required for slot in wanted.slots) else "open"


def _matched(ranking: Ranking) -> tuple[Scores, Scores, Scores, Scores]:
    """The columns of `FEATURES` that tell how well passages answer a question as learned."""
    return (
        standard_scores(ranking.matched),
        (ranking.matched - ranking.matched.max()) * 5,
        standard_scores(ranking.matched_clause),
        (ranking.matched_clause - ranking.matched_clause.max()) * 5,
    )


def with_matched(features: Matrix, ranking: Ranking) -> Matrix:
    """The same signals, but for what a ranking by other maps says."""
    changed = features.copy()
    first = FEATURES.index("matched_z")
    for place, column in enumerate(_matched(ranking), first):
        changed[:, place] = column
    return changed


def _standardised(values: Matrix) -> Matrix:
    return standard_scores(values.astype(np.float32)).astype(np.float64)


def _is_quoted(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    return any(e.span.start <= passage.start and passage.end <= e.span.end for e in evidence)


def _chosen(probabilities: Matrix, selection: Selection) -> list[int]:
    order = [int(i) for i in np.argsort(-probabilities, kind="stable")[: selection.most]]
    best = float(probabilities[order[0]])
    if best == 0.0:
        return []
    needed = max(best * selection.share_of_best, selection.least)
    return [order[0], *(i for i in order[1:] if probabilities[i] >= needed)]
