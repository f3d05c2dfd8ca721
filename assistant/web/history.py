"""Conversations as the browser keeps them: what it needs to show and continue one, nothing more."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer, Checks, Status, cite
from assistant.errors import AssistantError
from assistant.plan import Plan, Span
from assistant.web import texts

MAX_TURNS = 100
_MAX_TEXT = 60_000  # characters of one answer
_MAX_RECORD = 1_000_000  # characters; as UTF-8 they fit into one request


class HistoryError(AssistantError):
    """A kept conversation cannot be opened."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SavedTurn(_Model):
    """One question and its answer; quotations are kept by their place and read from the plan."""

    question: str = Field(max_length=20_000)
    standalone: str = Field(max_length=20_000)
    status: Status
    text: str = Field(max_length=_MAX_TEXT)
    spans: tuple[tuple[int, int], ...] = Field(max_length=500)
    engine: str = Field(max_length=20)
    notes: tuple[str, ...] = Field(default=(), max_length=50)

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Keep an answer."""
        return cls(
            question=answer.question,
            standalone=answer.standalone_question,
            status=answer.status,
            text=answer.answer,
            spans=tuple((citation.start, citation.end) for citation in answer.citations),
            engine=answer.engine,
            notes=answer.checks.notes,
        )

    def answer(self, plan: Plan) -> Answer:
        """Make the answer again.

        Raises:
            ValueError: A place lies in no unit of the plan.
        """
        citations = []
        for start, end in self.spans:
            unit = plan.unit_at(start)
            if unit is None:
                raise ValueError(f"no unit at {start}")
            citations.append(cite(plan, unit, Span(start, end)))
        return Answer(
            question=self.question,
            standalone_question=self.standalone,
            status=self.status,
            answer=self.text,
            citations=tuple(citations),
            engine=self.engine,
            checks=Checks(notes=self.notes),
        )


class SavedConversation(_Model):
    """A conversation about one text of a plan."""

    plan: str = Field(max_length=64)
    turns: tuple[SavedTurn, ...] = Field(max_length=MAX_TURNS)


def save(plan: Plan, answers: tuple[Answer, ...]) -> str:
    """Return a conversation as JSON; empty when nothing was answered."""
    if not answers:
        return ""
    turns = tuple(SavedTurn.of(answer) for answer in answers)
    return SavedConversation(plan=plan.sha256[:16], turns=turns).model_dump_json()


def load(plan: Plan, record: str) -> tuple[Answer, ...]:
    """Read a conversation that a browser kept; nothing it says is trusted.

    Raises:
        HistoryError: It is no conversation, or one about another text.
    """
    if len(record) > _MAX_RECORD:
        raise HistoryError(texts.HISTORY_UNREADABLE)
    try:
        saved = SavedConversation.model_validate_json(record)
        if saved.plan != plan.sha256[:16]:
            raise HistoryError(texts.HISTORY_OTHER_PLAN)
        return tuple(turn.answer(plan) for turn in saved.turns)
    except (ValidationError, ValueError) as error:
        raise HistoryError(texts.HISTORY_UNREADABLE) from error
