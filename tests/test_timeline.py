from __future__ import annotations

from assistant.answering import Assistant
from assistant.quantities import find_periods, period_end
from assistant.timeline import dated_goals


def test_goals_are_dated_and_in_order(assistant: Assistant) -> None:
    """Every goal is a clause of its unit that names its period, and years never go back."""
    plan = assistant.plan
    goals = dated_goals(plan, assistant.retriever.passages)
    years = [goal.year for goal in goals]
    assert years == sorted(years) and {2025, 2030, 2035} <= set(years)
    for goal in goals:
        words = plan.quote(goal.span)
        assert goal.unit.start <= goal.span.start < goal.span.end <= goal.unit.end
        assert goal.year in [period_end(period.name) for period in find_periods(words)]


def test_dates_of_goals_are_complete(assistant: Assistant) -> None:
    """No sentence that sets something for the end of the period is left out."""
    plan = assistant.plan
    goals = dated_goals(plan, assistant.retriever.passages)
    ends = [p for p in assistant.retriever.passages if "到“十四五”末" in p.text]
    assert ends
    for passage in ends:
        assert any(passage.start <= goal.span.start < passage.end for goal in goals)
