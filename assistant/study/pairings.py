"""Questions over several statements: matching two columns, and putting dated goals in order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, cite
from assistant.plan import Span
from assistant.quantities import find_periods
from assistant.slots import place_names
from assistant.study.builders import DIFFICULTY_OF, POINTS, lettered
from assistant.study.facts import Facts, ScopeFacts, is_target
from assistant.study.model import Option, QuizQuestion
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement
from assistant.timeline import milestones

_PAIRS = 4
_LEAST = 3
_TRIED = 6
_LONGEST_GOAL = 60
_DATE = re.compile(r"^到[^,]{2,12},\s*")


@dataclass(frozen=True, slots=True)
class _Pair:
    left: str
    right: str
    citation: Citation
    facts: tuple[str, ...]


def matching(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Matching questions that can be made of a scope, each proved; one of a sort at a time."""
    sorts = (
        ("下列提法与其内容如何对应?", _meanings(facts, scope)),
        ("下列地方与规划提出的目标或举措如何对应?", _places(facts, scope)),
        ("下列指标与其目标值如何对应?", _figures(facts, scope)),
    )
    for stem, found in sorts:
        pairs = _distinct(found)
        for attempt in range(_TRIED):
            if len(pairs) < _LEAST:
                break
            number = _PAIRS if attempt < _TRIED // 2 else _LEAST
            chosen = rng.sample(pairs, min(number, len(pairs)))
            question = _matching(stem, chosen, rng)
            if not checker.problems(question):
                yield question
                pairs = [pair for pair in pairs if pair not in chosen]


def ordering(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """A question to put goals of different years in order, if the scope has three."""
    by_year: dict[int, list[tuple[Option, int]]] = {}
    for milestone in milestones(facts.plan, {s.sentence: None for s in scope.statements}):
        words = facts.plan.quote(milestone.span)
        begin = max((words.rfind(mark) for mark in (",到", ";到")), default=-1) + 1
        match = _DATE.match(words[begin:])
        goal = words[begin + match.end() :] if match else ""
        if goal and len(goal) <= _LONGEST_GOAL and not find_periods(goal):
            start = milestone.span.start + begin
            citation = cite(facts.plan, milestone.unit, Span(start, milestone.span.end))
            by_year.setdefault(milestone.year, []).append((Option("", goal, citation), start))
    if len(by_year) < _LEAST:
        return
    chosen = [rng.choice(by_year[year]) for year in sorted(by_year)]
    shuffled = list(chosen)
    rng.shuffle(shuffled)
    options = lettered(option for option, _ in shuffled)
    letters = {option.text: option.letter for option in options}
    question = QuizQuestion(
        number=1,
        kind="ordering",
        stem="把下列目标按规划确定的完成时间从早到晚排列:",
        options=options,
        prompts=(),
        key=tuple(letters[option.text] for option, _ in chosen),
        accepted=(),
        scoring=(),
        points=POINTS["ordering"],
        difficulty=DIFFICULTY_OF["ordering"],
        facts=tuple(_fact_at(scope, start) for _, start in chosen),
        explanation=";".join(o.citation.quote.rstrip("。") for o, _ in chosen if o.citation) + "。",
        citations=tuple(o.citation for o, _ in chosen if o.citation),
    )
    if not checker.problems(question):
        yield question


def _fact_at(scope: ScopeFacts, offset: int) -> str:
    """The statement at a place, whose facts no other question may test."""
    found = (s for s in scope.statements if s.span.start <= offset < s.span.end)
    statement = next(found, None)
    return f"statement@{statement.span.start if statement else offset}"


def _matching(stem: str, pairs: Sequence[_Pair], rng: random.Random) -> QuizQuestion:
    right = [pair.right for pair in pairs]
    rng.shuffle(right)
    options = lettered(Option("", text) for text in right)
    letters = {option.text: option.letter for option in options}
    return QuizQuestion(
        number=1,
        kind="matching",
        stem=stem,
        options=options,
        prompts=tuple(pair.left for pair in pairs),
        key=tuple(letters[pair.right] for pair in pairs),
        accepted=(),
        scoring=(),
        points=len(pairs),
        difficulty=DIFFICULTY_OF["matching"],
        facts=tuple(fact for pair in pairs for fact in pair.facts),
        explanation=";".join(f"{p.left}——{p.right.rstrip('。')}" for p in pairs) + "。",
        citations=tuple(pair.citation for pair in pairs),
    )


def _distinct(pairs: Iterator[_Pair]) -> list[_Pair]:
    """Pairs whose sides come once each."""
    kept: list[_Pair] = []
    for pair in pairs:
        if all(pair.left != other.left and pair.right != other.right for other in kept):
            kept.append(pair)
    return kept


def _meanings(facts: Facts, scope: ScopeFacts) -> Iterator[_Pair]:
    for meaning in scope.meanings:
        yield _pair(facts, meaning.term, meaning.text, meaning.statement)


def _places(facts: Facts, scope: ScopeFacts) -> Iterator[_Pair]:
    """Statements that begin with a place and name a term that no other place has."""
    for statement in scope.statements:
        text = statement.text
        places = [
            n for n in (3, 2) if text[:n] in place_names() and text[:n] not in facts.plan.title
        ]
        slogan = re.search("“[^“”]+”", text)
        if slogan and places:
            yield _pair(facts, text[: places[0]], slogan.group(), statement)


def _figures(facts: Facts, scope: ScopeFacts) -> Iterator[_Pair]:
    for blank in scope.blanks:
        found = [i for i in scope.indicators if i.figure_span.start == blank.span.start]
        if blank.kind == "figure" and found and is_target(found[0]):
            behind = re.match("以上|以下", blank.behind)
            value = blank.answer + (behind.group() if behind else "")
            yield _pair(facts, found[0].subject, value, blank.statement)


def _pair(facts: Facts, left: str, right: str, statement: Statement) -> _Pair:
    return _Pair(left, right, facts.citation(statement), (f"statement@{statement.span.start}",))
