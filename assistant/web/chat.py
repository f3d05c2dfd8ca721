"""The 问答 tab: a chat whose answers link into the panel of cited articles."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.article_panel import anchor, cited_units, panel_html

Message = dict[str, Any]
# What one session shows and remembers: messages, answers, panel, text of the question box.
View = tuple[list[Message], list[Answer], str, str]

CONCURRENT = 10  # people answered at the same time
_LABEL = re.compile(r"\[([^\[\]]{2,12})\](?!\()")
_MARKUP = re.compile(f"([{re.escape(string.punctuation)}])")


def build_chat(assistant: Assistant, settings: Settings) -> None:
    """Lay the tab out inside the current Blocks context."""

    def respond(question: str, messages: list[Message], history: list[Answer]) -> Iterator[View]:
        yield from _respond(assistant, question, messages, history)

    def restart() -> View:
        return [], [], panel_html(assistant.plan, None), ""

    history = gr.State([])
    with gr.Row():
        with gr.Column(scale=3, min_width=340):
            chat = gr.Chatbot(
                label=texts.CHAT_LABEL,
                placeholder=texts.CHAT_EMPTY,
                elem_id="chat",
                height="58vh",
                buttons=["copy"],
                allow_tags=False,
                sanitize_html=True,
                latex_delimiters=[],
                feedback_options=None,
                group_consecutive_messages=False,
            )
            box = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                max_length=settings.max_question_chars,
                submit_btn=texts.SEND,
                autofocus=True,
                elem_id="question",
            )
            with gr.Row(elem_id="examples"):
                examples = [gr.Button(text, size="sm", min_width=120) for text in texts.EXAMPLES]
            new = gr.Button(texts.NEW_CONVERSATION, size="sm", variant="secondary", elem_id="new")
        with gr.Column(scale=2, min_width=340):
            panel = gr.HTML(panel_html(assistant.plan, None))
    view = [chat, history, panel, box]
    options: dict[str, Any] = {
        "concurrency_limit": CONCURRENT,
        "concurrency_id": "ask",
        "show_progress": "minimal",
        "api_visibility": "private",
    }
    box.submit(respond, [box, chat, history], view, **options)
    for button in examples:
        button.click(respond, [button, chat, history], view, **options)
    for event in (new.click, chat.clear):
        event(restart, None, view, api_visibility="private")


def answer_markdown(plan: Plan, answer: Answer) -> str:
    """The answer with its labels as links into the panel, and its status in words."""
    keys = {unit.label: unit.key for unit in cited_units(plan, answer)}

    def link(match: re.Match[str]) -> str:
        key = keys.get(match[1])
        return f"[{match[1]}](#{anchor(key)})" if key else match[0]

    note = texts.STATUS_NOTE[answer.status]
    remarks = "".join(f"\n\n*{escape_markdown(text)}*" for text in answer.checks.notes)
    return (f"**{note}**\n\n" if note else "") + _LABEL.sub(link, answer.answer) + remarks


def escape_markdown(text: str) -> str:
    """Make text show literally: every ASCII punctuation mark loses its meaning in Markdown."""
    return _MARKUP.sub(r"\\\1", text)


def _respond(
    assistant: Assistant, question: str, messages: list[Message], history: list[Answer]
) -> Iterator[View]:
    """Show the question at once, then the answer statement by statement."""
    last = history[-1] if history else None
    if not question.strip():
        gr.Info(texts.ASK_SOMETHING)
        yield messages, history, panel_html(assistant.plan, last), ""
        return
    messages = [*messages, {"role": "user", "content": escape_markdown(question)}]
    yield messages, history, panel_html(assistant.plan, last), ""
    answer = assistant.ask(question, history)
    history = [*history, answer]
    panel = panel_html(assistant.plan, answer)
    lines = answer_markdown(assistant.plan, answer).splitlines(keepends=True)
    for count in range(1, len(lines) + 1):
        shown = {"role": "assistant", "content": "".join(lines[:count])}
        yield [*messages, shown], history, panel, ""
