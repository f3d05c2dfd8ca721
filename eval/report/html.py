"""The report as one HTML file that needs nothing else: no server, no network, no other file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath, PureWindowsPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.report import wording
from eval.report.charts import charts, marker
from eval.report.comparison import FIGURES, LOWER_IS_BETTER, Comparison, ScoredRun
from eval.runner import RunInfo
from eval.scoring import FIGURES as SUMMARY_FIGURES

_FOLDER = Path(__file__).parent


def render(comparison: Comparison) -> str:
    """Write the page; all text of questions, answers and runs is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    return environment.get_template("template.html").render(
        comparison=comparison,
        wording=wording,
        figures=FIGURES,
        chars_label=SUMMARY_FIGURES["fact_chars_median"],
        lower_is_better=LOWER_IS_BETTER,
        charts=charts(comparison),
        legend_sign=_legend_sign,
        runs_table=_runs_table(comparison.runs),
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
    )


def _policy(style: str, script: str) -> str:
    """Allow this style sheet and this script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _legend_sign(run: int) -> Markup:
    svg = '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">{}</svg>'
    return Markup(svg).format(marker(run, 8, 8, size=5.5))


def _runs_table(runs: Iterable[ScoredRun]) -> list[tuple[str, tuple[str, ...], bool]]:
    """What the runs were: name of a property, its value in each run, whether the values differ."""
    columns = [_properties(run.run.info) for run in runs]
    names = dict.fromkeys(name for column in columns for name in column)
    rows = [(name, tuple(column.get(name, "–") for column in columns)) for name in names]
    return [(name, values, len(set(values)) > 1) for name, values in rows]


def _properties(info: RunInfo) -> dict[str, str]:
    return {
        "系统": info.system,
        "题目 SHA-256": info.questions_sha256,
        "规划文本 SHA-256": info.plan_sha256,
        **{f"设置 {name}": _without_folder(value) for name, value in info.settings.items()},
        **{f"版本 {name}": version for name, version in info.versions.items()},
    }


def _without_folder(value: str) -> str:
    """A path is of use on one machine only; its last part says which file it was."""
    for path in (PurePath(value), PureWindowsPath(value)):
        if path.is_absolute():
            return path.name
    return value
