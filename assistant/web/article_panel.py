"""The panel beside the chat: the cited units in full, the quoted words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from assistant.answer import Answer, Citation
from assistant.plan import Paragraph, Plan, Unit
from assistant.web import texts


def anchor(key: str) -> str:
    """Id of a unit's element in the panel, for ``#`` links."""
    return f"art-{key}"


def panel_html(plan: Plan, answer: Answer | None) -> str:
    """HTML of the panel; all text is escaped."""
    if answer is None:
        return _frame(f"<p>{escape(texts.PANEL_EMPTY)}</p>")
    cited = cited_units(plan, answer)
    if not cited:
        return _frame(f"<p>{escape(texts.PANEL_NONE)}</p>")
    return _frame("".join(_unit_html(plan, unit, answer.citations) for unit in cited))


def cited_units(plan: Plan, answer: Answer) -> list[Unit]:
    """The units that an answer cites, each once, in its order."""
    units = (plan.unit_at(citation.start) for citation in answer.citations)
    return list({unit.key: unit for unit in units if unit}.values())


def _frame(content: str) -> str:
    # Focusable, so that the keyboard can scroll it.
    title = escape(texts.PANEL_TITLE)
    return (
        f'<section id="panel" tabindex="0" aria-label="{title}"><h2>{title}</h2>{content}</section>'
    )


def _unit_html(plan: Plan, unit: Unit, citations: Iterable[Citation]) -> str:
    own = [(c.start, c.end) for c in citations if unit.start <= c.start < unit.end]
    part = plan.part(unit.part)
    heading = f'<div class="part">{escape(f"{part.label} {part.title}")}</div>' if part else ""
    title = f"{unit.label} {unit.title}" if unit.kind == "article" else unit.label
    paragraphs = "".join(f"<p>{_marked(plan, p, own)}</p>" for p in unit.paragraphs)
    return (
        f'<article id="{anchor(unit.key)}">{heading}<h3>{escape(title)}</h3>{paragraphs}</article>'
    )


def _marked(plan: Plan, paragraph: Paragraph, spans: list[tuple[int, int]]) -> str:
    """A paragraph with the spans that lie in it marked; overlapping spans become one."""
    return "".join(
        f"<mark>{escape(text)}</mark>" if quoted else escape(text)
        for text, quoted in _pieces(plan, paragraph, spans)
    )


def _pieces(
    plan: Plan, paragraph: Paragraph, spans: list[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    position = paragraph.start
    for start, end in sorted(spans):
        start, end = max(start, position), min(end, paragraph.end)
        if start < end:
            yield plan.text[position:start], False
            yield plan.text[start:end], True
            position = end
    yield plan.text[position : paragraph.end], False
