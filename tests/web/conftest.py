"""A real server process, a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answering import Assistant
from assistant.settings import PROJECT, Settings
from assistant.web import texts
from eval.systems import SYSTEMS

ARTIFACTS = PROJECT / "artifacts"
_START_SECONDS = 120


@pytest.fixture(scope="package")
def address(
    assistant: Assistant, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of `app.py` in a process of its own; its log may hold no traceback."""
    with running_app(tmp_path_factory.mktemp("server"), settings) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page in a desktop window of 1366×768, as a new user sees it."""
    with new_page(browser, address) as opened:
        yield opened


@contextmanager
def new_page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page in a desktop window, as a user who has never been there."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield open_page(context.new_page(), address)
    context.close()


@contextmanager
def running_app(folder: Path, settings: Settings, **environment: object) -> Iterator[str]:
    """Run `app.py` with the tests' index and these settings; gives its address."""
    port = free_port()
    log_file = folder / "log.txt"
    environment |= {"ASSISTANT_PORT": port, "ASSISTANT_INDEX_FOLDER": settings.index_folder}
    with log_file.open("w", encoding="utf-8") as log:
        process = start_app(folder, log, **environment)
        url = f"http://127.0.0.1:{port}/"
        wait_for_address(process, log_file, url)
        yield url
        process.terminate()
        process.wait(timeout=30)
    assert "Traceback" not in log_file.read_text(encoding="utf-8")


def open_page(page: Page, address: str) -> Page:
    """Go to the address and wait until the page can be used."""
    page.goto(address)
    page.locator("#chat .example").first.wait_for()
    return page


def ask(page: Page, question: str) -> None:
    """Ask by keyboard and wait for the whole answer."""
    begin(page, question)
    page.locator("#question [data-testid=submit-button]").wait_for()


def begin(page: Page, question: str) -> None:
    """Ask by keyboard and wait for the first of the answer."""
    answers = page.locator("#chat .status")
    before = answers.count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    answers.nth(before).wait_for()


def open_evaluation(page: Page) -> Page:
    """Go to the tab for evaluations and wait until it can be used."""
    page.get_by_role("tab", name=texts.TAB_EVALUATION).click()
    expect(page.locator("#ev-count")).to_contain_text("将做")
    return page


def open_study(page: Page) -> Page:
    """Go to the tab for trainers and wait until it can be used."""
    page.get_by_role("tab", name=texts.TAB_STUDY).click()
    expect(page.locator("#st-make")).to_be_visible()
    return page


def choose_parts(page: Page) -> None:
    """Choose two parts whose facts give questions of all kinds."""
    page.get_by_label(texts.ST_BY_PLACE, exact=True).check()
    for name in ("第十部分", "第十一部分"):
        page.locator("#st-parts input").click()
        page.get_by_role("option").filter(has_text=name).first.click()
    page.keyboard.press("Escape")


def make_session(page: Page) -> None:
    """Press the button and wait for the session."""
    page.locator("#st-make").click()
    expect(page.locator("#st-notice")).to_contain_text("已备好", timeout=20_000)
    expect(page.locator("#st-title")).to_be_visible()


def evaluate(page: Page, limit: int, systems: tuple[str, ...] = ("ours",)) -> None:
    """Let systems answer some of the shipped questions, and wait for the end."""
    rows = page.locator("#ev-runs tbody tr")
    before = rows.count()
    begin_evaluation(page, limit, systems)
    expect(rows).to_have_count(before + len(systems), timeout=30_000)
    expect(page.locator("#ev-progress")).to_contain_text("已做完", timeout=120_000)


def begin_evaluation(page: Page, limit: int, systems: tuple[str, ...] = ("ours",)) -> None:
    """Choose questions and systems and press the button."""
    for name, what in SYSTEMS.items():
        box = page.locator("#ev-systems").get_by_label(what, exact=True)
        if box.count():
            box.set_checked(name in systems)
    page.locator("#ev-limit input").fill(str(limit))
    expect(page.locator("#ev-count")).to_contain_text(f"将做 {limit} 题")
    page.locator("#ev-start").click()


def start_app(folder: Path, log: IO[str], **environment: object) -> subprocess.Popen[str]:
    """Start `app.py` in a folder without `.env`, with these settings and no others."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ASSISTANT_")}
    environment = {
        "ASSISTANT_LLM": "off",
        "ASSISTANT_DATA_FOLDER": folder / "data",
        "ASSISTANT_RESULTS_FOLDER": folder / "results",
        "ASSISTANT_QUESTIONS_PER_MINUTE": 0,
    } | environment
    given = {name: str(value) for name, value in environment.items()}
    return subprocess.Popen(
        [sys.executable, PROJECT / "app.py"],
        cwd=folder,
        env=inherited | {"PYTHONIOENCODING": "utf-8"} | given,
        stdout=log,
        stderr=log,
        text=True,
    )


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_address(process: subprocess.Popen[str], log_file: Path, url: str) -> None:
    """Wait until the log says that the page can be opened there."""
    deadline = time.monotonic() + _START_SECONDS
    while url not in log_file.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            pytest.fail(f"app.py did not start:\n{log_file.read_text(encoding='utf-8')}")
        time.sleep(0.1)
