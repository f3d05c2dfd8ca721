from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assistant.study.affinity import Affinity
from assistant.study.facts import verb_length
from assistant.study.giveaways import (
    gives_away,
    is_on_measures,
    measure_asked,
    measures_shown,
    title_asked,
)
from assistant.study.measure_questions import MeasureQuestions
from assistant.study.measures import Measure, find_measures
from assistant.study.model import RIGHT, WRONG, Option, QuestionKind, QuizQuestion, Request
from assistant.study.scoring import score
from assistant.study.session import Trainer

_PARTS = (3, 7, 9, 12, 16)
_KINDS: tuple[QuestionKind, ...] = ("single", "multiple", "short_answer", "matching")


@pytest.fixture(scope="module")
def measures(trainer: Trainer) -> tuple[Measure, ...]:
    """The measures of the shipped plan."""
    return find_measures(trainer.plan, trainer.facts.passages, trainer.facts.cut)


@pytest.fixture(scope="module")
def questions(trainer: Trainer) -> list[QuizQuestion]:
    """Questions on measures from papers of several parts."""
    papers = (
        trainer.quiz(Request(parts=(part,), seed=seed, difficulty=level)).questions
        for part in _PARTS
        for seed, level in ((1, "中"), (2, "难"))
    )
    return [q for paper in papers for q in paper if is_on_measures(q)]


def _of(questions: list[QuizQuestion], kind: QuestionKind, words: str = "") -> QuizQuestion:
    return next(q for q in questions if q.kind == kind and words in q.stem)


def test_measures_are_whole_clauses_under_their_title(
    trainer: Trainer, measures: tuple[Measure, ...]
) -> None:
    """Verbatim, between marks, within the article or item, and in one place of the plan only."""
    text = trainer.plan.text
    assert len(measures) > 400
    for measure in measures:
        assert text[measure.span.start : measure.span.end] == measure.text
        assert measure.home.span.start <= measure.span.start < measure.home.span.end
        assert text[measure.span.end] in ",;。:\n"
        assert text.count(measure.text) == 1
        assert measure.words


def test_clauses_that_lean_on_others_are_no_measures(measures: tuple[Measure, ...]) -> None:
    """What has lost its subject, names a date or says what follows is not asked for."""
    texts = {measure.text for measure in measures}
    assert "加强种质资源保护和利用" in texts
    assert "开发区工业投资年均增长20%" not in texts
    assert "确保稳定脱贫不返贫" not in texts
    assert "逐步建成年龄层次更加合理" not in texts
    assert not any("到“十四五”末" in text for text in texts)


def test_every_part_has_measures(measures: tuple[Measure, ...]) -> None:
    """Parts without figures and slogans have measures to be asked for."""
    assert {measure.home.unit.part for measure in measures} == set(range(1, 17))


def test_all_kinds_of_questions_are_made(questions: list[QuizQuestion]) -> None:
    """Choices of one and of several, statements to judge, pairs, and answers to be written."""
    assert {q.kind for q in questions} >= {*_KINDS, "true_false"}
    assert any("不属于" in q.stem for q in questions)
    assert any(measure_asked(q.stem) for q in questions)


def test_wrong_options_are_true_measures_of_other_articles(
    trainer: Trainer, questions: list[QuizQuestion]
) -> None:
    """Nothing is twisted: each option stands in the plan word for word."""
    for question in questions:
        if title_asked(question.stem) and question.options and question.kind != "true_false":
            for option in question.options:
                assert option.text in trainer.plan.text


def test_the_checker_proves_them_and_finds_what_is_wrong(
    trainer: Trainer, questions: list[QuizQuestion]
) -> None:
    """A right option keyed as wrong, a foreign one keyed as right, or a told one is found."""
    for question in questions:
        assert trainer.checker.problems(question) == ()
    single = _of(questions, "single", "下列哪一项属于")
    other = next(o.letter for o in single.options if o.letter not in single.key)
    assert trainer.checker.problems(replace(single, key=(other,)))
    multiple = _of(questions, "multiple")
    assert trainer.checker.problems(replace(multiple, key=multiple.key[1:]))
    judged = _of(questions, "true_false")
    turned = WRONG if judged.key == (RIGHT,) else RIGHT
    assert trainer.checker.problems(replace(judged, key=(turned,)))
    matched = _of(questions, "matching")
    turned_key = (*matched.key[1:], matched.key[0])
    assert trainer.checker.problems(replace(matched, key=turned_key))
    written = _of(questions, "short_answer")
    assert trainer.checker.problems(replace(written, points=written.points + 1))


def test_a_title_that_no_article_has_is_found(
    trainer: Trainer, questions: list[QuizQuestion]
) -> None:
    """Questions on measures name an article or an item of the plan."""
    single = _of(questions, "single", "下列哪一项属于")
    title = title_asked(single.stem)
    strange = replace(single, stem=single.stem.replace(title, "发展远洋捕捞"))
    assert trainer.checker.problems(strange) == ("no title of its own: 发展远洋捕捞",)


def test_a_measure_that_the_title_tells_is_found(
    trainer: Trainer, measures: tuple[Measure, ...]
) -> None:
    """A seldom word of the title in the right measure makes the question worthless."""
    measure = next(m for m in measures if m.text == "加强消费者权益保护")
    judged = QuizQuestion(
        number=1,
        kind="true_false",
        stem=f"规划在“全面促进消费”中部署的举措包括:{measure.text}。",
        options=(Option(RIGHT, RIGHT), Option(WRONG, WRONG)),
        prompts=(),
        key=(RIGHT,),
        accepted=(),
        scoring=(),
        points=1,
        difficulty="中",
        facts=(measure.fact,),
        explanation="",
        citations=(trainer.facts.citation(_statement(trainer, measure)),),
    )
    assert any("the title tells" in p for p in trainer.checker.problems(judged))


def _statement(trainer: Trainer, measure: Measure):  # type: ignore[no-untyped-def]
    return next(
        replace(s, span=measure.span, text=measure.text)
        for s in trainer.facts.statements
        if s.span.start <= measure.span.start < s.span.end
    )


def test_some_of_the_measures_earn_all_points(
    trainer: Trainer, questions: list[QuizQuestion]
) -> None:
    """Any three are enough, without their verbs as well, and more do not earn more."""
    quiz = trainer.quiz(Request(parts=(9,)))
    written = replace(_of(questions, "short_answer"), number=1)
    paper = replace(quiz, questions=(written,))
    short = [point.wordings[-1] for point in written.scoring]
    assert score(paper, {1: [";".join(short[:3])]}).points == written.points
    assert score(paper, {1: [";".join(short)]}).points == written.points
    assert score(paper, {1: [short[0]]}).points == written.points / 3


def test_a_blank_beside_a_measure_gives_it_away(
    trainer: Trainer, questions: list[QuizQuestion]
) -> None:
    """A fill-in has its title before it, and so shows where its other clauses stand."""
    single = _of(questions, "single", "下列哪一项属于")
    shown = replace(single, kind="fill_in", stem=f"规划写道:{single.citations[0].quote},____。")
    assert gives_away(shown, single)
    assert not gives_away(replace(shown, stem="规划写道:____。", options=()), single)


def test_what_a_question_shows_is_found() -> None:
    """Titles, measures and pairs are read from the finished question."""
    assert title_asked("下列哪些属于规划在“深化农村改革”中部署的举措?") == "深化农村改革"
    assert measure_asked("规划把“实施‘三年’行动”列入下列哪一方面的部署?") == "实施‘三年’行动"
    assert title_asked("关于“深化农村改革”,规划写道:____。") == ""


def test_topics_ask_for_their_own_measures(trainer: Trainer) -> None:
    """Under a title that does not name the topic only measures that name it are asked for."""
    for topic in ("煤层气", "康养", "营商环境"):
        for question in trainer.quiz(Request(topic=topic, questions=30)).questions:
            if is_on_measures(question):
                shown = "".join([question.stem, *measures_shown(question)])
                assert topic in shown


def test_affinity_knows_what_belongs_together(trainer: Trainer) -> None:
    """A clause is nearer to the title of its field than to that of another one."""
    affinity = Affinity(trainer._assistant.retriever.clause_vectors())
    clause, own, other = "加快健全分级诊疗制度", "加快卫生健康现代化", "深化开发区改革创新"
    assert affinity.between(clause, own) > affinity.between(clause, other) + 0.1
    assert affinity.between("没有这句话", own) == 0.0


def test_papers_mix_their_kinds(trainer: Trainer) -> None:
    """No kind has more than 45 of a hundred, fill-ins a third at most, in papers of some length."""
    for part in (3, 5, 7, 9, 12, 14, 15):
        for level in ("易", "中", "难"):
            paper = trainer.quiz(Request(parts=(part,), difficulty=level)).questions
            kinds = [q.kind for q in paper]
            if len(kinds) >= 12:
                assert max(kinds.count(kind) for kind in set(kinds)) <= 0.45 * len(kinds)
                assert kinds.count("fill_in") <= len(kinds) / 3
                assert len(set(kinds)) >= 4


@pytest.mark.parametrize("clause", ["推进“双随机”监管", "大力发展混合所有制", "培育一批企业"])
def test_an_object_counts_without_its_verb(clause: str) -> None:
    """The verb with its adverbs and its amount is cut off, nothing else."""
    rest = clause[verb_length(clause) :]
    assert rest in ("“双随机”监管", "混合所有制", "企业")


def test_used_measures_are_not_asked_for_again(trainer: Trainer) -> None:
    """What a paper has tested is left out before a question is made."""
    maker: MeasureQuestions = trainer._quizzes._measures
    facts = trainer.facts.of(trainer.scope(Request(parts=(9,))))
    used = {measure.fact for measure in maker.of(facts)}
    found = list(maker.of_kind("single", facts, used, random.Random(1)))
    assert not found
