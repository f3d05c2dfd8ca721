"""Ordering questions: goals of different things, put in order of the years that the plan sets."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.answer import Citation, cite
from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_periods
from assistant.study.drafts import draft, lettered
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.model import Option, QuizQuestion
from assistant.study.options import year_of
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import leans_on_before, outer_clauses
from assistant.timeline import milestones

_LEAST = 3  # years
_TRIED = 8  # sets of goals
_SHORTEST, _LONGEST = 5, 60  # characters of a goal
_DATE = re.compile(r"^到[^,]{2,12},\s*")
# Stages of the plan's subject itself, one after the other (“十五五”基本实现转型、“十六五”…).
_STAGE = re.compile("“十.五”(?P<what>[\u4e00-\u9fff]{5,14})(?=、“十.五”)")
# What is said to be so by then: a thing that is built or formed, or a level that is reached.
_REACHED = re.compile(
    "(?:基本|初步)?(?:建成|形成)[^,]{4,}|(?![与和])[^,]{4,}?(?:(?:基本|初步|全面|全部)(?:建成|形成|实现|建立|完成)|达到|超过|初具)"
)
_DEGREES = re.compile(
    "(?:基本|初步|全面|全部)?(?:建成|形成|实现|建立|完成)|达到|超过|超出|水平|初具|全[国省市]|国家|[^\u4e00-\u9fff]"
)
_STEM = "把下列目标按规划确定的完成时间从早到晚排列:"


@dataclass(frozen=True, slots=True)
class _Goal:
    """What is to be reached by the end of a year; its citation or the title there names it."""

    year: int
    text: str
    citation: Citation


def ordering(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions to put goals of different years in order, if the scope has three; each proved."""
    by_year: dict[int, list[_Goal]] = {}
    sentences = list(dict.fromkeys(s.sentence for s in scope.statements))
    for goal in _goals(facts.plan, sentences):
        by_year.setdefault(goal.year, []).append(goal)
    if len(by_year) < _LEAST:
        return
    for _ in range(_TRIED):
        chosen = [rng.choice(by_year[year]) for year in sorted(by_year)]
        if _are_on_one_thing(chosen):
            continue
        question = _question(scope, chosen, rng)
        if not checker.problems(question):
            yield question


def _goals(plan: Plan, sentences: Sequence[Span]) -> Iterator[_Goal]:
    """Goals with a date of their own, stages, and goals that the title of their article dates."""
    for milestone in milestones(plan, sentences):
        words = plan.quote(milestone.span)
        begin = max((words.rfind(mark) for mark in (",到", ";到")), default=-1) + 1
        match = _DATE.match(words[begin:])
        goal = _without_leaning(words[begin + match.end() :].rstrip("。")) if match else ""
        if match and goal and len(goal) <= _LONGEST and not find_periods(goal):
            start = milestone.span.start + begin
            span = Span(start, start + match.end() + len(goal))
            yield _Goal(milestone.year, goal, cite(plan, milestone.unit, span))
    for sentence in sentences:
        unit = plan.unit_at(sentence.start)
        if unit is None or is_solemn(plan.quote(sentence)):
            continue
        for match in _STAGE.finditer(plan.quote(sentence)):
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            if year := year_of(match.group()):
                yield _Goal(year, match["what"], cite(plan, unit, span))
        if "目标" in unit.title and (year := year_of(unit.title)):
            yield from _dated_by_title(plan, unit, sentence, year)


def _dated_by_title(plan: Plan, unit: Unit, sentence: Span, year: int) -> Iterator[_Goal]:
    """The clauses of a sentence that say what is reached; none where it gives another date."""
    if find_periods(plan.quote(sentence)):
        return
    for piece in outer_clauses(plan, sentence):
        words = plan.quote(piece).rstrip("。")
        if _SHORTEST <= len(words) <= _LONGEST and _REACHED.match(words):
            span = Span(piece.start, piece.start + len(words))
            yield _Goal(year, words, cite(plan, unit, span))


def _without_leaning(goal: str) -> str:
    """A goal without the clauses that only say what follows from it."""
    pieces = goal.split(",")
    whole = next((n for n, piece in enumerate(pieces) if n and leans_on_before(piece)), len(pieces))
    return ",".join(pieces[:whole])


def _are_on_one_thing(goals: Sequence[_Goal]) -> bool:
    """Whether two goals share a word beside degrees: stages of one thing are in order alone."""
    pairs = [{a + b for a, b in pairwise(_DEGREES.sub("|", goal.text))} for goal in goals]
    return any(one & other for one, other in combinations(pairs, 2))


def _question(scope: ScopeFacts, chosen: Sequence[_Goal], rng: random.Random) -> QuizQuestion:
    options = lettered(Option("", g.text, g.citation) for g in rng.sample(chosen, len(chosen)))
    letters = {option.text: option.letter for option in options}
    return draft(
        "ordering",
        _STEM,
        options=options,
        key=tuple(letters[goal.text] for goal in chosen),
        facts=tuple(dict.fromkeys(f for goal in chosen for f in _facts_of(scope, goal))),
        explanation=";".join(f"{goal.year}年:{goal.text}" for goal in chosen) + "。",
        citations=tuple(goal.citation for goal in chosen),
    )


def _facts_of(scope: ScopeFacts, goal: _Goal) -> Iterator[str]:
    """The clauses of a goal, of which no other question may ask."""
    start, end = goal.citation.start, goal.citation.end
    for statement in scope.statements:
        for clause in statement.clauses:
            if clause.start < end and start < clause.end:
                yield f"clause@{clause.start}"
