"""Prompts: one Markdown file each, with its purpose, variables, output and version at its head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.settings import PROJECT

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

FOLDER = PROJECT / "prompts"
# What the program fills in; a file that wants more or less is wrong.
VARIABLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset(("question", "sentences")),
    "follow_up": frozenset(("conversation", "question")),
    "session_plan": frozenset(("topic", "audience", "minutes", "sentences")),
    "quiz": frozenset(("kind", "key", "sentences")),
}
_FILE = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_SECTION = re.compile(r"^## (system|human)\n", re.MULTILINE)


class PromptError(AssistantError):
    """A prompt file is missing or wrong."""


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: str = Field(min_length=1)
    version: int = Field(ge=1)
    variables: dict[str, str]
    output: str = Field(min_length=1)


class Prompt:
    """A prompt with what its file says of it."""

    def __init__(self, head: _Head, template: ChatPromptTemplate) -> None:
        """Use `load_prompts`; it reads and validates the files."""
        self.version = head.version
        self._template = template

    def messages(self, **values: str) -> list[BaseMessage]:
        """Fill in the variables; values are text and never read as templates themselves."""
        return self._template.format_messages(**values)


@lru_cache(maxsize=4)
def load_prompts(folder: Path = FOLDER) -> Mapping[str, Prompt]:
    """Read and validate all prompts.

    Raises:
        PromptError: A file is missing, cannot be read, or has unknown or missing variables; the
            message names the file.
    """
    return {name: _load(folder / f"{name}.md", wanted) for name, wanted in VARIABLES.items()}


def _load(file: Path, wanted: frozenset[str]) -> Prompt:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"无法读取提示词文件 {file.name}:{error}") from error
    match = _FILE.fullmatch(text)
    if not match:
        raise PromptError(f"提示词文件 {file.name} 开头应有 --- 之间的说明。")
    try:
        head = _Head.model_validate(yaml.safe_load(match["head"]))
    except (yaml.YAMLError, ValidationError) as error:
        raise PromptError(f"提示词文件 {file.name} 的说明有误:{error}") from error
    pieces = _SECTION.split(match["body"])
    sections = list(zip(pieces[1::2], map(str.strip, pieces[2::2]), strict=True))
    if [role for role, _ in sections] != ["system", "human"]:
        raise PromptError(f"提示词文件 {file.name} 应依次有 ## system 和 ## human 两节。")
    from langchain_core.prompts import ChatPromptTemplate

    try:
        template = ChatPromptTemplate.from_messages(sections)
    except ValueError as error:
        raise PromptError(f"提示词文件 {file.name} 的花括号有误:{error}") from error
    used = frozenset(template.input_variables)
    if unknown := (used | head.variables.keys()) - wanted:
        raise PromptError(f"提示词文件 {file.name} 有未知的变量:{'、'.join(sorted(unknown))}")
    if missing := wanted - (used & head.variables.keys()):
        raise PromptError(f"提示词文件 {file.name} 缺少变量:{'、'.join(sorted(missing))}")
    return Prompt(head, template)
