"""The answer object: one shape for the page, the command line, the API and the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.passages import without_item_mark
from assistant.plan import Plan, Span, Unit

Status = Literal["answered", "partial", "not_in_plan", "refused"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Frozen):
    """Verbatim words of a unit; ``quote == plan.text[start:end]``."""

    article: int | None
    part: int
    label: str
    title: str
    quote: str
    start: int
    end: int


class RetrievedUnit(_Frozen):
    """A unit as ranked by retrieval; scores are comparable within one answer only."""

    article: int | None
    part: int
    score: float


class Checks(_Frozen):
    """What checking changed.

    Attributes:
        dropped: Statements of a language model that were not shown.
        notes: Remarks for the reader.
        written: Statements that it wrote, dropped ones included; left out of JSON when there are
            none.
        reasons: Why statements were dropped, with their number; left out when there are none.
    """

    dropped: int = 0
    notes: tuple[str, ...] = ()
    written: int = Field(default=0, exclude_if=lambda value: not value)
    reasons: dict[str, int] = Field(default_factory=dict, exclude_if=lambda value: not value)


class Timings(_Frozen):
    """Milliseconds spent in each step of the pipeline."""

    understand: float = 0.0
    retrieve: float = 0.0
    answer: float = 0.0
    total: float = 0.0

    def plus(self, other: Timings) -> Timings:
        """The times of both together."""
        mine, others = self.model_dump(), other.model_dump()
        return Timings(**{step: round(mine[step] + others[step], 2) for step in mine})


class Answer(_Frozen):
    """The answer to one question.

    Attributes:
        id: The asker's name for the question; empty when there is none.
        question: The question as it was asked.
        standalone_question: The question as it was understood, independent of the conversation.
        status: ``answered``; ``partial`` (related statements exist, the asked-for fact is not in
            them); ``not_in_plan``; ``refused`` (misuse or unusable input).
        answer: Markdown; each statement is followed by its label in brackets.
        citations: The quoted spans in the order of the answer.
        retrieved: Units ranked before evidence was chosen, each once.
        engine: What wrote the text: ``evidence``, ``llm``, or ``error`` when the program failed.
        checks: What checking changed.
        timings_ms: Milliseconds per step.
    """

    id: str = ""
    question: str
    standalone_question: str
    status: Status
    answer: str
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[RetrievedUnit, ...] = ()
    engine: str = "evidence"
    checks: Checks = Field(default_factory=Checks)
    timings_ms: Timings = Field(default_factory=Timings)

    @model_validator(mode="after")
    def _answers_cite(self) -> Self:
        if self.status in ("answered", "partial") and not self.citations:
            raise ValueError(f"an answer with status {self.status!r} needs a citation")
        return self


class Draft(NamedTuple):
    """What an answer says, before it is put into the answer object.

    Attributes:
        status: As in `Answer`.
        text: Markdown.
        citations: The quoted spans.
        is_looked_up: Whether it was read or counted in the parsed plan instead of searched for.
        remarks: What the text says beside the quotations, a paragraph each.
        lacking: Sorts of what is asked for and not stated (`assistant.slots.SlotKind`).
    """

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    is_looked_up: bool = False
    remarks: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def compose(citations: Sequence[Citation]) -> str:
    """Write verbatim statements, each followed by its label; several become a list."""
    return listed([f"{without_item_mark(c.quote)}[{c.label}]" for c in citations])


def listed(statements: Sequence[str]) -> str:
    """One statement as it is, several as a Markdown list."""
    if len(statements) == 1:
        return statements[0]
    return "\n".join(f"- {statement}" for statement in statements)


def failed_answer(question: str, id: str, text: str) -> Answer:
    """The answer to a question at which the program itself failed; ``engine`` is ``error``."""
    return Answer(
        id=id,
        question=question,
        standalone_question=question,
        status="refused",
        answer=text,
        engine="error",
    )


def cite(plan: Plan, unit: Unit, span: Span) -> Citation:
    """Make the citation of a span of a unit.

    Raises:
        ValueError: The span does not lie within the unit.
    """
    if not unit.start <= span.start < span.end <= unit.end:
        raise ValueError(f"span {span} is outside {unit.label}")
    return Citation(
        article=unit.article,
        part=unit.part,
        label=unit.label,
        title=unit.title,
        quote=plan.quote(span),
        start=span.start,
        end=span.end,
    )
