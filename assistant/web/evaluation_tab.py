"""The 评测 tab: running question sets, and looking at what came out."""

from __future__ import annotations

import shutil
from html import escape
from typing import Any

import gradio as gr

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.evaluation_handlers import Handlers
from assistant.web.evaluation_jobs import Jobs
from assistant.web.evaluation_upload import max_upload_bytes, show_bytes
from assistant.web.notices import message
from assistant.web.services import Services
from eval.dataset import TYPE_NAMES
from eval.results import Results

_TICK_SECONDS = 1.0
_RUN, _RESULT = texts.EV_VIEWS


def build_evaluation_tab(assistant: Assistant, settings: Settings, services: Services) -> None:
    """Add the tab's components and events to the surrounding blocks."""
    results = Results(settings.data_folder / "evaluations", settings.results_folder)
    jobs = Jobs(assistant, settings, results)
    handlers = Handlers(assistant, settings, services, results, jobs)

    def question(asked: list[Any]) -> str:
        judged, other, index, id = asked  # Gradio passes one value on, and only to functions
        return handlers.question(judged, other, index, id)

    upload = gr.State(None)
    doomed = gr.State("")
    exports = gr.State("", delete_callback=_forget)
    shown = gr.State("")
    timer = gr.Timer(_TICK_SECONDS, active=False)
    with gr.Tabs(elem_id="ev-views") as views:
        with gr.Tab(_RUN, id="run", elem_id="ev-view-run"), gr.Row(elem_id="ev-run-row"):
            with gr.Column(scale=9, min_width=320, elem_id="ev-form"):
                reader = gr.HTML(message(texts.EV_READER, is_problem=False), visible=False)
                with gr.Column(elem_id="ev-fields") as fields:
                    chosen_set = gr.Radio(
                        [texts.EV_SHIPPED, texts.EV_OWN],
                        value=texts.EV_SHIPPED,
                        label=texts.EV_SET,
                        elem_id="ev-set",
                    )
                    with gr.Column(visible=False, elem_id="ev-own") as own:
                        limit_name = show_bytes(max_upload_bytes(settings))
                        file = gr.File(
                            label=texts.EV_FILE.format(limit=limit_name),
                            height=110,
                            elem_id="ev-file",
                        )
                        found = gr.HTML(elem_id="ev-found")
                        skip_bad = gr.Checkbox(
                            label=texts.EV_SKIP_BAD, visible=False, elem_id="ev-skip"
                        )
                        template = gr.Button(
                            texts.EV_TEMPLATE, size="sm", min_width=60, elem_id="ev-template"
                        )
                    systems = gr.CheckboxGroup(
                        [(what, name) for name, what in jobs.systems().items()],
                        value=["ours"],
                        label=texts.EV_SYSTEMS,
                        elem_id="ev-systems",
                    )
                    with gr.Row(elem_id="ev-how-many"):
                        split = gr.Radio(
                            list(texts.EV_SPLITS),
                            value=next(iter(texts.EV_SPLITS)),
                            label=texts.EV_SPLIT,
                            elem_id="ev-split",
                        )
                        limit = gr.Number(
                            label=texts.EV_LIMIT, value=0, precision=0, elem_id="ev-limit"
                        )
                    types = gr.CheckboxGroup(
                        [(shown, name) for name, shown in TYPE_NAMES.items()],
                        label=texts.EV_TYPES,
                        elem_id="ev-types",
                    )
                    count = gr.HTML(elem_id="ev-count")
                    start = gr.Button(texts.EV_START, variant="primary", elem_id="ev-start")
                    notice = gr.HTML(elem_id="ev-notice")
            with gr.Column(scale=13, min_width=320, elem_id="ev-log"):
                gr.HTML(f"<h2>{escape(texts.EV_PROGRESS_TITLE)}</h2>")
                progress = gr.HTML(elem_id="ev-progress")
                with gr.Row(elem_id="ev-progress-acts"):
                    stop = gr.Button(
                        texts.EV_CANCEL,
                        size="sm",
                        min_width=60,
                        variant="stop",
                        visible=False,
                        elem_id="ev-stop",
                    )
                    see = gr.Button(
                        texts.EV_SHOW_RESULT,
                        size="sm",
                        min_width=60,
                        visible=False,
                        elem_id="ev-see",
                    )
                with gr.Row(elem_id="ev-runs-head"):
                    gr.HTML(f"<h2>{escape(texts.EV_RUNS_TITLE)}</h2>")
                    refresh = gr.Button(
                        texts.EV_REFRESH, size="sm", min_width=60, elem_id="ev-refresh"
                    )
                with gr.Column(visible=False, elem_id="ev-confirm") as confirm:
                    about = gr.HTML()
                    with gr.Row():
                        delete = gr.Button(
                            texts.EV_DELETE_YES,
                            variant="stop",
                            size="sm",
                            min_width=60,
                            elem_id="ev-delete",
                        )
                        keep = gr.Button(
                            texts.EV_DELETE_NO, size="sm", min_width=60, elem_id="ev-keep"
                        )
                told = gr.HTML(elem_id="ev-told")
                table = gr.HTML(elem_id="ev-runs", js_on_load=_CHOOSE)
        with gr.Tab(_RESULT, id="result", elem_id="ev-view-result") as result_view:
            with gr.Row(elem_id="ev-pick"):
                judged = gr.Dropdown([], label=texts.EV_JUDGED, elem_id="ev-judged")
                other = gr.Dropdown([], label=texts.EV_OTHER, elem_id="ev-other")
            with gr.Row(elem_id="ev-downloads"):
                gr.HTML(f"<span>{escape(texts.EV_DOWNLOADS)}</span>")
                downloads = {
                    kind: gr.Button(name, size="sm", min_width=60, elem_id=f"ev-as-{kind}")
                    for kind, name in texts.EV_REPORT_KINDS.items()
                }
            problem = gr.HTML(elem_id="ev-problem")
            figures = gr.HTML(elem_id="ev-figures", elem_classes="report", js_on_load="")
            questions = gr.HTML(
                elem_id="ev-questions",
                elem_classes="report",
                js_on_load=_OPEN_QUESTION,
                server_functions=[question],
            )
    exported = gr.DownloadButton(texts.EV_DOWNLOADS, visible="hidden", elem_id="ev-exported")

    quick: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    form = [chosen_set, upload, skip_bad, systems, split, types, limit]
    state = [progress, table, timer, stop, see]

    gr.on(None, handlers.enter, outputs=[reader, fields, count, *state], **quick)
    chosen_set.change(handlers.choose_set, inputs=[chosen_set], outputs=[own], **quick)
    reading: dict[str, Any] = {"outputs": [upload, found, skip_bad], **quick}
    file.upload(handlers.read, inputs=[file], **reading)
    file.clear(handlers.forget_file, **reading)
    gr.on(
        [chosen_set.change, upload.change, skip_bad.change, systems.change, split.change,
         types.change, limit.change],
        handlers.count, inputs=form, outputs=[count], trigger_mode="always_last", **quick,
    )  # fmt: skip
    start.click(handlers.start, inputs=form, outputs=[notice, told, *state], **quick)
    stop.click(handlers.stop, outputs=[told, *state], **quick)
    timer.tick(handlers.tick, outputs=state, **quick)
    refresh.click(handlers.refresh, outputs=[told, *state], **quick)
    delete.click(handlers.delete, inputs=[doomed], outputs=[doomed, confirm, told, *state], **quick)
    keep.click(handlers.keep, outputs=[doomed, confirm], **quick)
    acting = [views, doomed, confirm, about, told, *state, judged, other]
    render: dict[str, Any] = {
        "fn": handlers.show, "inputs": [judged, other, shown],
        "outputs": [problem, figures, questions, shown], **quick,
        "trigger_mode": "always_last",
    }  # fmt: skip
    # Both choices are set before anything is shown: a change of one alone would show a result
    # that the next replaces under the reader's hands.
    for led in (
        table.choose(handlers.act, outputs=acting, **quick),
        see.click(handlers.see, outputs=[views, judged, other], **quick),
    ):
        led.then(None, js=_FOCUS)
        led.then(**render)
    picked = result_view.select(
        handlers.pick, inputs=[judged, other], outputs=[judged, other], **quick
    )
    picked.then(**render)
    gr.on([judged.input, other.input], **render)
    template.click(
        handlers.template, inputs=[exports], outputs=[exports, exported, notice], **quick
    ).then(None, js=_DOWNLOAD)
    for kind, button in downloads.items():
        button.click(
            handlers.export(kind),
            inputs=[judged, other, exports],
            outputs=[exports, exported, problem],
            **quick,
        ).then(None, js=_DOWNLOAD)


# Buttons of the list of runs say which run they are for.
_CHOOSE = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) trigger("choose", { act: button.dataset.act, run: button.dataset.run });
});
"""
# What belongs to a question is fetched when it is opened first; filter.js hides and shows.
_OPEN_QUESTION = """
const prepare = () => {
  const root = element.querySelector("#questions");
  if (root && !root.dataset.ready) {
    root.dataset.ready = "yes";
    setUpFilter(root);
  }
};
element.addEventListener("toggle", async (event) => {
  const question = event.target;
  const body = question.querySelector(":scope > .body");
  if (!question.open || !question.matches(".question") || body.childElementCount) return;
  const runs = element.querySelector("#questions").parentElement.dataset;
  const asked = [runs.judged, runs.other, Number(question.dataset.index), question.dataset.id];
  body.innerHTML = await server.question(asked);
}, true);
prepare();
watch("value", prepare);
"""
# The keyboard goes to where the button led: to the question whether to delete, or to the results.
_FOCUS = """() => {
  for (const id of ["ev-keep", "ev-view-result-button"]) {
    const target = document.getElementById(id);
    if (target?.checkVisibility() && (id === "ev-keep" || target.ariaSelected === "true"))
      return target.focus();
  }
}"""
_DOWNLOAD = "() => document.querySelector('#ev-exported').click()"


def _forget(folder: str) -> None:
    """Delete the files that a session had made."""
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
