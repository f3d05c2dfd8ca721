"""Turns that go on with a subject: what is told of it that was cited, or was not told yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant import texts
from assistant.answer import Citation, Draft, cite, compose
from assistant.bare_turns import (
    asks_for_more,
    asks_for_rest_of_article,
    says_only_what_is_asked,
)
from assistant.evidence import Evidence, EvidenceSelector
from assistant.passages import Passage
from assistant.plan import Plan
from assistant.retrieval import Query
from assistant.searches import Search
from assistant.slots import Cut, Wanted
from assistant.topics import NAMES_TOPIC, ON_TOPIC

_WHAT_IF = re.compile("怎么办|咋办")
_ASKS_HOW = re.compile("怎么|怎样|咋|如何|办法|措施|举措")


class GoingOn:
    """Finds evidence of one plan for turns of a conversation that has a subject."""

    def __init__(
        self, plan: Plan, passages: Sequence[Passage], selector: EvidenceSelector, cut: Cut
    ) -> None:
        """Use a parsed plan, its passages, what chooses its sentences, and what cuts a text."""
        self._plan = plan
        self._passages = passages
        self._selector = selector
        self._alignment = selector.alignment
        self._cut = cut

    def evidence(
        self,
        search: Search,
        asked: Wanted,
        evidence: tuple[Evidence, ...],
        near: Sequence[Citation],
    ) -> tuple[Evidence, ...]:
        """Evidence of the units that were cited just before, unless others hold far better."""
        query, ranking = search.query, search.ranking
        units = (self._plan.unit_at(citation.start) for citation in near)
        keys = {unit.key for unit in units if unit}
        nearby = self._selector.select(query, ranking, asked, keys) if keys else ()
        if not nearby:
            return evidence
        if not search.refers_back and self._selector.is_far_better(
            self._selector.select(query, ranking, asked), nearby
        ):
            if not says_only_what_is_asked(search.question.asked, self._cut):
                return evidence
            # What has no subject of its own is about the one before, wherever that is named.
            on_it = tuple(e for e in evidence if self._is_on(query, e))
            if on_it:
                return on_it
        told = {(citation.start, citation.end) for citation in near}
        return self._with_news(nearby, evidence, told, search, asked)

    def more(
        self, search: Search, near: Sequence[Citation], told: Sequence[Citation]
    ) -> Draft | None:
        """What a turn gets that asks what else there is; None for any other turn."""
        cited = [unit for citation in near if (unit := self._plan.unit_at(citation.start))]
        if asks_for_rest_of_article(search.question.asked):
            found = [
                Evidence(cited[0], passage.span, 1.0)
                for passage in self._passages
                if passage.unit == cited[0].key and self._selector.quotable[passage.id]
            ]
        elif asks_for_more(search.question.asked):
            query, ranking = search.query, search.ranking
            keys = {unit.key for unit in cited}
            beside = self._selector.select(query, ranking, Wanted("list"), keys, breadth="broad")
            overall = self._selector.select(query, ranking, Wanted("list"), breadth="broad")
            seen = dict.fromkeys(e.span for e in beside)
            every = [*beside, *(e for e in overall if e.span not in seen)]
            said = [e for e in every if not self._plan.quote(e.span).endswith((":", ":"))]
            found = [e for e in said if self._is_on(query, e)]
        else:
            return None
        new = [
            e for e in found if not any(c.start < e.span.end and e.span.start < c.end for c in told)
        ]
        if not new:
            again = "\n\n".join((texts.NOTHING_MORE, compose(tuple(near))))
            return Draft("answered", again, tuple(near), remarks=(texts.NOTHING_MORE,))
        citations = tuple(cite(self._plan, e.unit, e.span) for e in new)
        return Draft("answered", compose(citations), citations)

    def is_bare(self, search: Search) -> bool:
        """Whether a turn asks for nothing but an attribute of what was talked about."""
        question = search.question
        is_its_own = question.wants == question.asked and not question.references
        return search.goes_on and is_its_own and says_only_what_is_asked(question.asked, self._cut)

    def _with_news(
        self,
        nearby: tuple[Evidence, ...],
        overall: tuple[Evidence, ...],
        told: Collection[tuple[int, int]],
        search: Search,
        asked: Wanted,
    ) -> tuple[Evidence, ...]:
        """What lies near, unless it was all told already and the question asks how to go on.

        Then what is new is told, of all units or of those that were cited or that have the subject
        in their titles.
        """
        question = search.question.asked
        if _untold(nearby, told) or not _ASKS_HOW.search(question):
            return nearby
        if new := _untold(overall, told):
            return new
        if _WHAT_IF.search(question) or not says_only_what_is_asked(question, self._cut):
            return nearby
        keys = {e.unit.key for e in nearby} | self._titled(search.query)
        beside = self._selector.select(search.query, search.ranking, asked, keys, breadth="broad")
        return _untold(beside, told) or nearby

    def _titled(self, query: Query) -> set[str]:
        """Keys of the units whose titles name all subjects of a question."""
        names = [c.name for c in query.subjects if not says_only_what_is_asked(c.name, self._cut)]
        return {
            unit.key
            for unit in self._plan.citable
            if names and unit.title and all(name in unit.title for name in names)
        }

    def _is_on(self, query: Query, evidence: Evidence) -> bool:
        """Whether a sentence, or the title above it, names all subjects of a question."""
        subjects = [c for c in query.subjects if not says_only_what_is_asked(c.name, self._cut)]
        text = evidence.unit.title + self._plan.quote(evidence.span)
        near = [self._alignment.closeness(concept, text) for concept in subjects]
        return bool(near) and min(near) >= ON_TOPIC and max(near) >= NAMES_TOPIC


def _untold(
    evidence: Sequence[Evidence], told: Collection[tuple[int, int]]
) -> tuple[Evidence, ...]:
    """Evidence that was not cited already."""
    return tuple(e for e in evidence if (e.span.start, e.span.end) not in told)
