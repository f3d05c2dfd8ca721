"""Short answers on any of the measures of a unit, on what one is to bring, and on lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations

import pytest

from assistant.study.giveaways import MISSTATED, bare, gives_away
from assistant.study.measures import measures_in
from assistant.study.model import DIFFICULTIES, Quiz, QuizQuestion, Request
from assistant.study.scoring import expected, score
from assistant.study.session import Trainer

_PARTS = (3, 6, 9, 12, 15)


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


def _of_measures(papers: list[Quiz]) -> Iterator[QuizQuestion]:
    for quiz in papers:
        for question in quiz.questions:
            if any(fact.startswith("measures@") for fact in question.facts):
                yield question


def test_measures_are_asked_of_every_short_part(papers: list[Quiz]) -> None:
    """Each paper has such a question, and the stem counts what is wanted."""
    assert all(_any_of(quiz) for quiz in papers)
    for quiz in papers:
        for question in _any_of(quiz):
            assert f"任意{question.wanted}项" in question.stem
            assert question.wanted < len(question.scoring)
            assert expected(question).startswith(f"任意{question.wanted}项,每项")


def test_no_other_stem_shows_a_point_that_counts(papers: list[Quiz]) -> None:
    """What the rest of a paper shows earns nothing, so that it is left out of the points."""
    for quiz in papers:
        shown = {
            q.number: bare(q.stem + "".join(o.text for o in q.options)) for q in quiz.questions
        }
        for question in _any_of(quiz):
            others = [text for number, text in shown.items() if number != question.number]
            points = [bare(point.text) for point in question.scoring]
            assert not any(point in text for point in points for text in others)


def test_no_two_questions_of_measures_share_a_sentence(papers: list[Quiz]) -> None:
    """Who answers one of them has not answered a part of another one."""
    for quiz in papers:
        asked = [{c.start for c in q.citations} for q in _of_measures([quiz])]
        assert not any(one & other for one, other in combinations(asked, 2))


def test_written_answers_are_no_more_than_their_share(papers: list[Quiz]) -> None:
    """A fourth of a paper asks for measures, a third of a hard one."""
    for quiz in papers:
        most = 0.36 if quiz.request.difficulty == "难" else 0.28
        assert len(list(_of_measures([quiz]))) <= most * len(quiz.questions)


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


def test_most_words_of_a_long_measure_are_enough(papers: list[Quiz]) -> None:
    """A measure need not be written to the letter, but half of it does not count."""
    question = next(
        q for q in _of_measures(papers) if q.wanted and 14 <= len(q.scoring[0].text) <= 24
    )
    quiz = next(quiz for quiz in papers if question in quiz.questions)
    text = question.scoring[0].text

    def earned(given: str) -> float:
        marked = score(quiz, {question.number: (given,)}).marked
        return next(each.points for each in marked if each.number == question.number)

    assert earned(text[:-2]) == question.scoring[0].points
    assert earned(text[: len(text) // 3]) == 0


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


def test_what_a_measure_brings_has_one_point(trainer: Trainer) -> None:
    """The measure stands in the stem, its result in the key, both in the citation."""
    quiz = trainer.quiz(Request(parts=(6, 9), questions=40, difficulty="难"))
    asked = [q for q in quiz.questions if any(fact.startswith("result@") for fact in q.facts)]
    assert asked
    for question in asked:
        (point,) = question.scoring
        assert question.points == point.points
        assert point.text in point.citation.quote
        assert point.text[2:] not in question.stem


def test_one_of_four_statements_is_not_the_plans(trainer: Trainer) -> None:
    """Three stand in the plan; the fourth does not, and its true words give it away."""
    asked = [
        q
        for seed in range(1, 7)
        for q in trainer.quiz(Request(parts=(6,), seed=seed)).questions
        if MISSTATED in q.stem
    ]
    assert asked
    for question in asked:
        texts = {o.letter: o.text for o in question.options}
        stated = {letter for letter, text in texts.items() if text in trainer.plan.text}
        assert set(texts) - stated == set(question.key)
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
        assert not any(one in other for one, other in permutations(words, 2))


def test_topics_say_which_article_has_a_question_of_its_own(trainer: Trainer) -> None:
    """Measures that another question asks for are none of those of the whole plan."""
    for seed in range(1, 5):
        quiz = trainer.quiz(Request(topic="煤层气", seed=seed))
        across = [q for q in quiz.questions if "规划各条中" in q.stem]
        labels = {c.label for q in across for c in q.citations}
        own = [q for q in _of_measures([quiz]) if q not in across]
        for question in own:
            assert question.citations[0].label not in labels
            assert not across or question.citations[0].label in across[0].stem
