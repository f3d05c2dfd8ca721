"""The hand-out of a session as a Word document."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Citation
from assistant.plan import Plan
from assistant.study.export import texts
from assistant.study.export.mind_map import NARROW, mind_map_pages
from assistant.study.export.paper import NOTE, PICTURE_HIGH, QUOTE, SHORT, TEXT_WIDE, Paper
from assistant.study.export.png import to_png
from assistant.study.export.scene import Scene
from assistant.study.export.time_line import time_line_pages
from assistant.study.model import Line, Session

_MOST_LABELS = 8  # named behind one line
_PAGE = NARROW * PICTURE_HIGH / TEXT_WIDE  # pixels of a picture as high as a page


def to_handout(plan: Plan, session: Session) -> bytes:
    """Write the hand-out: goals, agenda, content with verbatim sentences, tasks and sources."""
    paper = Paper(session.title, session)
    paper.text(texts.about(session), NOTE)
    _lines(paper, texts.GOALS, session.goals)
    if session.agenda:
        paper.heading(texts.AGENDA)
        rows = [
            (texts.minutes(item), item.title, item.activity, labels(item.citations))
            for item in session.agenda
        ]
        paper.table((*texts.AGENDA_COLUMNS, texts.BASIS_COLUMN), rows, (0.1, 0.36, 0.34, 0.2))
    if session.key_points:
        _pictures(paper, texts.MAP, mind_map_pages(plan, session, _PAGE))
    _content(paper, session)
    _lines(paper, texts.DISCUSSION, session.discussion)
    _lines(paper, texts.TASKS, session.tasks)
    if session.sources:
        paper.heading(texts.SOURCES)
        rows_of_sources = [
            (source.label, source.title or source.quote) for source in session.sources
        ]
        paper.table(texts.SOURCE_COLUMNS, rows_of_sources, (0.2, 0.8))
    return paper.save()


def labels(citations: Iterable[Citation]) -> str:
    """Return the labels of citations, each once; of many, the first and their number."""
    unique = list(dict.fromkeys(citation.label for citation in citations))
    if len(unique) <= _MOST_LABELS:
        return "、".join(unique)
    return texts.AND_MORE.format(first="、".join(unique[:_MOST_LABELS]), count=len(unique))


def _lines(paper: Paper, title: str, lines: tuple[Line, ...]) -> None:
    if lines:
        paper.heading(title)
        paper.numbered((line.text, labels(line.citations)) for line in lines)


def _pictures(paper: Paper, title: str, scenes: Iterable[Scene]) -> bool:
    """Add pictures where this machine can draw them; what they show stands in the text as well."""
    has_heading = False
    for scene in scenes:
        png = to_png(scene)
        if png is None:
            break
        if not has_heading:
            paper.heading(title)
            has_heading = True
        paper.picture(png, scene.title)
    return has_heading


def _content(paper: Paper, session: Session) -> None:
    if session.key_points:
        paper.heading(texts.KEY_POINTS)
    for point in session.key_points:
        paper.heading(texts.unit_heading(point.core.label, point.title), 2)
        if point.short != point.core.quote:
            paper.text(point.short, SHORT)
        paper.text(point.core.quote, QUOTE, point.core.label)
    if session.slogans:
        paper.heading(texts.SLOGANS)
        rows = [(s.term, s.meaning, s.citation.label) for s in session.slogans]
        paper.table(texts.SLOGAN_COLUMNS, rows, (0.22, 0.64, 0.14))
    if session.indicators:
        paper.heading(texts.INDICATORS)
        figures = [
            (p.citation.quote, p.indicator.amount, texts.deadline(p), p.citation.label)
            for p in session.indicators
        ]
        paper.table(texts.QUOTED_INDICATOR_COLUMNS, figures, (0.5, 0.2, 0.16, 0.14))
    _dates(paper, session)
    if session.links:
        paper.heading(texts.LINKS)
        links = [(link.name, labels(link.citations)) for link in session.links]
        paper.table(texts.LINK_COLUMNS, links, (0.35, 0.65))


def _dates(paper: Paper, session: Session) -> None:
    if not session.dates:
        return
    scenes = time_line_pages(session, _PAGE) if len(session.dates) > 1 else ()
    if not _pictures(paper, texts.DATES, scenes):
        paper.heading(texts.DATES)
    rows = [
        (texts.period(date.milestone), date.text, date.citation.label) for date in session.dates
    ]
    paper.table(texts.DATE_COLUMNS, rows, (0.24, 0.62, 0.14))
