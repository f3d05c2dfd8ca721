"""Searches: questions, and parts of them, with what was found for each."""

from __future__ import annotations

from typing import NamedTuple

from assistant.plan import Span
from assistant.question import Question
from assistant.retrieval import Query, Ranking


class Search(NamedTuple):
    """A question or a part of one with what was found.

    ``goes_on``: its subject is known. ``names_topic``: it asks of another topic what the turn
    before asked. ``items``: it is about these items of a list.
    """

    question: Question
    query: Query
    ranking: Ranking
    goes_on: bool
    is_other_topic: bool = False
    refers_back: bool = False
    names_topic: bool = False
    is_part: bool = False
    facets: tuple[tuple[Query, Ranking], ...] = ()
    items: tuple[Span, ...] = ()
