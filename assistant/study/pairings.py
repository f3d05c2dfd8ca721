"""Questions over several statements: what belongs to what, to be matched or to be chosen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from assistant.answer import Citation
from assistant.numerals import NUMERAL
from assistant.passages import inner_quotes
from assistant.plan import Span
from assistant.slots import place_names
from assistant.study.drafts import draft, lettered, with_letters
from assistant.study.facts import Facts, ScopeFacts, clauses_of, is_target, is_weighty
from assistant.study.model import Option, QuizQuestion
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement

_PAIRS = 4
_ABOUT = 3  # characters by which an option may be longer or shorter
_LOOKED_AT = 7  # options of which the best three are taken
_SETS = 20
_LEAST = 3
_TRIED = 6
# A slogan and the noun that it describes.
_DESCRIBED = re.compile(
    "(?<!”)“(?P<slogan>[^“”]{3,24})”的?(?P<noun>(?![等和与的为])[\u4e00-\u9fff]{2,14}?"
    "(?:体系|格局|布局|公路网|道网))"
    "(?=[,。;、和]|$)"
)
# What a slogan of a place is a slogan of.
_NOUN = "(?![等和与的为])[\u4e00-\u9fff]{2,10}(?=[,。;]|$)"
_PATTERN = re.compile(f"(?:{NUMERAL}+[\u4e00-\u9fff]{{1,5}}?、?){{2,}}$")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two things that belong together; what the right one is (空间布局), if that is said."""

    left: str
    right: str
    citation: Citation
    facts: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Sort:
    """Pairs of one sort, and how they are asked for.

    Attributes:
        pairs: Finds them in a scope.
        match: The stem that asks to match them.
        right: The stem that asks what belongs to a left side; empty where that is not asked.
        left: The stem that asks for the left side of a right one; empty where that is not asked.
        is_pattern: Whether the left sides are slogans that count things.
    """

    pairs: Callable[[Facts, ScopeFacts], Iterator[_Pair]]
    match: str
    right: str = ""
    left: str = ""
    is_pattern: bool = False


def matching(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Matching questions that can be made of a scope, each proved; one of a sort at a time."""
    for sort in rng.sample(_SORTS, len(_SORTS)):
        pairs = _distinct(sort.pairs(facts, scope))
        for attempt in range(_TRIED):
            if len(pairs) < _LEAST:
                break
            number = _PAIRS if attempt < _TRIED // 2 else _LEAST
            chosen = rng.sample(pairs, min(number, len(pairs)))
            question = _matching(sort.match, chosen, rng)
            if not checker.problems(question):
                yield question
                pairs = [pair for pair in pairs if pair not in chosen]


def pair_choices(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Single choices of what belongs to what; the wrong options belong to other things."""
    whole = facts.everything
    asked = [
        (stem, is_left, pair, sort)
        for sort in _SORTS
        for stem, is_left in ((sort.right, False), (sort.left, True))
        if stem
        for pair in _distinct(sort.pairs(facts, scope))
        if pair.of or "{of}" not in stem
    ]
    rng.shuffle(asked)
    for stem, is_left, pair, sort in asked:
        others = [other for other in _distinct(sort.pairs(facts, whole)) if other != pair]
        if sort.is_pattern:  # only what counts like things can be taken for one another
            others = [other for other in others if _counted(other.left) & _counted(pair.left)]
        if question := _choice(stem, pair, others, is_left, checker, rng):
            yield question


def _choice(
    stem: str,
    pair: _Pair,
    others: Sequence[_Pair],
    is_left: bool,
    checker: QuizChecker,
    rng: random.Random,
) -> QuizQuestion | None:
    """One choice of four, with the options that are most like the key."""
    subject, key = (pair.right, pair.left) if is_left else (pair.left, pair.right)
    rivals = [other.left if is_left else other.right for other in others]
    rivals = [r for r in dict.fromkeys(rivals) if r not in (key, subject)]
    rng.shuffle(rivals)
    rivals.sort(key=lambda rival: (rival[-1] != key[-1], abs(len(rival) - len(key)) > _ABOUT))
    for wrong in islice(combinations(rivals[:_LOOKED_AT], 3), _SETS):
        texts = [key, *wrong]
        rng.shuffle(texts)
        options = lettered(Option("", text) for text in texts)
        question = draft(
            "single",
            stem.format(inner_quotes(subject), of=pair.of),
            options=options,
            key=tuple(o.letter for o in options if o.text == key),
            facts=pair.facts,
            explanation=f"规划原文是:{pair.citation.quote}。",
            citations=(pair.citation,),
        )
        if not checker.problems(question):
            return question
    return None


def _matching(stem: str, pairs: Sequence[_Pair], rng: random.Random) -> QuizQuestion:
    right = [pair.right for pair in pairs]
    rng.shuffle(right)
    options, letters = with_letters(right)
    return draft(
        "matching",
        stem,
        options=options,
        prompts=tuple(pair.left for pair in pairs),
        key=tuple(letters[pair.right] for pair in pairs),
        points=len(pairs),
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
        slogan = re.search(f"“([^“”]+)”(?P<noun>{_NOUN})?", text)
        if slogan and places and scope.allows(statement, statement.span):
            pair = _pair(facts, text[: places[0]], slogan[1], statement)
            yield replace(pair, of=slogan["noun"] or "")


def _described(facts: Facts, scope: ScopeFacts) -> Iterator[_Pair]:
    """Patterns before the noun that says what they describe (“三环两轴两连”的城市交通体系).

    Slogans of other builds tell by their own words what they are about.
    """
    for statement in scope.statements:
        for match in _DESCRIBED.finditer(statement.text):
            start = statement.span.start + match.start()
            span = Span(start, start + len(match.group()))
            is_pattern = bool(_PATTERN.match(match["slogan"]))
            if any(statement.text[:n] in place_names() for n in (2, 3)):
                continue  # of one place, which the noun alone does not say
            if is_pattern and not is_weighty(statement, span) and scope.allows(statement, span):
                yield _pair(facts, match["slogan"], match["noun"], statement)


def _figures(facts: Facts, scope: ScopeFacts) -> Iterator[_Pair]:
    for blank in scope.blanks:
        found = [i for i in scope.indicators if i.figure_span.start == blank.span.start]
        if blank.kind == "figure" and found and is_target(found[0]):
            behind = re.match("以上|以下", blank.behind)
            value = blank.answer + (behind.group() if behind else "")
            yield _pair(facts, found[0].subject, value, blank.statement)


def _counted(slogan: str) -> set[str]:
    """What a slogan counts, by its first characters (环, 轴)."""
    return {match[1] for match in re.finditer(f"{NUMERAL}([\u4e00-\u9fff])", slogan)} - set("大个")


def _pair(facts: Facts, left: str, right: str, statement: Statement) -> _Pair:
    return _Pair(left, right, facts.citation(statement), clauses_of(statement))


_SORTS = (
    _Sort(_meanings, "下列提法与其内容如何对应?"),
    _Sort(
        _places,
        "下列地方与规划提出的目标或举措如何对应?",
        "下列哪一项是规划对“{}”提出的?",
        "规划提出的“{}”{of},是下列哪个地方的?",
    ),
    _Sort(
        _described,
        "下列提法分别说的是什么?",
        "规划提出的“{}”,说的是:",
        "下列哪一个提法,规划用来描述“{}”?",
        is_pattern=True,
    ),
    _Sort(_figures, "下列指标与其目标值如何对应?"),
)
