from __future__ import annotations

from itertools import pairwise

from assistant.study.session import Trainer


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
