"""What happens on the events of the 评测 tab."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import gradio as gr

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import evaluation_html as html
from assistant.web import texts
from assistant.web.evaluation_jobs import JobError, Jobs
from assistant.web.evaluation_results import Shown
from assistant.web.evaluation_upload import Upload, max_upload_bytes, read_upload
from assistant.web.notices import guarded, message
from assistant.web.services import Services
from eval.dataset import TYPE_NAMES, Item, QuestionType, Split, choose_items
from eval.results import Entry, Note, Results
from eval.tables import write_template


@dataclass(frozen=True)
class Form:
    """What an evaluator has filled in, in the order of the page's components."""

    chosen_set: str
    upload: Upload | None
    skip_bad: bool
    systems: list[str]
    split: str
    types: list[QuestionType]
    limit: float | None

    def set_items(self, shipped: Sequence[Item]) -> Sequence[Item]:
        """The question set.

        Raises:
            JobError: There is none yet, or it has wrong rows that are not to be skipped.
        """
        if self.chosen_set == texts.EV_SHIPPED:
            return shipped
        if self.upload is None:
            raise JobError(texts.EV_NO_FILE)
        if self.upload.problems and not (self.skip_bad and self.upload.items):
            can_skip = texts.EV_FILE_BAD_NEXT.format(skip=texts.EV_SKIP_BAD)
            raise JobError(can_skip if self.upload.items else texts.EV_FILE_ALL_BAD)
        return self.upload.items

    def items(self, shipped: Sequence[Item]) -> list[Item]:
        """The questions to be asked.

        Raises:
            JobError: There are none.
        """
        if self.limit is not None and self.limit < 0:
            raise JobError(texts.EV_LIMIT_WRONG)
        chosen = choose_items(
            self.set_items(shipped),
            split=cast(Split | None, texts.EV_SPLITS[self.split]),
            types=self.types,
            limit=int(self.limit or 0) or None,
        )
        if not chosen:
            raise JobError(texts.EV_NOTHING_CHOSEN)
        return chosen

    def note(self, started_by: str) -> Note:
        """What people want to know of the run later."""
        choice = [texts.EV_SPLITS[self.split], *(TYPE_NAMES[name] for name in self.types)]
        is_shipped = self.chosen_set == texts.EV_SHIPPED or self.upload is None
        return Note(
            started=datetime.now(UTC),
            questions=texts.EV_SHIPPED if is_shipped else cast(Upload, self.upload).name,
            choice="、".join(filter(None, choice)),
            started_by=started_by,
        )


class Handlers:
    """What happens on the tab's events.

    Most end with new values for progress, list of runs, timer, and the buttons to stop and to see
    the result.
    """

    def __init__(
        self,
        assistant: Assistant,
        settings: Settings,
        services: Services,
        results: Results,
        jobs: Jobs,
    ) -> None:
        self._plan = assistant.plan
        self._services = services
        self._results = results
        self._jobs = jobs
        self._shown = Shown(results, assistant.plan)
        self._max_bytes = max_upload_bytes(settings)

    # --- Running -------------------------------------------------------------------------------

    def enter(self, request: gr.Request) -> tuple[Any, ...]:
        """Fit the tab to the user and to what is going on."""
        may = self._may(request)
        total = len(self._shown.shipped)
        words = texts.EV_WILL_RUN.format(count=total, total=total)
        return (
            gr.update(visible=not may),
            gr.update(visible=may),
            message(words, is_problem=False),
            *self._state(request),
        )

    def choose_set(self, chosen: str) -> Any:
        """Show what belongs to a set of one's own."""
        return gr.update(visible=chosen == texts.EV_OWN)

    def read(self, file: str | None, request: gr.Request) -> tuple[Any, ...]:
        """Read an uploaded question file."""
        upload = None

        def read() -> str:
            nonlocal upload
            self._demand(request)
            upload = read_upload(Path(file or ""), self._plan, self._max_bytes)
            return html.upload_report(upload)

        words = guarded(read, texts.EV_FILE_UNREADABLE)
        can_skip = upload is not None and bool(upload.problems and upload.items)
        return upload, words, gr.update(visible=can_skip, value=False)

    def forget_file(self) -> tuple[Any, ...]:
        """Forget an uploaded file."""
        return None, "", gr.update(visible=False, value=False)

    def count(self, *filled_in: Any) -> str:
        """Say how many questions would be asked, or why none can be."""
        form = Form(*filled_in)

        def say() -> str:
            words = texts.EV_WILL_RUN if len(form.systems) < 2 else texts.EV_WILL_RUN_EACH
            text = words.format(
                count=len(form.items(self._shown.shipped)),
                total=len(form.set_items(self._shown.shipped)),
                systems=len(form.systems),
            )
            return message(text, is_problem=False)

        return guarded(say, texts.EV_BROKEN)

    def start(
        self,
        chosen_set: str,
        upload: Upload | None,
        skip_bad: bool,
        systems: list[str],
        split: str,
        types: list[QuestionType],
        limit: float | None,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """Begin an evaluation."""
        form = Form(chosen_set, upload, skip_bad, systems, split, types, limit)

        def start() -> str:
            self._demand(request)
            note = form.note(request.username or "")
            self._jobs.start(form.systems, form.items(self._shown.shipped), note)
            return ""

        return guarded(start, texts.EV_BROKEN), "", *self._state(request)

    def stop(self, request: gr.Request) -> tuple[Any, ...]:
        """Let the evaluation end."""

        def stop() -> str:
            self._demand(request)
            self._jobs.cancel()
            return ""

        return guarded(stop, texts.EV_BROKEN), *self._state(request)

    def tick(self, request: gr.Request) -> tuple[Any, ...]:
        """What changes every second; the list of runs only when the evaluation has ended."""
        progress, table, *rest = self._state(request)
        return progress, gr.skip() if self._jobs.progress.is_running else table, *rest

    def refresh(self, request: gr.Request) -> tuple[Any, ...]:
        """Look again at everything."""
        return "", *self._state(request)

    # --- The list of runs ----------------------------------------------------------------------

    def act(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """A button of the list: new values for what can change by it, as `_changed` names it."""
        act, id = str(event.act), str(event.run)
        changed: dict[str, Any] = {}

        def do() -> str:
            entry = self._results.find(id)
            if act == "view":
                changed.update(views=gr.Tabs(selected="result"), judged=self._choices(id))
            elif act == "against":
                changed.update(views=gr.Tabs(selected="result"), other=self._others(id))
            else:
                self._demand(request)
                if act == "resume":
                    self._jobs.resume(id)
                elif act == "delete":
                    changed.update(
                        doomed=id, confirm=gr.update(visible=True), about=_question(entry)
                    )
            return ""

        return _changed(guarded(do, texts.EV_BROKEN), self._state(request), **changed)

    def delete(self, id: str, request: gr.Request) -> tuple[Any, ...]:
        """Delete what was asked about."""

        def delete() -> str:
            self._demand(request)
            title = html.run_title(self._results.find(id))
            self._jobs.delete(id)
            return message(texts.EV_DELETED.format(title=title), is_problem=False)

        return *self.keep(), guarded(delete, texts.EV_BROKEN), *self._state(request)

    def keep(self) -> tuple[Any, ...]:
        """Delete nothing."""
        return "", gr.update(visible=False)

    # --- Results -------------------------------------------------------------------------------

    def see(self) -> tuple[Any, ...]:
        """Go to what was run last: its first system, compared with its second."""
        ids = (*self._jobs.progress.ids, "", "")
        return gr.Tabs(selected="result"), self._choices(ids[0]), self._others(ids[1])

    def pick(self, judged: str | None, other: str | None) -> tuple[Any, ...]:
        """Renew what can be chosen; without a choice the newest run is chosen."""
        known = [entry.id for entry in self._results.entries() if entry.answered]
        first = judged if judged in known else next(iter(known), None)
        return self._choices(first), self._others(other if other in known else "")

    def show(self, judged: str | None, other: str | None, shown: str) -> tuple[Any, ...]:
        """Show the figures of a run, and how it compares with another.

        What is shown already (`shown` names it) stays as it is, with the questions that the
        reader has opened.
        """
        if not judged:
            words = texts.EV_CHOOSE.format(view=texts.EV_VIEWS[0])
            return message(words, is_problem=False), "", "", ""
        found: list[str] = []

        def show() -> str:
            state = self._shown.state(judged, other or "")
            if state != shown:
                found.append(self._shown.figures(judged, other or ""))
                found.append(self._shown.questions(judged, other or ""))
            found.append(state)
            return ""

        words = guarded(show, texts.EV_RESULT_FAILED)
        if found == [shown]:
            return gr.skip(), gr.skip(), gr.skip(), shown
        return (words, *found) if len(found) == 3 else (words, "", "", "")

    def question(self, judged: str, other: str, index: int, id: str) -> str:
        """What belongs to one question of the list, for the page's script."""
        return guarded(
            lambda: self._shown.question(str(judged), str(other), int(index), str(id)),
            texts.EV_RESULT_FAILED,
        )

    # --- Downloads -----------------------------------------------------------------------------

    def export(self, kind: str) -> Callable[[str | None, str | None, str], tuple[Any, ...]]:
        """Make the handler that writes one form of the report."""

        def export(judged: str | None, other: str | None, folder: str) -> tuple[Any, ...]:
            if not judged:
                words = texts.EV_CHOOSE.format(view=texts.EV_VIEWS[0])
                return folder, gr.update(value=None), message(words)
            return _written(
                folder, lambda target: self._shown.write(kind, judged, other or "", target)
            )

        return export

    def template(self, folder: str) -> tuple[Any, ...]:
        """Write the table to fill in."""

        def write(target: Path) -> Path:
            file = target / texts.EV_TEMPLATE_NAME
            write_template(file)
            return file

        return _written(folder, write)

    # --- Helpers -------------------------------------------------------------------------------

    def _may(self, request: gr.Request) -> bool:
        """Whether the user may start, upload and delete; without log-in everybody may."""
        accounts = self._services.accounts
        if accounts is None:
            return True
        user = accounts.find(request.username or "")
        return user is not None and user.may_evaluate

    def _demand(self, request: gr.Request) -> None:
        if not self._may(request):
            raise JobError(texts.EV_READER)

    def _state(self, request: gr.Request) -> tuple[Any, ...]:
        may, progress = self._may(request), self._jobs.progress
        return (
            html.progress_report(progress, may_evaluate=may),
            html.runs_table(self._results.entries(), progress, may_evaluate=may),
            gr.Timer(active=progress.is_running),
            gr.update(visible=may and progress.is_running, interactive=not progress.is_stopping),
            gr.update(visible=not progress.is_running and progress.all_done > 0),
        )

    def _choices(self, chosen: str | None) -> Any:
        return gr.update(choices=self._named(), value=chosen or None)

    def _others(self, chosen: str) -> Any:
        return gr.update(choices=[(texts.EV_NO_OTHER, ""), *self._named()], value=chosen)

    def _named(self) -> list[tuple[str, str]]:
        entries = [entry for entry in self._results.entries() if entry.answered]
        return [(html.run_title(entry), entry.id) for entry in entries]


def _written(folder: str, write: Callable[[Path], Path]) -> tuple[Any, ...]:
    """New values for the session's folder, the file to download, and what is to be said."""
    folder = folder or tempfile.mkdtemp(prefix="evaluation-")
    written: list[Path] = []

    def do() -> str:
        written.append(write(Path(folder)))
        return ""

    words = guarded(do, texts.EV_EXPORT_FAILED)
    return folder, gr.update(value=str(written[0]) if written else None), words


def _question(entry: Entry) -> str:
    return message(texts.EV_DELETE_ASK.format(title=html.run_title(entry), count=entry.answered))


def _changed(told: str, state: tuple[Any, ...], **changed: Any) -> tuple[Any, ...]:
    """New values for these components; of the others only what is said and the state."""
    views, doomed, confirm, about, judged, other = (
        changed.get(name, gr.skip())
        for name in ("views", "doomed", "confirm", "about", "judged", "other")
    )
    return views, doomed, confirm, about, told, *state, judged, other
