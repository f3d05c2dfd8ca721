"""Short answers on lists of which no single member can be asked for: any of their members."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from assistant.passages import inner_quotes
from assistant.study.counterparts import is_common
from assistant.study.drafts import draft
from assistant.study.enumerations import Enumeration
from assistant.study.facts import Facts, ScopeFacts, clauses_of, is_solemn
from assistant.study.giveaways import BLANK, is_in
from assistant.study.model import QuizQuestion, ScoringPoint
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import leans_on_before
from assistant.study.worth import are_known, is_closed

_FEWEST, _MANY = 4, 7  # members of a list
_SHORTEST_BESIDE = 8  # characters of a statement beside its list
_LEAST_LENGTH = 4  # characters of a member, on the average, that is more than a word
_POINTS = 2  # for each member
_STEM = (
    "关于“{title}”,规划写道:{before}" + BLANK + "{behind}。"
    "横线处,规划原文列举的有哪些?请写出任意{number}项。"
)


def listings(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions for any of the members of the lists of a scope, each proved."""
    for enumeration in rng.sample(scope.enumerations, len(scope.enumerations)):
        question = _question(facts, enumeration)
        if question and not checker.problems(question):
            yield question


def _question(facts: Facts, enumeration: Enumeration) -> QuizQuestion | None:
    """Any of the members of a list of things.

    Short words for them come to everybody's mind; a list of three is too short to leave any out.
    """
    statement = enumeration.statement
    members = [facts.plan.quote(span) for span in enumeration.members]
    start = enumeration.span.start - statement.span.start
    end = enumeration.span.end - statement.span.start
    before, behind = statement.text[:start], statement.text[end:]
    title = statement.unit.title
    if len(members) < _FEWEST or not enumeration.is_whole or is_common("、".join(members)):
        return None
    if are_known(members) or is_solemn(statement.text):
        return None
    if not (is_closed(facts.plan, enumeration) or _are_told_apart(members)):
        return None
    if len(before + behind) < _SHORTEST_BESIDE or leans_on_before(statement.text):
        return None
    if not title or any(is_in(member, f"{title}{before}{behind}") for member in members):
        return None
    number = 3 if len(members) < _MANY else 4
    citation = facts.citation(statement)
    return draft(
        "short_answer",
        _STEM.format(title=inner_quotes(title), before=before, behind=behind, number=number),
        scoring=tuple(ScoringPoint(m, (m,), _POINTS, citation) for m in members),
        wanted=number,
        points=_POINTS * number,
        facts=(f"list@{enumeration.span.start}", *clauses_of(statement)),
        explanation=f"规划原文列举的是:{'、'.join(members)}。写出任意{number}项即可。",
        citations=(citation,),
    )


def _are_told_apart(members: Sequence[str]) -> bool:
    """Whether members are more than single words, and do not all begin alike."""
    is_long = sum(map(len, members)) >= _LEAST_LENGTH * len(members)
    return is_long and min(map(len, members)) > 1 and len({member[:2] for member in members}) > 1
