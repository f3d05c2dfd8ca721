from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assistant.study.list_pairs import list_pairs
from assistant.study.model import QuizQuestion, Request
from assistant.study.session import Trainer
from assistant.study.statements import is_opener


def _of(trainer: Trainer, part: int) -> list[QuizQuestion]:
    scope = trainer.facts.asked_of(trainer.scope(Request(parts=(part,))))
    builder, rng = trainer._quizzes._builder, random.Random(1)
    return list(list_pairs(trainer.facts, scope, trainer.checker, builder, rng))


@pytest.mark.parametrize("part", [12, 16])
def test_both_parts_make_a_member_of_the_list(trainer: Trainer, part: int) -> None:
    """Places and what they make, names and their nouns."""
    found = _of(trainer, part)
    assert found
    for question in found:
        texts = {option.letter: option.text for option in question.options}
        whole = question.citations[0].quote
        assert trainer.checker.problems(question) == ()
        for prompt, letter in zip(question.prompts, question.key, strict=True):
            assert prompt + texts[letter] in whole
            assert not is_opener(prompt)  # other verbs would do as well


def test_exchanged_parts_are_found(trainer: Trainer) -> None:
    """A key with two letters exchanged makes members that the plan has not."""
    for question in _of(trainer, 12):
        key = (question.key[1], question.key[0], *question.key[2:])
        assert trainer.checker.problems(replace(question, key=key))


def test_a_stem_that_is_not_the_cited_statement_is_refused(trainer: Trainer) -> None:
    """Nothing is matched under words that the plan does not have."""
    question = _of(trainer, 12)[0]
    other = replace(question, stem=question.stem.replace("打造", "建设"))
    assert trainer.checker.problems(other)


def test_sets_of_the_whole_country_are_not_matched(trainer: Trainer) -> None:
    """What plans of all places list side by side can be put together by everybody."""
    shown = {prompt for part in range(1, 17) for q in _of(trainer, part) for prompt in q.prompts}
    assert not shown & {"前瞻性", "全局性", "战略性", "整体性", "交通", "信息", "观念", "经济"}


def test_what_sense_puts_together_is_not_asked(trainer: Trainer) -> None:
    """Whose something is and what it is, or a lack and its quality, need no reading."""
    prompts = [prompt for part in range(1, 17) for q in _of(trainer, part) for prompt in q.prompts]
    assert prompts and not any(prompt.endswith("的") for prompt in prompts)
    shown = {o.text for part in range(1, 17) for q in _of(trainer, part) for o in q.options}
    assert not any("性" in text[:-1] for text in shown)
