"""Failures of the program itself: the user gets a sentence, the traceback goes into a file."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from assistant import texts
from assistant.answer import Answer, failed_answer
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from assistant.version import VERSION
from embeddings import EmbeddingError

LOG_NAME = "errors.log"
_MAX_BYTES = 1_000_000  # then the file becomes errors.log.1, and the one of that name goes


def answer_or_failure(
    ask: Callable[[], Answer], question: str, data_folder: Path, id: str = ""
) -> Answer:
    """Ask; whatever goes wrong becomes an answer whose engine is ``error``.

    Args:
        ask: Gives the answer.
        question: What is asked, for the answer that tells of a failure.
        data_folder: Where the traceback is written (`record_failure`).
        id: The asker's name for the question.

    Returns:
        The answer; after an expected failure its text is the error's, after any other it names the
        file with the traceback.
    """
    try:
        return ask()
    except (AssistantError, EmbeddingError) as error:
        return failed_answer(question, id, str(error))
    except Exception as error:  # one broken question must not cost the others
        where = record_failure(error, data_folder)
        return failed_answer(question, id, f"{texts.INTERNAL}{where}")


def crash_text(error: Exception) -> str:
    """Write down an error that ends the program, and say so in Chinese."""
    try:
        folder = load_settings().data_folder
    except AssistantError:  # settings that cannot be read must not hide the error
        folder = Path(Settings.model_fields["data_folder"].default)
    return f"{texts.CRASHED}{record_failure(error, folder)}"


def record_failure(error: Exception, data_folder: Path) -> str:
    """Append an error with its traceback to ``errors.log``, which its owner alone may read.

    Returns:
        A Chinese sentence that names the file; when it cannot be written, the error itself.
    """
    file = data_folder / LOG_NAME
    time = datetime.now(UTC).isoformat(timespec="seconds")
    told = "".join(traceback.format_exception(error))
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _MAX_BYTES:
            file.replace(file.with_name(f"{LOG_NAME}.1"))
        with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            file.chmod(0o600)
            log.write(f"{time} version {VERSION}\n{told}\n")
    except OSError:
        name = type(error).__name__
        return texts.FAILURE_NOT_WRITTEN.format(file=file, error=f"{name}: {error}")
    return texts.FAILURE_WRITTEN.format(file=file)
