"""A quiz as the browser keeps it: which paper, what was answered, what participants scored."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.study.model import MOST_QUESTIONS, Quiz, Request
from assistant.study.scoring import Result
from assistant.web import texts

MAX_NAME = 30
MAX_TEXT = 1000  # characters of one answer
MAX_RESULTS = 500
MAX_PLACES = 100  # parts, or articles, of a request
_MAX_ANSWERS = 20  # blanks or choices of one question
_MAX_RECORD = 1_000_000  # characters; as UTF-8 they fit into one request


class RecordError(AssistantError):
    """What a browser kept cannot be used."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Taken(_Model):
    """What a participant scored.

    Attributes:
        name: Of the participant.
        title: Of the paper.
        points: What was earned, at most ``most``.
        most: What the paper is worth.
        right: How many of the ``count`` questions are wholly right.
        count: How many questions there are.
        lost: Numbers of the other questions.
        when: When the paper was handed in, in the browser's words.
    """

    name: str = Field(min_length=1, max_length=MAX_NAME)
    title: str = Field(max_length=100)
    points: float = Field(ge=0, le=10_000, allow_inf_nan=False)
    most: int = Field(ge=1, le=10_000)
    right: int = Field(ge=0, le=MOST_QUESTIONS)
    count: int = Field(ge=1, le=MOST_QUESTIONS)
    lost: tuple[int, ...] = Field(max_length=MOST_QUESTIONS)
    when: str = Field(max_length=40)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.points > self.most or self.right + len(self.lost) != self.count:
            raise ValueError("not what a paper can score")
        return self


_Text = Annotated[str, Field(max_length=MAX_TEXT)]


class Head(_Model):
    """Which paper it is.

    Attributes:
        plan: Beginning of the hash of the plan.
        request: What the session was made for; it makes the same session again.
        paper: `fingerprint` of the paper.
    """

    plan: str = Field(max_length=16)
    request: Request
    paper: str = Field(max_length=16)

    @classmethod
    def of(cls, plan: Plan, quiz: Quiz) -> Self:
        """Name a paper."""
        return cls(plan=plan.sha256[:16], request=quiz.request, paper=fingerprint(quiz))


class Record(Head):
    """A paper with one participant's answers, and what was scored before.

    Attributes:
        name: Of the participant.
        answers: Number of a question → answer, as `assistant.study.scoring.score` takes them.
        is_marked: Whether this participant's score is among the results.
        when: The time now, in the browser's words.
        results: What was scored in this browser, oldest first.
    """

    name: str = Field("", max_length=MAX_NAME)
    answers: dict[int, Annotated[tuple[_Text, ...], Field(max_length=_MAX_ANSWERS)]] = Field(
        default_factory=dict, max_length=MOST_QUESTIONS
    )
    is_marked: bool = False
    when: str = Field("", max_length=40)
    results: tuple[Taken, ...] = Field(default=(), max_length=MAX_RESULTS)


_Kept = TypeVar("_Kept", bound=Head)


def read_head(text: str, plan: Plan) -> Head:
    """Read which paper the page shows; nothing it says is trusted.

    Raises:
        RecordError: It names none, or one of another plan.
    """
    return _read(Head, text, plan)


def read_record(text: str, plan: Plan) -> Record:
    """Read what a browser kept; nothing it says is trusted.

    Raises:
        RecordError: It is no record, or one of another plan.
    """
    return _read(Record, text, plan)


def fingerprint(quiz: Quiz) -> str:
    """Return what tells a paper from any other, with its key."""
    words = [
        "\n".join((q.stem, *(o.text for o in q.options), *q.prompts, *q.key))
        for q in quiz.questions
    ]
    return hashlib.sha256("\n\n".join(words).encode()).hexdigest()[:16]


def taken(record: Record, quiz: Quiz, result: Result) -> Taken:
    """Return what a participant scored."""
    return Taken(
        name=" ".join(record.name.split()),
        title=quiz.title[:100],
        points=round(result.points, 1),
        most=result.most,
        right=result.right,
        count=len(result.marked),
        lost=tuple(each.number for each in result.marked if not each.is_right),
        when=record.when,
    )


def result_rows(results: Sequence[Taken]) -> list[tuple[str, ...]]:
    """Return the cells of the table of results, a row for each participant."""
    return [
        (
            each.name, each.title, f"{each.points:g}", str(each.most), str(each.right),
            str(each.count), "、".join(map(str, each.lost)), each.when,
        )
        for each in results
    ]  # fmt: skip


def results_csv(results: Sequence[Taken]) -> str:
    """Return the results as CSV; cells that a spreadsheet would calculate are made text."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(texts.ST_RESULT_COLUMNS)
    for row in result_rows(results):
        writer.writerow(f"'{cell}" if cell[:1] in tuple("=+-@\t") else cell for cell in row)
    return file.getvalue()


def _read(kind: type[_Kept], text: str, plan: Plan) -> _Kept:
    if len(text) > _MAX_RECORD:
        raise RecordError(texts.ST_RECORD_UNREADABLE)
    try:
        record = kind.model_validate_json(text)
    except (ValidationError, AssistantError) as error:  # the latter from the request's own checks
        raise RecordError(texts.ST_RECORD_UNREADABLE) from error
    if record.plan != plan.sha256[:16]:
        raise RecordError(texts.ST_RECORD_OTHER_PLAN)
    if max(len(record.request.parts), len(record.request.articles)) > MAX_PLACES:
        raise RecordError(texts.ST_RECORD_UNREADABLE)
    return record
