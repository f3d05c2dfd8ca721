"""Judgement of questions: are they about the plan, and does it state what they ask for?

“What does a ticket cost?” finds good sentences on the airport, none of which names a price. What is
asked for is hard to tell by rules, but the wording of a question tells it quite well: plans state
aims, measures, places and dates, and leave prices, firms, conditions and procedures to others. The
same holds for questions that are not about the plan at all, for those whose answer stands in
several articles, and for those that only the conversation before makes clear. So there are four
verdicts, each from two fitted logistic models (`eval.fit_judge`). The first one reads the question:
its vector, how that agrees with the best sentence's, and its runs of characters. The second one
weighs that against how well the plan's sentences fit and whether they state what the question's
form asks for.

The weights are in ``resources/judge_model.npz``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.grams import hashed_grams, unit_share
from assistant.passages import Passage
from assistant.slots import Wanted

Vector = NDArray[np.float64]
Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

MODEL_FILE = Path(__file__).parent / "resources" / "judge_model.npz"
BUCKETS = 16384  # for runs of characters
LONGEST_GRAM = 3  # characters
BEST_READ = 3  # sentences that are looked at for what the form asks for
FORM_FEATURES = ("asks_by_form", "best_lacks", "all_lack", "is_in_context")
_AGREEMENT = 10.0  # products of components are small numbers


@dataclass(frozen=True)
class Reading:
    """What the models of a verdict see of a question.

    The doubts of `assistant.claims` read other signals: no vectors, the runs of characters that no
    quote has, and the signals of one clause.

    Attributes:
        dense: Its vector and the products with the best sentence's, shape (2 d,).
        grams: Numbers of its runs of characters.
        fit: How well the plan's sentences fit it (`assistant.evidence.SUPPORT_FEATURES`).
        form: What its form asks for and the best sentences lack, and whether it goes on with what
            was said before (`FORM_FEATURES`).
    """

    dense: Vector
    grams: Numbers
    fit: Vector
    form: Vector

    @property
    def signals(self) -> Vector:
        """What the second model weighs beside the first one's odds."""
        return np.concatenate([self.form, self.fit])


@dataclass(frozen=True)
class Verdict:
    """The weights of one verdict.

    Attributes:
        dense: Weights of `Reading.dense`.
        grams: Weights of the runs of characters, shape (BUCKETS,).
        bias: Constant term of the first model.
        signals: Weights of the first model's odds and of `Reading.signals`.
        signals_bias: Constant term of the second model.
        least: Log odds from which the verdict is passed.
    """

    dense: Vector
    grams: Vector
    bias: Vector
    signals: Vector
    signals_bias: Vector
    least: Vector

    def by_wording(self, reading: Reading) -> float:
        """Log odds of the first model."""
        share = unit_share(len(reading.grams))
        return float(
            self.dense @ reading.dense + share * self.grams[reading.grams].sum() + self.bias
        )

    def odds(self, reading: Reading) -> float:
        """Log odds of the second model."""
        signals = np.concatenate([[self.by_wording(reading)], reading.signals])
        return float(self.signals @ signals + self.signals_bias)

    def holds(self, reading: Reading) -> bool:
        """Whether the verdict is passed."""
        return self.odds(reading) >= float(self.least)


@dataclass(frozen=True)
class JudgeModel:
    """All verdicts.

    Attributes:
        encoder: Name of the encoder whose vectors are read.
        foreign: Whether a question is not about the plan.
        absent: Whether a question asks for what the plan leaves open.
        several: Whether its answer takes sentences of several articles.
        leaning: Whether it goes on with what was said before.
    """

    encoder: str
    foreign: Verdict
    absent: Verdict
    several: Verdict
    leaning: Verdict

    def save(self, file: Path = MODEL_FILE) -> None:
        """Write the weights."""
        save_verdicts(file, self.encoder, {name: getattr(self, name) for name in _VERDICTS})


_VERDICTS = ("foreign", "absent", "several", "leaning")


def judge_model_for(encoder: str) -> JudgeModel | None:
    """The shipped weights; None for an encoder that they are not made for."""
    made_for, verdicts = load_verdicts(MODEL_FILE)
    return JudgeModel(encoder, **verdicts) if made_for == encoder else None


def save_verdicts(file: Path, encoder: str, verdicts: Mapping[str, Verdict]) -> None:
    """Write verdicts and the name of the encoder that they are made for."""
    weights: dict[str, Any] = {
        f"{name}_{part}": np.asarray(values, dtype=np.float32)
        for name, verdict in verdicts.items()
        for part, values in vars(verdict).items()
    }
    np.savez_compressed(file, encoder=np.array(encoder), **weights)


def load_verdicts(file: Path) -> tuple[str, dict[str, Verdict]]:
    """Read what `save_verdicts` wrote: the encoder, and the verdicts by name."""
    parts = [part.name for part in fields(Verdict)]
    with np.load(file, allow_pickle=False) as stored:
        names = [n.removesuffix(f"_{parts[0]}") for n in stored.files if n.endswith(f"_{parts[0]}")]
        verdicts = {
            name: Verdict(**{part: stored[f"{name}_{part}"].astype(np.float64) for part in parts})
            for name in names
        }
        return str(stored["encoder"]), verdicts


class Judge:
    """Reads questions beside the passages of one plan."""

    def __init__(
        self, passages: Sequence[Passage], vectors: Vectors, model: JudgeModel | None
    ) -> None:
        """Use passages with their vectors, shape (n, d); without a model nothing is judged."""
        self._passages = passages
        self._vectors = vectors
        self.model = model

    def read(
        self,
        text: str,
        vector: Vectors,
        wanted: Wanted,
        best: Sequence[int],
        fit: Vector,
        *,
        is_in_context: bool = False,
    ) -> Reading:
        """Read a question.

        Args:
            text: The question.
            vector: It as encoded, shape (d,).
            wanted: What its form asks for.
            best: Ids of the passages that fit it best, the best one first; one at least.
            fit: How well the plan's sentences fit it.
            is_in_context: Whether that is how they fit it with what was said before.
        """
        lacking = _lacking(wanted, [self._passages[i].text for i in best])
        agreement = _AGREEMENT * vector * self._vectors[best[0]]
        return Reading(
            dense=np.concatenate([vector, agreement]).astype(np.float64),
            grams=hashed_grams(text, LONGEST_GRAM, BUCKETS),
            fit=fit,
            form=np.array([*lacking, float(is_in_context)]),
        )

    def is_foreign(self, reading: Reading) -> bool | None:
        """Whether the question is not about the plan; None without a model."""
        return self.model.foreign.holds(reading) if self.model else None

    def is_absent(self, reading: Reading) -> bool | None:
        """Whether the plan leaves open what the question asks for; None without a model."""
        return self.model.absent.holds(reading) if self.model else None

    def takes_several(self, reading: Reading) -> bool | None:
        """Whether the answer takes sentences of several articles; None without a model."""
        return self.model.several.holds(reading) if self.model else None

    def leans(self, reading: Reading) -> bool:
        """Whether a turn goes on with what was said before; False without a model."""
        return self.model is not None and self.model.leaning.holds(reading)

    def is_aside(self, reading: Reading) -> bool:
        """Whether a turn is foreign to the plan and more likely so than to go on with the talk.

        “Oh, and what are the lottery numbers?” only sounds as if it went on. False without a model.
        """
        if self.model is None or not self.model.foreign.holds(reading):
            return False
        return self.model.foreign.odds(reading) > self.model.leaning.odds(reading)


def _lacking(wanted: Wanted, best: Sequence[str]) -> tuple[float, float, float]:
    """Whether anything is asked for by form, the best sentence lacks it, and all of them do."""
    required = [slot for slot in wanted.slots if slot.is_required]
    if not required:
        return 0.0, 0.0, 0.0
    first = any(not slot.stated_in(best[0]) for slot in required)
    none = any(not any(map(slot.stated_in, best)) for slot in required)
    return 1.0, float(first), float(none)
