"""Claims in a question, checked against the evidence: wrong numbers, years, names and directions.

A question may take something for granted that the plan says otherwise. Only what can be compared is
compared: a figure with the figures of the same measure in the quoted sentences, a year with their
years, a place with their places, one of several opposite words with the others, a name with names
that differ in one character, a quoted expression with the whole text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from assistant.numerals import half_width
from assistant.pinyin import sound_alike
from assistant.quantities import Figure, find_figures, find_periods, measured, period_end
from assistant.slots import Cut, places_in
from assistant.words import function_words

_ALTERNATIVES = Path(__file__).parent / "resources" / "alternatives.txt"
_CLAUSE = re.compile(r"(?:“[^”]*”|《[^》]*》|[^,。;?!:,;?!])+")
# Pieces of a sentence in which a name and what is said of it stand together, finest first.
_PIECES = (r"[,,;;、。]|和|与|及", r"[,,;;。]", r"[;;。]", r"[。\n]")
_QUOTED = re.compile(r"[“‘「『\"]([^”’」』\"]{2,14})[”’」』\"]")
_NO_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'"))
_COMPOUND = re.compile(r"\d+[+×]\d+")
# A length of time is a claim only where it limits something; “in five years” merely says when.
_SPAN_OF_TIME = re.compile(r"(?:连续|延长|顺延|再延|为期|长达|期限|缩短|缩减|不超过|用|花)$")
_INDEFINITE = re.compile(r"(?:几|多少|哪|这|那|每|某|前|后|第|近|上|下|头)$")
_LONGEST_EXPRESSION = 8  # characters; what is longer is the asker's own sentence
# Occurrences in the whole text: a word that tells one thing from others, and the plan's own city.
_RARELY = 6
OFTEN = 20
_OWN_PLACE = re.compile(
    r"(?:我们?|咱们?|俺们?)(?:是|在)?[\u4e00-\u9fff]{2}[县市区]?|"
    r"^[\u4e00-\u9fff]{2}[县市区]?的(?:干部|同志|职工|居民|村民|老板|科员|市民|农民|人)$"
)
_NAME_LENGTH = 6  # characters of names that are compared character by character


@dataclass(frozen=True)
class _Evidence:
    """The sentences that answer a question, and the whole text they come from."""

    text: str
    plan: str


def contradicted(question: str, quotes: Sequence[str], plan_text: str, cut: Cut) -> tuple[str, ...]:
    """Clauses of a question that say what the quoted sentences say otherwise.

    Args:
        question: The question, normalised.
        quotes: The sentences that answer it, verbatim.
        plan_text: The whole text, for expressions that it does not use at all.
        cut: Cuts a text into words.
    """
    evidence = _Evidence("\n".join(quotes), plan_text)
    clauses = (match.group().strip().rstrip("吧吗呢啊呀么") for match in _CLAUSE.finditer(question))
    found = {clause: None for clause in clauses if _is_contradicted(clause, evidence, cut)}
    return tuple(found)


def misstated(statement: str, quotes: Sequence[str], cut: Cut) -> bool:
    """Whether a statement that is made from quotes mixes up what they say.

    Unlike a question, it may name some of several places or things only.

    Args:
        statement: The statement, normalised.
        quotes: The sentences it is made from, verbatim.
        cut: Cuts a text into words.
    """
    evidence = _Evidence("\n".join(quotes), "")
    return any(
        _wrong_pair(clause, evidence, cut)
        or _wrong_alternative(clause, evidence.text)
        or _mixed_up(clause, evidence.text, cut)
        for clause in (match.group() for match in _CLAUSE.finditer(statement))
    )


def _is_contradicted(clause: str, evidence: _Evidence, cut: Cut) -> bool:
    return (
        _wrong_figure(clause, evidence.text)
        or _wrong_pair(clause, evidence, cut)
        or _wrong_year(clause, evidence.text)
        or _wrong_place(clause, evidence, cut)
        or _wrong_alternative(clause, evidence.text)
        or _mixed_up(clause, evidence.text, cut)
        or _wrong_character(clause, evidence)
        or _unused_expression(clause, evidence.plan)
    )


# --- Figures and years -----------------------------------------------------------------------


def _wrong_figure(clause: str, evidence: str) -> bool:
    """A figure whose measure occurs in the evidence, with other values only."""
    compounds = set(_COMPOUND.findall(half_width(evidence)))
    if any(c not in compounds for c in _COMPOUND.findall(half_width(clause))) and compounds:
        return True
    stated = [measured(evidence, figure) for figure in find_figures(evidence)]
    for measure, value in _claimed(clause):
        values = {other for kind, other in stated if kind == measure}
        if values and value not in values:
            return True
    return False


def _wrong_pair(clause: str, evidence: _Evidence, cut: Cut) -> bool:
    """A figure of the evidence that is given to a subject, or beside a figure, not its own."""
    claimed = _claimed(clause, with_durations=True)
    words = _telling_words(cut(clause), evidence)
    pieces = [
        ({measured(piece, figure) for figure in find_figures(piece)}, piece)
        for piece in re.split(_PIECES[1], evidence.text)
    ]
    for claim in claimed:
        if any(claim in figures and any(w in piece for w in words) for figures, piece in pieces):
            continue
        rivals = [
            piece
            for figures, piece in pieces
            if any(kind == claim[0] and value != claim[1] for kind, value in figures)
        ]
        if any(w in piece for w in words for piece in rivals):
            return True
    for first in claimed:
        for second in claimed:
            holders = [figures for figures, _ in pieces if second in figures]
            differs = [
                any(kind == first[0] and value != first[1] for kind, value in figures)
                for figures in holders
            ]
            if first != second and any(differs) and not any(first in h for h in holders):
                return True
    return False


def _claimed(clause: str, *, with_durations: bool = False) -> list[tuple[str, Decimal | str]]:
    return [
        measured(clause, figure)
        for figure in find_figures(clause)
        if _is_claim(clause, figure, with_durations)
    ]


def _is_claim(clause: str, figure: Figure, with_durations: bool) -> bool:
    before, behind = clause[: figure.start], clause[figure.end :]
    if _INDEFINITE.search(before) or behind.startswith(("多少", "几")):
        return False
    if figure.unit_class == "duration":
        return with_durations or _SPAN_OF_TIME.search(before) is not None
    if figure.unit_class in ("count", "people", ""):
        return bool(figure.unit) and figure.value != "1"
    return True


def _wrong_year(clause: str, evidence: str) -> bool:
    claimed = {year for p in find_periods(clause) if (year := period_end(p.name))}
    stated = {year for p in find_periods(evidence) if (year := period_end(p.name))}
    return bool(claimed and stated) and not claimed & stated


# --- Things that stand side by side --------------------------------------------------------


_ASKED = re.compile(r"哪|什么|啥|怎么|咋|多少|几|谁|各|分别")


def _mixed_up(clause: str, evidence: str, cut: Cut) -> bool:
    """Whether a clause gives one of two parallel things what the evidence says of the other.

    “A is first class and B is second class” stands in the evidence as two pieces with words in
    common. A claim mixes them up that goes from the beginning of one to what the other says of its
    own, as in “B is first class”.
    """
    stated = [p for p in re.split(_PIECES[0], clause) if not _ASKED.search(p)]
    claimed = [_content(piece, cut) for piece in stated]
    for sentence in re.split("[,,。;;\n]", evidence):
        for one, other in itertools.pairwise(re.split(_PIECES[0], sentence)):
            if not set(_grams(one, 2)) & set(_grams(other, 2)):
                continue
            first, second = _content(one, cut), _content(other, cut)
            own = [w for w in first if w not in second], [w for w in second if w not in first]
            for words in claimed:
                if _crosses(words, *own) or _crosses(words, *own[::-1]):
                    return True
    return False


def _crosses(words: Sequence[str], begun: Sequence[str], ended: Sequence[str]) -> bool:
    """Whether words lead from the first half of one piece behind the first third of another."""
    if min(len(begun), len(ended)) < 2:
        return False
    heads, tails = begun[: (len(begun) + 1) // 2], ended[max(1, len(ended) // 3) :]
    places = [0 if w in heads else 1 for w in words if w in begun or w in ended]
    met = [w for w in words if w in begun or w in ended]
    return (
        set(places) == {0, 1}
        and places == sorted(places)
        and all(w in tails for w in met[places.index(1) :])
    )


def _content(piece: str, cut: Cut) -> list[str]:
    """Words of a piece that tell something, and its figures, in order and each once."""
    words = (word for word in cut(piece) if len(word) > 1 and word not in function_words())
    return list(dict.fromkeys(words))


# --- Places, opposites, names ----------------------------------------------------------------


def _wrong_place(clause: str, evidence: _Evidence, cut: Cut) -> bool:
    """A place that the evidence does not name though it names others, or names of other things."""
    words = cut(_OWN_PLACE.sub("", clause))
    # The city of the plan itself is named in passing more often than it is claimed.
    claimed = [place for place in places_in(words) if evidence.plan.count(place) < OFTEN]
    if not claimed or not places_in(cut(evidence.text)):
        return False
    # Who asks how something is done with a place may only call it otherwise than the plan does.
    if not _ASKED.search(clause) and any(place not in evidence.text for place in claimed):
        return True
    things = _telling_words(words, evidence) - set(claimed)
    return any(_belongs_elsewhere(thing, claimed, evidence.text, cut) for thing in things)


def _telling_words(words: Sequence[str], evidence: _Evidence) -> set[str]:
    """Words of a clause that the evidence has and the plan has rarely."""
    return {
        word
        for word in words
        if len(word) > 1
        and not any(char.isdigit() for char in word)
        and word in evidence.text
        and word not in function_words()
        and evidence.plan.count(word) <= _RARELY
    }


def _belongs_elsewhere(thing: str, claimed: Sequence[str], evidence: str, cut: Cut) -> bool:
    """Whether the finest pieces that name a thing and a place name other places only."""
    for marks in _PIECES:
        holding = [piece for piece in re.split(marks, evidence) if thing in piece]
        named = [places for piece in holding if (places := places_in(cut(piece)))]
        if named:
            roots = {place.rstrip("市县") for place in claimed}
            return not any(root in place for places in named for place in places for root in roots)
    return False


def _wrong_alternative(clause: str, evidence: str) -> bool:
    """One of several words that exclude each other, where the evidence has another of them."""
    for words in _alternatives():
        said = {word for word in words if word in clause}
        stated = {word for word in words if word in evidence}
        if len(said) == 1 and stated and not said & stated:
            return True
    return False


@lru_cache(maxsize=1)
def _alternatives() -> tuple[frozenset[str], ...]:
    rows = _ALTERNATIVES.read_text(encoding="utf-8").splitlines()
    return tuple(frozenset(row.split()) for row in rows if row and not row.startswith("#"))


def _wrong_character(clause: str, evidence: _Evidence) -> bool:
    """A name that the plan has but for one character inside, unless that sounds the same."""
    for name in _grams(clause, _NAME_LENGTH):
        if name in evidence.plan:
            continue
        for other in _grams(evidence.text, _NAME_LENGTH):
            places = [i for i in range(_NAME_LENGTH) if name[i] != other[i]]
            if len(places) == 1 and 0 < places[0] < _NAME_LENGTH - 1:
                pair = name[places[0]], other[places[0]]
                if not sound_alike(*pair) and not function_words() & set(pair):
                    return True
    return False


def _grams(text: str, length: int) -> Iterator[str]:
    for run in re.findall("[\u4e00-\u9fff]+", text):
        yield from (run[i : i + length] for i in range(len(run) - length + 1))


def _unused_expression(clause: str, plan_text: str) -> bool:
    bare = plan_text.translate(_NO_QUOTES)
    return any(
        len(quoted) <= _LONGEST_EXPRESSION
        and quoted.translate(_NO_QUOTES) not in bare
        and not re.search("[xX某…]", quoted)
        for quoted in _QUOTED.findall(clause)
    )
