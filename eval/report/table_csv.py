"""The questions of a report as a table for spreadsheets: one row per question and run."""

from __future__ import annotations

import csv
import io

from eval.metrics import cited_keys
from eval.report.comparison import Comparison, Given, Question
from eval.report.wording import STATUSES, TYPE_LABELS, status_of
from eval.scoring import RATES

# Metrics of single answers that the table holds, as numbers; empty where one does not apply.
_METRICS = (
    "strict",
    "essential_cited",
    "citation_precision",
    "citation_recall",
    "key_facts",
    "number_accuracy",
    "verbatim",
    "wrongly_refused",
    "false_premise_corrected",
    "all_essential_at_5",
)
COLUMNS = (
    "运行",
    "编号",
    "类型",
    "部分",
    "问题",
    "规划写了",
    "参考答案",
    "必需条文",
    "关键事实",
    "状态",
    "回答",
    "引用条文",
    "引文",
    "检索前5",
    "问题所在",
    *(RATES[name] for name in _METRICS),
    "耗时(毫秒)",
)
# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@")


def render(comparison: Comparison) -> str:
    """Write the table; its text is to be saved as UTF-8 with a byte-order mark, for Excel."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for question in comparison.questions:
        for given in question.given:
            row = _row(question, given, comparison.runs[given.run].name)
            writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would compute."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text


def _row(question: Question, given: Given, run: str) -> list[str | float | None]:
    item, answer = question.item, given.answer
    labels = {(c.article, c.part): c.label for c in answer.citations}
    return [
        run,
        item.id,
        TYPE_LABELS[item.type],
        item.split,
        "\n".join(item.turns or (item.asked,)),
        "是" if item.answerable else "否",
        item.reference_answer,
        "、".join(question.essential),
        "\n".join(item.key_facts),
        STATUSES[status_of(answer)],
        answer.answer,
        "、".join(labels.values()) if cited_keys(answer) else "",
        "\n".join(citation.quote for citation in answer.citations),
        "、".join(given.retrieved),
        ";".join(given.faults),
        *(getattr(given.record, name) for name in _METRICS),
        round(given.record.latency_ms, 1),
    ]
