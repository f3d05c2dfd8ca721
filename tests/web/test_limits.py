from __future__ import annotations

import json
import stat
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.web.audit import Audit
from assistant.web.limits import RateLimit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_rate_is_limited_for_each_user() -> None:
    """A user may ask a minute's worth at once, then waits; others do not."""
    clock = Clock()
    limit = RateLimit(6, clock)
    assert [limit.take("a") for _ in range(6)] == [0.0] * 6
    assert limit.take("a") == pytest.approx(10)
    assert limit.take("b") == 0.0
    clock.now = 10.5
    assert limit.take("a") == 0.0
    assert 0 < limit.take("a") <= 10


def test_waiting_costs_nothing() -> None:
    """Asking while one has to wait does not make the wait longer."""
    clock = Clock()
    limit = RateLimit(1, clock)
    limit.take("a")
    for second in range(1, 60):
        clock.now = float(second)
        assert limit.take("a") == pytest.approx(60 - second)
    clock.now = 60.1
    assert limit.take("a") == 0.0


def test_no_limit() -> None:
    """0 stands for any number."""
    assert not any(RateLimit(0).take("a") for _ in range(1000))


def test_audit_says_who_asked_what(tmp_path: Path, assistant: Assistant) -> None:
    """Each question leaves one line of JSON with user, articles and status."""
    file = tmp_path / "new" / "audit.jsonl"
    with closing(Audit(file, max_bytes=10_000, files=2)) as audit:
        audit.note("王芳", assistant.ask("晋城机场什么时候能通航?\n\n第二行"))
    (line,) = file.read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["user"], row["status"], row["articles"]) == ("王芳", "answered", ["第33条"])
    assert "机场" in row["question"] and row["time"].endswith("+00:00")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_audit_rotates(tmp_path: Path, assistant: Assistant) -> None:
    """Files stay small and the oldest go."""
    answer = assistant.ask("养老服务有哪些安排?")
    with closing(Audit(tmp_path / "a", max_bytes=1000, files=2)) as audit:
        for _ in range(40):
            audit.note("x", answer)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a", "a.1", "a.2"]
    assert all(f.stat().st_size <= 1000 for f in tmp_path.iterdir())


def test_unwritable_audit_stops_the_start(tmp_path: Path) -> None:
    """A server that must keep a log and cannot does not start silently without one."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssistantError, match="ASSISTANT_AUDIT"):
        Audit(tmp_path / "file" / "audit.jsonl")


def test_audit_that_is_off_writes_nothing(tmp_path: Path, assistant: Assistant) -> None:
    """Without the setting no question is written anywhere."""
    Audit(None).note("x", assistant.ask("养老服务有哪些安排?"))
    assert list(tmp_path.iterdir()) == []
