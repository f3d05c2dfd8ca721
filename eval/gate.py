"""The gate: whether the figures of a run reach the thresholds that a release must reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.plan import Plan
from eval.dataset import TYPE_NAMES, DatasetError
from eval.runner import Run
from eval.scoring import FIGURES, Summary, figure, score, summarise

THRESHOLDS = Path(__file__).parent / "gate.yaml"

# Group → what messages call it.
_GROUPS: dict[str, str] = {"all": "全部", "dev": "dev 部分", "test": "test 部分"} | dict(
    TYPE_NAMES.items()
)


class Threshold(BaseModel):
    """One bound.

    Attributes:
        metric: Name of a figure of `eval.scoring.Summary`.
        min: Least value that passes; None for no lower bound.
        max: Greatest value that passes; None for no upper bound.
        group: Questions it is measured on: ``all``, a split, or a type.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    min: float | None = None
    max: float | None = None
    group: str = "all"

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.metric not in FIGURES:
            raise ValueError(f"没有指标 {self.metric};可用:{'、'.join(FIGURES)}")
        if self.group not in _GROUPS:
            raise ValueError(f"没有分组 {self.group};可用:{'、'.join(_GROUPS)}")
        if self.min is None and self.max is None:
            raise ValueError("需要 min 或 max")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    thresholds: tuple[Threshold, ...]

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.thresholds:
            raise ValueError("至少需要一个门槛")
        return self


@dataclass(frozen=True)
class Finding:
    """A threshold with what was measured.

    Attributes:
        threshold: What was asked for.
        value: What was measured; None when no question of the group has the figure.
        n: Number of cases behind the value.
    """

    threshold: Threshold
    value: float | None
    n: int

    @property
    def passed(self) -> bool:
        """Whether the value keeps the bounds; a figure that cannot be measured does not."""
        low, high = self.threshold.min, self.threshold.max
        return (
            self.value is not None
            and (low is None or self.value >= low)
            and (high is None or self.value <= high)
        )

    @property
    def name(self) -> str:
        """The figure's name for the evaluator."""
        return FIGURES[self.threshold.metric]

    @property
    def group(self) -> str:
        """The questions' name for the evaluator."""
        return _GROUPS[self.threshold.group]

    @property
    def measured(self) -> str:
        """What was measured, in words."""
        return "没有可以计算的题目" if self.value is None else f"{round(self.value, 4):g}"

    @property
    def bounds(self) -> str:
        """What was asked for, in words."""
        low, high = self.threshold.min, self.threshold.max
        bounds = [f"不低于 {low:g}"] if low is not None else []
        bounds += [f"不高于 {high:g}"] if high is not None else []
        return "、".join(bounds)

    @property
    def message(self) -> str:
        """What was found, in one line for the evaluator."""
        name = f"{self.name}({self.group})"
        if self.value is None:
            return f"{name}:{self.measured}"
        return f"{name}:{self.measured},要求{self.bounds}(n = {self.n})"


def load_thresholds(path: Path = THRESHOLDS) -> tuple[Threshold, ...]:
    """Read a file of thresholds.

    Raises:
        DatasetError: The file cannot be read or holds something else.
    """
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).thresholds
    except OSError as error:
        raise DatasetError(f"无法读取门槛文件 {path}:{error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DatasetError(f"门槛文件 {path} 不是有效的 YAML:{error}") from error
    except ValidationError as error:
        problems = "\n".join(
            f"{'.'.join(map(str, detail['loc']))}:{detail['msg'].removeprefix('Value error, ')}"
            for detail in error.errors()
        )
        raise DatasetError(f"门槛文件 {path} 有误:\n{problems}") from error


def check(run: Run, plan: Plan, thresholds: Sequence[Threshold]) -> list[Finding]:
    """Measure every threshold on a run; items without an answer count as a broken run.

    Raises:
        DatasetError: The run is not finished.
    """
    pairs = run.pairs
    if len(pairs) < len(run.info.items):
        missing = len(run.info.items) - len(pairs)
        raise DatasetError(f"{run.folder} 里还有 {missing} 题没有回答,请先把这次运行做完。")
    records = score(pairs, plan)
    splits = {item.id: item.split for item, _ in pairs}
    groups: dict[str, Summary] = {}
    for name in {threshold.group for threshold in thresholds}:
        chosen = [r for r in records if name in ("all", r.type, splits[r.id])]
        groups[name] = summarise(chosen, pairs)
    return [Finding(t, *figure(groups[t.group], t.metric)) for t in thresholds]
