"""Statements: clauses of a text with the values they state, and how well a claim fits them.

A sentence of a plan says several things; what it says of one of them must not be held against
what a question says of another. So a claim is compared with the clause that shares most of its
other words, and only with values of the same sort.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.quantities import Figure, find_figures, find_periods, measured, period_end
from assistant.slots import Cut, places_in
from assistant.word_lists import lines_of, places_overlap
from assistant.words import function_words

ValueKind = Literal["figure", "period", "place", "alternative"]

_SENTENCE_END = re.compile(r"[。!?!?\n]")
_CLAUSE = re.compile(r"(?:“[^”]*”|[^,,;;::()()])+")
_MEMBERS = re.compile(r"、|以及|和(?!谐|平)|及(?!时|其)")
_INHERITED: tuple[ValueKind, ...] = ("period", "place")
_COUNTERS = frozenset("个项条大种类处座批次所")
# What stands beside the clause in its sentence counts less than what stands in the clause itself.
_CONTEXT_SHARE = 0.4
# In nats: what a claim must share with a statement to be about the same.
LEAST_FIT = 3.0
_VALUE_WEIGHT = 2.5  # of another value that both state, in nats like the rarity of words
_PER_WORD = 100  # characters of text for which a word that occurs once is not rare


@dataclass(frozen=True, slots=True)
class Value:
    """Something stated that excludes others of its sort.

    Attributes:
        kind: Which sort.
        group: Values are compared within it: the measure of a figure, the set of alternatives.
        value: The value itself, brought into one form.
        words: The words that state it.
    """

    kind: ValueKind
    group: str
    value: str
    words: str

    def is_comparable(self, other: Value) -> bool:
        """Whether the two are of one sort, so that they are either equal or exclude each other."""
        return self.kind == other.kind and self.group == other.group

    def equals(self, other: Value) -> bool:
        """Whether both say the same; 黄河流域 is a place on the 黄河."""
        one, two = self.value, other.value
        if not self.is_comparable(other):
            return False
        if self.kind == "place":
            return one in two or two in one or places_overlap(one, two)
        # “Two of a million each” is told by the million as well.
        return one == two or ("×" in one) != ("×" in two)


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause, or a member of an enumeration, with the rest of its sentence so far.

    Attributes:
        text: Its words.
        context: What stands beside it.
        values: What it states; a period, or a place at the beginning, holds until the next one.
    """

    text: str
    context: str
    values: tuple[Value, ...]

    def compares(self, value: Value) -> bool:
        """Whether it states a value of that sort."""
        return any(value.is_comparable(own) for own in self.values)

    def states(self, value: Value) -> bool:
        """Whether it states that value."""
        return any(value.equals(own) for own in self.values)


def statements(text: str, cut: Cut) -> tuple[Statement, ...]:
    """Cut a text into its statements, in order."""
    return tuple(s for sentence in _SENTENCE_END.split(text) for s in _of_sentence(sentence, cut))


def values_in(clause: str, cut: Cut) -> tuple[Value, ...]:
    """What a clause states that can be compared."""
    # “One” in characters is an article more often than a number.
    figures = (
        f for f in find_figures(clause) if f.unit and (f.value != "1" or clause[f.start].isdigit())
    )
    periods = ((p, period_end(p.name)) for p in find_periods(clause))
    return (
        *(Value("figure", *_measure(clause, f), clause[f.start : f.end]) for f in figures),
        *(Value("period", "", str(end), clause[p.start : p.end]) for p, end in periods if end),
        *(Value("place", "", root_of(place), place) for place in places_in(cut(clause))),
        *_alternatives_in(clause, cut),
    )


def root_of(place: str) -> str:
    """A place without the word for its rank: 阳城 for 阳城县."""
    return place[:-1] if len(place) > 2 and place[-1] in "市县区省" else place


def _of_sentence(sentence: str, cut: Cut) -> Iterator[Statement]:
    before = ""
    held: dict[ValueKind, tuple[Value, ...]] = {}
    for match in _CLAUSE.finditer(sentence):
        clause = match.group().strip()
        values = values_in(clause, cut)
        for kind in _INHERITED:
            own = tuple(v for v in values if v.kind == kind)
            if own and (kind == "period" or clause.startswith(own[0].words)):
                held[kind] = own
            elif not own:
                values += held.get(kind, ())
        whole = Statement(clause, before, values)
        yield from _members(whole, cut) or (whole,)
        before += clause


def _members(whole: Statement, cut: Cut) -> tuple[Statement, ...]:
    """The members of an enumeration whose members state different values of their own.

    A bare value shares what follows the enumeration with the others: “in A, B and C”.
    """
    pieces = _pieces_of(whole.text, cut)
    if len(pieces) < 2:
        return ()
    shared = pieces[-1].partition("等")[2]  # “A, B and other C” says C of each
    found = [
        Statement(
            piece if piece.endswith(shared) else piece + shared,
            whole.context + whole.text.replace(piece, ""),
            values_in(piece, cut),
        )
        for piece in pieces
    ]
    own = [v for s in found for v in s.values]
    is_bare = any(v.words == p for s, p in zip(found, pieces, strict=True) for v in s.values)
    differ = any(v.is_comparable(o) and v.value != o.value for v in own for o in own)
    if is_bare or not differ or _share_a_predicate(found):
        return ()
    inherited = tuple(v for v in whole.values if not any(v.is_comparable(o) for o in own))
    return tuple(replace(s, values=s.values + inherited) for s in found)


def _pieces_of(text: str, cut: Cut) -> list[str]:
    """What stands between the words that join; 和 in 中和 joins nothing."""
    if not (joints := list(_MEMBERS.finditer(text))):
        return [text]
    words = _borders(text, cut)
    pieces, start = [], 0
    for joint in joints:
        if not any(begin < joint.start() < joint.end() <= end for begin, end in words):
            pieces.append(text[start : joint.start()])
            start = joint.end()
    return [piece for piece in (*pieces, text[start:]) if piece]


def _share_a_predicate(members: Sequence[Statement]) -> bool:
    """Whether two members only name what the last one's end says of both.

    “The city's forests and the green areas lead the whole province”: unlike members that are built
    alike, such as “the national base of A and the provincial base of B”, they have no pair of
    characters in common, and the last one's value stands behind its name.
    """
    if len(members) != 2:
        return False
    first, last = (
        {member.text[i : i + 2] for i in range(len(member.text) - 1)} for member in members
    )
    kinds = {v.kind for member in members for v in member.values}
    stands_behind = all(not members[1].text.startswith(v.words) for v in members[1].values)
    return kinds == {"alternative"} and not first & last and stands_behind


def _measure(clause: str, figure: Figure) -> tuple[str, str]:
    """What a figure measures and how much; words that count anything count what follows them."""
    unit, amount = measured(clause, figure)
    if unit[:1] in _COUNTERS:
        unit = "个" + clause[figure.end : figure.end + 1]
    return unit, str(amount.normalize()) if isinstance(amount, Decimal) else amount


def _alternatives_in(clause: str, cut: Cut) -> Iterator[Value]:
    candidates = {
        number: found
        for number, words in enumerate(_alternatives())
        if (found := [word for word in words if word in clause])
    }
    borders = _borders(clause, cut) if candidates else []
    for number, words in candidates.items():
        said = [word for word in words if _stands_in(word, clause, borders)]
        for word in said:
            if not any(word != other and word in other for other in said):
                yield Value("alternative", str(number), word, word)


def _borders(clause: str, cut: Cut) -> list[tuple[int, int]]:
    """Where the words of a clause begin and end."""
    borders, end = [], 0
    for word in cut(clause):
        start = clause.find(word, end)
        if start >= 0:
            end = start + len(word)
            borders.append((start, end))
    return borders


def _stands_in(word: str, clause: str, borders: Sequence[tuple[int, int]]) -> bool:
    """Whether a clause has a word, and not only its characters: 大专家 does not say 大专."""
    return any(
        not any(
            start < match.start() < end < match.end() or match.start() < start < match.end() < end
            for start, end in borders
        )
        for match in re.finditer(re.escape(word), clause)
    )


def alternatives_to(value: Value) -> tuple[str, ...]:
    """All words of the set that a value is one of; none of a value of another kind."""
    return _alternatives()[int(value.group)] if value.kind == "alternative" else ()


@lru_cache(maxsize=1)
def _alternatives() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split()) for row in lines_of("alternatives.txt"))


class Fit:
    """How well statements of one plan fit what a clause of a question is about."""

    def __init__(self, plan_text: str, cut: Cut) -> None:
        """Count words in this text."""
        self._plan = plan_text
        self._cut = cut

    def words_of(self, clause: str, left_out: Sequence[Value] = ()) -> dict[str, float]:
        """Words that tell what a clause is about with their rarity in the plan, in nats.

        A word that the plan does not use counts by its pairs of characters.

        Args:
            clause: Part of a question.
            left_out: Values that do not count: they are what is compared.
        """
        for value in left_out:
            clause = clause.replace(value.words, " ")
        words = (w for w in self._cut(clause) if len(w) > 1 and w not in function_words())
        return {piece: self._rarity(piece) for word in words for piece in self._pieces(word)}

    def of(
        self, words: Mapping[str, float], others: Sequence[Value], statement: Statement
    ) -> float:
        """What a statement shares with a clause, in nats: its words and its other values."""
        own = sum(weight for word, weight in words.items() if word in statement.text)
        beside = sum(
            weight
            for word, weight in words.items()
            if word in statement.context and word not in statement.text
        )
        equal = sum(statement.states(value) for value in others)
        return own + _CONTEXT_SHARE * beside + _VALUE_WEIGHT * equal

    def _pieces(self, word: str) -> list[str]:
        if word in self._plan:
            return [word]
        pairs = (word[i : i + 2] for i in range(len(word) - 1))
        return [pair for pair in pairs if pair in self._plan]

    def _rarity(self, word: str) -> float:
        return math.log1p(len(self._plan) / _PER_WORD / max(self._plan.count(word), 1))
