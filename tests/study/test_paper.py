from __future__ import annotations

from itertools import islice

from assistant.study.model import Request
from assistant.study.paper import Paper
from assistant.study.session import Trainer


def test_a_question_is_replaced_only_by_one_that_fits(trainer: Trainer) -> None:
    """What is asked already takes no other place; else the old facts are free again."""
    one, two, three = islice(trainer.quiz(Request(parts=(5,))).questions, 3)
    paper = Paper("", "中", 20)
    assert paper.fill(iter((one, two)), 2) == 2
    assert not paper.replaces(one, two)
    assert paper.questions == [one, two]
    assert paper.replaces(one, three)
    assert paper.questions == [two, three]
    assert paper.takes(one)
