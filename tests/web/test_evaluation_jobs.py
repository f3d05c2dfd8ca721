from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.evaluation_jobs import JobError, Jobs, Progress
from eval.dataset import DatasetError, Item
from eval.results import Note, Results
from eval.runner import load_run

NOTE = Note(started=datetime(2026, 1, 2, tzinfo=UTC), questions="题", started_by="wang")
_WAIT_SECONDS = 60


class Gated(Assistant):
    """The assistant, answering only as many questions as the test lets through."""

    def __init__(self, base: Assistant) -> None:
        vars(self).update(vars(base))
        self.gate = threading.Semaphore(0)

    def ask_turns(self, turns: list[str] | tuple[str, ...], *, id: str = "") -> Answer:
        assert self.gate.acquire(timeout=_WAIT_SECONDS)
        return super().ask_turns(turns, id=id)


@pytest.fixture
def gated(assistant: Assistant) -> Gated:
    return Gated(assistant)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "own", tmp_path / "others")


@pytest.fixture
def jobs(gated: Gated, settings: Settings, results: Results) -> Jobs:
    return Jobs(gated, settings, results)


@pytest.fixture
def few(items: list[Item]) -> list[Item]:
    return items[::200]


def wait(jobs: Jobs, done: int | None = None) -> Progress:
    """Wait until so many questions are answered, or until the evaluation has ended."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while jobs.progress.is_running and jobs.progress.all_done != done:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return jobs.progress


def test_stopped_run_keeps_its_answers_and_goes_on(
    gated: Gated, jobs: Jobs, results: Results, few: list[Item]
) -> None:
    """After a stop the answered questions are there, and going on answers only the others."""
    jobs.start(["ours"], few, NOTE)
    gated.gate.release(2)
    wait(jobs, done=2)
    jobs.cancel()
    assert jobs.progress.is_stopping
    gated.gate.release(1)  # the question at hand is finished
    progress = wait(jobs)
    assert (progress.state, progress.all_done, progress.all_total) == ("stopped", 3, len(few))
    (entry,) = results.entries()
    assert (entry.answered, entry.is_complete, entry.note) == (3, False, NOTE)
    jobs.resume(entry.id)
    gated.gate.release(len(few) - 3)
    progress = wait(jobs)
    assert (progress.state, progress.all_done) == ("done", len(few))
    assert set(load_run(entry.folder).answers) == {item.id for item in few}
    assert not gated.gate.acquire(blocking=False)  # nothing was asked twice


def test_one_evaluation_at_a_time(
    gated: Gated, jobs: Jobs, results: Results, few: list[Item]
) -> None:
    """While one is under way no other begins, and it cannot be deleted."""
    jobs.start(["ours"], few, NOTE)
    (entry,) = results.entries()
    with pytest.raises(JobError, match="正在进行"):
        jobs.start(["ours"], few, NOTE)
    with pytest.raises(JobError, match="正在进行"):
        jobs.resume(entry.id)
    with pytest.raises(JobError, match="停止"):
        jobs.delete(entry.id)
    assert len(results.entries()) == 1
    gated.gate.release(len(few))
    assert wait(jobs).state == "done"
    jobs.delete(entry.id)
    assert results.entries() == []
    with pytest.raises(DatasetError, match="不存在"):
        jobs.delete(entry.id)


def test_systems_run_one_after_the_other(
    gated: Gated, jobs: Jobs, results: Results, few: list[Item]
) -> None:
    """Several systems answer the same questions, each into a run of its own, counted together."""
    gated.gate.release(len(few))
    jobs.start(["ours", "bm25"], few, NOTE)
    assert [entry.total for entry in results.entries()] == [len(few)] * 2  # both from the outset
    progress = wait(jobs)
    assert (progress.state, progress.all_done) == ("done", 2 * len(few))
    runs = [load_run(results.find(id).folder) for id in progress.ids]
    assert [run.info.system for run in runs] == ["ours", "bm25"]
    assert all(len(run.pairs) == len(few) for run in runs)


def test_system_that_cannot_be_opened_is_told(
    assistant: Assistant, settings: Settings, results: Results, few: list[Item]
) -> None:
    """What keeps a system from answering becomes a sentence, and the next can begin."""
    elsewhere = settings.model_copy(update={"encoder": "/no/such/folder"})
    jobs = Jobs(assistant, elsewhere, results)
    jobs.start(["bm25"], few, NOTE)
    progress = wait(jobs)
    assert progress.state == "failed" and progress.problem
    assert not jobs.progress.is_running


@pytest.mark.parametrize("names", [[], ["none"], ["written"], ["ours", "/etc/passwd.yaml"]])
def test_only_offered_systems_run(jobs: Jobs, names: list[str], few: list[Item]) -> None:
    """A system that the page does not offer is not run, whatever a browser sends."""
    assert "written" not in jobs.systems()  # no language model is set up
    with pytest.raises(JobError, match=texts.EV_NO_SYSTEM):
        jobs.start(names, few, NOTE)
    assert not jobs.progress.is_running


def test_changed_settings_do_not_go_on(
    assistant: Assistant, settings: Settings, results: Results, gated: Gated, few: list[Item]
) -> None:
    """A run of other settings is not continued; the port and such do not count."""
    jobs = Jobs(gated, settings, results)
    jobs.start(["ours"], few, NOTE)
    jobs.cancel()
    gated.gate.release(1)
    wait(jobs)
    (entry,) = results.entries()
    changed = settings.model_copy(update={"retrieved_units": 20})
    with pytest.raises(JobError, match=texts.EV_CHANGED[:10]):
        Jobs(assistant, changed, results).resume(entry.id)
    moved = Jobs(assistant, settings.model_copy(update={"port": 9999}), results)
    moved.resume(entry.id)
    assert wait(moved).state == "done"


def test_runs_of_the_command_line_are_only_looked_at(
    jobs: Jobs, gated: Gated, results: Results, few: list[Item], tmp_path: Path
) -> None:
    """Runs below the other folders are listed and read, and neither deleted nor continued."""
    gated.gate.release(1)
    jobs.start(["ours"], few[:1], NOTE)
    wait(jobs)
    own = results.entries()[0].folder
    other = tmp_path / "others" / "evaluation" / "ours"
    other.parent.mkdir(parents=True)
    own.rename(other)
    (entry,) = results.entries()
    assert (entry.is_own, entry.answered) == (False, 1)
    for refused in (jobs.delete, jobs.resume):
        with pytest.raises((DatasetError, JobError)):
            refused(entry.id)
    assert other.exists()


@pytest.mark.parametrize("id", ["..", "../..", "/etc", "1:../own", "", "."])
def test_ids_are_no_paths(results: Results, tmp_path: Path, id: str) -> None:
    """Whatever a browser sends as a run's id, nothing but a listed run is opened."""
    (tmp_path / "own").mkdir()
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DatasetError, match="不存在"):
        results.find(id)
