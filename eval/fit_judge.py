"""Learns verdicts on questions (`assistant.verdicts`).

How a question is worded is read by a logistic regression (scikit-learn, L2), which questions it is
like by a support vector machine. A second logistic regression learns from what both say of
questions that they have not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from assistant.grams import unit_share
from assistant.verdicts import (
    BUCKETS,
    NO_NUMBERS,
    Numbers,
    Reading,
    Vector,
    Vectors,
    Verdict,
    likeness,
)
from eval.fit_matching import FOLDS, fold_of

Flags = NDArray[np.bool_]
Odds = NDArray[np.float64]
Threshold = Callable[[Odds, Flags], float]
# Worth of passing a verdict so often: from hits, false alarms and misses, each of shape (n,).
Counts = NDArray[np.intp]
Value = Callable[[Counts, Counts, Counts], Odds | Counts]

_REGULARISATION = 30.0
_REGULARISATION_OF_MEMORY = 3.0
_REGULARISATION_OF_SIGNALS = 1.0
RESAMPLES, SEED = 500, 14


def fit_verdict(
    ids: Sequence[str],
    readings: Sequence[Reading],
    holds: Flags,
    threshold: Threshold,
    weights: Odds | None = None,
) -> tuple[Verdict, Odds]:
    """Fit all models and the threshold.

    Args:
        ids: Ids of the questions.
        readings: What the models see of each; likeness is not looked at.
        holds: Whether the verdict holds for each, shape (n,).
        threshold: From the log odds and `holds` the odds from which the verdict is passed.
        weights: How much each question counts, shape (n,); None for all alike.

    Returns:
        The verdict, which remembers these questions in this order, and the log odds of each, shape
        (n,), by models that have not seen it.
    """
    rows = _rows(readings)
    vectors = np.stack([reading.vector for reading in readings]).astype(np.float32)
    likes = likeness(vectors, vectors) if vectors.size else None
    folds = np.array([fold_of(id) for id in ids])
    weights = np.ones(len(ids)) if weights is None else weights
    unseen = np.zeros((len(ids), 2))  # odds by wording and by memory
    for fold in range(FOLDS):
        held = folds == fold
        wording = _by_wording(rows[~held], holds[~held], weights[~held])
        unseen[held, 0] = wording.decision_function(rows[held])
        if likes is not None:
            memory = _by_memory(likes[np.ix_(~held, ~held)], holds[~held], weights[~held])
            unseen[held, 1] = memory.decision_function(likes[np.ix_(held, ~held)])
    signals = np.column_stack([unseen, [reading.signals for reading in readings]])
    second = LogisticRegression(C=_REGULARISATION_OF_SIGNALS, max_iter=5000)
    second.fit(signals, holds, sample_weight=weights)
    odds = second.decision_function(signals)
    first = _by_wording(rows, holds, weights)
    remembered, remembered_bias = _remembered(likes, holds, weights)
    size = len(readings[0].dense)
    dense, grams, unsaid = np.split(first.coef_[0], [size, size + BUCKETS])
    least = threshold(odds, holds)
    verdict = Verdict(
        dense=dense,
        grams=grams,
        unsaid=unsaid,
        bias=first.intercept_[0],
        remembered=remembered,
        remembered_bias=remembered_bias,
        signals=second.coef_[0],
        signals_bias=second.intercept_[0],
        least=np.array(least),
    )
    return verdict, odds


def without_forgotten(
    verdicts: Mapping[str, Verdict], memory: Vectors
) -> tuple[dict[str, Verdict], Vectors]:
    """Verdicts and their common memory without the questions that none of them remembers.

    Args:
        verdicts: By name; all remember the same questions.
        memory: Their vectors, shape (n, d).
    """
    kept = np.any([verdict.remembered != 0 for verdict in verdicts.values()], axis=0)
    shorter = {
        name: replace(verdict, remembered=verdict.remembered[kept])
        for name, verdict in verdicts.items()
    }
    return shorter, memory[kept]


def rarely(share: float, free: Flags) -> Threshold:
    """Pass a verdict on no more than a share of the questions that are free of it.

    Args:
        share: 0 to 1.
        free: Questions for which it must not be passed often, shape (n,).
    """
    return lambda odds, _: float(np.quantile(odds[free], 1 - share))


def fewest_errors(among: Flags) -> Threshold:
    """Judge as few of some questions wrongly as possible.

    Args:
        among: Questions that are as mixed as those that will be asked, shape (n,).
    """
    return _best_of_resamples(among, lambda hits, alarms, missed: -(alarms + missed))


def best_balance(among: Flags) -> Threshold:
    """Make the harmonic mean of precision and recall (F1) of a verdict as high as possible.

    Args:
        among: Questions that are as mixed as those that will be asked, shape (n,).
    """
    return _best_of_resamples(
        among, lambda hits, alarms, missed: 2 * hits / (2 * hits + alarms + missed)
    )


def _best_of_resamples(among: Flags, value: Value) -> Threshold:
    """The mean of the best cuts of many resamples; a handful of questions does not decide."""

    def threshold(odds: Odds, holds: Flags) -> float:
        rows = np.flatnonzero(among)
        random = np.random.default_rng(SEED)
        draws = (random.choice(rows, len(rows)) for _ in range(RESAMPLES))
        return float(np.mean([_best_cut(odds[drawn], holds[drawn], value) for drawn in draws]))

    return threshold


def _best_cut(odds: Odds, holds: Flags, value: Value) -> float:
    """The odds from which on passing a verdict is worth most."""
    order = np.argsort(-odds)
    hits = np.cumsum(holds[order].astype(np.intp))
    alarms = np.cumsum((~holds[order]).astype(np.intp))
    cut = int(np.argmax(value(hits, alarms, holds.sum() - hits)))
    below = odds[order][min(cut + 1, len(order) - 1)]
    return float((odds[order][cut] + below) / 2)


def _by_wording(rows: csr_array, holds: Flags, weights: Odds) -> LogisticRegression:
    model = LogisticRegression(C=_REGULARISATION, class_weight="balanced", max_iter=5000)
    return model.fit(rows, holds, sample_weight=weights)


def _by_memory(likes: Odds, holds: Flags, weights: Odds) -> SVC:
    model = SVC(C=_REGULARISATION_OF_MEMORY, kernel="precomputed", class_weight="balanced")
    return model.fit(likes, holds, sample_weight=weights)


def _remembered(likes: Odds | None, holds: Flags, shares: Odds) -> tuple[Vector, Vector]:
    """The weight of each question in the memory, shape (n,), and the constant term."""
    if likes is None:
        return NO_NUMBERS, np.array(0.0)
    model = _by_memory(likes, holds, shares)
    weights = np.zeros(len(holds))
    weights[model.support_] = model.dual_coef_[0]
    return weights, model.intercept_[0]


def _rows(readings: Sequence[Reading]) -> csr_array:
    """What the first model sees: vectors, and shares of the runs of characters."""
    dense = csr_array(np.stack([reading.dense for reading in readings]))
    grams = _shares([reading.grams for reading in readings])
    return csr_array(hstack([dense, grams, _shares([reading.unsaid for reading in readings])]))


def _shares(runs: Sequence[Numbers]) -> csr_array:
    lengths = [len(found) for found in runs]
    shares = np.repeat([unit_share(length) for length in lengths], lengths)
    places = np.concatenate(runs)
    return csr_array((shares, places, np.cumsum([0, *lengths])), shape=(len(runs), BUCKETS))
