"""Drafts: what is answered to one question, from look-ups, counting, or evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

from assistant import texts
from assistant.alignment import NAMED, NAMES_ALL
from assistant.answer import Citation, Draft, Status, cite, compose
from assistant.claims import ClaimChecker
from assistant.direct import Desk
from assistant.doubts import load_doubts
from assistant.evidence import Evidence, EvidenceSelector, breadth_of
from assistant.gaps import IS_STATED, Gaps, is_vague
from assistant.judge import BEST_READ, Judge
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
from assistant.passages import Passage, heads_of, inner_quotes, without_item_mark
from assistant.pieces import Piece, find_pieces, is_of, pieces_told, without_pieces
from assistant.plan import Plan, Span, Unit
from assistant.question import Question, answer_kind, is_chinese
from assistant.references import (
    Reference,
    asks_title,
    asks_which_article,
    asks_which_part,
    find_references,
    left_out,
    without_show_words,
)
from assistant.requests import Request, asks_for_list_of, find_request, list_name
from assistant.retrieval import Concept, Query, Ranking
from assistant.slots import Wanted, states_time, wanted
from assistant.verdicts import Reading
from assistant.wishes import asks_rank
from assistant.words import Segmenter

_LIKELY = 0.3  # probability of the best sentence
_ASKS_HOW = re.compile("怎么|怎样|咋|如何|办法|措施|举措")


class Search(NamedTuple):
    """A question or a part of one with what was found.

    ``goes_on``: its subject is known. ``item``: it is about this item of a list.
    """

    question: Question
    query: Query
    ranking: Ranking
    goes_on: bool
    is_other_topic: bool = False
    refers_back: bool = False
    is_part: bool = False
    facets: tuple[tuple[Query, Ranking], ...] = ()
    items: tuple[Span, ...] = ()


class Drafter:
    """Answers questions about one plan from what a search found."""

    def __init__(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        selector: EvidenceSelector,
        segmenter: Segmenter,
        claims: ClaimChecker,
        judge: Judge,
    ) -> None:
        """Use a parsed plan, what chooses its sentences, and what checks and judges questions."""
        self._plan = plan
        self._selector = selector
        self._alignment = selector.alignment
        self._cut = segmenter.cut
        self._claims = claims
        self._judge = judge
        self._desk = Desk(plan, passages)
        self._gaps = Gaps(plan, selector, claims, segmenter)
        self._passages = tuple(passages)

    def draft(self, search: Search, near: Sequence[Citation] = ()) -> Draft:
        """Answer one question or one part of a compound one.

        Args:
            search: The question with what was found.
            near: What was cited just before, for a question that goes on with that subject.
        """
        question, query, ranking = search.question, search.query, search.ranking
        references, rest = named_in(self._plan, question)
        named = [unit for ref in references for unit in find_units(self._plan, ref)]
        missing = list(explain_missing(self._plan, references))
        if not search.items and (each := self._several_pieces(question.text, named, rest)):
            return each
        meant = None if search.items else self._piece_meant(question.text, named, rest)
        if meant:
            whole, piece, left = meant
            told_pieces = pieces_told(self._plan, whole, piece)
            if not told_pieces.citations or not without_show_words(left):
                return told_pieces
            named = [whole]
            if len(told_pieces.citations) == 1:
                (quoted,) = told_pieces.citations
                search = search._replace(items=(Span(quoted.start, quoted.end),))
        if references and not named:
            return Draft("not_in_plan", "\n\n".join(missing))
        if named and is_only_shown(rest, references):
            return self._show(references, missing, rest)
        titled, beside = titles_in(self._plan, question.text)
        if titled and not named and not without_show_words(beside):
            return self._show(titled, missing, beside)
        within = {unit.key for unit in named}
        if request := find_request(rest.strip() if named else question.text):
            others = () if named else left_out(question.text)
            without = [unit for ref in others for unit in find_units(self._plan, ref)]
            scope = [u for u in self._plan.citable if u not in without] if without else named
            direct = self._direct(request, scope, query, ranking)
            if without and not direct and request.kind == "mentions":
                direct = self._mentioned_only_there(request, others)
            elif without and direct:
                missing = [texts.LEFT_OUT.format(labels=labels_of(self._plan, others))]
            if direct:
                text = "\n\n".join([*missing, direct.text])
                return direct._replace(text=text, is_looked_up=True)
        # Signals of a question in another script cannot be compared: half of them count words.
        asked = wanted(question.wants, question.kind, self._cut)
        reading = self.read(question, query, ranking, asked)
        several = self._judge.takes_several(reading) if reading and not within else None
        breadth = breadth_of(query, asked, several=several)
        evidence = self._selector.select(query, ranking, asked, within, breadth=breadth)
        if search.items and (unit := self._plan.unit_at(search.items[0].start)):
            evidence = tuple(Evidence(unit, item, 1.0) for item in search.items)
        is_foreign = bool(reading and self._judge.is_foreign(reading))
        # What is asked beside other things of a plan is likely to be of the plan as well.
        best = max((e.probability for e in evidence), default=0.0)
        is_foreign &= not (search.is_part and best >= _LIKELY)
        if is_foreign and not named and not search.goes_on:
            return self._from_evidence((), question, asked, missing, query, ranking)
        if search.goes_on and not search.is_other_topic and not within:
            units = (self._plan.unit_at(citation.start) for citation in near)
            keys = {unit.key for unit in units if unit}
            nearby = self._selector.select(query, ranking, asked, keys) if keys else ()
            if nearby and (
                search.refers_back or not self._is_elsewhere(query, ranking, asked, nearby)
            ):
                told = {(citation.start, citation.end) for citation in near}
                evidence = self._with_news(nearby, evidence, told, question)
        evidence = self._on_subject(evidence, query)
        if search.facets and not within:
            evidence = self._selector.with_facets(evidence, search.facets, asked)
        is_list_of = partial(asks_for_list_of, question.text)
        evidence = self._selector.with_whole_list(evidence, is_list_of)
        if within and self._is_elsewhere(query, ranking, asked, evidence):
            concepts = [c for c in query.concepts if c.name in rest.lower()]
            elsewhere = self._selector.select(query, ranking, asked)
            if self._names_more(concepts, elsewhere, named):
                evidence = elsewhere
                labels = labels_of(self._plan, references)
                missing = [*missing, texts.ELSEWHERE.format(labels=labels)]
            elif not any(self._names(c, self._plan.body(u)) for c in concepts for u in named):
                return self._show(references, missing, rest)
            else:
                evidence = self._naming(concepts, evidence, within)
        absence = self._judge.absence(reading) if reading else None
        if reading and absence is not None and absence >= 0:
            is_stated = self._gaps.is_stated(
                question, query, asked, reading, evidence, is_by_name=bool(within)
            )
            absence = IS_STATED if is_stated else absence
        return self._from_evidence(
            evidence,
            question,
            asked,
            missing,
            query,
            ranking,
            absence=absence,
            by_place=bool(search.items),
        )

    def _mentioned_only_there(self, request: Request, units: Sequence[Reference]) -> Draft | None:
        """That a word of the plan stands only in the units that a question leaves out."""
        if self._desk.answer(request, (), ()) is None:
            return None
        labels, term = labels_of(self._plan, units), "”或“".join(request.terms)
        return Draft("not_in_plan", texts.NO_OTHER_MENTION.format(labels=labels, term=term))

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
        return self._alignment.closeness(concept, text) >= NAMED

    def _on_subject(self, evidence: Sequence[Evidence], query: Query) -> tuple[Evidence, ...]:
        """Without what only shares a year with the question, when something names its subject."""
        if not query.subjects or len(query.subjects) == len(query.concepts):
            return tuple(evidence)
        near = self._alignment.nearness(query)
        nearest = [
            max(near(concept.name, self._plan.quote(e.span)) for concept in query.subjects)
            for e in evidence
        ]
        if max(nearest, default=0.0) < NAMES_ALL:
            return tuple(evidence)
        return tuple(e for e, each in zip(evidence, nearest, strict=True) if each >= NAMED)

    def read(
        self,
        question: Question,
        query: Query,
        ranking: Ranking,
        asked: Wanted,
        *,
        by_reader: bool = True,
    ) -> Reading | None:
        """What can be judged of a question; nothing of one in another script.

        Of a follow-up its own words are read, and how they fit with what was said before. Without
        the reader it is only told whether a turn leans or is an aside.
        """
        text = query.texts[query.own] if query.is_in_context else question.text
        if not is_chinese(text):
            return None
        features = self._selector.features(query, ranking, asked)
        best = self._selector.best_of(features, BEST_READ)
        fit = self._selector.support_features(query, ranking, features)
        return self._judge.read(
            text,
            ranking.vectors[query.own],
            asked,
            best,
            fit,
            context=query.joined,
            by_reader=by_reader,
        )

    def _direct(
        self, request: Request, scope: Sequence[Unit], query: Query, ranking: Ranking
    ) -> Draft | None:
        """Answer a direct request; the subject of a timeline is what a search finds dated."""
        subject: list[Span] = []
        if request.kind == "timeline":
            within = {unit.key for unit in scope}
            asked = wanted("什么时候", "time", self._cut)
            found = self._selector.select(query, ranking, asked, within, breadth="broad")
            subject = [e.span for e in found if states_time(self._plan.quote(e.span))]
        return self._desk.answer(request, scope, subject)

    def _show(self, references: Sequence[Reference], missing: list[str], rest: str) -> Draft:
        """Quote what is named: units whole, of a part its introduction and its articles' titles.

        Args:
            references: What is named.
            missing: What is said about units that do not exist.
            rest: What the question says beside the names: it may ask for titles, or for the part.
        """
        blocks, quoted = list(missing), []
        with_part, only_titles = asks_which_part(rest), asks_title(rest)
        for reference in references:
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

    def _is_elsewhere(
        self, query: Query, ranking: Ranking, asked: Wanted, evidence: Sequence[Evidence]
    ) -> bool:
        """Whether units that were not named hold far better evidence than those that were."""
        overall = self._selector.select(query, ranking, asked)
        best_named = max((e.probability for e in evidence), default=0.0)
        best = max((e.probability for e in overall), default=0.0)
        return best_named < best * self._selector.model.selections["open"].share_of_best

    @staticmethod
    def _with_news(
        nearby: tuple[Evidence, ...],
        overall: tuple[Evidence, ...],
        told: Collection[tuple[int, int]],
        question: Question,
    ) -> tuple[Evidence, ...]:
        """What lies near, unless it was all told already and the question asks how to go on."""
        is_new = any((e.span.start, e.span.end) not in told for e in nearby)
        if is_new or not _ASKS_HOW.search(question.asked):
            return nearby
        return tuple(e for e in overall if (e.span.start, e.span.end) not in told) or nearby

    def _rank(self, text: str, best: Evidence) -> list[str]:
        """The place of what is quoted in the list under its title, when a question asks for it."""
        if not asks_rank(text) or not asks_for_list_of(text, best.unit.title):
            return []
        heads = heads_of(self._passages, best.unit)
        before = [head for head in heads if head.start <= best.span.start]
        quote = self._plan.quote(best.span)
        own = [word for word in self._cut(text) if len(word) > 1 and word not in best.unit.title]
        if not before or len(heads) < 2 or not any(word in quote for word in own):
            return []
        return [
            texts.RANK.format(
                unit=best.unit.label,
                title=best.unit.title,
                count=len(heads),
                head=inner_quotes(without_item_mark(before[-1].text).rstrip("。:")),
                rank=len(before),
            )
        ]

    def stands_alone(self, text: str) -> bool:
        """Whether a question asks for nothing but a list, an article by title, or the document."""
        request = find_request(text)
        if request is None or request.kind not in ("items", "imprint", "outline"):
            return False
        return self._desk.answer(request, (), ()) is not None

    def _from_evidence(
        self,
        evidence: Sequence[Evidence],
        question: Question,
        asked: Wanted,
        missing: list[str],
        query: Query,
        ranking: Ranking,
        *,
        absence: float | None = None,
        by_place: bool = False,
    ) -> Draft:
        """The draft from chosen sentences; what is asked for by its place asserts nothing."""
        if not evidence:
            text = texts.NOT_IN_PLAN.format(title=self._plan.title)
            return Draft("not_in_plan", "\n\n".join([*missing, text]))
        citations = tuple(cite(self._plan, e.unit, e.span) for e in evidence)
        best = max(evidence, key=lambda e: e.probability)
        quotes = [citation.quote for citation in citations]
        lacking = self._gaps.lacking(question, query, asked, evidence, absence=absence)
        claims = self._claims.contradicted(question.asked, quotes, _synonyms(query))
        vague = is_vague(lacking)
        if lacking and not vague:  # what asks for what is missing takes nothing for granted
            claims = tuple(claim for claim in claims if answer_kind(claim) == "free")
        doubt = None
        if not claims and not by_place and (vague or not lacking):
            near = self._alignment.nearness(query)
            encoder = self._judge.model.encoder if self._judge.model else ""
            doubts = partial(
                load_doubts().doubts,
                vector=ranking.vectors[query.own],
                encoder=encoder,
                absence=absence or 0.0,
            )
            doubt = self._claims.doubter.doubted(
                question.asked, quotes, near, doubts, only_clear=vague
            )
        if vague and (claims or doubt):  # what the question asserts is the detail
            lacking = ()
        rank = self._rank(question.text, best)
        if rank:
            lacking = ()
        leads = [*missing, *rank]
        if claims:
            leads.append(texts.CONTRADICTED.format(claims=inner_quotes(";".join(claims))))
        elif doubt:
            leads.append(texts.DOUBTED.format(claim="”“".join(map(inner_quotes, doubt))))
        if unused := self._claims.unused_expressions(question.asked):
            leads.append(texts.UNUSED.format(words="”“".join(unused)))
        if lacking:
            # An amount of money is not also to be missed as a price.
            amounts = [slot for slot in lacking if slot.kind in ("money", "number")]
            names = dict.fromkeys(slot.name for slot in amounts or lacking)
            leads.append(texts.PARTIAL.format(what="、".join(names)))
        if asks_which_article(question.asked):
            units = dict.fromkeys(f"{e.unit.label}{_title(e.unit)}" for e in evidence)
            leads.append(texts.FOUND_IN.format(units="、".join(units)))
        status: Status = "partial" if lacking and not claims else "answered"
        text = "\n\n".join([*leads, compose(citations)])
        kinds = tuple(slot.kind for slot in lacking)
        return Draft(status, text, citations, remarks=tuple(leads), lacking=kinds)


def _title(unit: Unit) -> str:
    return texts.TITLE.format(title=unit.title) if unit.title else ""


def _synonyms(query: Query) -> dict[str, list[str]]:
    """What the plan may call the things that a question asks about."""
    return {
        c.name: sorted({word for words in c.wordings for word in words} - {c.name})
        for c in query.concepts
    }


def joined(parts: Sequence[str], drafts: Sequence[Draft]) -> Draft:
    """One answer of the answers to the parts; a part that the plan does not mention is named."""
    seen: set[str] = set()
    blocks: list[str] = []
    remarks: dict[str, None] = {}
    for asked, draft in zip(parts, drafts, strict=True):
        if draft.status == "not_in_plan":
            blocks.append(texts.PART_NOT_IN_PLAN.format(part=asked))
            remarks[blocks[-1]] = None
        elif draft.text not in seen:
            seen.add(draft.text)
            part = inner_quotes(asked)
            blocks.append(f"{texts.PART.format(part=part)}\n\n{draft.text}")
            remarks |= dict.fromkeys(draft.remarks)
    citations = {(c.start, c.end): c for draft in drafts for c in draft.citations}
    statuses = {draft.status for draft in drafts}
    if statuses == {"not_in_plan"}:
        return drafts[0]
    status: Status = "partial" if "partial" in statuses else "answered"
    return Draft(
        status,
        "\n\n".join(blocks),
        tuple(citations.values()),
        is_looked_up=any(draft.is_looked_up for draft in drafts),
        remarks=tuple(remarks),
    )
