"""The plan's figures as a table: value with unit, how it is limited, subject, deadline, article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.passages import Passage, without_item_mark
from assistant.plan import Plan, Span, Unit
from assistant.quantities import Comparison, Figure, Period, find_figures, find_periods

# Classes of units whose figures are targets or sizes; counters such as 六大 name slogans more often
# than amounts and are taken only with digits.
_MEASURED = frozenset({"share", "money", "volume", "mass", "power", "length", "area", "people"})
_VERB = re.compile(
    r"(?:力争|争取|确保|实现|达到|提高到|提升到|增加到|扩大到|降低到|下降到|控制在|超过|突破|保持|年均|占比|占)+$"
)

_SIGNS: dict[Comparison, str] = {
    "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "约 ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the plan.

    Attributes:
        unit_key: Key of the unit that states it.
        subject: The words before the figure in its clause, verbatim.
        value: The number as digits.
        measure: The unit as written, such as ``亿立方米``; empty when there is none.
        comparison: How the number is limited.
        deadline: Year or five-year-plan period that governs it, or a duration; may be empty.
        span: The sentence it stands in.
        figure_span: The figure itself.
    """

    unit_key: str
    subject: str
    value: str
    measure: str
    comparison: Comparison
    deadline: str
    span: Span
    figure_span: Span

    @property
    def amount(self) -> str:
        """The figure with its limit and its unit, such as ``≥ 80%``."""
        return f"{_SIGNS[self.comparison]}{self.value}{self.measure}"


def extract_indicators(plan: Plan, passages: tuple[Passage, ...]) -> tuple[Indicator, ...]:
    """Collect the measured figures of all units, in document order."""
    found: list[Indicator] = []
    for passage in passages:
        unit = plan.unit(passage.unit)
        if unit and passage.kind != "title":
            found.extend(_indicators(passage, unit))
    return tuple(found)


def _indicators(passage: Passage, unit: Unit) -> Iterator[Indicator]:
    text = passage.text
    figures, periods = find_figures(text), find_periods(text)
    for figure in figures:
        if not _is_indicator(text, figure):
            continue
        clause_start = _clause_start(text, figure.start)
        yield Indicator(
            unit_key=unit.key,
            subject=_subject(text[clause_start : figure.start], text[:clause_start]),
            value=figure.value,
            measure=figure.unit,
            comparison=figure.comparison,
            deadline=_deadline(text, figure, figures, periods),
            span=passage.span,
            figure_span=Span(passage.start + figure.start, passage.start + figure.end),
        )


def _is_indicator(text: str, figure: Figure) -> bool:
    """Measured in digits or in 亿 and 倍; quoted numerals (“一元公交”) are names, not amounts."""
    quoted = text.count("“", 0, figure.start) > text.count("”", 0, figure.start)
    if text[figure.start].isdigit():
        return not quoted and figure.unit_class in _MEASURED | {"count"}
    return not quoted and (figure.unit == "倍" or "亿" in figure.unit)


def _clause_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in ",,;;。:") + 1


def _subject(before: str, earlier: str) -> str:
    """Words before the figure; when the clause has none, the clause before it."""
    subject = _VERB.sub("", without_item_mark(before)).strip()
    if len(subject) >= 2:
        return subject
    clauses = [clause for clause in re.split(r"[,,;;。:]", earlier) if clause.strip()]
    return (clauses[-1].strip() if clauses else subject) or subject


def _deadline(text: str, figure: Figure, figures: list[Figure], periods: list[Period]) -> str:
    """The period named last before the figure, or a duration right before it (三年500亿)."""
    for other in figures:
        if other.unit_class == "duration" and other.end == figure.start:
            return text[other.start : other.end]
    before = [period for period in periods if period.end <= figure.start]
    if not before:
        return ""
    last = before[-1]
    return text[last.start : last.end].translate({ord(mark): None for mark in "“”"})
