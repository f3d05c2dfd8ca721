"""An evaluator's own question file: what is taken, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts
from eval.dataset import Item, read_items

MAX_BYTES = 2 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv", ".jsonl")
_ENVELOPE = 16 * 1024  # bytes that a request needs around the file


@dataclass(frozen=True)
class Upload:
    """A question file as it was read.

    Attributes:
        name: Name of the file.
        items: The right questions.
        problems: One sentence for each thing that is wrong, with the number of the row.
    """

    name: str
    items: tuple[Item, ...]
    problems: tuple[str, ...]


class UploadError(AssistantError):
    """A file is not taken."""


def max_upload_bytes(settings: Settings) -> int:
    """Bytes of the largest file that is taken; a request must be able to hold it."""
    return min(MAX_BYTES, settings.max_request_kb * 1024 - _ENVELOPE)


def show_bytes(count: int) -> str:
    """A size for people: ``2 MB``, ``84 KB``."""
    return f"{count / 1024 / 1024:.0f} MB" if count >= 1024 * 1024 else f"{count // 1024} KB"


def read_upload(path: Path, plan: Plan, limit: int) -> Upload:
    """Read an uploaded file of at most this many bytes.

    Raises:
        UploadError: Its type or size is not taken.
        DatasetError: It cannot be read as a question file.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UploadError(texts.EV_FILE_TYPE.format(name=path.name))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UploadError(texts.EV_FILE_GONE) from error
    if size > limit:
        raise UploadError(texts.EV_FILE_LARGE.format(limit=show_bytes(limit)))
    items, problems = read_items([path], plan)
    return Upload(path.name, tuple(items), tuple(problems))
