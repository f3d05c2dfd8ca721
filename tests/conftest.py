"""What all tests share: the real plan, and one assistant with the real index."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.answering import Assistant
from assistant.passages import Passage, split_passages
from assistant.plan import Plan, load_plan
from assistant.settings import PROJECT, Settings

hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis_settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The shipped plan."""
    return load_plan(PROJECT / "data" / "plan.txt")


@pytest.fixture(scope="session")
def passages(plan: Plan) -> tuple[Passage, ...]:
    """Its passages."""
    return split_passages(plan)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Default settings, untouched by the environment, with an index folder of the test run."""
    folder: Path = tmp_path_factory.mktemp("index") / "index"
    return Settings(_env_file=None, index_folder=folder)  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """An assistant over the shipped plan; its index is built once per test run."""
    return Assistant.open(settings)
