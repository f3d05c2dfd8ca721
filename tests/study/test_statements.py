from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.study.session import Trainer
from assistant.study.statements import is_fragment, leans_on_before, leans_on_next, trimmed


def test_statements_are_verbatim_and_do_not_overlap(trainer: Trainer) -> None:
    """Every statement is a stretch of its unit, within its sentence, and none covers another."""
    statements = trainer.facts.statements
    for statement in statements:
        assert trainer.plan.quote(statement.span) == statement.text
        assert statement.unit.start <= statement.span.start < statement.span.end
        assert statement.sentence.start <= statement.span.start
        assert statement.span.end <= statement.sentence.end <= statement.unit.end
    assert all(a.span.end <= b.span.start for a, b in pairwise(statements))


def test_statements_are_never_cut_inside_quotation_marks_or_brackets(trainer: Trainer) -> None:
    """A statement holds whole quotations and whole brackets."""
    for statement in trainer.facts.statements:
        assert statement.text.count("“") == statement.text.count("”")
        assert statement.text.count("(") == statement.text.count(")")


def test_a_clause_that_leans_on_the_next_stays_with_it(trainer: Trainer) -> None:
    """With what and by when is quoted together with what is done."""
    texts = {statement.text for statement in trainer.facts.statements}
    assert "到2030年,丹河新城金村新区和空港新区基本建成" in texts
    assert "依托华新燃气集团,整合燃气市场,实现“气化晋城”" in texts


def test_trimmed_statements_are_whole_clauses_around_a_place(trainer: Trainer) -> None:
    """They are verbatim, hold the place, and neither begin nor end in the middle of a thought."""
    for statement in trainer.facts.statements:
        for clause in statement.clauses:
            part = trimmed(statement, clause)
            assert trainer.plan.quote(part.span) == part.text
            assert part.span.start <= clause.start < clause.end <= part.span.end
            assert set(part.clauses) <= set(statement.clauses)
            words = [trainer.plan.quote(each) for each in part.clauses]
            if part.clauses[0] != statement.clauses[0]:
                assert not leans_on_before(words[0])
            if part.clauses[-1] != statement.clauses[-1]:
                assert not leans_on_next(words[-1])


def test_what_a_subject_does_is_not_quoted_without_it(trainer: Trainer) -> None:
    """高平市依托…,加快推进… stays together; clauses that begin with verbs do not."""
    facts = trainer.facts
    county = next(s for s in facts.statements if s.text.startswith("高平市依托"))
    assert trimmed(county, county.clauses[-1]).text == county.text
    assert leans_on_next(facts.plan.quote(county.clauses[0]))
    reform = next(blank for blank in facts.blanks if blank.answer == "六定")
    assert reform.statement.text == "完善现代企业制度,加快“六定”改革"


@pytest.mark.parametrize(
    ("clause", "leans"),
    [
        ("云溪县以构建“一轴两带”城镇发展新格局", True),
        ("乡镇以打造特色品牌", True),
        ("建设以县城为中心的城镇", False),
        ("打造可以推广的样板", False),
    ],
)
def test_what_a_subject_acts_by_needs_the_next_clause(clause: str, *, leans: bool) -> None:
    """A place with its means alone is no sentence."""
    assert leans_on_next(clause) is leans


def test_dated_goals_of_a_long_sentence_are_statements(trainer: Trainer) -> None:
    """Between semicolons each goal is whole by itself; other sentences are not cut there."""
    texts = {statement.text for statement in trainer.facts.statements}
    assert "居民人均可支配收入高于全省平均水平" in texts
    assert "战略性新兴产业增加值占GDP比重达到全省平均水平" in texts


def test_both_halves_of_a_long_sentence_are_statements(trainer: Trainer) -> None:
    """What stands before the verb at which a sentence is cut is not lost."""
    texts = [statement.text for statement in trainer.facts.statements]
    assert any(text.startswith("面临诸多挑战,") for text in texts)
    assert any(text.startswith("发展不充分、不平衡") for text in texts)


def test_what_begins_with_a_verb_is_no_fragment() -> None:
    """The heading of an item says nothing; what is to be built does."""
    assert is_fragment("能源革命排头兵的“领跑者”")
    assert not is_fragment("打造山西面向中原的“桥头堡”")
