"""Wrong options: units of the same kind from elsewhere in the plan, and near figures and years."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.likeness import Likenesses, WordLikeness
from assistant.numerals import NUMERAL
from assistant.plan import Span
from assistant.quantities import find_figures, find_periods, period_end
from assistant.slots import place_names
from assistant.study.facts import Blank, BlankKind, Facts
from assistant.study.statements import is_opener

_JITTER = 1.5  # of the likeness, so that papers of other seeds take other distractors
_SAME_BUILD = 1.0
_SAME_FIELD = 4.0  # for words of one meaning
# Endings that tell a quality from a thing.
_QUALITIES = re.compile("[化性型度感权力的高]$")
_NUMERALS = re.compile(f"{NUMERAL}[\u4e00-\u9fff]{{1,3}}{NUMERAL}")
_STEPS = (0.5, 0.6, 0.75, 0.8, 1.2, 1.25, 1.5, 2.0)
# Political set phrases are no wrong options and stand in no wrong statement.
_SET_PHRASES = re.compile(
    "两个维护|两个确立|四个意识|四个自信|三个代表|两个一百年|不忘初心|三严三实|两学一做|八项规定|五位一体|四个全面|党委|统战|"
    "党管|不敢腐|不能腐|不想腐|蹚新路|蹚出|绿水青山"
)
# Names of five-year-plan periods other than the one asked for are years five apart.
_PLAN_PERIODS = ("十三五", "十四五", "十五五", "十六五")


class Distractors:
    """Offers wrong options for the blanks of one plan; the checker decides on them."""

    def __init__(self, facts: Facts, likeness: WordLikeness) -> None:
        """Take the units of this plan, and what its words have in common."""
        self._cut = facts.cut
        self._likeness = likeness
        self._known: dict[tuple[str, str], float] = {}
        self._cut_before: dict[str, list[str]] = {}
        self._vectors: dict[str, Likenesses] = {}
        by_kind: dict[BlankKind, list[str]] = {}
        for blank in facts.blanks:
            by_kind.setdefault(blank.kind, []).append(blank.answer)
        for enumeration in facts.enumerations:
            if "“" in facts.plan.text[enumeration.span.start - 1 : enumeration.span.start]:
                by_kind.setdefault("term", []).extend(_members(facts, enumeration.members))
        self._pool = {kind: list(dict.fromkeys(words)) for kind, words in by_kind.items()}
        # Only what lies ahead of the plan can be one of its goals.
        self._first = int((facts.plan.date or "0")[:4]) + 1
        found = {y for p in find_periods(facts.plan.text) if (y := period_end(p.name))}
        self._years = sorted(year for year in found if year >= self._first)

    def offer(self, blank: Blank, rng: random.Random) -> Iterator[str]:
        """Wrong options for a blank, the most plausible first."""
        if blank.kind == "figure":
            yield from self._figures(blank, rng)
        elif blank.kind == "date":
            yield from self._dates(blank.answer, rng)
        else:
            yield from self.like(blank.answer, blank.kind, rng)

    def like(self, answer: str, kind: BlankKind, rng: random.Random) -> list[str]:
        """Units of a kind, those that look most like the answer first."""
        scored = [
            (self._fitness(answer, word) + _JITTER * rng.random(), word)
            for word in self._pool.get(kind, ())
            if word != answer and not _SET_PHRASES.search(word)
        ]
        return [word for _, word in sorted(scored, reverse=True)]

    def _fitness(self, answer: str, other: str) -> float:
        """How plausible a unit is beside the answer: by its form, its build and its subject."""
        key = (answer, other)
        if key not in self._known:
            one, two = self._words(answer), self._words(other)
            build = _SAME_BUILD * (tuple(map(len, one)) == tuple(map(len, two)))
            self._known[key] = _likeness(answer, other) + build + _SAME_FIELD * self._near(one, two)
        return self._known[key]

    def _words(self, text: str) -> list[str]:
        if text not in self._cut_before:
            self._cut_before[text] = self._cut(text)
        return self._cut_before[text]

    def _near(self, one: Sequence[str], two: Sequence[str]) -> float:
        """Mean likeness of the words of a unit to the nearest words of another, -1 to 1."""
        places = [p for word in two if (p := self._likeness.position(word)) is not None]
        known = [word for word in one if self._likeness.position(word) is not None]
        if not (places and known):
            return 0.0
        return sum(float(self._of(word)[places].max()) for word in known) / len(known)

    def _of(self, word: str) -> Likenesses:
        if word not in self._vectors:
            self._vectors[word] = self._likeness.of(word)
        return self._vectors[word]

    def _figures(self, blank: Blank, rng: random.Random) -> Iterator[str]:
        match = re.match(r"\d+(?:\.\d+)?", blank.answer)
        if match is None:
            return
        number, unit = float(match.group()), blank.answer[match.end() :]
        same = [w for w in self._pool["figure"] if w.endswith(unit) and w != blank.answer]
        same = [w for w in same if w[: len(w) - len(unit)].replace(".", "").isdigit()]
        near = [_written(number * step, number) + unit for step in _STEPS]
        if unit == "%":
            near = [w for w in near if 0 < float(w[:-1]) < 100]
        options = [w for w in dict.fromkeys([*same[:2], *near]) if w != blank.answer]
        rng.shuffle(options)
        yield from options

    def _dates(self, answer: str, rng: random.Random) -> Iterator[str]:
        year = next((y for p in find_periods(answer) if (y := period_end(p.name))), None)
        if "五" in answer:
            options = [re.sub("十.五", name, answer) for name in _PLAN_PERIODS]
        else:
            later = [(year or 0) + step for step in (5, 10, -5)]
            options = [re.sub(r"\d{4}", str(y), answer) for y in self._years]
            options += [re.sub(r"\d{4}", str(y), answer) for y in later if y >= self._first]
        options = [o for o in dict.fromkeys(options) if o != answer]
        rng.shuffle(options)
        yield from options


def _members(facts: Facts, spans: Sequence[Span]) -> Iterable[str]:
    return (facts.plan.quote(span) for span in spans)


def _written(value: float, like: float) -> str:
    """A number rounded as coarsely as another one is."""
    step = next((s for s in (100, 10, 5) if like % s == 0 and like > s), 1)
    return str(max(step, round(value / step) * step))


def _likeness(answer: str, other: str) -> float:
    """How much two units look like the same sort of thing, higher is more."""
    score = -abs(len(answer) - len(other)) / 2.0
    score += 2.0 * (answer[-1] == other[-1]) + 1.5 * (answer[-2:] == other[-2:])
    score += 2.0 * (bool(_NUMERALS.search(answer)) == bool(_NUMERALS.search(other)))
    ends = _QUALITIES.search(answer), _QUALITIES.search(other)
    if any(ends):
        score += 1.0 if ends[0] and ends[1] and ends[0][0] == ends[1][0] else -2.5
    begins = is_opener(answer[:2]), is_opener(other[:2])
    score -= 1.5 * (begins[0] != begins[1])
    score += 1.5 * (("+" in answer) == ("+" in other))
    score += 3.0 * ((answer in place_names()) == (other in place_names()))
    score += 1.0 * (bool(find_figures(answer)) == bool(find_figures(other)))
    return score
