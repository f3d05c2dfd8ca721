"""The real page in a real browser: one server process and one Chromium for all tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.answering import Assistant
from assistant.settings import PROJECT, Settings

ARTIFACTS = PROJECT / "artifacts"
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def address(
    assistant: Assistant, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a running page; afterwards its log must hold no traceback."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = os.environ | {
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_INDEX_FOLDER": str(settings.index_folder),
    }
    log = tmp_path_factory.mktemp("web") / "server.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "app.py"], cwd=PROJECT, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        url = f"http://127.0.0.1:{port}/"
        _wait_for(url, process, log)
        yield url
        process.terminate()
    assert "Traceback" not in log.read_text()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + 90
    while True:
        assert process.poll() is None and time.monotonic() < limit, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's browser; without one the tests are skipped, but not in CI."""
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        reason = "no Chromium or Chrome found; install one to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh desktop session on the page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.get_by_label("问题").wait_for()
    yield page
    context.close()
