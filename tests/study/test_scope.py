from __future__ import annotations

import pytest

from assistant.study.facts import clauses_of
from assistant.study.model import Request, StudyError
from assistant.study.session import Trainer


def test_parts_and_articles_are_taken_together_in_the_order_of_the_plan(trainer: Trainer) -> None:
    """A part brings its introduction; an article that is named as well comes once."""
    scope = trainer.scope(Request(articles=(40, 12, 31), parts=(8,)))
    keys = [unit.key for unit in scope.units]
    assert keys == ["12", "C8", "30", "31", "32", "33", "40"]
    assert scope.name == "第八部分、第40条、第12条、第31条"


@pytest.mark.parametrize(
    ("topic", "key"),
    [("煤层气", "19"), ("丹河新城", "40"), ("康养", "21"), ("乡村振兴", "36"), ("营商环境", "28")],
)
def test_a_topic_finds_the_article_that_is_about_it(trainer: Trainer, topic: str, key: str) -> None:
    """The main article of a topic is in its scope, and each sentence lies in one of its units."""
    scope = trainer.scope(Request(topic=topic))
    assert key in [unit.key for unit in scope.units]
    for sentence in scope.sentences:
        assert any(u.start <= sentence.start < sentence.end <= u.end for u in scope.units)


@pytest.mark.parametrize("topic", ["量子霸权", "月球基地", "火星移民"])
def test_what_the_plan_does_not_name_is_refused_with_nearer_titles(
    trainer: Trainer, topic: str
) -> None:
    """No session is made up; the message names titles to choose instead."""
    with pytest.raises(StudyError, match=rf"没有提到“{topic}”.*意思较近的条文有:.+"):
        trainer.scope(Request(topic=topic))


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(parts=(17,)), "共 16 个部分"),
        (Request(articles=(71,)), "共 70 条"),
        (Request(articles=(0,)), "共 70 条"),
        (Request(parts=(-1,)), "共 16 个部分"),
        (Request(topic="?!"), "例如:煤层气"),
        (Request(topic="长" * 31), "不超过 30 个字"),
    ],
)
def test_scopes_that_do_not_exist_are_refused(
    trainer: Trainer, request_: Request, words: str
) -> None:
    """The message says what there is."""
    with pytest.raises(StudyError, match=words):
        trainer.scope(request_)


def test_a_topic_of_few_sentences_takes_in_articles_beside(trainer: Trainer) -> None:
    """Articles of the same part that are near in meaning join, for what a session tells."""
    for topic in ("丹河新城", "营商环境", "康养", "煤层气"):
        assert len(trainer.scope(Request(topic=topic)).sentences) >= 20


@pytest.mark.parametrize("topic", ["煤层气", "丹河新城", "康养", "乡村振兴", "营商环境"])
def test_a_paper_stays_with_its_topic(trainer: Trainer, topic: str) -> None:
    """All of its questions are about it; a short paper says how long it is."""
    request = Request(topic=topic, questions=20)
    facts = trainer.facts.asked_of(trainer.scope(request))
    quiz = trainer.quiz(request)
    assert quiz.questions
    clauses = {clause for statement in facts.statements for clause in clauses_of(statement)}
    for question in quiz.questions:
        assert {fact for fact in question.facts if fact.startswith("clause@")} <= clauses
    assert all(facts.allows(blank.statement, blank.topic_span) for blank in facts.blanks)
    assert len(quiz.questions) == 20 or f"{len(quiz.questions)} 道" in quiz.note


def test_what_is_about_a_topic_names_it_or_stands_between(trainer: Trainer) -> None:
    """A sentence of another subject in the same article is not about the topic."""
    scope = trainer.scope(Request(topic="煤层气"))
    core = [trainer.plan.quote(sentence) for sentence in scope.core]
    assert any("气化晋城" in words for words in core)
    assert not any("光机电产业研究院" in words for words in core)
    assert sum("煤层气" in words for words in core) >= 10


@pytest.mark.parametrize("topic", ["地铁", "足球", "核电", "港口", "外卖"])
def test_a_topic_must_be_named_by_the_plan(trainer: Trainer, topic: str) -> None:
    """What is only near in meaning, or named once in other words, makes no session."""
    with pytest.raises(StudyError, match=f"没有提到“{topic}”"):
        trainer.scope(Request(topic=topic))


@pytest.mark.parametrize(
    ("topic", "words"), [("打工", "农民工"), ("优化营商环境", "营商环境"), ("数字经济", "数字")]
)
def test_everyday_words_and_phrases_with_a_verb_are_found(
    trainer: Trainer, topic: str, words: str
) -> None:
    """A term of the plan may stand for the topic."""
    scope = trainer.scope(Request(topic=topic))
    assert all(words in trainer.plan.quote(sentence) for sentence in scope.core[:1])
