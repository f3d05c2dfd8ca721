"""Drafts of questions: what every builder fills in, with the usual points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.answer import Citation
from assistant.study.difficulty import difficulty_of
from assistant.study.model import Option, QuestionKind, QuizQuestion, ScoringPoint

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
) -> QuizQuestion:
    """A question without its place in a paper; its points are those of its kind if not given."""
    question = QuizQuestion(
        number=1,
        kind=kind,
        stem=stem,
        options=options,
        prompts=prompts,
        key=key,
        accepted=accepted,
        scoring=scoring,
        points=points or POINTS[kind],
        difficulty="中",
        facts=facts,
        explanation=explanation,
        citations=citations,
        wanted=wanted,
    )
    return replace(question, difficulty=difficulty_of(question))


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
