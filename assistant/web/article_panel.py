"""The panel of cited units as HTML: full texts with the quoted words marked, everything escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from assistant.answer import Answer, Citation
from assistant.plan import Plan, Span, Unit
from assistant.web import texts


def anchor(unit: Unit) -> str:
    """Return the id of a unit's element in the panel; unique within the page."""
    return f"art-{unit.key}"


def render_panel(plan: Plan, answers: Sequence[Answer]) -> str:
    """Show the units that the last answer cites, then those that only earlier ones cite.

    Each unit appears once. Words quoted by the last answer are in ``<mark>``, those quoted by
    earlier answers in ``<mark class="earlier">``.

    Args:
        plan: The plan that all answers cite.
        answers: The answers of a conversation, oldest first.
    """
    latest = answers[-1].citations if answers else ()
    earlier = [citation for answer in answers[:-1] for citation in answer.citations]
    units = _units(plan, latest)
    others = [unit for unit in _units(plan, earlier) if unit not in units]
    blocks = [f"<p class='panel-note'>{escape(_note(answers))}</p>"]
    blocks += [_unit_html(plan, unit, _spans(latest), _spans(earlier)) for unit in units]
    if others:
        blocks.append(f"<h3 class='panel-earlier'>{escape(texts.PANEL_EARLIER)}</h3>")
        blocks += [_unit_html(plan, unit, [], _spans(earlier)) for unit in others]
    return "".join(blocks)


def _note(answers: Sequence[Answer]) -> str:
    if not answers:
        return texts.PANEL_EMPTY
    citations = answers[-1].citations
    if not citations:
        return texts.PANEL_NOTHING_CITED
    return texts.PANEL_CITED.format(count=len(citations), label=citations[0].label)


def _units(plan: Plan, citations: Sequence[Citation]) -> list[Unit]:
    """The cited units in the order of their first citation."""
    found = (plan.unit_at(citation.start) for citation in citations)
    return list({unit.key: unit for unit in found if unit}.values())


def _spans(citations: Sequence[Citation]) -> list[Span]:
    return [Span(citation.start, citation.end) for citation in citations]


def _unit_html(plan: Plan, unit: Unit, quoted: list[Span], earlier: list[Span]) -> str:
    identity = escape(anchor(unit))
    part = plan.part(unit.part)
    place = f"{part.label} {part.title}" if part and unit.kind == "article" else ""
    paragraphs = "".join(
        f"<p{' class=item' if paragraph.is_item else ''}>"
        f"{marked(plan, Span(paragraph.start, paragraph.end), quoted, earlier)}</p>"
        for paragraph in unit.paragraphs
    )
    return (
        f"<article class='unit' id='{identity}' tabindex='-1' aria-labelledby='{identity}-title'>"
        f"<h3 id='{identity}-title'><span class='unit-label'>{escape(unit.label)}</span>"
        f" {escape(unit.title)}</h3>"
        f"<p class='unit-place'>{escape(place)}</p>{paragraphs}"
        f"<p class='unit-links'><a href='#plan-{escape(unit.key)}'>{escape(texts.OPEN_IN_PLAN)}</a>"
        f"<a class='unit-back' href='#question'>{escape(texts.BACK_TO_QUESTION)}</a></p>"
        "</article>"
    )


def marked(plan: Plan, paragraph: Span, quoted: list[Span], earlier: list[Span]) -> str:
    """Show a paragraph with its quoted stretches marked; the last answer wins over earlier ones."""
    pieces = []
    place = paragraph.start
    for span, mark in _stretches(paragraph, quoted, earlier):
        pieces.append(escape(plan.text[place : span.start]))
        pieces.append(f"{mark}{escape(plan.quote(span))}</mark>")
        place = span.end
    pieces.append(escape(plan.text[place : paragraph.end]))
    return "".join(pieces)


def _stretches(
    paragraph: Span, quoted: list[Span], earlier: list[Span]
) -> Iterator[tuple[Span, str]]:
    """The parts of both kinds of spans that lie in a paragraph, in order and without overlap."""
    taken = _cut(paragraph, quoted)
    marks = [(span, "<mark>") for span in taken]
    for span in _cut(paragraph, earlier):
        marks += [(rest, '<mark class="earlier">') for rest in _without(span, taken)]
    yield from sorted(marks, key=lambda item: item[0].start)


def _cut(paragraph: Span, spans: list[Span]) -> list[Span]:
    """Spans limited to a paragraph, in order; what an earlier one covers is left out."""
    pieces = []
    place = paragraph.start
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        start, end = max(span.start, place), min(span.end, paragraph.end)
        if start < end:
            pieces.append(Span(start, end))
            place = end
    return pieces


def _without(span: Span, taken: list[Span]) -> Iterator[Span]:
    """What is left of a span outside others, which are in order and do not overlap."""
    place = span.start
    for other in taken:
        if place < other.start:
            yield Span(place, min(other.start, span.end))
        place = max(place, other.end)
        if place >= span.end:
            return
    yield Span(place, span.end)
