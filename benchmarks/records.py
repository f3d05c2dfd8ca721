"""What benchmarks print and keep: one table on the screen, one JSON file a run."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.settings import PROJECT

RESULTS = Path(__file__).parent / "results"

Row = tuple[str, float, str]  # what, value, unit


def print_rows(title: str, rows: Sequence[Row]) -> None:
    """Print figures as a table."""
    table = Table("what", "value", "unit", title=title)
    for what, value, unit in rows:
        table.add_row(what, f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}", unit)
    Console().print(table)


def figures(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the figures as they are kept."""
    return [{"what": what, "value": value, "unit": unit} for what, value, unit in rows]


def keep(kind: str, content: dict[str, Any]) -> None:
    """Write a run's figures, with when and on what they were measured, into a file of its own."""
    RESULTS.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    record = {
        "kind": kind,
        "time": stamp,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
        **content,
    }
    path = RESULTS / f"{kind}-{stamp}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"kept as {path.relative_to(PROJECT)}")
