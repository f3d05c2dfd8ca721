"""A study session as HTML: everything a trainer reads before the session; all escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from assistant.answer import Citation
from assistant.plan import Plan
from assistant.study.export.mind_map import mind_map
from assistant.study.export.quiz_text import key_lines, numbered_prompts
from assistant.study.export.svg import to_svg
from assistant.study.export.texts import option, period
from assistant.study.export.time_line import time_line
from assistant.study.model import KIND_NAMES, Card, KeyPoint, Line, QuizQuestion, Session
from assistant.study.scoring import expected
from assistant.text_search import find_words
from assistant.web import texts
from assistant.web.plan_html import anchor


def preview(plan: Plan, session: Session) -> str:
    """Return a whole session: a list of its sections, then the sections that have content."""
    bodies = {name: write(plan, session) for name, write in _SECTIONS.items()}
    filled = {name: body for name, body in bodies.items() if body}
    links = "".join(
        f"<li><a href='#study-{name}'>{escape(texts.ST_SECTIONS[name])}</a></li>" for name in filled
    )
    sections = "".join(
        f"<section id='study-{name}' tabindex='-1' aria-label='{escape(texts.ST_SECTIONS[name])}'>"
        f"<h3>{escape(texts.ST_SECTIONS[name])}</h3>{body}</section>"
        for name, body in filled.items()
    )
    request = session.request
    about = texts.ST_ABOUT.format(
        audience=request.audience, minutes=request.minutes, difficulty=request.difficulty,
        version=request.version, seed=request.seed,
    )  # fmt: skip
    return (
        f"<h2 id='st-title' tabindex='-1'>{escape(session.title)}</h2>"
        f"<p class='quiet'>{escape(about)}</p>"
        f"<nav aria-label='{escape(texts.ST_SECTIONS_NAME)}'><ul>{links}</ul></nav>{sections}"
    )


def empty(text: str) -> str:
    """Return what stands where there is nothing yet."""
    return f"<p class='quiet'>{escape(text)}</p>"


def topics(plan: Plan) -> str:
    """Return subjects that the plan names, each a button; empty when it names none."""
    buttons = "".join(
        f"<button type='button' data-topic='{escape(topic)}'>{escape(topic)}</button>"
        for topic in texts.ST_TOPICS
        if find_words(plan, topic)
    )
    lead = escape(texts.ST_TOPICS_LEAD)
    return f"<div role='group' aria-label='{lead}'>{buttons}</div>" if buttons else ""


def chips(plan: Plan, citations: Iterable[Citation]) -> str:
    """Return links to the cited units in the full text, each unit once."""
    cited = {unit.key: (unit, c) for c in citations if (unit := plan.unit_at(c.start))}
    return " ".join(
        f"<a class='cite' href='#{escape(anchor(unit))}' data-quote='{escape(citation.quote)}'>"
        f"{escape(citation.label)}</a>"
        for unit, citation in cited.values()
    )


def _goals(plan: Plan, session: Session) -> str:
    return _lines(plan, session.goals, "ul")


def _discussion(plan: Plan, session: Session) -> str:
    return _lines(plan, session.discussion, "ol")


def _tasks(plan: Plan, session: Session) -> str:
    return _lines(plan, session.tasks, "ol")


def _lines(plan: Plan, lines: Sequence[Line], tag: str) -> str:
    return _list(tag, (f"{escape(line.text)} {chips(plan, line.citations)}" for line in lines))


def _agenda(plan: Plan, session: Session) -> str:
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in texts.ST_AGENDA_COLUMNS)
    rows = "".join(
        f"<tr><td class='time'>{_clock(item.start)}–{_clock(item.start + item.minutes)}</td>"
        f"<td class='count'>{item.minutes}</td><th scope='row'>{escape(item.title)}</th>"
        f"<td>{escape(item.activity)}</td><td class='cites'>{chips(plan, item.citations)}</td></tr>"
        for item in session.agenda
    )
    return (
        f"<div class='wide' tabindex='0' role='group' aria-label='{texts.ST_SECTIONS['agenda']}'>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _points(plan: Plan, session: Session) -> str:
    return _list(
        "ol",
        (
            f"<b>{escape(point.title)}</b> {chips(plan, [point.core])}"
            f"{_short(point)}<blockquote>{escape(point.core.quote)}</blockquote>"
            for point in session.key_points
        ),
    )


def _short(point: KeyPoint) -> str:
    """The short form, where it says less than the sentence itself."""
    if point.short == point.core.quote.rstrip("。;"):
        return ""
    return f"<p class='short'>{escape(point.short)}</p>"


def _figures(plan: Plan, session: Session) -> str:
    return _list(
        "ul", (f"{escape(i.text)} {chips(plan, [i.citation])}" for i in session.indicators)
    )


def _dates(plan: Plan, session: Session) -> str:
    return _list(
        "ul",
        (
            f"<b>{escape(period(d.milestone))}</b> {escape(d.text)} {chips(plan, [d.citation])}"
            for d in session.dates
        ),
    )


def _slogans(plan: Plan, session: Session) -> str:
    return _list(
        "ul",
        (
            f"<b>“{escape(s.term)}”</b> {escape(s.meaning)} {chips(plan, [s.citation])}"
            for s in session.slogans
        ),
    )


def _links(plan: Plan, session: Session) -> str:
    return _list(
        "ul",
        (
            f"{escape(texts.ST_LINKS[link.kind])}“<b>{escape(link.name)}</b>” "
            f"{chips(plan, link.citations)}"
            for link in session.links
        ),
    )


def _pictures(plan: Plan, session: Session) -> str:
    scenes = {
        texts.ST_MAP_NAME: mind_map(plan, session) if session.key_points else None,
        texts.ST_LINE_NAME: time_line(session),
    }
    return "".join(
        f"<div class='picture' tabindex='0' role='group' aria-label='{escape(name)}'>"
        f"{to_svg(scene)}</div>"
        for name, scene in scenes.items()
        if scene is not None
    )


def _quiz(plan: Plan, session: Session) -> str:
    quiz = session.quiz
    if not quiz.questions:
        note = quiz.note if session.request.questions else texts.ST_NO_QUESTIONS
        return empty(note or texts.ST_NO_QUESTIONS)
    about = texts.ST_PAPER.format(count=len(quiz.questions), points=quiz.points, note=quiz.note)
    rows = "".join(f"<li>{_question(plan, question)}</li>" for question in quiz.questions)
    return (
        f"<p class='quiet'>{escape(about)}</p>"
        f"<p><button type='button' class='all-keys' aria-pressed='false' "
        f"data-other='{escape(texts.ST_NO_KEYS)}'>{escape(texts.ST_ALL_KEYS)}</button></p>"
        f"<ol class='paper'>{rows}</ol>"
    )


def _question(plan: Plan, question: QuizQuestion) -> str:
    choices = [] if question.kind == "true_false" else [option(o) for o in question.options]
    lists = [_list("ul", map(escape, texts_)) for texts_ in (numbered_prompts(question), choices)]
    key = [line for line in key_lines(question) if line] or [
        texts.ST_KEY_IS.format(key=expected(question))
    ]
    lines = "".join(f"<p>{escape(line)}</p>" for line in key)
    return (
        f"<p><span class='kind'>{escape(KIND_NAMES[question.kind])} · {question.difficulty}</span> "
        f"{escape(question.stem)}"
        f"{escape(texts.ST_POINTS.format(points=question.points))}</p>{''.join(lists)}"
        f"<details class='key'><summary>{escape(texts.ST_KEY)}</summary>{lines}"
        f"<p>{escape(texts.ST_WHY.format(text=question.explanation))}</p>"
        f"{basis(plan, question.citations)}</details>"
    )


def basis(plan: Plan, citations: Iterable[Citation]) -> str:
    """Return the words of the plan that prove something, each with the link to its unit."""
    unique = {(c.start, c.end): c for c in citations}.values()
    return "".join(
        f"<blockquote>{escape(texts.ST_BASIS)}{escape(c.quote)} {chips(plan, [c])}</blockquote>"
        for c in unique
    )


def _cards(plan: Plan, session: Session) -> str:
    hint = escape(texts.ST_CARD_HINT.format(count=len(session.cards)))
    cards = _list("ul", (_card(plan, card) for card in session.cards))
    return f"<p class='quiet'>{hint}</p>{cards.replace('<ul>', '<ul class=cards>', 1)}"


def _card(plan: Plan, card: Card) -> str:
    kind = escape(texts.ST_CARD_KINDS[card.kind])
    return (
        f"<button type='button' class='card' aria-expanded='false'><span class='kind'>{kind}</span>"
        f"<span class='front'>{escape(card.front)}</span>"
        f"<span class='back' hidden>{escape(card.back)}</span></button>"
        f"{chips(plan, [card.citation])}"
    )


def _list(tag: str, items: Iterable[str]) -> str:
    """A list of items that are HTML already; empty without items."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<{tag}>{rows}</{tag}>" if rows else ""


_SECTIONS: dict[str, Callable[[Plan, Session], str]] = {
    "goals": _goals,
    "agenda": _agenda,
    "points": _points,
    "figures": _figures,
    "dates": _dates,
    "slogans": _slogans,
    "links": _links,
    "discussion": _discussion,
    "tasks": _tasks,
    "pictures": _pictures,
    "quiz": _quiz,
    "cards": _cards,
}
