"""General language resources: everyday and English words, government bodies, fillers of speech.

The tables under ``resources/`` belong to the language of administration, not to one plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.word_lists import lines_of
from assistant.words import function_words

_MAX_WORDS = 6  # of a phrase in the tables
_NO_OTHER_WORD = "(?![署面部势限域])"  # 部署, 局面, 局部, 局势, 局限
_LEAST_NAME = 3  # characters of a name that is told from the words around it


@dataclass(frozen=True)
class Match:
    """An entry found in a sentence: its words stand at ``start`` to ``end`` (exclusive)."""

    phrase: str
    start: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Maps everyday words and names of bodies to administrative terms.

    Attributes:
        everyday: Everyday word → administrative terms, best first.
        bureaus: Name of a body → its fields of work, most typical first.
        groups: Name of a group of people → what concerns it, most typical first.
        fillers: Phrases that carry no meaning for search, longest first.
    """

    everyday: dict[str, tuple[str, ...]]
    bureaus: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]

    @cached_property
    def _particles(self) -> str:
        return re.escape("".join(f for f in self.fillers if len(f) == 1)) or "\\s"

    @cached_property
    def _bodies(self) -> re.Pattern[str]:
        names = sorted((n for n in self.bureaus if len(n) >= _LEAST_NAME), key=len, reverse=True)
        return re.compile(f"(?:{'|'.join(map(re.escape, names)) or '(?!)'}){_NO_OTHER_WORD}")

    @cached_property
    def _groups(self) -> re.Pattern[str]:
        names = sorted(self.groups, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)) or "(?!)")

    def without_groups(self, text: str) -> tuple[str, dict[str, tuple[str, ...]]]:
        """A text with blanks for names of groups of people, and these with what concerns them."""
        names = dict.fromkeys(self._groups.findall(text))
        return self._groups.sub(" ", text), {name: self.groups[name] for name in names}

    def bodies_apart(self, text: str) -> str:
        """A text with blanks around names of government bodies, which no dictionary has."""
        return self._bodies.sub(r" \g<0> ", text)

    def bodies_in(self, words: Sequence[str]) -> list[Match]:
        """Names of government bodies in a sentence cut into words."""
        return self._matches(words, self.bureaus)

    def other_names(self, body: str) -> tuple[str, ...]:
        """All names of a government body, by one of them."""
        fields = self.bureaus[body]
        return tuple(name for name, each in self.bureaus.items() if each == fields)

    def everyday_in(self, words: Sequence[str]) -> list[Match]:
        """Everyday words and phrases in a sentence cut into words."""
        return self._matches(words, self.everyday)

    def without_fillers(self, text: str) -> str:
        """Blank out fillers of speech, unless nothing would be left.

        A single character is a filler only at the end of a clause; elsewhere it may be part of a
        word (吧 in 酒吧).
        """
        left = text
        for filler in self.fillers:
            if len(filler) > 1:
                left = left.replace(filler, " ")
        left = re.sub(rf"[{self._particles}]+(?=[\s?!,。、;]|$)", " ", left)
        return left.strip() or text

    def _matches(self, words: Sequence[str], table: dict[str, tuple[str, ...]]) -> list[Match]:
        """Entries that begin and end where words do; the longest wins, none overlap."""
        found: list[Match] = []
        start = 0
        while start < len(words):
            end = min(len(words), start + _MAX_WORDS)
            while end > start and not _is_entry("".join(words[start:end]), table):
                end -= 1
            if end > start:
                phrase = "".join(words[start:end])
                found.append(Match(phrase, start, end, table[phrase]))
            start = max(end, start + 1)
        return found


def _is_entry(phrase: str, table: dict[str, tuple[str, ...]]) -> bool:
    return phrase in table and phrase not in function_words()


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the shipped tables."""
    return Lexicon(
        everyday=_joined(_table("everyday.tsv"), _thesaurus(), _english()),
        bureaus=_with_departments(_table("bureaus.tsv")),
        groups=_table("groups.tsv"),
        fillers=tuple(sorted((row[0] for row in _rows("fillers.tsv")), key=len, reverse=True)),
    )


def _with_departments(bureaus: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A bureau is also called the department or the system of its field."""
    others = {
        f"{name[:-1]}{word}": terms
        for name, terms in bureaus.items()
        if len(name) > 2 and name.endswith(("局", "委", "办"))
        for word in ("部门", "系统", "口")
    }
    return others | bureaus


def _table(name: str) -> dict[str, tuple[str, ...]]:
    return {
        word.lower(): tuple(values.split("|"))
        for words, values in _rows(name)
        for word in words.split("|")
    }


def _thesaurus() -> dict[str, tuple[str, ...]]:
    """The thesaurus the other way round: wording → terms."""
    terms: dict[str, list[str]] = {}
    for term, wordings in _rows("thesaurus.tsv"):
        for wording in wordings.lower().split("|"):
            terms.setdefault(wording, []).append(term)
    return {wording: tuple(each) for wording, each in terms.items()}


def _joined(*tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """One table of several; terms of earlier ones stand first."""
    words = dict.fromkeys(word for table in tables for word in table)
    return {
        word: tuple(dict.fromkeys(term for table in tables for term in table.get(word, ())))
        for word in words
    }


def _english() -> dict[str, tuple[str, ...]]:
    """English phrases as they look when their words are joined."""
    table = _table("english.tsv")
    return {re.sub(r"[^a-z0-9]", "", phrase): terms for phrase, terms in table.items()}


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in lines_of(name)]
