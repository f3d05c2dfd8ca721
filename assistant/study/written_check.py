"""Proves questions on several statements of a unit: short answers, and which one is not the plan's.

Each scoring point, and each right statement, stands in its citation; none is shown or comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from assistant.study.giveaways import bare
from assistant.study.model import QuizQuestion

_SLACK = 4  # characters by which a wrong statement may be the longest or shortest of four
# A measure that the stem quotes, of which it asks what follows.
_LEAD = re.compile("规划提出“(?P<lead>.+?)”,(?P<how>紧接着|同一句话里接着)")
_MARK = "[,,;;。]"
_SPARE = 1  # points that an answer may leave out at least, where any of them count


def written_problems(question: QuizQuestion) -> Iterator[str]:
    """Everything that is wrong with a short answer, in English."""
    points = question.scoring
    words = [bare(point.wordings[0]) for point in points]
    if not points:
        yield "a short answer needs a scoring point"
        return
    for point, text in zip(points, words, strict=True):
        if text not in bare(point.citation.quote):
            yield f"not in its citation: {point.wordings[0]}"
        if any(bare(wording) in bare(question.stem) for wording in point.wordings):
            yield f"the stem names the point {point.wordings[0]}"
    yield from (
        f"{one} is in the point {other}" for one, other in permutations(words, 2) if one in other
    )
    yield from _behind_lead(question)
    if question.wanted:
        yield from _any_of(question)
    elif sum(point.points for point in points) != question.points:
        yield "the points of the scoring do not add up"


def misstated_problems(question: QuizQuestion, wrong: str, others: Sequence[str]) -> Iterator[str]:
    """What is wrong with a choice of the one statement that the plan does not make.

    That the plan does not make it is proved as for a statement that is judged alone.
    """
    first, *cited = question.citations
    if {c.quote for c in cited} != set(others):
        yield "the other statements are not those that are cited"
    if {c.label for c in cited} != {first.label}:
        yield "the statements are of different units"
    lengths = [len(other) for other in others]
    if not min(lengths) - _SLACK <= len(wrong) <= max(lengths) + _SLACK:
        yield "the form tells the wrong statement"


def _behind_lead(question: QuizQuestion) -> Iterator[str]:
    """What is asked for stands behind the measure that the stem quotes; at once if that is said."""
    lead = _LEAD.search(question.stem)
    if lead is None:
        return
    quote, shown = bare(question.citations[0].quote), bare(lead["lead"])
    if not quote.startswith(shown):
        yield "the citation does not begin with the measure that the stem quotes"
        return
    rest = quote[len(shown) :]
    for point in question.scoring:
        text = bare(point.wordings[0])
        between, found, rest = rest.partition(text)
        if not found:
            yield f"not behind the measure that the stem quotes: {text}"
        elif lead["how"] == "紧接着" and len(re.findall(_MARK, between)) > 1:
            yield f"something stands before: {text}"


def _any_of(question: QuizQuestion) -> Iterator[str]:
    """Any of the points are asked for: more than are wanted, of one worth, counted in the stem."""
    worth = {point.points for point in question.scoring}
    if len(question.scoring) < question.wanted + _SPARE:
        yield "fewer scoring points than any of them may be left out of"
    if len(worth) > 1 or question.wanted * worth.pop() != question.points:
        yield "the points that are wanted do not add up"
    if f"任意{question.wanted}项" not in question.stem:
        yield "the stem does not say how many are wanted"
