"""Affinity: how near in meaning clauses of a plan are to titles, by the vectors of its index.

Words alone do not show that a measure on medicine has nothing to do with trade.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from assistant.likeness import Likenesses, unit_length

_MARK = re.compile(r"^[-—–\s]*(?:\d+[.、.]\s*)?")  # before titles and items


class Affinity:
    """Compares clauses and titles of one plan."""

    def __init__(self, vectors: Mapping[str, Likenesses]) -> None:
        """Use the vectors of all clauses, titles among them, by their words."""
        rows = np.stack(list(vectors.values()))
        # What all clauses of a plan have in common tells nothing.
        apart = unit_length(rows - rows.mean(axis=0))
        self._vectors = dict(zip((_MARK.sub("", text) for text in vectors), apart, strict=True))

    def between(self, clause: str, title: str) -> float:
        """Cosine of two clauses, -1 to 1; 0 when the plan has no such clause."""
        one, other = self._vectors.get(clause), self._vectors.get(title)
        return 0.0 if one is None or other is None else float(one @ other)
