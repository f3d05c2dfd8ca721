"""Answers to direct requests: counted, listed and ordered over the parsed plan, never searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from assistant import texts
from assistant.answer import Citation, Draft, cite, compose
from assistant.imprint import imprint
from assistant.indicators import Indicator, extract_indicators
from assistant.lookup import display_spans, membership
from assistant.numerals import NUMERAL, parse_number
from assistant.passages import Passage, clauses, heads_of, inner_quotes
from assistant.plan import Part, Plan, Span, Unit
from assistant.quantities import find_periods, period_end
from assistant.requests import Request, last_word
from assistant.text_search import places
from assistant.timeline import milestones

_LONGEST_WORD = 4  # characters; what is longer may be a description
_MOST_THEME = 15  # units; a place that more of them name is what the whole plan is about
# “The basic principles” are the principles, if the plan has no others.
_KIND_OF_LIST = re.compile("^(?:基本|主要|重要|总体|核心)(?=..)")
_NO_WORD = re.compile(r"[\W的]")
_YEAR_IN_WORDS = re.compile(rf"[一二]{NUMERAL}{{3}}(?=年)")
_SHORT = 80  # characters; of a longer sentence only the clauses around the words are quoted


class Desk:
    """Answers direct requests about one plan."""

    def __init__(self, plan: Plan, passages: Sequence[Passage]) -> None:
        """Use a parsed plan and its passages."""
        self._plan = plan
        self._passages = tuple(passages)

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        return extract_indicators(self._plan, self._passages)

    def answer(
        self, request: Request, scope: Sequence[Unit], subject: Sequence[Span]
    ) -> Draft | None:
        """Answer a request; None when nothing here answers it and a search may.

        Args:
            request: What is asked for.
            scope: The only units to look at; empty means all.
            subject: Spans that a search found for the subject of a timeline.
        """
        units = list(scope) or list(self._plan.citable)
        if request.kind == "imprint":
            return imprint(self._plan, self._passages)
        if request.kind == "outline":
            return self._outline(request)
        if request.kind == "part_size":
            return self._part_size(most=request.of_most)
        if request.kind == "mentions":
            return self._mentions(request, units)
        if request.kind == "about":
            return self._about(request)
        if request.kind == "items":
            return self._items(request, units)
        if request.kind == "figures":
            return self._figures(request, units)
        return self._timeline(subject)

    def _outline(self, request: Request) -> Draft:
        """Numbers of parts and articles, with the articles of each part."""
        plan = self._plan
        rows = [
            texts.OUTLINE_ROW.format(
                label=part.label,
                title=part.title,
                first=part.articles[0].label,
                last=part.articles[-1].label,
                count=len(part.articles),
            )
            for part in plan.parts
            if part.articles
        ]
        counts = {"parts": len(plan.parts), "articles": len(plan.articles)}
        lead = texts.OUTLINE if plan.parts else texts.OUTLINE_WITHOUT_PARTS
        ends = [plan.articles[0], plan.articles[-1]]
        citations = [
            cite(plan, u, u.title_span or Span(u.start, u.paragraphs[0].end)) for u in ends
        ]
        count, unit = (
            (counts["parts"], texts.PARTS)
            if request.of_parts
            else (counts["articles"], texts.ARTICLES)
        )
        is_wrong = request.claimed is not None and request.claimed != count
        said = texts.OUTLINE_CLAIMED.format(count=count, unit=unit, claimed=request.claimed)
        blocks = [
            said if is_wrong else "",
            lead.format(**counts),
            "\n".join(rows),
            texts.FIRST_AND_LAST,
            compose(citations),
        ]
        return Draft("answered", "\n\n".join(filter(None, blocks)), tuple(citations))

    def _part_size(self, *, most: bool) -> Draft | None:
        """The parts with the most or the fewest articles."""
        parts = [part for part in self._plan.parts if part.articles]
        if not parts:
            return None
        wanted = (max if most else min)(len(part.articles) for part in parts)
        blocks: list[str] = []
        citations: list[Citation] = []
        for part in parts:
            if len(part.articles) == wanted:
                titles = [cite(self._plan, u, u.title_span) for u in part.articles if u.title_span]
                blocks += [self._heading(part), compose(titles)]
                citations += titles
        return Draft("answered", "\n\n".join(blocks), tuple(citations))

    @staticmethod
    def _heading(part: Part) -> str:
        return texts.PART_OUTLINE.format(
            label=part.label, title=part.title, count=len(part.articles)
        )

    def _mentions(self, request: Request, units: Sequence[Unit]) -> Draft | None:
        """Every unit that holds one of the words, with the place where it first does."""
        named = "”或“".join(request.terms)
        held = [
            (unit, found)
            for unit in units
            if (found := [f for term in request.terms for f in places(self._plan, unit, term)])
        ]
        if not held:
            text = texts.NO_MENTION.format(term=named)
            return Draft("not_in_plan", text) if request.is_literal else None
        terms = request.terms
        if not request.is_literal and any(self._is_description(term, units) for term in terms):
            return None
        if request.is_theme and len(held) > _MOST_THEME:
            if not request.list_name:
                return self._outline(request)
            return self._items(Request("items", request.list_name), units)
        citations = [cite(self._plan, unit, self._around(unit, min(found))) for unit, found in held]
        articles = sum(unit.kind == "article" for unit, _ in held)
        others = "、".join(unit.label for unit, _ in held if unit.kind != "article")
        lead = texts.MENTIONS.format(
            term=named,
            articles=articles,
            times=sum(len(found) for _, found in held),
            elsewhere=texts.MENTIONS_ELSEWHERE.format(labels=others) if others else "",
        )
        return Draft("answered", f"{lead}\n\n{compose(citations)}", tuple(citations))

    def _is_description(self, term: str, units: Sequence[Unit]) -> bool:
        """Whether it is too long for a word and stands nowhere: it is to be searched for."""
        found = (offset for unit in units for offset in places(self._plan, unit, term))
        return len(term) > _LONGEST_WORD and next(found, None) is None

    def _around(self, unit: Unit, offset: int) -> Span:
        """The sentence at an offset, or of a long one the clauses there."""
        passage = next(
            p for p in self._passages if p.unit == unit.key and p.start <= offset < p.end
        )
        if unit.title_span and passage.kind == "title":
            return unit.title_span
        if passage.end - passage.start <= _SHORT:
            return passage.span
        for marks in (";;", ";;,,"):
            clause = _clause(self._plan.text, passage.span, offset, marks)
            if clause.end - clause.start <= _SHORT:
                break
        return clause

    def _about(self, request: Request) -> Draft | None:
        """Units whose title names the subject; of parts their introduction and articles."""
        terms = request.terms
        units = [a for a in self._plan.articles if all(term in a.title for term in terms)]
        parts = [p for p in self._plan.parts if all(term in p.title for term in terms)]
        if not units and not parts:
            return None
        if request.of_parts and parts:
            units = []
        citations = [cite(self._plan, u, self._opening(u)) for u in units]
        blocks = [texts.TITLED.format(term="、".join(terms)), compose(citations)] if units else []
        if request.of_parts:
            blocks += [membership(self._plan, unit) for unit in units]
        for part in parts if not units else []:
            titles = [cite(self._plan, u, u.title_span) for u in part.articles if u.title_span]
            if part.introduction:
                titles.insert(
                    0, cite(self._plan, part.introduction, self._opening(part.introduction))
                )
            blocks += [self._heading(part), compose(titles)]
            citations += titles
        return Draft("answered", "\n\n".join(blocks), tuple(citations))

    def _items(self, request: Request, units: Sequence[Unit]) -> Draft | None:
        """What one article lists under headings, or the article whose title is asked for.

        Nothing when several articles have a list of this name, or none, or when the list of some
        place within the plan's own is asked for.
        """
        if request.place and len(self._naming(request.place)) <= _MOST_THEME:
            return None
        if unit := self.listing(request.terms, units):
            heads = heads_of(self._passages, unit)
            citations = [cite(self._plan, unit, head.span) for head in heads]
            is_wrong = request.claimed is not None and request.claimed != len(heads)
            lead = (texts.ITEMS_CLAIMED if is_wrong else texts.ITEMS).format(
                title=inner_quotes(unit.title), count=len(heads), claimed=request.claimed
            )
            return Draft("answered", f"{lead}\n\n{compose(citations)}", tuple(citations))
        name = _bare("".join(request.terms))
        same = [unit for unit in units if name and _bare(unit.title) == name]
        if len(same) != 1:
            return None
        spans = display_spans(same[0], titles_only=False)
        citations = [cite(self._plan, same[0], span) for span in spans]
        return Draft("answered", compose(citations), tuple(citations))

    def listing(self, terms: Sequence[str], units: Sequence[Unit] = ()) -> Unit | None:
        """The one article with a list of this name; None when there are several, or none.

        Args:
            terms: Words of the list's name.
            units: The only units to look at; empty means all.
        """
        lists = [u for u in units or self._plan.citable if heads_of(self._passages, u)]
        for names in (terms, [_KIND_OF_LIST.sub("", term) for term in terms]):
            named = [unit for unit in lists if names and _lists(unit.title, names)]
            if named:
                break
        return named[0] if len(named) == 1 else None

    def _naming(self, word: str) -> list[Unit]:
        return [
            u for u in self._plan.citable if next(places(self._plan, u, word), None) is not None
        ]

    def _opening(self, unit: Unit) -> Span:
        """Title and first sentence of a unit."""
        own = (p for p in self._passages if p.unit == unit.key and p.kind == "sentence")
        first = next(own, None)
        begun = unit.title_span.start if unit.title_span else unit.start
        return Span(begun, first.end if first else unit.paragraphs[0].end)

    def _figures(self, request: Request, units: Sequence[Unit]) -> Draft | None:
        """The plan's figures, each in the clauses that state it."""
        keys = {unit.key for unit in units}
        chosen = [
            indicator
            for indicator in self._indicators
            if indicator.unit_key in keys
            and (not request.percent_only or indicator.measure == "%")
            and (request.period is None or _year(indicator.deadline) == period_end(request.period))
        ]
        spans: dict[tuple[int, int], tuple[Unit, Span]] = {}
        for indicator in chosen:
            unit = self._plan.unit(indicator.unit_key)
            if unit:
                span = self._statement(indicator)
                spans[span.start, span.end] = (unit, span)
        if not spans:
            return None
        citations = [cite(self._plan, unit, span) for unit, span in spans.values()]
        lead = texts.FIGURES.format(count=len(chosen))
        return Draft("answered", f"{lead}\n\n{compose(citations)}", tuple(citations))

    def _statement(self, indicator: Indicator) -> Span:
        """The clauses of an indicator's sentence from its deadline or subject to the figure."""
        if indicator.span.end - indicator.span.start <= _SHORT:
            return indicator.span
        clause = _clause(self._plan.text, indicator.span, indicator.figure_span.start, ";;")
        if clause.end - clause.start <= _SHORT:
            return clause
        narrow = _clause(self._plan.text, indicator.span, indicator.figure_span.start, ";;,,")
        before = self._plan.text.rfind(indicator.subject, clause.start, narrow.start)
        if indicator.subject and before >= 0 and indicator.subject not in self._plan.quote(narrow):
            return Span(before, narrow.end)
        return narrow

    def _timeline(self, subject: Sequence[Span]) -> Draft | None:
        """Dated clauses of these sentences, ordered by year."""
        dated = milestones(self._plan, subject)
        if not dated:
            return None
        citations = [cite(self._plan, milestone.unit, milestone.span) for milestone in dated]
        rows = [
            texts.TIMELINE_ROW.format(period=milestone.period, statement=compose([citation]))
            for milestone, citation in zip(dated, citations, strict=True)
        ]
        return Draft("answered", "\n".join([texts.TIMELINE, "", *rows]), tuple(citations))


def _lists(title: str, terms: Sequence[str]) -> bool:
    """Whether a title has all characters of each term in this order, and ends as one of them.

    “发展目标” stands for “经济社会发展的主要目标”; what is listed is told by the last word.
    """
    return all(_is_within(term, title) for term in terms) and any(
        last_word(term) == last_word(title) for term in terms
    )


def _is_within(term: str, title: str) -> bool:
    left = iter(title)
    return all(char in left for char in term)


def _bare(title: str) -> str:
    """A title without marks and particles, years in digits."""
    return _YEAR_IN_WORDS.sub(lambda y: str(parse_number(y.group())), _NO_WORD.sub("", title))


def _year(words: str) -> int | None:
    """The year at which a period in some words ends; None for words without one."""
    found = find_periods(words)
    return period_end(found[0].name) if found else None


def _clause(text: str, sentence: Span, offset: int, marks: str) -> Span:
    return next(c for c in clauses(text, sentence, marks) if c.end > offset)
