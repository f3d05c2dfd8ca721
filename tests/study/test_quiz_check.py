from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.numerals import NUMERAL
from assistant.slots import place_names
from assistant.study import orderings, pairings
from assistant.study.drafts import draft, lettered
from assistant.study.giveaways import BLANK, NOT_LISTED, is_measured
from assistant.study.model import (
    DIFFICULTIES,
    RIGHT,
    WRONG,
    Option,
    QuestionKind,
    QuizQuestion,
    Request,
)
from assistant.study.parallels import even_recounts, is_recount, recounts
from assistant.study.session import Trainer

_ALL = tuple(range(1, 17))
_SEEDS = 4  # papers of each difficulty that are looked through


def _first(trainer: Trainer, kind: QuestionKind, **scope: object) -> QuizQuestion:
    """The first question of a kind on a scope."""
    return _found(trainer, kind, **scope)[0]


def _found(trainer: Trainer, kind: QuestionKind, **scope: object) -> list[QuizQuestion]:
    """All questions of a kind that papers on a scope have."""
    found = [
        question
        for seed in range(_SEEDS)
        for difficulty in DIFFICULTIES
        for question in trainer.quiz(
            Request(questions=40, difficulty=difficulty, seed=seed, **scope)  # type: ignore[arg-type]
        ).questions
        if question.kind == kind
    ]
    if kind == "single":  # figures, lists and pairs have rules of their own
        found = [q for q in found if BLANK in q.stem and NOT_LISTED not in q.stem]
        found = [q for q in found if not is_measured(q.options[0].text)]
    return found


def _with_option(question: QuizQuestion, text: str) -> QuizQuestion:
    """The question with one wrong option replaced."""
    letter = next(o.letter for o in question.options if o.letter not in question.key)
    options = tuple(Option(o.letter, text) if o.letter == letter else o for o in question.options)
    return replace(question, options=options)


def test_a_wrong_key_is_found(trainer: Trainer) -> None:
    """A key that names another option is refused for every lettered kind."""
    for kind in ("single", "multiple"):
        question = _first(trainer, kind, parts=_ALL)
        wrong = next(o.letter for o in question.options if o.letter not in question.key)
        assert trainer.checker.problems(replace(question, key=(wrong, *question.key[1:])))


def test_an_option_that_is_right_as_well_is_found(trainer: Trainer) -> None:
    """A further member of the same list is no distractor."""
    tried = 0
    for question in [*_papers(trainer), *_found(trainer, "multiple", parts=_ALL)]:
        listed = question.explanation.split(":")[-1].rstrip("。").split("、")
        left = [m for m in listed if m.strip("“”") not in {o.text for o in question.options}]
        if question.kind == "multiple" and left:
            assert trainer.checker.problems(_with_option(question, left[0].strip("“”")))
            tried += 1
    assert tried >= 2


def test_an_option_of_the_same_article_is_refused(trainer: Trainer) -> None:
    """What the article itself names may be right by another sentence."""
    question = next(q for q in _papers(trainer) if q.kind == "multiple")
    named = next(
        blank.answer
        for blank in trainer.facts.blanks
        if blank.statement.unit.label == question.citations[0].label
        and blank.answer not in question.citations[0].quote
    )
    assert trainer.checker.problems(_with_option(question, named))


def test_a_near_copy_of_the_right_option_is_refused(trainer: Trainer) -> None:
    """Options must differ in what they say, not in a word."""
    question = _first(trainer, "single", parts=_ALL)
    right = next(o.text for o in question.options if o.letter in question.key)
    assert trainer.checker.problems(_with_option(question, f"{right}等"))


def test_a_true_statement_keyed_as_wrong_is_refused(trainer: Trainer) -> None:
    """A wrong statement must differ from its source by the unit that is named."""
    found = (q for q in _papers(trainer) if q.kind == "true_false" and q.key != (WRONG,))
    question = next(found)
    assert trainer.checker.problems(replace(question, key=(WRONG,)))


def test_a_stem_that_names_its_key_is_refused(trainer: Trainer) -> None:
    """The title before the statement must not tell what is asked."""
    question = _first(trainer, "single", parts=_ALL)
    right = next(o.text for o in question.options if o.letter in question.key)
    assert trainer.checker.problems(replace(question, stem=f"关于{right},{question.stem}"))


def test_matching_pairs_must_be_the_plans(trainer: Trainer) -> None:
    """Two exchanged letters are found."""
    facts = trainer.facts
    found = (
        pairings.matching(facts, facts.everything, trainer.checker, random.Random(seed))
        for seed in range(_SEEDS)
    )
    question = next(q for questions in found for q in questions)
    key = (question.key[1], question.key[0], *question.key[2:])
    assert trainer.checker.problems(replace(question, key=key))


def test_orders_must_rise_by_year(trainer: Trainer) -> None:
    """A key in another order is found."""
    rng = random.Random(1)
    question = next(
        orderings.ordering(trainer.facts, trainer.facts.everything, trainer.checker, rng)
    )
    assert trainer.checker.problems(replace(question, key=question.key[::-1]))


def test_the_same_fact_twice_on_a_paper_is_found(trainer: Trainer) -> None:
    """A paper with a question and its copy is refused."""
    question = _first(trainer, "fill_in", parts=(5,))
    assert trainer.checker.paper_problems([question, replace(question, number=2)])


def test_words_that_the_plan_does_not_have_are_no_proof(trainer: Trainer) -> None:
    """A citation must be verbatim."""
    question = _first(trainer, "fill_in", parts=(5,))
    false = question.citations[0].model_copy(update={"quote": "别的话"})
    assert trainer.checker.problems(replace(question, citations=(false,)))


def _papers(trainer: Trainer) -> Iterator[QuizQuestion]:
    for part in (5, 7, 9, 10, 14):
        yield from trainer.quiz(Request(parts=(part,), questions=40, difficulty="难")).questions


def test_a_stem_that_tells_its_key_is_refused(trainer: Trainer) -> None:
    """Options of which only the key repeats words of the stem give the answer away."""
    question = _first(trainer, "single", parts=_ALL)
    right = next(o for o in question.options if o.letter in question.key)
    told = replace(question, stem=f"关于{right.text[:3]},{question.stem}")
    assert any("tells the key" in problem for problem in trainer.checker.problems(told))


def test_an_option_about_the_same_thing_is_refused(trainer: Trainer) -> None:
    """An option that begins like the key may hold of it as well."""
    refused = 0
    for question in _found(trainer, "single", parts=_ALL):
        right = next(o.text for o in question.options if o.letter in question.key)
        if right in place_names() or re.search(NUMERAL, right):
            continue  # places and slogans that count have rules of their own
        problems = trainer.checker.problems(_with_option(question, f"{right[:3]}示范工程"))
        refused += any("about the same thing" in problem for problem in problems)
    assert refused


def test_a_rival_that_the_plan_names_elsewhere_is_refused(trainer: Trainer) -> None:
    """What the plan speaks of in another place may belong to the list as well."""
    builder = trainer._quizzes._builder
    made = (builder.multiple(each, random.Random(1)) for each in trainer.facts.enumerations)
    question = next(filter(None, made))
    problems = trainer.checker.problems(_with_option(question, "智慧物流"))
    assert any("names 智慧物流 elsewhere" in problem for problem in problems)


def test_a_wrong_statement_that_is_the_plans_own_is_refused(trainer: Trainer) -> None:
    """Nothing is wrong with a statement that is quoted as it stands."""
    question = next(q for q in _papers(trainer) if q.kind == "true_false" and q.key == (WRONG,))
    own = replace(question, stem=f"规划写道:{question.citations[0].quote}。")
    assert trainer.checker.problems(own)


def test_a_pair_that_the_plan_also_says_is_refused(trainer: Trainer) -> None:
    """What a slogan describes has one right option, and the stem must not be of another one."""
    facts = trainer.facts
    question = next(
        pairings.pair_choices(facts, facts.everything, trainer.checker, random.Random(1))
    )
    wrong = next(o.letter for o in question.options if o.letter not in question.key)
    assert trainer.checker.problems(replace(question, key=(wrong,)))
    assert trainer.checker.problems(replace(question, stem="规划提出的“别的提法”,说的是:"))


def test_slogans_with_other_numbers_are_no_near_copies(trainer: Trainer) -> None:
    """两横 and 三横 are told apart like figures."""
    assert is_recount("六横十二纵", "五横十二纵")
    assert not is_recount("六横十二纵", "六环十二纵")
    assert "三环两轴三连" in recounts("三环两轴两连")
    assert recounts("一事一议、一人一策") == []


@pytest.mark.parametrize("slogan", ["三环两轴两连", "六横十二纵", "一主四副两轴三区六点"])
def test_no_number_of_a_slogan_is_the_usual_one_of_the_options(slogan: str) -> None:
    """Each number that is changed stands in two of four options as it is, in two changed."""
    for seed in range(9):
        options = [slogan, *even_recounts(slogan, random.Random(seed))]
        assert len(set(options)) == 4
        for numbers in zip(*(re.findall(f"{NUMERAL}+", o) for o in options), strict=True):
            assert len(set(numbers)) == 1 or sorted(map(numbers.count, set(numbers))) == [2, 2]


def _on_pearl_river(
    trainer: Trainer, words: str, kind: QuestionKind, **fields: Any
) -> QuizQuestion:
    """A question on the statement that names 珠三角, with other words in its place."""
    statement = next(s for s in trainer.facts.statements if "珠三角" in s.text)
    return draft(
        kind,
        f"规划写道:{statement.text.replace('珠三角', words)}。",
        facts=(),
        explanation="",
        citations=(trainer.facts.citation(statement),),
        **fields,
    )


def test_places_that_overlap_are_no_options_of_one_another(trainer: Trainer) -> None:
    """粤港澳 holds 珠三角, and the plan says the like of 环渤海."""
    options = lettered(Option("", text) for text in ("珠三角", "粤港澳", "环渤海", "成渝"))
    question = _on_pearl_river(trainer, BLANK, "single", options=options, key=("A",))
    problems = trainer.checker.problems(question)
    assert "粤港澳 and 珠三角 overlap" in problems
    assert "the plan says the like of 环渤海" in problems
    assert not any("成渝" in problem for problem in problems)


def test_slogans_of_one_place_keep_it(trainer: Trainer) -> None:
    """What only a county has is not matched without the county."""
    found = pairings._described(trainer.facts, trainer.facts.everything)
    assert not any(pair.citation.quote[:2] in ("陵川", "沁水", "高平") for pair in found)


def test_a_region_that_the_part_speaks_of_makes_no_statement_wrong(trainer: Trainer) -> None:
    """What is said of one region may be said of another one in the next article."""

    def problems(region: str) -> tuple[str, ...]:
        options = (Option(RIGHT, RIGHT), Option(WRONG, WRONG))
        question = _on_pearl_river(
            trainer, region, "true_false", options=options, key=(WRONG,), accepted=(("珠三角",),)
        )
        return trainer.checker.problems(question)

    assert any("the like of 长三角" in problem for problem in problems("长三角"))
    assert problems("成渝") == ()


def test_a_phrase_with_a_sibling_in_the_plan_is_not_asked(trainer: Trainer) -> None:
    """Where the plan has 和谐共生, nobody is asked for 和谐相处."""
    assert trainer.checker._sibling("人与自然和谐相处") == "人与自然和谐共生"
    assert trainer.checker._sibling("城市轴线东移") == ""
