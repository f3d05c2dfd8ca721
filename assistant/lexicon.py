"""General language resources: everyday words, government bodies and fillers of speech.

The tables under ``resources/`` belong to the language of administration, not to one plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "resources"


@dataclass(frozen=True)
class Lexicon:
    """Maps everyday words and names of bodies to administrative terms.

    Attributes:
        everyday: Everyday word → administrative terms, best first.
        bureaus: Name of a body → its fields of work, most typical first.
        fillers: Phrases that carry no meaning for search, longest first.
    """

    everyday: dict[str, tuple[str, ...]]
    bureaus: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, [*self.everyday, *self.bureaus]), default=0)

    def bodies_in(self, text: str) -> dict[str, tuple[str, ...]]:
        """Names of bodies in a text with their fields; the longest name wins."""
        return self._matches(text, self.bureaus)

    def terms_for(self, text: str) -> dict[str, tuple[str, ...]]:
        """Everyday words in a text with their administrative terms; the longest word wins."""
        return self._matches(text, self.everyday)

    def without_fillers(self, text: str) -> str:
        """Blank out fillers of speech, unless nothing would be left."""
        left = text
        for filler in self.fillers:
            left = left.replace(filler, " ")
        return left.strip() or text

    def _matches(self, text: str, table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        start = 0
        while start < len(text):
            for length in range(min(self._longest, len(text) - start), 0, -1):
                word = text[start : start + length]
                if word in table:
                    found[word] = table[word]
                    start += length - 1
                    break
            start += 1
        return found


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the shipped tables."""
    return Lexicon(
        everyday=_table("everyday.tsv"),
        bureaus=_table("bureaus.tsv"),
        fillers=tuple(sorted((row[0] for row in _rows("fillers.tsv")), key=len, reverse=True)),
    )


def _table(name: str) -> dict[str, tuple[str, ...]]:
    return {
        word.lower(): tuple(values.split("|"))
        for words, values in _rows(name)
        for word in words.split("|")
    }


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
