"""Searching the plan as a reader does: places of words, and sentences near in meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.numerals import half_width
from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_periods
from assistant.question import normalise
from assistant.retrieval import Retriever, standard_scores

_SENTENCES_EACH = 2  # shown of a unit that is found by meaning
_NEAR_BEST = 1.0  # standard deviations that the second may lie behind a unit's best sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that a search found, with the stretches of text to look at; never without any."""

    unit: Unit
    spans: tuple[Span, ...]


def places(plan: Plan, unit: Unit, term: str) -> Iterator[int]:
    """Offsets at which a unit holds a term; a year is found in digits and in numerals."""
    yield from (span.start for span in _occurrences(plan, unit, term))


def find_words(plan: Plan, text: str) -> tuple[Hit, ...]:
    """Units that hold all words, which blanks separate, in document order.

    Traditional characters and full-width forms are found as the plan writes them.
    """
    words = [normalise(word) for word in text.split()]
    hits = []
    for unit in plan.citable if words else ():
        found = [tuple(_occurrences(plan, unit, word)) for word in words]
        if all(found):
            spans = {span for of_word in found for span in of_word}
            hits.append(Hit(unit, tuple(sorted(spans, key=lambda span: span.start))))
    return tuple(hits)


def find_meaning(retriever: Retriever, text: str, limit: int = 10) -> tuple[Hit, ...]:
    """The units nearest in meaning, best first, each with its nearest sentences in order.

    Raises:
        EmbeddingError: The encoder cannot be used.
    """
    ranking = retriever.search(retriever.query(normalise(text)))
    near = standard_scores(ranking.dense) + standard_scores(ranking.lexical)
    by_unit: dict[str, list[int]] = {}
    for passage in retriever.passages:
        by_unit.setdefault(passage.unit, []).append(passage.id)
    hits = []
    for unit, _ in ranking.units[:limit]:
        ids = np.array(by_unit[unit.key])
        best = ids[np.argsort(-near[ids], kind="stable")[:_SENTENCES_EACH]]
        chosen = sorted(int(i) for i in best if near[i] >= near[best[0]] - _NEAR_BEST)
        hits.append(Hit(unit, tuple(retriever.passages[i].span for i in chosen)))
    return tuple(hits)


def _occurrences(plan: Plan, unit: Unit, term: str) -> Iterator[Span]:
    body = half_width(plan.text[unit.start : unit.end])
    periods = find_periods(term)
    if len(periods) == 1 and re.sub(r"[年底末前初“”\s]|到|规划|期间|时期", "", term) == (
        term[periods[0].start : periods[0].end].strip("年底末前初“”")
    ):
        found = (p for p in find_periods(body) if p.name == periods[0].name)
        yield from (Span(unit.start + p.start, unit.start + p.end) for p in found)
        return
    wanted = re.escape(half_width(term).lower())
    for match in re.finditer(wanted, body.lower()):
        yield Span(unit.start + match.start(), unit.start + match.end())
