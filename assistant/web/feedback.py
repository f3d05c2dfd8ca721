"""What readers say of answers, kept in SQLite with the question and the whole answer object."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.web import texts

MAX_COMMENT = 500  # characters
_WAIT_SECONDS = 5
_COLUMNS = ("time", "verdict", "reasons", "comment", "question", "status", "labels", "version",
            "plan_sha256", "answer")  # fmt: skip


class FeedbackError(AssistantError):
    """Feedback cannot be stored or read."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader says of an answer.

    Attributes:
        is_useful: The verdict.
        reasons: What is wrong, of `texts.FEEDBACK_REASONS`.
        comment: Free words; cut at `MAX_COMMENT`.
    """

    is_useful: bool
    reasons: tuple[str, ...] = ()
    comment: str = ""


class FeedbackStore:
    """A file of feedback; safe to use from several threads and processes."""

    def __init__(self, file: Path, version: str, plan_sha256: str) -> None:
        """Use a file, which is made at the first feedback."""
        self._file = file
        self._version = version
        self._plan = plan_sha256

    def add(self, feedback: Feedback, answer: Answer) -> None:
        """Keep one piece of feedback.

        Raises:
            FeedbackError: The file cannot be written.
        """
        known = [reason for reason in feedback.reasons if reason in texts.FEEDBACK_REASONS]
        row = (
            datetime.now(UTC).isoformat(timespec="seconds"),
            "useful" if feedback.is_useful else "useless",
            "、".join(known),
            feedback.comment.strip()[:MAX_COMMENT],
            answer.question,
            answer.status,
            "、".join(dict.fromkeys(citation.label for citation in answer.citations)),
            self._version,
            self._plan,
            answer.model_dump_json(),
        )
        with self._connected() as connection:
            marks = ",".join("?" * len(_COLUMNS))
            connection.execute(f"insert into feedback ({','.join(_COLUMNS)}) values ({marks})", row)

    def write_csv(self, file: IO[str]) -> int:
        """Write all feedback as CSV, oldest first; returns the number of rows.

        Raises:
            FeedbackError: The file cannot be read.
        """
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        with self._connected() as connection:
            rows = connection.execute(f"select {','.join(_COLUMNS)} from feedback order by id")
            found = [[_as_text(cell) for cell in row] for row in rows]
        writer.writerows(found)
        return len(found)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=_WAIT_SECONDS)) as connection:
                self._file.chmod(0o600)  # questions may be confidential
                columns = ", ".join(f"{name} text not null" for name in _COLUMNS)
                connection.execute(
                    f"create table if not exists feedback (id integer primary key, {columns})"
                )
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(texts.FEEDBACK_FAILED) from error


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
