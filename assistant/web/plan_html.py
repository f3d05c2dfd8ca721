"""The plan as HTML: outline, full text, search hits, figures and dated goals; all escaped."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from html import escape
from itertools import groupby

from assistant.indicators import Indicator
from assistant.plan import Part, Plan, Span, Unit
from assistant.text_search import Hit
from assistant.timeline import Milestone
from assistant.web import texts
from assistant.web.article_panel import marked

_SNIPPET = 46  # characters shown around a word that was found


def anchor(unit: Unit) -> str:
    """Return the id of a unit in the full text; it stays the same as long as the plan does."""
    return f"plan-{unit.key}"


def outline(plan: Plan) -> str:
    """Return the tree of parts and articles as links into the full text."""
    others = [unit for unit in plan.citable if not plan.part(unit.part)]
    begin = plan.parts[0].heading.start if plan.parts else 0
    first = [_outline_link(unit) for unit in others if unit.start < begin]
    last = [_outline_link(unit) for unit in others if unit.start >= begin]
    parts = [_outline_part(part) for part in plan.parts]
    return (
        f"<nav class='outline' aria-label='{escape(texts.PLAN_OUTLINE)}'>"
        f"<ul>{''.join([*first, *parts, *last])}</ul></nav>"
    )


def full_text(plan: Plan, hits: Sequence[Hit] = ()) -> str:
    """Return all units of the plan in order, with the found stretches marked."""
    found = [span for hit in hits for span in hit.spans]
    return "".join(_unit(plan, unit, found) for unit in plan.units)


def hit_list(plan: Plan, hits: Sequence[Hit], lead: str) -> str:
    """Return what a search found, each hit a link to its place."""
    rows = "".join(
        f"<li><a href='#{escape(anchor(hit.unit))}'><b>{escape(hit.unit.label)}</b> "
        f"{escape(hit.unit.title)}</a><p>{_snippet(plan, hit)}</p></li>"
        for hit in hits
    )
    return f"<p class='hits-lead' role='status'>{escape(lead)}</p><ol class='hits'>{rows}</ol>"


def indicator_table(plan: Plan, indicators: Sequence[Indicator]) -> str:
    """Return the figures as a table whose columns sort, with a link that downloads it as CSV."""
    if not indicators:
        return f"<p class='empty'>{escape(texts.INDICATORS_NONE)}</p>"
    heads = "".join(
        f"<th scope='col'><button type='button' class='sort'>{escape(name)}</button></th>"
        for name in texts.INDICATOR_COLUMNS
    )
    rows = "".join(_indicator_row(plan, indicator) for indicator in indicators)
    caption = texts.INDICATORS_CAPTION.format(count=len(indicators))
    data = base64.b64encode(indicator_csv(plan, indicators).encode("utf-8-sig")).decode()
    return (
        f"<p class='tools'><a class='button' download='{escape(texts.INDICATORS_CSV_NAME)}' "
        f"href='data:text/csv;base64,{data}'>{escape(texts.INDICATORS_CSV)}</a></p>"
        f"<div class='wide'><table class='sortable'><caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def indicator_csv(plan: Plan, indicators: Sequence[Indicator]) -> str:
    """Return the figures as CSV; cells that a spreadsheet would calculate are made text."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(texts.INDICATOR_COLUMNS)
    for indicator in indicators:
        cells = (_label(plan, indicator), indicator.subject, indicator.amount, indicator.deadline,
                 plan.quote(indicator.span))  # fmt: skip
        writer.writerow(f"'{cell}" if cell[:1] in "=+-@\t" else cell for cell in cells)
    return file.getvalue()


def timeline(plan: Plan, goals: Sequence[Milestone]) -> str:
    """Return the dated goals, a heading for each year."""
    if not goals:
        return f"<p class='empty'>{escape(texts.TIMELINE_NONE)}</p>"
    years = []
    for year, group in groupby(goals, key=lambda goal: goal.year):
        rows = "".join(
            f"<li><span class='period'>{escape(goal.period)}</span> "
            f"{escape(plan.quote(goal.span))} {_link(goal.unit)}</li>"
            for goal in group
        )
        years.append(f"<li><h3>{escape(texts.TIMELINE_YEAR.format(year=year))}</h3>"
                     f"<ul>{rows}</ul></li>")  # fmt: skip
    caption = escape(texts.TIMELINE_CAPTION.format(count=len(goals)))
    return f"<p class='caption'>{caption}</p><ol class='timeline'>{''.join(years)}</ol>"


def source_line(plan: Plan, unit: Unit) -> str:
    """Return the line that goes below a quotation of a unit."""
    line = texts.PLAN_SOURCE_LINE.format(title=plan.title or texts.PLAN_UNTITLED, label=unit.label)
    facts = "\uff0c".join(filter(None, (plan.source, plan.date)))
    return line + (texts.PLAN_SOURCE_DETAIL.format(facts=facts) if facts else "")


def _outline_link(unit: Unit) -> str:
    return f"<li>{_link(unit, f'{unit.label} {unit.title}'.strip())}</li>"


def _outline_part(part: Part) -> str:
    rows = "".join(_outline_link(unit) for unit in part.articles)
    head = f"{part.label} {part.title}"
    return (
        f"<li><details><summary>{escape(head)}</summary>"
        f"<ul><li>{_link(part.heading, texts.PLAN_PART_START)}</li>{rows}</ul></details></li>"
    )


def _link(unit: Unit, text: str = "") -> str:
    return f"<a href='#{escape(anchor(unit))}'>{escape(text or unit.label)}</a>"


def _unit(plan: Plan, unit: Unit, found: list[Span]) -> str:
    identity = escape(anchor(unit))
    if not unit.is_citable:
        return (
            f"<h3 class='part' id='{identity}' tabindex='-1'>{_paragraphs(plan, unit, found)}</h3>"
        )
    return (
        f"<article class='unit' id='{identity}' tabindex='-1' aria-label='{escape(unit.label)}'>"
        f"<header><span class='unit-label'>{escape(unit.label)}</span>"
        f"<button type='button' class='copy-quote' data-source='{escape(source_line(plan, unit))}'"
        f" title='{escape(texts.PLAN_COPY_HINT)}'>{escape(texts.PLAN_COPY)}</button></header>"
        f"<div class='words'>{_paragraphs(plan, unit, found)}</div></article>"
    )


def _paragraphs(plan: Plan, unit: Unit, found: list[Span]) -> str:
    tag = "p" if unit.is_citable else "span"
    return "".join(
        f"<{tag}{' class=item' if paragraph.is_item else ''}>"
        f"{marked(plan, Span(paragraph.start, paragraph.end), found, [])}</{tag}>"
        for paragraph in unit.paragraphs
    )


def _snippet(plan: Plan, hit: Hit) -> str:
    """The first found stretch with some of the words around it, within its paragraph."""
    span = hit.spans[0]
    inside = next(p for p in hit.unit.paragraphs if p.start <= span.start < p.end)
    room = max(0, _SNIPPET - (span.end - span.start)) // 2
    start = max(inside.start, span.start - room)
    end = min(inside.end, max(span.end, start + _SNIPPET))
    before, after = ("…" if start > inside.start else ""), ("…" if end < inside.end else "")
    return f"{before}{marked(plan, Span(start, end), list(hit.spans), [])}{after}"


def _label(plan: Plan, indicator: Indicator) -> str:
    unit = plan.unit(indicator.unit_key)
    return unit.label if unit else ""


def _indicator_row(plan: Plan, indicator: Indicator) -> str:
    unit = plan.unit(indicator.unit_key)
    place = _link(unit) if unit else ""
    quote = marked(plan, indicator.span, [indicator.figure_span], [])
    order = unit.start if unit else 0
    return (
        f"<tr><th scope='row' data-order='{order}'>{place}</th><td>{escape(indicator.subject)}</td>"
        f"<td data-order='{escape(f'{indicator.measure} {indicator.value}')}'>"
        f"{escape(indicator.amount)}</td><td>{escape(indicator.deadline)}</td>"
        f"<td class='quote'>{quote}</td></tr>"
    )
