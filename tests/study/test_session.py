from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.answer import Citation
from assistant.study.data import as_data
from assistant.study.markdown import cards_markdown, quiz_markdown, session_markdown
from assistant.study.model import AUDIENCES, Audience, Request, Session
from assistant.study.session import Trainer


def _citations(session: Session) -> Iterator[Citation]:
    for group in (session.goals, session.agenda, session.discussion, session.tasks, session.links):
        for line in group:
            assert line.citations, line
            yield from line.citations
    yield from (point.core for point in session.key_points)
    for points in (session.indicators, session.dates, session.slogans, session.cards):
        yield from (point.citation for point in points)
    for question in session.quiz.questions:
        assert question.citations
        yield from question.citations
    yield from session.sources


@pytest.mark.parametrize("topic", ["煤层气", "丹河新城", "康养", "乡村振兴", "营商环境"])
def test_every_line_of_a_topic_is_traceable(trainer: Trainer, topic: str) -> None:
    """Goals, agenda, points, figures, slogans, links, questions and cards all quote the plan."""
    session = trainer.session(Request(topic=topic, minutes=90))
    for citation in _citations(session):
        assert trainer.plan.text[citation.start : citation.end] == citation.quote
    assert sum(item.minutes for item in session.agenda) == 90


@pytest.mark.parametrize("part", range(1, 17))
def test_every_part_has_a_session(trainer: Trainer, part: int) -> None:
    """Each unit has one key point whose short form is its core sentence's own words."""
    session = trainer.session(Request(parts=(part,), minutes=45, questions=5))
    assert len(session.key_points) == len(session.scope.units) == len(session.sources)
    for point in session.key_points:
        assert point.short in point.core.quote
        assert not point.core.quote.startswith("-")
    assert sum(item.minutes for item in session.agenda) == 45


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_is_asked_something_else(trainer: Trainer, audience: Audience) -> None:
    """Every audience has at least three questions to discuss, of its own wording, and a task."""
    session = trainer.session(Request(parts=(5,), audience=audience))
    other: Audience = "党员群众" if audience == "领导班子" else "领导班子"
    others = trainer.session(Request(parts=(5,), audience=other)).discussion
    assert len(session.discussion) >= 3
    assert not {line.text for line in session.discussion} & {line.text for line in others}
    assert session.tasks


def test_links_bind_units(trainer: Trainer) -> None:
    """A link cites at least two units, and each of them holds its name."""
    session = trainer.session(Request(parts=(10,)))
    assert session.links
    for link in session.links:
        assert len({citation.label for citation in link.citations}) >= 2
        assert all(link.name in citation.quote for citation in link.citations)


def test_dated_goals_come_by_year(trainer: Trainer) -> None:
    """The three steps of the new town are told with their years."""
    dates = trainer.session(Request(articles=(40,))).dates
    assert [date.milestone.year for date in dates] == [2025, 2030, 2035]
    assert all(date.text.startswith("到20") for date in dates)


def test_cards_have_two_sides_from_the_plan(trainer: Trainer) -> None:
    """Meanings, values and titles; no front twice, no back empty."""
    cards = trainer.cards(Request(parts=(14,)))
    assert {card.kind for card in cards} == {"term", "indicator", "title"}
    assert len({card.front for card in cards}) == len(cards)
    assert all(card.back for card in cards)
    values = {card.front: card.back for card in cards if card.kind == "indicator"}
    assert values["全市从业人员持证率(十四五末)是多少?"] == "≥ 50%"


def test_markdown_names_an_article_for_every_line(trainer: Trainer) -> None:
    """Each goal, point, figure, link, question to discuss and task ends with a label."""
    session = trainer.session(Request(topic="康养", questions=10))
    text = session_markdown(session)
    body = text.split("## 依据")[0]
    lines = [li for li in body.splitlines() if li.startswith(("- ", "1. ", "2. ", "3. ", "  > "))]
    for line in lines:
        if not line.startswith("- **") or ":" not in line or "  >" in line:
            assert "条]" in line or "导语]" in line, line
    assert "答案与依据" in text
    assert quiz_markdown(session.quiz).count("依据:") >= len(session.quiz.questions)
    assert (
        cards_markdown(session.scope.title, session.cards).count("| 第") >= len(session.cards) // 2
    )


def test_sessions_become_json(trainer: Trainer) -> None:
    """A whole session can be written as JSON and read again; offsets still hold."""
    session = trainer.session(Request(parts=(8,), questions=5))
    data = json.loads(json.dumps(as_data(session), ensure_ascii=False))
    assert data["request"]["minutes"] == 90
    assert data["scope"]["units"][1] == {
        "article": 30, "part": 8, "label": "第30条", "title": "深度融入中原城市群",
    }  # fmt: skip
    core = data["key_points"][1]["core"]
    assert trainer.plan.text[core["start"] : core["end"]] == core["quote"]


def test_short_forms_begin_with_the_telling_clause(trainer: Trainer) -> None:
    """No short form is only what the telling clause leans on."""
    session = trainer.session(Request(parts=tuple(range(1, 17)), questions=0))
    for point in session.key_points:
        assert not point.short.endswith(("基础上", "作用下"))
        assert "以下" not in point.short
