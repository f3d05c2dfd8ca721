"""The 问答 tab: a conversation on the left, the full text of what it cites on the right."""

from __future__ import annotations

import logging
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Answer, Citation
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.article_panel import anchor, render_panel
from embeddings import EmbeddingError

logger = logging.getLogger(__name__)

CONCURRENT_QUESTIONS = 10
MAX_TURNS = 100

_PUNCTUATION = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}


@dataclass(frozen=True)
class Turn:
    """One question and what the page shows for it.

    Attributes:
        question: As the user wrote it.
        shown: Markdown shown so far; grows while an answer is written.
        answer: The whole answer; None while it is worked on, or when that failed.
    """

    question: str
    shown: str
    answer: Answer | None = None


Conversation = tuple[Turn, ...]


def build_chat_tab(assistant: Assistant, settings: Settings) -> None:
    """Add the tab's components and events to the surrounding blocks."""
    conversation = gr.State(())
    with gr.Row(elem_id="chat-row", equal_height=False):
        with gr.Column(scale=11, min_width=360, elem_id="chat-column"):
            with gr.Row(elem_id="chat-head"):
                gr.HTML(f"<h2>{escape(texts.CHAT_TITLE)}</h2>")
                new = gr.Button(
                    texts.NEW_CONVERSATION, elem_id="new-conversation", size="sm", min_width=80
                )
            chatbot = _chatbot()
            notice = gr.HTML(elem_id="notice", visible=False)
            box = _question_box(settings.max_question_chars)
        with gr.Column(scale=9, min_width=360, elem_id="panel-column"):
            gr.HTML(f"<h2>{escape(texts.PANEL_TITLE)}</h2>", elem_id="panel-head")
            panel = _panel(assistant.plan)

    handlers = _Handlers(assistant)
    quick: dict[str, Any] = {
        "outputs": [conversation, chatbot, panel, box, notice],
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    slow = quick | {
        "concurrency_limit": CONCURRENT_QUESTIONS,
        "concurrency_id": "ask",
        # By default the page would swallow a question that is asked while a stopped one winds down.
        "trigger_mode": "multiple",
    }
    asking: list[Any] = [
        box.submit(handlers.ask, inputs=[box, conversation], **slow),
        chatbot.example_select(handlers.ask_example, inputs=[conversation], **slow),
    ]
    # First cancel, then act: what is still under way would overwrite it otherwise.
    cancel: dict[str, Any] = {"fn": None, "cancels": asking, "queue": False}
    box.stop(**cancel).then(handlers.stop, inputs=[conversation], queue=False, **quick)
    new.click(**cancel).then(handlers.restart, queue=False, **quick)


def messages(conversation: Conversation) -> list[dict[str, Any]]:
    """Return the conversation as the chat component wants it; questions stay literal text."""
    shown = []
    for turn in conversation:
        shown.append(_message("user", literal(turn.question)))
        shown.append(_message("assistant", turn.shown))
    return shown


def literal(text: str) -> str:
    """Write text so that Markdown shows it as it is: no markup, no links, no HTML."""
    lines = text.translate(_PUNCTUATION).splitlines()
    return "<br>".join(re.sub(r"^\s+", lambda m: "&nbsp;" * len(m.group()), line) for line in lines)


def render_answer(plan: Plan, answer: Answer) -> tuple[str, ...]:
    """Return the Markdown of an answer in pieces: its status, its statements, its remarks.

    Labels of cited units become links to their place in the panel.
    """
    links = _links(plan, answer)
    label = "|".join(re.escape(label) for label in links) or r"(?!)"
    statements = re.split(r"(?<=\])(?!\()", answer.answer)
    linked = (
        re.sub(rf"\[({label})\](?!\()", lambda m: f"[[{m[1]}]]({links[m[1]]})", statement)
        for statement in statements
    )
    written = (f"\n\n{texts.WRITTEN}",) if answer.engine == "llm" else ()
    notes = (f"\n\n{texts.NOTE.format(note=note)}" for note in answer.checks.notes)
    return (_status(answer.status, texts.STATUS[answer.status]), *linked, *written, *notes)


class _Handlers:
    """What happens on the tab's events.

    Each returns or yields new values for conversation, chatbot, panel, question box and notice.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, turns: Conversation) -> Iterator[tuple[Any, ...]]:
        problem = _refusal(question, turns)
        if problem:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), _notice(problem)
            return
        yield from self._show(question, turns)
        yield gr.skip(), gr.skip(), gr.skip(), _idle(), gr.skip()

    def ask_example(self, turns: Conversation, event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        yield from self.ask(str(event.value["text"]), turns)

    def stop(self, turns: Conversation) -> tuple[Any, ...]:
        if turns:
            turns = (*turns[:-1], replace(turns[-1], shown=_stopped(turns[-1])))
        return turns, messages(turns), gr.skip(), _idle(), gr.skip()

    def restart(self) -> tuple[Any, ...]:
        panel = render_panel(self._assistant.plan, ())
        return (), [], panel, _idle() | {"value": ""}, _notice("")

    def _show(self, question: str, turns: Conversation) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, and the cited units whenever others are cited."""
        cited: frozenset[Citation] | None = None
        for step, turn in enumerate(_answer(self._assistant, question, turns)):
            now, panel = (*turns, turn), gr.skip()
            if turn.answer and cited != frozenset(turn.answer.citations):
                cited = frozenset(turn.answer.citations)
                panel = render_panel(self._assistant.plan, _answers(now))
            yield now, messages(now), panel, gr.skip() if step else _busy(), _notice("")


def _links(plan: Plan, answer: Answer) -> dict[str, str]:
    units = ((c.label, plan.unit_at(c.start)) for c in answer.citations)
    return {label: f"#{anchor(unit)}" for label, unit in units if unit}


def _status(kind: str, words: str) -> str:
    return f'<span class="status status-{kind}">{escape(words)}</span>\n\n'


def _answer(assistant: Assistant, question: str, turns: Conversation) -> Iterator[Turn]:
    """Yield the turn first without an answer, then with ever more of it."""
    yield Turn(question, texts.PENDING)
    shown, answer = "", None
    try:
        for answer in assistant.ask_stream(question, _answers(turns)):
            shown = "".join(render_answer(assistant.plan, answer))
            is_written = assistant.writer and answer.status in ("answered", "partial")
            yield Turn(question, f"{shown}\n\n{texts.WRITING}" if is_written else shown, answer)
    except (AssistantError, EmbeddingError) as error:
        yield Turn(question, _failed(str(error)))
    except Exception as error:  # whatever happens, the page goes on
        logger.error("%s: %s", type(error).__name__, error)
        yield Turn(question, _failed(texts.FAILED))
    else:
        if assistant.writer:
            yield Turn(question, shown, answer)


def _failed(message: str) -> str:
    return _status("failed", texts.STATUS_FAILED) + literal(message)


def _stopped(turn: Turn) -> str:
    if turn.answer:  # only the writing was stopped; what is cited stands
        return f"{turn.shown.removesuffix(texts.WRITING).rstrip()}\n\n{texts.STOPPED_WRITING}"
    return texts.STOPPED


def _answers(turns: Conversation) -> tuple[Answer, ...]:
    return tuple(turn.answer for turn in turns if turn.answer)


def _refusal(question: str, turns: Conversation) -> str:
    """Why a question is not taken into the conversation; empty when it is."""
    if not question.strip():
        return texts.EMPTY_QUESTION
    if len(turns) >= MAX_TURNS:
        return texts.TOO_MANY_TURNS.format(limit=MAX_TURNS)
    return ""


def _notice(text: str) -> dict[str, Any]:
    return gr.update(value=f"<p role='alert'>{escape(text)}</p>", visible=bool(text))


# Gradio takes updates apart while it sends them, so each is made anew.
def _busy() -> dict[str, Any]:
    return gr.update(value="", submit_btn=False, stop_btn=texts.STOP)


def _idle() -> dict[str, Any]:
    return gr.update(submit_btn=texts.SEND, stop_btn=False)


def _message(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        label=texts.CHAT_TITLE,
        show_label=False,
        elem_id="chat",
        height="100%",
        autoscroll=False,  # it would show an answer's end; page.js shows its start
        placeholder=texts.CHAT_EMPTY,
        examples=[{"text": question} for question in texts.EXAMPLES],
        buttons=[],
        layout="bubble",
        latex_delimiters=[],
        feedback_options=None,
        allow_file_downloads=False,
        allow_tags=False,
        sanitize_html=True,
    )


def _panel(plan: Plan) -> gr.HTML:
    return gr.HTML(
        render_panel(plan, ()),
        elem_id="panel",
        # The units of a new answer come first, so the reader is taken there.
        js_on_load="watch('value', () => { element.closest('#panel').scrollTop = 0; })",
    )


def _question_box(limit: int) -> gr.Textbox:
    return gr.Textbox(
        label=texts.QUESTION_LABEL,
        show_label=False,
        placeholder=texts.QUESTION_PLACEHOLDER.format(limit=limit),
        elem_id="question",
        lines=1,
        max_lines=5,
        max_length=limit,
        submit_btn=texts.SEND,
        html_attributes=gr.InputHTMLAttributes(
            autocomplete="off", enterkeyhint="send", lang="zh-CN"
        ),
    )
