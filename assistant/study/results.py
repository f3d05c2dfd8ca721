"""Short answers on what a measure is to bring, which the clause right behind it says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.answer import Citation, cite
from assistant.passages import inner_quotes
from assistant.plan import Span
from assistant.study.counterparts import is_common
from assistant.study.drafts import draft
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.giveaways import is_in
from assistant.study.headings import heading_of
from assistant.study.model import QuizQuestion, ScoringPoint
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement, leans_on_before, leans_on_next, opens
from assistant.study.worth import are_known, holds_fact

_POINTS = 3
_HALVES, _HALF_POINTS = 2, 2  # things that are joined, and the points for each
_SHORTEST_HALF = 5  # characters of one of them
_RESULT = re.compile("(?P<verb>形成|实现)(?P<what>[^,;。:]{5,40})$")
_STOCK = re.compile("更|合力|经验和做法|转型")  # results that any plan has
_MANY = 4  # things listed in a result that say more than a set phrase
_ASK = "{heading},规划提出“{measure}”,紧接着写明要{verb}什么?请按规划原文作答。"
_LEAST_MEASURE = 7  # characters of a measure that is asked for what it brings


def results(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions for what a measure is to bring, which the next clause says; each proved."""
    for statement in rng.sample(scope.statements, len(scope.statements)):
        words = [facts.plan.quote(clause) for clause in statement.clauses]
        for number, (measure, result) in enumerate(pairwise(words)):
            question = _of_result(facts, scope, statement, number, measure, result)
            if question and not checker.problems(question):
                yield question


def _of_result(
    facts: Facts,
    scope: ScopeFacts,
    statement: Statement,
    number: int,
    measure: str,
    result: str,
) -> QuizQuestion | None:
    found = _RESULT.match(result)
    is_whole = found and opens(measure) and not (leans_on_next(measure) or leans_on_before(measure))
    if not (found and is_whole and leans_on_before(result)) or len(measure) < _LEAST_MEASURE:
        return None
    if not opens(statement.unit.title):
        return None  # speaks of all fields, where the last clause sums up a whole sentence
    place = statement.clauses[number + 1]
    what = found["what"]
    if is_solemn(statement.text) or is_in(what, measure) or _STOCK.search(what) or is_common(what):
        return None
    if not _has_content(what):
        return None
    if not scope.allows(statement, statement.clauses[number]) and not scope.allows(
        statement, place
    ):
        return None
    heading = heading_of(facts.plan, statement.unit, [what])
    if not heading:
        return None
    pair = Span(statement.clauses[number].start, place.end)
    citation = cite(facts.plan, statement.unit, pair)
    points = _points(result, what, citation)
    return draft(
        "short_answer",
        _ASK.format(heading=heading, measure=inner_quotes(measure), verb=found["verb"]),
        scoring=points,
        points=sum(point.points for point in points),
        facts=(
            f"result@{place.start}",
            *(f"clause@{c.start}" for c in statement.clauses[number : number + 2]),
        ),
        explanation=f"规划原文是:{measure},{result}。",
        citations=(citation,),
    )


def _points(result: str, what: str, citation: Citation) -> tuple[ScoringPoint, ...]:
    """What is to be written: one point, or one for each of two things that are joined."""
    halves = what.split("和")
    if len(halves) == _HALVES and min(map(len, halves)) >= _SHORTEST_HALF:
        return tuple(ScoringPoint(half, (half,), _HALF_POINTS, citation) for half in halves)
    return (ScoringPoint(result, (result, what), _POINTS, citation),)


def _has_content(what: str) -> bool:
    """Whether a result is more than a set phrase: it names, counts or lists something."""
    listed = what.split("、")
    return holds_fact(what) or (len(listed) >= _MANY and not are_known(listed))
