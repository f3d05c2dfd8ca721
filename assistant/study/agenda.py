"""The agenda of a session: steps whose minutes add up exactly to its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from assistant.answer import Citation
from assistant.study.model import AgendaItem, Audience, KeyPoint

_MINUTES_OF_BLOCK = 12  # that explaining one group of units takes at least
_MOST_BLOCKS = 6
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Shares:
    """Parts of the time: opening, explaining, memorising, discussing, testing, closing."""

    opening: float
    explaining: float
    memorising: float
    discussing: float
    testing: float
    closing: float


_SHARES: dict[Audience, _Shares] = {
    "领导班子": _Shares(0.06, 0.34, 0.10, 0.32, 0.10, 0.08),
    "机关干部": _Shares(0.07, 0.40, 0.13, 0.20, 0.14, 0.06),
    "基层干部": _Shares(0.08, 0.38, 0.12, 0.24, 0.12, 0.06),
    "党员群众": _Shares(0.10, 0.42, 0.14, 0.14, 0.14, 0.06),
}


def make_agenda(
    minutes: int,
    audience: Audience,
    points: Sequence[KeyPoint],
    to_remember: Sequence[Citation],
    to_discuss: Sequence[Citation],
    questions: Sequence[Citation],
) -> tuple[AgendaItem, ...]:
    """Divide the time of a session among its steps.

    Args:
        minutes: Length of the session.
        audience: Who takes part; decides how much is explained and how much discussed.
        points: Key points, one for each unit, in order; at least one.
        to_remember: What the figures, dates and slogans are cited from; empty skips that step.
        to_discuss: What the questions for discussion are about.
        questions: What the quiz is cited from; empty skips the quiz.

    Returns:
        Steps of at least one minute each, one behind the other.
    """
    shares = _SHARES[audience]
    sources = tuple(point.core for point in points)
    blocks = _blocks(points, minutes * shares.explaining)
    steps: list[tuple[float, str, str, tuple[Citation, ...]]] = [
        (shares.opening, "导入", "说明学习目标、范围和安排,请学员先说说已经知道什么。", sources[:1])
    ]
    steps += [
        (
            shares.explaining * len(block) / len(points),
            f"领学{_numbered(number, len(blocks))}:{_names(block)}",
            "先读原文核心句,再用要点讲清任务、对象和时限。",
            tuple(point.core for point in block),
        )
        for number, block in enumerate(blocks, 1)
    ]
    if to_remember:
        text = "对照清单记指标、时间和提法,两人一组互相提问。"
        steps.append((shares.memorising, "记忆", text, tuple(to_remember)))
    text = "分组讨论,每组推一人发言,主持人对照原文点评。"
    steps.append((shares.discussing, "讨论", text, tuple(to_discuss) or sources[:1]))
    if questions:
        steps.append(
            (shares.testing, "测试与讲评", "独立答题,对照答案和原文讲评错题。", tuple(questions))
        )
    steps.append((shares.closing, "小结", "回到学习目标逐条对照,布置课后任务。", sources[-1:]))
    lengths = divide(minutes, [share for share, *_ in steps])
    starts = [0, *accumulate(lengths)]
    return tuple(
        AgendaItem(start, length, title, activity, citations)
        for start, length, (_, title, activity, citations) in zip(
            starts, lengths, steps, strict=False
        )
    )


def divide(total: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers of at least one, near to the shares, that add up to the total.

    Raises:
        ValueError: There are more shares than the total can serve.
    """
    if total < len(shares):
        raise ValueError(f"{total} cannot be divided among {len(shares)}")
    free = total - len(shares)
    exact = [free * share / sum(shares) for share in shares]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[: free - sum(parts)]:
        parts[i] += 1
    return [part + 1 for part in parts]


def _blocks(points: Sequence[KeyPoint], minutes: float) -> list[Sequence[KeyPoint]]:
    """Neighbouring units in groups that are worth a step of their own."""
    number = max(1, min(_MOST_BLOCKS, len(points), int(minutes / _MINUTES_OF_BLOCK) or 1))
    sizes = divide(len(points), [1.0] * number)
    ends = list(accumulate(sizes))
    return [points[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _numbered(number: int, of: int) -> str:
    return f"({number}/{of})" if of > 1 else ""


def _names(block: Sequence[KeyPoint]) -> str:
    names = ";".join(point.title for point in block[:_NAMES_SHOWN])
    return names if len(block) <= _NAMES_SHOWN else f"{names}等 {len(block)} 条"
