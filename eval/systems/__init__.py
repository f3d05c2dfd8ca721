"""The systems that can be evaluated: modules of this package, and settings files over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer
from assistant.plan import Plan
from assistant.settings import Settings
from eval.dataset import DatasetError


class System(Protocol):
    """Anything that answers a conversation with our answer object."""

    @property
    def plan(self) -> Plan:
        """The plan it answers from."""

    def ask_turns(self, turns: Sequence[str], *, id: str = "") -> Answer:
        """Answer the last turn."""


# name: what it is, as reports show it
SYSTEMS: dict[str, str] = {
    "ours": "本系统(混合检索 + 证据引擎)",
    "written": "本系统 + 语言模型撰写(按设置选用)",
    "unlearned": "本系统,去掉从题目学得的部分",
    "bm25": "只用 BM25",
    "dense": "只用向量检索",
    "whole_units": "混合检索,整条为单位(不切句)",
    "tutorial": "教程做法:500/50 定长切块 + 向量检索前 4 块",
}
# Descriptions of systems open with a short name; half-width and full-width signs end it.
_SHORT = re.compile("[(\uff08:\uff1a]")


def short_name(name: str) -> str:
    """What a reader calls a system, in few words; its own name when it is not one of `SYSTEMS`."""
    return _SHORT.split(SYSTEMS[name])[0] if name in SYSTEMS else name


@dataclass(frozen=True)
class Candidate:
    """A system that can be opened, with the settings it is opened with."""

    name: str
    base: str
    settings: Settings

    def open(self) -> System:
        """Open it."""
        opener = import_module(f"eval.systems.{self.base}").open_system
        return cast(Callable[[Settings], System], opener)(self.settings)


class _SystemFile(BaseModel):
    """A system as a file: a name for the reports, the system it changes, and the settings."""

    model_config = ConfigDict(extra="forbid")

    name: str
    base: str = "ours"
    settings: dict[str, object] = {}


def find_system(name: str, settings: Settings) -> Candidate:
    """Find a system by name, or read it from a YAML file.

    Raises:
        DatasetError: There is no system of that name, or the file is wrong.
    """
    if name in SYSTEMS:
        return _candidate(name, name, settings)
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        raise DatasetError(
            f"没有名为 {name} 的系统;可选:{'、'.join(SYSTEMS)},或一个 YAML 设置文件。"
        )
    try:
        file = _SystemFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        changed = Settings.model_validate(settings.model_dump() | file.settings)
    except OSError as error:
        raise DatasetError(f"无法读取系统设置文件 {path}:{error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DatasetError(f"系统设置文件 {path} 不是有效的 YAML:{error}") from error
    except ValidationError as error:
        places = ";".join(f"{'.'.join(map(str, e['loc']))}:{e['msg']}" for e in error.errors())
        raise DatasetError(f"系统设置文件 {path} 有误:{places}") from error
    if file.base not in SYSTEMS:
        raise DatasetError(f"{path} 的 base 应为 {'、'.join(SYSTEMS)} 之一。")
    return _candidate(file.name, file.base, changed)


def _candidate(name: str, base: str, settings: Settings) -> Candidate:
    """A language model writes for the one system that is about it, whatever is installed."""
    if base != "written":
        settings = settings.model_copy(update={"llm": "off"})
    return Candidate(name, base, settings)
