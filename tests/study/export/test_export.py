from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.plan import Plan
from assistant.study.export import FORMATS, export, read_formats
from assistant.study.export.anki import to_apkg
from assistant.study.model import Session, StudyError
from tests.study.export.conftest import with_text


@contextmanager
def _collection(data: bytes, folder: Path) -> Iterator[sqlite3.Connection]:
    """What Anki finds in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert json.loads(archive.read("media")) == {}
        file = folder / "collection.anki2"
        file.write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(file)
    try:
        yield connection
    finally:
        connection.close()


def test_cards_are_read_back(session: Session, tmp_path: Path) -> None:
    """Anki finds each card with front, back, verbatim proof, label and tags."""
    with _collection(to_apkg(session), tmp_path) as anki:
        assert anki.execute("pragma integrity_check").fetchone() == ("ok",)
        notes = [
            (fields.split("\x1f"), tags.split())
            for fields, tags in anki.execute("select flds, tags from notes order by id")
        ]
        decks = json.loads(anki.execute("select decks from col").fetchone()[0])
        cards = anki.execute("select count(*) from cards").fetchone()[0]
    assert session.title in {deck["name"] for deck in decks.values()}
    for (fields, tags), card in zip(notes, session.cards, strict=True):
        assert fields[:3] == [card.front, card.back, card.citation.quote]
        assert fields[3].startswith(card.citation.label) and card.citation.label in tags
    one_way = sum(card.kind == "indicator" for card in session.cards)
    assert cards == 2 * len(session.cards) - one_way


def test_cards_keep_their_identity(session: Session, tmp_path: Path) -> None:
    """The same cards have the same ids in every export; a changed card is a new one."""
    changed = replace(session, cards=(replace(session.cards[0], back="另一个"), *session.cards[1:]))
    found = []
    for number, exported in enumerate((session, session, changed)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with _collection(to_apkg(exported), folder) as anki:
            rows = anki.execute("select guid, mid from notes order by id").fetchall()
            models = json.loads(anki.execute("select models from col").fetchone()[0])
            assert {str(model) for _, model in rows} <= set(models)
            found.append(rows)
    assert found[0] == found[1]
    assert sum(old != new for old, new in zip(found[0], found[2], strict=True)) == 1
    assert len({guid for guid, _ in found[0]}) == len(session.cards)


def test_markup_on_cards_stays_text(session: Session, tmp_path: Path) -> None:
    """Anki shows HTML; what users typed is escaped."""
    with _collection(to_apkg(with_text(session, "<img src=x>&")), tmp_path) as anki:
        fields = [row[0] for row in anki.execute("select flds from notes")]
    assert fields
    assert all("<" not in words and "&lt;img src=x&gt;&amp;" in words for words in fields)


def test_same_session_same_bytes(plan: Plan, session: Session) -> None:
    """Every file of every format is reproducible."""
    assert export(plan, session, FORMATS) == export(plan, session, FORMATS)


def test_archive_holds_all_other_files(plan: Plan, session: Session) -> None:
    """The ZIP has the files of all formats under the names that they have beside it."""
    files = {file.name: file.data for file in export(plan, session, FORMATS)}
    packed = files.pop("煤层气-全部材料.zip")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
    ends = ("讲义.docx", "试卷A.docx", "试卷A-答案与评分.docx", "课件.pptx", "记忆卡片.apkg",
            "思维导图.svg", "时间轴.svg")  # fmt: skip
    assert {f"煤层气-{end}" for end in ends} <= set(files)


@pytest.mark.parametrize(
    ("scope", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ('a<b>:"|?*\\c', "a-b-c"),
        ("...", "专题学习"),
        ("长" * 300, "长" * 40),
    ],
)
def test_file_names_are_safe(plan: Plan, session: Session, scope: str, stem: str) -> None:
    """A topic cannot leave the folder or break a file system."""
    named = replace(session, scope=replace(session.scope, name=scope))
    assert [file.name for file in export(plan, named, ["apkg"])] == [f"{stem}-记忆卡片.apkg"]


def test_formats_are_read_as_typed() -> None:
    """Commas of both widths and blanks separate formats; each counts once."""
    assert read_formats("docx\uff0cpptx, docx、zip") == ("docx", "pptx", "zip")


@pytest.mark.parametrize("typed", ["docx,exe", "", " , "])
def test_unknown_formats_are_refused(typed: str) -> None:
    """The message names what is possible."""
    with pytest.raises(StudyError, match="docx"):
        read_formats(typed)


def test_without_quiz_and_cards(plan: Plan, session: Session) -> None:
    """No paper without questions, no package without cards."""
    bare = replace(session, quiz=replace(session.quiz, questions=()), cards=())
    assert [file.name for file in export(plan, bare, ["docx", "apkg"])] == ["煤层气-讲义.docx"]
