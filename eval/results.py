"""The results folders of earlier runs: listing, finding and deleting them."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.dataset import DatasetError
from eval.runner import ANSWERS, INFO, load_info

_NOTE = "note.json"


class Note(BaseModel):
    """What a run's answers do not depend on, but people want to know of it.

    Attributes:
        started: When the run was begun.
        questions: What the question set is called.
        choice: Which of its questions were chosen, in words; empty for all.
        started_by: Name of the user; empty when not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    started: datetime
    questions: str
    choice: str = ""
    started_by: str = ""


@dataclass(frozen=True)
class Entry:
    """A run in the list.

    Attributes:
        id: Names the run among all of a `Results`.
        folder: Where it is.
        system: Name of the system.
        total: Number of its questions.
        answered: Number of those with an answer.
        time: When it was begun, or for one without a note when it was written last.
        note: What is known beyond that; None for runs of the command line.
        is_own: Whether it may be continued and deleted here.
    """

    id: str
    folder: Path
    system: str
    total: int
    answered: int
    time: datetime
    note: Note | None
    is_own: bool

    @property
    def is_complete(self) -> bool:
        """Whether all questions have an answer."""
        return self.answered >= self.total


def new_name(system: str, now: datetime) -> str:
    """Name of a new results folder."""
    safe = re.sub(r"[^\w.-]", "_", system)
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{safe}"


class Results:
    """The runs below one folder that belongs to the caller, and below others to look at."""

    def __init__(self, own: Path, *others: Path) -> None:
        """Use folders, which need not exist.

        Args:
            own: New runs are made here, and only these can be deleted.
            others: Folders with runs at any depth of three.
        """
        self._own = own
        self._others = others

    def new_folder(self, system: str, note: Note) -> Path:
        """Make a folder for a run.

        Raises:
            DatasetError: It cannot be written.
        """
        folder = self._own / new_name(system, note.started)
        if folder.exists():
            folder = folder.with_name(f"{folder.name}-{uuid.uuid4().hex[:6]}")
        try:
            self._own.parent.mkdir(parents=True, exist_ok=True)
            self._own.mkdir(mode=0o700, exist_ok=True)  # notes name users
            folder.mkdir()
            (folder / _NOTE).write_text(note.model_dump_json(), encoding="utf-8")
        except OSError as error:
            raise DatasetError(f"无法写入 {folder}:{error.strerror}。") from error
        return folder

    def entries(self) -> list[Entry]:
        """All runs, the newest first."""
        found = [entry for id, folder in self._folders() if (entry := self._entry(id, folder))]
        return sorted(found, key=lambda entry: entry.time, reverse=True)

    def find(self, id: str) -> Entry:
        """Find a run.

        Raises:
            DatasetError: There is no such run.
        """
        for known, folder in self._folders():
            if known == id and (entry := self._entry(id, folder)):
                return entry
        raise DatasetError("这次运行已不存在,可能刚被删除。请刷新列表。")

    def delete(self, id: str) -> None:
        """Delete a run with all its answers.

        Raises:
            DatasetError: There is no such run, or it may not be deleted here.
        """
        entry = self.find(id)
        if not entry.is_own:
            raise DatasetError("命令行做的运行不能在这里删除。")
        try:
            shutil.rmtree(entry.folder)
        except OSError as error:
            raise DatasetError(f"没有删掉:{error.strerror}。") from error

    def _folders(self) -> Iterator[tuple[str, Path]]:
        """Ids and folders; an id is looked up here and never made into a path."""
        for folder in self._own.glob("*"):
            if (folder / INFO).is_file():
                yield folder.name, folder
        for number, root in enumerate(self._others, 1):
            for depth in ("*", "*/*", "*/*/*"):
                for file in root.glob(f"{depth}/{INFO}"):
                    yield f"{number}:{file.parent.relative_to(root).as_posix()}", file.parent

    def _entry(self, id: str, folder: Path) -> Entry | None:
        try:
            made = (folder / INFO).stat().st_mtime_ns
            system, total = _head(folder, made)
            answers = folder / ANSWERS
            written = answers.stat() if answers.exists() else None
            answered = _lines(answers, written.st_size, written.st_mtime_ns) if written else 0
            note = _note(folder / _NOTE)
        except (OSError, DatasetError):  # deleted meanwhile, or no run after all
            return None
        changed = datetime.fromtimestamp(written.st_mtime if written else made / 1e9, UTC)
        return Entry(
            id=id,
            folder=folder,
            system=system,
            total=total,
            answered=answered,
            time=note.started if note else changed,
            note=note,
            is_own=folder.parent == self._own,
        )


@lru_cache(maxsize=1000)
def _head(folder: Path, changed: int) -> tuple[str, int]:
    """System and number of questions; reading them again is spared as long as nothing changes."""
    info = load_info(folder)
    return info.system, len(info.items)


@lru_cache(maxsize=1000)
def _lines(file: Path, size: int, changed: int) -> int:
    return file.read_bytes().count(b"\n")


def _note(file: Path) -> Note | None:
    try:
        return Note.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
