"""Study materials as files: one exporter for each format, all in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.office import clean, pack
from assistant.plan import Plan
from assistant.study.export import texts
from assistant.study.model import Session, StudyError

_BETWEEN_NAMES = re.compile("[,\uff0c、;\uff1b]+")
# What no file system takes in a name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
_EDGES = "-. 、"  # what a name neither begins nor ends with
_LONGEST_NAME = 40  # characters of the scope in a file's name


@dataclass(frozen=True, slots=True)
class Material:
    """A file: its name without a folder, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Exporter:
    """What a format is for, and the function that yields file names' ends with contents."""

    title: str
    write: Callable[[Plan, Session], Iterator[tuple[str, bytes]]]


def read_formats(typed: str) -> tuple[str, ...]:
    """Read names of formats as typed in one line, with commas or blanks between them.

    Raises:
        StudyError: A format is unknown, or none is given.
    """
    names = tuple(dict.fromkeys(_BETWEEN_NAMES.sub(" ", typed).split()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise StudyError(texts.NO_FORMAT.format(names="、".join(unknown), known="、".join(FORMATS)))
    return names


def export(plan: Plan, session: Session, formats: Iterable[str]) -> tuple[Material, ...]:
    """Write a session in some of `FORMATS`; ``zip`` is one file with all others."""
    wanted = list(dict.fromkeys(formats))
    everything = EXPORTERS if "zip" in wanted else wanted
    files = {name: _files(plan, session, name) for name in everything}
    if "zip" in wanted:
        contents = {file.name: file.data for group in files.values() for file in group}
        name = f"{_stem(session)}-{texts.ARCHIVE}.zip"
        files["zip"] = (Material(name, pack(contents)),)
    return tuple(file for name in wanted for file in files[name])


def _files(plan: Plan, session: Session, name: str) -> tuple[Material, ...]:
    stem = _stem(session)
    return tuple(
        Material(f"{stem}-{end}", data) for end, data in EXPORTERS[name].write(plan, session)
    )


def _stem(session: Session) -> str:
    """Return the beginning of all file names: the scope, as far as file systems allow."""
    name = _FORBIDDEN.sub("-", clean(session.scope.name)).strip(_EDGES)
    return name[:_LONGEST_NAME].strip(_EDGES) or texts.SESSION


def _docx(plan: Plan, session: Session) -> Iterator[tuple[str, bytes]]:
    from assistant.study.export.handout import to_handout
    from assistant.study.export.quiz_paper import to_answer_sheet, to_paper

    yield f"{texts.HANDOUT}.docx", to_handout(plan, session)
    if session.quiz.questions:
        version = session.quiz.request.version
        yield f"{texts.PAPER}{version}.docx", to_paper(session)
        yield f"{texts.PAPER}{version}-{texts.ANSWERS}.docx", to_answer_sheet(session)


def _pptx(plan: Plan, session: Session) -> Iterator[tuple[str, bytes]]:
    from assistant.study.export.slides import to_pptx

    yield f"{texts.SLIDES}.pptx", to_pptx(plan, session)


def _apkg(plan: Plan, session: Session) -> Iterator[tuple[str, bytes]]:
    from assistant.study.export.anki import to_apkg

    if session.cards:
        yield f"{texts.CARDS}.apkg", to_apkg(session)


def _markdown(plan: Plan, session: Session) -> Iterator[tuple[str, bytes]]:
    from assistant.study.markdown import session_markdown

    yield f"{texts.SESSION_PLAN}.md", session_markdown(session).encode("utf-8")


def _pictures(plan: Plan, session: Session) -> Iterator[tuple[str, bytes]]:
    from assistant.study.export.mind_map import mind_map
    from assistant.study.export.png import to_png
    from assistant.study.export.svg import to_svg
    from assistant.study.export.time_line import time_line

    scenes = {
        texts.MAP: mind_map(plan, session) if session.key_points else None,
        texts.LINE: time_line(session),
    }
    for name, scene in scenes.items():
        if scene is not None:
            yield f"{name}.svg", to_svg(scene).encode("utf-8")
            png = to_png(scene)
            if png is not None:
                yield f"{name}.png", png


EXPORTERS: dict[str, Exporter] = {
    "docx": Exporter(texts.DOCX_TITLE, _docx),
    "pptx": Exporter(texts.PPTX_TITLE, _pptx),
    "apkg": Exporter(texts.APKG_TITLE, _apkg),
    "md": Exporter(texts.MARKDOWN_TITLE, _markdown),
    "pictures": Exporter(texts.PICTURES_TITLE, _pictures),
}
FORMATS: dict[str, str] = {
    **{name: exporter.title for name, exporter in EXPORTERS.items()},
    "zip": texts.ZIP_TITLE,
}
"""Names of all formats with what a user is told of them."""
