"""Learns the verdicts on questions (`assistant.judge`).

Both models of a verdict are logistic regressions (scikit-learn, L2). The second one learns from
what the first says of questions that it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression

from assistant.grams import unit_share
from assistant.judge import BUCKETS, Reading, Verdict
from eval.fit_matching import FOLDS, fold_of

Flags = NDArray[np.bool_]
Odds = NDArray[np.float64]
Threshold = Callable[[Odds, Flags], float]
# Worth of passing a verdict so often: from hits, false alarms and misses, each of shape (n,).
Counts = NDArray[np.intp]
Value = Callable[[Counts, Counts, Counts], Odds | Counts]

_REGULARISATION = 30.0
_REGULARISATION_OF_SIGNALS = 1.0
RESAMPLES, SEED = 500, 14


def fit_verdict(
    ids: Sequence[str], readings: Sequence[Reading], holds: Flags, threshold: Threshold
) -> tuple[Verdict, Flags]:
    """Fit both models and the threshold.

    Args:
        ids: Ids of the questions.
        readings: What the models see of each.
        holds: Whether the verdict holds for each, shape (n,).
        threshold: From the log odds and `holds` the odds from which the verdict is passed.

    Returns:
        The verdict, and for which questions it is passed by models that have not seen them.
    """
    rows = _rows(readings)
    folds = np.array([fold_of(id) for id in ids])
    unseen = np.zeros(len(ids))
    for fold in range(FOLDS):
        held = folds == fold
        unseen[held] = _by_wording(rows[~held], holds[~held]).decision_function(rows[held])
    signals = np.column_stack([unseen, [reading.signals for reading in readings]])
    second = LogisticRegression(C=_REGULARISATION_OF_SIGNALS, max_iter=5000).fit(signals, holds)
    odds = second.decision_function(signals)
    first = _by_wording(rows, holds)
    size = len(readings[0].dense)
    least = threshold(odds, holds)
    verdict = Verdict(
        dense=first.coef_[0, :size],
        grams=first.coef_[0, size:],
        bias=first.intercept_[0],
        signals=second.coef_[0],
        signals_bias=second.intercept_[0],
        least=np.array(least),
    )
    return verdict, odds >= least


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


def _by_wording(rows: csr_array, holds: Flags) -> LogisticRegression:
    model = LogisticRegression(C=_REGULARISATION, class_weight="balanced", max_iter=5000)
    return model.fit(rows, holds)


def _rows(readings: Sequence[Reading]) -> csr_array:
    """What the first model sees: vectors, and shares of the runs of characters."""
    dense = csr_array(np.stack([reading.dense for reading in readings]))
    lengths = [len(reading.grams) for reading in readings]
    shares = np.repeat([unit_share(length) for length in lengths], lengths)
    places = np.concatenate([reading.grams for reading in readings])
    grams = csr_array((shares, places, np.cumsum([0, *lengths])), shape=(len(readings), BUCKETS))
    return csr_array(hstack([dense, grams]))
