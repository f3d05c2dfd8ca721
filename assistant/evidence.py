"""Evidence: the sentences that answer a question, each with its unit and its place in the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from assistant.passages import Passage
from assistant.plan import Plan, Span, Unit
from assistant.retrieval import Ranking

# How far below the best passage (in fused z-scores) another may lie and still be quoted, and how
# many sentences an answer may have.
_MARGIN = 0.9
_MAX_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotable span of one unit; the score is that of its passage."""

    unit: Unit
    span: Span
    score: float


def select_evidence(
    plan: Plan,
    passages: tuple[Passage, ...],
    ranking: Ranking,
    within: Collection[str] = (),
) -> tuple[Evidence, ...]:
    """Choose the best sentences; those of the best unit first, document order within a unit.

    Args:
        plan: The plan.
        passages: All its passages, by id.
        ranking: Their scores for the question.
        within: Keys of the only units to quote from; empty means all.
    """
    scores = ranking.fused.copy()
    for passage in passages:
        if passage.kind != "sentence" or (within and passage.unit not in within):
            scores[passage.id] = -np.inf
    order = np.argsort(-scores, kind="stable")[:_MAX_SENTENCES]
    limit = scores[order[0]] - _MARGIN
    chosen = [passages[i] for i in order if scores[i] >= limit]
    evidence = [
        Evidence(unit, passage.span, float(scores[passage.id]))
        for passage in chosen
        if (unit := plan.unit(passage.unit))
    ]
    first = {e.unit.key: n for n, e in reversed(list(enumerate(evidence)))}
    return tuple(sorted(evidence, key=lambda e: (first[e.unit.key], e.span.start)))
