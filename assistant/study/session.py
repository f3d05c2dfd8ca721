"""Study sessions: everything a trainer needs on one scope, made of the plan's own words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.answer import Citation, cite
from assistant.answering import Assistant
from assistant.passages import clauses, without_item_mark
from assistant.plan import Plan, Span, Unit
from assistant.study import prompts
from assistant.study.agenda import make_agenda
from assistant.study.cards import make_cards
from assistant.study.facts import BlankKind, Facts, ScopeFacts, is_target
from assistant.study.links import find_links
from assistant.study.model import (
    Card,
    DatePoint,
    IndicatorPoint,
    KeyPoint,
    Line,
    Link,
    Quiz,
    Request,
    Scope,
    Session,
    Slogan,
)
from assistant.study.quiz import QuizMaker
from assistant.study.quiz_check import QuizChecker
from assistant.study.scope import resolve
from assistant.study.statements import (
    Statement,
    leans_on_before,
    leans_on_next,
    opens,
    outer_clauses,
)
from assistant.timeline import dated_goals

# Statements that only say that something follows.
_ANNOUNCES = re.compile("以下|如下|下列")
_DEADLINE = re.compile("到.{2,8}[,,]?$")
# How much more a clause tells by what it names.
_WORTH: dict[BlankKind, float] = {
    "figure": 1.2, "date": 0.8, "term": 0.5, "name": 0.5, "member": 0.2,
}  # fmt: skip
_LONGEST_SHORT = 40  # characters of the short form of a core sentence
# A last clause that goes on in the next one: with what, for what, by when.
_LEANING = re.compile("(?:依托|围绕|按照|聚焦|作为|紧跟|瞄准|把|以[^,]+为|到)[^,]*$")
_SHOWN = 3  # things named in a goal
_CITED = 6  # spans cited for a step of the agenda


class Trainer:
    """Makes sessions, papers and cards on the plan of an assistant."""

    def __init__(self, assistant: Assistant) -> None:
        """Use an opened assistant: its plan, its search and its knowledge of words."""
        self._assistant = assistant
        self.plan = assistant.plan
        self.facts = Facts(assistant.plan, assistant.retriever.passages, assistant.segmenter.cut)
        self.checker = QuizChecker(assistant.plan)
        likeness = assistant.selector.alignment.word_likeness
        self._quizzes = QuizMaker(self.facts, self.checker, likeness)

    def scope(self, request: Request) -> Scope:
        """What a request is about.

        Raises:
            StudyError: The plan has no such part or article, or nothing on the topic.
            EmbeddingError: The encoder cannot be used.
        """
        return resolve(self._assistant, request)

    def quiz(self, request: Request) -> Quiz:
        """The paper alone; errors as in `scope`."""
        return self._quizzes.make(self.scope(request), request)

    def cards(self, request: Request) -> tuple[Card, ...]:
        """The flash cards alone; errors as in `scope`."""
        return make_cards(self.facts, self.scope(request))

    def session(self, request: Request) -> Session:
        """A whole session; errors as in `scope`."""
        scope = self.scope(request)
        found = self.facts.of(scope)
        points = tuple(self._key_point(unit, found) for unit in scope.units)
        indicators = tuple(self._indicators(found))
        dates = tuple(self._dates(scope))
        slogans = tuple(self._slogans(found))
        links = find_links(self.facts, scope)
        fillers = _fillers(points, indicators, dates, slogans, links)
        rng = random.Random(f"{request.seed}|{scope.name}|{request.audience}")
        discussion = prompts.worded(prompts.DISCUSSION, request.audience, fillers, rng)
        tasks = prompts.worded(prompts.TASKS, request.audience, fillers, rng)
        quiz = self._quizzes.make(scope, request)
        remembered = [
            *(i.citation for i in indicators),
            *(d.citation for d in dates),
            *(s.citation for s in slogans),
        ]
        return Session(
            title=f"专题学习:{scope.title}",
            request=request,
            scope=scope,
            plan_title=self.plan.title,
            plan_source=" ".join(filter(None, (self.plan.source, self.plan.date))),
            goals=_goals(points, indicators, dates, slogans, links),
            agenda=make_agenda(
                request.minutes,
                request.audience,
                points,
                remembered[:_CITED],
                [c for line in discussion for c in line.citations][:_CITED],
                [question.citations[0] for question in quiz.questions][:_CITED],
            ),
            key_points=points,
            indicators=indicators,
            dates=dates,
            slogans=slogans,
            links=links,
            discussion=discussion,
            tasks=tasks,
            quiz=quiz,
            cards=make_cards(self.facts, scope),
            sources=tuple(_source(self.plan, unit) for unit in scope.units),
        )

    def _key_point(self, unit: Unit, found: ScopeFacts) -> KeyPoint:
        own = [s for s in found.statements if s.unit.start == unit.start]
        if not own:
            core = _source(self.plan, unit)
            return KeyPoint(_name(unit), _shortened(core.quote), core)
        best = max(own, key=lambda statement: self._weight(statement, found))
        mark = re.match(r"[-—–\s]*", self.plan.quote(best.sentence))
        start = best.sentence.start + (mark.end() if mark else 0)
        sentence = cite(self.plan, unit, Span(start, best.sentence.end))
        return KeyPoint(_name(unit), self._telling(best, found), sentence)

    def _telling(self, statement: Statement, found: ScopeFacts) -> str:
        """The clauses of a statement that tell most, as few as make a short form."""
        if len(statement.text) <= _LONGEST_SHORT and not leans_on_next(statement.text):
            return statement.text
        pieces = outer_clauses(self.plan, statement.span)
        windows = [self._window(pieces[start:]) for start in self._starts(pieces)]
        # Of what tells as much, the first counts.
        best = max(
            windows,
            key=lambda w: (
                sum(self._worth(statement, p, found) for p in pieces if w.start <= p.start < w.end),
                -w.start,
            ),
        )
        return re.sub("[,;,;。]$", "", self.plan.quote(best))

    def _starts(self, pieces: Sequence[Span]) -> list[int]:
        """Numbers of the clauses at which a short form can begin."""
        texts = [self.plan.quote(piece) for piece in pieces]
        if not (opens(texts[0]) or leans_on_next(texts[0])):
            return [0]  # what follows needs its subject
        able = [
            number
            for number, text in enumerate(texts)
            if _DEADLINE.match(text)
            or (opens(text) and not leans_on_next(text) and not leans_on_before(text))
        ]
        return able or [0]

    def _window(self, pieces: Sequence[Span]) -> Span:
        """From the first clause to the last that fits; it never ends in one that leans on more."""
        whole = next((n for n, p in enumerate(pieces) if not self._leans(p)), len(pieces) - 1)
        last = max(
            (
                number
                for number, piece in enumerate(pieces)
                if piece.end - pieces[0].start <= _LONGEST_SHORT + 1 and not self._leans(piece)
            ),
            default=whole,
        )
        return Span(pieces[0].start, pieces[max(whole, last)].end)

    def _leans(self, piece: Span) -> bool:
        words = self.plan.quote(piece)
        return leans_on_next(words) or bool(_LEANING.search(words))

    def _worth(self, statement: Statement, piece: Span, found: ScopeFacts) -> float:
        """How much a clause tells: words of its title and the topic, things that can be asked."""
        words = self.plan.quote(piece)
        pairs = _pairs(statement.unit.title)
        named = sum(pair in words for pair in pairs) / max(len(pairs), 1)
        asked = sum(
            _WORTH.get(blank.kind, 0.0)
            for blank in self.facts.blanks_of(statement)
            if piece.start <= blank.span.start < piece.end
        )
        on_topic = any(word in words for word in found.subject)
        return 1.5 * named + min(asked, 1.5) + on_topic

    def _weight(self, statement: Statement, found: ScopeFacts) -> float:
        """How much a statement says of its unit: its title's words, figures, dates, slogans."""
        pairs = _pairs(statement.unit.title)
        named = sum(pair in statement.text for pair in pairs) / max(len(pairs), 1)
        kinds = [b.kind for b in self.facts.blanks_of(statement)]
        worth = 1.2 * kinds.count("figure") + 0.8 * kinds.count("date") + 0.4 * kinds.count("term")
        on_topic = any(word in statement.text for word in found.subject)
        announces = bool(_ANNOUNCES.search(statement.text))
        return 2.5 * named + min(worth, 2.0) + 2.0 * on_topic - 5.0 * announces

    def _indicators(self, found: ScopeFacts) -> Iterator[IndicatorPoint]:
        """Figures in few words, or the clause that states them; no line twice."""
        told: set[str] = set()
        for indicator in found.indicators:
            unit = self.plan.unit_at(indicator.span.start)
            if unit is None:
                continue
            citation = cite(self.plan, unit, indicator.span)
            when = f"({indicator.deadline})" if indicator.deadline else ""
            text = f"{indicator.subject}:{indicator.amount}{when}"
            if not is_target(indicator):
                around = clauses(self.plan.text, indicator.span, ",;,;。")
                place = indicator.figure_span.start
                clause = next(c for c in around if c.start <= place < c.end)
                citation = cite(self.plan, unit, clause)
                text = without_item_mark(citation.quote)
            if text not in told:
                told.add(text)
                yield IndicatorPoint(text, indicator, citation)

    def _dates(self, scope: Scope) -> Iterator[DatePoint]:
        inside = {sentence.start for sentence in scope.sentences}
        passages = [p for p in self.facts.passages if p.start in inside]
        for milestone in dated_goals(self.plan, passages):
            words = self.plan.quote(milestone.span)
            begin = max(words.find(mark) for mark in (",到", ";到")) + 1
            span = Span(milestone.span.start + begin, milestone.span.end)
            citation = cite(self.plan, milestone.unit, span)
            if begin or words.startswith("到") or len(words) <= 2 * _LONGEST_SHORT:
                yield DatePoint(citation.quote.rstrip("。"), milestone, citation)

    def _slogans(self, found: ScopeFacts) -> Iterator[Slogan]:
        for meaning in self.facts.meanings_of(found):
            citation = self.facts.citation(meaning.statement)
            yield Slogan(meaning.term, meaning.text, meaning.members, citation)


def _goals(
    points: Sequence[KeyPoint],
    indicators: Sequence[IndicatorPoint],
    dates: Sequence[DatePoint],
    slogans: Sequence[Slogan],
    links: Sequence[Link],
) -> tuple[Line, ...]:
    """What participants should know and be able to do; only what the scope has."""
    names = "、".join(f"“{_inner(point.title)}”" for point in points[:_SHOWN])
    more = "等" if len(points) > _SHOWN else ""
    goals = [Line(f"能说出{names}{more}的核心要求。", tuple(p.core for p in points[:_SHOWN]))]
    if indicators:
        text = f"记住 {len(indicators)} 项指标,说得出数值和期限。"
        goals.append(Line(text, tuple(i.citation for i in indicators)))
    if dates:
        text = f"记住 {len(dates)} 个写明时间的目标。"
        goals.append(Line(text, tuple(date.citation for date in dates)))
    if slogans:
        terms = "、".join(f"“{slogan.term}”" for slogan in slogans[:_SHOWN])
        goals.append(
            Line(f"能解释{terms}等提法的含义。" if len(slogans) > _SHOWN
                 else f"能解释{terms}的含义。", tuple(s.citation for s in slogans))
        )  # fmt: skip
    if links:
        text = f"看到条文之间的联系,例如“{links[0].name}”在哪几处都有部署。"
        goals.append(Line(text, links[0].citations))
    goals.append(Line("能结合本职或身边的事,提出一件可以着手落实的工作。", (points[0].core,)))
    return tuple(goals)


def _fillers(
    points: Sequence[KeyPoint],
    indicators: Sequence[IndicatorPoint],
    dates: Sequence[DatePoint],
    slogans: Sequence[Slogan],
    links: Sequence[Link],
) -> dict[prompts.SlotKind, list[prompts.Filler]]:
    return {
        "point": [(point.short, (point.core,)) for point in points],
        "date": [(_shortened(date.text), (date.citation,)) for date in dates],
        "figure": [(i.text, (i.citation,)) for i in indicators if is_target(i.indicator)],
        "slogan": [(slogan.term, (slogan.citation,)) for slogan in slogans],
        "link": [(link.name, link.citations) for link in links],
    }


def _shortened(text: str) -> str:
    """The first clauses of a text that make up a short form."""
    bare = text.strip().rstrip("。")
    if len(bare) <= _LONGEST_SHORT:
        return bare
    ends = [m.start() for m in re.finditer("[,;,;]", bare) if m.start() <= _LONGEST_SHORT]
    ends = [end for end in ends if bare[:end].count("“") == bare[:end].count("”")]
    ends = [end for end in ends if not _LEANING.search(bare[:end])]
    if ends and ends[-1] >= _LONGEST_SHORT // 4:
        return bare[: ends[-1]]
    return bare


def _source(plan: Plan, unit: Unit) -> Citation:
    """The title of a unit, or its first paragraph up to the first full stop."""
    if unit.title_span:
        return cite(plan, unit, unit.title_span)
    first = unit.paragraphs[0]
    stop = plan.text.find("。", first.start, first.end)
    return cite(plan, unit, Span(first.start, stop + 1 if stop >= 0 else first.end))


def _name(unit: Unit) -> str:
    return unit.title if unit.kind == "article" and unit.title else unit.label


def _inner(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


def _pairs(title: str) -> set[str]:
    runs = re.findall("[\u4e00-\u9fff]+", title)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
