"""What all tests share: the real plan, one assistant with the real index, one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from assistant.answering import Assistant
from assistant.passages import Passage, split_passages
from assistant.plan import Plan, load_plan
from assistant.settings import PROJECT, Settings
from eval.dataset import QUESTIONS, Item, load_items
from tests.chromium import ARGUMENTS, COMMANDS, find_chromium

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
def items(plan: Plan) -> list[Item]:
    """The whole shipped question set."""
    return load_items(QUESTIONS.glob("*.jsonl"), plan)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Default settings, untouched by the environment, with an index folder of the test run."""
    folder: Path = tmp_path_factory.mktemp("index") / "index"
    return Settings(_env_file=None, index_folder=folder, llm="off")  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """An assistant over the shipped plan; its index is built once per test run."""
    return Assistant.open(settings)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine; without one the tests are skipped, on CI they fail."""
    found = find_chromium()
    if found is None:
        reason = f"no browser for the web tests: install one of {', '.join(COMMANDS)}"
        skip_or_fail(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()


def skip_or_fail(reason: str) -> NoReturn:
    """Skip a test for what this machine lacks; on CI nothing may be lacking."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
