"""Questions that ask whether the plan mentions something."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.mentions import sought_in


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("规划里有没有提到地铁", "地铁"),
        ("有没有讲审计的内容", "审计"),
        ("“枫桥经验”规划里提到了吗", "枫桥经验"),
        ("郑州在规划里出现过没有", "郑州"),
        ("规划提到过焦作吗?", "焦作"),
        ("规划里有核电站吗", "核电站"),
    ],
)
def test_what_is_sought_is_read(question: str, term: str) -> None:
    """However it is asked, the word is known of which somebody wants to know if it is there."""
    assert sought_in(question) == term


@pytest.mark.parametrize(
    "question",
    [
        "规划里有没有说机场什么时候建成",
        "规划提到要建哪些机场",
        "有没有地铁",
        "机场建成了吗",
        "煤层气产量要提到多少",
        "这个能写吗",
    ],
)
def test_what_is_asked_about_a_thing_is_not_looked_up(question: str) -> None:
    """Who wants to know more than whether a word is there is answered by a search."""
    assert sought_in(question) is None


def test_what_is_mentioned_is_shown_with_its_places(assistant: Assistant) -> None:
    """A word of the plan is counted, and every place is cited."""
    answer = assistant.ask("规划里提没提临汾")
    assert answer.status == "answered"
    assert "临汾" in answer.answer.splitlines()[0]
    assert all("临汾" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("term", ["审计", "焦作", "核电站", "反诈骗", "2040年"])
def test_what_is_not_mentioned_is_said_not_to_be(assistant: Assistant, term: str) -> None:
    """Nothing is quoted for a word that the plan has not and that it calls by no other name."""
    answer = assistant.ask(f"规划里有没有提到{term}")
    assert answer.status == "not_in_plan"
    assert f"没有出现“{term}”" in answer.answer
    assert not answer.citations


def test_another_word_for_it_is_told_as_such(assistant: Assistant) -> None:
    """What the plan calls otherwise is quoted, and it is said that the word itself is not there."""
    answer = assistant.ask("规划有没有提到飞机场")
    assert "没有出现“飞机场”" in answer.answer
    assert any("机场" in citation.quote for citation in answer.citations)


def test_a_named_article_is_looked_at_alone(assistant: Assistant) -> None:
    """Whether one article mentions something is told of it, and where else it is mentioned."""
    there = assistant.ask("第33条提到铁路了吗")
    assert {citation.article for citation in there.citations} == {33}
    elsewhere = assistant.ask("第33条提到煤层气了吗")
    assert "第33条没有出现“煤层气”" in elsewhere.answer
    assert 33 not in {citation.article for citation in elsewhere.citations}


def test_what_was_shown_before_is_where_it_is_looked_for(assistant: Assistant) -> None:
    """Behind an article that was shown, “does it mention railways” is about that article."""
    answer = assistant.ask_turns(["第33条讲了什么", "里面提到铁路了吗"])
    assert {citation.article for citation in answer.citations} == {33}
    assert "请核对" not in answer.answer
