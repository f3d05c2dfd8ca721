"""The audit log: who asked what and when, what was cited; JSON lines in files that rotate."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.web import texts


class Audit:
    """Writes the audit log; one that is off writes nothing."""

    def __init__(self, file: Path | None, *, max_bytes: int = 0, files: int = 1) -> None:
        """Use a file.

        Args:
            file: Where to write; None for nowhere.
            max_bytes: Size at which a new file is begun; the old ones get numbers.
            files: How many old files are kept.

        Raises:
            AssistantError: The file cannot be written.
        """
        self._logger = logging.Logger("audit", logging.INFO)
        if file is None:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                file, maxBytes=max_bytes, backupCount=files, encoding="utf-8"
            )
            file.chmod(0o600)
        except OSError as error:
            raise AssistantError(texts.AUDIT_UNUSABLE.format(file=file)) from error
        handler.setFormatter(logging.Formatter("%(message)s"))
        self._logger.addHandler(handler)

    def close(self) -> None:
        """Close the file."""
        for handler in self._logger.handlers:
            handler.close()

    def note(self, user: str, answer: Answer) -> None:
        """Write down one answered question."""
        if self._logger.handlers:
            row = {
                "time": datetime.now(UTC).isoformat(timespec="seconds"),
                "user": user,
                "question": answer.question,
                "status": answer.status,
                "articles": list(dict.fromkeys(c.label for c in answer.citations)),
                "engine": answer.engine,
            }
            self._logger.info(json.dumps(row, ensure_ascii=False))
