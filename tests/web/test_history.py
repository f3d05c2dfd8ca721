from __future__ import annotations

import json

import pytest

from assistant.answering import Assistant
from assistant.plan import parse_plan
from assistant.web import texts
from assistant.web.history import HistoryError, load, save


def conversation(assistant: Assistant) -> str:
    answers = []
    for question in ("晋城机场什么时候能通航?", "那铁路呢?", "地铁呢?", ""):
        answers.append(assistant.ask(question, answers))
    return save(assistant.plan, tuple(answers))


def test_conversation_is_continued(assistant: Assistant) -> None:
    """A kept conversation has the same answers, and a follow-up is understood as before."""
    first = assistant.ask("晋城机场什么时候能通航?")
    again = load(assistant.plan, save(assistant.plan, (first,)))
    assert again[0].answer == first.answer and again[0].citations == first.citations
    follow_ups = [assistant.ask("原文给我看看", history) for history in ((first,), again)]
    assert follow_ups[0].citations == follow_ups[1].citations


def test_all_kinds_of_answers_are_kept(assistant: Assistant) -> None:
    """Answered, partial, absent and refused: each comes back with its status and remarks."""
    record = conversation(assistant)
    kept = load(assistant.plan, record)
    assert len(kept) == 4
    assert save(assistant.plan, kept) == record


def test_quotations_come_from_the_plan(assistant: Assistant) -> None:
    """A changed record cannot put words into the plan: it holds places, not words."""
    data = json.loads(conversation(assistant))
    assert "quote" not in json.dumps(data)
    data["turns"][0]["spans"] = [[data["turns"][0]["spans"][0][0], 10**9]]
    with pytest.raises(HistoryError):
        load(assistant.plan, json.dumps(data))


@pytest.mark.parametrize("record", ["", "{", "[]", '{"plan":"x"}', "null", "9" * 3_000_000])
def test_broken_records_are_explained(assistant: Assistant, record: str) -> None:
    """Whatever a browser holds is opened or said to be broken."""
    with pytest.raises(HistoryError, match="损坏"):
        load(assistant.plan, record)


def test_other_plan_is_told(assistant: Assistant) -> None:
    """A conversation about another text is not continued with wrong quotations."""
    other = parse_plan(
        "某市规划\n\n序言。\n\n一、甲\n\n1.乙。丙。\n\n2.丁。戊。\n\n二、己\n\n3.庚。辛。\n"
    )
    with pytest.raises(HistoryError, match=texts.HISTORY_OTHER_PLAN):
        load(other, conversation(assistant))


def test_nothing_answered_is_nothing_kept(assistant: Assistant) -> None:
    """A conversation without an answer leaves no record."""
    assert save(assistant.plan, ()) == ""
