from __future__ import annotations

import pytest

from assistant.study.model import Quiz, QuizQuestion, Request
from assistant.study.scoring import score
from assistant.study.session import Trainer


@pytest.fixture(scope="module")
def quiz(trainer: Trainer) -> Quiz:
    """A paper with questions of every kind that the plan yields."""
    papers = (trainer.quiz(Request(parts=(10,), seed=seed)) for seed in range(20))
    return next(made for made in papers if len({q.kind for q in made.questions}) == 6)


def _right(question: QuizQuestion) -> tuple[str, ...]:
    if question.kind == "short_answer":
        return (";".join(point.text for point in question.scoring),)
    return question.key


def test_the_key_earns_everything(quiz: Quiz) -> None:
    """Who answers as the key says gets full marks in every kind of question."""
    result = score(quiz, {q.number: _right(q) for q in quiz.questions})
    assert result.points == result.most == quiz.points
    assert result.right == len(quiz.questions)


def test_no_answer_earns_nothing_and_is_explained(quiz: Quiz) -> None:
    """Every question of an empty sheet comes back with the right answer and its citation."""
    result = score(quiz, {})
    assert result.points == 0
    for marked in result.marked:
        assert marked.given == ()
        assert marked.expected
        assert marked.explanation
        assert marked.citations


def _one(quiz: Quiz, kind: str, answer: tuple[str, ...]) -> tuple[float, int]:
    question = next(q for q in quiz.questions if q.kind == kind)
    marked = next(
        m for m in score(quiz, {question.number: answer}).marked if m.number == question.number
    )
    return marked.points, marked.most


def test_a_part_of_a_multiple_choice_earns_half(quiz: Quiz) -> None:
    """Some right letters and no wrong one earn half; a wrong one earns nothing."""
    question = next(q for q in quiz.questions if q.kind == "multiple")
    wrong = next(o.letter for o in question.options if o.letter not in question.key)
    assert _one(quiz, "multiple", question.key[:1]) == (1.5, 3)
    assert _one(quiz, "multiple", (*question.key, wrong)) == (0, 3)


def test_letters_are_read_in_any_width_and_case(quiz: Quiz) -> None:
    """A and A are A."""
    question = next(q for q in quiz.questions if q.kind == "single")
    wide = chr(ord(question.key[0]) + 0xFEE0)
    assert _one(quiz, "single", (question.key[0].lower(),)) == (2, 2)
    assert _one(quiz, "single", (f" {wide} ",)) == (2, 2)


def test_a_blank_is_read_with_or_without_quotation_marks(quiz: Quiz) -> None:
    """Punctuation and blanks around the words do not count."""
    question = next(q for q in quiz.questions if q.kind == "fill_in")
    assert _one(quiz, "fill_in", (f" “{question.key[0]}”。",)) == (2, 2)
    assert _one(quiz, "fill_in", ("别的",)) == (0, 2)


def test_each_pair_of_a_matching_question_counts(quiz: Quiz) -> None:
    """One right pair earns its share."""
    question = next(q for q in quiz.questions if q.kind == "matching")
    answer = (question.key[0], *("Z" for _ in question.key[1:]))
    points, most = _one(quiz, "matching", answer)
    assert points == round(most / len(question.key), 1)


def test_named_points_of_a_short_answer_count(quiz: Quiz) -> None:
    """An answer in one's own sentence earns the points that it names."""
    question = next(q for q in quiz.questions if q.kind == "short_answer")
    first = question.scoring[0]
    assert _one(quiz, "short_answer", (f"我认为主要是{first.text},别的忘了",))[0] == first.points
