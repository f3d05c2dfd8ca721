"""Written answers: a language model words the evidence, and code checks every statement.

The model sees sentences with labels that are made up for this one answer. A statement is shown when
it has passed all checks; what the passed statements leave out of the evidence is quoted after them,
so that a written answer never says less than the evidence does. When nothing passes, or the model
fails or is slow, the evidence stays as it is.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from assistant import texts
from assistant.answer import Answer, Checks, Citation, compose, listed
from assistant.breaker import CircuitBreaker
from assistant.checks import Checker, Cited, Problem, is_carried
from assistant.llm import Backend
from assistant.passages import without_item_mark
from assistant.prompting import load_prompts
from assistant.streams import Put, pumped

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

logger = logging.getLogger(__name__)

# A small model on an office machine reads 30 to 90 tokens a second: what is handed out is limited.
MOST_SENTENCES = 12
MOST_CHARS = 1200
_LONGEST_REWRITING = 120  # characters
_OWN_LABEL = re.compile(
    r"^\s*(?:[-*·]\s*)?(?:(?:[\[((]S\d+[\]))]|S\d+[::、,.])\s*)+|\s*[\[((]?S\d+[\]))]?(?=[。,]?$)"
)
_DOUBLE_QUOTES = str.maketrans("‘’", "“”")
_ENDS = ("。", "?", "!", ";")
_BAD_REQUEST = 400

Completeness = Literal["complete", "partial", "none"]


class Statement(BaseModel):
    """One sentence of the model with the labels it claims."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    labels: tuple[str, ...] = ()

    @field_validator("labels", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return re.findall(r"\w+", value) if isinstance(value, str) else value


class Reply(BaseModel):
    """The whole output: what the JSON schema asks for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    statements: tuple[Statement, ...] = ()
    completeness: Completeness = "complete"


@dataclass
class _Draft:
    """What has come of a written answer so far."""

    passed: list[tuple[str, tuple[Citation, ...]]] = field(default_factory=list)
    problems: Counter[Problem] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def dropped(self) -> int:
        return sum(self.problems.values())

    @property
    def written(self) -> int:
        return len(self.passed) + self.dropped


class Writer:
    """Writes answers from evidence with one language model; safe to use from several threads."""

    def __init__(
        self, backend: Backend, checker: Checker, breaker: CircuitBreaker, seconds: float
    ) -> None:
        """Prepare; nothing is loaded or asked yet.

        Args:
            backend: The model.
            checker: What each statement must pass.
            breaker: Keeps a dead model from being asked again and again.
            seconds: The longest time for one answer.

        Raises:
            PromptError: A prompt file is missing or wrong.
        """
        self.backend = backend
        self._checker = checker
        self._breaker = breaker
        self._seconds = seconds
        self._prompts = load_prompts()
        self._takes_schema = backend.takes_schema

    def write(self, evidence: Answer, remarks: Sequence[str]) -> Iterator[Answer]:
        """Yield the answer anew whenever a statement has passed, and at the end.

        Args:
            evidence: The answer of the evidence engine.
            remarks: What that answer says beside its quotations; kept as it is.
        """
        begun = time.perf_counter()
        handed = _handed_out(evidence.citations)
        draft = _Draft()
        if not self._breaker.allows():
            draft.notes.append(texts.LLM_RESTING)
            yield _composed(evidence, remarks, draft, begun)
            return
        completeness: Completeness = "complete"
        try:
            for reply in self._replies(evidence.standalone_question, handed):
                completeness = reply.completeness
                for statement in reply.statements[draft.written :]:
                    if self._take(statement, handed, draft):
                        yield _composed(evidence, remarks, draft, begun)
            self._breaker.succeeded()
        except Exception as error:  # whatever a model or a network does, the evidence stays
            self._failed(error)
            is_slow = isinstance(error, TimeoutError)
            draft.notes.append(texts.LLM_SLOW if is_slow else texts.LLM_FAILED)
        # A small local model says so at random: of 7 such remarks among 166 answers none was right.
        has_judgement = self.backend.kind == "openai" and evidence.status == "answered"
        if draft.passed and completeness != "complete" and has_judgement:
            draft.notes.append(texts.LLM_INCOMPLETE)
        if draft.dropped:
            draft.notes.append(texts.LLM_DROPPED.format(count=draft.dropped))
        if not draft.passed and not draft.notes:
            draft.notes.append(texts.LLM_EMPTY)
        yield _composed(evidence, remarks, draft, begun)

    def rewrite(self, question: str, earlier: Sequence[str]) -> str | None:
        """Word a follow-up so that it stands alone; None when that fails or adds anything.

        Args:
            question: The follow-up as it was asked.
            earlier: The questions before it, oldest first.
        """
        if not self._breaker.allows():
            return None
        conversation = "\n".join(earlier)
        messages = self._prompts["follow_up"].messages(conversation=conversation, question=question)
        try:
            text = "".join(self._stream(messages, {}, self._seconds))
        except Exception as error:  # the follow-up is then understood without the model
            self._failed(error)
            return None
        self._breaker.succeeded()
        rewritten = text.strip().splitlines()[0].strip() if text.strip() else ""
        if not rewritten or len(rewritten) > _LONGEST_REWRITING or rewritten == question:
            return None
        return rewritten if self._checker.adds_nothing(rewritten, conversation + question) else None

    def _failed(self, error: Exception) -> None:
        self._breaker.failed()
        logger.warning("language model: %s: %s", type(error).__name__, error)

    def _take(self, statement: Statement, handed: dict[str, Citation], draft: _Draft) -> bool:
        """Check a statement and keep it or count why not."""
        text = _clean(statement.text)
        labels = dict.fromkeys(statement.labels)
        cited = tuple(handed[label] for label in labels if label in handed)
        problem: Problem | None = "label"
        if cited and len(cited) == len(labels):
            problem = self._checker.problem(text, self._source(cited))
        if not problem and text in (known for known, _ in draft.passed):
            problem = "form"
        if problem:
            draft.problems[problem] += 1
            return False
        draft.passed.append((text, cited))
        return True

    @staticmethod
    def _source(citations: Sequence[Citation]) -> Cited:
        quotes = (without_item_mark(citation.quote) for citation in citations)
        return Cited("\n".join(quotes), "\n".join(dict.fromkeys(c.title for c in citations)))

    # --- The model -----------------------------------------------------------------------

    def _replies(self, question: str, handed: dict[str, Citation]) -> Iterator[Reply]:
        """Yield the reply as far as it has come; asked once more when it is no JSON at all."""
        deadline = time.monotonic() + self._seconds
        sentences = "\n".join(
            f"{label}:{without_item_mark(citation.quote)}" for label, citation in handed.items()
        )
        messages = self._prompts["answer"].messages(question=question, sentences=sentences)
        text = ""
        for piece in self._pieces(messages, list(handed), deadline):
            text += piece
            if "}" in piece:
                yield parse_reply(text)
        if not parse_reply(text).statements and not _is_empty_reply(text):
            from langchain_core.messages import AIMessage, HumanMessage

            again = [*messages, AIMessage(text), HumanMessage(texts.LLM_REPAIR)]
            text = "".join(self._pieces(again, list(handed), deadline))
        yield parse_reply(text)

    def _pieces(
        self, messages: list[BaseMessage], labels: Sequence[str], deadline: float
    ) -> Iterator[str]:
        if self._takes_schema:
            try:
                options = self.backend.held_to(_schema(labels))
                yield from self._stream(messages, options, deadline - time.monotonic())
                return
            except Exception as error:  # an endpoint without schemas says so before any text
                if getattr(error, "status_code", None) != _BAD_REQUEST:
                    raise
                self._takes_schema = False
        yield from self._stream(messages, {}, deadline - time.monotonic())

    def _stream(
        self, messages: list[BaseMessage], options: dict[str, Any], seconds: float
    ) -> Iterator[str]:
        def work(put: Put) -> None:
            for chunk in self.backend.model.stream(messages, **options):
                if put(str(chunk.text)):
                    return

        return pumped(work, max(seconds, 0.0))


# --- Output of the model ---------------------------------------------------------------------


def parse_reply(text: str) -> Reply:
    """Read a reply as far as it is there; fences, remarks and broken ends around it are left out.

    Statements come in the order of the text, so a longer text only adds to a shorter one.
    """
    decoder = json.JSONDecoder()
    statements: list[Statement] = []
    completeness: Completeness = "complete"
    at = 0
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
            continue
        entries = value.get("statements", [value]) if isinstance(value, dict) else []
        for entry in entries if isinstance(entries, list) else [entries]:
            statements.append(_statement(entry))
        if isinstance(value, dict) and value.get("completeness") in ("partial", "none"):
            completeness = value["completeness"]
    return Reply(statements=tuple(statements), completeness=completeness)


def _statement(entry: object) -> Statement:
    """What is no statement becomes one without words and labels, which no check lets pass."""
    try:
        return Statement.model_validate(entry)
    except ValidationError:
        return Statement(text="")


def _is_empty_reply(text: str) -> bool:
    """Whether the model said, in good form, that there is nothing to say."""
    try:
        return not Reply.model_validate_json(text).statements
    except ValidationError:
        return False


def _schema(labels: Sequence[str]) -> dict[str, Any]:
    statement = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "labels": {"type": "array", "items": {"type": "string", "enum": list(labels)}},
        },
        "required": ["text", "labels"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "statements": {"type": "array", "items": statement},
            "completeness": {"type": "string", "enum": list(get_args(Completeness))},
        },
        "required": ["statements", "completeness"],
        "additionalProperties": False,
    }


def _clean(text: str) -> str:
    """One line without the labels that a model may repeat in it."""
    line = _OWN_LABEL.sub("", " ".join(text.split())).strip()
    # Inside JSON a model likes to put single quotation marks where the sentence has double ones.
    line = line.translate(_DOUBLE_QUOTES)
    return line if not line or line.endswith(_ENDS) else f"{line}。"


def _handed_out(citations: Sequence[Citation]) -> dict[str, Citation]:
    """The first citations under labels that mean nothing outside this answer."""
    handed: dict[str, Citation] = {}
    chars = 0
    for citation in citations[:MOST_SENTENCES]:
        chars += len(citation.quote)
        if handed and chars > MOST_CHARS:
            break
        handed[f"S{len(handed) + 1}"] = citation
    return handed


# --- The answer ------------------------------------------------------------------------------


def _composed(evidence: Answer, remarks: Sequence[str], draft: _Draft, begun: float) -> Answer:
    """The evidence answer with what has passed in front of what that leaves out."""
    seconds = time.perf_counter() - begun
    timings = evidence.timings_ms.model_copy(
        update={
            "answer": round(evidence.timings_ms.answer + seconds * 1000, 2),
            "total": round(evidence.timings_ms.total + seconds * 1000, 2),
        }
    )
    checks = Checks(
        dropped=draft.dropped,
        notes=(*evidence.checks.notes, *draft.notes),
        written=draft.written,
        reasons={str(problem): n for problem, n in draft.problems.items()},
    )
    changes: dict[str, Any] = {"checks": checks, "timings_ms": timings}
    if draft.passed:
        said = [c for _, cited in draft.passed for c in cited]
        citations = list(dict.fromkeys([*said, *evidence.citations]))
        left_out = [c for c in citations if not _is_told(c, draft.passed)]
        lines = [f"{text}{''.join(_labels(cited))}" for text, cited in draft.passed]
        rest = [f"{texts.LLM_REST}\n\n{compose(left_out)}"] if left_out else []
        changes |= {
            "answer": "\n\n".join([*remarks, listed(lines), *rest]),
            "citations": tuple(citations),
            "engine": "llm",
        }
    return evidence.model_copy(update=changes)


def _labels(cited: Sequence[Citation]) -> Iterator[str]:
    return (f"[{label}]" for label in dict.fromkeys(c.label for c in cited))


def _is_told(citation: Citation, passed: Sequence[tuple[str, tuple[Citation, ...]]]) -> bool:
    told = "\n".join(text for text, cited in passed if citation in cited)
    return is_carried(without_item_mark(citation.quote), told)
