"""Character n-grams of a text as numbers: what models of wording learn from.

Words of everyday speech are cut differently from one sentence to the next; runs of characters are
not. Each run gets a number by hashing ("the hashing trick", Weinberger et al. 2009), so that no
vocabulary has to be kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]


def hashed_grams(text: str, longest: int, buckets: int, *, unless_in: str = "") -> Numbers:
    """Numbers of all runs of 1 to ``longest`` letters or digits of a text, each once, sorted.

    Args:
        text: Any text; marks and blanks are skipped.
        longest: Characters of the longest runs.
        buckets: Numbers are from 0 to this, exclusive.
        unless_in: Runs that stand in this text are left out.
    """
    bare, other = _bare(text), _bare(unless_in)
    runs = {
        bare[start : start + length]
        for length in range(1, longest + 1)
        for start in range(len(bare) - length + 1)
    }
    runs = {run for run in runs if run not in other}
    return np.array(sorted({zlib.crc32(run.encode()) % buckets for run in runs}), dtype=np.intp)


def chinese_runs(text: str, length: int) -> Iterator[str]:
    """All runs of so many Chinese characters of a text, in order."""
    for run in re.findall("[\u4e00-\u9fff]+", text):
        yield from (run[i : i + length] for i in range(len(run) - length + 1))


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def unit_share(count: int) -> float:
    """What each of a text's runs counts, so that all of them make a vector of length one."""
    return float(1.0 / np.sqrt(max(count, 1)))
