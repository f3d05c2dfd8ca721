"""Fits the evidence model on the development split; ``python -m eval fit`` writes it anew.

Two logistic regressions (scikit-learn, L2) are fitted: whether a sentence belongs into the answer,
and whether the plan says anything on what is asked. The thresholds of selection are then the best
of a grid by strict accuracy and citation precision. Test questions are never looked at.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.answering import Assistant
from assistant.evidence import MODEL_FILE, EvidenceModel, EvidenceSelector, is_broad
from assistant.question import AnswerKind, is_chinese, understand
from assistant.retrieval import Query
from eval.dataset import Item
from eval.metrics import normalise

Matrix = NDArray[np.float64]

CANDIDATES = 60  # passages per question that the sentence model learns from
REGULARISATION = 1.0
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEASTS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
# Weight of citation precision beside strict accuracy when thresholds are compared.
PRECISION_SHARE = 0.5
MAX_TURNED_AWAY = 0.02  # share of questions about the plan that may be taken for foreign ones


@dataclass(frozen=True)
class _Sample:
    """What is known of one development question."""

    item: Item
    query: Query
    kind: AnswerKind
    features: Matrix
    support: Matrix
    right: NDArray[np.bool_]


def fit(assistant: Assistant, items: Sequence[Item]) -> EvidenceModel:
    """Fit the model on the development questions among the items."""
    single = [item for item in items if item.split == "dev" and not item.turns]
    samples = [_sample(assistant, item) for item in single]
    weights, bias = _fit_sentences(assistant.selector, [s for s in samples if s.right.any()])
    support_weights, support_bias = _fit_support(samples)
    model = assistant.selector.model.model_copy(
        update={
            "weights": weights,
            "bias": bias,
            "support_weights": support_weights,
            "support_bias": support_bias,
        }
    )
    for broad in (False, True):
        model = _fit_thresholds(assistant, model, samples, broad)
    return model


def save(model: EvidenceModel) -> None:
    """Write the model to where the assistant reads it."""
    MODEL_FILE.write_text(json.dumps(model.model_dump(), indent=1) + "\n", encoding="utf-8")


def _sample(assistant: Assistant, item: Item) -> _Sample:
    question = understand(item.asked)
    query = assistant.retriever.query(question.text)
    ranking = assistant.retriever.search(query)
    features = assistant.selector.features(query, ranking, question.kind)
    right = np.array(
        [
            p.kind == "sentence"
            and p.unit in item.gold_articles
            and any(normalise(fact) in normalise(p.text) for fact in item.key_facts)
            for p in assistant.retriever.passages
        ]
    )
    support = assistant.selector.support_features(query, ranking)
    return _Sample(item, query, question.kind, features, support, right)


def _fit_sentences(
    selector: EvidenceSelector, samples: Sequence[_Sample]
) -> tuple[tuple[float, ...], float]:
    """Learn from each question's best candidates and all its right sentences."""
    rows, labels = [], []
    for sample in samples:
        score = selector.score(sample.features)
        chosen = np.argsort(-score)[:CANDIDATES]
        for i in np.union1d(chosen, np.flatnonzero(sample.right)):
            if selector.quotable[i]:
                rows.append(sample.features[i])
                labels.append(sample.right[i])
    return _logistic(np.array(rows), np.array(labels))


def _fit_support(samples: Sequence[_Sample]) -> tuple[tuple[float, ...], float]:
    """A near miss shares its subject with the plan; only the others lie outside it."""
    chinese = [s for s in samples if is_chinese(s.item.asked)]
    known = [s for s in chinese if s.item.answerable or s.item.type == "near_miss"]
    foreign = [s for s in chinese if not s.item.answerable and s.item.type != "near_miss"]
    rows = np.array([s.support for s in (*known, *foreign)])
    labels = np.array([True] * len(known) + [False] * len(foreign))
    weights, _ = _logistic(rows, labels)
    # Losing an answer costs as much as giving a wrong one, and most questions have an answer: the
    # threshold is where few of the known questions would be turned away.
    signals = np.array([s.support for s in known]) @ np.array(weights)
    return weights, round(-float(np.quantile(signals, MAX_TURNED_AWAY)), 4)


def _logistic(rows: Matrix, labels: NDArray[np.bool_]) -> tuple[tuple[float, ...], float]:
    model = LogisticRegression(C=REGULARISATION, max_iter=5000).fit(rows, labels)
    weights = tuple(round(float(w), 4) for w in model.coef_[0])
    return weights, round(float(model.intercept_[0]), 4)


def _fit_thresholds(
    assistant: Assistant, model: EvidenceModel, samples: Sequence[_Sample], broad: bool
) -> EvidenceModel:
    """Choose the thresholds of broad or of ordinary questions."""
    group = [s for s in samples if s.right.any() and is_broad(s.query, s.kind) == broad]
    prefix = "broad_" if broad else ""
    best, best_value = model, -1.0
    for share, least in itertools.product(SHARES, LEASTS):
        changed = {f"{prefix}share_of_best": share, f"{prefix}least": least}
        tried = model.model_copy(update=changed)
        value = _value(assistant.selector.with_model(tried), assistant, group, broad)
        if value > best_value:
            best, best_value = tried, value
    return best


def _value(
    selector: EvidenceSelector, assistant: Assistant, group: Sequence[_Sample], broad: bool
) -> float:
    strict, precision = 0.0, 0.0
    passages = assistant.retriever.passages
    for sample in group:
        chosen = [passages[i] for i in selector.choose(sample.features, broad=broad)]
        units = {p.unit for p in chosen}
        text = normalise("".join(p.text for p in chosen))
        facts = all(normalise(fact) in text for fact in sample.item.key_facts)
        strict += facts and set(sample.item.essential_articles) <= units
        precision += len(units & set(sample.item.gold_articles)) / len(units)
    return (strict + PRECISION_SHARE * precision) / max(len(group), 1)
