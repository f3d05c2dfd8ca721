"""Answering a file of questions: one JSON object a line in, one answer object a line out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.failures import answer_or_failure

_Key = tuple[str, str]  # id and question


class BatchError(AssistantError):
    """The input or output file of a batch cannot be used."""


class BatchLine(BaseModel):
    """One question, or a conversation whose last turn is to be answered."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str = ""
    question: str | None = None
    turns: Annotated[tuple[str, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> BatchLine:
        if (self.question is None) == (self.turns is None):
            raise ValueError("需要 question 或 turns 之一")
        return self

    @property
    def last(self) -> str:
        """The question that is answered."""
        return self.turns[-1] if self.turns else self.question or ""

    @property
    def key(self) -> _Key:
        """What a finished line is known by; of lines with the same key as many are finished."""
        return self.id, self.last


@dataclass(frozen=True)
class BatchResult:
    """How a batch ended.

    Attributes:
        answered: Lines written by this run.
        skipped: Lines that were already in the output file.
        failed: Ids whose answer failed inside the program; a refusal was written for them.
        problems: Input lines that could not be used, in Chinese, with their numbers.
    """

    answered: int
    skipped: int
    failed: tuple[str, ...]
    problems: tuple[str, ...]


def run_batch(
    assistant: Assistant,
    source: Path,
    target: Path,
    on_progress: Callable[[int, int], None] | None = None,
) -> BatchResult:
    """Answer all questions of a file that the output file does not hold yet.

    Every answer is written and flushed before the next question starts, so an interrupt loses
    nothing. An incomplete last line of an earlier run and the answers at which the program failed
    are taken out, and their questions are asked again.

    Raises:
        BatchError: A file cannot be read or written.
    """
    lines, problems = _read(source)
    try:
        done = _finished(target)
        todo = [line for line in lines if not _take(done, line.key)]
        failed = []
        with target.open("a", encoding="utf-8", newline="\n") as out:
            for number, line in enumerate(todo):
                if on_progress:
                    on_progress(len(lines) - len(todo) + number, len(lines))
                answer = _answer(assistant, line)
                if answer.engine == "error":
                    failed.append(line.id)
                out.write(answer.model_dump_json() + "\n")
                out.flush()
    except OSError as error:
        raise BatchError(f"无法写入 {target}:{error.strerror}。") from error
    if on_progress:
        on_progress(len(lines), len(lines))
    return BatchResult(len(todo), len(lines) - len(todo), tuple(failed), tuple(problems))


def _answer(assistant: Assistant, line: BatchLine) -> Answer:
    turns = line.turns or (line.last,)
    return answer_or_failure(
        lambda: assistant.ask_turns(turns, id=line.id),
        line.last,
        assistant.settings.data_folder,
        line.id,
    )


def _read(source: Path) -> tuple[list[BatchLine], list[str]]:
    try:
        rows = source.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise BatchError(f"找不到问题文件:{source}。") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是 UTF-8 文本"
        raise BatchError(f"无法读取问题文件 {source}:{reason}。") from error
    lines, problems = [], []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            line = BatchLine.model_validate_json(row)
        except ValidationError:
            problems.append(
                f"第 {number} 行不是可用的问题(应为 JSON 对象,含 question 或 turns),已跳过。"
            )
            continue
        lines.append(line if line.id else line.model_copy(update={"id": f"line-{number}"}))
    return lines, problems


def _take(done: Counter[_Key], key: _Key) -> bool:
    """Whether one of the finished lines is this one; it stands for no other."""
    done[key] -= 1
    return done[key] >= 0


def _finished(target: Path) -> Counter[_Key]:
    """How often which line is answered; takes incomplete and failed lines out of the file."""
    if not target.exists():
        return Counter()
    done: Counter[_Key] = Counter()
    kept, data = [], target.read_bytes()
    for raw in _complete_lines(data):
        try:
            row = json.loads(raw)
            key = str(row["id"]), str(row["question"])
            is_failed = row["engine"] == "error"
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BatchError(
                f"{target} 已存在,但不是本程序的结果文件;请换一个 --out 文件名。"
            ) from None
        if not is_failed:
            done[key] += 1
            kept.append(raw)
    if (rest := b"".join(kept)) != data:
        _replace(target, rest)
    return done


def _complete_lines(data: bytes) -> Iterator[bytes]:
    for raw in data.splitlines(keepends=True):
        if raw.endswith(b"\n"):
            yield raw


def _replace(target: Path, data: bytes) -> None:
    """Put other content into a file; a break leaves the old content or the new, never a part."""
    beside = target.with_name(f"{target.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
