"""Doubts: what a question likely asserts that the quoted sentences do not say.

Nothing tells what is wrong with it, unlike with a claim (`assistant.claims`): people word true
things freely. Two verdicts were learned from pairs of a false premise and its true twin: one says
which clause of a question likely asserts something wrong, the other whether the question does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.alignment import Nearness
from assistant.clauses import (
    CONFIRMS,
    OR_NOT,
    QUESTION_WORD,
    REVERSES,
    asserting,
    clauses_of,
    is_bare_topic,
    only_asks_whether,
    taken_for_granted,
)
from assistant.grams import chinese_runs, hashed_grams
from assistant.quoted import quoted_in
from assistant.statements import LEAST_FIT, Fit, Statement, values_in
from assistant.verdicts import (
    BUCKETS,
    NO_NUMBERS,
    NO_RUNS,
    Numbers,
    Reading,
    Vectors,
    Verdict,
    likeness,
    load_verdicts,
    save_verdicts,
)
from assistant.words import Segmenter, function_words

# What a sentence states.
Stated = Callable[[str], Sequence[Statement]]

DOUBT_MODEL_FILE = Path(__file__).parent / "resources" / "doubt_model.npz"
_DOUBTED, _WRONG_CLAUSE = "doubted", "wrong_clause"
_LONGEST_RUN = 2  # characters of the runs that a question or a clause has
DOUBT_FEATURES = (
    "fit",
    "absent_words",
    "rarest_absent",
    "absent_is_of_plan",
    "coverage",
    "seeks_confirmation",
    "length",
)
_FIT, _COVERAGE = DOUBT_FEATURES.index("fit"), DOUBT_FEATURES.index("coverage")
# In nats: by how much more a question must seem to ask for what is open than to assert what is not
# so. Of 2,050 fresh questions 37 were seen as both.
_RATHER_ASKED = 0.5
_AS_LIKELY = 2.0  # in nats: how much less likely than the likeliest a clause is to be told as well
_MODAL = re.compile("是不是|能够?|会|将|可以|要")
_UNLIKE = 0.35  # nearness below which a word has no like in a sentence
_COMMON, _LEAST_RARITY = 6.0, 0.5  # in nats, as in `alignment`


@dataclass(frozen=True)
class DoubtModel:
    """What tells which questions, and which clauses, assert what the plan says otherwise.

    Attributes:
        encoder: Name of the encoder whose vectors are remembered.
        doubted: The verdict on questions.
        wrong_clause: The verdict on clauses, which reads no vectors.
        memory: Vectors of the questions that the first one remembers, shape (n, d).
    """

    encoder: str
    doubted: Verdict
    wrong_clause: Verdict
    memory: Vectors

    def save(self, file: Path = DOUBT_MODEL_FILE) -> None:
        """Write the weights."""
        verdicts = {_DOUBTED: self.doubted, _WRONG_CLAUSE: self.wrong_clause}
        save_verdicts(file, self.encoder, verdicts, self.memory)

    def doubts(self, reading: Reading, vector: Vectors, encoder: str, absence: float = 0.0) -> bool:
        """Whether a question is doubted.

        Args:
            reading: What `Doubter.read` sees of it.
            vector: It as encoded, shape (d,).
            encoder: By which encoder; vectors of another one say nothing here.
            absence: By how much it likely asks for what the plan leaves open (`Judge.absence`):
                “does the platform charge for accounts” asks rather than asserts.
        """
        if encoder != self.encoder:
            vector = np.zeros(self.memory.shape[1], dtype=np.float32)
        likes = likeness(vector, self.memory)
        seen = replace(reading, vector=vector.astype(np.float64), likeness=likes)
        return self.doubted.margin(seen) >= max(0.0, absence - _RATHER_ASKED)


@lru_cache(maxsize=1)
def load_doubts() -> DoubtModel:
    """Read the shipped model of doubts."""
    encoder, verdicts, memory = load_verdicts(DOUBT_MODEL_FILE)
    return DoubtModel(encoder, verdicts[_DOUBTED], verdicts[_WRONG_CLAUSE], memory)


class ReadClause(NamedTuple):
    """A clause of a question, and what the verdict on clauses sees of it."""

    clause: str
    reading: Reading


class _Assertion(NamedTuple):
    """A clause that asserts something.

    ``fit``: what it shares with the quoted sentence that fits best, in nats. ``absent``: its words
    that are like none of that sentence. ``rarities``: how rare these are, in nats.
    """

    clause: str
    fit: float
    absent: tuple[str, ...]
    rarities: tuple[float, ...]


class Doubter:
    """Compares what questions assert with quoted sentences of one plan."""

    def __init__(self, plan_text: str, segmenter: Segmenter, fit: Fit, stated: Stated) -> None:
        """Use this plan, what cuts a text into words, and what compares claims with statements."""
        self._plan = plan_text
        self._segmenter = segmenter
        self._fit = fit
        self._stated = stated

    def doubted(
        self,
        question: str,
        quotes: Sequence[str],
        near: Nearness,
        doubts: Callable[[Reading], bool],
        *,
        only_clear: bool = False,
    ) -> tuple[str, ...]:
        """The clauses that likely say something else than the quoted sentences do, if any.

        Args:
            question: The question, normalised.
            quotes: The sentences that answer it, verbatim.
            near: Compares words with sentences.
            doubts: Whether a question that reads so is doubted (`DoubtModel.doubts`).
            only_clear: Whether some clause must have words that are like none of a quote; what a
                question only seems to assert as a whole is left.
        """
        if is_bare_topic(question) or only_asks_whether(question):
            return ()
        verdict = load_doubts().wrong_clause
        odds = {c.clause: verdict.odds(c.reading) for c in self.read_clauses(question, quotes)}
        if not odds:
            return ()
        likeliest = max(odds.values())
        reading = self.read(question, quotes, near)
        is_clear = bool(reading.fit[0])
        if (only_clear and not is_clear) or not doubts(with_clause(reading, likeliest)):
            return ()
        least = likeliest - _AS_LIKELY
        # Where one thing is wrong, what else is said to end may be so as well.
        likely = [c for c, each in odds.items() if each >= least or REVERSES.search(c)]
        return taken_for_granted(likely)

    def read(self, question: str, quotes: Sequence[str], near: Nearness) -> Reading:
        """What the verdict on questions sees of one, but for its clauses (`with_clause`).

        That is the signals (`DOUBT_FEATURES`) of the clause that is told best from other
        statements, all zero without such a clause; and the runs of characters of the whole question
        that stand in no quote: what it says in other words, or says besides. The question's vector
        is not looked at.
        """
        features = max(
            self._features(question, quotes, near),
            key=lambda row: row[_FIT] * row[_COVERAGE],
            default=None,
        )
        signals = features or (0.0,) * len(DOUBT_FEATURES)
        unsaid = hashed_grams(question, _LONGEST_RUN, BUCKETS, unless_in="".join(quotes))
        return _reading(unsaid=unsaid, fit=[float(features is not None), *signals])

    def read_clauses(self, question: str, quotes: Sequence[str]) -> list[ReadClause]:
        """The clauses of a question that say more than the quotes, and how each of them reads.

        A clause whose pairs of Chinese characters all stand in the quotes needs no checking, and
        nothing does when that is so of a clause that is most about the quotes. Values that the
        quotes state in other words (百分之二十 for 20%) are no news.
        """
        text = "".join(quotes)
        clauses = list(clauses_of(question))
        fits = [self._nearest(clause, quotes)[0] for clause in clauses]
        best = max(fits, default=0.0)
        found: list[ReadClause] = []
        for place, (clause, fit) in enumerate(zip(clauses, fits, strict=True)):
            pairs = list(chinese_runs(clause, 2))
            new = sum(pair not in text for pair in pairs)
            is_said = not new or all(
                pair in text for pair in chinese_runs(self._news(clause, quotes), 2)
            )
            if is_said and fit == best > 0:
                return []
            if is_said:
                continue
            signals = [
                fit / 10,
                fit / best if best else 0.0,
                new / 10,
                new / len(pairs),
                len(clause) / 10,
                float(place == 0),
                float(place == len(clauses) - 1),
                len(clauses) / 5,
                float(QUESTION_WORD.search(clause) is not None),
                float(OR_NOT.search(clause) is not None),
                float("、" in clause),
                float(bool(quoted_in(clause, 2, 14))),
            ]
            grams = hashed_grams(clause, _LONGEST_RUN, BUCKETS)
            unsaid = hashed_grams(clause, _LONGEST_RUN, BUCKETS, unless_in=text)
            found.append(ReadClause(clause, _reading(grams, unsaid, signals)))
        return found

    def _news(self, clause: str, quotes: Sequence[str]) -> str:
        """A clause without the figures and times that the quotes state, and then modal verbs."""
        said = [s for quote in quotes for s in self._stated(quote)]
        news = clause
        for value in values_in(clause, self._segmenter.cut):
            if value.kind in ("figure", "period") and any(s.states(value) for s in said):
                news = re.sub(rf"[到至为]?{re.escape(value.words)}", " ", news)
        return clause if news == clause else _MODAL.sub(" ", news)

    def _features(
        self, question: str, quotes: Sequence[str], near: Nearness
    ) -> Iterator[tuple[float, ...]]:
        """Of each clause about what a quote is about the signals of `DOUBT_FEATURES`."""
        confirms = CONFIRMS.search(question) is not None
        for said in self._assertions(question, quotes, near):
            if said.fit >= LEAST_FIT:
                yield (
                    said.fit / 10,
                    len(said.absent) / 3,
                    max(said.rarities) / 10,
                    float(any(word in self._plan for word in said.absent)),
                    said.fit / (said.fit + sum(said.rarities)),
                    float(confirms),
                    len(said.clause) / 10,
                )

    def _assertions(
        self, question: str, quotes: Sequence[str], near: Nearness
    ) -> Iterator[_Assertion]:
        """The clauses that assert something and have words that are like none of a quote."""
        for clause in asserting(question):
            fit, sentence = self._nearest(clause, quotes)
            absent = tuple(
                word
                for word in self._segmenter.cut(clause)
                if len(word) > 1
                and word not in function_words()
                and word not in sentence
                and near(word, sentence) < _UNLIKE
            )
            if absent:
                rarities = tuple(max(self._rarity(word), _LEAST_RARITY) for word in absent)
                yield _Assertion(clause, fit, absent, rarities)

    def _nearest(self, clause: str, quotes: Sequence[str]) -> tuple[float, str]:
        """What a clause shares with the quote that fits it best, in nats, and this quote."""
        words = self._fit.words_of(clause)
        said = ((s, quote) for quote in quotes for s in self._stated(quote))
        return max(((self._fit.of(words, (), s), quote) for s, quote in said), default=(0.0, ""))

    def _rarity(self, word: str) -> float:
        """How much rarer a word is in general Chinese than common ones, in nats."""
        return self._segmenter.rarity(word) - _COMMON


def with_clause(reading: Reading, odds: float) -> Reading:
    """How a question reads (`Doubter.read`) whose likeliest wrong clause has these log odds."""
    return replace(reading, fit=np.append(reading.fit, odds))


def _reading(
    grams: Numbers = NO_RUNS, unsaid: Numbers = NO_RUNS, fit: Sequence[float] = ()
) -> Reading:
    return Reading(
        vector=NO_NUMBERS,
        agreement=NO_NUMBERS,
        grams=grams,
        unsaid=unsaid,
        likeness=NO_NUMBERS,
        fit=np.array(fit),
        form=NO_NUMBERS,
    )
