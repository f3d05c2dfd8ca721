"""Questions on another plan of the same form, which was written for this test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.study.model import DIFFICULTIES, Difficulty, Request
from assistant.study.session import Trainer

_PLAN = Path(__file__).parent / "other_plan.txt"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Trainer:
    """A trainer over the other plan."""
    folder = tmp_path_factory.mktemp("other") / "index"
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        index_folder=folder,
        llm="off",
        plan_file=_PLAN,
    )
    return Trainer(Assistant.open(settings))


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_another_plan_makes_papers(other: Trainer, difficulty: Difficulty) -> None:
    """Of ten short articles at least nine questions of several kinds, each one proved."""
    request = Request(parts=(1, 2, 3), difficulty=difficulty)
    quiz = other.quiz(request)
    kinds = Counter(question.kind for question in quiz.questions)
    assert len(quiz.questions) >= 9
    assert len(kinds) >= 3
    for question in quiz.questions:
        assert other.checker.problems(question) == ()
    title = other.scope(request).title
    assert other.checker.paper_problems(quiz.questions, title) == ()


def test_goals_of_different_things_are_put_in_order(other: Trainer) -> None:
    """Three dated goals make an ordering question; no option ends with a full stop."""
    quiz = other.quiz(Request(parts=(1, 2, 3), questions=40))
    ordering = [question for question in quiz.questions if question.kind == "ordering"]
    assert len(ordering) == 1
    assert not any(option.text.endswith("。") for option in ordering[0].options)


def test_its_slogans_and_figures_are_asked_for(other: Trainer) -> None:
    """What is asked for is what only this plan says."""
    answers = {blank.answer for blank in other.facts.blanks}
    assert {"云上溪谷", "650家", "45%", "五年"} <= answers


def test_each_clause_of_a_sentence_is_asked_for(other: Trainer) -> None:
    """A clause is not used up by the question on its neighbour; one not asked for stands beside."""
    quiz = other.quiz(Request(articles=(11,)))
    quotes = {question.citations[0].quote for question in quiz.questions}
    assert quotes == {
        "改善消费环境,加快发展假日经济",
        "适当增加公共消费",
        "推进夜间经济街区建设",
    }
