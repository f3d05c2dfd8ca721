"""Matching questions on one list whose members have two parts each.

A place and what it is known for, a name in quotation marks and the noun behind it: they can hardly
be told but by who has read the list. Whose something is and what it is, or a lack and the quality
of its noun, readers put together by sense.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from assistant.slots import place_names
from assistant.study.builders import Builder
from assistant.study.counterparts import is_common
from assistant.study.drafts import draft, with_letters
from assistant.study.enumerations import Cut, Enumeration, word_starts
from assistant.study.facts import Facts, ScopeFacts, clauses_of, is_solemn
from assistant.study.model import QuizQuestion
from assistant.study.parallels import side_by_side
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import is_opener, leans_on_before

_FEWEST, _MOST = 3, 4  # pairs
_END = 2  # characters of a noun that ends all members
_ASK = "横线处列举的各项都由前后两部分组成,请将前后两部分对应起来。"
_QUOTED = re.compile("(?P<left>(?:“[^“”]+”)+)(?P<right>[^“”]{2,})")
_Halves = tuple[str, str]


def list_pairs(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, builder: Builder, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions to put together the members of a list of a scope, each proved."""
    for enumeration in rng.sample(scope.enumerations, len(scope.enumerations)):
        question = _question(facts, enumeration, builder, rng)
        if question and not checker.problems(question):
            yield question


def _question(
    facts: Facts, enumeration: Enumeration, builder: Builder, rng: random.Random
) -> QuizQuestion | None:
    statement = enumeration.statement
    names = [facts.plan.quote(span) for span in enumeration.members]
    if len(names) < _FEWEST or not enumeration.is_whole or is_solemn(statement.text):
        return None
    if is_common("、".join(names)) or 2 * side_by_side(names) > len(names):
        return None  # plans of all places have them
    heading = builder.heading(statement, names)
    pairs = _halves(names, facts.cut)
    if not pairs or not heading or leans_on_before(statement.text):
        return None
    chosen = rng.sample(pairs, min(_MOST, len(pairs)))
    right = [text for _, text in chosen]
    rng.shuffle(right)
    options, letters = with_letters(right)
    return draft(
        "matching",
        builder.list_stem(enumeration, heading, _ASK),
        options=options,
        prompts=tuple(left for left, _ in chosen),
        key=tuple(letters[text] for _, text in chosen),
        points=len(chosen),
        facts=(f"list@{enumeration.span.start}", *clauses_of(statement)),
        explanation=f"规划原文列举的是:{'、'.join(names)}。",
        citations=(facts.citation(statement),),
    )


def _halves(names: Sequence[str], cut: Cut) -> list[_Halves]:
    """The two parts of each member, if all have them by one rule and none comes twice."""
    for split in _RULES:
        found = [split(name, names) for name in names]
        pairs = [pair for pair in found if pair is not None]
        sides = {left for left, _ in pairs}, {right for _, right in pairs}
        if len(pairs) == len(names) == len(sides[0]) == len(sides[1]) and _are_words(pairs, cut):
            return pairs
    return []


def _are_words(pairs: Sequence[_Halves], cut: Cut) -> bool:
    """Whether words begin where most members are cut, and no verb of all members is cut off."""
    borders = [len(left) in set(word_starts(left + right, cut)) for left, right in pairs]
    return 2 * sum(borders) > len(pairs) and not any(is_opener(left) for left, _ in pairs)


def _place_and_thing(name: str, _: Sequence[str]) -> _Halves | None:
    length = next((n for n in (3, 2) if name[:n] in place_names()), 0)
    return (name[:length], name[length:]) if length and len(name) > length + 1 else None


def _quoted_and_noun(name: str, _: Sequence[str]) -> _Halves | None:
    match = _QUOTED.fullmatch(name)
    return (match["left"], match["right"]) if match else None


def _with_one_end(name: str, names: Sequence[str]) -> _Halves | None:
    """What comes before two characters and the noun that all members end with."""
    end = names[0][-_END:]
    left, right = name[: -_END - 2], name[-_END - 2 :]
    return (left, right) if len(left) > 1 and all(n.endswith(end) for n in names) else None


_RULES: tuple[Callable[[str, Sequence[str]], _Halves | None], ...] = (
    _place_and_thing,
    _quoted_and_noun,
    _with_one_end,
)
