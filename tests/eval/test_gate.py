from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant import drafting
from assistant.answer import Citation, cite
from assistant.answering import Assistant
from assistant.plan import Plan, Span, Unit
from assistant.settings import Settings
from assistant.slots import Wanted
from eval.dataset import DatasetError, Item, thin
from eval.gate import Finding, Threshold, check, load_thresholds
from eval.runner import describe_run, run
from tests.eval.conftest import with_parts

pytestmark = pytest.mark.slow

# Faults show on a sixth of the set as well; `make test` ends with the gate over the whole of it.
_EVERY = 6


def broken(assistant: Assistant, settings: Settings, items: Sequence[Item], at: Path) -> list[str]:
    """Messages of the thresholds that a run breaks."""
    result = run(assistant, describe_run("ours", assistant, settings, items), at)
    findings = check(result, assistant.plan, load_thresholds())
    return [finding.message for finding in findings if not finding.passed]


def names(messages: Sequence[str]) -> set[str]:
    return {message.partition("(")[0] for message in messages}


def test_fault_in_retrieval_is_found(
    remembering: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """Passages booked to their neighbour's unit fail the gate with the retrieval figure."""
    shifted = {"_unit_of": np.roll(remembering.retriever._unit_of, 7)}
    faulty = with_parts(remembering, retriever=shifted, selector=shifted)
    assert "必需条文都在前5" in names(broken(faulty, settings, thin(items, _EVERY), tmp_path))


def test_fault_in_citation_is_found(
    remembering: Assistant,
    settings: Settings,
    items: list[Item],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Citations that name the article before the right one fail the gate with their figures."""

    def cite_wrongly(plan: Plan, unit: Unit, span: Span) -> Citation:
        other = plan.article((unit.article or 2) - 1) or unit
        named = {"article": other.article, "part": other.part, "label": other.label}
        return cite(plan, unit, span).model_copy(update=named)

    monkeypatch.setattr(drafting, "cite", cite_wrongly)
    found = names(broken(remembering, settings, thin(items, _EVERY), tmp_path))
    assert {"引文逐字一致", "必需条文全部引用"} <= found


def test_invention_is_found(
    remembering: Assistant,
    settings: Settings,
    items: list[Item],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A version that always answers fails the gate with the recall of abstention."""
    monkeypatch.setattr(drafting, "wanted", lambda text, kind, cut: Wanted(kind))
    faulty = with_parts(remembering, judge={"model": None})
    assert "拒答召回率" in names(broken(faulty, settings, thin(items, _EVERY), tmp_path))


def test_over_caution_is_found(
    remembering: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """A version that refuses what the plan states fails the gate with that figure."""
    faulty = with_parts(remembering, judge={"is_foreign": lambda reading: True})
    assert "误拒答" in names(broken(faulty, settings, thin(items, _EVERY), tmp_path))


def test_failing_system_is_found(
    assistant: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """Questions at which the program fails are wrong even when no answer was the right one."""
    faulty = with_parts(assistant, retriever={"search": None})
    found = broken(faulty, settings, items[:40], tmp_path)
    assert {"程序出错的题数", "题数", "严格正确"} <= names(found)


def test_unfinished_run_is_no_run(
    assistant: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """A run with unanswered questions is not judged."""
    result = run(assistant, describe_run("ours", assistant, settings, items[:3]), tmp_path)
    result.answers.popitem()
    with pytest.raises(DatasetError, match="还有 1 题没有回答"):
        check(result, assistant.plan, load_thresholds())


def test_message_tells_figure_bound_and_count() -> None:
    """A broken threshold says what was measured, on what, what was asked for, and n."""
    finding = Finding(Threshold(metric="strict", min=0.9, group="noisy"), 0.8512345, 38)
    assert not finding.passed
    assert finding.message == "严格正确(不规范表达):0.8512,要求不低于 0.9(n = 38)"
    assert not Finding(Threshold(metric="strict", max=1), None, 0).passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thresholds: [{metric: beauty, min: 1}]", "没有指标 beauty"),
        ("thresholds: [{metric: strict}]", "需要 min 或 max"),
        ("thresholds: [{metric: strict, min: 1, group: mine}]", "没有分组 mine"),
        ("thresholds: []", "至少需要一个门槛"),
        ("thresholds: [", "不是有效的 YAML"),
        ("- 1", "有误"),
    ],
)
def test_wrong_threshold_files_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """A file of thresholds that asks for nothing, or for what there is not, is refused."""
    path = tmp_path / "gate.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=words):
        load_thresholds(path)
