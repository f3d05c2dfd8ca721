"""Runs of numbers as a question lists them: 3、5到7, in digits or Chinese numerals."""

from __future__ import annotations

import re

from assistant.numerals import NUMERAL, half_width, parse_number

NUMBER = rf"(?:\d+|{NUMERAL}{{1,6}})"
# How many are meant, from two on: “the first three”.
SEVERAL = r"(?:[2-9]|[1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九])"
JOIN = r"(?:、|,|和|与|跟|及|还有|\s)+"
RANGE = r"(?:-+|–|—+|~|一?直到|到|至)"
_LONGEST_RUN = 2000  # numbers; of a wider range only so many are listed, and its end


def run_of(counter: str) -> str:
    """A pattern for numbers listed before a counter, which may stand behind each of them.

    Args:
        counter: Pattern of the counter, such as 条.
    """
    start = rf"(?:{counter})?\s*(?:开始|起)?\s*{RANGE}"
    again = rf"(?:{counter})\s*{JOIN}\s*(?=第)"
    return rf"{NUMBER}(?:\s*(?:{start}|{again}|{JOIN})\s*第?\s*{NUMBER})*"


def numbers_in(text: str, counter: str) -> list[int]:
    """The numbers of what `run_of` matches, ranges written out; a range may be told backwards."""
    numbers: list[int] = []
    pattern = rf"({NUMBER})(?:\s*(?:{counter})?\s*(?:开始|起)?\s*{RANGE}\s*第?\s*({NUMBER}))?"
    for first, last in re.findall(pattern, half_width(text)):
        start = parse_number(first)
        end = parse_number(last) if last else start
        if start is None or end is None:
            continue
        low, high = sorted((start, end))
        numbers += range(low, min(high, low + _LONGEST_RUN))
        numbers.append(high)
    return numbers
