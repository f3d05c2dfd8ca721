"""Plots as SVG, drawn from the figures of a comparison; colours are left to the style sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.metrics import Rate, percentile
from eval.report import wording
from eval.report.comparison import FIGURES, Comparison, CurvePoint, ScoredRun
from eval.scoring import RATES

COLOURS = 6  # runs that the style sheet has a colour of its own for
_WIDTH = 480
_LABELS = 126  # room for the labels of rows
_RIGHT = 32
_PER_RUN = 13  # height of one run's interval within a row
_GAP = 14  # between rows
_TOP, _BOTTOM = 8, 26
_SHORTEST = 0.1  # milliseconds; a logarithmic axis needs an end
_SQUARE = (54, 12, 320)  # left edge, upper edge and side of the plots with two axes


@dataclass(frozen=True)
class Chart:
    """A plot with its words.

    Attributes:
        id: Unique within the page.
        title: What is shown, in a few words.
        caption: How to read it.
        svg: The drawing, with the title and the figures themselves for screen readers.
    """

    id: str
    title: str
    caption: str
    svg: Markup


def charts(comparison: Comparison) -> list[Chart]:
    """All plots that the runs have data for."""
    drawn = [_headlines(comparison), _types(comparison), _latency(comparison)]
    if any(run.curve for run in comparison.runs):
        drawn.append(_abstention(comparison))
    return drawn


def marker(run: int, x: float, y: float, size: float = 4.5) -> Markup:
    """The sign of a run; runs differ in form as well as in colour."""
    form = _FORMS[run % len(_FORMS)]
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in form)
    return Markup('<polygon class="mark run-{}" points="{}"/>').format(run % COLOURS, points)


def _regular(corners: int, turn: float, scale: float) -> list[tuple[float, float]]:
    angles = [turn + 2 * math.pi * n / corners for n in range(corners)]
    return [(scale * math.cos(angle), scale * math.sin(angle)) for angle in angles]


_FORMS = (
    _regular(20, 0, 1),  # disc
    _regular(4, math.pi / 4, 1.25),  # square
    _regular(3, -math.pi / 2, 1.35),  # triangle
    _regular(4, 0, 1.3),  # diamond
    _regular(3, math.pi / 2, 1.35),  # triangle on its point
)


def _headlines(comparison: Comparison) -> Chart:
    names = [name for name in wording.HEADLINES if name in comparison.figures]
    rows = [(FIGURES[name], [run.figures.get(name) for run in comparison.runs]) for name in names]
    return Chart(
        "chart-headlines",
        "主要指标",
        "点为比例,横线为 95% 区间。误拒答越低越好,其余越高越好。",
        _intervals("chart-headlines", "主要指标", rows, comparison.runs),
    )


def _types(comparison: Comparison) -> Chart:
    rows = []
    for kind, label in wording.TYPE_LABELS.items():
        groups = [run.types.get(kind) for run in comparison.runs]
        if any(groups):
            largest = max(group.n for group in groups if group)
            rates = [group.rates.get("strict") if group else None for group in groups]
            rows.append((f"{label} {largest} 题", rates))
    title = f"各类题的{RATES['strict']}率"
    return Chart(
        "chart-types",
        title,
        "点为严格正确的比例,横线为 95% 区间;题数少的类型区间很宽,不宜据此排名。",
        _intervals("chart-types", title, rows, comparison.runs),
    )


def _intervals(
    id: str,
    title: str,
    rows: Sequence[tuple[str, Sequence[Rate | None]]],
    runs: Sequence[ScoredRun],
) -> Markup:
    """Rows of points with whiskers on an axis from 0 to 100 %, one line per run."""
    step = _PER_RUN * len(runs) + _GAP
    bottom = _TOP + step * len(rows)

    def x(share: float) -> float:
        return _LABELS + share * (_WIDTH - _LABELS - _RIGHT)

    parts = [_axis_x(x(tick / 4), _TOP, bottom, f"{tick * 25}%") for tick in range(5)]
    for row, (label, rates) in enumerate(rows):
        upper = _TOP + step * row
        if row:
            parts.append(_line(0, upper, _WIDTH, upper, "rule"))
        parts.append(_text(_LABELS - 8, upper + step / 2 + 4, label, "label end"))
        for run, rate in enumerate(rates):
            if rate:
                y = upper + _GAP / 2 + _PER_RUN * (run + 0.5)
                whisker = f"whisker run-{run % COLOURS}"
                parts += [
                    _line(x(rate.low), y, x(rate.high), y, whisker),
                    marker(run, x(rate.value), y),
                ]
    said = [
        f"{label}:"
        + ";".join(
            f"{run.name} {rate.value:.1%}(区间 {rate.low:.1%}–{rate.high:.1%},n={rate.n})"
            for run, rate in zip(runs, rates, strict=True)
            if rate
        )
        for label, rates in rows
    ]
    return _svg(id, title, "。".join(said), bottom + _BOTTOM, parts)


def _latency(comparison: Comparison) -> Chart:
    """Cumulative shares over time on a logarithmic axis."""
    taken = [[record.latency_ms for record in run.records] for run in comparison.runs]
    # Questions turned away unread take next to nothing; the axis begins where the others do.
    shortest = max(min(percentile(times, 0.05) for times in taken), _SHORTEST)
    low = math.floor(math.log10(shortest))
    high = max(math.ceil(math.log10(max(map(max, taken)) or shortest)), low + 1)
    left, top, side = _SQUARE
    wide = _WIDTH - left - _RIGHT

    def x(milliseconds: float) -> float:
        return left + (math.log10(max(milliseconds, 10.0**low)) - low) / (high - low) * wide

    def y(share: float) -> float:
        return top + (1 - share) * (side * 0.75)

    parts = [_axis_x(x(10.0**n), y(1), y(0), _duration(10.0**n)) for n in range(low, high + 1)]
    for share in (0.0, 0.5, 0.95):
        parts.append(_line(left, y(share), left + wide, y(share), "grid"))
        parts.append(_text(left - 6, y(share) + 4, f"{share:.0%}", "tick end"))
    for run, times in enumerate(taken):
        steps = [(percentile(times, n / 100), n / 100) for n in range(101)]
        parts.append(_path(run, steps, x, y))
        parts += [marker(run, x(percentile(times, p)), y(p)) for p in (0.5, 0.95)]
    parts.append(_text(left + wide / 2, y(0) + 38, "每题耗时(对数刻度)", "tick middle"))
    said = ";".join(
        f"{run.name}:p50 {run.whole.latency_p50:.1f} 毫秒,p95 {run.whole.latency_p95:.1f} 毫秒"
        for run in comparison.runs
    )
    title = "耗时分布"
    return Chart(
        "chart-latency",
        title,
        f"曲线上一点表示:有多少题在这段时间内答完;标记为 p50 和 p95。{wording.LATENCY_NOTE}",
        _svg("chart-latency", title, said, y(0) + 46, parts),
    )


def _abstention(comparison: Comparison) -> Chart:
    left, top, side = _SQUARE
    wide = _WIDTH - left - _RIGHT

    def x(share: float) -> float:
        return left + share * wide

    def y(share: float) -> float:
        return top + (1 - share) * side

    parts = [_axis_x(x(tick / 4), y(1), y(0), f"{tick * 25}%") for tick in range(5)]
    for tick in range(5):
        parts.append(_line(left, y(tick / 4), left + wide, y(tick / 4), "grid"))
        parts.append(_text(left - 6, y(tick / 4) + 4, f"{tick * 25}%", "tick end"))
    parts.append(_line(x(0), y(0), x(1), y(1), "chance"))
    said = []
    for index, run in enumerate(comparison.runs):
        if run.curve:
            parts.append(_path(index, _shares(run.curve), x, y))
    for index, run in enumerate(comparison.runs):
        refused, found = run.whole.rates.get("wrongly_refused"), run.whole.abstention_recall
        if refused and found:
            parts.append(marker(index, x(refused.value), y(found.value), size=7))
            said.append(f"{run.name}实际:误拒 {refused.value:.1%},认出 {found.value:.1%}")
    parts.append(_text(left + wide / 2, y(0) + 38, "规划写了的题被误拒的比例", "tick middle"))
    parts.append(
        Markup(
            '<text class="tick middle" transform="translate(12 {:.1f}) rotate(-90)">{}</text>'
        ).format(y(0.5), "规划没写的题被认出的比例")
    )
    title = "拒答的取舍"
    return Chart(
        "chart-abstention",
        title,
        wording.CURVE_NOTE,
        _svg("chart-abstention", title, ";".join(said), y(0) + 46, parts),
    )


def _shares(curve: Iterable[CurvePoint]) -> list[tuple[float, float]]:
    return [(point.wrongly_refused, point.recognised) for point in curve]


def _duration(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:g} 秒"
    return f"{milliseconds:g} 毫秒"


def _svg(id: str, title: str, description: str, height: float, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {width} {height:.0f}" role="img" '
        'aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>'
        "{parts}</svg>"
    ).format(
        width=_WIDTH,
        height=height,
        id=id,
        title=title,
        description=description,
        parts=Markup("").join(parts),
    )


def _axis_x(x: float, upper: float, lower: float, label: str) -> Markup:
    return _line(x, upper, x, lower, "grid") + _text(x, lower + 17, label, "tick middle")


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> Markup:
    line = '<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>'
    return Markup(line).format(name, x1, y1, x2, y2)


def _text(x: float, y: float, text: str, name: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(name, x, y, text)


def _path(
    run: int,
    points: Iterable[tuple[float, float]],
    x: Callable[[float], float],
    y: Callable[[float], float],
) -> Markup:
    drawn = " ".join(f"{x(across):.1f},{y(up):.1f}" for across, up in points)
    return Markup('<polyline class="curve run-{}" points="{}"/>').format(run % COLOURS, drawn)
