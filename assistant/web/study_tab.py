"""The 备课 tab: making a study session, its materials, and taking its quiz."""

from __future__ import annotations

import shutil
from html import escape
from typing import Any

import gradio as gr

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.study.model import (
    AUDIENCES,
    DIFFICULTIES,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_QUESTIONS,
    VERSIONS,
    Request,
)
from assistant.web import study_html, texts
from assistant.web.services import Services
from assistant.web.study_desk import Desk
from assistant.web.study_handlers import MAX_TOPIC, Handlers

_PREPARE, _TAKE = texts.ST_VIEWS
_USUAL = Request(topic=texts.ST_BY_TOPIC)  # for the values of the fields beside the scope


def build_study_tab(assistant: Assistant, settings: Settings, services: Services) -> None:
    """Add the tab's components and events to the surrounding blocks."""
    plan = assistant.plan
    handlers = Handlers(assistant, services, Desk(assistant))

    def mark(asked: list[Any]) -> dict[str, Any]:
        hands_in, record = asked  # Gradio passes one value on, and only to functions
        return handlers.mark(bool(hands_in), str(record)).model_dump(mode="json")

    exports = gr.State("", delete_callback=_forget)
    with gr.Tabs(elem_id="st-views") as views:
        with gr.Tab(_PREPARE, id="prepare", elem_id="st-view-prepare"), gr.Row(elem_id="st-row"):
            with gr.Column(scale=8, min_width=300, elem_id="st-form"):
                scope = gr.Radio(
                    [texts.ST_BY_TOPIC, texts.ST_BY_PLACE],
                    value=texts.ST_BY_TOPIC,
                    label=texts.ST_SCOPE,
                    elem_id="st-scope",
                )
                with gr.Column(elem_id="st-by-topic") as by_topic:
                    topic = gr.Textbox(
                        label=texts.ST_TOPIC,
                        placeholder=texts.ST_TOPIC_PLACEHOLDER.format(limit=MAX_TOPIC),
                        max_length=MAX_TOPIC,
                        lines=1,
                        max_lines=1,
                        elem_id="st-topic",
                    )
                    suggested = gr.HTML(
                        study_html.topics(plan), elem_id="st-topics", js_on_load=_CHOOSE
                    )
                with gr.Column(visible=False, elem_id="st-by-place") as by_place:
                    parts = gr.Dropdown(
                        [(f"{part.label} {part.title}", part.number) for part in plan.parts],
                        multiselect=True,
                        value=[],
                        label=texts.ST_PARTS,
                        visible=bool(plan.parts),
                        elem_id="st-parts",
                    )
                    articles = gr.Dropdown(
                        [
                            (f"{unit.label} {unit.title}".strip(), unit.article)
                            for unit in plan.articles
                            if unit.article is not None
                        ],
                        multiselect=True,
                        value=[],
                        label=texts.ST_ARTICLES,
                        elem_id="st-articles",
                    )
                audience = gr.Radio(
                    list(AUDIENCES),
                    value=_USUAL.audience,
                    label=texts.ST_AUDIENCE,
                    elem_id="st-audience",
                )
                with gr.Row(elem_id="st-numbers"):
                    minutes = gr.Number(
                        _USUAL.minutes,
                        label=texts.ST_MINUTES.format(least=LEAST_MINUTES, most=MOST_MINUTES),
                        precision=0,
                        step=10,
                        min_width=90,
                        elem_id="st-minutes",
                    )
                    questions = gr.Number(
                        _USUAL.questions,
                        label=texts.ST_QUESTIONS.format(most=MOST_QUESTIONS),
                        precision=0,
                        step=5,
                        min_width=90,
                        elem_id="st-questions",
                    )
                    seed = gr.Number(
                        _USUAL.seed,
                        label=texts.ST_SEED,
                        precision=0,
                        min_width=90,
                        elem_id="st-seed",
                    )
                with gr.Row(elem_id="st-paper"):
                    difficulty = gr.Radio(
                        list(DIFFICULTIES),
                        value=_USUAL.difficulty,
                        label=texts.ST_DIFFICULTY,
                        min_width=130,
                        elem_id="st-difficulty",
                    )
                    version = gr.Radio(
                        [(texts.ST_VERSION_NAME.format(version=v), v) for v in VERSIONS],
                        value=_USUAL.version,
                        label=texts.ST_VERSION,
                        min_width=130,
                        elem_id="st-version",
                    )
                gr.HTML(study_html.empty(texts.ST_SEED_HINT), elem_id="st-hint")
                make = gr.Button(texts.ST_MAKE, variant="primary", elem_id="st-make")
            with gr.Column(scale=15, min_width=320, elem_id="st-result"):
                notice = gr.HTML(elem_id="st-notice")
                with gr.Row(visible=False, elem_id="st-downloads") as materials:
                    gr.HTML(f"<span>{escape(texts.ST_DOWNLOADS)}</span>")
                    downloads = {
                        name: gr.Button(words, size="sm", min_width=60, elem_id=f"st-as-{name}")
                        for name, words in texts.ST_MATERIALS.items()
                    }
                    take = gr.Button(
                        texts.ST_TAKE, size="sm", min_width=60, variant="primary", elem_id="st-take"
                    )
                preview = gr.HTML(
                    study_html.empty(texts.ST_EMPTY.format(make=texts.ST_MAKE)),
                    elem_id="st-preview",
                )
        with gr.Tab(_TAKE, id="take", elem_id="st-view-take"):
            quiz = gr.HTML(
                study_html.empty(texts.ST_QUIZ_EMPTY.format(view=_PREPARE)),
                elem_id="st-quiz",
                js_on_load=_SET_UP,
                server_functions=[mark],
            )
    head = gr.Textbox(visible="hidden", elem_id="st-head")
    kept = gr.Textbox(visible="hidden", elem_id="st-kept")
    exported = gr.DownloadButton(texts.ST_DOWNLOADS, visible="hidden", elem_id="st-exported")

    quick: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    fields = [
        scope,
        topic,
        parts,
        articles,
        audience,
        minutes,
        difficulty,
        questions,
        version,
        seed,
    ]
    shown = [preview, quiz, head, materials]

    scope.change(handlers.choose_scope, inputs=[scope], outputs=[by_topic, by_place], **quick)
    suggested.choose(handlers.choose_topic, outputs=[topic], **quick)
    gr.on(
        [make.click, topic.submit], handlers.make, inputs=fields, outputs=[notice, make, *shown],
        concurrency_limit=4, **quick,
    ).then(None, inputs=[head], js=_KEEP)  # fmt: skip
    gr.on(
        None, handlers.reopen, inputs=[kept], outputs=[notice, *shown, *fields],
        js="async () => [await keptStudy()]", **quick,
    )  # fmt: skip
    take.click(lambda: gr.Tabs(selected="take"), outputs=[views], **quick).then(None, js=_FOCUS)
    for name, button in downloads.items():
        button.click(
            handlers.export(name),
            inputs=[head, exports],
            outputs=[notice, exports, exported],
            concurrency_limit=4,
            **quick,
        ).success(None, js=_DOWNLOAD)


_CHOOSE = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-topic]");
  if (button) trigger("choose", { topic: button.dataset.topic });
});
"""
_SET_UP = """
const prepare = () => setUpQuiz(element, (handsIn, record) => server.mark([handsIn, record]));
prepare();
watch("value", prepare);
"""
_KEEP = "(head) => keepStudy(head)"
_FOCUS = "() => document.getElementById('st-view-take-button').focus()"
# After a failure there is nothing to download.
_DOWNLOAD = """() => {
  if (!document.querySelector("#st-notice .problem"))
    document.querySelector("#st-exported").click();
}"""


def _forget(folder: str) -> None:
    """Delete the files that a session had made."""
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
