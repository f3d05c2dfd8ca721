"""Look-ups: units named by number are read from the parsed plan, never searched for."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import texts
from assistant.numerals import to_chinese
from assistant.plan import Part, Plan, Span, Unit
from assistant.question import Reference


def find_units(plan: Plan, reference: Reference) -> tuple[Unit, ...]:
    """Return the units a reference names: one, those of a part, or none if it does not exist."""
    number = reference.number or 0
    part = plan.part(number)
    found: list[Unit | None]
    if reference.kind == "article":
        found = [plan.article(number)]
    elif reference.kind == "part":
        found = [part.introduction, *part.articles] if part else []
    elif reference.kind == "introduction":
        found = [part.introduction] if part else []
    else:
        found = [unit for unit in plan.citable if unit.kind == reference.kind]
    return tuple(unit for unit in found if unit)


def named_part(plan: Plan, reference: Reference) -> Part | None:
    """Return the part that a reference names as a whole, or None."""
    return plan.part(reference.number or 0) if reference.kind == "part" else None


def display_spans(unit: Unit, *, titles_only: bool) -> Iterator[Span]:
    """Spans that show a unit: its paragraphs, or only its title if it has one."""
    if titles_only and unit.title_span:
        yield unit.title_span
        return
    for paragraph in unit.paragraphs:
        yield Span(paragraph.start, paragraph.end)


def explain_missing(plan: Plan, reference: Reference) -> str | None:
    """Say in the user's words that a named unit does not exist, with the range of those that do.

    Returns:
        The sentence, or None when the unit exists.
    """
    if find_units(plan, reference):
        return None
    number = reference.number or 0
    if reference.kind == "article":
        return texts.NO_ARTICLE.format(label=f"第{number}条", count=len(plan.articles))
    if reference.kind in ("preamble", "closing"):
        return texts.NO_UNIT.format(label="序言" if reference.kind == "preamble" else "结语")
    part = plan.part(number)
    if part:
        return texts.NO_INTRODUCTION.format(label=part.label)
    if not plan.parts:
        return texts.NO_UNIT.format(label="分部分的结构")
    label = f"第{to_chinese(number)}部分" if 0 < number < 1000 else f"第{number}部分"
    last = plan.parts[-1]
    return texts.NO_PART.format(label=label, count=last.number, last=last.label)
