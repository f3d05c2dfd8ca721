"""Judgement of questions: are they about the plan, and does it state what they ask for?

“What does a ticket cost?” finds good sentences on the airport, none of which names a price. What is
asked for is hard to tell by rules, but the wording of a question tells it quite well: plans state
aims, measures, places and dates, and leave prices, firms, conditions and procedures to others. The
same holds for questions that are not about the plan at all, for those whose answer stands in
several articles, and for those that only the conversation before makes clear. So there are four
verdicts (`assistant.verdicts`): they read how a question is worded, remember questions like it, and
weigh that against how well the plan's sentences fit and whether these state what its form asks for.
Two of them are weighed in turn against the reader (`assistant.reader`).

The weights are in ``resources/judge_model.npz``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.grams import hashed_grams
from assistant.passages import Passage
from assistant.reader import READ, Reader
from assistant.slots import Wanted
from assistant.verdicts import (
    BUCKETS,
    NO_NUMBERS,
    Reading,
    Vector,
    Vectors,
    Verdict,
    likeness,
    load_verdicts,
    save_verdicts,
)

MODEL_FILE = Path(__file__).parent / "resources" / "judge_model.npz"
_LONGEST_GRAM = 3  # characters
_LONGEST_UNSAID = 2  # characters
BEST_READ = 3  # sentences that are looked at for what the form asks for
_AGREEMENT = 10.0  # products of components are small numbers


@dataclass(frozen=True)
class JudgeModel:
    """All verdicts.

    Attributes:
        encoder: Name of the encoder whose vectors are read.
        foreign: Whether a question is not about the plan.
        absent: Whether a question asks for what the plan leaves open.
        several: Whether its answer takes sentences of several articles.
        leaning: Whether it goes on with what was said before.
        memory: Vectors of the questions that the verdicts remember, shape (n, d).
    """

    encoder: str
    foreign: Verdict
    absent: Verdict
    several: Verdict
    leaning: Verdict
    memory: Vectors

    def save(self, file: Path = MODEL_FILE) -> None:
        """Write the weights."""
        verdicts = {name: getattr(self, name) for name in _VERDICTS}
        save_verdicts(file, self.encoder, verdicts, self.memory)


_VERDICTS = ("foreign", "absent", "several", "leaning")


def judge_model_for(encoder: str) -> JudgeModel | None:
    """The shipped weights; None for an encoder that they are not made for."""
    made_for, verdicts, memory = load_verdicts(MODEL_FILE)
    return JudgeModel(encoder, **verdicts, memory=memory) if made_for == encoder else None


class Judge:
    """Reads questions beside the passages of one plan."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        model: JudgeModel | None,
        reader: Reader | None,
    ) -> None:
        """Use passages with their vectors, shape (n, d).

        Without a model nothing is judged, without a reader the model judges alone.
        """
        self._passages = passages
        self._vectors = vectors
        self.model = model
        self._reader = reader

    def without_reader(self) -> Judge:
        """The same verdicts by themselves."""
        return Judge(self._passages, self._vectors, self.model, None)

    def begin(self, text: str) -> None:
        """Let the reader begin with a question, as it stands behind what was said before."""
        if self._reader:
            self._reader.begin(text)

    def read(
        self,
        text: str,
        vector: Vectors,
        wanted: Wanted,
        best: Sequence[int],
        fit: Vector,
        *,
        context: str = "",
        by_reader: bool = True,
    ) -> Reading:
        """Read a question.

        Args:
            text: The question.
            vector: It as encoded, shape (d,).
            wanted: What its form asks for.
            best: Ids of the passages that fit it best, the best one first; one at least.
            fit: How well the plan's sentences fit it.
            context: The question with what was said before it, if that is how they fit it.
            by_reader: Whether the reader is heard; whether a turn leans is told without it.
        """
        sentences = [self._passages[i].text for i in best]
        agreement = _AGREEMENT * vector * self._vectors[best[0]]
        return Reading(
            vector=vector.astype(np.float64),
            agreement=agreement.astype(np.float64),
            grams=hashed_grams(text, _LONGEST_GRAM, BUCKETS),
            unsaid=hashed_grams(text, _LONGEST_UNSAID, BUCKETS, unless_in=sentences[0]),
            likeness=likeness(vector, self.model.memory) if self.model else NO_NUMBERS,
            fit=fit,
            form=np.array([*_lacking(wanted, sentences), float(bool(context))]),
            read=self._reader.read(context or text) if self._reader and by_reader else NO_NUMBERS,
        )

    def is_foreign(self, reading: Reading) -> bool | None:
        """Whether the question is not about the plan; None without a model."""
        return self._passes("foreign", reading)

    def absence(self, reading: Reading) -> float | None:
        """By how much the plan likely leaves open what the question asks for.

        Returns:
            Log odds above those from which on it is said to, below zero when it is not; None
            without a model.
        """
        return self._margin("absent", reading)

    def takes_several(self, reading: Reading) -> bool | None:
        """Whether the answer takes sentences of several articles; None without a model."""
        return self._passes("several", reading)

    def _passes(self, name: str, reading: Reading) -> bool | None:
        margin = self._margin(name, reading)
        return None if margin is None else margin >= 0

    def _margin(self, name: str, reading: Reading) -> float | None:
        """By how much the log odds exceed those from which a verdict is passed."""
        if self.model is None:
            return None
        verdict: Verdict = getattr(self.model, name)
        blend = self._reader.model.blends.get(name) if self._reader else None
        if blend is None or not len(reading.read):
            return verdict.margin(reading)
        return blend.margin(verdict.odds(reading), float(reading.read[READ.index(name)]))

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
