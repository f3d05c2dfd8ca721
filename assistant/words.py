"""Chinese word segmentation that knows the plan's own terms, and those terms themselves."""

from __future__ import annotations

import logging
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.numerals import half_width
from assistant.quoted import quoted_in

if TYPE_CHECKING:
    import jieba

_RUN = re.compile(r"[\u4e00-\u9fff]+")
# A repeated string of characters is a term when it stands between different neighbours and its
# characters belong together (pointwise mutual information over its weakest cut, in nats). The
# figures are the usual ones for new-word discovery in a text of some tens of thousands of
# characters; a wrong term costs nothing, since search also sees the shorter words inside.
_MAX_TERM = 8
_MIN_OCCURRENCES = 3
_MIN_NEIGHBOURS = 3
_MIN_COHESION = 3.0
_NEVER_AT_EDGE = frozenset("的了和与及或等为以在是把将对从到向各该其我并也更")
_WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9.+%×]+")
_RESOURCES = Path(__file__).parent / "resources"


def extract_terms(text: str) -> frozenset[str]:
    """Collect a document's own terms: what it puts in quotation marks, and what it repeats.

    Returns:
        Terms of 2 to 16 characters, without quotation marks.
    """
    quoted = quoted_in(text, 2, 16, titles=True)
    return frozenset(term for term in quoted if re.search(r"\w", term)) | _repeated_terms(text)


def _repeated_terms(text: str) -> frozenset[str]:
    counts: Counter[str] = Counter()
    before: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    runs = _RUN.findall(text)
    for number, run in enumerate(runs):
        edge = f"#{number}"  # every punctuation mark counts as a neighbour of its own
        for start in range(len(run)):
            for end in range(start + 1, min(start + _MAX_TERM, len(run)) + 1):
                gram = run[start:end]
                counts[gram] += 1
                before[gram].add(run[start - 1] if start else edge)
                behind[gram].add(run[end] if end < len(run) else edge)
    total = sum(map(len, runs))
    return frozenset(
        gram
        for gram, count in counts.items()
        if count >= _MIN_OCCURRENCES
        and len(gram) >= 2
        and not _NEVER_AT_EDGE & {gram[0], gram[-1]}
        and min(len(before[gram]), len(behind[gram])) >= _MIN_NEIGHBOURS
        and _cohesion(gram, counts, total) > _MIN_COHESION
    )


def _cohesion(gram: str, counts: Counter[str], total: int) -> float:
    return min(
        math.log(counts[gram] * total / (counts[gram[:cut]] * counts[gram[cut:]]))
        for cut in range(1, len(gram))
    )


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words that say how a sentence is built and nothing of its subject."""
    text = (_RESOURCES / "function_words.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


class Segmenter:
    """Cuts text into words for lexical search; loads its dictionary at first use."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        """Prepare a segmenter that knows these words beside the general dictionary."""
        self._terms = frozenset(terms)

    @cached_property
    def _tokenizer(self) -> jieba.Tokenizer:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        # Read the dictionary directly: `initialize` would keep a marshalled copy in a folder that
        # other users of the machine can write to, and saves little.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        # jieba derives a new word's frequency from the words it knows, so the order counts.
        for term in sorted(self._terms):
            for word in _WORD.findall(half_width(term).lower()):
                if len(word) > 1:
                    tokenizer.add_word(word)
        return tokenizer

    def is_word(self, text: str) -> bool:
        """Whether the dictionary has a string as one word."""
        return bool(self._tokenizer.FREQ.get(text))

    def rarity(self, word: str) -> float:
        """How rare a word is in general Chinese, in nats: minus the log of its frequency."""
        return math.log(self._tokenizer.total / (self._tokenizer.FREQ.get(word) or 1))

    def cut(self, text: str) -> list[str]:
        """Cut into all words without overlap; punctuation is left out."""
        pieces = _WORD.findall(half_width(text).lower())
        return [word for piece in pieces for word in self._tokenizer.lcut(piece)]

    def words(self, text: str) -> list[str]:
        """Cut into words without overlap, function words and punctuation left out."""
        return [word for word in self.cut(text) if word not in function_words()]

    def search_words(self, text: str) -> list[str]:
        """Cut into words and the shorter words inside them, as full-text search wants them."""
        pieces = _WORD.findall(half_width(text).lower())
        cut = (word for piece in pieces for word in self._tokenizer.lcut_for_search(piece))
        return [word for word in cut if word not in function_words()]
