from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import study_cli
from assistant.plan import Plan
from assistant.study.export import FORMATS, export
from assistant.study.model import Request, Session, StudyError
from assistant.study.session import Trainer
from tests.study.export.test_documents import opened_document, quotations
from tests.study.export.test_slides import assert_sound, opened_deck, quotations_in_notes

REQUESTS = (
    Request(topic="煤层气"),
    Request(topic="丹河新城", audience="党员群众", minutes=45, version="B"),
    Request(parts=(1,), audience="领导班子", difficulty="难", minutes=180, questions=40),
    Request(parts=tuple(range(1, 17)), difficulty="易", minutes=120),
)


@pytest.mark.slow
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: r.topic or str(len(r.parts)))
def test_materials_of_real_sessions(plan: Plan, trainer: Trainer, request_: Request) -> None:
    """Every file of a session opens, is in place, and quotes the plan to the letter."""
    session: Session = trainer.session(request_)
    units = {unit.label: plan.quote(unit) for unit in plan.citable}
    files = {file.name: file.data for file in export(plan, session, FORMATS)}
    assert len(files) >= 9
    for name, data in files.items():
        quoted = []
        if name.endswith(".docx"):
            quoted = quotations(opened_document(data))
        elif name.endswith(".pptx"):
            deck = opened_deck(data)
            assert_sound(deck)
            quoted = quotations_in_notes(deck)
            assert len(quoted) >= len(session.key_points)
        elif name.endswith((".zip", ".apkg")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert archive.testzip() is None
        for quote, label in quoted:
            assert quote in units[label], (name, quote, label)


def test_materials_are_written_to_a_folder(
    trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command makes the folder, writes the formats asked for, and says where they are."""
    monkeypatch.setattr(study_cli, "_trainer", lambda: trainer)
    out = tmp_path / "新文件夹"
    ask = ["materials", "--topic", "康养", "--format", "md,apkg,pictures", "--out", str(out)]
    result = CliRunner().invoke(study_cli.study_app, ask, catch_exceptions=False)
    assert result.exit_code == 0
    ends = {path.name.removeprefix("康养-") for path in out.iterdir()}
    assert ends - {"思维导图.png", "时间轴.png", "时间轴.svg"} == {
        "学习方案.md",
        "记忆卡片.apkg",
        "思维导图.svg",
    }
    assert all(path.name in result.stderr for path in out.iterdir())


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--format", "exe", "docx"), ("--out", "/dev/null/x", "无法写入")],
)
def test_materials_that_cannot_be_written(
    trainer: Trainer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    value: str,
    words: str,
) -> None:
    """An unknown format and a folder that cannot be made end in one sentence."""
    monkeypatch.setattr(study_cli, "_trainer", lambda: trainer)
    given = {"--topic": "康养", "--format": "md", "--out": str(tmp_path), option: value}
    ask = ["materials", *(word for pair in given.items() for word in pair)]
    with pytest.raises(StudyError, match=words):
        CliRunner().invoke(study_cli.study_app, ask, catch_exceptions=False)
