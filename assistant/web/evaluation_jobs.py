"""Evaluations in the background: one at a time, in a thread of low priority, to be stopped."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web import texts
from embeddings import EmbeddingError
from eval.dataset import Item
from eval.results import Note, Results
from eval.runner import RunInfo, describe_run, load_run, prepare_run, run
from eval.systems import SYSTEMS, Candidate, System, find_system

logger = logging.getLogger(__name__)

State = Literal["idle", "opening", "answering", "done", "stopped", "failed"]
_NICENESS = 10


class JobError(AssistantError):
    """An evaluation cannot be started."""


@dataclass(frozen=True)
class Progress:
    """How far the evaluation is, or how the last one ended.

    Attributes:
        state: What is going on.
        ids: The runs of the evaluation, in their order.
        number: Which of them is worked on, from 1.
        system: Name of its system.
        done: Questions of this run with an answer.
        total: Questions of this run.
        all_done: Answers of all runs.
        all_total: Questions of all runs.
        seconds_left: Estimate for all runs; None as long as there is none.
        is_stopping: Whether it has been told to stop.
        problem: Why it failed, for the user.
    """

    state: State = "idle"
    ids: tuple[str, ...] = ()
    number: int = 0
    system: str = ""
    done: int = 0
    total: int = 0
    all_done: int = 0
    all_total: int = 0
    seconds_left: float | None = None
    is_stopping: bool = False
    problem: str = ""

    @property
    def is_running(self) -> bool:
        """Whether an evaluation is under way."""
        return self.state in ("opening", "answering")

    @property
    def current(self) -> str:
        """Id of the run that is worked on; empty for none."""
        return self.ids[self.number - 1] if self.is_running and self.number else ""


@dataclass(frozen=True)
class _Planned:
    candidate: Candidate
    info: RunInfo
    folder: Path
    answered: int


class Jobs:
    """The evaluations of one server."""

    def __init__(self, assistant: Assistant, settings: Settings, results: Results) -> None:
        self._assistant = assistant
        self._settings = settings
        self._results = results
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._progress = Progress()
        self._begun: tuple[float, int] | None = None  # when answering began, answers before

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def systems(self) -> dict[str, str]:
        """Systems that can be run here, with what they are."""
        can_write = self._assistant.writer is not None
        return {name: what for name, what in SYSTEMS.items() if name != "written" or can_write}

    def start(self, systems: Sequence[str], items: Sequence[Item], note: Note) -> None:
        """Begin to let the systems answer the items; every run has its folder at once.

        Raises:
            JobError: An evaluation is under way, or there is no such system.
            DatasetError: The folders cannot be written.
        """
        with self._lock:
            self._refuse_while_busy()
            if not systems or not set(systems) <= set(self.systems()):
                raise JobError(texts.EV_NO_SYSTEM)
            planned = []
            for name in systems:
                candidate = find_system(name, self._settings)
                info = self._describe(candidate, items)
                folder = self._results.new_folder(name, note)
                prepare_run(info, folder)
                planned.append(_Planned(candidate, info, folder, 0))
            self._launch(planned)

    def resume(self, id: str) -> None:
        """Go on with a run.

        Raises:
            JobError: An evaluation is under way, or the run was another program's.
            DatasetError: There is no such run.
        """
        with self._lock:
            self._refuse_while_busy()
            entry = self._results.find(id)
            known = load_run(entry.folder)
            candidate = find_system(known.info.system, self._settings)
            info = self._describe(candidate, known.info.items)
            if not entry.is_own or info != known.info:
                raise JobError(texts.EV_CHANGED)
            self._launch([_Planned(candidate, info, entry.folder, len(known.answers))])

    def cancel(self) -> None:
        """Let the evaluation end after the question at hand."""
        with self._lock:
            if self._progress.is_running:
                self._stop.set()
                self._progress = replace(self._progress, is_stopping=True)

    def delete(self, id: str) -> None:
        """Delete a run unless it is worked on.

        Raises:
            JobError: It is worked on.
            DatasetError: There is no such run, or it may not be deleted.
        """
        with self._lock:
            if self._progress.is_running and id in self._progress.ids:
                raise JobError(texts.EV_DELETE_RUNNING)
            self._results.delete(id)

    def _refuse_while_busy(self) -> None:
        if self._progress.is_running:
            raise JobError(texts.EV_BUSY)

    def _describe(self, candidate: Candidate, items: Sequence[Item]) -> RunInfo:
        return describe_run(candidate.name, self._assistant, candidate.settings, items)

    def _launch(self, planned: list[_Planned]) -> None:
        self._stop = threading.Event()
        self._begun = None
        self._progress = Progress(
            state="opening",
            system=planned[0].candidate.name,
            ids=tuple(each.folder.name for each in planned),
            all_done=sum(each.answered for each in planned),
            all_total=sum(len(each.info.items) for each in planned),
        )
        # A daemon, so that the server can end; what is answered is on disk by then.
        threading.Thread(target=self._work, args=[planned], daemon=True).start()

    def _work(self, planned: Sequence[_Planned]) -> None:
        _lower_priority()
        problem = ""
        for number, each in enumerate(planned, 1):
            if self._stop.is_set():
                break
            try:
                self._run(number, each)
            except (AssistantError, EmbeddingError) as error:
                problem = str(error)
            except Exception as error:  # whatever happens, the page goes on
                logger.exception("%s: %s", type(error).__name__, error)
                problem = texts.EV_BROKEN
        state: State = "failed" if problem else "stopped" if self._stop.is_set() else "done"
        if self._progress.all_done >= self._progress.all_total and not problem:
            state = "done"  # told to stop after the last question
        self._note(state=state, problem=problem)

    def _run(self, number: int, planned: _Planned) -> None:
        self._note(
            state="opening",
            number=number,
            system=planned.candidate.name,
            done=planned.answered,
            total=len(planned.info.items),
        )
        opened = self._open(planned.candidate)
        if self._begun is None:
            self._begun = (time.monotonic(), self._progress.all_done)
        before = self._progress.all_done - planned.answered
        self._note(state="answering")

        def on_progress(done: int, total: int) -> None:
            self._note(done=done, all_done=before + done, seconds_left=self._left(before + done))

        run(
            opened,
            planned.info,
            planned.folder,
            on_progress=on_progress,
            should_stop=self._stop.is_set,
        )

    def _open(self, candidate: Candidate) -> System:
        """The page's own assistant when it is the same system: models need not load twice."""
        same = "ours" if self._assistant.writer is None else "written"
        own = self._settings if same == "written" else find_system(same, self._settings).settings
        if candidate.base == same and candidate.settings == own:
            return self._assistant
        return candidate.open()

    def _left(self, all_done: int) -> float | None:
        if self._begun is None:
            return None
        begun, before = self._begun
        answered = all_done - before
        left = self._progress.all_total - all_done
        return (time.monotonic() - begun) / answered * left if answered else None

    def _note(self, **changes: Any) -> None:
        with self._lock:
            self._progress = replace(self._progress, **changes)


def _lower_priority() -> None:
    """Let the threads that answer people go first, where the system can tell threads apart."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
