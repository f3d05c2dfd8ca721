"""Named units: what answers a question that names articles, parts, or pieces of an article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant import texts
from assistant.alignment import NAMED
from assistant.answer import Draft, cite, compose
from assistant.direct import Desk
from assistant.evidence import Evidence, EvidenceSelector
from assistant.lookup import (
    display_spans,
    explain_missing,
    find_units,
    is_only_shown,
    labels_of,
    membership,
    named_in,
    named_part,
    titles_in,
)
from assistant.passages import Passage
from assistant.pieces import Piece, find_pieces, is_of, pieces_told, without_pieces
from assistant.plan import Plan, Span, Unit
from assistant.question import Question, answer_kind
from assistant.references import (
    Reference,
    asks_title,
    asks_which_part,
    find_references,
    left_out,
    without_show_words,
)
from assistant.requests import list_name
from assistant.retrieval import Concept, Query


class Named(NamedTuple):
    """Units that a question names, and what else it says.

    Attributes:
        references: How it names them; nothing for a unit that is called by what it lists.
        units: These units.
        missing: What is said about units that do not exist.
        rest: What the question says beside the names.
        items: The one piece of a unit that it is about, if any.
    """

    references: tuple[Reference, ...]
    units: tuple[Unit, ...]
    missing: tuple[str, ...]
    rest: str
    items: tuple[Span, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the units."""
        return frozenset(unit.key for unit in self.units)


class Scope(NamedTuple):
    """Where a question wants something looked up.

    Attributes:
        units: The only units to look at; empty means all.
        left_out: Labels of the units that it leaves out; empty when there are none.
    """

    units: tuple[Unit, ...]
    left_out: str = ""


class NamedUnits:
    """Finds the units of one plan that questions name, and answers what asks for no more."""

    def __init__(
        self, plan: Plan, passages: Sequence[Passage], selector: EvidenceSelector, desk: Desk
    ) -> None:
        """Use a parsed plan, its passages, what chooses its sentences, and what knows its lists."""
        self._plan = plan
        self._passages = passages
        self._selector = selector
        self._desk = desk

    def find(self, question: Question, *, is_on_item: bool) -> Named | Draft:
        """The units that a question names, or its answer when it asks for nothing else.

        Args:
            question: The question.
            is_on_item: Whether it is known to be about an item of a list; it then names no piece.
        """
        references, rest = named_in(self._plan, question)
        units = [unit for ref in references for unit in find_units(self._plan, ref)]
        missing = explain_missing(self._plan, references)
        named = Named(references, tuple(units), missing, rest)
        if not is_on_item:
            if each := self._several_pieces(question.text, named.units, rest):
                return each
            if meant := self._piece_meant(question.text, named.units, rest):
                whole, piece, left = meant
                told = pieces_told(self._plan, whole, piece)
                if not told.citations or not without_show_words(left):
                    return told
                spans = tuple(Span(c.start, c.end) for c in told.citations)
                named = named._replace(units=(whole,), items=spans if len(spans) == 1 else ())
        return self._alone(named, question) or named

    def scope(self, named: Named, question: Question) -> Scope:
        """Where a direct request is looked up: in the units named, or outside those left out."""
        others = () if named.units else left_out(question.text)
        without = [unit for ref in others for unit in find_units(self._plan, ref)]
        if not without:
            return Scope(named.units)
        units = tuple(unit for unit in self._plan.citable if unit not in without)
        return Scope(units, labels_of(self._plan, others))

    def weigh(
        self,
        named: Named,
        query: Query,
        evidence: Sequence[Evidence],
        overall: tuple[Evidence, ...],
    ) -> tuple[tuple[Evidence, ...], tuple[str, ...]] | Draft:
        """What is told when other units hold far better evidence than those that are named.

        Args:
            named: The units that are named.
            query: What was searched for.
            evidence: What was chosen in them.
            overall: What is chosen in all units.

        Returns:
            The evidence to quote, with what is said about the units that do not exist or that do
            not say it; or the units themselves when they name nothing of what is asked about.
        """
        concepts = [c for c in query.concepts if c.name in named.rest.lower()]
        if self._names_more(concepts, overall, named.units):
            labels = labels_of(self._plan, named.references)
            return overall, (*named.missing, texts.ELSEWHERE.format(labels=labels))
        if not any(self._names(c, self._plan.body(u)) for c in concepts for u in named.units):
            return self._shown(named)
        return self._naming(concepts, evidence, named.keys), named.missing

    def _several_pieces(self, text: str, named: Sequence[Unit], rest: str) -> Draft | None:
        """Pieces of several articles, each named behind its own; None when there is more to it."""
        if len(set(named)) < 2 or without_show_words(without_pieces(rest)):
            return None
        told: list[Draft] = []
        found: set[Unit] = set()
        for piece in find_pieces(text):
            before = find_references(piece.before)[0]
            units = find_units(self._plan, before[-1]) if before else ()
            if len(units) == 1 and is_of(piece, units[0]):
                found.update(units)
                told.append(pieces_told(self._plan, units[0], piece))
        if found != set(named):
            return None
        citations = {(c.start, c.end): c for each in told for c in each.citations}
        return Draft(
            "answered" if citations else "not_in_plan",
            "\n\n".join(each.text for each in told),
            tuple(citations.values()),
            is_looked_up=True,
        )

    def _piece_meant(
        self, text: str, named: Sequence[Unit], rest: str
    ) -> tuple[Unit, Piece, str] | None:
        """Pieces of one article that a question names by their place, and what it says beside them.

        The article is named by its number, or by what it lists: “the third principle”.
        """
        for piece in find_pieces(text):
            unit = self._desk.listing(list_name(piece.left))
            if unit and piece.kind in ("项", "条") and self._is_in_list(piece, unit, text):
                return unit, piece, ""
        if len(set(named)) != 1:
            return None
        own = next((p for p in find_pieces(rest) if is_of(p, named[0])), None)
        if own is None:
            return None
        name = list_name(own.left)
        is_named = bool(name) and self._desk.listing(name, named) is not None
        return named[0], own, "" if is_named else own.left

    def _is_in_list(self, piece: Piece, unit: Unit, text: str) -> bool:
        """Whether a place is counted in the list of an article that the text calls by name."""
        beside = find_references(piece.left)[0]
        if any(other != unit for ref in beside for other in find_units(self._plan, ref)):
            return False
        # “Which are the principles of article 5?”
        if piece.kind == "条" and (answer_kind(text) == "list" or unit.article in piece.places):
            return False
        return piece.counts(list_name(piece.left))

    def _alone(self, named: Named, question: Question) -> Draft | None:
        """The answer when nothing is asked for but what is named; None when there is more to it."""
        if named.references and not named.units:
            return Draft("not_in_plan", "\n\n".join(named.missing))
        if named.units and is_only_shown(named.rest, named.references):
            return self._shown(named)
        titled, beside = titles_in(self._plan, question.text)
        if titled and not named.units and not without_show_words(beside):
            return self._shown(named._replace(references=titled, rest=beside))
        return None

    def _shown(self, named: Named) -> Draft:
        """Quote what is named: units whole, of a part its introduction and its articles' titles.

        The question may ask beside the names for titles, or for the part.
        """
        blocks, quoted = list(named.missing), []
        with_part, only_titles = asks_which_part(named.rest), asks_title(named.rest)
        for reference in named.references:
            part = named_part(self._plan, reference)
            citations = [
                cite(self._plan, unit, span)
                for unit in find_units(self._plan, reference)
                for span in display_spans(unit, titles_only=only_titles or part is not None)
            ]
            if part:
                count = len(part.articles)
                heading = texts.PART_OUTLINE.format(label=part.label, title=part.title, count=count)
                blocks.append(heading)
            elif with_part:
                blocks += [membership(self._plan, u) for u in find_units(self._plan, reference)]
            blocks.append(compose(citations))
            quoted.extend(citations)
        unique = {(c.start, c.end): c for c in quoted}
        text = "\n\n".join(filter(None, blocks))
        return Draft("answered", text, tuple(unique.values()), is_looked_up=True)

    def _names_more(
        self, concepts: Sequence[Concept], evidence: Sequence[Evidence], named: Sequence[Unit]
    ) -> bool:
        """Whether evidence names something of what is asked about that no named unit does."""
        quotes = [self._plan.quote(e.span) for e in evidence]
        return any(
            any(self._names(c, quote) for quote in quotes)
            and not any(self._names(c, self._plan.body(unit)) for unit in named)
            for c in concepts
        )

    def _naming(
        self, concepts: Sequence[Concept], evidence: Sequence[Evidence], within: Collection[str]
    ) -> tuple[Evidence, ...]:
        """Evidence of some units that names what is asked about, else their sentences that do."""
        if any(self._names(c, self._plan.quote(e.span)) for c in concepts for e in evidence):
            return tuple(evidence)
        best = max((e.probability for e in evidence), default=0.0)
        naming = [
            Evidence(unit, passage.span, best)
            for passage in self._passages
            if passage.unit in within and any(self._names(c, passage.text) for c in concepts)
            if (unit := self._plan.unit(passage.unit))
        ]
        return tuple(naming[: self._selector.model.selections["open"].most]) or tuple(evidence)

    def _names(self, concept: Concept, text: str) -> bool:
        """Whether a text names a concept, by one of its wordings or by a word much like it."""
        return self._selector.alignment.closeness(concept, text) >= NAMED
