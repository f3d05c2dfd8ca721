"""Questions that are answered in writing: any of the measures of a unit, and what one is to bring.

A question of measures asks for what no other question of its paper shows, so it is made last.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

from assistant.answer import cite
from assistant.passages import inner_quotes
from assistant.plan import Span, Unit
from assistant.study.counterparts import is_common
from assistant.study.drafts import draft
from assistant.study.facts import Facts, ScopeFacts, is_solemn
from assistant.study.giveaways import bare, is_in
from assistant.study.measures import Measure, is_about, measures_in, names_topic
from assistant.study.model import QuizQuestion, ScoringPoint
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement, leans_on_before, leans_on_next, opens

_POINTS = 2  # for each measure
_POINTS_OF_RESULT = 3
_FEWEST, _FEWEST_OF_SENTENCE = 5, 2  # measures that are left to be asked for
_WANTED_OF_TOPIC = 3
_OF_EACH = 2  # measures for each one that is wanted, from which a question is not hard
_ROUNDS = 3
_FEWEST_SENTENCES = 2  # that are asked for one by one instead of their unit
_MOST = 10  # measures of a unit, above which its sentences are asked for one by one
_LONGEST_THEME = 34  # characters of the measure that a sentence is known by
_SHORTEST_CORE = 4  # characters that a wording without its verb must have
_ASK_UNIT = "关于“{title}”,规划{topic}提出了哪些举措?请写出任意{number}项。{rest}"
_ASK_SENTENCE = (
    "{heading},规划提出“{theme}”,并在同一句话中部署了其他举措。请写出其中任意{number}项。{rest}"
)
_ASK_BOTH = (
    "{heading},规划提出“{theme}”,并在同一句话中部署了另外{number}项举措。请写出这{number}项。"
)
_ASK_TOPIC = "{but}规划各条中直接涉及“{topic}”的举措或目标有哪些?请写出任意{number}项。{rest}"
_REST = "(本卷其他题目已写出的不计分。)"
_EXPLAINED = "规划原文列有所附举措,{rule},意思相同的也给分。"
_RESULT = re.compile("(?P<verb>形成|实现)(?P<what>[^,;。:]{5,40})$")
_STOCK = re.compile("更|合力|经验和做法|转型")  # results that any plan has
_ASK_RESULT = "{heading},规划提出“{measure}”,紧接着写明要{verb}什么?请按规划原文作答。"
_LEAST_MEASURE = 7  # characters of a measure that is asked for what it brings


def measure_questions(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, taken: Set[str], rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions for any of the measures of a unit, or of a sentence of a long one, each proved.

    Args:
        facts: The facts of the plan.
        scope: What the paper is on.
        checker: Proves the questions.
        taken: Names of the facts that other questions of the paper show, as they are when the
            next question is asked for.
        rng: Decides on the order.
    """
    units = list(measures_in(facts, scope).values())
    rng.shuffle(units)
    for _ in range(_ROUNDS):  # no second question on a unit before each has had one
        for measures in units:
            found = _of_unit(facts, scope, measures, taken)
            for question in rng.sample(found, len(found)):
                if not checker.problems(question):
                    yield question
                    if not taken.isdisjoint(question.facts):
                        break
    if scope.topic:
        of_topic = _of_topic(facts, scope, units, taken)
        if of_topic and not checker.problems(of_topic):
            yield of_topic


def results(
    facts: Facts, scope: ScopeFacts, checker: QuizChecker, rng: random.Random
) -> Iterator[QuizQuestion]:
    """Questions for what a measure is to bring, which the next clause says; each proved."""
    for statement in rng.sample(scope.statements, len(scope.statements)):
        words = [facts.plan.quote(clause) for clause in statement.clauses]
        for number, (measure, result) in enumerate(pairwise(words)):
            question = _of_result(facts, scope, statement, number, measure, result)
            if question and not checker.problems(question):
                yield question


def _of_unit(
    facts: Facts, scope: ScopeFacts, measures: Sequence[Measure], taken: Set[str]
) -> list[QuizQuestion]:
    """The question on a unit, or those on its sentences if it has very many measures or few."""
    about = [m for m in measures if is_about(m, scope)]
    left = [m for m in about if taken.isdisjoint(m.facts)]
    found = []
    for _, group in groupby(left, key=lambda m: m.sentence.start):
        some = list(group)
        whole = [m for m in about if m.sentence == some[0].sentence]
        if question := _of_sentence(facts, some, whole):
            found.append(question)
    topic = "" if len(about) == len(measures) else "".join(scope.topic)
    if len(left) > _MOST and len(found) >= _FEWEST_SENTENCES:
        return found
    if any(_is_asked(m, taken) for m in measures):
        return found  # which of its measures are left would not be clear
    question = _of_article(facts, topic, about, left)
    return [question] if question else found


def _is_asked(measure: Measure, taken: Set[str]) -> bool:
    """Whether a question on a sentence or a unit begins with a measure."""
    return f"measures@{measure.span.start}" in taken


def _of_article(
    facts: Facts, topic: str, about: Sequence[Measure], left: Sequence[Measure]
) -> QuizQuestion | None:
    """What an article has that no other question shows; of a topic, if that is not all of it."""
    part = facts.plan.part(about[0].unit.part) if about else None
    titles = bare("。".join([about[0].unit.title, part.title if part else ""])) if about else ""
    points = [m for m in left if bare(m.core) not in titles]
    if len(points) < _FEWEST - bool(topic):
        return None
    unit = points[0].unit
    if unit.kind != "article" or not opens(unit.title):
        return None
    number = 4 if len(points) > _FEWEST else 3
    stem = _ASK_UNIT.format(
        title=inner_quotes(unit.title),
        topic=f"就“{topic}”" if topic else "",
        number=number,
        rest=_rest(about, points),
    )
    return _question(facts, stem, points, number)


def _of_sentence(
    facts: Facts, left: Sequence[Measure], whole: Sequence[Measure]
) -> QuizQuestion | None:
    """What a sentence has besides the first of its measures that no other question shows."""
    theme, points = left[0], left[1:]
    heading = _heading(facts, theme.unit, [m.main for m in points])
    if not heading or len(theme.text) > _LONGEST_THEME or len(points) < _FEWEST_OF_SENTENCE:
        return None
    number = min(len(points) - 1, 3) if len(points) > _FEWEST_OF_SENTENCE else 0
    if not number and len(left) < len(whole):
        return None
    stem = (_ASK_SENTENCE if number else _ASK_BOTH).format(
        heading=heading,
        theme=inner_quotes(theme.text),
        number=number or len(points),
        rest=_rest(whole, left),
    )
    return _question(facts, stem, points, number, theme)


def _of_topic(
    facts: Facts, scope: ScopeFacts, units: Sequence[Sequence[Measure]], taken: Set[str]
) -> QuizQuestion | None:
    """What different units have to say of a topic, but those with a question of their own."""
    every = sorted((m for unit in units for m in unit), key=lambda m: m.span.start)
    asked = dict.fromkeys(m.unit for m in every if _is_asked(m, taken))
    about = [m for m in every if m.unit not in asked and names_topic(m, scope)]
    left = [m for m in about if taken.isdisjoint(m.facts)]
    if len(left) <= _WANTED_OF_TOPIC or len({m.unit.start for m in left}) == 1:
        return None
    but = f"除{'、'.join(unit.label for unit in asked)}外," if asked else ""
    topic = "".join(scope.topic)
    stem = _ASK_TOPIC.format(but=but, topic=topic, number=_WANTED_OF_TOPIC, rest=_rest(about, left))
    return _question(facts, stem, left, _WANTED_OF_TOPIC)


def _of_result(
    facts: Facts,
    scope: ScopeFacts,
    statement: Statement,
    number: int,
    measure: str,
    result: str,
) -> QuizQuestion | None:
    found = _RESULT.match(result)
    is_whole = found and opens(measure) and not (leans_on_next(measure) or leans_on_before(measure))
    if not (found and is_whole and leans_on_before(result)) or len(measure) < _LEAST_MEASURE:
        return None
    if not opens(statement.unit.title):
        return None  # speaks of all fields, where the last clause sums up a whole sentence
    place = statement.clauses[number + 1]
    what = found["what"]
    if is_solemn(statement.text) or is_in(what, measure) or _STOCK.search(what) or is_common(what):
        return None
    if not scope.allows(statement, statement.clauses[number]) and not scope.allows(
        statement, place
    ):
        return None
    heading = _heading(facts, statement.unit, [what])
    if not heading:
        return None
    pair = Span(statement.clauses[number].start, place.end)
    citation = cite(facts.plan, statement.unit, pair)
    point = ScoringPoint(result, (result, what), _POINTS_OF_RESULT, citation)
    return draft(
        "short_answer",
        _ASK_RESULT.format(heading=heading, measure=inner_quotes(measure), verb=found["verb"]),
        scoring=(point,),
        points=_POINTS_OF_RESULT,
        difficulty="中",
        facts=(
            f"result@{place.start}",
            *(f"clause@{c.start}" for c in statement.clauses[number : number + 2]),
        ),
        explanation=f"规划原文是:{measure},{result}。",
        citations=(citation,),
    )


def _question(
    facts: Facts,
    stem: str,
    points: Sequence[Measure],
    number: int,
    theme: Measure | None = None,
) -> QuizQuestion:
    cited = [cite(facts.plan, m.unit, m.span) for m in points]
    scoring = tuple(
        ScoringPoint(m.text, _wordings(m), _POINTS, citation)
        for m, citation in zip(points, cited, strict=True)
    )
    asked = [theme, *points] if theme else points
    return draft(
        "short_answer",
        stem,
        scoring=scoring,
        wanted=number,
        points=_POINTS * (number or len(points)),
        difficulty="中" if 0 < _OF_EACH * number <= len(points) else "难",
        facts=(
            f"measures@{points[0].span.start}",
            *(fact for m in asked for fact in m.facts),
        ),
        explanation=_EXPLAINED.format(rule=f"写出任意{number}项即可" if number else "应全部写出"),
        citations=tuple(
            cite(facts.plan, unit, sentence)
            for unit, sentence in dict.fromkeys((m.unit, m.sentence) for m in asked)
        ),
    )


def _wordings(measure: Measure) -> tuple[str, ...]:
    """The words of a measure, and without its verb where they are enough."""
    found = [measure.text, measure.main]
    if len(re.sub("[“”]", "", measure.core)) >= _SHORTEST_CORE:
        found.append(measure.core)
    return tuple(dict.fromkeys(found))


def _rest(all_of_them: Sequence[Measure], left: Sequence[Measure]) -> str:
    """What is said when other questions of the paper show some of the measures."""
    return _REST if len(left) < len(all_of_them) else ""


def _heading(facts: Facts, unit: Unit, hidden: Sequence[str]) -> str:
    """What a stem is about; empty when that would tell what is asked."""
    part = facts.plan.part(unit.part)
    place = "导语" if unit.kind == "introduction" else ""
    named = [(f"关于“{inner_quotes(unit.title)}”", unit.title)] if unit.kind == "article" else []
    if part is not None and part.title:
        named.append((f"在{part.label}{place}“{inner_quotes(part.title)}”中", part.title))
    for heading, title in named:
        if not any(is_in(words, title) for words in hidden):
            return heading
    return ""
