"""The 规划原文 tab: outline and search on the left, full text on the right; figures; dates."""

from __future__ import annotations

import logging
from html import escape
from typing import Any

import gradio as gr

from assistant.answering import Assistant
from assistant.indicators import extract_indicators
from assistant.settings import Settings
from assistant.text_search import Hit, find_meaning, find_words
from assistant.timeline import dated_goals
from assistant.web import plan_html, texts
from assistant.web.services import Services
from embeddings import EmbeddingError

logger = logging.getLogger(__name__)

MAX_SEARCH_CHARS = 100


def build_plan_tab(assistant: Assistant, settings: Settings, services: Services) -> None:
    """Add the tab's components and events to the surrounding blocks."""
    plan, passages = assistant.plan, assistant.retriever.passages
    text_name, figures_name, dates_name = texts.PLAN_VIEWS
    with gr.Tabs(elem_id="plan-views"):
        with (
            gr.Tab(text_name, elem_id="view-text"),
            gr.Row(elem_id="plan-row", equal_height=False),
        ):
            with gr.Column(scale=7, min_width=280, elem_id="plan-aside"):
                with gr.Row(elem_id="plan-search"):
                    box = gr.Textbox(
                        label=texts.PLAN_SEARCH,
                        placeholder=texts.PLAN_SEARCH_PLACEHOLDER,
                        max_length=MAX_SEARCH_CHARS,
                        lines=1,
                        max_lines=1,
                        elem_id="search-box",
                        submit_btn=texts.PLAN_SEARCH,
                        show_label=False,
                    )
                    mode = gr.Radio(
                        [texts.PLAN_BY_WORDS, texts.PLAN_BY_MEANING],
                        value=texts.PLAN_BY_WORDS,
                        label=texts.PLAN_SEARCH_MODE,
                        show_label=False,
                        container=False,
                        elem_id="search-mode",
                    )
                    clear = gr.Button(
                        texts.PLAN_SEARCH_CLEAR, size="sm", min_width=80, elem_id="search-clear"
                    )
                aside = gr.HTML(plan_html.outline(plan), elem_id="plan-outline")
            with gr.Column(scale=13, min_width=360, elem_id="plan-main"):
                reader = gr.HTML(plan_html.full_text(plan), elem_id="plan-text")
        with gr.Tab(figures_name, elem_id="view-figures"):
            table = plan_html.indicator_table(plan, extract_indicators(plan, passages))
            gr.HTML(table, elem_id="plan-figures")
        with gr.Tab(dates_name, elem_id="view-dates"):
            gr.HTML(plan_html.timeline(plan, dated_goals(plan, passages)), elem_id="plan-dates")

    def search(text: str, how: str) -> tuple[Any, Any]:
        text = " ".join(text.split())
        if not text:
            return plan_html.outline(plan), plan_html.full_text(plan)
        if len(text) > MAX_SEARCH_CHARS:
            return _problem(texts.PLAN_SEARCH_LONG.format(limit=MAX_SEARCH_CHARS)), gr.skip()
        try:
            hits, lead = _find(assistant, text, by_meaning=how == texts.PLAN_BY_MEANING)
        except EmbeddingError as error:
            return _problem(str(error)), gr.skip()
        except Exception as error:  # whatever happens, the page goes on
            logger.exception("%s: %s", type(error).__name__, error)
            return _problem(texts.PLAN_SEARCH_FAILED), gr.skip()
        return plan_html.hit_list(plan, hits, lead), plan_html.full_text(plan, hits)

    quick: dict[str, Any] = {
        "outputs": [aside, reader],
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    gr.on([box.submit, mode.input], search, inputs=[box, mode], **quick)
    clear.click(lambda: "", outputs=[box], queue=False, api_visibility="private").then(
        search, inputs=[box, mode], **quick
    )


def _find(assistant: Assistant, text: str, *, by_meaning: bool) -> tuple[tuple[Hit, ...], str]:
    """What a search finds, and the sentence above it."""
    if by_meaning:
        return find_meaning(assistant.retriever, text), texts.PLAN_HITS_MEANING.format(text=text)
    hits = find_words(assistant.plan, text)
    if not hits:
        return hits, texts.PLAN_NO_HITS.format(text=text)
    places = sum(len(hit.spans) for hit in hits)
    return hits, texts.PLAN_HITS_WORDS.format(text=text, units=len(hits), places=places)


def _problem(text: str) -> str:
    return f"<p class='problem' role='alert'>{escape(text)}</p>"
