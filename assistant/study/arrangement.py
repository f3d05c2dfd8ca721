"""The order of a finished paper: numbers, letters of options, and where keys stand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.study.drafts import lettered
from assistant.study.model import QUESTION_KINDS, QuizQuestion, Request

_SHUFFLES = 50  # orders tried for statements to judge, and for the places of keys
_OPTIONS = 4  # of a single choice
_LONGEST_RUN = 3  # statements of one truth in a row


def arranged(questions: Sequence[QuizQuestion], request: Request) -> tuple[QuizQuestion, ...]:
    """Number the questions, kind by kind; version B has another order and other letters."""
    rng = random.Random(f"{request.seed}|{request.version}")
    ordered: list[QuizQuestion] = []
    for kind in QUESTION_KINDS:
        group = [question for question in questions if question.kind == kind]
        rng.shuffle(group)
        ordered += _mixed(group, rng) if kind == "true_false" else group
    places = _places(sum(question.kind == "single" for question in ordered), rng)
    relettered = (_relettered(question, rng, places) for question in ordered)
    return tuple(replace(q, number=number) for number, q in enumerate(relettered, 1))


def _places(number: int, rng: random.Random) -> Iterator[int]:
    """Where the keys of single choices stand among four: each place as often, none thrice running.

    The last rule may be broken only where no order keeps it.
    """
    whole = [place % _OPTIONS for place in range(number)]
    for _ in range(_SHUFFLES):
        rng.shuffle(whole)
        if all(len(list(run)) < _LONGEST_RUN for _, run in groupby(whole)):
            break
    return iter(whole)


def _mixed(claims: Sequence[QuizQuestion], rng: random.Random) -> list[QuizQuestion]:
    """Statements to judge in an order in which their truth follows no rule that can be seen."""
    for _ in range(_SHUFFLES):
        mixed = rng.sample(claims, len(claims))
        runs = [len(list(run)) for _, run in groupby(mixed, key=lambda claim: claim.key)]
        if max(runs, default=0) <= _LONGEST_RUN and (max(runs, default=0) > 1 or len(mixed) <= 2):
            return mixed
    return list(claims)


def _relettered(question: QuizQuestion, rng: random.Random, places: Iterator[int]) -> QuizQuestion:
    if question.kind not in ("single", "multiple", "matching", "ordering"):
        return question
    shuffled = rng.sample(question.options, len(question.options))
    if question.kind == "single":
        right = next(option for option in shuffled if option.letter in question.key)
        shuffled.remove(right)
        shuffled.insert(next(places), right)
    options = lettered(shuffled)
    renamed = {old.letter: new.letter for old, new in zip(shuffled, options, strict=True)}
    key = [renamed[letter] for letter in question.key]
    return replace(
        question,
        options=options,
        key=tuple(sorted(key) if question.kind in ("single", "multiple") else key),
    )
