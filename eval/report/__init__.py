"""The report of an evaluation: what one run achieved, and how others compare with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.plan import Plan
from eval.dataset import DatasetError
from eval.report import html, markdown, table_csv
from eval.report.comparison import Comparison, compare
from eval.runner import Run

__all__ = ["Comparison", "ReportFiles", "compare", "write_report"]


@dataclass(frozen=True)
class ReportFiles:
    """Where the three forms of a report were written."""

    html: Path
    markdown: Path
    csv: Path


def write_report(runs: Sequence[Run], plan: Plan, folder: Path) -> ReportFiles:
    """Score runs, compare all with the first, and write the report as HTML, Markdown and CSV.

    Raises:
        DatasetError: There is no run, a run has no answer, or the folder cannot be written.
    """
    comparison = compare(runs, plan)
    files = ReportFiles(folder / "report.html", folder / "report.md", folder / "questions.csv")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(files.html, html.render(comparison))
        _write(files.markdown, markdown.render(comparison))
        _write(files.csv, table_csv.render(comparison), encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(
            f"无法写入 {folder}:{error.strerror}。请检查权限,或换一个目录。"
        ) from error
    return files


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file so that readers see the old one or the new one, never a part."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding=encoding, newline="")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
