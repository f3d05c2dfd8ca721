"""Measures: what a unit of a plan says is to be done, one after the other, each whole by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_periods
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.statements import leans_on_before, leans_on_next, opens, outer_clauses

_MARK = re.compile(r"[-—–\s]*")
_SHORTEST, _LONGEST = 5, 90  # characters of a measure
# What a clause rests on, before the next one says what it is (以甲为主,乙相结合的队伍).
_UNFINISHED = re.compile("以[^,]{2,}为[\u4e00-\u9fff]{1,4}$|^严格按照")
# Clauses that only say why or on what ground, or what will then be so.
_NO_MEASURE = re.compile("^(?:牢固树立|坚持以|突出|实现|力争|确保)")


@dataclass(frozen=True, slots=True)
class Measure:
    """A clause that says what is to be done, with those that lean on it.

    Attributes:
        unit: The unit that states it.
        sentence: The sentence that it belongs to.
        span: Where it stands, with what leans on it.
        text: Its words, verbatim.
        clauses: Where its clauses begin.
    """

    unit: Unit
    sentence: Span
    span: Span
    text: str
    clauses: tuple[int, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of its clauses; no two questions of a paper share one."""
        return tuple(f"clause@{start}" for start in self.clauses)


def measures_in(facts: Facts, scope: ScopeFacts) -> dict[int, list[Measure]]:
    """The measures of a scope by the beginning of their unit, in document order.

    Units of which the plan states anything solemn are left out, for none of that is asked for.
    """
    found: dict[int, list[Measure]] = {}
    solemn: set[int] = set()
    for sentence in dict.fromkeys(s.sentence for s in scope.statements):
        unit = facts.plan.unit_at(sentence.start)
        if unit is None:
            continue
        measures = list(_of_sentence(facts.plan, unit, sentence))
        found.setdefault(unit.start, []).extend(measures)
        if any(is_solemn(measure.text) for measure in measures):
            solemn.add(unit.start)
    return {start: measures for start, measures in found.items() if start not in solemn}


def is_about(measure: Measure, scope: ScopeFacts) -> bool:
    """Whether a measure concerns the topic of a scope; every one does without a topic."""
    is_named = all(word in measure.text for word in scope.topic)
    return is_named or not scope.whole.isdisjoint(measure.clauses)


def _of_sentence(plan: Plan, unit: Unit, sentence: Span) -> Iterator[Measure]:
    """The measures of a sentence; none behind a subject, to which what follows may belong."""
    words = plan.quote(sentence)
    begin = _MARK.match(words)
    start = sentence.start + (begin.end() if begin else 0)
    whole = Span(start, sentence.start + len(re.sub(r"[。!?\s]+$", "", words)))
    pieces = outer_clauses(plan, whole)
    if not pieces or find_periods(plan.quote(pieces[0])):
        return  # a dated goal
    group: list[Span] = []
    for number, piece in enumerate(pieces):
        group.append(piece)
        clause = plan.quote(piece)
        follows = plan.quote(pieces[number + 1]) if number + 1 < len(pieces) else ""
        if follows and (
            leans_on_next(clause)
            or leans_on_before(follows)
            or _UNFINISHED.search(clause)
            or (opens(plan.quote(group[0])) and not (opens(follows) or leans_on_next(follows)))
        ):
            continue
        if measure := _measure(plan, unit, sentence, group):
            yield measure
        elif not opens(clause):
            return  # a subject, to which what follows may belong
        group = []


def _measure(plan: Plan, unit: Unit, sentence: Span, group: Sequence[Span]) -> Measure | None:
    """The measure that some clauses are, if one of them says what is done."""
    words = [plan.quote(piece) for piece in group]
    mains = [w for w in words if opens(w) and not (leans_on_next(w) or leans_on_before(w))]
    if not mains or _NO_MEASURE.match(mains[0]):
        return None
    span = Span(group[0].start, group[-1].end)
    text = plan.quote(span)
    if not _SHORTEST <= len(text) <= _LONGEST or text.count("“") != text.count("”"):
        return None
    return Measure(unit, sentence, span, text, tuple(piece.start for piece in group))
