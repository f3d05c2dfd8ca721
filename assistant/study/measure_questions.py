"""Questions on what a plan does for which aim: measures and the titles that they stand under.

Wrong options are true measures of other articles, word for word. They come from the same part where
it has enough of them, since what is far off needs no plan to be found out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence, Set
from itertools import combinations, islice

from assistant.answer import Citation, cite
from assistant.passages import inner_quotes
from assistant.study.affinity import Affinity
from assistant.study.distractors import Distractors
from assistant.study.drafts import draft, lettered
from assistant.study.facts import Facts, ScopeFacts, has_weight, verb_length
from assistant.study.giveaways import BELONGS, SERVED, SERVES, TITLES_TO_MATCH
from assistant.study.measures import Home, Measure, find_measures
from assistant.study.model import (
    RIGHT,
    WRONG,
    Difficulty,
    Option,
    QuestionKind,
    QuizQuestion,
    ScoringPoint,
)
from assistant.study.quiz_check import QuizChecker
from assistant.study.sense import BELIEVED_ALONE, CLEARLY, Sense

_KEPT = 8  # rivals of which sets are tried
_SETS = 30
_WRONG_OF_SINGLE = 3
_KEYS_OF_MULTIPLE, _OPTIONS_OF_MULTIPLE = (2, 3, 3, 4), 5
_WRITTEN = 3  # measures that a short answer asks for
_LEAST_TO_WRITE = 5  # measures under a title of which some are to be written
_MOST_TO_WRITE = 12
_PAIRS = 4
_ABOUT = 8  # characters by which options may differ in length
_TRIES = 10

_JITTER = 0.2  # of the nearness, so that papers of other seeds take other rivals
_NEXT_PART = 1  # parts beside the own one that give rivals when it has too few


class MeasureQuestions:
    """Makes questions on the measures of one plan, each proved before it is handed out."""

    def __init__(
        self, facts: Facts, checker: QuizChecker, distractors: Distractors, affinity: Affinity
    ) -> None:
        """Use the measures of a plan, a checker of it, and the nearness of words and clauses."""
        self._facts = facts
        self._checker = checker
        self._sense = Sense(distractors, affinity)
        self._measures = find_measures(facts.plan, facts.passages, facts.cut)
        self._under: dict[Home, list[Measure]] = {}
        for measure in self._measures:
            self._under.setdefault(measure.home, []).append(measure)
        self._proved: dict[tuple[Measure, Home], bool] = {}

    def of(self, scope: ScopeFacts) -> list[Measure]:
        """The measures that a scope asks for; of a topic, those of clauses about it."""
        holding = (
            (m, s)
            for m in self._measures
            for s in scope.statements
            if s.span.start <= m.span.start < s.span.end
        )
        return [
            m
            for m, s in holding
            if scope.allows(s, m.span) or all(w in m.text for w in scope.topic)
        ]

    def of_kind(
        self, kind: QuestionKind, scope: ScopeFacts, used: Set[str], rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Questions of a kind, title after title in random order.

        Args:
            kind: The kind.
            scope: What is asked about.
            used: Facts that the paper has tested, as it grows.
            rng: Decides on titles and measures.
        """
        asked = self._asked_of(scope)
        if kind == "matching":
            yield from self._matchings(asked, used, rng)
            return
        makers = {
            "single": (self._single, self._aim, self._outsider),
            "multiple": (self._multiple,),
            "short_answer": (self._short_answer,),
        }.get(kind, ())
        for turn in range(_TRIES):
            for number, home in enumerate(rng.sample(list(asked), len(asked))):
                first = (turn + number) % max(len(makers), 1)
                for make in (*makers[first:], *makers[:first]):
                    is_fitting = self._is_about(home, scope) or make == self._aim
                    left = _unused(asked[home], used) if kind != "short_answer" else asked[home]
                    if is_fitting and (question := make(home, left, used, rng)):
                        yield question
                        break

    def _is_about(self, home: Home, scope: ScopeFacts) -> bool:
        """Whether all measures under a title are about a topic, for title or part names it."""
        part = self._facts.plan.part(home.unit.part)
        titles = f"{home.title}。{part.title if part else ''}"
        return all(word in titles for word in scope.topic)

    def _asked_of(self, scope: ScopeFacts) -> dict[Home, list[Measure]]:
        """The measures that a scope asks for by their titles."""
        asked: dict[Home, list[Measure]] = {}
        for measure in self.of(scope):
            asked.setdefault(measure.home, []).append(measure)
        return asked

    # --- Kinds of questions --------------------------------------------------------------------

    def _single(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """Which of four measures stands under a title."""
        for key in _some(self._provable(home, own), _TRIES, rng):
            rivals = self._rivals(home, [key], used, rng)
            for wrong in islice(combinations(rivals, _WRONG_OF_SINGLE), _SETS):
                stem = f"下列哪一项属于{_asked(home)}?"
                if self._sense.is_guessed([key], home) or self._sense.stands_out(
                    [key], wrong, home
                ):
                    continue
                if question := self._chosen("single", stem, [key], wrong, home, rng):
                    return question
        return None

    def _outsider(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """Which of four measures stands under another title."""
        found = self._provable(home, own)
        if len(found) < _WRONG_OF_SINGLE:
            return None
        for _ in range(_TRIES):
            shown = rng.sample(found, _WRONG_OF_SINGLE)
            for key in self._rivals(home, shown, used, rng):
                if not self._sense.is_believed(key, home, BELIEVED_ALONE):
                    continue
                stem = f"下列哪一项不属于{_asked(home)}?"
                if self._sense.is_guessed(shown, home) or self._sense.stands_out(
                    shown, [key], home
                ):
                    continue
                if question := self._chosen("single", stem, [key], shown, home, rng):
                    return question
        return None

    def _multiple(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """Which of five measures, two to four, stand under a title."""
        found = self._provable(home, own)
        for _ in range(_TRIES):
            number = rng.choice(_KEYS_OF_MULTIPLE)
            if len(found) < number:
                continue
            keys = rng.sample(found, number)
            rivals = self._rivals(home, keys, used, rng)
            for wrong in islice(combinations(rivals, _OPTIONS_OF_MULTIPLE - number), _SETS):
                stem = f"下列哪些属于{_asked(home)}?"
                if self._sense.is_guessed(keys, home) or self._sense.stands_out(keys, wrong, home):
                    continue
                if question := self._chosen("multiple", stem, keys, wrong, home, rng):
                    return question
        return None

    def _aim(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """Which of four titles a measure stands under."""
        if not home.says_aim:
            return None
        part = home.unit.part
        others = [h for h in self._under if h.says_aim and h != home]
        others = [h for h in others if abs(h.unit.part - part) <= _NEXT_PART]
        others = [h for h in others if h.is_item == home.is_item]
        for measure in _some(own, _TRIES, rng):
            if not measure.is_special or self._sense.is_told_by_word(measure, home):
                continue
            rivals = [
                h
                for h in others
                if self._sense.is_nearer(measure, home, h, CLEARLY)
                and self._can_be_judged(measure, h)
                and self._sense.is_believed(measure, h)
            ]
            rivals.sort(key=lambda h: (h.unit.part != part, -self._sense.near(measure, h)))
            rivals = rivals[:_KEPT]
            for wrong in islice(combinations(rivals, _WRONG_OF_SINGLE), _SETS):
                if self._sense.is_told(measure, home, wrong):
                    continue
                texts = [inner_quotes(h.title) for h in (home, *wrong)]
                options = lettered(Option("", t) for t in rng.sample(texts, len(texts)))
                question = self._question(
                    "single",
                    SERVED.format(inner_quotes(measure.text)),
                    [measure],
                    options=options,
                    key=tuple(o.letter for o in options if o.text == texts[0]),
                    explanation=_where(measure),
                )
                if not self._checker.problems(question):
                    return question
        return None

    def claims(
        self, scope: ScopeFacts, used: Set[str], rng: random.Random, *, is_right: bool
    ) -> Iterator[QuizQuestion]:
        """Measures under their own titles, or under others of the same part, to be judged."""
        asked = self._asked_of(scope)
        for _ in range(_TRIES):
            for home in rng.sample(list(asked), len(asked)):
                question = None
                if self._is_about(home, scope):
                    own = _unused(asked[home], used) if is_right else asked[home]
                    question = self._claim(home, own, used, rng, is_right=is_right)
                elif not is_right:
                    question = self._moved_away(home, asked[home], used, rng)
                if question:
                    yield question

    def _claim(
        self,
        home: Home,
        own: Sequence[Measure],
        used: Set[str],
        rng: random.Random,
        *,
        is_right: bool,
    ) -> QuizQuestion | None:
        """A measure under its own title, or under another one, to be judged."""
        found = list(own) if is_right else self._rivals(home, list(own)[:1], used, rng)
        for measure in _some(found, _TRIES, rng) if is_right else found:
            if not is_right and (
                has_weight(home.title + measure.text)
                or not self._sense.is_believed(measure, home, BELIEVED_ALONE)
            ):
                continue
            if is_right and self._sense.is_told_by_word(measure, home):
                continue
            if question := self._judged(home, measure):
                return question
        return None

    def _moved_away(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """A measure of a topic under another title of the same part."""
        others = [h for h in self._under if h.unit.part == home.unit.part and h.says_aim]
        for measure in own:
            for other in rng.sample(others, len(others)):
                is_rival = measure in self._rivals(other, [measure], used, rng)
                is_rival = is_rival and self._sense.is_believed(measure, other, BELIEVED_ALONE)
                if is_rival and (question := self._judged(other, measure)):
                    return question
        return None

    def _provable(self, home: Home, own: Sequence[Measure]) -> list[Measure]:
        """Measures of which it is proved that they stand under their title, told by no word."""
        return [m for m in own if m.is_special and self._can_be_judged(m, home)]

    def _can_be_judged(self, measure: Measure, home: Home) -> bool:
        if (measure, home) not in self._proved:
            self._proved[measure, home] = self._judged(home, measure) is not None
        return self._proved[measure, home]

    def _judged(self, home: Home, measure: Measure) -> QuizQuestion | None:
        """The statement that a measure stands under a title, if its truth is proved."""
        truth = RIGHT if measure.home == home else WRONG
        question = self._question(
            "true_false",
            f"{_asked(home)}包括:{measure.text}。",
            [measure],
            options=(Option(RIGHT, RIGHT), Option(WRONG, WRONG)),
            key=(truth,),
            explanation=f"{truth}。{_where(measure)}",
            difficulty="中",
        )
        return None if self._checker.problems(question) else question

    def _short_answer(
        self, home: Home, own: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> QuizQuestion | None:
        """Some of the measures under a title, to be written; all of them count."""
        if not _LEAST_TO_WRITE <= len(own) <= _MOST_TO_WRITE or len(own) < len(self._under[home]):
            return None
        scoring = tuple(ScoringPoint(m.text, _wordings(m), 2, self._cite(m)) for m in own)
        question = self._question(
            "short_answer",
            f"{_asked(home)}有哪些?请写出其中{_WRITTEN}项。",
            own,
            scoring=scoring,
            points=2 * _WRITTEN,
            facts=(f"title@{home.span.start}",),
            explanation=f"写对任意{_WRITTEN}项即得满分,意思相符即可。",
        )
        return None if self._checker.problems(question) else question

    def _matchings(
        self, asked: dict[Home, list[Measure]], used: Set[str], rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Four measures, or three, and the titles that they serve."""
        homes = [home for home in asked if home.says_aim]
        sizes = [size for size in (_PAIRS, _PAIRS - 1) if size <= len(homes)]
        for size in sizes:
            for _ in range(2 * _TRIES):
                chosen = rng.sample(homes, size)
                fitting = [self._fitting(h, chosen, _unused(asked[h], used)) for h in chosen]
                if not all(fitting):
                    continue
                pairs = [(h, rng.choice(found)) for h, found in zip(chosen, fitting, strict=True)]
                told = (self._sense.is_told(m, h, [o for o in chosen if o != h]) for h, m in pairs)
                if sum(told) > 1:
                    continue
                question = self._matching(pairs, rng)
                if not self._checker.problems(question):
                    yield question

    def _fitting(self, home: Home, chosen: Sequence[Home], own: Sequence[Measure]) -> list[Measure]:
        """Measures that can be put under one of several titles only."""
        others = [other for other in chosen if other != home]
        return [
            m
            for m in self._provable(home, own)
            if all(self._sense.is_nearer(m, home, h) and self._can_be_judged(m, h) for h in others)
        ]

    def _matching(self, pairs: Sequence[tuple[Home, Measure]], rng: random.Random) -> QuizQuestion:
        titles = [inner_quotes(home.title) for home, _ in pairs]
        options = lettered(Option("", title) for title in rng.sample(titles, len(titles)))
        letters = {option.text: option.letter for option in options}
        measures = [measure for _, measure in pairs]
        return self._question(
            "matching",
            TITLES_TO_MATCH,
            measures,
            options=options,
            prompts=tuple(measure.text for measure in measures),
            key=tuple(letters[title] for title in titles),
            points=len(pairs),
            explanation="".join(map(_where, measures)),
        )

    # --- Rivals --------------------------------------------------------------------------------

    def _rivals(
        self, home: Home, keys: Sequence[Measure], used: Set[str], rng: random.Random
    ) -> list[Measure]:
        """Measures of other titles that say nothing of what stands under this one.

        Those of the same part that are nearest to the title come first, each of another title; a
        measure that its own title tells would be put there at once.
        """
        part, text = home.unit.part, self._facts.plan.quote(home.span)
        if not keys:
            return []
        size = sum(len(key.text) for key in keys) / len(keys)
        found = [
            m
            for m in self._measures
            if abs(m.home.unit.part - part) <= _NEXT_PART
            and m.home.is_item == home.is_item
            and m.home != home
            and m.moved_to(home) not in used
            and abs(len(m.text) - size) <= _ABOUT
            and not any(word in text for word in m.words)
            and m.is_special
            and not self._sense.is_told_by_title(m)
            and self._sense.is_believed(m, home)
            and self._sense.is_nearer(m, m.home, home, CLEARLY)
            and self._can_be_judged(m, home)
        ]
        fitness = {m.span: self._sense.near(m, home) + _JITTER * rng.random() for m in found}
        found.sort(key=lambda m: -fitness[m.span])
        firsts = {m.home: m.span for m in reversed(found)}
        found.sort(
            key=lambda m: (
                m.home.unit.part != part,
                firsts[m.home] != m.span,
                -fitness[m.span],
            )
        )
        return found[:_KEPT]

    # --- Parts of questions --------------------------------------------------------------------

    def _chosen(
        self,
        kind: QuestionKind,
        stem: str,
        right: Sequence[Measure],
        wrong: Sequence[Measure],
        home: Home,
        rng: random.Random,
    ) -> QuizQuestion | None:
        """A choice between measures, if it is proved."""
        measures = [*right, *wrong]
        options = lettered(
            Option("", m.text, self._cite(m)) for m in rng.sample(measures, len(measures))
        )
        keys = {m.text for m in right}
        explained = [m for m in measures if m.home != home or kind == "single"]
        question = self._question(
            kind,
            stem,
            [*right, *wrong],
            options=options,
            key=tuple(o.letter for o in options if o.text in keys),
            difficulty="中",
            facts=tuple(m.fact if m.home == home else m.moved_to(home) for m in measures),
            explanation="".join(map(_where, explained)),
        )
        return None if self._checker.problems(question) else question

    def _question(
        self,
        kind: QuestionKind,
        stem: str,
        measures: Sequence[Measure],
        *,
        options: tuple[Option, ...] = (),
        prompts: tuple[str, ...] = (),
        key: tuple[str, ...] = (),
        scoring: tuple[ScoringPoint, ...] = (),
        points: int = 0,
        facts: tuple[str, ...] = (),
        explanation: str,
        difficulty: Difficulty | None = None,
    ) -> QuizQuestion:
        return draft(
            kind,
            stem,
            options=options,
            prompts=prompts,
            key=key,
            scoring=scoring,
            points=points,
            difficulty=difficulty,
            facts=facts or tuple(measure.fact for measure in measures),
            explanation=explanation,
            citations=tuple(map(self._cite, measures)),
        )

    def _cite(self, measure: Measure) -> Citation:
        return cite(self._facts.plan, measure.home.unit, measure.span)


def _unused(measures: Sequence[Measure], used: Set[str]) -> list[Measure]:
    return [m for m in measures if m.fact not in used]


def _some(measures: Sequence[Measure], number: int, rng: random.Random) -> list[Measure]:
    return rng.sample(list(measures), min(len(measures), number))


def _asked(home: Home) -> str:
    return (SERVES if home.says_aim else BELONGS).format(inner_quotes(home.title))


def _where(measure: Measure) -> str:
    """Where a measure stands, in one sentence."""
    home = measure.home
    return f"“{inner_quotes(measure.text)}”见{home.unit.label}“{inner_quotes(home.title)}”。"


def _wordings(measure: Measure) -> tuple[str, ...]:
    rest = measure.text[verb_length(measure.text) :].removeprefix("好")
    return tuple(dict.fromkeys((measure.text, rest)))
