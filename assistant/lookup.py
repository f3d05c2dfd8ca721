"""Look-ups: units named by number are read from the parsed plan, never searched for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant import texts
from assistant.numerals import half_width, to_chinese
from assistant.plan import Part, Plan, Span, Unit
from assistant.question import Reference

_QUOTED = re.compile('[“‘"《]([^”’"》]+)[”’"》]')
_LEAST_TITLE = 6  # characters; shorter titles are ordinary words


def find_units(plan: Plan, reference: Reference) -> tuple[Unit, ...]:
    """Return the units a reference names: one, those of a part, or none if it does not exist."""
    number = reference.number or 0
    part = plan.part(number)
    found: list[Unit | None]
    if reference.kind == "article":
        found = [plan.article(number)]
    elif reference.kind == "position":
        found = [_at_position(plan, reference)]
    elif reference.kind == "part":
        found = [part.introduction, *part.articles] if part else []
    elif reference.kind == "introduction":
        found = [part.introduction] if part else []
    else:
        found = [unit for unit in plan.citable if unit.kind == reference.kind]
    return tuple(unit for unit in found if unit)


def _at_position(plan: Plan, reference: Reference) -> Unit | None:
    """The article at a place; a number that an article of the part has is that article's."""
    part = plan.part(reference.part) if reference.part else None
    articles = part.articles if part else () if reference.part else plan.articles
    number = reference.number or 0
    numbered = next((unit for unit in articles if unit.article == number), None)
    if numbered or not 1 <= abs(number) <= len(articles):
        return numbered
    return articles[number - 1 if number > 0 else number]


def titles_in(plan: Plan, text: str) -> tuple[tuple[Reference, ...], str]:
    """Articles and parts named by title, or by a quoted part of it, and the text without that."""
    plain = _words_only(text)
    quoted = [_words_only(quote) for quote in _QUOTED.findall(text)]
    titled = [
        *((Reference("article", unit.article), unit.title) for unit in plan.articles),
        *((Reference("part", part.number), part.title) for part in plan.parts),
    ]
    found: list[Reference] = []
    for reference, name in titled:
        title = _words_only(name)
        fragments = [q for q in quoted if len(q) >= _LEAST_TITLE and q in title]
        for words in (title, *fragments):
            if len(words) >= _LEAST_TITLE and words in plain:
                found.append(reference)
                plain = plain.replace(words, " ")
    return tuple(dict.fromkeys(found)), plain


def _words_only(text: str) -> str:
    return re.sub(r"[^\w]", "", half_width(text))


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
    if reference.kind == "position" and (part := plan.part(reference.part or 0)):
        return texts.NO_POSITION.format(label=part.label, count=len(part.articles))
    if reference.kind == "position" and reference.part:
        number = reference.part
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
