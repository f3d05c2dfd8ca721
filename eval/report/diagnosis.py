"""Saying in short Chinese phrases what is wrong with one answer."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer
from assistant.plan import Plan
from eval import metrics
from eval.dataset import Item
from eval.scoring import Record

_REFUSALS = {
    "partial": "误拒答:只答为部分相关",
    "not_in_plan": "误拒答:答为规划未提及",
    "refused": "误拒答:答为无法处理",
}


def diagnose(item: Item, answer: Answer, record: Record, plan: Plan) -> tuple[str, ...]:
    """Name all faults of an answer, the gravest first; empty for an answer without fault.

    An answer may be strictly right and still have faults, such as a citation too many.
    """
    if metrics.is_failure(answer):
        return ("程序出错",)
    faults = [] if item.answerable else list(_not_admitted(item, answer))
    if item.answerable:
        faults += _refused(answer)
        faults += _citations(item, answer, plan)
        faults += _contents(item, answer)
    if record.verbatim == 0:
        faults.append("引文与原文不一致")
    if record.number_accuracy is not None and record.number_accuracy < 1:
        faults.append("有数字不在所引条文中")
    return tuple(faults)


def unit_label(key: str, plan: Plan) -> str:
    """Label of a unit (``第33条``); its key when the plan has no such unit."""
    unit = plan.unit(key)
    return unit.label if unit else key


def _not_admitted(item: Item, answer: Answer) -> Iterator[str]:
    if metrics.is_abstention(answer):
        return
    if item.type == "misuse":
        yield "应拒绝而未拒绝"
    elif item.type == "off_topic":
        yield "应说明与规划无关而未说明"
    else:
        yield "应说明规划未写而未说明"


def _refused(answer: Answer) -> Iterator[str]:
    if metrics.is_abstention(answer):
        yield _REFUSALS[answer.status]


def _citations(item: Item, answer: Answer, plan: Plan) -> Iterator[str]:
    """Missing and superfluous citations; a bare refusal is wrong as a whole, not by its parts."""
    cited = metrics.cited_keys(answer)
    if not cited and metrics.is_abstention(answer):
        return
    found = metrics.retrieved_keys(answer)[:5]
    for key in item.essential_articles:
        if key not in cited:
            cause = "" if key in found else "(检索前5中没有)"
            yield f"漏引{unit_label(key, plan)}{cause}"
    for key in cited:
        if key in item.trap_articles:
            yield f"错引易混的{unit_label(key, plan)}"
        elif key not in item.gold_articles:
            yield f"多引{unit_label(key, plan)}"


def _contents(item: Item, answer: Answer) -> Iterator[str]:
    if not answer.citations and metrics.is_abstention(answer):
        return
    text = metrics.normalise(answer.answer)
    for fact in item.key_facts:
        if metrics.normalise(fact) not in text:
            yield f"缺关键事实“{fact}”"
    if item.false_claim is not None and not metrics.is_abstention(answer):
        # Without the other demands only the naming of the claim is left to judge.
        bare = item.model_copy(update={"essential_articles": (), "key_facts": ()})
        if not metrics.false_premise_corrected(bare, answer):
            yield f"未指出错误前提“{item.false_claim}”"
