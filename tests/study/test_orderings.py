"""Goals that are put in order of their years."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assistant.study import orderings
from assistant.study.model import QuizQuestion, Request
from assistant.study.options import year_of
from assistant.study.orderings import ordering
from assistant.study.session import Trainer


@pytest.fixture(scope="module")
def found(trainer: Trainer) -> list[QuizQuestion]:
    """Questions on the whole plan, of some seeds."""
    facts, checker = trainer.facts, trainer.checker
    return [
        question
        for seed in range(8)
        for question in ordering(facts, facts.everything, checker, random.Random(seed))
    ]


def test_goals_are_in_the_order_of_the_years_that_the_plan_gives(
    found: list[QuizQuestion],
) -> None:
    """The citation of each goal, or the title of its article, has the year; none comes twice."""
    assert found
    for question in found:
        cited = {option.letter: option.citation for option in question.options}
        years = []
        for letter in question.key:
            citation = cited[letter]
            assert citation
            years.append(year_of(citation.quote) or year_of(citation.title) or 0)
        assert years == sorted(set(years)) and len(years) >= 3 and years[0]


def test_goals_of_one_question_are_on_different_things(found: list[QuizQuestion]) -> None:
    """Quarters of one town, or stages of one change, would be in order by themselves."""
    for question in found:
        texts = [option.text for option in question.options]
        assert sum("丹河新城" in text for text in texts) <= 1
        assert sum("转型" in text for text in texts) <= 1


def test_what_is_dated_twice_is_not_put_in_order(trainer: Trainer) -> None:
    """A goal of which another year has the like is refused, and a key out of order as well."""
    facts = trainer.facts
    sentences = list(dict.fromkeys(s.sentence for s in facts.statements))
    goals = {goal.text: goal for goal in orderings._goals(facts.plan, sentences)}
    chosen = [
        goals["高标准市场体系基本建成"],
        goals["基本实现转型"],
        goals["生态文明制度体系全面形成"],
    ]
    question = orderings._question(facts.everything, chosen, random.Random(1))
    problems = trainer.checker.problems(question)
    assert problems == ("the like of 生态文明制度体系全面形成 is to be reached in another year",)
    turned = trainer.checker.problems(replace(question, key=question.key[::-1]))
    assert any("do not rise" in problem for problem in turned)


def test_sessions_on_several_parts_have_one(trainer: Trainer) -> None:
    """A paper of medium or hard level asks for an order where its parts name three years."""
    for level in ("中", "难"):
        quiz = trainer.quiz(Request(parts=(1, 2), difficulty=level))
        assert [q.kind for q in quiz.questions].count("ordering") == 1
        assert trainer.checker.paper_problems(quiz.questions) == ()
