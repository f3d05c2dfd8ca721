"""Short answers on what a sentence goes on with: the measures behind the one that the stem quotes.

Which measures an article has can be argued about; how a sentence goes on cannot.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

from assistant.answer import cite
from assistant.passages import inner_quotes
from assistant.plan import Plan, Span
from assistant.study.counterparts import without_common
from assistant.study.drafts import draft
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.giveaways import is_in
from assistant.study.headings import heading_of
from assistant.study.measures import Measure, is_about, measures_in
from assistant.study.model import QuizQuestion, ScoringPoint
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import is_opener, leans_on_next, verb_length
from assistant.study.worth import are_known, holds_fact

SEQUEL = "sequel@"  # begins the name of a fact that is the way a sentence goes on

_ONE, _EACH = 3, 2  # points for the only measure that is asked for, and for each of several
_MOST = 2  # measures that are asked for whole; of more, any two
_LEAST_LEAD, _LONGEST_LEAD = 7, 40  # characters of the measure that is quoted
_SHORTEST, _LONGEST = 4, 30  # characters of a measure without its verb that is asked for
_LEAST_DETAIL = 10  # the same of a measure that says more than a set phrase
_LEAST_OWN = 6  # the same beside a set phrase of the whole country
# What a measure follows or is for.
_LEADS_IN = re.compile("顺应|适应|围绕|按照|立足|针对|根据|着眼|结合|面向")
_GOES_ON = re.compile("[和与及并好]")  # behind a verb that is not the only one
# Verbs of measures that only say what others are to bring.
_EFFECT = re.compile(
    "(?:提升|提高|增强|激发|满足|改善|优化|促进|支撑|保障|降低|释放|缩小|彰显|营造|维护|杜绝|防范)$"
)
_ASK_ONE = "{heading},规划提出“{lead}”,紧接着写明要{verb}什么?请按规划原文作答。"
_ASK_ALL = "{heading},规划提出“{lead}”,紧接着写了哪两项举措?请按规划原文作答。"
_ASK_SOME = "{heading},规划提出“{lead}”,同一句话里接着写了哪些举措?请按规划原文写出任意{number}项。"


@dataclass(frozen=True, slots=True)
class _Point:
    """A measure that can be asked for: its main clause, and that without its verb."""

    measure: Measure
    text: str
    what: str


def sequels(
    facts: Facts,
    scope: ScopeFacts,
    checker: QuizChecker,
    taken: Set[str],
    rng: random.Random,
) -> Iterator[QuizQuestion]:
    """Questions for the measures right behind one of the same sentence, each proved.

    Args:
        facts: The facts of the plan.
        scope: What the paper is on.
        checker: Proves the questions.
        taken: Names of the facts that other questions of the paper show, as they are when the
            next question is asked for.
        rng: Decides on the order of sentences.
    """
    units = measures_in(facts, scope).values()
    found = [
        list(group)
        for measures in units
        for _, group in groupby(measures, key=lambda measure: measure.sentence)
    ]
    for measures in rng.sample(found, len(found)):
        for lead, points in _runs(facts.plan, scope, measures):
            if all(taken.isdisjoint(point.measure.facts) for point in points):
                question = _question(facts, lead, points)
                if question and not checker.problems(question):
                    yield question


def _runs(
    plan: Plan, scope: ScopeFacts, measures: Sequence[Measure]
) -> Iterator[tuple[Measure, list[_Point]]]:
    """Measures that are quoted, with those behind them that are asked for; the most first."""
    points = [_point(measure) if is_about(measure, scope) else None for measure in measures]
    for number, lead in enumerate(measures[:-1]):
        behind = points[number + 1 :]
        if not _LEAST_LEAD <= len(lead.text) <= _LONGEST_LEAD:
            continue
        whole = list(filter(None, behind))
        # A set phrase among them, or a variant of another one, would earn points.
        is_rich = len(whole) == len(behind) > _MOST and all(map(_says_much, whole))
        is_rich = is_rich and not are_known([point.what for point in whole])
        if is_rich and _are_rest(plan, lead, whole):
            yield lead, whole
        for length in range(_MOST, 0, -1):
            first = [point for point in behind[:length] if point and _says_much(point)]
            # Who counts “A、B” as two would stop there.
            is_clear = length == 1 or not any("、" in point.what for point in first)
            if len(first) == length and is_clear and _follow_at_once(plan, lead, first):
                yield lead, first


def _are_rest(plan: Plan, lead: Measure, points: Sequence[_Point]) -> bool:
    """Whether measures are all that the sentence says behind another one."""
    ends_sentence = points[-1].measure.span.end + 1 >= lead.sentence.end
    return ends_sentence and _follow_at_once(plan, lead, points)


def _follow_at_once(plan: Plan, lead: Measure, points: Sequence[_Point]) -> bool:
    """Whether nothing but a comma stands between measures; other marks change the matter."""
    spans = [lead.span, *(point.measure.span for point in points)]
    return all(
        one.end + 1 == other.start and plan.text[one.end] in ",," for one, other in pairwise(spans)
    )


def _point(measure: Measure) -> _Point | None:
    """A measure as it is asked for; None where its first clause does not say what is done."""
    main, *rest = re.split("[,，]", measure.text, maxsplit=1)
    if _LEADS_IN.match(main) or (rest and not verb_length(rest[0])):
        return None  # says no measure, or its object goes on
    length = verb_length(main)
    what = main[length:]
    if _GOES_ON.match(what) or any(is_opener(piece[:2]) for piece in what.split("、")):
        return None  # the verb is more than its first word, or there are several
    if not length or leans_on_next(main) or main.count("“") != main.count("”"):
        return None
    if not _SHORTEST <= len(what) <= _LONGEST or is_solemn(main):
        return None
    return _Point(measure, main, what)


def _says_much(point: _Point) -> bool:
    """Whether a measure is more than a set phrase and than what others are to bring."""
    own = without_common(point.what)
    if own != point.what:
        return len(own) >= _LEAST_OWN and holds_fact(own)
    verb = point.text.removesuffix(point.what)
    return holds_fact(own) or (not _EFFECT.search(verb) and len(own) >= _LEAST_DETAIL)


def _question(facts: Facts, lead: Measure, points: Sequence[_Point]) -> QuizQuestion | None:
    """One, two, or any two of more measures behind the one that is quoted."""
    unit = lead.unit
    heading = heading_of(facts.plan, unit, [point.what for point in points])
    if not heading or facts.plan.text.count(lead.text) > 1 or is_solemn(lead.text):
        return None
    if any(is_in(point.what, lead.text) for point in points):
        return None
    span = Span(lead.span.start, points[-1].measure.span.end)
    citation = cite(facts.plan, unit, span)
    ask = _ASK_ONE if len(points) == 1 else _ASK_ALL if len(points) <= _MOST else _ASK_SOME
    worth = _ONE if len(points) == 1 else _EACH
    number = min(len(points), _MOST)
    return draft(
        "short_answer",
        ask.format(
            heading=heading,
            lead=inner_quotes(lead.text),
            verb=points[0].text.removesuffix(points[0].what),
            number=number,
        ),
        scoring=tuple(ScoringPoint(p.text, (p.text, p.what), worth, citation) for p in points),
        wanted=number if ask == _ASK_SOME else 0,
        points=worth * number,
        facts=(
            f"{SEQUEL}{lead.span.start}",
            *(fact for point in points for fact in point.measure.facts),
        ),
        explanation=f"规划原文是:{citation.quote}。",
        citations=(citation,),
    )
