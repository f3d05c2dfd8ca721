"""Reads what a question wants with an encoder that was trained for that, beside the verdicts.

The encoder of the index tells what a text is about; whether the plan states what is asked for hangs
on finer things: “who takes part in the platform” and “what does the platform charge” are about the
same. The reader is the same encoder with weights changed by training on questions
(`eval.fit_reader`), and a small network that turns its vector into odds. They are weighed against
those of the verdicts (`assistant.judge`), which read the plan's best sentences as well.

Changes and weights are in ``resources/reader_model.npz``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.verdicts import Vector
from embeddings import Changes, Encoder, QueriesAhead, adapted_file, open_adapted

MODEL_FILE = Path(__file__).parent / "resources" / "reader_model.npz"
READ = ("foreign", "absent", "several")  # what the reader has odds for
LONGEST = 120  # characters that are read, the last ones; trained with as many
_FOLDER = "reader"


@dataclass(frozen=True)
class Blend:
    """How the log odds of a verdict and of the reader are put together.

    Attributes:
        verdict: Weight of the verdict's.
        reader: Weight of the reader's.
        bias: Constant term.
        least: Log odds from which the verdict is passed.
    """

    verdict: float
    reader: float
    bias: float
    least: float

    def margin(self, of_verdict: float, of_reader: float) -> float:
        """By how much both together exceed the log odds from which the verdict is passed."""
        return self.verdict * of_verdict + self.reader * of_reader + self.bias - self.least


@dataclass(frozen=True)
class ReaderModel:
    """What makes a reader of the bundled encoder.

    Attributes:
        encoder: Name of the encoder that is changed.
        changes: Its changed weights.
        hidden: Weights of the inner layer, shape (units, d + 1), the last ones constant terms.
        outer: Weights of the outer layer, shape (verdicts, units + 1), likewise.
        blends: By names in `READ`; verdicts without one are passed alone.
    """

    encoder: str
    changes: Changes
    hidden: NDArray[np.float32]
    outer: NDArray[np.float32]
    blends: dict[str, Blend]

    def odds(self, vectors: NDArray[np.float32]) -> Vector:
        """Log odds of each verdict in `READ`.

        Args:
            vectors: Questions as read by the changed encoder, of length one, shape (n, d).

        Returns:
            Shape (n, verdicts).
        """
        # Components of long vectors are small; the network is used to a variance of one.
        scaled = vectors * np.sqrt(vectors.shape[1])
        inner = np.tanh(scaled @ self.hidden[:, :-1].T + self.hidden[:, -1])
        return np.asarray(inner @ self.outer[:, :-1].T + self.outer[:, -1], dtype=np.float64)

    def save(self, file: Path = MODEL_FILE) -> None:
        """Write everything."""
        blends = {
            f"blend/{name}": np.array(list(vars(b).values())) for name, b in self.blends.items()
        }
        weights: dict[str, Any] = {
            "encoder": np.array(self.encoder),
            "hidden": self.hidden,
            "outer": self.outer,
            **blends,
            **self.changes.arrays(),
        }
        np.savez_compressed(file, **weights)


def load_reader_model(file: Path = MODEL_FILE) -> ReaderModel:
    """Read what `ReaderModel.save` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    blends = {
        name: Blend(*map(float, arrays[f"blend/{name}"]))
        for name in READ
        if f"blend/{name}" in arrays
    }
    return ReaderModel(
        str(arrays["encoder"]),
        Changes.of_arrays(arrays),
        arrays["hidden"],
        arrays["outer"],
        blends,
    )


class Reader:
    """Reads questions; safe to use from several threads."""

    def __init__(self, model: ReaderModel, encoder: Encoder) -> None:
        """Use a model and the encoder that it makes."""
        self.model = model
        self._queries = QueriesAhead(encoder)

    def begin(self, text: str) -> None:
        """Begin to read a question that will be asked for soon.

        Args:
            text: As for `read`.
        """
        self._queries.begin(text[-LONGEST:])

    def read(self, text: str) -> Vector:
        """Log odds of each verdict in `READ`, shape (verdicts,).

        Args:
            text: The question, behind what was said before if it depends on that.
        """
        return np.asarray(self.model.odds(self._queries.encode(text[-LONGEST:]))[0])


def reader_model_for(encoder: str) -> ReaderModel | None:
    """The shipped model; None for an encoder that it is not made of."""
    model = load_reader_model()
    return model if model.encoder == encoder else None


def open_reader(encoder: str, index_folder: Path) -> Reader | None:
    """The reader for an encoder; None for one that it is not made of.

    Args:
        encoder: Name of the encoder of the index.
        index_folder: Where the changed encoder's file is kept.

    Raises:
        EmbeddingError: The file cannot be written.
    """
    model = reader_model_for(encoder)
    return Reader(model, open_adapted(model.changes, index_folder / _FOLDER)) if model else None


def reader_file(encoder: str, index_folder: Path) -> Path | None:
    """The file that `open_reader` uses, which it writes if it is missing; None without a reader."""
    model = reader_model_for(encoder)
    return adapted_file(model.changes, index_folder / _FOLDER) if model else None
