"""Alignment: which sentences name what a question asks about, by its words or by like ones."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.likeness import Likenesses, WordLikeness
from assistant.passages import Passage
from assistant.retrieval import Concept, Query
from assistant.words import Segmenter

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
# How near a word of a question is to a sentence, 0 (nothing like it) to 1 (the word or a synonym).
Nearness = Callable[[str, str], float]

# Nearness from which a noun is named, and from which nothing is left unnamed.
NAMED = 0.4
NAMES_ALL = 0.99
# Cosines between words (their common mean taken off) from which they are not, and quite, alike.
_UNLIKE = 0.2
_ALIKE = 0.9
_TERMS_COMPARED = 2  # of a lexicon entry; later ones are less exact
# Words more frequent than one in e^6, some 400, tell nothing of a subject; those up to twelve times
# rarer are not worth encoding. In nats.
_COMMON = 6.0
_LEAST_RARITY = 2.5
_LEAST_WEIGHT = 0.5
_CODE = re.compile("[a-z0-9]")


class Alignment:
    """Compares the concepts of questions with the words of one plan's passages."""

    def __init__(
        self, passages: Sequence[Passage], segmenter: Segmenter, likeness: WordLikeness
    ) -> None:
        """Cut all passages into words once."""
        texts = [passage.text for passage in passages]
        headings = ["。".join(passage.headings) for passage in passages]
        self._size = len(passages)
        self._segmenter = segmenter
        self.word_likeness = likeness
        self._in_text = _holders(texts, segmenter)
        self._in_headings = _holders(headings, segmenter)
        self._words = _Words(texts, segmenter, likeness)
        self._heading_words = _Words(headings, segmenter, likeness)

    def coverage(self, query: Query) -> tuple[Matrix, Matrix, Matrix]:
        """Share of what is asked about that a sentence, it with its headings, or these name."""
        if not query.concepts:
            nothing = np.zeros(self._size)
            return nothing, nothing, nothing
        weights = np.array([c.weight * self._weight(c.wordings) for c in query.concepts])
        own = np.array([self._names(c, self._in_text) for c in query.concepts])
        heading = np.array([self._names(c, self._in_headings) for c in query.concepts])
        total = weights.sum()
        return (
            weights @ own / total,
            weights @ np.maximum(own, heading) / total,
            weights @ heading / total,
        )

    def likeness(self, query: Query) -> tuple[Matrix, Matrix]:
        """How near what is asked about is to the words of a sentence, or to its headings' too.

        A concept is as near to a text as to the nearest of the text's words; concepts count by
        their rarity in the plan and in general Chinese.
        """
        nothing = np.zeros(self._size)
        if not query.concepts:
            return nothing, nothing
        self.word_likeness.prepare([c.name for c in query.concepts if self._must_be_encoded(c)])
        weights, own, both = [], [], []
        for concept in query.concepts:
            near = self._nearness(concept)
            in_text = self._words.nearest(near)
            whole = [w for w in concept.wordings if len(w) > 1]
            if whole:
                in_text = np.maximum(in_text, self._names_in_full(whole))
            own.append(in_text)
            both.append(np.maximum(in_text, self._heading_words.nearest(near)))
            weights.append(
                concept.weight * self._weight(concept.wordings) * self._rarity(concept.name)
            )
        shares = np.array(weights) / max(sum(weights), 1e-9)
        return shares @ np.array(own), shares @ np.array(both)

    def likeness_to(self, concept: Concept, texts: Sequence[str]) -> float:
        """How near a concept is to the nearest word of some texts, 0 to 1."""
        if self.word_likeness.position(concept.name) is None and not self._known(concept):
            near = self._scaled(self.word_likeness.of(concept.name))
        else:
            near = self._nearness(concept)
        places = [
            place
            for text in texts
            for word in self._segmenter.words(text)
            if (place := self.word_likeness.position(word)) is not None
        ]
        return float(max((near[place] for place in places), default=0.0))

    def closeness(self, concept: Concept, text: str) -> float:
        """How well a text names a concept, 0 to 1: by a whole wording of it, or by a like word."""
        if any(all(word in text for word in words) for words in concept.wordings):
            return 1.0
        return self.likeness_to(concept, [text])

    def closeness_by_name(self, concept: Concept, text: str) -> float:
        """The same for a concept that no like word stands for when its name is a code, as “6G”."""
        if concept.name in text.lower() or not _CODE.search(concept.name):
            return self.closeness(concept, text)
        return 0.0

    def nearness(self, query: Query) -> Nearness:
        """Compares words of a question with sentences, by their synonyms or by likeness."""

        def near(word: str, sentence: str) -> float:
            concept = next((c for c in query.concepts if word in c.name), None)
            return self.closeness(concept, sentence) if concept else 0.0

        return near

    def _nearness(self, concept: Concept) -> Matrix:
        """How near a concept is to each word of the plan, 0 (not at all) to 1, shape (n,)."""
        known = self._known(concept)
        if self.word_likeness.position(concept.name) is not None or self._must_be_encoded(concept):
            near = self._scaled(self.word_likeness.of(concept.name))
        elif known:
            likenesses = [self.word_likeness.of(word) for word in known[:_TERMS_COMPARED]]
            near = self._scaled(np.max(likenesses, axis=0))
        else:
            return np.zeros(len(self.word_likeness))
        for word in known:
            near[self.word_likeness.position(word)] = 1.0
        return near

    @staticmethod
    def _scaled(cosines: Likenesses) -> Matrix:
        scaled = np.clip((cosines - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0, 1.0)
        return np.asarray(scaled, dtype=np.float64)

    def _known(self, concept: Concept) -> list[str]:
        """Wordings of a concept that are one word of the plan."""
        single = (next(iter(words)) for words in concept.wordings if len(words) == 1)
        return [word for word in single if self.word_likeness.position(word) is not None]

    def _must_be_encoded(self, concept: Concept) -> bool:
        """Whether neither the plan nor the lexicon tells what a word is like, and it is rare."""
        return (
            self.word_likeness.position(concept.name) is None
            and not self._known(concept)
            and self._rarity(concept.name) >= _LEAST_RARITY
        )

    def _rarity(self, word: str) -> float:
        return max(self._segmenter.rarity(word) - _COMMON, _LEAST_WEIGHT)

    def _names_in_full(self, wordings: Sequence[frozenset[str]]) -> Matrix:
        named = self._names(Concept("", tuple(wordings)), self._in_text)
        return named.astype(np.float64)

    def _names(self, concept: Concept, holders: Mapping[str, Flags]) -> Flags:
        """Which passages hold all words of some wording of the concept, shape (n,)."""
        named = np.zeros(self._size, dtype=np.bool_)
        for wording in concept.wordings:
            if all(word in holders for word in wording):
                named |= np.logical_and.reduce([holders[word] for word in wording])
        return named

    def _weight(self, wordings: tuple[frozenset[str], ...]) -> float:
        """Rarity of a concept in the plan: that of its most telling word that occurs at all."""
        total = self._size
        counts = [
            int(self._in_text[word].sum())
            for wording in wordings
            for word in wording
            if word in self._in_text
        ]
        return math.log(total / min(counts, default=1))


class _Words:
    """The words of some texts as places in the plan's vocabulary."""

    def __init__(self, texts: Sequence[str], segmenter: Segmenter, likeness: WordLikeness) -> None:
        places_of = {
            text: [
                place
                for word in dict.fromkeys(segmenter.words(text))
                if (place := likeness.position(word)) is not None
            ]
            for text in set(texts)
        }
        rows = [places_of[text] for text in texts]
        # The last place is that of no word, so that a text without words has a nearest one too.
        self._places = np.array([p for row in rows for p in (*row, len(likeness))])
        self._starts = np.cumsum([0, *(len(row) + 1 for row in rows[:-1])])

    def nearest(self, nearness: Matrix) -> Matrix:
        """The nearness of each text's nearest word, 0 for a text without words, shape (n,)."""
        padded = np.append(nearness, 0.0)
        return np.asarray(np.maximum.reduceat(padded[self._places], self._starts))


def _holders(texts: Sequence[str], segmenter: Segmenter) -> dict[str, Flags]:
    """Word → which texts hold it, each of shape (n,)."""
    holders: dict[str, Flags] = {}
    words_of = {text: segmenter.search_words(text) for text in set(texts)}
    for number, text in enumerate(texts):
        for word in words_of[text]:
            holders.setdefault(word, np.zeros(len(texts), dtype=np.bool_))[number] = True
    return holders
