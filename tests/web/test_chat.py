from __future__ import annotations

import re
import string
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Checks
from assistant.answering import Assistant
from assistant.web.answer_markdown import literal, render_answer


@given(st.text(max_size=80))
def test_literal_text_holds_no_markup(text: str) -> None:
    """Only line breaks and character references are left of what Markdown could read."""
    lines = literal(text).split("<br>")
    assert not set(re.sub(r"&(#\d+|nbsp);", "", "".join(lines))) & set(string.punctuation)
    assert not any(re.match(r"\s", line) for line in lines)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=80))
def test_literal_text_is_read_back(text: str) -> None:
    """Nothing of a line is lost or changed."""
    assert unescape(literal(text)).replace("\xa0", " ") == text


@pytest.mark.parametrize("question", ["晋城机场什么时候能通航?", "第七部分讲了什么?", "序言"])
def test_statements_come_one_by_one(assistant: Assistant, question: str) -> None:
    """An answer comes in pieces that end with a label each, which links to its unit."""
    answer = assistant.ask(question)
    status, *pieces = render_answer(assistant.plan, answer)
    assert "有原文依据" in status
    labels = [c.label for c in answer.citations]
    for label, piece in zip(labels, pieces, strict=False):
        assert f"[[{label}]](#art-" in piece
    unlinked = re.sub(r'(\(#art-[^ )]+) "[^"]*"\)', r"\1)", "".join(pieces))
    for citation in answer.citations:
        unit = assistant.plan.unit_at(citation.start)
        assert unit
        unlinked = unlinked.replace(f"[[{unit.label}]](#art-{unit.key})", f"[{unit.label}]")
    assert unlinked == answer.answer


def test_remarks_and_foreign_brackets(assistant: Assistant) -> None:
    """Remarks of the checks are shown, and brackets that are no cited label stay as they are."""
    cited = assistant.ask("晋城机场什么时候能通航?").citations
    answer = Answer(
        question="q", standalone_question="q", status="partial", citations=cited,
        answer="甲[第33条](#x)乙[第34条]丙[第33条]", checks=Checks(notes=("有一处已删去",)),
    )  # fmt: skip
    shown = "".join(render_answer(assistant.plan, answer))
    assert "甲[第33条](#x)乙[第34条]丙[[第33条]](#art-33 " in shown
    assert "部分回答" in shown and "说明:有一处已删去" in shown
