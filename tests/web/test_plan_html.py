from __future__ import annotations

import csv
import io
import re
from html import unescape

from assistant.answering import Assistant
from assistant.indicators import extract_indicators
from assistant.passages import split_passages
from assistant.plan import Plan, parse_plan
from assistant.text_search import find_words
from assistant.timeline import dated_goals
from assistant.web import plan_html

MARKUP = parse_plan(
    "某市<b>规划</b>\n\n序言<i>。\n\n一、甲<script>\n\n"
    "1.乙<img src=x>。到2030年,丙&amp;\"'<u>达到5个。\n\n2.丁。戊。\n\n二、己\n\n3.庚。辛。\n"
)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_full_text_is_whole_and_anchored(plan: Plan) -> None:
    """Every unit stands in the full text once, under an anchor made of its number."""
    html = plan_html.full_text(plan)
    assert re.findall(r"id='plan-([^']*)'", html) == [unit.key for unit in plan.units]
    text = plain(html)
    assert all(plan.quote(p) in text for unit in plan.units for p in unit.paragraphs)


def test_links_lead_somewhere(assistant: Assistant) -> None:
    """Every link of outline, hits, figures and dates names an anchor of the full text."""
    plan, passages = assistant.plan, assistant.retriever.passages
    anchors = set(re.findall(r"id='([^']*)'", plan_html.full_text(plan)))
    pieces = (
        plan_html.outline(plan),
        plan_html.hit_list(plan, find_words(plan, "煤层气"), "l"),
        plan_html.indicator_table(plan, extract_indicators(plan, passages)),
        plan_html.timeline(plan, dated_goals(plan, passages)),
    )
    for html in pieces:
        links = re.findall(r"href='#([^']*)'", html)
        assert links and set(links) <= anchors
    outlined = re.findall(r"href='#plan-(\d+)'", pieces[0])
    assert outlined == [str(article.article) for article in plan.articles] or (
        sorted(map(int, outlined)) == [0, *range(1, len(plan.articles) + 1)]
    )


def test_markup_in_a_plan_stays_text() -> None:
    """Markup in a plan's own text is shown as text everywhere."""
    passages = split_passages(MARKUP)
    indicators, goals = extract_indicators(MARKUP, passages), dated_goals(MARKUP, passages)
    assert indicators and goals
    html = "".join((
        plan_html.outline(MARKUP), plan_html.full_text(MARKUP, find_words(MARKUP, "丙")),
        plan_html.hit_list(MARKUP, find_words(MARKUP, "丙"), "<b>"),
        plan_html.indicator_table(MARKUP, indicators), plan_html.timeline(MARKUP, goals),
    ))  # fmt: skip
    assert not re.findall(r"<(?:script|img|u|i)\b|<b>[^第序]", html)
    assert "<mark>丙</mark>" in html


def test_csv_holds_every_figure(assistant: Assistant) -> None:
    """The table can be read back as CSV, with the sentence that states each figure."""
    plan = assistant.plan
    indicators = extract_indicators(plan, assistant.retriever.passages)
    head, *rows = csv.reader(io.StringIO(plan_html.indicator_csv(plan, indicators)))
    assert len(head) == 5 and len(rows) == len(indicators)
    assert [row[4] for row in rows] == [plan.quote(indicator.span) for indicator in indicators]


def test_source_line_names_the_document(plan: Plan) -> None:
    """A copied quotation says from which article of which document it is, with source and date."""
    article = plan.article(33)
    assert article
    line = plan_html.source_line(plan, article)
    assert plan.title in line and "第33条" in line and "2021-02-11" in line
