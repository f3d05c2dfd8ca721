"""Sounds of Chinese: words written wrongly that sound right, and questions typed in pinyin.

What is looked for are words of the plan and of ordinary questions, by their sound; everything else
stays as it was typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path

_COMMON = Path(__file__).parent / "resources" / "spoken_words.txt"
_LATIN_RUN = re.compile(r"[a-zA-Z][a-zA-Z' ]{2,}[a-zA-Z]")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SHORTEST, _LONGEST = 3, 6  # characters of a word that is corrected; shorter ones sound like many
_LEAST_READ = 0.9  # share of the letters that must be read as words before pinyin is assumed
_SKIPPED = -4.0  # a letter that belongs to no word, against 0 for a good word


@lru_cache(maxsize=4096)
def syllables(character: str) -> frozenset[str]:
    """All readings of a character without tones; accents that many speakers merge are merged."""
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True)
    return frozenset(_merged(reading) for reading in readings[0])


def sound_alike(first: str, second: str) -> bool:
    """Whether two characters share a reading, tones and common mergers aside."""
    return bool(syllables(first) & syllables(second))


class Speller:
    """Puts what is written by its sound into the words of one document."""

    def __init__(self, words: Iterable[str], is_word: Callable[[str], bool]) -> None:
        """Know the words of a document.

        Args:
            words: Its words of two and more characters, each as often as it occurs.
            is_word: Whether a string is a word of the general dictionary.
        """
        self._words = tuple(words)
        self._is_word = is_word

    def corrected(self, text: str) -> str:
        """The text with pinyin read and words that only sound right replaced."""
        read = _LATIN_RUN.sub(lambda match: self._read(match.group()), text)
        return _CHINESE_RUN.sub(lambda match: self._respelled(match.group()), read)

    def _read(self, letters: str) -> str:
        """Words for a run of letters, by the best way to cut it, or the run itself."""
        typed = re.sub(r"[^a-z]", "", letters.lower())
        best: list[tuple[float, str, int]] = [(0.0, "", 0)]
        for end in range(1, len(typed) + 1):
            score, words, unread = best[end - 1]
            ways = [(score + _SKIPPED, words, unread + 1)]
            for start in range(max(0, end - self._longest_sound), end):
                if found := self._by_letters.get(typed[start:end]):
                    score, words, unread = best[start]
                    ways.append((score + found[0], words + found[1], unread))
            best.append(max(ways))
        _, words, unread = best[-1]
        return words if unread <= (1 - _LEAST_READ) * len(typed) else letters

    def _respelled(self, run: str) -> str:
        """Replace strings that no dictionary has by words of the document that sound the same."""
        start = 0
        while start < len(run) - 1:
            for length in range(min(_LONGEST, len(run) - start), _SHORTEST - 1, -1):
                piece = run[start : start + length]
                word = self._alike(piece)
                if word:
                    run = run[:start] + word + run[start + length :]
                    start += length - 1
                    break
            start += 1
        return run

    def _alike(self, piece: str) -> str | None:
        if len(piece) < _SHORTEST or piece in self._known or self._is_word(piece):
            return None
        for word in self._by_sound.get(_sound(piece), ()):
            right = sum(a == b for a, b in zip(piece, word, strict=True))
            # A short piece must not be cut out of real words: 搞科技 is not 高科技.
            broken = len(piece) > _SHORTEST or not any(
                self._is_word(piece[i : i + 2]) for i in range(len(piece) - 1)
            )
            if broken and right >= len(piece) - 2:
                return word
        return None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._words)

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for word in self._words:
            if _SHORTEST <= len(word) <= _LONGEST and re.fullmatch("[\u4e00-\u9fff]+", word):
                found[_sound(word)][word] = None
        return {sound: tuple(words) for sound, words in found.items()}

    @cached_property
    def _by_letters(self) -> dict[str, tuple[float, str]]:
        """Letters of a word → its score and itself; the most frequent word of a sound wins."""
        from pypinyin import lazy_pinyin

        counts: dict[str, int] = defaultdict(int)
        for word in self._words:
            counts[word] += 1
        for word in _COMMON.read_text(encoding="utf-8").split():
            counts[word] += 5
        found: dict[str, tuple[float, str]] = {}
        for word, count in sorted(counts.items()):
            if re.fullmatch("[\u4e00-\u9fff]+", word):
                letters = "".join(lazy_pinyin(word, v_to_u=False)).lower()
                # Long words are worth more than the same letters cut into short ones.
                score = -3.0 / len(word) + min(count, 30) / 100
                if letters not in found or found[letters][0] < score:
                    found[letters] = (score, word)
        return found

    @cached_property
    def _longest_sound(self) -> int:
        return max(map(len, self._by_letters), default=0)


@lru_cache(maxsize=8192)
def _sound(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(_merged(syllable) for syllable in lazy_pinyin(word))


def _merged(syllable: str) -> str:
    """One spelling for what is often confused: zh/z, ch/c, sh/s, n/l, -ng/-n."""
    start = {"zh": "z", "ch": "c", "sh": "s"}.get(syllable[:2], "")
    merged = start + syllable[2:] if start else syllable
    if merged.startswith("n") and len(merged) > 1:
        merged = "l" + merged[1:]
    return merged[:-1] if merged.endswith(("ang", "eng", "ing")) else merged
