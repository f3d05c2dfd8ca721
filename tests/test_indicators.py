from __future__ import annotations

from assistant.indicators import extract_indicators
from assistant.passages import Passage
from assistant.plan import Plan


def test_measured_targets_are_found(plan: Plan, passages: tuple[Passage, ...]) -> None:
    """The plan's measured targets come with value, unit, limit, deadline and article."""
    rows = {
        (i.unit_key, i.value, i.measure, i.comparison, i.deadline)
        for i in extract_indicators(plan, passages)
    }
    assert {
        ("18", "80", "%", ">=", ""),
        ("19", "500", "亿", "=", "三年"),
        ("19", "100", "亿立方米", "=", "十四五末"),
        ("26", "800", "家", "=", "十四五末"),
        ("27", "20", "%", "=", "十四五末"),
        ("33", "80", "%", ">=", "十四五末"),
        ("56", "85", "%", ">=", "十四五末"),
    } <= rows


def test_figures_stand_where_they_are_said_to_stand(
    plan: Plan, passages: tuple[Passage, ...]
) -> None:
    """Every indicator's figure lies in its sentence, in its unit, and no slogan is among them."""
    for found in extract_indicators(plan, passages):
        unit = plan.unit_at(found.figure_span.start)
        assert unit and unit.key == found.unit_key
        assert found.span.start <= found.figure_span.start < found.figure_span.end <= found.span.end
        assert "一元" not in plan.quote(found.figure_span)
