from __future__ import annotations

import re
from html import unescape

import pytest

from assistant.answer import Answer, Citation, cite
from assistant.plan import Plan, Span, parse_plan
from assistant.web import texts
from assistant.web.article_panel import anchor, render_panel


def answer(*citations: Citation) -> Answer:
    return Answer(
        question="q", standalone_question="q", status="answered", answer="a", citations=citations
    )


def citation(plan: Plan, words: str) -> Citation:
    start = plan.text.index(words)
    unit = plan.unit_at(start)
    assert unit
    return cite(plan, unit, Span(start, start + len(words)))


def marks(html: str, kind: str = "<mark>") -> list[str]:
    return [unescape(words) for words in re.findall(rf"{kind}(.*?)</mark>", html)]


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_every_unit_is_shown_whole_and_once(plan: Plan) -> None:
    """Whatever is cited appears with all its paragraphs, under an id of its own."""
    every = [cite(plan, u, Span(p.start, p.end)) for u in plan.citable for p in u.paragraphs]
    html = render_panel(plan, [answer(*every)])
    assert re.findall(r"id='([^']*)' tabindex", html) == [anchor(unit) for unit in plan.citable]
    ids = re.findall(r"id='([^']*)'", html)
    assert len(ids) == len(set(ids))
    assert marks(html) == [c.quote for c in every]


def test_text_is_escaped() -> None:
    """Markup in a plan's own text stays text, in titles, statements and quotations."""
    plan = parse_plan(
        "某市<b>规划</b>\n\n序言<i>。\n\n一、甲<script>\n\n"
        "1.乙<img src=x>。丙&amp;\"'<u>。\n\n2.丁。戊。\n\n二、己\n\n3.庚。辛。\n"
    )
    html = render_panel(plan, [answer(citation(plan, "丙&amp;\"'<u>。"))])
    assert not re.findall(r"<(?:script|img|u|b|i)\b", html)
    assert marks(html) == ["丙&amp;\"'<u>。"]


def test_neighbouring_quotations_keep_their_own_marks(plan: Plan) -> None:
    """Two quoted sentences that follow one another are two marks."""
    first, second = "加快推进晋城民用机场建设,力争到“十四五”末建成通航。", "积极推进阳城、陵川"
    html = render_panel(plan, [answer(citation(plan, second), citation(plan, first))])
    assert marks(html) == [first, second]


@pytest.mark.parametrize(
    ("latest", "earlier", "shown", "shown_earlier"),
    [
        ("力争到", "加快推进晋城民用机场建设,力争到“十四五”末", ["力争到"],
         ["加快推进晋城民用机场建设,", "“十四五”末"]),
        ("加快推进晋城民用机场建设,力争到", "机场建设", ["加快推进晋城民用机场建设,力争到"], []),
        ("机场建设,力争", "加快推进晋城民用机场", ["机场建设,力争"], ["加快推进晋城民用"]),
    ],
)  # fmt: skip
def test_latest_quotation_wins(
    plan: Plan, latest: str, earlier: str, shown: list[str], shown_earlier: list[str]
) -> None:
    """Where quotations of two answers overlap, the latest is whole and nothing is doubled."""
    html = render_panel(plan, [answer(citation(plan, earlier)), answer(citation(plan, latest))])
    assert marks(html) == shown
    assert marks(html, '<mark class="earlier">') == shown_earlier
    article = plan.article(33)
    assert article and plan.body(article) in plain(html)


def test_earlier_units_follow(plan: Plan) -> None:
    """Units of earlier answers come after those of the latest, under a heading."""
    airport, port = citation(plan, "加快推进晋城民用机场建设"), citation(plan, "深化“三化三制”改革")
    html = render_panel(plan, [answer(airport), answer(port)])
    assert html.index("art-27") < html.index(texts.PANEL_EARLIER) < html.index("art-33")


def test_empty_states(plan: Plan) -> None:
    """Before the first answer the panel says what it is for; after one without citation, so."""
    assert texts.PANEL_EMPTY in render_panel(plan, [])
    nothing = Answer(question="q", standalone_question="q", status="not_in_plan", answer="a")
    assert texts.PANEL_NOTHING_CITED in render_panel(plan, [nothing])
