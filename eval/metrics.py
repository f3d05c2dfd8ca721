"""Metrics: pure functions over one expected item and one given answer, and over many of them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Answer
from assistant.numerals import half_width, parse_number
from assistant.passages import without_item_mark
from assistant.plan import Plan
from eval.dataset import Item

_LABEL = re.compile(r"\[(?:第[^\[\]]{1,12}|序言|结语)\]")
_COUNTED = re.compile(
    r"第[\d一二三四五六七八九十百]+(?:条|部分|[项句款段])|\d+ (?:条|处|[项句款段]|个部分)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?|[零〇一二三四五六七八九十百千万亿]{2,}")


# --- One answer ----------------------------------------------------------------------------


def unit_key(article: int | None, part: int) -> str:
    """Key of the unit that a citation or a retrieved entry names (``33``, ``C7``, ``0``)."""
    if article is not None:
        return str(article)
    return "0" if part == 0 else f"C{part}"


def cited_keys(answer: Answer) -> list[str]:
    """Keys of the cited units, each once, in the order of the answer."""
    return list(dict.fromkeys(unit_key(c.article, c.part) for c in answer.citations))


def retrieved_keys(answer: Answer) -> list[str]:
    """Keys of the retrieved units, best first."""
    return [unit_key(r.article, r.part) for r in answer.retrieved]


def essential_cited(item: Item, answer: Answer) -> bool:
    """Whether every essential unit is cited."""
    return set(item.essential_articles) <= set(cited_keys(answer))


def citation_precision(item: Item, answer: Answer) -> float | None:
    """Share of cited units that are gold; None when nothing is cited.

    After citation precision in ALCE (Gao et al., EMNLP 2023), counted against gold units instead
    of an entailment model.
    """
    cited = cited_keys(answer)
    if not cited:
        return None
    return sum(key in item.gold_articles for key in cited) / len(cited)


def citation_recall(item: Item, answer: Answer) -> float:
    """Share of essential units that are cited (ALCE's citation recall, against gold units)."""
    cited = set(cited_keys(answer))
    return sum(key in cited for key in item.essential_articles) / len(item.essential_articles)


def quotes_verbatim(answer: Answer, plan: Plan) -> bool:
    """Whether every quote is what stands between its offsets, inside the unit it names."""
    return all(
        plan.text[c.start : c.end] == c.quote
        and (unit := plan.unit_at(c.start)) is not None
        and c.end <= unit.end
        and unit.label == c.label
        for c in answer.citations
    )


def normalise(text: str) -> str:
    """Half-width, lower case, without blanks, punctuation and labels: only what is said."""
    return re.sub(r"[^\w%+×.]", "", half_width(_LABEL.sub("", text)).lower()).replace("_", "")


def key_fact_coverage(item: Item, answer: Answer) -> float | None:
    """Share of key facts that stand in the answer after normalisation; None without key facts."""
    if not item.key_facts:
        return None
    text = normalise(answer.answer)
    return sum(normalise(fact) in text for fact in item.key_facts) / len(item.key_facts)


def number_accuracy(answer: Answer, plan: Plan) -> float | None:
    """Share of the figures in the answer that stand in a cited unit; None without figures.

    Labels, counts and places of articles, mentions and pieces that the assistant makes itself, and
    words of the question that it repeats in quotation marks are no figures it states; Chinese
    numerals and digits of the same value are equal.
    """
    own, quoted_figures = answer.answer, []
    for quote in (without_item_mark(citation.quote) for citation in answer.citations):
        if quote in own:
            own = own.replace(quote, "")
            quoted_figures += _figures(quote)
    asked = normalise(answer.question)
    for quoted in re.findall("“([^”]+)”", own):
        if normalise(quoted) in asked:
            own = own.replace(quoted, "")
    figures = quoted_figures + _figures(_COUNTED.sub("", _LABEL.sub("", own)))
    if not figures or not answer.citations:
        return None
    units = [plan.unit(key) for key in cited_keys(answer)]
    stated = {value for unit in units if unit for value in _figures(plan.body(unit))}
    return sum(value in stated for value in figures) / len(figures)


def statements_kept(answer: Answer) -> float | None:
    """Share of a language model's statements that passed all checks; None when it wrote none."""
    written = answer.checks.written
    return 1 - answer.checks.dropped / written if written else None


def numbers_before_checks(answer: Answer) -> float | None:
    """Share of a model's statements whose figures and dates stood in what they cite, before checks.

    None when it wrote none. What the checks found first counts: a wrong label hides a wrong figure.
    """
    written, reasons = answer.checks.written, answer.checks.reasons
    return 1 - (reasons.get("number", 0) + reasons.get("date", 0)) / written if written else None


def _figures(text: str) -> list[str]:
    figures = []
    for figure in _NUMBER.findall(half_width(text)):
        value = parse_number(figure)
        figures.append(str(value) if value is not None else figure)
    return figures


def is_abstention(answer: Answer) -> bool:
    """Whether the answer says that the asked-for fact is not there; a failed one says nothing."""
    return answer.status != "answered" and not is_failure(answer)


def is_failure(answer: Answer) -> bool:
    """Whether the system failed at the question instead of answering it."""
    return answer.engine == "error"


def is_strictly_right(item: Item, answer: Answer) -> bool:
    """All essential units cited, all key facts present, status ``answered``.

    For an unanswerable item: that the answer abstains. A partial answer to an answerable question
    is wrong.
    """
    if not item.answerable:
        return is_abstention(answer)
    coverage = key_fact_coverage(item, answer)
    return (
        answer.status == "answered"
        and essential_cited(item, answer)
        and (coverage is None or coverage == 1.0)
    )


def false_premise_corrected(item: Item, answer: Answer) -> bool:
    """Whether the true statement is given and the answer says that the claim is wrong.

    Saying so means naming the false claim in the text around the quotations.
    """
    if item.false_claim is None:
        raise ValueError(f"{item.id} has no false claim")
    outside = answer.answer
    for citation in answer.citations:
        outside = outside.replace(citation.quote, "")
    return is_strictly_right(item, answer) and normalise(item.false_claim) in normalise(outside)


# --- Many answers --------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    """A mean of values between 0 and 1 with its number of cases and 95 % interval."""

    value: float
    n: int
    low: float
    high: float


def wilson(values: Sequence[float], z: float = 1.959964) -> Rate | None:
    """Mean with the Wilson score interval (Wilson 1927, JASA 22); None without values.

    For values that are shares and not only 0 or 1 the interval is conservative, since their
    variance is at most that of a 0/1 variable with the same mean.
    """
    n = len(values)
    if n == 0:
        return None
    p = sum(values) / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Rate(p, n, max(0.0, centre - half), min(1.0, centre + half))


@dataclass(frozen=True)
class Abstention:
    """Abstaining seen as finding the unanswerable questions.

    Attributes:
        precision: Share of abstentions that are right; None without abstentions.
        recall: Share of unanswerable questions abstained from; None without such questions.
        f1: Harmonic mean of both; None when either is.
    """

    precision: Rate | None
    recall: Rate | None
    f1: float | None


def abstention(pairs: Sequence[tuple[Item, Answer]]) -> Abstention:
    """Precision, recall and F1 of abstaining over answerable and unanswerable items together."""
    precision = wilson([float(not item.answerable) for item, a in pairs if is_abstention(a)])
    recall = wilson([float(is_abstention(a)) for item, a in pairs if not item.answerable])
    f1 = None
    if precision and recall:
        total = precision.value + recall.value
        f1 = 2 * precision.value * recall.value / total if total else 0.0
    return Abstention(precision, recall, f1)


def ranking_metrics(pairs: Sequence[tuple[Item, Answer]]) -> dict[str, dict[str, float]]:
    """Ranking metrics per item id, over answerable items, computed by ir-measures.

    Recall counts essential units; reciprocal rank and nDCG count gold units, essential ones with
    gain 2. Keys: ``recall@1``, ``recall@3``, ``recall@5``, ``recall@10``, ``rr``, ``ndcg@10``.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    names = {R(rel=2) @ k: f"recall@{k}" for k in (1, 3, 5, 10)}
    names |= {RR: "rr", nDCG @ 10: "ndcg@10"}
    judged = [(item, answer) for item, answer in pairs if item.answerable]
    qrels = {
        item.id: {key: 2 if key in item.essential_articles else 1 for key in item.gold_articles}
        for item, _ in judged
    }
    run = {
        item.id: {key: 1.0 / rank for rank, key in enumerate(retrieved_keys(answer), 1)}
        for item, answer in judged
    }
    results: dict[str, dict[str, float]] = {
        item.id: dict.fromkeys(names.values(), 0.0) for item, _ in judged
    }
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        results[metric.query_id][names[metric.measure]] = float(metric.value)
    return results


def percentile(values: Sequence[float], share: float) -> float:
    """Percentile by linear interpolation; ``share`` between 0 and 1; NaN without values."""
    return float(np.quantile(values, share)) if values else math.nan


def paired_bootstrap(
    first: Mapping[str, float], second: Mapping[str, float], *, rounds: int = 10_000, seed: int = 0
) -> tuple[float, float, float]:
    """Difference of means (second minus first) over shared ids, with its 95 % interval.

    The interval is the percentile interval of a paired bootstrap (Efron & Tibshirani 1993);
    the seed makes it reproducible.

    Raises:
        ValueError: The two runs share no id.
    """
    ids = sorted(first.keys() & second.keys())
    if not ids:
        raise ValueError("the runs share no question")
    differences = np.array([second[i] - first[i] for i in ids], dtype=np.float64)
    rng = np.random.default_rng(seed)
    means = differences[rng.integers(0, len(ids), size=(rounds, len(ids)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(differences.mean()), float(low), float(high)
