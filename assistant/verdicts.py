"""Verdicts: yes or no about a question, from models that were fitted on many questions.

A verdict has three models (`eval.fit_judge`). The first one, a logistic regression, reads how a
question is worded: its vector, how that agrees with the best sentence's, its runs of characters and
those of them that its evidence lacks. The second one remembers the questions it was fitted on and
asks which of them the new one is like (a support vector machine with a radial kernel on vectors).
The third one weighs the odds of both against signals of how well the plan's sentences fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.grams import unit_share

Vector = NDArray[np.float64]
Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

BUCKETS = 16384  # for runs of characters
NO_NUMBERS: Vector = np.zeros(0)
NO_RUNS: Numbers = np.zeros(0, dtype=np.intp)
# How fast likeness falls with the squared distance of two vectors of length one. Found by
# cross-validation: near questions tell most, and there are thousands to be near to.
_SHARPNESS = 8.0


def likeness(vectors: Vectors, others: Vectors) -> Vector:
    """How like questions are, from 0 to 1 (radial kernel).

    Args:
        vectors: Of length one, shape (m, d) or (d,).
        others: Of length one, shape (n, d).

    Returns:
        Shape (m, n) or (n,).
    """
    distances = np.maximum(2 - 2 * (vectors @ others.T), 0)
    return np.asarray(np.exp(-_SHARPNESS * distances), dtype=np.float64)


@dataclass(frozen=True)
class Reading:
    """What the models of a verdict see of a question; what a verdict does not read is empty.

    Attributes:
        vector: The question as encoded, of length one, shape (d,).
        agreement: Products of its components and the best sentence's, shape (d,).
        grams: Numbers of its runs of characters.
        unsaid: Numbers of those that its evidence lacks.
        likeness: How like it is to each question that is remembered, shape (n,).
        fit: How well the plan's sentences fit it.
        form: What its form asks for and the best sentences lack.
        read: Log odds by the reader (`assistant.reader`), which no model here looks at.
    """

    vector: Vector
    agreement: Vector
    grams: Numbers
    unsaid: Numbers
    likeness: Vector
    fit: Vector
    form: Vector
    read: Vector = field(default_factory=lambda: NO_NUMBERS)

    @property
    def signals(self) -> Vector:
        """What the third model weighs beside the odds of the other two."""
        return np.concatenate([self.form, self.fit])

    @property
    def dense(self) -> Vector:
        """Vector and agreement, shape (2 d,)."""
        return np.concatenate([self.vector, self.agreement])


@dataclass(frozen=True)
class Verdict:
    """The weights of one verdict.

    Attributes:
        dense: Weights of `Reading.dense`.
        grams: Weights of the runs of characters, shape (BUCKETS,).
        unsaid: Weights of the runs that the evidence lacks, shape (BUCKETS,).
        bias: Constant term of the first model.
        remembered: Weights of the questions that are remembered, shape (n,); empty without any.
        remembered_bias: Constant term of the second model.
        signals: Weights of both models' odds and of `Reading.signals`.
        signals_bias: Constant term of the third model.
        least: Log odds from which the verdict is passed.
    """

    dense: Vector
    grams: Vector
    unsaid: Vector
    bias: Vector
    remembered: Vector
    remembered_bias: Vector
    signals: Vector
    signals_bias: Vector
    least: Vector

    def by_wording(self, reading: Reading) -> float:
        """Log odds of the first model."""
        runs = ((self.grams, reading.grams), (self.unsaid, reading.unsaid))
        shares = sum(unit_share(len(found)) * weights[found].sum() for weights, found in runs)
        return float(self.dense @ reading.dense + shares + self.bias)

    def by_memory(self, reading: Reading) -> float:
        """On which side of the second model the question is, and how far; 0 without memory."""
        if not len(self.remembered):
            return 0.0
        return float(self.remembered @ reading.likeness + self.remembered_bias)

    def odds(self, reading: Reading) -> float:
        """Log odds of the third model."""
        signals = [self.by_wording(reading), self.by_memory(reading), *reading.signals]
        return float(self.signals @ np.array(signals) + self.signals_bias)

    def margin(self, reading: Reading) -> float:
        """By how much the log odds exceed those from which the verdict is passed."""
        return self.odds(reading) - float(self.least)

    def holds(self, reading: Reading) -> bool:
        """Whether the verdict is passed."""
        return self.margin(reading) >= 0


def save_verdicts(
    file: Path, encoder: str, verdicts: Mapping[str, Verdict], memory: Vectors
) -> None:
    """Write verdicts.

    Args:
        file: Is replaced.
        encoder: Name of the encoder that they are made for.
        verdicts: By name.
        memory: Vectors of the questions that they remember, shape (n, d). Kept as whole numbers
            of one byte.
    """
    weights: dict[str, Any] = {
        f"{name}_{part}": np.asarray(values, dtype=np.float32)
        for name, verdict in verdicts.items()
        for part, values in vars(verdict).items()
    }
    step = float(np.abs(memory).max(initial=0.0)) / np.iinfo(np.int8).max or 1.0
    whole = np.round(memory / step).astype(np.int8)
    np.savez_compressed(file, encoder=np.array(encoder), memory=whole, step=step, **weights)


def load_verdicts(file: Path) -> tuple[str, dict[str, Verdict], Vectors]:
    """Read what `save_verdicts` wrote: the encoder, the verdicts by name, and the memory."""
    parts = [part.name for part in fields(Verdict)]
    with np.load(file, allow_pickle=False) as stored:
        names = [n.removesuffix(f"_{parts[0]}") for n in stored.files if n.endswith(f"_{parts[0]}")]
        verdicts = {
            name: Verdict(**{part: stored[f"{name}_{part}"].astype(np.float64) for part in parts})
            for name in names
        }
        memory = stored["memory"].astype(np.float32) * stored["step"].astype(np.float32)
        return str(stored["encoder"]), verdicts, memory
