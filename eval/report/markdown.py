"""The figures of a report as Markdown, without the questions: for documents and reviews.

The same runs give the same text; no path or machine is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eval.metrics import Rate
from eval.report import wording
from eval.report.comparison import FIGURES, Comparison, ScoredRun
from eval.scoring import FIGURES as SUMMARY_FIGURES
from eval.scoring import RATES, Summary

_CHARS = SUMMARY_FIGURES["fact_chars_median"]


def render(comparison: Comparison) -> str:
    """Write the figures of a comparison."""
    sections = [
        "# 评测报告",
        _text(wording.verdict(comparison)),
        *(f"- {_text(sentence)}" for sentence in wording.against(comparison)),
        *(f"> 注意:{_text(notice)}" for notice in comparison.notices),
        *_runs(comparison),
        *_headline(comparison),
        *_splits(comparison),
        *_by_type(comparison, "strict"),
        *_by_type(comparison, "essential_cited"),
        *_differences(comparison),
        *_latency(comparison),
    ]
    return "\n\n".join(sections) + "\n"


def _runs(comparison: Comparison) -> Iterator[str]:
    yield "## 评测了什么"
    yield _table(
        ("系统", "说明", "题数", "dev", "test"),
        (
            (
                _text(run.name),
                _text(run.description or run.run.info.system),
                str(run.whole.n),
                *(str(run.splits[p].n) if p in run.splits else "0" for p in ("dev", "test")),
            )
            for run in comparison.runs
        ),
    )
    yield wording.SPLITS_NOTE


def _headline(comparison: Comparison) -> Iterator[str]:
    yield "## 各项指标"
    yield _table(
        ("指标", *_names(comparison.runs)),
        (
            (label, *(_cell(name, run.figures.get(name)) for run in comparison.runs))
            for name, label in comparison.figures.items()
        ),
    )
    yield wording.INTERVALS_NOTE + wording.STRICT_NOTE


def _splits(comparison: Comparison) -> Iterator[str]:
    yield f"## {RATES['strict']}:dev 与 test"
    yield _table(
        ("部分", *_names(comparison.runs)),
        (
            (part, *(_group_cell("strict", run.splits.get(part)) for run in comparison.runs))
            for part in ("dev", "test")
            if any(part in run.splits for run in comparison.runs)
        ),
    )


def _by_type(comparison: Comparison, metric: str) -> Iterator[str]:
    rows = [
        (label, *(_group_cell(metric, run.types.get(kind)) for run in comparison.runs))
        for kind, label in wording.TYPE_LABELS.items()
        if any(kind in run.types and metric in run.types[kind].rates for run in comparison.runs)
    ]
    if rows:
        yield f"## {RATES[metric]}:按类型"
        yield _table(("类型", *_names(comparison.runs)), rows)


def _differences(comparison: Comparison) -> Iterator[str]:
    for other in comparison.others:
        found = [d for d in comparison.differences if d.other == other.name]
        if not found:
            continue
        yield f"## {_text(comparison.judged.name)}与{_text(other.name)}的差异"
        yield _table(
            ("指标", "n", *_names((comparison.judged, other)), "差异", "95% 区间", "判断"),
            (
                (
                    FIGURES[d.metric],
                    str(d.n),
                    wording.show(d.metric, d.judged),
                    wording.show(d.metric, d.compared),
                    wording.show_change(d.metric, d.change),
                    wording.show_change_interval(d),
                    wording.FINDINGS[d.finding],
                )
                for d in found
            ),
        )
    if comparison.differences:
        yield f"差异的单位是百分点(MRR 除外)。{wording.DIFFERENCES_NOTE}"


def _latency(comparison: Comparison) -> Iterator[str]:
    first = comparison.judged.whole
    yield "## 耗时与篇幅"
    yield _table(
        ("系统", f"p50 与{_text(comparison.judged.name)}之比", "p50(毫秒)", "p95(毫秒)", _CHARS),
        (
            (
                _text(run.name),
                _ratio(run.whole.latency_p50, first.latency_p50),
                f"{run.whole.latency_p50:.1f}",
                f"{run.whole.latency_p95:.1f}",
                wording.show_chars(run.whole.fact_chars_median),
            )
            for run in comparison.runs
        ),
    )
    yield wording.LATENCY_NOTE


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if base > 0 else "–"


def _names(runs: Sequence[ScoredRun]) -> tuple[str, ...]:
    return tuple(_text(run.name) for run in runs)


def _group_cell(metric: str, summary: Summary | None) -> str:
    return _cell(metric, summary.rates.get(metric) if summary else None)


def _cell(metric: str, rate: Rate | None) -> str:
    if rate is None:
        return "–"
    interval = wording.show_interval(metric, rate)
    return f"{wording.show(metric, rate.value)}({interval},n={rate.n})"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(text: str) -> str:
    """Names come from files that people write; they must not break a table or add markup."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace("\\", "\\\\").replace("|", "\\|")
