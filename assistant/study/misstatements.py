"""Choices of the one of four statements on a unit that says what the plan does not say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence, Set

from assistant.answer import cite
from assistant.passages import inner_quotes
from assistant.study.drafts import draft, lettered
from assistant.study.facts import Facts, ScopeFacts, clauses_of
from assistant.study.giveaways import MISSTATED
from assistant.study.measures import Measure, is_about, measures_in
from assistant.study.model import Option, QuizQuestion
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import opens
from assistant.study.swaps import Swap

_OTHERS = 3
_SHORTEST, _LONGEST = 8, 44  # characters of a statement
_ALONE = ("date", "figure", "place")  # kinds of which the only one among four shows
_NEAREST = 6  # in length, of which three are taken
_STEM = "关于“{title}”,下列说法" + MISSTATED + ":"


def misstatements(
    facts: Facts,
    scope: ScopeFacts,
    checker: QuizChecker,
    swaps: Iterator[Swap],
    taken: Set[str],
    rng: random.Random,
) -> Iterator[QuizQuestion]:
    """Choices of one wrong statement beside three measures of its unit in the plan's words.

    Args:
        facts: The facts of the plan.
        scope: What the paper is on.
        checker: Proves the questions.
        swaps: Statements that can be made wrong.
        taken: Names of the facts that other questions of the paper show, as they are when the
            next question is asked for.
        rng: Decides on the options.
    """
    units = measures_in(facts, scope)
    for swap in swaps:
        unit = swap.statement.unit
        is_fit = _is_fit(swap.text) and swap.kind not in _ALONE
        if unit.kind != "article" or not is_fit:
            continue
        own = set(clauses_of(swap.statement))
        left = [
            measure
            for measure in units.get(unit.start, ())
            if taken.isdisjoint(measure.facts)
            and own.isdisjoint(measure.facts)
            and _is_fit(measure.text)
            and is_about(measure, scope)
            and not any(word in measure.text for word in (swap.old, swap.new))
        ]
        left.sort(key=lambda measure: abs(len(measure.text) - len(swap.text)))
        near = left[:_NEAREST]
        if len(near) >= _OTHERS and taken.isdisjoint(own):
            others = rng.sample(near, _OTHERS)
            if not any(("、" in other.text) == ("、" in swap.text) for other in others):
                continue  # the only one that lists something, or that does not
            question = _question(facts, swap, others, rng)
            if not checker.problems(question):
                yield question


def _is_fit(text: str) -> bool:
    """Whether a statement is of the form of the others: it says from its verb on what is done."""
    return _SHORTEST <= len(text) <= _LONGEST and opens(text)


def _question(
    facts: Facts, swap: Swap, others: Sequence[Measure], rng: random.Random
) -> QuizQuestion:
    unit = swap.statement.unit
    texts = [swap.text, *(measure.text for measure in others)]
    rng.shuffle(texts)
    options = lettered(Option("", text) for text in texts)
    shown = [fact for measure in others for fact in measure.facts]
    return draft(
        "single",
        _STEM.format(title=inner_quotes(unit.title)),
        options=options,
        key=tuple(option.letter for option in options if option.text == swap.text),
        accepted=((swap.old,),),
        facts=(swap.fact, *clauses_of(swap.statement), *shown),
        explanation=f"规划原文是:{swap.statement.text}。其余三项与规划原文一致。",
        citations=(
            facts.citation(swap.statement),
            *(cite(facts.plan, unit, measure.span) for measure in others),
        ),
    )
