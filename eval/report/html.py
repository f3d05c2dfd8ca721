"""The report as one HTML file that needs nothing else, or its sections for another page."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path, PurePath, PureWindowsPath
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.gate import Finding
from eval.report import wording
from eval.report.charts import charts, marker
from eval.report.comparison import (
    FIGURES,
    LOWER_IS_BETTER,
    Comparison,
    Question,
    ScoredRun,
    change_of,
)
from eval.runner import RunInfo
from eval.scoring import FIGURES as SUMMARY_FIGURES

_FOLDER = Path(__file__).parent
SECTIONS_STYLE = _FOLDER / "sections" / "sections.css"
FILTER_SCRIPT = _FOLDER / "sections" / "filter.js"
Section = Literal[
    "verdict", "cards", "charts", "rates", "differences", "types", "questions", "about"
]


def render(comparison: Comparison) -> str:
    """Write the page; all text of questions, answers and runs is escaped."""
    style = f"{SECTIONS_STYLE.read_text(encoding='utf-8')}{_read('report.css')}"
    script = f'"use strict";\n{FILTER_SCRIPT.read_text(encoding="utf-8")}setUpFilter(document);\n'
    return (
        _environment()
        .get_template("template.html")
        .render(
            _context(comparison),
            runs_table=_runs_table(comparison.runs),
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


def render_sections(comparison: Comparison, *names: Section) -> Markup:
    """Write some of the sections, for a page that holds `SECTIONS_STYLE` and `FILTER_SCRIPT`.

    The list of questions is without what `render_question` gives.
    """
    environment, context = _environment(), _context(comparison) | {"is_lazy": True}
    parts = (environment.get_template(f"sections/{name}.html").render(context) for name in names)
    return Markup("").join(map(Markup, parts))


def render_question(comparison: Comparison, question: Question) -> Markup:
    """Write what belongs to one question of the list: what was expected, what was answered."""
    template = _environment().get_template("sections/question.html")
    return Markup(template.render(_context(comparison), question=question))


def render_gate(findings: Sequence[Finding], *, is_binding: bool, note: str = "") -> Markup:
    """Write the verdict of the gate with each of its bounds.

    Args:
        findings: What was found; empty when the gate cannot be judged.
        is_binding: Whether the run is one that the bounds are meant for.
        note: What a reader must know of the verdict.
    """
    template = _environment().get_template("sections/gate.html")
    return Markup(template.render(findings=findings, is_binding=is_binding, note=note))


def _context(comparison: Comparison) -> dict[str, object]:
    """What the sections are written from."""
    return {
        "comparison": comparison,
        "wording": wording,
        "figures": FIGURES,
        "chars_label": SUMMARY_FIGURES["fact_chars_median"],
        "lower_is_better": LOWER_IS_BETTER,
        "charts": lambda: charts(comparison),
        "legend_sign": _legend_sign,
        "change_of": change_of,
        "changes": Counter(map(change_of, comparison.questions)),
        "is_lazy": False,
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


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
