"""Drafts of questions: what every builder fills in, with the usual points and difficulties."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Citation
from assistant.study.model import Difficulty, Option, QuestionKind, QuizQuestion, ScoringPoint

LETTERS = "ABCDEFGH"
POINTS: dict[QuestionKind, int] = {
    "single": 2,
    "multiple": 3,
    "true_false": 1,
    "fill_in": 2,
    "matching": 4,
    "ordering": 3,
    "short_answer": 6,
}
DIFFICULTY_OF: dict[QuestionKind, Difficulty] = {
    "single": "中",
    "multiple": "难",
    "true_false": "易",
    "fill_in": "中",
    "matching": "中",
    "ordering": "中",
    "short_answer": "难",
}


def draft(
    kind: QuestionKind,
    stem: str,
    *,
    facts: tuple[str, ...],
    explanation: str,
    citations: tuple[Citation, ...],
    options: tuple[Option, ...] = (),
    prompts: tuple[str, ...] = (),
    key: tuple[str, ...] = (),
    accepted: tuple[tuple[str, ...], ...] = (),
    scoring: tuple[ScoringPoint, ...] = (),
    wanted: int = 0,
    points: int = 0,
    difficulty: Difficulty | None = None,
) -> QuizQuestion:
    """A question without its place in a paper; points and difficulty are those of its kind."""
    return QuizQuestion(
        number=1,
        kind=kind,
        stem=stem,
        options=options,
        prompts=prompts,
        key=key,
        accepted=accepted,
        scoring=scoring,
        points=points or POINTS[kind],
        difficulty=difficulty or DIFFICULTY_OF[kind],
        facts=facts,
        explanation=explanation,
        citations=citations,
        wanted=wanted,
    )


def lettered(options: Iterable[Option]) -> tuple[Option, ...]:
    """Give options their letters in order."""
    return tuple(
        Option(letter, option.text, option.citation)
        for letter, option in zip(LETTERS, options, strict=False)
    )


def with_letters(texts: Iterable[str]) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options of some texts in order, and the letter of each text."""
    options = lettered(Option("", text) for text in texts)
    return options, {option.text: option.letter for option in options}
