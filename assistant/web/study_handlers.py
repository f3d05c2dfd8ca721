"""What happens on the events of the 备课 tab."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, cast

import gradio as gr
from pydantic import BaseModel

from assistant.answering import Assistant
from assistant.study.model import Audience, Difficulty, Request, StudyError, Version
from assistant.study.scoring import score
from assistant.web import study_html, study_quiz_html, texts
from assistant.web.notices import guarded, message
from assistant.web.services import Services, user_of
from assistant.web.study_desk import Desk
from assistant.web.study_record import (
    MAX_PLACES,
    MAX_RESULTS,
    Head,
    Record,
    RecordError,
    Taken,
    fingerprint,
    read_head,
    read_record,
    taken,
)

MAX_TOPIC = 30  # characters
MAX_SEED = 999_999


@dataclass(frozen=True)
class Form:
    """What a trainer has filled in, in the order of the page's components."""

    scope: str
    topic: str
    parts: list[int]
    articles: list[int]
    audience: str
    minutes: float | None
    difficulty: str
    questions: float | None
    version: str
    seed: float | None

    def request(self) -> Request:
        """What is asked for.

        Raises:
            StudyError: Something is missing or outside its range.
        """
        by_topic = self.scope == texts.ST_BY_TOPIC
        topic = " ".join((self.topic or "").split())
        if by_topic and not topic:
            raise StudyError(texts.ST_NO_SCOPE)
        if not by_topic and not (self.parts or self.articles):
            raise StudyError(texts.ST_NO_PLACE)
        seed = _whole(self.seed, texts.ST_SEED)
        if not 0 <= seed <= MAX_SEED:
            raise StudyError(texts.ST_SEED_WRONG.format(most=MAX_SEED))
        return Request(
            parts=() if by_topic else tuple(sorted(self.parts)[:MAX_PLACES]),
            articles=() if by_topic else tuple(sorted(self.articles)[:MAX_PLACES]),
            topic=topic if by_topic else "",
            audience=cast(Audience, self.audience),
            minutes=_whole(self.minutes, texts.ST_MINUTES.split("(")[0]),
            difficulty=cast(Difficulty, self.difficulty),
            questions=_whole(self.questions, texts.ST_QUESTIONS.split("(")[0]),
            seed=seed,
            version=cast(Version, self.version),
        )

    @classmethod
    def of(cls, request: Request) -> Form:
        """What had been filled in for a request."""
        return cls(
            scope=texts.ST_BY_TOPIC if request.topic else texts.ST_BY_PLACE,
            topic=request.topic,
            parts=list(request.parts),
            articles=list(request.articles),
            audience=request.audience,
            minutes=request.minutes,
            difficulty=request.difficulty,
            questions=request.questions,
            version=request.version,
            seed=request.seed,
        )


class Marks(BaseModel):
    """What study.js shows after a paper was handed in, or after a reload.

    Attributes:
        problem: Why nothing was marked, as HTML; empty when all is well.
        score: The score of the paper, as HTML; empty when it was not marked.
        questions: Number of a question → what is told of it, as HTML.
        results: What the browser keeps from now on.
        table: The same as HTML.
    """

    problem: str = ""
    score: str = ""
    questions: dict[int, str] = {}
    results: tuple[Taken, ...] = ()
    table: str = ""


class Handlers:
    """What happens on the tab's events."""

    def __init__(self, assistant: Assistant, services: Services, desk: Desk) -> None:
        self._plan = assistant.plan
        self._services = services
        self._desk = desk

    def choose_scope(self, scope: str) -> tuple[Any, ...]:
        """Show the fields that belong to a kind of scope."""
        by_topic = scope == texts.ST_BY_TOPIC
        return gr.update(visible=by_topic), gr.update(visible=not by_topic)

    def choose_topic(self, event: gr.EventData) -> str:
        """Take over a suggested topic."""
        return str(event.topic)[:MAX_TOPIC]

    def make(
        self,
        scope: str,
        topic: str,
        parts: list[int],
        articles: list[int],
        audience: str,
        minutes: float | None,
        difficulty: str,
        questions: float | None,
        version: str,
        seed: float | None,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Make a session: notice, button, preview, quiz, which paper it is, materials."""
        form = Form(
            scope, topic, parts, articles, audience, minutes, difficulty, questions, version, seed
        )
        yield _working(texts.ST_WORKING), gr.update(interactive=False), *[gr.skip()] * 4
        shown: list[Any] = []

        def make() -> str:
            self._take(request)
            session = self._desk.session(form.request())
            shown.extend(self._shown(form.request()))
            words = texts.ST_READY.format(
                title=session.title,
                minutes=session.request.minutes,
                questions=len(session.quiz.questions),
                cards=len(session.cards),
            )
            note = message(session.quiz.note, is_problem=False)
            return message(words, is_problem=False) + note

        told = guarded(make, texts.ST_BROKEN)
        yield told, gr.update(interactive=True), *(shown or [gr.skip()] * 4)

    def reopen(self, record: str) -> tuple[Any, ...]:
        """Show again what a browser kept: notice, what `_shown` gives, and the form."""
        if not record:
            return (gr.skip(),) * 15
        shown: list[Any] = []

        def reopen() -> str:
            kept = read_record(record, self._plan)
            session = self._desk.session(kept.request)
            if fingerprint(session.quiz) != kept.paper:
                raise RecordError(texts.ST_RECORD_OTHER_PLAN)
            form = Form.of(kept.request)
            shown.extend((*self._shown(kept.request), *form.__dict__.values()))
            return message(texts.ST_REOPENED.format(title=session.title), is_problem=False)

        told = guarded(reopen, texts.ST_RECORD_UNREADABLE)
        return told, *(shown or [gr.skip()] * 14)

    def export(self, material: str) -> Callable[[str, str, gr.Request], Iterator[tuple[Any, ...]]]:
        """Make the handler that writes one of the materials."""

        def export(head: str, folder: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            yield _working(texts.ST_EXPORTING), folder, gr.update(value=None)
            folder = folder or tempfile.mkdtemp(prefix="study-")
            written: list[str] = []

            def write() -> str:
                self._take(request)
                if not head:
                    raise StudyError(texts.ST_NOTHING_MADE.format(make=texts.ST_MAKE))
                wanted = read_head(head, self._plan).request
                written.append(str(self._desk.write(wanted, material, Path(folder))))
                return ""

            told = guarded(write, texts.ST_EXPORT_FAILED)
            yield told, folder, gr.update(value=written[0] if written else None)

        return export

    def mark(self, hands_in: bool, record: str) -> Marks:
        """Mark a paper that is handed in or was marked before; else only list the results."""
        marks: list[Marks] = []

        def mark() -> str:
            kept = read_record(record, self._plan)
            marks.append(self._marks(kept, hands_in=hands_in))
            return ""

        problem = guarded(mark, texts.ST_MARK_FAILED)
        return marks[0] if marks else Marks(problem=problem)

    def _marks(self, kept: Record, *, hands_in: bool) -> Marks:
        if not (hands_in or kept.is_marked):
            return Marks(results=kept.results, table=study_quiz_html.results_table(kept.results))
        name = " ".join(kept.name.split())
        if not name:
            raise StudyError(texts.ST_NO_NAME)
        if hands_in and len(kept.results) >= MAX_RESULTS:
            raise StudyError(texts.ST_TOO_MANY_RESULTS.format(limit=MAX_RESULTS))
        quiz = self._desk.session(kept.request).quiz
        if fingerprint(quiz) != kept.paper:
            raise RecordError(texts.ST_RECORD_OTHER_PLAN)
        result = score(quiz, kept.answers)
        results = (*kept.results, taken(kept, quiz, result)) if hands_in else kept.results
        return Marks(
            score=study_quiz_html.score_line(name, result),
            questions=study_quiz_html.marks(self._plan, result.marked),
            results=results,
            table=study_quiz_html.results_table(results),
        )

    def _shown(self, request: Request) -> tuple[Any, ...]:
        """Preview, quiz, which paper it is, and the materials' row."""
        session = self._desk.session(request)
        head = Head.of(self._plan, session.quiz)
        return (
            study_html.preview(self._plan, session),
            study_quiz_html.quiz_form(session, head),
            head.model_dump_json(),
            gr.update(visible=True),
        )

    def _take(self, request: gr.Request) -> None:
        """Count a costly act of a user.

        Raises:
            StudyError: There were too many within a minute.
        """
        wait = self._services.questions.take(user_of(request))
        if wait:
            raise StudyError(texts.ST_TOO_FAST.format(seconds=ceil(wait)))


def _whole(number: float | None, name: str) -> int:
    if number is None:
        raise StudyError(texts.ST_NO_NUMBER.format(name=name))
    return int(number)


def _working(words: str) -> str:
    return f"<div class='working'>{message(words, is_problem=False)}</div>"
