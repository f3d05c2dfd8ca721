"""Matching questions on the stages of one thing: what is reached by when, three dates and more."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import cite
from assistant.passages import clauses, inner_quotes
from assistant.plan import Plan, Span
from assistant.quantities import find_periods, period_end
from assistant.study.drafts import draft, with_letters
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.model import QuizQuestion
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement

_FEWEST = 3  # stages
_APART = 2  # years at least between a year that is left over and those of the plan
_LONGEST = 40  # characters of what is reached
_STAGE = re.compile(r"到(?P<when>[^,,。;]{4,10})[,,](?P<what>[^,,。;;]+)")
_ASK = "关于“{title}”,规划分阶段提出目标。下列各阶段目标,规划要求到哪一年实现?(年份有多余的。)"


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is reached by the end of a year."""

    year: int
    what: str
    span: Span


def stages(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions on the sentences of a scope that date three stages, each proved.

    A year stands between those of the plan, so that the order of the stages does not tell them all.
    """
    sentences = {s.sentence.start: s for s in scope.statements}
    for statement in sentences.values():
        found = _stages(facts.plan, statement.sentence)
        years = {stage.year for stage in found}
        if len(years) < _FEWEST or len(years) < len(found) or not statement.unit.title:
            continue
        if is_solemn(facts.plan.quote(statement.sentence)):
            continue
        question = _question(facts, scope, statement, found, rng)
        if not checker.problems(question):
            yield question


def _stages(plan: Plan, sentence: Span) -> list[_Stage]:
    """The dated goals of a sentence."""
    found = []
    for piece in clauses(plan.text, sentence, ";;"):
        for match in _STAGE.finditer(plan.quote(piece)):
            years = [y for p in find_periods(match["when"]) if (y := period_end(p.name))]
            if years and len(match["what"]) <= _LONGEST and not find_periods(match["what"]):
                start = piece.start + match.start()
                span = Span(start, start + len(match.group()))
                found.append(_Stage(years[0], match["what"], span))
    return found


def _question(
    facts: Facts,
    scope: ScopeFacts,
    statement: Statement,
    found: Sequence[_Stage],
    rng: random.Random,
) -> QuizQuestion:
    years = sorted(stage.year for stage in found)
    options, letters = with_letters(f"{year}年" for year in sorted({*years, *_between(years, rng)}))
    shuffled = rng.sample(list(found), len(found))
    asked = (
        f"clause@{clause.start}"
        for each in scope.statements
        for clause in each.clauses
        if any(s.span.start < clause.end and clause.start < s.span.end for s in found)
    )
    citations = tuple(cite(facts.plan, statement.unit, stage.span) for stage in shuffled)
    return draft(
        "matching",
        _ASK.format(title=inner_quotes(statement.unit.title)),
        options=options,
        prompts=tuple(stage.what for stage in shuffled),
        key=tuple(letters[f"{stage.year}年"] for stage in shuffled),
        points=len(found),
        facts=(f"date@{statement.sentence.start}", *asked),
        explanation=f"规划原文是:{';'.join(facts.plan.quote(s.span) for s in found)}。",
        citations=citations,
    )


def _between(years: Sequence[int], rng: random.Random) -> list[int]:
    """One year between the first and the last of some, if there is any that is near none."""
    free = [y for y in range(years[0], years[-1]) if min(abs(y - own) for own in years) >= _APART]
    return rng.sample(free, 1) if free else []
