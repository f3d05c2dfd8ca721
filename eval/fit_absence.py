"""Learns whether a question asks for a detail that the plan leaves open (`assistant.absence`).

Near misses are the questions whose detail is absent; questions with an answer are the others. Both
models are logistic regressions (scikit-learn, L2). The second one learns from what the first says
of questions it has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression

from assistant.absence import BUCKETS, AbsenceModel, Reading
from eval.fit_matching import FOLDS, fold_of

Flags = NDArray[np.bool_]

MAX_HEDGED = 0.05  # share of questions with an answer that may be told that a detail is missing
_REGULARISATION = 30.0
_REGULARISATION_OF_FORM = 1.0


def fit_absence(
    encoder: str,
    ids: Sequence[str],
    readings: Sequence[Reading],
    lacking: Sequence[tuple[float, float, float]],
    absent: Flags,
) -> AbsenceModel:
    """Fit both models and the threshold.

    Args:
        encoder: Name of the encoder.
        ids: Ids of the questions.
        readings: What the first model sees of each.
        lacking: What the form of each asks for and the sentences lack.
        absent: Whether the plan leaves open what each asks for, shape (n,).
    """
    rows = _rows(readings)
    folds = np.array([fold_of(id) for id in ids])
    unseen = np.zeros(len(ids))
    for fold in range(FOLDS):
        held = folds == fold
        unseen[held] = _first(rows[~held], absent[~held]).decision_function(rows[held])
    form = np.column_stack([unseen, np.array(lacking)])
    second = LogisticRegression(C=_REGULARISATION_OF_FORM, max_iter=5000).fit(form, absent)
    odds = second.decision_function(form)
    first = _first(rows, absent)
    weights = first.coef_[0]
    size = len(readings[0].dense)
    return AbsenceModel(
        encoder=encoder,
        dense=weights[:size],
        grams=weights[size : size + BUCKETS],
        rest=weights[size + BUCKETS :],
        bias=float(first.intercept_[0]),
        form=second.coef_[0],
        form_bias=float(second.intercept_[0]),
        least=float(np.quantile(odds[~absent], 1 - MAX_HEDGED)),
    )


def _first(rows: csr_array, absent: Flags) -> LogisticRegression:
    model = LogisticRegression(C=_REGULARISATION, class_weight="balanced", max_iter=5000)
    return model.fit(rows, absent)


def _rows(readings: Sequence[Reading]) -> csr_array:
    dense = csr_array(np.stack([reading.dense for reading in readings]))
    grams = _shares([reading.grams for reading in readings])
    rest = _shares([reading.rest for reading in readings])
    return csr_array(hstack([dense, grams, rest]))


def _shares(numbers: Sequence[NDArray[np.intp]]) -> csr_array:
    """Rows of unit length that say which runs of characters each question holds."""
    lengths = [len(each) for each in numbers]
    values = np.repeat([1 / np.sqrt(max(length, 1)) for length in lengths], lengths)
    starts = np.cumsum([0, *lengths])
    shape = (len(numbers), BUCKETS)
    return csr_array((values, np.concatenate(numbers), starts), shape=shape)
