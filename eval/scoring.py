"""Scoring a run: one record per question, and the summary over all and by type."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer
from assistant.plan import Plan
from eval import metrics
from eval.dataset import TYPES, Item, QuestionType
from eval.metrics import Rate, wilson


class Record(BaseModel):
    """The scores of one answer; None where a metric does not apply to the item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    type: str
    answerable: bool
    status: str
    all_essential_at_5: float | None
    recall_at_1: float | None
    recall_at_3: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    rr: float | None
    ndcg_at_10: float | None
    essential_cited: float | None
    citation_precision: float | None
    citation_recall: float | None
    verbatim: float | None
    key_facts: float | None
    number_accuracy: float | None
    numbers_before_checks: float | None
    statements_kept: float | None
    strict: float
    wrongly_refused: float | None
    false_premise_corrected: float | None
    answer_chars: int
    latency_ms: float


class Summary(BaseModel):
    """Rates by metric name, latency percentiles in milliseconds, over one group of records.

    ``failures`` is the number of questions at which the system itself failed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    failures: int
    rates: dict[str, Rate]
    abstention_precision: Rate | None
    abstention_recall: Rate | None
    abstention_f1: float | None
    fact_chars_median: float | None
    latency_p50: float
    latency_p95: float


# Metric name → what reports call it. The order is that of the tables.
RATES: dict[str, str] = {
    "strict": "严格正确",
    "essential_cited": "必需条文全部引用",
    "citation_precision": "引用准确率",
    "citation_recall": "引用召回率",
    "key_facts": "关键事实覆盖",
    "number_accuracy": "数字准确率",
    "numbers_before_checks": "模型语句的数字日期正确(核对前)",
    "statements_kept": "模型语句通过核对",
    "verbatim": "引文逐字一致",
    "wrongly_refused": "误拒答",
    "false_premise_corrected": "错误前提已纠正",
    "all_essential_at_5": "必需条文都在前5",
    "recall_at_1": "recall@1",
    "recall_at_3": "recall@3",
    "recall_at_5": "recall@5",
    "recall_at_10": "recall@10",
    "rr": "MRR",
    "ndcg_at_10": "nDCG@10",
}

# Every figure of a summary → what reports call it.
FIGURES: dict[str, str] = {
    "n": "题数",
    "failures": "程序出错的题数",
    **RATES,
    "abstention_precision": "拒答准确率",
    "abstention_recall": "拒答召回率",
    "abstention_f1": "拒答 F1",
    "fact_chars_median": "单一事实回答字数中位数",
    "latency_p50": "耗时 p50(毫秒)",
    "latency_p95": "耗时 p95(毫秒)",
}


def score(pairs: Sequence[tuple[Item, Answer]], plan: Plan) -> list[Record]:
    """Score all answers of a run, in the order of the set."""
    ranking = metrics.ranking_metrics(pairs)
    return [_record(item, answer, ranking.get(item.id, {}), plan) for item, answer in pairs]


def summarise(records: Sequence[Record], pairs: Sequence[tuple[Item, Answer]]) -> Summary:
    """Put the records of one group into rates with intervals."""
    rates = {
        name: rate
        for name in RATES
        if (rate := wilson([v for r in records if (v := getattr(r, name)) is not None]))
    }
    chosen = {record.id for record in records}
    abstention = metrics.abstention([(i, a) for i, a in pairs if i.id in chosen])
    facts = [r.answer_chars for r in records if r.type == "fact" and r.status == "answered"]
    latencies = [record.latency_ms for record in records]
    return Summary(
        n=len(records),
        failures=sum(metrics.is_failure(answer) for item, answer in pairs if item.id in chosen),
        rates=rates,
        abstention_precision=abstention.precision,
        abstention_recall=abstention.recall,
        abstention_f1=abstention.f1,
        fact_chars_median=statistics.median(facts) if facts else None,
        latency_p50=metrics.percentile(latencies, 0.5),
        latency_p95=metrics.percentile(latencies, 0.95),
    )


def figure(summary: Summary, name: str) -> tuple[float | None, int]:
    """A figure of a summary by its name in `FIGURES`, with its number of cases.

    Returns:
        None and 0 when no question has the figure.
    """
    value = summary.rates.get(name) if name in RATES else getattr(summary, name)
    if isinstance(value, Rate):
        return value.value, value.n
    if value is None or math.isnan(value):
        return None, 0
    return float(value), summary.n


def by_type(
    records: Sequence[Record], pairs: Sequence[tuple[Item, Answer]]
) -> dict[QuestionType, Summary]:
    """Summaries of the types that occur, in the order of the schema."""
    groups = {kind: [r for r in records if r.type == kind] for kind in TYPES}
    return {kind: summarise(group, pairs) for kind, group in groups.items() if group}


def _record(item: Item, answer: Answer, ranking: dict[str, float], plan: Plan) -> Record:
    def if_answerable(value: Callable[[], float | bool]) -> float | None:
        return float(value()) if item.answerable else None

    top = set(metrics.retrieved_keys(answer)[:5])
    corrected = None
    if item.false_claim is not None:
        corrected = float(metrics.false_premise_corrected(item, answer))
    return Record(
        id=item.id,
        type=item.type,
        answerable=item.answerable,
        status=answer.status,
        all_essential_at_5=if_answerable(lambda: set(item.essential_articles) <= top),
        recall_at_1=ranking.get("recall@1"),
        recall_at_3=ranking.get("recall@3"),
        recall_at_5=ranking.get("recall@5"),
        recall_at_10=ranking.get("recall@10"),
        rr=ranking.get("rr"),
        ndcg_at_10=ranking.get("ndcg@10"),
        essential_cited=if_answerable(lambda: metrics.essential_cited(item, answer)),
        citation_precision=metrics.citation_precision(item, answer) if item.answerable else None,
        citation_recall=if_answerable(lambda: metrics.citation_recall(item, answer)),
        verbatim=float(metrics.quotes_verbatim(answer, plan)) if answer.citations else None,
        key_facts=metrics.key_fact_coverage(item, answer),
        number_accuracy=metrics.number_accuracy(answer, plan),
        numbers_before_checks=metrics.numbers_before_checks(answer),
        statements_kept=metrics.statements_kept(answer),
        strict=float(metrics.is_strictly_right(item, answer)),
        wrongly_refused=if_answerable(lambda: metrics.is_abstention(answer)),
        false_premise_corrected=corrected,
        answer_chars=len(answer.answer),
        latency_ms=answer.timings_ms.total,
    )
