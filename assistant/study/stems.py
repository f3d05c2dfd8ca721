"""What a finished stem leaves out of the statement that it cites, or has instead of it."""

from __future__ import annotations

import re

from assistant.study.giveaways import BLANK, bare
from assistant.study.model import QuizQuestion

_AND = re.compile("以及|和|与|及")
_SEPARATORS = re.compile(r"[、,;,;:“”]|等|和|与|及")


def sides_of(question: QuizQuestion, answer: str) -> tuple[str, str] | None:
    """The cited statement before and behind the blank; None when the stem does not hold it."""
    quote = question.citations[0].quote
    for match in re.finditer(re.escape(answer), quote):
        before, behind = quote[: match.start()], quote[match.end() :]
        if f"{before}{BLANK}{behind}" in question.stem:
            return before, behind
    return None


def listed_in(question: QuizQuestion) -> list[str] | None:
    """Members of the list that the stem leaves out of its cited statement."""
    quote = question.citations[0].quote
    shown, found, rest = question.stem.partition(BLANK)
    for length in range(len(quote), -1, -1):
        if found and shown.endswith(quote[:length]):
            for end in range(length + 1, len(quote) + 1):
                if rest.startswith(quote[end:]):
                    pieces = [bare(p) for p in re.split("[、“”]", quote[length:end]) if p]
                    halves = [h for p in pieces for h in _AND.split(p) if p != h]
                    return pieces + halves
    return None


def replaced_in(stem: str, quote: str, old: str) -> tuple[int, str] | None:
    """Place and words that a stem has instead of words of its cited statement."""
    for match in re.finditer(re.escape(old), quote) if old else ():
        before, behind = quote[: match.start()], quote[match.end() :]
        found = re.search(f"{re.escape(before)}(.+?){re.escape(behind)}。?$", stem)
        if found and found[1] != old:
            return found.start(1), found[1]
    return None


def neighbours(before: str, behind: str) -> list[str]:
    """The members of a list right before and behind a blank."""
    found = []
    if before.endswith(("、", "、“", "和", "与")):
        found.append(_SEPARATORS.split(before.rstrip("、“和与"))[-1])
    if behind.startswith(("、", "”、", "和", "与")):
        found.append(_SEPARATORS.split(behind.lstrip("、”和与"))[0])
    return [word for word in found if len(word) > 1]
