"""Short answers on lists and on what a measure is to bring, and one wrong statement of four."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import islice, permutations

import pytest

from assistant.study.giveaways import BLANK, gives_away
from assistant.study.measures import measures_in
from assistant.study.misstatements import misstatements
from assistant.study.model import DIFFICULTIES, Quiz, QuizQuestion, Request
from assistant.study.results import results
from assistant.study.scoring import expected, score
from assistant.study.session import Trainer
from assistant.study.statements import opens
from assistant.study.swaps import inner_swaps
from assistant.study.worth import are_known, holds_fact

_PARTS = (4, 5, 9, 10)


@pytest.fixture(scope="module")
def papers(trainer: Trainer) -> list[Quiz]:
    """Papers of every difficulty on some parts."""
    return [
        trainer.quiz(Request(parts=(part,), difficulty=level, seed=part))
        for part in _PARTS
        for level in DIFFICULTIES
    ]


def _any_of(quiz: Quiz) -> list[QuizQuestion]:
    return [question for question in quiz.questions if question.wanted]


def test_any_of_the_points_earn_all_and_no_more(papers: list[Quiz]) -> None:
    """As many points as are wanted are full marks, whichever they are; one more adds nothing."""
    quiz = next(quiz for quiz in papers if _any_of(quiz))
    question = _any_of(quiz)[0]
    texts = [point.text for point in question.scoring]

    def earned(given: list[str]) -> float:
        marked = score(quiz, {question.number: (";".join(given),)}).marked
        return next(each.points for each in marked if each.number == question.number)

    assert earned(texts[-question.wanted :]) == question.points
    assert earned(texts) == question.points
    assert earned(texts[:1]) == question.scoring[0].points
    assert earned(["说不出来"]) == 0


def test_any_of_some_is_said_and_counted(papers: list[Quiz]) -> None:
    """Of a list that is left out, or of the rest of a sentence, fewer than all are enough."""
    asked = [question for quiz in papers for question in _any_of(quiz)]
    assert asked
    for question in asked:
        assert BLANK in question.stem or "同一句话里接着写了" in question.stem
        assert f"任意{question.wanted}项" in question.stem
        assert question.wanted < len(question.scoring)
        assert expected(question).startswith(f"任意{question.wanted}项,每项")


def test_members_that_everybody_lists_are_known() -> None:
    """Groups that plans list side by side, bare nouns and variants of one word are known."""
    assert are_known(["高校毕业生", "农民工", "退役军人", "城镇困难人员"])
    assert are_known(["激发创新精神", "形成创新动力", "支持创新实践", "激励创新事业"])
    assert not are_known(["生猪扩能转型", "家禽扩规上档", "肉羊振兴升级", "蜂业翻番富民"])


def test_the_checker_finds_what_is_wrong_with_points(trainer: Trainer, papers: list[Quiz]) -> None:
    """A point in the stem, one from elsewhere, a wrong sum, a stem that does not count."""
    question = next(q for quiz in papers for q in _any_of(quiz))
    first = question.scoring[0]
    assert trainer.checker.problems(question) == ()
    broken = {
        "the stem names the point": replace(question, stem=question.stem + first.text),
        "not in its citation": replace(
            question, scoring=(replace(first, wordings=("别的举措",)), *question.scoring[1:])
        ),
        "do not add up": replace(question, points=question.points + 1),
        "does not say how many": replace(question, stem="规划提出了哪些举措?"),
        "is in the point": replace(question, scoring=(first, *question.scoring)),
        "may be left out of": replace(question, scoring=question.scoring[: question.wanted]),
    }
    for problem, each in broken.items():
        assert any(problem in found for found in trainer.checker.problems(each)), problem


def test_a_measure_is_whole_and_dated_goals_are_none(trainer: Trainer) -> None:
    """What a clause rests on stays with it; what is to be so by a year is a goal."""
    found = measures_in(trainer.facts, trainer.facts.everything)
    texts = [measure.text for measures in found.values() for measure in measures]
    assert any(t.startswith("严格按照区域大气") and "科学调整产业布局" in t for t in texts)
    assert any(t.startswith("逐步建成年龄层次") and t.endswith("专业技术人才队伍") for t in texts)
    assert not any(re.match("到“?.{2,8}年?”?末?,", text) for text in texts)
    assert not any("习近平" in text for text in texts)


def test_what_a_measure_brings_has_its_points(trainer: Trainer) -> None:
    """The measure stands in the stem, its result in the key, both in the citation.

    Two things that are joined are two points.
    """
    facts = trainer.facts
    asked = list(results(facts, facts.everything, trainer.checker, random.Random(0)))
    assert asked
    for question in asked:
        assert question.points == sum(point.points for point in question.scoring)
        for point in question.scoring:
            assert point.text in point.citation.quote
            assert point.text[2:] not in question.stem
        what = "和".join(point.text for point in question.scoring)
        assert holds_fact(what) or not are_known(what[2:].split("、"))
    assert {len(question.scoring) for question in asked} == {1, 2}


def test_one_of_four_statements_is_not_the_plans(trainer: Trainer) -> None:
    """Three stand in the plan; the fourth does not, and its true words give it away."""
    facts = trainer.facts
    swaps = (swap for st in facts.statements for swap in inner_swaps(st, facts.cut))
    checker, rng = trainer.checker, random.Random(0)
    found = misstatements(facts, facts.everything, checker, swaps, set(), rng)
    asked = list(islice(found, 6))
    assert asked
    for question in asked:
        texts = {o.letter: o.text for o in question.options}
        stated = {letter for letter, text in texts.items() if text in trainer.plan.text}
        assert set(texts) - stated == set(question.key)
        assert all(map(opens, texts.values()))
        told = replace(question, kind="fill_in", stem=question.citations[0].quote, options=())
        assert gives_away(told, question)
        other = next(o.text for o in question.options if o.letter in stated)
        wrong = replace(question, key=tuple(k for k, text in texts.items() if text == other))
        assert trainer.checker.problems(wrong)


def test_members_of_open_lists_are_more_than_single_words(trainer: Trainer) -> None:
    """What everybody would name is not asked for, nor what all begins alike."""
    quiz = trainer.quiz(Request(parts=tuple(range(1, 17)), questions=100, difficulty="难"))
    lists = [q for q in _any_of(quiz) if any(f.startswith("list@") for f in q.facts)]
    assert lists
    for question in lists:
        words = [point.text for point in question.scoring]
        assert len({word[:2] for word in words}) > 1
        assert not are_known(words)
        assert not any(one in other for one, other in permutations(words, 2))
