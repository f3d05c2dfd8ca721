from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.courtesies import courtesy, status_shown, without_courtesies


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("你好", "greeting"),
        ("您好!在吗?", "greeting"),
        ("好的,谢谢你的解答", "thanks"),
        ("辛苦了", "thanks"),
        ("你好,你能做什么?", "abilities"),
        ("有什么可以问的", "abilities"),
        ("这个助手怎么用", "abilities"),
        ("再见", "farewell"),
        ("哦,知道了。", "assent"),
    ],
)
def test_courtesies_are_told_by_kind(message: str, kind: str) -> None:
    """Greetings, thanks and questions about the assistant itself ask nothing of the plan."""
    assert courtesy(message) == kind
    assert without_courtesies(message) == message


@pytest.mark.parametrize(
    "message",
    [
        "",
        "还有什么",
        "怎么用",
        "都有哪些问题",
        "你好吗山",
        "好山好水",
        "行政审批",
        "帮助谁",
        "谢谢,机场呢",
    ],
)
def test_questions_are_no_courtesies(message: str) -> None:
    """What asks, or only begins like a courtesy, is a question."""
    assert courtesy(message) is None


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("你好,机场什么时候建成?", "机场什么时候建成?"),
        ("嗯,好的。那高铁呢", "那高铁呢"),
        ("好山好水在哪", "好山好水在哪"),
    ],
)
def test_courtesies_before_a_question_are_left_out(message: str, asked: str) -> None:
    """A question is what stands behind the greeting."""
    assert without_courtesies(message) == asked


def test_courtesies_get_a_friendly_sentence_and_leave_no_context(assistant: Assistant) -> None:
    """Who greets or thanks is answered in kind, without citations, and may go on as before."""
    greeted = assistant.ask("你好")
    assert greeted.answer.startswith("您好") and not greeted.citations
    assert greeted.status == "refused"
    assert status_shown(greeted) == "courtesy"
    asked = assistant.ask("机场什么时候建成", [greeted])
    assert asked.standalone_question == "机场什么时候建成"
    thanked = assistant.ask("谢谢", [greeted, asked])
    assert thanked.standalone_question == "谢谢" and not thanked.citations
    turns = ["机场什么时候建成", "谢谢", "它在哪个部分"]
    assert assistant.ask_turns(turns).standalone_question == "机场什么时候建成 它在哪个部分"


def test_only_what_the_plan_has_becomes_context(assistant: Assistant) -> None:
    """A question that the plan has nothing on is not taken along by the next one."""
    answer = assistant.ask_turns(["北京天气怎么样", "机场什么时候建成"])
    assert answer.standalone_question == "机场什么时候建成"
