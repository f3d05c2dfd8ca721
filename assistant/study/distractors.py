"""Wrong options: slogans and places of the plan, parallel words, near figures and years."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.likeness import Likenesses, WordLikeness
from assistant.numerals import NUMERAL, parse_number, to_chinese
from assistant.plan import Span, Unit
from assistant.quantities import find_figures, find_periods, period_end
from assistant.slots import place_names, place_order, place_row
from assistant.study.counterparts import is_common
from assistant.study.facts import SPAN_OF_YEARS, Blank, BlankKind, Facts
from assistant.study.parallels import even_recounts, other_designations, recounts, siblings
from assistant.study.statements import Statement, is_opener, opens
from assistant.word_lists import places_overlap

_JITTER = 1.5  # of the likeness, so that papers of other seeds take other distractors
_CLEARLY = 0.05  # how much nearer than any wrong option an answer is that can be guessed
_SAME_FIELD = 4.0  # for words of one meaning
# What one thing is to be of another, in quotation marks (甲的“领跑者”).
_ROLE = re.compile("[\u4e00-\u9fff]的“([\u4e00-\u9fff]{3})”(?=[,。;]|$)", re.MULTILINE)
# Endings of words for people; open lists of them may mean others as well.
_PEOPLE = re.compile("(?:人|员|者|农民工|儿|妇女|儿童|群众|干部)$")
# What a slogan is the name of; another slogan is believed there only if it names such a thing.
_CALLED = re.compile("”(?:行动|工程|计划|战略|要求|负责制|改革|模式|监管|品牌)")
_SHORT = 4  # characters that a unit may be longer or shorter than its answer
_SLACK = 2  # the same of slogans that count (三环两轴)
_NEAR_IN_ROW = 6  # places to both sides of one in its row
_OFTEN = 2  # times that a place comes in the plan, from which it is a known one there
_LONGEST_DELAY = 10  # years between the right date and a wrong one
_NUMERAL_STEPS = 3  # between a right count and a wrong one
_USUAL_TERMS = range(3, 6, 2)  # years that plans and campaigns run for
_FARTHEST_SHARE = 20  # points between a share and a wrong one
_CAMPAIGN = re.compile("[\u4e00-\u9fff]{0,6}(?:行动|计划|攻坚)")
_TERMS = re.compile("[二两三四五六七八九十]年")  # another length in the same statement
_NUMERALS = re.compile(f"{NUMERAL}[\u4e00-\u9fff]{{1,3}}{NUMERAL}")
_STEPS = (0.5, 0.6, 0.75, 0.8, 1.2, 1.25, 1.5, 2.0)
# Political set phrases are no wrong options and stand in no wrong statement; 为 is of a clause.
_NO_OPTION = re.compile(
    "两个维护|两个确立|四个意识|四个自信|三个代表|两个一百年|不忘初心|三严三实|两学一做|八项规定|五位一体|四个全面|党委|统战|"
    "为|党管|不敢腐|不能腐|不想腐|蹚新路|蹚出|绿水青山"
)
# Names of five-year-plan periods other than the one asked for are years five apart.
_PLAN_PERIODS = ("十三五", "十四五", "十五五", "十六五")


class Distractors:
    """Offers wrong options for the blanks of one plan; the checker decides on them."""

    def __init__(self, facts: Facts, likeness: WordLikeness) -> None:
        """Take the units of this plan, and what its words have in common."""
        self._plan = facts.plan
        self._cut = facts.cut
        self._likeness = likeness
        self._cut_before: dict[str, list[str]] = {}
        self._rows: dict[str, Likenesses] = {}
        self._fields: dict[str, Likenesses | None] = {}
        self._texts: dict[int, str] = {}
        self._parts: dict[str, set[int]] = {}
        for blank in facts.blanks:
            self._parts.setdefault(blank.answer, set()).add(blank.statement.unit.part)
        by_kind: dict[BlankKind, list[str]] = {}
        for blank in facts.blanks:
            if not is_common(blank.answer) and not _NO_OPTION.search(blank.answer):
                by_kind.setdefault(blank.kind, []).append(blank.answer)
        for enumeration in facts.enumerations:
            if "“" in facts.plan.text[enumeration.span.start - 1 : enumeration.span.start]:
                by_kind.setdefault("term", []).extend(_members(facts, enumeration.members))
        self._pool = {kind: list(dict.fromkeys(words)) for kind, words in by_kind.items()}
        self._roles = {match[1] for match in _ROLE.finditer(facts.plan.text)}
        # Only what lies ahead of the plan can be one of its goals.
        found = {y for p in find_periods(facts.plan.text) if (y := period_end(p.name))}
        date = facts.plan.date
        self._first = int(date[:4]) + 1 if date else min(found, default=0)
        self._years = sorted(year for year in found if year >= self._first)

    def offer(self, blank: Blank, rng: random.Random) -> Iterator[str]:
        """Wrong options for a blank, the most plausible first."""
        if blank.kind == "figure":
            yield from self._figures(blank, rng)
        elif blank.kind == "date":
            yield from self._dates(blank.answer, rng)
        elif blank.kind == "rank":
            others = other_designations(blank.answer)
            yield from rng.sample(others, len(others))
        elif blank.enumeration and blank.answer not in place_names():
            members = [self._plan.quote(span) for span in blank.enumeration.members]
            yield from self.akin(members, rng, blank.answer)
        else:
            noun = _CALLED.match(blank.behind)
            others = recounts(blank.answer) if blank.kind == "term" else []
            if others:
                first = even_recounts(blank.answer, rng)
                yield from dict.fromkeys([*first, *rng.sample(others, len(others))])
                return
            for word in self.like(blank.answer, blank.kind, blank.statement, rng):
                if noun is None or f"{word}{noun.group()}" in self._plan.text:
                    yield word

    def akin(self, members: Sequence[str], rng: random.Random, answer: str = "") -> list[str]:
        """Words that are often listed with the members of a list, in random order.

        Args:
            members: All members of the list.
            rng: Decides on the order.
            answer: The member that they stand in for; empty for any.
        """
        found = siblings(members, answer)
        if all(member in place_names() for member in members):
            beside = dict.fromkeys(p for member in members for p in _places_beside(member))
            found = [
                place
                for place in beside
                if place not in self._plan.title
                and _place_group(place) == _place_group(members[0])
                and not any(place == m or places_overlap(place, m) for m in members)
            ]
        rng.shuffle(found)
        return found

    def like(
        self, answer: str, kind: BlankKind, statement: Statement, rng: random.Random
    ) -> list[str]:
        """Slogans of the same part, or places, that can stand in the answer's place, best first.

        Args:
            answer: What they stand beside.
            kind: The sort of unit.
            statement: Where the answer stands; what is near to its words is easily believed there.
            rng: Lets papers of other seeds take other ones.
        """
        one, scored = _form(answer), []
        context = around(statement, [answer])
        beside = _places_beside(answer) if kind == "place" else ()
        for word in (*self._pool.get(kind, ()), *beside):
            other = _form(word)
            are_roles = {answer, word} <= self._roles
            if word == answer or not (are_roles or _fits(one, other)):
                continue
            if not self._is_as_known(answer, word):
                continue
            if kind == "place" and word.rstrip("市县") in self._plan.title:
                continue  # the place that the plan is of
            if kind == "term" and not self._is_of_field(word, statement):
                continue
            fitness = _likeness(one, other) + _SAME_FIELD * self.nearness(word, context)
            scored.append((fitness + _JITTER * rng.random(), word))
        return list(dict.fromkeys(word for _, word in sorted(scored, reverse=True)))

    def _is_of_field(self, word: str, statement: Statement) -> bool:
        """Whether a slogan stands in the same part, or article where a part speaks of all fields.

        Articles whose titles begin with no verb say what was, or what is to be, in every field.
        """
        unit = statement.unit
        if opens(unit.title):
            return unit.part in self._parts.get(word, ())
        return word in self._text_of(unit)

    def _text_of(self, unit: Unit) -> str:
        if unit.start not in self._texts:
            self._texts[unit.start] = self._plan.quote(unit)
        return self._texts[unit.start]

    def nearness(self, text: str, context: str) -> float:
        """How near in meaning the words of a text are to those of a context, -1 to 1."""
        if context not in self._fields:
            known = {w for w in self._words(context) if len(w) > 1}
            rows = [self._row(w) for w in known if self._likeness.position(w) is not None]
            self._fields[context] = np.max(np.stack(rows), axis=0) if rows else None
        field = self._fields[context]
        found = [p for w in self._words(text) if (p := self._likeness.position(w)) is not None]
        return float(field[found].mean()) if field is not None and found else 0.0

    def can_be_guessed(self, right: Sequence[str], wrong: Sequence[str], context: str) -> bool:
        """Whether the right options alone are near in meaning to what stands around them."""
        best = max((self.nearness(option, context) for option in wrong), default=-1.0)
        least = min(self.nearness(option, context) for option in right)
        return least > best + _CLEARLY

    def _row(self, word: str) -> Likenesses:
        if word not in self._rows:
            self._rows[word] = self._likeness.of(word)
        return self._rows[word]

    def _is_as_known(self, answer: str, word: str) -> bool:
        """Whether the plan names a place as often or as seldom as another one."""
        if answer not in place_names():
            return True
        counts = [self._plan.text.count(place) for place in (answer, word)]
        return min(counts) >= _OFTEN or max(counts) <= _OFTEN

    def _words(self, text: str) -> list[str]:
        if text not in self._cut_before:
            self._cut_before[text] = self._cut(text)
        return self._cut_before[text]

    def _figures(self, blank: Blank, rng: random.Random) -> Iterator[str]:
        if years := SPAN_OF_YEARS.fullmatch(blank.answer):
            yield from _other_spans(int(years["first"]), int(years["last"]), rng)
            return
        match = re.match(r"\d+(?:\.\d+)?", blank.answer)
        if match is None:
            is_dated = bool(_TERMS.search(blank.before + blank.behind))
            if not (blank.answer.endswith("年") and is_dated):
                yield from _other_numerals(blank.answer, blank.behind, rng)
            return
        number, unit = float(match.group()), blank.answer[match.end() :]
        if unit == "%":
            options = [f"{value}%" for value in _near_shares(number)]
        else:
            options = [_written(number * step, number) + unit for step in _STEPS]
        options = [w for w in dict.fromkeys(options) if w != blank.answer]
        rng.shuffle(options)
        yield from options

    def _dates(self, answer: str, rng: random.Random) -> Iterator[str]:
        year = next((y for p in find_periods(answer) if (y := period_end(p.name))), None)
        if "五" in answer:
            options = [re.sub("十.五", name, answer) for name in _PLAN_PERIODS]
        else:
            # Beside years that plans name, an odd one shows.
            steps = (5, 10, -5) if (year or 0) % 5 == 0 else (5, 10, -5, 2)
            later = [(year or 0) + step for step in steps]
            options = [
                re.sub(r"\d{4}", str(y), answer)
                for y in self._years
                if abs(y - (year or y)) <= _LONGEST_DELAY
            ]
            options += [re.sub(r"\d{4}", str(y), answer) for y in later if y >= self._first]
        options = [o for o in dict.fromkeys(options) if o != answer]
        rng.shuffle(options)
        yield from options


def _near_shares(number: float) -> list[int]:
    """Per cent that can be believed beside a share: at most 20 points, or half of it, away."""
    step = 5 if number % 5 == 0 else 1
    most = min(_FARTHEST_SHARE, number / 2)
    return [n for n in range(step, 100, step) if 0 < abs(n - number) <= most]


def _other_numerals(answer: str, behind: str, rng: random.Random) -> Iterator[str]:
    """Lengths, ranks and levels beside one that is written in Chinese numerals.

    Plans and campaigns run for some usual lengths only.
    """
    number, unit = parse_number(answer[0].replace("两", "二")), answer[1:]
    usual = range(2, 7 if unit == "级" else 11)
    if unit == "年" and _CAMPAIGN.match(behind):
        usual = _USUAL_TERMS
    others = [n for n in usual if number and n != number and abs(n - number) <= _NUMERAL_STEPS]
    rng.shuffle(others)
    yield from (("两" if n == 2 else to_chinese(n)) + unit for n in others)


def _other_spans(first: int, last: int, rng: random.Random) -> Iterator[str]:
    """Spans of years before, behind and beyond one (5-10年)."""
    length = last - first
    spans = [(last, last + length), (first, last + length), (last + length, last + 2 * length)]
    if first > 2:
        spans += [(first - 2, first), (first - 2, last - 2)]
    rng.shuffle(spans)
    yield from (f"{one}-{other}年" for one, other in spans)


def names_people(text: str) -> bool:
    """Whether a unit names a group of people."""
    return bool(_PEOPLE.search(text))


def around(statement: Statement, answers: Sequence[str]) -> str:
    """The title and the words of a statement without the answers."""
    text = statement.text
    for answer in answers:
        text = text.replace(answer, "。")
    return f"{statement.unit.title}。{text}"


@lru_cache(maxsize=256)
def _places_beside(place: str) -> tuple[str, ...]:
    """Places of the same row of the table, those that stand nearest in it."""
    row = [
        name
        for name in sorted(place_names(), key=place_order)
        if place_row(name) == place_row(place)
    ]
    at = row.index(place) if place in row else 0
    return tuple(n for n in row[max(0, at - _NEAR_IN_ROW) : at + _NEAR_IN_ROW + 1] if n != place)


def _members(facts: Facts, spans: Sequence[Span]) -> Iterable[str]:
    return (facts.plan.quote(span) for span in spans)


def _written(value: float, like: float) -> str:
    """A number rounded as coarsely as another one is."""
    step = next((s for s in (100, 10, 5) if like % s == 0 and like > s), 1)
    return str(max(step, round(value / step) * step))


@dataclass(frozen=True, slots=True)
class _Form:
    """What the form of a unit shows of its sort.

    Attributes:
        text: The unit.
        group: Sort of place; 0 for what is none.
        numerals: Whether it counts several things (``三环两轴``).
        opens: Whether it begins with a verb.
        has_figure: Whether it holds a figure.
    """

    text: str
    group: int
    numerals: bool
    opens: bool
    has_figure: bool


@lru_cache(maxsize=4096)
def _form(text: str) -> _Form:
    return _Form(
        text=text,
        group=_place_group(text),
        numerals=bool(_NUMERALS.search(text)),
        opens=is_opener(text[:2]),
        has_figure=bool(find_figures(text)),
    )


def _place_group(text: str) -> int:
    """Sort of place: rivers and mountains, or the row of the table; county and city as such."""
    if text not in place_names():
        return 0
    if text.endswith(("河", "山", "江")):
        return -ord(text[-1])
    return place_row(text) * (2 if text.endswith(("县", "市")) else 1)


def _fits(one: _Form, other: _Form) -> bool:
    """Whether a unit can stand in another one's place and be believed there.

    Places are of one sort, slogans of one build or with a common word at either end.
    """
    if one.group or other.group:
        return one.group == other.group
    if one.numerals != other.numerals:
        return False
    gap = abs(len(one.text) - len(other.text))
    if one.numerals:
        counts = [len(re.findall(NUMERAL, form.text)) for form in (one, other)]
        return gap <= _SLACK and (counts[0] == counts[1] or min(counts) > _SLACK)
    has_end = one.text[-2:] == other.text[-2:]
    return (has_end or one.text[:2] == other.text[:2]) and gap <= _SHORT


def _likeness(one: _Form, other: _Form) -> float:
    """How much two units look like the same sort of thing, higher is more."""
    score = -abs(len(one.text) - len(other.text)) / 2.0
    score += 2.0 * (one.text[-1] == other.text[-1]) + 1.5 * (one.text[-2:] == other.text[-2:])
    score -= 1.5 * (one.opens != other.opens)
    score += 1.5 * (("+" in one.text) == ("+" in other.text))
    score += 1.0 * (one.has_figure == other.has_figure)
    return score
