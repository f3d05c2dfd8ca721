"""The systems that can be evaluated, by name; each module holds one and says what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Protocol, cast

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
    "bm25": "只用 BM25",
    "dense": "只用向量检索",
    "whole_units": "混合检索,整条为单位(不切句)",
    "tutorial": "教程做法:500/50 定长切块 + 向量检索前 4 块",
}


def open_system(name: str, settings: Settings) -> System:
    """Open a system by name.

    Raises:
        DatasetError: There is no system of that name.
    """
    if name not in SYSTEMS:
        raise DatasetError(f"没有名为 {name} 的系统;可选:{'、'.join(SYSTEMS)}。")
    opener = cast(Callable[[Settings], System], import_module(f"eval.systems.{name}").open_system)
    return opener(settings)
