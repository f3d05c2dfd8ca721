"""How hard questions are, and that papers are as hard as they are asked to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assistant.study.difficulty import difficulty_of, fitting, is_near
from assistant.study.model import DIFFICULTIES, Difficulty, Option, QuizQuestion, Request
from assistant.study.session import Trainer

_PARTS = (2, 5, 8, 10)


@pytest.fixture(scope="module")
def papers(trainer: Trainer) -> dict[Difficulty, list[QuizQuestion]]:
    """The questions of papers on some parts, by the difficulty that was asked for."""
    return {
        level: [
            question
            for part in _PARTS
            for question in trainer.quiz(Request(parts=(part,), difficulty=level)).questions
        ]
        for level in DIFFICULTIES
    }


def _levels(questions: list[QuizQuestion]) -> Counter[Difficulty]:
    return Counter(question.difficulty for question in questions)


def test_the_harder_the_paper_the_more_is_hard(
    papers: dict[Difficulty, list[QuizQuestion]],
) -> None:
    """From easy over medium to hard papers the share of hard questions rises, of easy ones falls.

    An easy paper has more easy questions than hard ones, a hard one the other way round.
    """
    easy, medium, hard = (_levels(papers[level]) for level in DIFFICULTIES)
    assert easy["难"] < medium["难"] < hard["难"]
    assert easy["易"] > medium["易"] > hard["易"]
    assert easy["易"] > 2 * easy["难"] and hard["难"] > hard["易"]


def test_each_question_has_the_difficulty_that_it_shows(
    papers: dict[Difficulty, list[QuizQuestion]],
) -> None:
    """The mark follows from what a reader sees, whatever the order and the letters are."""
    for question in (q for level in DIFFICULTIES for q in papers[level]):
        assert question.difficulty == difficulty_of(question)
        assert question.difficulty == difficulty_of(replace(question, difficulty="易"))


def test_near_answers_are_of_one_form() -> None:
    """Figures, degrees of one thing and words half alike are near; other words are not."""
    assert is_near("80%", "75%")
    assert is_near("基本建成", "全面建成")
    assert is_near("全省", "全国")
    assert not is_near("公共资源", "知识产权")


def test_near_rivals_make_a_choice_harder(papers: dict[Difficulty, list[QuizQuestion]]) -> None:
    """Two wrong options that are like the key make it medium; unlike ones leave it easy."""
    question = next(
        q for q in papers["中"] if q.kind == "single" and len(q.options) == 4 and "____" in q.stem
    )
    right = question.key[0]

    def with_options(texts: dict[str, str]) -> QuizQuestion:
        options = tuple(Option(letter, text) for letter, text in texts.items())
        return replace(question, options=options, stem="____。横线处,规划原文是:")

    others = [letter for letter in "ABCD" if letter != right]
    near = dict(zip(others, ("全面建成", "全部建成", "初步形成"), strict=True))
    far = dict(zip(others, ("如期投产", "提前开工", "初步形成"), strict=True))
    assert difficulty_of(with_options({right: "基本建成", **near})) == "中"
    assert difficulty_of(with_options({right: "基本建成", **far})) == "易"


def test_rivals_are_taken_as_the_paper_asks() -> None:
    """Near ones first for a hard paper, others first for an easy one, else as they came."""
    found = ["知识产权", "公共数据", "公共资产"]
    assert fitting("公共资源", found, "难") == ["公共数据", "公共资产", "知识产权"]
    assert fitting("公共资源", found, "易") == found
    assert fitting("公共资源", found, "中") == found


def test_recalling_more_is_harder(papers: dict[Difficulty, list[QuizQuestion]]) -> None:
    """One short word or figure is medium; long names, several things, short answers are hard."""
    blank = next(q for level in DIFFICULTIES for q in papers[level] if q.kind == "fill_in")
    for answer, level in (("30%", "中"), ("古堡", "中"), ("太行人家", "中"), ("养心、养身", "难"),
                          ("增储上产提质", "难")):  # fmt: skip
        assert difficulty_of(replace(blank, key=(answer,))) == level
    written = [q for level in DIFFICULTIES for q in papers[level] if q.kind == "short_answer"]
    assert written and {q.difficulty for q in written} == {"难"}
