"""Two things that a question asks about in one breath, of which a plan may know only one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence import EvidenceSelector
from assistant.plan import Plan, Span
from assistant.retrieval import Concept, Query

_JOINT = re.compile(r"[和跟与及]|以及|还有")
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
        """What the plan does not mention of two things joined; empty if it knows both, or neither.

        Args:
            question: The question, normalised.
            query: What was searched for.
        """
        for one, other in _joined(question, query.concepts):
            if "".join(c.name for c in (*one, *other)) in self._plan.text:
                continue
            unknown = [chain for chain in (one, other) if self._is_strange(chain, query)]
            if len(unknown) == 1:
                return "".join(concept.name for concept in unknown[0])
        return ""

    def _is_strange(self, chain: _Chain, query: Query) -> bool:
        """Whether the words of a thing stand nowhere in the plan, nor anything like the rarest."""
        name = "".join(concept.name for concept in chain)
        if name in self._plan.text:
            return False
        everywhere = [Span(0, len(self._plan.text))]
        return any(
            concept.name not in self._plan.text
            and self._selector.nearness(replace(query, concepts=(concept,)), everywhere) < _STRANGE
            for concept in chain
        )


def _joined(question: str, concepts: Sequence[Concept]) -> Iterator[tuple[_Chain, _Chain]]:
    """What stands right before and right behind a word that joins."""
    things = [c for c in concepts if len(c.name) >= _SHORTEST and not _NO_THING.match(c.name)]
    for joint in _JOINT.finditer(question):
        before: list[Concept] = []
        behind: list[Concept] = []
        at = joint.start()
        while found := next((c for c in things if question[:at].endswith(c.name)), None):
            before.insert(0, found)
            at -= len(found.name)
        at = joint.end()
        while found := next((c for c in things if question.startswith(c.name, at)), None):
            behind.append(found)
            at += len(found.name)
        if before and behind:
            yield tuple(before), tuple(behind)
