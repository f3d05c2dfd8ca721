"""Questions to ask next: proposed by rule, kept only if the plan answers them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import texts
from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.plan import Unit
from assistant.quoted import quoted_in

_MOST_TRIED = 8  # candidates; a new one costs an answer from evidence
_NEAR_BEST = 0.4  # of the best score, from which an uncited article is about the same subject
_OF_THE_WHOLE = re.compile("时期|远景|“")  # titles that name no subject of work


@dataclass(frozen=True, slots=True)
class _Found:
    """What a candidate is answered with.

    Attributes:
        is_answered: Whether the plan answers it.
        keys: Keys of the cited units.
        places: Starts and ends of the quotations.
    """

    is_answered: bool
    keys: frozenset[str]
    places: frozenset[tuple[int, int]]


class Suggester:
    """Proposes questions that follow an answer and that the evidence engine really answers.

    What a candidate is answered with is remembered: candidates are made of the plan's own terms and
    titles, so there are only so many, and asking them costs more than the answer they follow.
    """

    def __init__(self, assistant: Assistant) -> None:
        """Let this assistant answer the candidates."""
        self._assistant = assistant
        self._known: dict[str, _Found] = {}

    def suggest(self, answer: Answer, asked: Sequence[str], limit: int = 3) -> list[str]:
        """Propose questions to ask next.

        Args:
            answer: What was answered last.
            asked: Questions of this conversation, which are not proposed again.
            limit: The most to propose.

        Raises:
            EmbeddingError: The encoder cannot be used.
        """
        if answer.status == "refused":
            return []
        before = {(citation.start, citation.end) for citation in answer.citations}
        kept: list[str] = []
        tried = 0
        for question, key in _candidates(self._assistant, answer):
            if len(kept) == limit or tried == _MOST_TRIED:
                break
            if question in asked or question in kept:
                continue
            tried += 1
            found = self._find(question)
            if found.is_answered and key in found.keys and found.places - before:
                kept.append(question)
        return kept

    def _find(self, question: str) -> _Found:
        found = self._known.get(question)
        if found is None:
            answer = next(self._assistant.ask_stream(question))
            units = (self._assistant.plan.unit_at(c.start) for c in answer.citations)
            found = self._known[question] = _Found(
                answer.status == "answered",
                frozenset(unit.key for unit in units if unit),
                frozenset((c.start, c.end) for c in answer.citations),
            )
        return found


def _candidates(assistant: Assistant, answer: Answer) -> Iterator[tuple[str, str]]:
    """Questions, each with the key of the unit that should answer it; kinds take turns."""
    plan = assistant.plan
    cited = list({u.key: u for c in answer.citations if (u := plan.unit_at(c.start))}.values())
    best = max((retrieved.score for retrieved in answer.retrieved), default=0.0)
    near = [
        unit
        for retrieved in answer.retrieved
        if retrieved.article
        and retrieved.score >= _NEAR_BEST * best
        and (unit := plan.article(retrieved.article))
        and unit not in cited
    ]
    kinds = [_terms(assistant, cited[:2], answer), _whole(cited[:1]), _subjects(near[:4])]
    while kinds:
        for kind in list(kinds):
            candidate = next(kind, None)
            if candidate:
                yield candidate
            else:
                kinds.remove(kind)


def _terms(
    assistant: Assistant, units: Sequence[Unit], answer: Answer
) -> Iterator[tuple[str, str]]:
    """What the quoted terms of the cited units mean, first those beside the quoted sentences."""
    for unit in units:
        body = assistant.plan.body(unit)
        for term in dict.fromkeys(quoted_in(body, 3, 12)):
            if not any(term in c.quote for c in answer.citations):
                yield texts.SUGGEST_TERM.format(term=term), unit.key


def _whole(units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        yield texts.SUGGEST_UNIT.format(label=unit.label), unit.key


def _subjects(units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        if unit.title and not _OF_THE_WHOLE.search(unit.title):
            yield texts.SUGGEST_SUBJECT.format(title=unit.title), unit.key
