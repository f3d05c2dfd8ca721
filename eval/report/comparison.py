"""Comparing runs: everything that the forms of a report show, computed once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer
from assistant.plan import Plan
from eval import metrics
from eval.dataset import DatasetError, Item, QuestionType
from eval.metrics import Rate
from eval.report.diagnosis import diagnose, unit_label
from eval.runner import Run
from eval.scoring import RATES, Record, Summary, by_type, score, summarise
from eval.systems import SYSTEMS, short_name

Finding = Literal["better", "worse", "unclear", "too_few"]
Change = Literal["gained", "lost", "same"]

# Rates of a whole run → what reports call them, in the order of the tables.
FIGURES: dict[str, str] = {
    **RATES,
    "abstention_precision": "拒答准确率",
    "abstention_recall": "拒答召回率",
}
# What is compared question by question; the rest would say the same again.
COMPARED = (
    "strict",
    "essential_cited",
    "citation_precision",
    "citation_recall",
    "key_facts",
    "number_accuracy",
    "verbatim",
    "wrongly_refused",
    "abstention_recall",
    "false_premise_corrected",
    "all_essential_at_5",
    "recall_at_1",
    "rr",
)
LOWER_IS_BETTER = frozenset({"wrongly_refused"})
# A bootstrap of fewer pairs mostly shows which questions happened to be asked.
FEWEST_PAIRS = 10


@dataclass(frozen=True)
class CurvePoint:
    """What one threshold on the best retrieved unit's score would do.

    Attributes:
        wrongly_refused: Share of answerable questions below it.
        recognised: Share of unanswerable questions below it.
    """

    wrongly_refused: float
    recognised: float


@dataclass(frozen=True)
class ScoredRun:
    """A run with its scores.

    Attributes:
        name: What the report calls it; no two runs share a name.
        description: What the system is; empty when nothing is known beyond the name.
        run: Settings, versions, items and answers.
        records: Scores in the order of the set.
        whole: Summary over all questions.
        types: Summaries by type, in the order of the schema.
        splits: Summaries of ``dev`` and ``test``, as far as they occur.
        curve: What refusing by a threshold would do, from refusing nothing to refusing everything;
            empty unless answerable and unanswerable questions were asked.
    """

    name: str
    description: str
    run: Run
    records: tuple[Record, ...]
    whole: Summary
    types: Mapping[QuestionType, Summary]
    splits: Mapping[str, Summary]
    curve: tuple[CurvePoint, ...]

    @property
    def figures(self) -> dict[str, Rate]:
        """All rates of the whole run that it has, by their names in `FIGURES`."""
        found = {
            **self.whole.rates,
            "abstention_precision": self.whole.abstention_precision,
            "abstention_recall": self.whole.abstention_recall,
        }
        return {name: rate for name in FIGURES if (rate := found.get(name))}


@dataclass(frozen=True)
class Difference:
    """How the judged run differs from another on the questions that both answered.

    Attributes:
        metric: Name in `FIGURES`.
        other: Name of the run compared with.
        n: Number of shared questions that have the figure in both runs.
        judged: Mean of the judged run over them.
        compared: Mean of the other run over them.
        change: Judged minus compared.
        low: Lower end of the 95 % interval of the change.
        high: Upper end of it.
        finding: Whether the judged run is better, worse, or neither can be said.
    """

    metric: str
    other: str
    n: int
    judged: float
    compared: float
    change: float
    low: float
    high: float
    finding: Finding


@dataclass(frozen=True)
class Given:
    """What one run answered to a question.

    Attributes:
        run: Place of the run among `Comparison.runs`.
        answer: The answer.
        record: Its scores.
        faults: What went wrong, in short Chinese phrases.
        retrieved: Labels of the first five retrieved units.
    """

    run: int
    answer: Answer
    record: Record
    faults: tuple[str, ...]
    retrieved: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question with what was expected and what the runs answered.

    Attributes:
        item: The question as it stands in the set.
        essential: Labels of the units that must be cited.
        allowed: Labels of the further units that may be cited.
        given: The answers, in the order of the runs.
    """

    item: Item
    essential: tuple[str, ...]
    allowed: tuple[str, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that a report shows.

    Attributes:
        title: Title of the plan.
        runs: The runs; the first is the one judged.
        differences: Of the judged run from each of the others, by run and then by metric.
        questions: In the order of the judged run; those of other runs alone follow.
        notices: What a reader must know before trusting the figures, in Chinese sentences.
    """

    title: str
    runs: tuple[ScoredRun, ...]
    differences: tuple[Difference, ...]
    questions: tuple[Question, ...]
    notices: tuple[str, ...]

    @property
    def judged(self) -> ScoredRun:
        """The run that the report is about."""
        return self.runs[0]

    @property
    def others(self) -> tuple[ScoredRun, ...]:
        """The runs that it is compared with."""
        return self.runs[1:]

    @property
    def figures(self) -> dict[str, str]:
        """Those of `FIGURES` that at least one run has."""
        return {
            name: label
            for name, label in FIGURES.items()
            if any(name in run.figures for run in self.runs)
        }


def compare(runs: Sequence[Run], plan: Plan) -> Comparison:
    """Score all runs and compare the others with the first.

    Raises:
        DatasetError: There is no run, or a run has no answer.
    """
    if not runs:
        raise DatasetError("没有给出结果目录,至少需要一个。")
    for run in runs:
        if not run.pairs:
            raise DatasetError(f"{run.folder} 里还没有回答,请先用 python -m eval run 运行评测。")
    scored = tuple(
        _score_run(run, name, plan) for run, name in zip(runs, _names(runs), strict=True)
    )
    return Comparison(
        title=plan.title,
        runs=scored,
        differences=tuple(d for other in scored[1:] for d in _differences(scored[0], other)),
        questions=tuple(_questions(scored, plan)),
        notices=tuple(_notices(scored, plan)),
    )


def change_of(question: Question) -> Change | None:
    """How the judged run did at a question compared with the only other run.

    Returns:
        None unless exactly two runs answered it.
    """
    if [given.run for given in question.given] != [0, 1]:
        return None
    judged, other = (given.record.strict for given in question.given)
    return "same" if judged == other else "gained" if judged > other else "lost"


def _names(runs: Sequence[Run]) -> list[str]:
    """Short names for the reader; runs of one system are numbered."""
    seen: Counter[str] = Counter()
    names = []
    for run in runs:
        name = short_name(run.info.system)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return names


def _score_run(run: Run, name: str, plan: Plan) -> ScoredRun:
    pairs = run.pairs
    records = score(pairs, plan)
    splits = {item.id: item.split for item, _ in pairs}
    groups = {part: [r for r in records if splits[r.id] == part] for part in ("dev", "test")}
    return ScoredRun(
        name=name,
        description=SYSTEMS.get(run.info.system, ""),
        run=run,
        records=tuple(records),
        whole=summarise(records, pairs),
        types=by_type(records, pairs),
        splits={part: summarise(group, pairs) for part, group in groups.items() if group},
        curve=_curve(pairs),
    )


def _curve(pairs: Sequence[tuple[Item, Answer]]) -> tuple[CurvePoint, ...]:
    """Refusing below each of the scores that occur; failed answers have none and are left out."""
    best: dict[bool, list[float]] = {True: [], False: []}
    for item, answer in pairs:
        if not metrics.is_failure(answer):
            found = answer.retrieved[0].score if answer.retrieved else -math.inf
            best[item.answerable].append(found)
    if not best[True] or not best[False]:
        return ()
    thresholds = [-math.inf, *sorted({*best[True], *best[False]} - {-math.inf}), math.inf]

    def share(scores: list[float], threshold: float) -> float:
        return sum(score < threshold for score in scores) / len(scores)

    points = [CurvePoint(share(best[True], t), share(best[False], t)) for t in thresholds]
    # Questions at which nothing was retrieved are refused at every finite threshold.
    return tuple(dict.fromkeys([CurvePoint(0.0, 0.0), *points, CurvePoint(1.0, 1.0)]))


def _differences(judged: ScoredRun, other: ScoredRun) -> Iterator[Difference]:
    shared = set(_items(judged)) & set(_items(other))
    ids = {item.id for item in shared}
    for metric in COMPARED:
        first, second = (
            {id: value for id, value in _values(run, metric).items() if id in ids}
            for run in (judged, other)
        )
        both = first.keys() & second.keys()
        if not both:
            continue
        change, low, high = metrics.paired_bootstrap(second, first)
        yield Difference(
            metric=metric,
            other=other.name,
            n=len(both),
            judged=math.fsum(first[id] for id in both) / len(both),
            compared=math.fsum(second[id] for id in both) / len(both),
            change=change,
            low=low,
            high=high,
            finding=_finding(metric, len(both), low, high),
        )


def _finding(metric: str, n: int, low: float, high: float) -> Finding:
    if n < FEWEST_PAIRS:
        return "too_few"
    if low <= 0 <= high:
        return "unclear"
    return "better" if (low > 0) != (metric in LOWER_IS_BETTER) else "worse"


def _values(run: ScoredRun, metric: str) -> dict[str, float]:
    """A figure by question id; questions that do not have it are left out."""
    if metric == "abstention_recall":
        return {
            item.id: float(metrics.is_abstention(answer))
            for item, answer in run.run.pairs
            if not item.answerable
        }
    found = {record.id: getattr(record, metric) for record in run.records}
    return {id: value for id, value in found.items() if value is not None}


def _items(run: ScoredRun) -> list[Item]:
    return [item for item, _ in run.run.pairs]


def _questions(runs: Sequence[ScoredRun], plan: Plan) -> Iterator[Question]:
    """Rows by item, not by id: one that was changed between two runs is two questions."""
    rows: dict[Item, list[Given]] = {}
    for index, run in enumerate(runs):
        for (item, answer), record in zip(run.run.pairs, run.records, strict=True):
            rows.setdefault(item, []).append(
                Given(
                    run=index,
                    answer=answer,
                    record=record,
                    faults=diagnose(item, answer, record, plan),
                    retrieved=tuple(
                        unit_label(key, plan) for key in metrics.retrieved_keys(answer)[:5]
                    ),
                )
            )
    for item, given in rows.items():
        further = [key for key in item.gold_articles if key not in item.essential_articles]
        yield Question(
            item=item,
            essential=tuple(unit_label(key, plan) for key in item.essential_articles),
            allowed=tuple(unit_label(key, plan) for key in further),
            given=tuple(given),
        )


def _notices(runs: Sequence[ScoredRun], plan: Plan) -> Iterator[str]:
    asked = set(_items(runs[0]))
    for run in runs:
        missing = len(run.run.info.items) - run.whole.n
        if missing:
            yield f"{run.name}:还有 {missing} 题没有回答,数字只含已回答的 {run.whole.n} 题。"
        if run.whole.failures:
            yield f"{run.name}:有 {run.whole.failures} 题程序出错,都按答错计。"
        if run.run.info.plan_sha256 != plan.sha256:
            yield (
                f"{run.name}:运行时的规划文本与现在的不同,"
                "引文核对和条号可能有误;请用同一文本重新运行。"
            )
        if set(_items(run)) != asked:
            shared = len(asked & set(_items(run)))
            counted = f"差异表只按两者都回答了的 {shared} 题计算。" if shared else "两者不能比较。"
            yield f"{run.name}:题目与{runs[0].name}不完全相同,{counted}"
