from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import pytest

from assistant import failures
from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.failures import LOG_NAME, answer_or_failure, record_failure
from assistant.web.logs import set_up_logs
from assistant.web.notices import guarded


def _failing(error: Exception) -> Exception:
    """An error that was raised, so that it has a traceback."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_expected_failure_is_told_in_its_own_words(tmp_path: Path) -> None:
    """An error that has a message for users is that answer, and nothing is written down."""

    def ask() -> Answer:
        raise AssistantError("请先建立索引。")

    answer = answer_or_failure(ask, "机场", tmp_path, "a")
    assert (answer.id, answer.engine, answer.answer) == ("a", "error", "请先建立索引。")
    assert not (tmp_path / LOG_NAME).exists()


def test_nothing_is_lost_when_the_file_cannot_be_written(tmp_path: Path) -> None:
    """Without a folder to write to the sentence tells the error itself."""
    (tmp_path / "file").write_text("")
    told = record_failure(_failing(KeyError("x")), tmp_path / "file")
    assert "无法写入" in told and "KeyError: 'x'" in told


def test_any_error_can_be_written(tmp_path: Path) -> None:
    """Characters that no encoding has do not break the writing."""
    record_failure(_failing(ValueError("a\udcffb")), tmp_path)
    assert "ValueError: a" in (tmp_path / LOG_NAME).read_text("utf-8")


def test_log_of_failures_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full file is put aside, and only one of these is kept."""
    monkeypatch.setattr(failures, "_MAX_BYTES", 10)
    for number in range(3):
        record_failure(_failing(ValueError(f"error {number}")), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [LOG_NAME, f"{LOG_NAME}.1"]
    assert "error 2" in (tmp_path / LOG_NAME).read_text("utf-8")
    assert "error 1" in (tmp_path / f"{LOG_NAME}.1").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "json"])
def test_page_tells_no_traceback_but_its_log_does(
    form: Literal["text", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    """What breaks on the page is a sentence there, and a traceback in the server's log."""

    def act() -> str:
        raise _failing(KeyError("x"))

    root = logging.getLogger()
    before = root.handlers[:]
    try:
        set_up_logs(form)
        shown = guarded(act, "没有成功。")
    finally:
        root.handlers[:] = before
    logged = capsys.readouterr().err
    assert "没有成功。" in shown and "KeyError" not in shown
    assert "Traceback" in logged and "KeyError: 'x'" in logged
    assert (logged.count("\n") == 1) == (form == "json")
