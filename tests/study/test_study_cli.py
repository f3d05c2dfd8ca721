from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import study_cli
from assistant.study.model import StudyError
from assistant.study.session import Trainer

_RUN = CliRunner()


@pytest.fixture(autouse=True)
def _one_trainer(trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the trainer of the tests instead of opening another index."""
    monkeypatch.setattr(study_cli, "_trainer", lambda: trainer)


def _run(*arguments: str) -> str:
    result = _RUN.invoke(study_cli.study_app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_session_is_printed_as_markdown() -> None:
    """Headings, agenda and paper come in one document."""
    text = _run("session", "--part", "8", "--minutes", "60", "--audience", "领导班子")
    for heading in ("学习目标", "议程", "要点", "讨论题", "课后任务", "依据", "答案与依据"):
        assert heading in text
    assert "0:00–" in text
    assert "–1:00 |" in text


def test_a_paper_is_reproducible_and_can_be_read_as_json() -> None:
    """The same seed prints the same paper; version B has its own order."""
    ask = ("quiz", "--part", "8", "--article", "40", "--seed", "7", "--questions", "12", "--json")
    one, again, other = _run(*ask), _run(*ask), _run(*ask, "--version", "B")
    assert one == again != other
    assert len(json.loads(one)["questions"]) == 12


def test_cards_are_written_to_a_file(tmp_path: Path) -> None:
    """--out writes there and prints nothing else."""
    out = tmp_path / "卡片.md"
    assert _run("cards", "--topic", "康养", "--out", str(out)) == ""
    assert out.read_text(encoding="utf-8").startswith("# 记忆卡:康养")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("quiz",), "请选择部分"),
        (("quiz", "--part", "99"), "共 16 个部分"),
        (("session", "--part", "1", "--audience", "学生"), "可选:领导班子"),
        (("session", "--part", "1", "--minutes", "5"), "30 至 180"),
        (("cards", "--part", "1", "--out", "/没有/这个/文件.md"), "无法写入"),
    ],
)
def test_what_cannot_be_made_is_told_in_chinese(arguments: tuple[str, ...], words: str) -> None:
    """The message says what to change."""
    with pytest.raises(StudyError, match=words):
        _run(*arguments)
