"""Short answers on what a sentence of the plan goes on with."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from assistant.study.counterparts import without_common
from assistant.study.model import DIFFICULTIES, Quiz, QuizQuestion, Request
from assistant.study.scoring import score
from assistant.study.sequels import SEQUEL, sequels
from assistant.study.session import Trainer
from assistant.study.worth import holds_fact


@pytest.fixture(scope="module")
def found(trainer: Trainer) -> list[QuizQuestion]:
    """All such questions that the plan yields."""
    facts, checker = trainer.facts, trainer.checker
    return list(sequels(facts, facts.everything, checker, set(), random.Random(1)))


def _lead(question: QuizQuestion) -> str:
    match = re.search("规划提出“(.+?)”,(?:紧接着|同一句话里)", question.stem)
    assert match
    return match[1]


def test_what_is_asked_for_follows_what_is_quoted(
    trainer: Trainer, found: list[QuizQuestion]
) -> None:
    """The plan has the quoted measure once, and behind it in the sentence all that is asked for."""
    assert found
    for question in found:
        quote = re.sub("[“”]", "", question.citations[0].quote)
        lead = re.sub("[‘’]", "", _lead(question))
        assert quote.startswith(lead) and "。" not in quote
        assert re.sub("[“”]", "", trainer.facts.plan.text).count(lead) == 1
        texts = [re.sub("[“”]", "", point.text) for point in question.scoring]
        places = [quote.index(text) for text in texts]
        assert places == sorted(places)
        if not question.wanted:
            assert re.fullmatch(",?", quote[len(lead) : places[0]])


def test_only_some_of_the_measures_asks_for_any(found: list[QuizQuestion]) -> None:
    """More than two measures are the rest of their sentence; any two of them are enough."""
    some = [question for question in found if question.wanted]
    assert some
    for question in some:
        assert f"任意{question.wanted}项" in question.stem
        assert len(question.scoring) > question.wanted
    assert all(len(question.scoring) <= 2 for question in found if not question.wanted)


def test_the_verb_of_the_only_measure_is_shown(found: list[QuizQuestion]) -> None:
    """Who writes what is done, with the verb or without it, has all points."""
    question = next(q for q in found if len(q.scoring) == 1)
    full, short = question.scoring[0].wordings
    assert full.endswith(short) and f"写明要{full.removesuffix(short)}什么" in question.stem
    quiz = Quiz("", Request(parts=(1,)), (question,), 1)
    for answer in (full, short):
        assert score(quiz, {1: (answer,)}).points == question.points
    assert score(quiz, {1: ("加强领导",)}).points == 0


def test_the_checker_refuses_what_does_not_follow(
    trainer: Trainer, found: list[QuizQuestion]
) -> None:
    """Points in another order, a first one left out, another quoted measure: each is found."""
    problems = trainer.checker.problems
    question = next(q for q in found if len(q.scoring) == 2)
    first, second = question.scoring
    assert problems(question) == ()
    turned = replace(question, scoring=(second, first))
    assert any("not behind" in p for p in problems(turned))
    late = replace(question, scoring=(second,), points=second.points)
    assert any("something stands before" in p for p in problems(late))
    other = replace(question, stem=question.stem.replace(_lead(question), "加强组织领导"))
    assert any("does not begin with" in p for p in problems(other))


def test_no_set_phrase_is_asked_for_alone(found: list[QuizQuestion]) -> None:
    """What remains of a sole answer without set phrases of the country still holds a fact."""
    alone = [q.scoring[0].wordings[1] for q in found if len(q.scoring) == 1]
    assert alone
    for text in alone:
        own = without_common(text)
        assert own == text or holds_fact(own)
    assert not any("一带一路" in text for text in alone)


def test_papers_have_few_of_them_and_more_only_where_short(trainer: Trainer) -> None:
    """A tenth of a full paper, a quarter of a short one; no clause is asked for twice."""
    for part, level in zip((5, 11, 16), DIFFICULTIES, strict=True):
        quiz = trainer.quiz(Request(parts=(part,), difficulty=level, seed=part))
        asked = [q for q in quiz.questions if q.facts[0].startswith(SEQUEL)]
        most = 0.1 if len(quiz.questions) == quiz.request.questions else 0.25
        assert len(asked) <= max(round(most * quiz.request.questions), 1)
        assert trainer.checker.paper_problems(quiz.questions) == ()
