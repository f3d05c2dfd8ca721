"""Scoring of a taken quiz: answers in, points and explanations out; nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Citation
from assistant.numerals import half_width
from assistant.study.model import QuestionKind, Quiz, QuizQuestion

_PIECES = re.compile("[,,;;。\n]")
_LONG = 8  # characters of a wording that need not be there to the letter
_MOST_OF_LONG = 0.7  # of its pairs of characters that are enough
_LEAST_SHARE = 0.5  # of a multiple choice, when nothing wrong and not everything right is chosen


@dataclass(frozen=True, slots=True)
class Marked:
    """One question as it was answered.

    Attributes:
        number: Number of the question in the paper.
        given: The answer, as it was given; empty when there is none.
        points: What it earned, between 0 and ``most``.
        most: What the question is worth.
        is_right: Whether it earned everything.
        expected: The right answer, for the reader.
        explanation: Why.
        citations: The words of the plan that prove it.
    """

    number: int
    given: tuple[str, ...]
    points: float
    most: int
    is_right: bool
    expected: str
    explanation: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A whole paper as it was answered."""

    marked: tuple[Marked, ...]

    @property
    def points(self) -> float:
        """What was earned."""
        return sum(each.points for each in self.marked)

    @property
    def most(self) -> int:
        """What could be earned."""
        return sum(each.most for each in self.marked)

    @property
    def right(self) -> int:
        """How many questions are wholly right."""
        return sum(each.is_right for each in self.marked)


def score(quiz: Quiz, answers: Mapping[int, Sequence[str]]) -> Result:
    """Mark a paper.

    Args:
        quiz: The paper.
        answers: Number of a question → answer: letters of the chosen options; ``正确`` or ``错误``;
            the words of each blank; for matching one letter for each prompt in order; for ordering
            the letters in order; for a short answer one text. Numbers that are left out count as
            not answered; letters of either case and width are read.
    """
    return Result(tuple(_marked(q, answers.get(q.number, ())) for q in quiz.questions))


def expected(question: QuizQuestion) -> str:
    """The right answer as a reader wants to see it."""
    if question.kind == "short_answer":
        rule = any_of(question)
        points = ";".join(point.text for point in question.scoring)
        return f"{rule}:{points}" if rule else points
    if question.kind == "matching":
        pairs = zip(question.prompts, question.key, strict=True)
        return ",".join(f"{prompt}—{letter}" for prompt, letter in pairs)
    if question.kind == "ordering":
        return "→".join(question.key)
    return "、".join(question.key)


def any_of(question: QuizQuestion) -> str:
    """How many of its scoring points a short answer asks for; empty if it asks for all."""
    if not question.wanted:
        return ""
    return f"任意{question.wanted}项,每项{question.scoring[0].points}分"


def _marked(question: QuizQuestion, given: Sequence[str]) -> Marked:
    answer = tuple(text.strip() for text in given)
    share = _SHARES[question.kind](question, answer) if any(answer) else 0.0
    return Marked(
        number=question.number,
        given=answer if any(answer) else (),
        points=round(share * question.points, 1),
        most=question.points,
        is_right=share == 1.0,
        expected=expected(question),
        explanation=question.explanation,
        citations=question.citations,
    )


def _exact(question: QuizQuestion, given: tuple[str, ...]) -> float:
    return float(tuple(map(_letter, given)) == question.key)


def _choices(question: QuizQuestion, given: tuple[str, ...]) -> float:
    """All of it, half of it for some right choices and no wrong one, or nothing."""
    chosen, right = set(map(_letter, given)), set(question.key)
    if chosen == right:
        return 1.0
    return _LEAST_SHARE if chosen and chosen < right else 0.0


def _blanks(question: QuizQuestion, given: tuple[str, ...]) -> float:
    right = sum(
        any(_plain(text) == _plain(wording) for wording in wordings)
        for text, wordings in zip(given, question.accepted, strict=False)
    )
    return right / len(question.accepted)


def _pairs(question: QuizQuestion, given: tuple[str, ...]) -> float:
    right = sum(_letter(one) == key for one, key in zip(given, question.key, strict=False))
    return right / len(question.key)


def _points(question: QuizQuestion, given: tuple[str, ...]) -> float:
    text = "".join(given)
    pieces = [_plain(piece) for piece in _PIECES.split(text)]
    earned = sum(
        point.points
        for point in question.scoring
        if any(_says(_plain(text), pieces, _plain(wording)) for wording in point.wordings)
    )
    return min(earned / question.points, 1.0)


def _says(text: str, pieces: Sequence[str], wording: str) -> bool:
    """Whether an answer has a wording, or one clause of it most of the pairs of a long one."""
    if wording in text:
        return True
    pairs = {a + b for a, b in pairwise(wording)}
    if len(wording) < _LONG:
        return False
    most = max(sum(pair in piece for pair in pairs) for piece in pieces)
    return most >= _MOST_OF_LONG * len(pairs)


_SHARES: dict[QuestionKind, Callable[[QuizQuestion, tuple[str, ...]], float]] = {
    "single": _exact,
    "multiple": _choices,
    "true_false": _exact,
    "fill_in": _blanks,
    "matching": _pairs,
    "ordering": _exact,
    "short_answer": _points,
}


def _letter(text: str) -> str:
    return half_width(text).strip().upper()


def _plain(text: str) -> str:
    """A text without blanks and punctuation, in half width and lower case."""
    kept = re.sub(r"[^\w%+×.]", "", half_width(text).lower())
    return kept.rstrip(".")
