"""Dated goals: the clauses of a plan that name a year or a five-year period, ordered by year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.passages import Passage, clauses
from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_periods, period_end


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is to be, or was, at a time.

    Attributes:
        year: The year at which its period ends.
        period: The period as written, without quotation marks.
        unit: The unit that states it.
        span: The clause that states it.
    """

    year: int
    period: str
    unit: Unit
    span: Span


def milestones(plan: Plan, sentences: Iterable[Span]) -> tuple[Milestone, ...]:
    """Collect the dated clauses of sentences by year, then by their place in the plan.

    A clause with several periods stands under the earliest.
    """
    found = []
    for sentence in sentences:
        unit = plan.unit_at(sentence.start)
        if unit is None:
            continue
        for clause in clauses(plan.text, sentence, ";\uff1b"):
            words = plan.quote(clause)
            years = [(y, p) for p in find_periods(words) if (y := period_end(p.name))]
            if years:
                year, period = min(years, key=lambda pair: pair[0])
                name = re.sub("[“”]", "", words[period.start : period.end])
                found.append(Milestone(year, name, unit, clause))
    return tuple(sorted(found, key=lambda milestone: (milestone.year, milestone.span.start)))


def dated_goals(plan: Plan, passages: Iterable[Passage]) -> tuple[Milestone, ...]:
    """What the plan sets a date for: titles and talk of a period as a whole are left out."""
    sentences = (passage.span for passage in passages if passage.kind != "title")
    return tuple(
        milestone
        for milestone in milestones(plan, sentences)
        if not milestone.period.endswith(("时期", "规划"))
    )
