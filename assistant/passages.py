"""Passages: the sentence-sized children of units that search works on.

A passage never crosses a unit, carries the headings it stands under, and together the passages
of a unit hold every one of its non-blank characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.plan import Paragraph, Plan, Span, Unit

# Part of the index manifest: raise it whenever passages or their search text change.
PASSAGE_VERSION = "1"

_SENTENCE = re.compile(r"[^。!?!?]*(?:[。!?!?]+[”’」』)]*|$)")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_CLAUSE_MARKS = ",;。:"
_LEAST_CLAUSE = 6  # characters
_MAX_ITEM_HEAD = 40  # characters; a longer first sentence is a statement, not a heading


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a title or an item's heading.

    Attributes:
        id: Position in document order, from 0.
        unit: Key of the unit it belongs to.
        kind: ``title`` (the article's first sentence, with its number), ``head`` (first sentence
            of a ``--`` item) or ``sentence``.
        start: Offset of its first character in the source text.
        end: Offset behind its last character.
        text: The words of the span, verbatim.
        headings: What it stands under, widest first: part title, article title, item heading.
    """

    id: int
    unit: str
    kind: Literal["title", "head", "sentence"]
    start: int
    end: int
    text: str
    headings: tuple[str, ...]

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return Span(self.start, self.end)

    @property
    def search_text(self) -> str:
        """The sentence after its nearest headings: what the encoder sees."""
        own = without_item_mark(self.text)
        nearest = [heading for heading in self.headings[1:] if heading not in own]
        return "。".join([*nearest, own])


def split_passages(plan: Plan) -> tuple[Passage, ...]:
    """Cut all citable units into passages, in document order."""
    drafts = [
        (unit, kind, span, headings)
        for unit in plan.citable
        for kind, span, headings in _unit_passages(plan, unit)
    ]
    return tuple(
        Passage(number, unit.key, kind, span.start, span.end, plan.quote(span), headings)
        for number, (unit, kind, span, headings) in enumerate(drafts)
    )


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]`` without surrounding blanks.

    A closing quotation mark stays with the full stop before it; a full stop between quotation
    marks ends no sentence while the quotation is open.
    """
    first = start
    for match in _SENTENCE.finditer(text, start, end):
        piece = text[first : match.end()]
        if piece.count("“") > piece.count("”") and match.end() < end:
            continue
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield Span(first + left, first + len(piece.rstrip()))
        first = match.end()


def clauses(text: str, sentence: Span, marks: str) -> Iterator[Span]:
    """Cut a sentence at these marks; blanks and the marks themselves are left out."""
    start = sentence.start
    for match in re.finditer(rf"[{re.escape(marks)}]|$", text[sentence.start : sentence.end]):
        end = sentence.start + match.start()
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield Span(start + left, start + len(piece.rstrip()))
        start = sentence.start + match.end()


def clause_texts(passage: Passage) -> list[str]:
    """The clauses of a passage, verbatim; a very short one stays with the clause before it."""
    found: list[str] = []
    for span in clauses(passage.text, Span(0, len(passage.text)), _CLAUSE_MARKS):
        text = passage.text[span.start : span.end]
        if found and len(found[-1]) < _LEAST_CLAUSE:
            found[-1] += f",{text}"
        else:
            found.append(text)
    return found or [passage.text]


def without_item_mark(text: str) -> str:
    """Return the text without blanks around it and the dashes that mark a list item."""
    return re.sub(r"^\s*[-—–]+\s*", "", text).strip()


def inner_quotes(text: str) -> str:
    """The text with single quotation marks for double ones, as it stands inside a quotation."""
    return text.translate(_INNER_QUOTES)


def heads_of(passages: Iterable[Passage], unit: Unit) -> list[Passage]:
    """The headings of what an article lists, in order."""
    return [p for p in passages if p.unit == unit.key and p.kind == "head"]


_Draft = tuple[Literal["title", "head", "sentence"], Span, tuple[str, ...]]


def _unit_passages(plan: Plan, unit: Unit) -> Iterator[_Draft]:
    part = plan.part(unit.part)
    outer = (part.title if part else "",)
    own = (unit.title,) if unit.kind == "article" and unit.title else ()
    for paragraph in unit.paragraphs:
        yield from _paragraph_passages(plan, unit, paragraph, outer + own)


def _paragraph_passages(
    plan: Plan, unit: Unit, paragraph: Paragraph, headings: tuple[str, ...]
) -> Iterator[_Draft]:
    for position, span in enumerate(sentences(plan.text, paragraph.start, paragraph.end)):
        if position == 0 and unit.title_span and span.end > unit.title_span.start >= span.start:
            yield "title", span, headings[:1]
        elif position == 0 and paragraph.is_item and span.end - span.start <= _MAX_ITEM_HEAD:
            yield "head", span, headings
            headings = (*headings, without_item_mark(plan.quote(span)).rstrip("。"))
        else:
            yield "sentence", span, headings
