"""Topics: which of the sentences found are on what a question names, and whether any is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.alignment import NAMED, NAMES_ALL, Alignment
from assistant.answer import Citation
from assistant.evidence import Evidence
from assistant.plan import Plan
from assistant.retrieval import Concept, Query
from assistant.searches import Search
from assistant.slots import Slot
from assistant.word_lists import is_deed

# Nearness of a quote to a topic that is named without a question: of the one that names it best,
# of the others that stay beside it, and of the nearest one that is on anything like it (in
# conversations that were read, topics that the quotes lacked came to 0.40, others from 0.45).
NAMES_TOPIC = 0.9
ON_TOPIC = 0.6
LIKE_TOPIC = 0.42
_SCATTERED = 3  # sentences: so many are found where none is on a topic
_MOST_IN_TERM = 4  # words of an expression
_INDEFINITE = re.compile(r"[几第末]|别的|以[前后]|[前后上下][头面边]")  # names nothing by itself


class UnnamedTopic(NamedTuple):
    """A topic whose name stands nowhere in what was found for it.

    Attributes:
        name: As the asker says it.
        nearness: How near the quotes come to it, 0 to 1.
    """

    name: str
    nearness: float


class Topics:
    """Keeps what is on the topic of a question about one plan."""

    def __init__(self, plan: Plan, alignment: Alignment) -> None:
        """Use a plan and what compares words of questions with its words."""
        self._plan = plan
        self._alignment = alignment

    def on_subject(self, evidence: Sequence[Evidence], query: Query) -> tuple[Evidence, ...]:
        """Without what only shares a year with the question, when something names its subject."""
        if not query.subjects or len(query.subjects) == len(query.concepts):
            return tuple(evidence)
        nearest = [
            max(self._alignment.closeness(c, self._plan.quote(e.span)) for c in query.subjects)
            for e in evidence
        ]
        if max(nearest, default=0.0) < NAMES_ALL:
            return tuple(evidence)
        return tuple(e for e, each in zip(evidence, nearest, strict=True) if each >= NAMED)

    def on_topic(self, evidence: tuple[Evidence, ...], search: Search) -> tuple[Evidence, ...]:
        """Of a question that only names a topic, without what is on another one alone.

        When nothing names it, all stays.
        """
        if not search.names_topic or search.is_other_topic:
            return evidence
        own = search.query.own_subjects
        quotes = [self._plan.quote(e.span) for e in evidence]
        is_named = any(all(_in_one_piece(concept, quote) for concept in own) for quote in quotes)
        if not own or not is_named:
            return evidence
        nearest = [min(self._alignment.closeness(c, q) for c in own) for q in quotes]
        if max(nearest) < NAMES_TOPIC:
            return evidence
        return tuple(e for e, each in zip(evidence, nearest, strict=True) if each >= ON_TOPIC)

    def on_theme(
        self, evidence: tuple[Evidence, ...], lacking: Sequence[Slot], query: Query
    ) -> tuple[Evidence, ...]:
        """What is told of a thing of which the plan does not say what is asked, if anything is.

        Figures and times of other things would be taken for what is asked.
        """
        of_place = [slot for slot in lacking if slot.kind == "place"]
        own = [c for c in query.subjects if c.weight == 1.0 and not is_deed(c.name)]
        if not of_place and not own:
            return evidence
        rarest = min(own, key=lambda c: self._plan.text.count(c.name), default=None)
        quotes = [self._plan.quote(e.span) for e in evidence]
        if of_place:
            near = [float(any(slot.stated_in(q) for slot in of_place)) for q in quotes]
        else:
            near = [self._alignment.closeness(rarest, q) for q in quotes] if rarest else []
        if max(near, default=0.0) < NAMES_ALL:
            return evidence
        return tuple(e for e, each in zip(evidence, near, strict=True) if each >= NAMED)

    def unnamed(
        self, search: Search, evidence: Sequence[Evidence], near: Sequence[Citation]
    ) -> UnnamedTopic | None:
        """The topic that a turn only names, and no quote has so.

        Args:
            search: The turn with what was found.
            evidence: What is quoted for it; if it is little and was not cited before, it is on
                the topic.
            near: What was cited just before.
        """
        cited = {(citation.start, citation.end) for citation in near}
        is_news = any((e.span.start, e.span.end) not in cited for e in evidence)
        if not search.names_topic or (is_news and len(evidence) < _SCATTERED):
            return None
        own = search.query.own_subjects
        quotes = [self._plan.quote(e.span) for e in evidence]
        name = "".join(concept.name for concept in own)
        if not own or any(c.name in quote.lower() for c in own for quote in quotes):
            return None
        by_name = self._alignment.closeness_by_name
        nearest = max(by_name(concept, quote) for concept in own for quote in quotes)
        is_used = name in self._plan.text.lower()
        place = search.question.asked.lower().find(name)
        if place < 0 or _INDEFINITE.search(name) or (is_used and nearest >= LIKE_TOPIC):
            return None
        spelt = search.question.asked[place : place + len(name)]
        return UnnamedTopic(spelt, nearest)


def _in_one_piece(concept: Concept, text: str) -> bool:
    """Whether a text has a wording of a concept as one expression, not its words here and there."""
    lowered = text.lower()
    return any(
        "".join(order) in lowered
        for words in concept.wordings
        if len(words) <= _MOST_IN_TERM
        for order in itertools.permutations(words)
    )
