"""Absence: whether a question asks for a detail that the plan leaves open.

“What does a ticket cost?” finds good sentences on the airport, none of which names a price. What is
asked for is hard to tell by rules, but the wording of a question tells it quite well: plans state
aims, measures, places and dates, and leave prices, firms, conditions and procedures to others. Two
logistic models are fitted (`eval.fit_absence`): the first reads the question — its vector, how that
agrees with the best sentence's, its runs of characters, and those that are left when words of the
best sentences are masked —, the second adds whether the sentences state what the question's form
asks for (`assistant.slots`).

The weights are in ``resources/absence_model.npz``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grams import MASK, hashed_grams
from assistant.passages import Passage
from assistant.slots import Wanted

Vector = NDArray[np.float64]
Numbers = NDArray[np.intp]

MODEL_FILE = Path(__file__).parent / "resources" / "absence_model.npz"
BUCKETS = 8192  # for runs of characters, of the question and of what is left of it
LONGEST_GRAM = 3  # characters
BEST_READ = 3  # sentences whose words are masked
FORM_FEATURES = ("by_wording", "asks_by_form", "best_lacks", "all_lack")
_AGREEMENT = 10.0  # products of components are small numbers


@dataclass(frozen=True)
class Reading:
    """What the first model sees of a question.

    Attributes:
        dense: The question's vector and its products with the best sentence's, shape (2 d,).
        grams: Numbers of its runs of characters.
        rest: Numbers of the runs that are left when words of the best sentences are masked.
    """

    dense: Vector
    grams: Numbers
    rest: Numbers


@dataclass(frozen=True)
class AbsenceModel:
    """Weights of both models.

    Attributes:
        encoder: Name of the encoder whose vectors are read.
        dense: Weights of `Reading.dense`, shape (2 d,).
        grams: Weights of the runs of characters, shape (BUCKETS,).
        rest: Weights of the runs that are left, shape (BUCKETS,).
        bias: Constant term of the first model.
        form: Weights of the second model, in the order of `FORM_FEATURES`.
        form_bias: Its constant term.
        least: Log odds from which what is asked for is taken to be absent.
    """

    encoder: str
    dense: Vector
    grams: Vector
    rest: Vector
    bias: float
    form: Vector
    form_bias: float
    least: float

    def by_wording(self, reading: Reading) -> float:
        """Log odds of the first model."""
        return float(
            self.dense @ reading.dense
            + _mean_weight(self.grams, reading.grams)
            + _mean_weight(self.rest, reading.rest)
            + self.bias
        )

    def odds(self, reading: Reading, lacking: tuple[float, float, float]) -> float:
        """Log odds that what is asked for is absent, from wording and form."""
        signals = np.array([self.by_wording(reading), *lacking])
        return float(self.form @ signals + self.form_bias)

    def save(self, file: Path = MODEL_FILE) -> None:
        """Write the weights."""
        weights = {name: np.asarray(getattr(self, name), np.float32) for name in _WEIGHTS}
        np.savez_compressed(file, encoder=np.array(self.encoder), **weights)


_WEIGHTS = tuple(f.name for f in fields(AbsenceModel) if f.name != "encoder")


class AbsenceJudge:
    """Tells of questions about one plan whether what they ask for is absent."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        cut: Callable[[str], list[str]],
        model: AbsenceModel | None,
    ) -> None:
        """Use passages with their vectors, shape (n, d); without a model the form alone tells."""
        self._passages = passages
        self._vectors = vectors
        self._cut = cut
        self.model = model

    def reading(self, text: str, vector: NDArray[np.float32], best: Sequence[int]) -> Reading:
        """Read a question, as encoded of shape (d,), beside the passages that fit it best."""
        texts = [self._passages[i].text for i in best]
        return read(text, vector, texts, self._vectors[best[0]], self._cut)

    def lacking(self, wanted: Wanted, best: Sequence[int]) -> tuple[float, float, float]:
        """What `lacking` says of the passages that fit best."""
        return lacking(wanted, [self._passages[i].text for i in best])

    def is_absent(
        self, text: str, vector: NDArray[np.float32], wanted: Wanted, best: Sequence[int]
    ) -> bool | None:
        """Whether what is asked for is absent; None when there is no model to tell.

        Args:
            text: The question.
            vector: It as encoded, shape (d,).
            wanted: What its form asks for.
            best: Ids of the passages that fit it best, the best one first.
        """
        if self.model is None:
            return None
        reading = self.reading(text, vector, best)
        return self.model.odds(reading, self.lacking(wanted, best)) >= self.model.least


def absence_model_for(encoder: str) -> AbsenceModel | None:
    """The shipped weights; None for an encoder that they are not made for."""
    shipped = _shipped()
    return shipped if shipped.encoder == encoder else None


def _shipped() -> AbsenceModel:
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        encoder = str(stored["encoder"])
        values = {name: stored[name].astype(np.float64) for name in _WEIGHTS}
    return AbsenceModel(encoder, **{n: v if v.ndim else float(v) for n, v in values.items()})


def read(
    text: str,
    vector: Vector,
    best: Sequence[str],
    best_vector: Vector,
    cut: Callable[[str], list[str]],
) -> Reading:
    """Read a question beside the sentences that fit it best.

    Args:
        text: The question.
        vector: It as encoded, shape (d,).
        best: The best sentences, the best one first.
        best_vector: The first of them as encoded, shape (d,).
        cut: Cuts a text into words.
    """
    known = "\n".join(best)
    rest = "".join(MASK if len(w) > 1 and w in known else w for w in cut(text))
    return Reading(
        dense=np.concatenate([vector, _AGREEMENT * vector * best_vector]).astype(np.float64),
        grams=hashed_grams(text, LONGEST_GRAM, BUCKETS),
        rest=hashed_grams(rest, LONGEST_GRAM, BUCKETS),
    )


def lacking(wanted: Wanted, best: Sequence[str]) -> tuple[float, float, float]:
    """Whether anything is asked for by form, the best sentence lacks it, and all of them do."""
    required = [slot for slot in wanted.slots if slot.is_required]
    if not required or not best:
        return 0.0, 0.0, 0.0
    first = any(not slot.stated_in(best[0]) for slot in required)
    none = any(not any(map(slot.stated_in, best)) for slot in required)
    return 1.0, float(first), float(none)


def _mean_weight(weights: Vector, numbers: Numbers) -> float:
    """Sum of the weights of some runs, over the root of their number as their vector's length."""
    return float(weights[numbers].sum() / np.sqrt(max(len(numbers), 1)))
