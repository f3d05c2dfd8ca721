"""Fields of work: which sentences name what a body works on, or what concerns a group of people.

A field is a term of administration (食品药品监管). A sentence names it when one of its clauses
holds all words of the term, so that 监管 alone, which every body does, names nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from assistant.alignment import Flags, Matrix
from assistant.passages import Passage, clause_texts
from assistant.plan import Plan
from assistant.words import Segmenter


class Fields:
    """Finds the sentences of one plan that name fields of work."""

    def __init__(self, plan: Plan, passages: Sequence[Passage], segmenter: Segmenter) -> None:
        """Cut all clauses into words once."""
        self._segmenter = segmenter
        self._texts = [passage.text for passage in passages]
        title_of = {unit.key: unit.title for unit in plan.citable}
        self._titles = [title_of[passage.unit] for passage in passages]
        self._passage_of: list[int] = []
        self._holders: dict[str, set[int]] = {}
        for passage in passages:
            for clause in clause_texts(passage):
                for word in segmenter.search_words(clause):
                    self._holders.setdefault(word, set()).add(len(self._passage_of))
                self._passage_of.append(passage.id)
        self._found: dict[str, tuple[Flags, Flags]] = {}

    def concerned(self, fields: Sequence[str]) -> Flags:
        """Which passages name a field, or stand in an article whose title does, shape (n,)."""
        flags = [each for field in fields for each in self.find(field)]
        return np.asarray(np.any(flags, axis=0))

    def unserved(self, fields: Sequence[str], scores: Matrix, quoted: Collection[int]) -> list[int]:
        """Ids of further passages for each field: of one that no quoted passage names, the best.

        Of an article whose title names a field all passages that name it, or else the best one.

        Args:
            fields: The fields, most typical first.
            scores: How well each passage answers; zero for one that may not be quoted, shape (n,).
            quoted: Ids of the passages that are quoted already.
        """
        told = list(quoted)
        for field in fields:
            named, titled = self.find(field)
            both = named & titled & (scores > 0)
            if both.any():
                told += (int(i) for i in both.nonzero()[0] if i not in told)
            elif not (named | titled)[told].any():
                possible = np.where(titled if titled.any() else named, scores, 0.0)
                if possible.any():
                    told.append(int(possible.argmax()))
        return told[len(quoted) :]

    def find(self, field: str) -> tuple[Flags, Flags]:
        """Which passages name a field in a clause, and which stand under a title with it."""
        if field not in self._found:
            titled = np.array([field in title for title in self._titles], dtype=np.bool_)
            self._found[field] = (self._naming(field), titled)
        return self._found[field]

    def _naming(self, field: str) -> Flags:
        words = self._segmenter.words(field)
        if not words or any(len(word) == 1 for word in words):  # 局 and 办 tell nothing alone
            return np.array([field in text for text in self._texts], dtype=np.bool_)
        named = np.zeros(len(self._texts), dtype=np.bool_)
        if len(words) == 1 and field.endswith("化"):  # a quality, which any field may have
            return named
        held = [self._holders.get(word, set()) for word in words]
        named[[self._passage_of[clause] for clause in set.intersection(*held)]] = True
        return named
