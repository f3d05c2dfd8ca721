"""A session as slides: short on the slide, verbatim with its article in the notes."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from assistant.answer import Citation
from assistant.office import name_file, without_times
from assistant.plan import Plan
from assistant.quantities import unit_class
from assistant.study.export import deck_template as template
from assistant.study.export import texts
from assistant.study.export.deck_writer import (
    Bar,
    DeckWriter,
    Item,
    Table,
    footer_room,
    scene_height,
)
from assistant.study.export.handout import labels
from assistant.study.export.look import ACCENT, SOFT_INK
from assistant.study.export.mind_map import mind_map_slides
from assistant.study.export.quiz_text import key_lines, numbered_prompts, right_letters
from assistant.study.export.text_fit import shorten
from assistant.study.export.time_line import time_line_slides
from assistant.study.model import IndicatorPoint, KeyPoint, Line, QuizQuestion, Session, Slogan
from assistant.study.scoring import any_of

# What can be compared in one chart: amounts of one unit, but not counters such as 个.
_FEWEST_BARS, _MOST_BARS = 2, 8  # different values; bars
_BAR_NAME = 18  # ems
_MOST_MEMBERS = 6  # items of a slogan named on a slide


def to_pptx(plan: Plan, session: Session) -> bytes:
    """Write a session as a PowerPoint file; the same session gives the same bytes."""
    deck = template.new_deck()
    name_file(deck.core_properties, session.title)
    writer = DeckWriter(deck, texts.source(session, footer_room()))
    _opening(writer, plan, session)
    _points(writer, session)
    _figures_and_dates(writer, session)
    _work(writer, session)
    _quiz(writer, session)
    _sources(writer, session)
    target = io.BytesIO()
    deck.save(target)
    return without_times(target.getvalue())


def quotes(citations: Iterable[Citation]) -> str:
    """Return verbatim words with their labels, one a line."""
    unique = dict.fromkeys((citation.quote, citation.label) for citation in citations)
    return "\n".join(texts.QUOTE.format(quote=quote, label=label) for quote, label in unique)


def _opening(writer: DeckWriter, plan: Plan, session: Session) -> None:
    about = [texts.about(session), texts.source(session)]
    writer.cover(session.title, about, session.title, template.TITLE)
    _lines(writer, texts.GOALS, session.goals)
    rows = tuple((texts.minutes(a), a.title, a.activity) for a in session.agenda)
    if rows:
        notes = quotes(c for item in session.agenda for c in item.citations)
        writer.table(texts.AGENDA, Table(texts.AGENDA_COLUMNS, (0.1, 0.43, 0.47), rows), notes)
    if session.key_points:
        for scene in mind_map_slides(plan, session, scene_height()):
            writer.picture(texts.MAP, scene, quotes(p.core for p in session.key_points))


def _points(writer: DeckWriter, session: Session) -> None:
    if not session.key_points:
        return
    count = texts.KEY_POINTS_OF.format(count=len(session.key_points))
    writer.cover(texts.KEY_POINTS, [session.scope.title, count], "", template.SECTION)
    for point in session.key_points:
        details = list(_details(session, point))
        notes = [texts.unit_heading(point.core.label, point.title), quotes([point.core])]
        title = texts.unit_heading(point.core.label, point.title)
        writer.point(title, Item(point.short, is_bold=True), details, "\n".join(notes))


def _details(session: Session, point: KeyPoint) -> Iterator[Item]:
    """What else of the same unit is to be remembered, without what is said already."""
    label = point.core.label
    said = [point.short]
    for text in (
        *(_slogan(slogan) for slogan in session.slogans if slogan.citation.label == label),
        *(date.text for date in session.dates if date.citation.label == label),
        *(figure.text for figure in session.indicators if figure.citation.label == label),
    ):
        if not any(text in other or other in text for other in said):
            said.append(text)
            yield Item(text)


def _slogan(slogan: Slogan) -> str:
    members = "、".join(slogan.members[:_MOST_MEMBERS])
    return f"{slogan.term}:{members}" if members else slogan.term


def _figures_and_dates(writer: DeckWriter, session: Session) -> None:
    if session.slogans:
        rows = tuple((s.term, s.meaning, s.citation.label) for s in session.slogans)
        notes = quotes(s.citation for s in session.slogans)
        writer.table(texts.SLOGANS, Table(texts.SLOGAN_COLUMNS, (0.2, 0.66, 0.14), rows), notes)
    if session.links:
        shared = tuple((link.name, labels(link.citations)) for link in session.links)
        notes = quotes(citation for link in session.links for citation in link.citations)
        writer.table(texts.LINKS, Table(texts.LINK_COLUMNS, (0.35, 0.65), shared), notes)
    if session.indicators:
        notes = quotes(point.citation for point in session.indicators)
        figures = tuple(
            (texts.figure_name(p), p.indicator.amount, texts.deadline(p), p.citation.label)
            for p in session.indicators
        )
        grid = Table(texts.INDICATOR_COLUMNS, (0.5, 0.2, 0.16, 0.14), figures)
        writer.table(texts.INDICATORS, grid, notes)
    for measure, points in _comparable(session.indicators).items():
        title = texts.INDICATOR_CHART.format(measure=measure)
        bars = [
            Bar(_bar_name(point), float(point.indicator.value), point.indicator.amount)
            for point in points
        ]
        writer.chart(title, bars, quotes(point.citation for point in points))
    for scene in time_line_slides(session, scene_height()):
        writer.picture(texts.DATES, scene, quotes(date.citation for date in session.dates))


def _comparable(points: Sequence[IndicatorPoint]) -> dict[str, list[IndicatorPoint]]:
    """Group figures that one chart can show by their unit."""
    groups: dict[str, list[IndicatorPoint]] = defaultdict(list)
    for point in points:
        measure = point.indicator.measure
        is_amount = unit_class(measure) not in ("", "count") or measure.endswith(("亿", "万"))
        is_exact = not measure.endswith("级")
        if is_amount and is_exact and point.indicator.value.replace(".", "", 1).isdigit():
            groups[measure].append(point)
    return {
        measure: group[:_MOST_BARS]
        for measure, group in groups.items()
        if len({point.indicator.value for point in group}) >= _FEWEST_BARS
    }


def _bar_name(point: IndicatorPoint) -> str:
    return f"{shorten(texts.figure_name(point), _BAR_NAME)} {point.citation.label}"


def _work(writer: DeckWriter, session: Session) -> None:
    _lines(writer, texts.DISCUSSION, session.discussion)
    _lines(writer, texts.TASKS, session.tasks)


def _lines(writer: DeckWriter, title: str, lines: Sequence[Line]) -> None:
    if lines:
        items = [Item(line.text) for line in lines]
        writer.items(title, items, quotes(c for line in lines for c in line.citations))


def _quiz(writer: DeckWriter, session: Session) -> None:
    quiz = session.quiz
    if not quiz.questions:
        return
    count = texts.QUIZ_OF.format(count=len(quiz.questions), points=quiz.points)
    writer.cover(texts.QUIZ, [count, *filter(None, [quiz.note])], "", template.SECTION)
    for question in quiz.questions:
        _question(writer, question)
        title = texts.ANSWER.format(number=question.number)
        stem = Item(question.stem, colour=SOFT_INK)
        notes = f"{question.explanation}\n{quotes(question.citations)}"
        writer.point(title, stem, list(_answer(question)), notes)


def _question(writer: DeckWriter, question: QuizQuestion) -> None:
    title = texts.question_title(question)
    if question.kind == "matching":
        writer.table(title, _matching(question), caption=question.stem)
        return
    options = [Item(texts.option(option), has_bullet=False) for option in question.options]
    hint = (
        [Item(texts.SHORT_ANSWER_HINT, colour=SOFT_INK, has_bullet=False)]
        if question.scoring
        else []
    )
    writer.point(title, Item(question.stem, is_bold=True), [*options, *hint], "")


def _matching(question: QuizQuestion) -> Table:
    right = map(texts.option, question.options)
    rows = tuple(zip_longest(numbered_prompts(question), right, fillvalue=""))
    return Table(texts.MATCHING_COLUMNS, (0.5, 0.5), rows)


def _answer(question: QuizQuestion) -> Iterator[Item]:
    if rule := any_of(question):
        yield Item(texts.ANY_OF.format(rule=rule), has_bullet=False)
    for point in question.scoring:
        text = texts.SCORING.format(text=point.text, points=point.points)
        yield _right(text)
    right = right_letters(question)
    if right:
        for option in question.options:
            text = texts.option(option)
            is_right = option.letter in right
            yield _right(text) if is_right else Item(text, colour=SOFT_INK, has_bullet=False)
    else:
        yield from map(_right, key_lines(question))
    yield Item(texts.BASIS.format(labels=labels(question.citations)), has_bullet=False)


def _right(text: str) -> Item:
    return Item(text, is_bold=True, colour=ACCENT, has_bullet=False)


def _sources(writer: DeckWriter, session: Session) -> None:
    if session.sources:
        rows = tuple((source.label, source.title or source.quote) for source in session.sources)
        writer.table(texts.SOURCES, Table(texts.SOURCE_COLUMNS, (0.2, 0.8), rows))
