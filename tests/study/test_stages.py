"""Matching questions on the stages of one thing."""

from __future__ import annotations

import random
from dataclasses import replace

from assistant.study.model import QuizQuestion, Request
from assistant.study.session import Trainer
from assistant.study.stages import stages


def _found(trainer: Trainer) -> list[QuizQuestion]:
    everything = trainer.facts.everything
    return list(stages(trainer.facts, everything, trainer.checker, random.Random(1)))


def test_stages_are_matched_with_the_years_of_one_sentence(trainer: Trainer) -> None:
    """Each stage has the year that the plan gives right before it, and one year is left over."""
    found = _found(trainer)
    assert found
    for question in found:
        years = {option.letter: option.text for option in question.options}
        assert len(years) == len(question.prompts) + 1
        for prompt, letter in zip(question.prompts, question.key, strict=True):
            assert f"到{years[letter]},{prompt}" in trainer.facts.plan.text


def test_exchanged_years_are_found(trainer: Trainer) -> None:
    """A key with the years of two stages exchanged is refused."""
    for question in _found(trainer):
        key = (question.key[1], question.key[0], *question.key[2:])
        assert trainer.checker.problems(replace(question, key=key))


def test_no_other_question_of_a_paper_asks_for_a_stage(trainer: Trainer) -> None:
    """The clauses of the stages have the one question."""
    for seed in range(4):
        paper = trainer.quiz(Request(parts=(10,), seed=seed, difficulty="中"))
        asked = [q for q in paper.questions if "分阶段" in q.stem]
        others = [q for q in paper.questions if q not in asked]
        assert not any(set(a.facts) & set(o.facts) for a in asked for o in others)
