"""Two things that a question asks about in one breath, of which a plan may know only one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.clauses import CLAUSE
from assistant.evidence import EvidenceSelector
from assistant.plan import Plan, Span
from assistant.retrieval import Concept, Query
from assistant.slots import places_in

_AND = "和"
_STRANGE = 0.4  # nearness to all words of the plan below which it does not know a thing
_SHORTEST = 2  # characters of a word that names a thing
_NO_THING = re.compile("^[各都是有在会能要怎咋]")
_Chain = tuple[Concept, ...]


class Pairs:
    """Tells which of two things that a question joins one plan does not mention."""

    def __init__(self, plan: Plan, selector: EvidenceSelector) -> None:
        """Use a plan and what compares words of questions with its passages."""
        self._plan = plan
        self._selector = selector

    def unmentioned(self, question: str, query: Query) -> str:
        """What the plan does not mention of the two things that a question begins with.

        Empty if it knows both, or neither: only of such a question it is told what it leaves out.

        Args:
            question: The question, normalised.
            query: What was searched for.
        """
        pair = _joined(question, query.concepts)
        if not pair or _name(pair[0]) + _AND + _name(pair[1]) in self._plan.text:
            return ""
        unknown = [chain for chain in pair if self._is_strange(chain, query)]
        return _name(unknown[0]) if len(unknown) == 1 else ""

    def _is_strange(self, chain: _Chain, query: Query) -> bool:
        """Whether the words of a thing stand nowhere in the plan, nor anything like the rarest."""
        if _name(chain) in self._plan.text:
            return False
        everywhere = [Span(0, len(self._plan.text))]
        return any(
            concept.name not in self._plan.text
            and self._selector.nearness(replace(query, concepts=(concept,)), everywhere) < _STRANGE
            for concept in chain
        )


def _name(chain: _Chain) -> str:
    return "".join(concept.name for concept in chain)


def _joined(question: str, concepts: Sequence[Concept]) -> tuple[_Chain, _Chain] | None:
    """The two things that a question of one clause begins with, before and behind 和."""
    if len(list(CLAUSE.finditer(question))) != 1 or places_in([c.name for c in concepts]):
        return None
    things = [c for c in concepts if len(c.name) >= _SHORTEST and not _NO_THING.match(c.name)]
    one, end = _chain(question, 0, things)
    if not one or not question.startswith(_AND, end):
        return None
    other, _ = _chain(question, end + len(_AND), things)
    return (one, other) if other else None


def _chain(question: str, start: int, things: Sequence[Concept]) -> tuple[_Chain, int]:
    """What is named from an offset on without a gap, and where that ends."""
    found: list[Concept] = []
    while each := next((c for c in things if question.startswith(c.name, start)), None):
        found.append(each)
        start += len(each.name)
    return tuple(found), start
