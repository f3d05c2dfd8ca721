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

_FEW_UNITS = 6  # that name a theme; what more of them name is said in passing


class Fields:
    """Finds the sentences of one plan that name fields of work."""

    def __init__(self, plan: Plan, passages: Sequence[Passage], segmenter: Segmenter) -> None:
        """Cut all clauses into words once."""
        self._segmenter = segmenter
        self._texts = [passage.text for passage in passages]
        title_of = {unit.key: unit.title for unit in plan.citable}
        self._part_of = {unit.key: unit.part for unit in plan.citable}
        self._introductions = {u.key for u in plan.citable if u.kind == "introduction"}
        self._units = [passage.unit for passage in passages]
        self._titles = [title_of[unit] for unit in self._units]
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

    def of_theme(self, theme: str, scores: Matrix, least: float) -> list[int]:
        """Ids of passages that a bare theme asks for, whatever else answers it better.

        All of the only article that has the theme in its title; of several such articles, only
        those of a part with such a title if there is one, and of all that name the theme where
        these are few, the best passage each.

        Args:
            theme: The theme.
            scores: How well each passage answers; zero for one that may not be quoted, shape (n,).
            least: Score that a passage needs in an article that has no such title.
        """
        named, titled = self._naming(theme), self._titled(theme)
        own = dict.fromkeys(self._units[i] for i in titled.nonzero()[0])
        if parts := {self._part_of[unit] for unit in own if unit in self._introductions}:
            own = {unit: None for unit in own if self._part_of[unit] in parts}
        if len(own) == 1:
            found = [int(i) for i in (titled & (scores > 0)).nonzero()[0]]
        else:
            found = [self._best(unit, named, scores) for unit in own]
        others = dict.fromkeys(self._units[i] for i in (named & (scores >= least)).nonzero()[0])
        if len(others) <= _FEW_UNITS:
            found += (self._best(unit, named, scores) for unit in others if unit not in own)
        return found

    def _best(self, unit: str, named: Flags, scores: Matrix) -> int:
        """The passage of a unit that answers best, among those that name a field if any does."""
        inside = np.where([each == unit for each in self._units], scores, 0.0)
        naming = np.where(named, inside, 0.0)
        return int((naming if naming.any() else inside).argmax())

    def find(self, field: str) -> tuple[Flags, Flags]:
        """Which passages name a field in a clause, and which stand under a title with it."""
        if field not in self._found:
            self._found[field] = (self._naming(field), self._titled(field))
        return self._found[field]

    def _titled(self, field: str) -> Flags:
        return np.array([field in title for title in self._titles], dtype=np.bool_)

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
