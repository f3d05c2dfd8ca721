"""Sessions and their files for the page; what was made once is remembered for a while."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from assistant.answering import Assistant
from assistant.study.export import export
from assistant.study.export import texts as names
from assistant.study.model import Request, Session, StudyError
from assistant.study.session import Trainer
from assistant.web import texts

_REMEMBERED = 32  # sessions

# Materials → format of `assistant.study.export`, and how the file's name ends.
_FILES: dict[str, tuple[str, str]] = {
    "zip": ("zip", ".zip"),
    "handout": ("docx", f"-{names.HANDOUT}.docx"),
    "slides": ("pptx", ".pptx"),
    "paper": ("docx", f"-{names.PAPER}{{version}}.docx"),
    "answers": ("docx", f"-{names.ANSWERS}.docx"),
    "cards": ("apkg", ".apkg"),
    "plan": ("md", ".md"),
    "map": ("pictures", f"-{names.MAP}.png"),
    "map_svg": ("pictures", f"-{names.MAP}.svg"),
    "line": ("pictures", f"-{names.LINE}.png"),
    "line_svg": ("pictures", f"-{names.LINE}.svg"),
}


class Desk:
    """Makes sessions for all users of the page; a request always gives the same session."""

    def __init__(self, assistant: Assistant) -> None:
        """Use an opened assistant; nothing is computed before the first request."""
        self._assistant = assistant
        self._lock = Lock()  # two cores are better used one after the other
        self.session = lru_cache(_REMEMBERED)(self._make)

    def write(self, request: Request, material: str, folder: Path) -> Path:
        """Write one of the materials into a folder.

        Raises:
            StudyError: The session has nothing for it, or cannot be made.
        """
        kind, end = _FILES[material]
        session = self.session(request)
        with self._lock:
            files = export(self._assistant.plan, session, [kind])
        ending = end.format(version=request.version)
        found = next((file for file in files if file.name.endswith(ending)), None)
        if found is None:
            name = texts.ST_MATERIALS[material]
            raise StudyError(texts.ST_NO_MATERIAL.format(name=name))
        path = folder / found.name
        path.write_bytes(found.data)
        return path

    @cached_property
    def _trainer(self) -> Trainer:
        return Trainer(self._assistant)

    def _make(self, request: Request) -> Session:
        """Make a session; errors as in `Trainer.session`."""
        with self._lock:
            return self._trainer.session(request)
