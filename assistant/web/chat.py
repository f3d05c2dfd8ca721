"""The 问答 tab: a conversation on the left, the full text of what it cites on the right."""

from __future__ import annotations

import base64
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any

import gradio as gr

from assistant import transcript
from assistant.answer import Answer, Citation
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.suggestions import Suggester
from assistant.web import history, texts
from assistant.web.answer_markdown import literal, render_answer, render_sources, status
from assistant.web.article_panel import render_panel
from assistant.web.feedback import MAX_COMMENT, Feedback
from assistant.web.services import Services, user_of
from embeddings import EmbeddingError

logger = logging.getLogger(__name__)

CONCURRENT_QUESTIONS = 10
MAX_TURNS = history.MAX_TURNS
SUGGESTIONS = 3
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


def build_chat_tab(assistant: Assistant, settings: Settings, services: Services) -> None:
    """Add the tab's components and events to the surrounding blocks."""
    handlers = _Handlers(assistant, services)
    conversation = gr.State(())
    judged = gr.State(None)
    with gr.Row(elem_id="chat-row", equal_height=False):
        with gr.Column(scale=11, min_width=360, elem_id="chat-column"):
            with gr.Row(elem_id="chat-head"):
                gr.HTML(f"<h2>{escape(texts.CHAT_TITLE)}</h2>")
                gr.HTML(_HISTORY, elem_id="history")
                as_docx, as_markdown, new = (
                    gr.Button(name, elem_id=elem_id, size="sm", min_width=60)
                    for name, elem_id in (
                        (texts.EXPORT_DOCX, "export-docx"),
                        (texts.EXPORT_MARKDOWN, "export-markdown"),
                        (texts.NEW_CONVERSATION, "new-conversation"),
                    )
                )
            chatbot = _chatbot()
            with gr.Row(elem_id="next", visible=False) as following:
                suggestions = [
                    gr.Button("", size="sm", min_width=60, visible=False)
                    for _ in range(SUGGESTIONS)
                ]
            with gr.Column(elem_id="feedback", visible=False) as feedback:
                about = gr.HTML()
                reasons = gr.CheckboxGroup(
                    list(texts.FEEDBACK_REASONS), label=texts.FEEDBACK_REASONS_LABEL
                )
                comment = gr.Textbox(
                    label=texts.FEEDBACK_COMMENT, max_length=MAX_COMMENT, lines=1, max_lines=3
                )
                with gr.Row():
                    send = gr.Button(texts.FEEDBACK_SEND, variant="primary", size="sm")
                    dismiss = gr.Button(texts.FEEDBACK_CANCEL, size="sm")
            notice = gr.HTML(elem_id="notice", visible=False)
            box = _question_box(settings.max_question_chars)
        with gr.Column(scale=9, min_width=360, elem_id="panel-column"):
            gr.HTML(f"<h2>{escape(texts.PANEL_TITLE)}</h2>", elem_id="panel-head")
            panel = _panel(assistant.plan)
    # What history.js and chat.js work with; see there.
    record = gr.Textbox(visible="hidden", elem_id="record", container=False)
    reopen = gr.Button(visible="hidden", elem_id="reopen")
    file = gr.HTML(visible="hidden", elem_id="export")

    quick: dict[str, Any] = {
        "outputs": [conversation, chatbot, panel, box, notice, record, following],
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
        *(each.click(handlers.ask, inputs=[each, conversation], **slow) for each in suggestions),
    ]
    for event in asking:
        event.then(
            handlers.suggest,
            inputs=[conversation],
            outputs=[following, *suggestions],
            show_progress="hidden",
            api_visibility="private",
        )
    # First cancel, then act: what is still under way would overwrite it otherwise.
    cancel: dict[str, Any] = {"fn": None, "cancels": asking, "queue": False}
    box.stop(**cancel).then(handlers.stop, inputs=[conversation], queue=False, **quick)
    new.click(**cancel).then(handlers.restart, queue=False, **quick)
    reopen.click(handlers.reopen, inputs=[record], js="() => pendingRecord()", queue=False, **quick)
    record.change(None, inputs=[record], js="(record) => keepRecord(record)")

    giving: dict[str, Any] = {
        "outputs": [judged, feedback, about, reasons, comment, notice],
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    chatbot.like(handlers.judge, inputs=[conversation], **giving)
    send.click(handlers.give_feedback, inputs=[judged, reasons, comment], **giving)
    dismiss.click(handlers.dismiss_feedback, **giving)

    exporting: dict[str, Any] = {"outputs": [file, notice], "api_visibility": "private"}
    for button, handler in ((as_docx, handlers.docx), (as_markdown, handlers.markdown)):
        button.click(handler, inputs=[conversation], **exporting).then(None, js=_DOWNLOAD)


def messages(conversation: Conversation) -> list[dict[str, Any]]:
    """Return the conversation as the chat component wants it; questions stay literal text."""
    shown = []
    for turn in conversation:
        shown.append(_message("user", literal(turn.question)))
        shown.append(_message("assistant", turn.shown))
    return shown


class _Handlers:
    """What happens on the tab's events.

    Those of the conversation return or yield new values for conversation, chatbot, panel, question
    box, notice, the browser's record, and the row of questions to ask next.
    """

    def __init__(self, assistant: Assistant, services: Services) -> None:
        self._assistant = assistant
        self._plan = assistant.plan
        self._services = services
        self._suggester = Suggester(assistant)

    def ask(
        self, question: str, turns: Conversation, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        problem = _refusal(question, turns) or self._limit(request)
        if problem:
            yield _all_but(notice=_notice(problem))
            return
        before = history.save(self._plan, _answers(turns))
        has_writer = self._assistant.writer is not None
        now, panel = turns, ""
        for now, panel, first in self._show(question, turns):
            if first or has_writer:
                yield _asked(now, panel, before, _busy() if first else gr.skip())
        self._note(now[-1].answer, request)
        # While a model wrote, the reader may have begun the next question.
        box = _idle() if has_writer else _idle() | {"value": ""}
        yield _asked(now, panel, history.save(self._plan, _answers(now)), box)

    def ask_example(
        self, turns: Conversation, request: gr.Request, event: gr.SelectData
    ) -> Iterator[tuple[Any, ...]]:
        yield from self.ask(str(event.value["text"]), turns, request)

    def stop(self, turns: Conversation) -> tuple[Any, ...]:
        if turns:
            turns = (*turns[:-1], replace(turns[-1], shown=_stopped(turns[-1])))
        record = history.save(self._plan, _answers(turns))
        return _all_but(conversation=turns, chatbot=messages(turns), box=_idle(), record=record)

    def restart(self) -> tuple[Any, ...]:
        return self._begin((), "")

    def reopen(self, record: str) -> tuple[Any, ...]:
        """Show a conversation that the browser kept."""
        try:
            answers = history.load(self._plan, record)
        except AssistantError as error:
            return _all_but(notice=_notice(str(error)))
        turns = tuple(Turn(answer.question, self._shown(answer), answer) for answer in answers)
        return self._begin(turns, record)

    def suggest(self, turns: Conversation) -> list[Any]:
        """New texts for the row of questions to ask next."""
        questions: list[str] = []
        if turns and turns[-1].answer:
            asked = [turn.question for turn in turns]
            try:
                questions = self._suggester.suggest(turns[-1].answer, asked, SUGGESTIONS)
            except Exception as error:  # an extra; the answer stands without it
                logger.exception("%s: %s", type(error).__name__, error)
        rest = SUGGESTIONS - len(questions)
        shown = [gr.update(value=question, visible=True) for question in questions]
        return [gr.update(visible=bool(questions)), *shown, *[gr.update(visible=False)] * rest]

    def judge(self, turns: Conversation, event: gr.LikeData) -> tuple[Any, ...]:
        """A thumb: up is stored at once, down asks for the reason."""
        index = event.index[0] if isinstance(event.index, (tuple, list)) else event.index
        turn = turns[index // 2] if isinstance(index, int) and index // 2 < len(turns) else None
        if turn is None or turn.answer is None:
            return self._feedback_done(texts.FEEDBACK_GONE)
        if event.liked:
            return self._store(Feedback(is_useful=True), turn.answer)
        title = escape(texts.FEEDBACK_TITLE.format(question=turn.question[:40]))
        return (turn.answer, gr.update(visible=True), f"<p>{title}</p>", [], "", _notice(""))

    def give_feedback(
        self, answer: Answer | None, reasons: list[str], comment: str
    ) -> tuple[Any, ...]:
        if answer is None:
            return self._feedback_done(texts.FEEDBACK_GONE)
        return self._store(Feedback(False, tuple(reasons), comment), answer)

    def dismiss_feedback(self) -> tuple[Any, ...]:
        return self._feedback_done("")

    def docx(self, turns: Conversation) -> tuple[Any, Any]:
        return self._export(turns, "docx")

    def markdown(self, turns: Conversation) -> tuple[Any, Any]:
        return self._export(turns, "md")

    def _show(self, question: str, turns: Conversation) -> Iterator[tuple[Conversation, str, bool]]:
        """Show the question at once, and the cited units whenever others are cited."""
        cited: frozenset[Citation] | None = None
        panel = render_panel(self._plan, _answers(turns))
        for step, turn in enumerate(_answer(self._assistant, question, turns)):
            now = (*turns, turn)
            if turn.answer and cited != frozenset(turn.answer.citations):
                cited = frozenset(turn.answer.citations)
                panel = render_panel(self._plan, _answers(now))
            yield now, panel, step == 0

    def _limit(self, request: gr.Request) -> str:
        """Why a user has to wait; empty when the question is taken."""
        wait = self._services.questions.take(user_of(request))
        if not wait:
            return ""
        self._services.metrics.limited.inc()
        return texts.TOO_FAST.format(seconds=math.ceil(wait))

    def _note(self, answer: Answer | None, request: gr.Request) -> None:
        self._services.metrics.questions.labels(answer.status if answer else "failed").inc()
        if answer:
            self._services.metrics.seconds.observe(answer.timings_ms.total / 1000)
            self._services.audit.note(user_of(request), answer)

    def _begin(self, turns: Conversation, record: str) -> tuple[Any, ...]:
        panel = render_panel(self._plan, _answers(turns))
        return _asked(turns, panel, record, _idle() | {"value": ""})

    def _shown(self, answer: Answer) -> str:
        return _complete(self._plan, answer)

    def _store(self, feedback: Feedback, answer: Answer) -> tuple[Any, ...]:
        try:
            self._services.feedback.add(feedback, answer)
        except AssistantError as error:
            return self._feedback_done(str(error))
        verdict = "useful" if feedback.is_useful else "useless"
        self._services.metrics.feedback.labels(verdict).inc()
        return self._feedback_done(texts.FEEDBACK_THANKS)

    @staticmethod
    def _feedback_done(words: str) -> tuple[Any, ...]:
        return None, gr.update(visible=False), "", [], "", _notice(words)

    def _export(self, turns: Conversation, kind: str) -> tuple[Any, Any]:
        answers, now = _answers(turns), datetime.now()
        if not answers:
            return "", _notice(texts.EXPORT_EMPTY)
        try:
            if kind == "docx":
                data, media = transcript.to_docx(self._plan, answers, now), _DOCX
            else:
                data = transcript.to_markdown(self._plan, answers, now).encode()
                media = "text/markdown"
        except Exception as error:  # whatever happens, the page goes on
            logger.exception("%s: %s", type(error).__name__, error)
            return "", _notice(texts.EXPORT_FAILED)
        name = f"{texts.EXPORT_NAME}-{now:%Y%m%d-%H%M}.{kind}"
        url = f"data:{media};base64,{base64.b64encode(data).decode()}"
        return f"<a download='{name}' href='{url}'></a>", _notice("")


def _answer(assistant: Assistant, question: str, turns: Conversation) -> Iterator[Turn]:
    """Yield the turn first without an answer, then with ever more of it."""
    yield Turn(question, texts.PENDING)
    answer: Answer | None = None
    try:
        for answer in assistant.ask_stream(question, _answers(turns)):
            if assistant.writer and answer.status in ("answered", "partial"):
                shown = "".join(render_answer(assistant.plan, answer))
                yield Turn(question, f"{shown}\n\n{texts.WRITING}", answer)
            else:
                yield Turn(question, _complete(assistant.plan, answer), answer)
    except (AssistantError, EmbeddingError) as error:
        yield Turn(question, _failed(str(error)))
    except Exception as error:  # whatever happens, the page goes on
        logger.exception("%s: %s", type(error).__name__, error)
        yield Turn(question, _failed(texts.FAILED))
    else:
        if assistant.writer and answer:
            yield Turn(question, _complete(assistant.plan, answer), answer)


def _complete(plan: Plan, answer: Answer) -> str:
    return "".join(render_answer(plan, answer)) + render_sources(plan, answer)


def _failed(message: str) -> str:
    return status("failed", texts.STATUS_FAILED) + literal(message)


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


def _all_but(**changed: Any) -> tuple[Any, ...]:
    """New values for these of the conversation's components; the others stay as they are.

    Leaving a component alone is an update to Gradio. Where updates and plain values take turns, it
    keeps one more copy of the component each time, as long as the session lives: so what is asked
    often gives chatbot, panel and record as plain values, every time.
    """
    names = ("conversation", "chatbot", "panel", "box", "notice", "record", "following")
    return tuple(changed.get(name, gr.skip()) for name in names)


def _asked(turns: Conversation, panel: str, record: str, box: Any) -> tuple[Any, ...]:
    """New values while a question is answered.

    Each step gives all that the steps before it gave: a busy browser takes steps together and
    would lose what the last of them leaves alone.
    """
    return _all_but(
        conversation=turns,
        chatbot=messages(turns),
        panel=panel,
        box=box,
        notice=_notice(""),
        record=record,
        following=gr.update(visible=False),
    )


def _notice(text: str) -> dict[str, Any]:
    return gr.update(value=f"<p role='alert'>{escape(text)}</p>", visible=bool(text))


# history.js fills in the conversations that this browser keeps.
_HISTORY = (
    f"<details><summary>{escape(texts.HISTORY)}</summary>"
    f"<ul></ul><p class='empty'>{escape(texts.HISTORY_EMPTY)}</p></details>"
)
_DOWNLOAD = "() => document.querySelector('#export a')?.click()"


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
        examples=[
            {"text": question, "display_text": texts.EXAMPLE.format(theme=theme, question=question)}
            for theme, question in texts.EXAMPLES
        ],
        buttons=[],
        layout="bubble",
        latex_delimiters=[],
        feedback_options=("Like", "Dislike"),
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
