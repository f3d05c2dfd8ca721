from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.web.app import WebError, check_address
from tests.web.conftest import free_port, start_app

pytestmark = pytest.mark.slow


def output_of_failing_app(folder: Path, **environment: object) -> str:
    log_file = folder / "log.txt"
    with log_file.open("w", encoding="utf-8") as log:
        assert start_app(folder, log, **environment).wait(timeout=120) == 1
    return log_file.read_text(encoding="utf-8")


def test_port_in_use_is_explained(tmp_path: Path) -> None:
    """With its port taken the program ends with status 1 and says which setting helps."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = output_of_failing_app(tmp_path, ASSISTANT_PORT=port)
    assert f"端口 {port} 已被占用" in text and "ASSISTANT_PORT" in text
    assert "Traceback" not in text


def test_missing_plan_is_explained(tmp_path: Path) -> None:
    """Without its plan the program ends with status 1 and names the file."""
    missing = tmp_path / "no.txt"
    port = free_port()
    text = output_of_failing_app(tmp_path, ASSISTANT_PLAN_FILE=missing, ASSISTANT_PORT=port)
    assert "no.txt" in text and "Traceback" not in text


@pytest.mark.parametrize("host", ["203.0.113.5", "no-such-host.invalid", "a..b", "x" * 80])
def test_unusable_host_is_explained(host: str) -> None:
    """An address this machine does not have is named, with what to use instead."""
    with pytest.raises(WebError, match=r"127\.0\.0\.1"):
        check_address(host, 7860)
