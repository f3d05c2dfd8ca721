"""The running server: log-in, limits, health, figures, headers, shutting down."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answering import Assistant
from assistant.settings import PROJECT, Settings
from assistant.web import texts
from tests.web.conftest import (
    ARTIFACTS,
    ask,
    free_port,
    open_page,
    running_app,
    start_app,
    wait_for_address,
)

pytestmark = pytest.mark.slow

AIRPORT = "晋城机场什么时候能通航?"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts of a reader, another reader, two to be locked, and an administrator."""
    folder = tmp_path_factory.mktemp("data")
    environment = os.environ | {
        "ASSISTANT_DATA_FOLDER": str(folder),
        "ASSISTANT_NEW_PASSWORD": PASSWORD,
    }
    for name, role in (
        ("wang", "reader"),
        ("li", "reader"),
        ("locked", "reader"),
        ("guest", "reader"),
        ("root", "admin"),
    ):
        command = [sys.executable, "-m", "assistant", "users", "add", name, "--role", role]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def guarded(
    assistant: Assistant,
    settings: Settings,
    data_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server with log-in, an audit log, and few questions a minute."""
    environment = {
        "ASSISTANT_LOGIN": "true",
        "ASSISTANT_AUDIT": "true",
        "ASSISTANT_DATA_FOLDER": data_folder,
        "ASSISTANT_LOGIN_ATTEMPTS": 3,
        "ASSISTANT_QUESTIONS_PER_MINUTE": 3,
        "ASSISTANT_MAX_REQUEST_KB": 100,
        "ASSISTANT_LOG_FORMAT": "json",
    }
    with running_app(tmp_path_factory.mktemp("server"), settings, **environment) as url:
        yield url


def log_in(address: str, name: str, password: str = PASSWORD) -> httpx.Response:
    return httpx.post(f"{address}login", data={"name": name, "password": password})


def enter(browser: Browser, address: str, name: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(address)
    page.get_by_label(texts.LOGIN_NAME).fill(name)
    page.get_by_label(texts.LOGIN_PASSWORD).fill(PASSWORD)
    page.screenshot(path=ARTIFACTS / "login.png")
    page.get_by_role("button", name=texts.LOGIN).click()
    page.locator("#chat .example").first.wait_for()
    return page


def test_strangers_are_sent_to_log_in(guarded: str) -> None:
    """Without a session the page leads to the log-in, and everything else is refused."""
    response = httpx.get(guarded)
    assert (response.status_code, response.headers["location"]) == (303, "/login")
    for path in ("config", "gradio_api/info", "gradio_api/queue/join", "whoami", "theme.css"):
        for method in ("GET", "POST"):
            assert httpx.request(method, f"{guarded}{path}").status_code == 401
    stolen = httpx.get(guarded, cookies={"assistant_session": "x" * 43})
    assert stolen.status_code == 303


def test_log_in_sets_a_safe_cookie(guarded: str) -> None:
    """The right password opens the page with a cookie that scripts and other sites cannot use."""
    response = log_in(guarded, "wang")
    assert response.status_code == 303
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    session = {"assistant_session": response.cookies["assistant_session"]}
    assert httpx.get(guarded, cookies=session).status_code == 200
    assert httpx.get(f"{guarded}whoami", cookies=session).json() == {"user": "wang"}
    assert httpx.post(f"{guarded}logout", cookies=session).status_code == 303
    assert httpx.get(guarded, cookies=session).status_code == 303


def test_repeated_failures_lock(guarded: str) -> None:
    """Wrong passwords and unknown names get one answer; after three the right one gets it too."""
    wrong = log_in(guarded, "locked", "wrong")
    assert wrong.status_code == 401 and texts.LOGIN_FAILED in wrong.text
    assert log_in(guarded, "nobody<b>", "wrong").text == wrong.text
    for _ in range(2):
        log_in(guarded, "locked", "wrong")
    locked = log_in(guarded, "locked")
    assert (locked.status_code, locked.text) == (401, wrong.text)
    assert log_in(guarded, "li").status_code == 303  # others are not


def test_lock_out_is_told(browser: Browser, guarded: str) -> None:
    """On the log-in page wrong passwords and a locked name get one sentence, in Chinese."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(guarded)
    for password in ("wrong", "wrong", "wrong", PASSWORD):
        page.get_by_label(texts.LOGIN_NAME).fill("guest")
        page.get_by_label(texts.LOGIN_PASSWORD).fill(password)
        page.get_by_role("button", name=texts.LOGIN).click()
        expect(page.get_by_role("alert")).to_have_text(texts.LOGIN_FAILED)
    page.screenshot(path=ARTIFACTS / "locked.png")
    page.context.close()


def test_forms_of_other_sites_are_refused(guarded: str) -> None:
    """A form on another site can neither log in nor log out."""
    for path in ("login", "logout"):
        session = {"assistant_session": log_in(guarded, "wang").cookies["assistant_session"]}
        response = httpx.post(
            f"{guarded}{path}", data={"name": "wang", "password": PASSWORD}, cookies=session,
            headers={"origin": "https://example.com"},
        )  # fmt: skip
        assert response.status_code == 403 and "set-cookie" not in response.headers


def test_users_ask_wait_and_leave(browser: Browser, guarded: str, data_folder: Path) -> None:
    """Users see only what is theirs, wait when too fast, are in the audit log, and can leave."""
    wang, li = enter(browser, guarded, "wang"), enter(browser, guarded, "li")
    for question in (AIRPORT, "养老服务有哪些安排?", "怎样改善营商环境?"):
        ask(wang, question)
    wang.locator("#question textarea").fill("丹河新城什么时候全部建成?")
    wang.locator("#question textarea").press("Enter")
    expect(wang.locator("#notice")).to_contain_text("太频繁")
    expect(wang.locator("#question textarea")).to_have_value("丹河新城什么时候全部建成?")
    expect(wang.locator("#chat .status")).to_have_count(3)
    expect(wang.locator("#user")).to_have_text("wang")
    ask(li, AIRPORT)  # not slowed down by the other
    expect(li.locator("#chat .status")).to_have_count(1)
    rows = [
        json.loads(line)
        for line in (data_folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert next(row["question"] for row in rows if row["user"] == "wang") == AIRPORT
    assert {"user": "li", "articles": ["第33条"]}.items() <= rows[-1].items()
    wang.wait_for_function("Object.keys(localStorage).some((key) => key.includes('wang'))")
    wang.get_by_role("button", name=texts.LOG_OUT).click()
    wang.get_by_label(texts.LOGIN_NAME).fill("root")
    wang.get_by_label(texts.LOGIN_PASSWORD).fill(PASSWORD)
    wang.get_by_role("button", name=texts.LOGIN).click()
    wang.locator("#chat .example").first.wait_for()
    expect(wang.locator("#user")).to_have_text("root")
    expect(wang.locator("#history li")).to_have_count(0)
    expect(wang.locator("#chat [data-testid=user]")).to_have_count(0)
    for page in (wang, li):
        page.context.close()


@pytest.mark.parametrize("path", ["healthz", "readyz"])
def test_health_is_told(address: str, guarded: str, path: str) -> None:
    """Health is told to anybody, with log-in or without."""
    for url in (address, guarded):
        assert httpx.get(f"{url}{path}", timeout=30).status_code == 200


def test_figures_are_counted(page: Page, address: str) -> None:
    """Questions, times and requests are counted, and no question or name is among them."""

    def answered() -> float:
        text = httpx.get(f"{address}metrics").text
        assert "机场" not in text and "assistant_evidence_seconds_bucket" in text
        found = re.search(r'assistant_questions_total\{status="answered"\} (\S+)', text)
        return float(found[1]) if found else 0.0

    before = answered()
    ask(page, AIRPORT)
    assert answered() == before + 1


def test_large_requests_are_refused(guarded: str) -> None:
    """A body above the limit is refused, whether its length is announced or not."""
    cookies = {"assistant_session": log_in(guarded, "root").cookies["assistant_session"]}
    url = f"{guarded}gradio_api/queue/join"
    assert httpx.post(url, content=b"x" * 200_000, cookies=cookies).status_code == 413
    pieces = (b"x" * 10_000 for _ in range(20))
    assert httpx.post(url, content=pieces, cookies=cookies).status_code == 413


def test_uploads_and_files_are_refused(address: str) -> None:
    """Large files cannot be uploaded, and none of the machine or the project can be fetched."""
    large = b"x" * 3_000_000
    upload = httpx.post(f"{address}gradio_api/upload", files={"files": ("a.csv", large)})
    assert upload.status_code in (400, 403, 413)
    host = httpx.URL(address)
    paths = (
        "/etc/passwd", PROJECT / "app.py", PROJECT / "data" / "plan.txt",
        PROJECT / "data" / "local" / "feedback.sqlite", "../../etc/passwd", "%2e%2e/app.py",
    )  # fmt: skip
    for path in paths:
        connection = http.client.HTTPConnection(host.host, host.port, timeout=30)
        connection.request("GET", f"/gradio_api/file={path}")
        assert connection.getresponse().status in (400, 403, 404), path
        connection.close()


def test_every_response_has_the_safe_headers(address: str, guarded: str) -> None:
    """Pages, errors, redirects and figures carry the policy, and nothing names the server."""
    paths = ("", "healthz", "metrics", "login", "nowhere", "gradio_api/file=/etc/passwd")
    for url in (address, guarded):
        for path in paths:
            headers = httpx.get(f"{url}{path}").headers
            assert "default-src 'self'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert "server" not in headers


def test_server_stops_when_told(browser: Browser, settings: Settings, tmp_path: Path) -> None:
    """SIGTERM ends the server with status 0 and no traceback, even while a page is open."""
    port = free_port()
    with (tmp_path / "log.txt").open("w", encoding="utf-8") as log:
        process = start_app(
            tmp_path, log, ASSISTANT_PORT=port, ASSISTANT_INDEX_FOLDER=settings.index_folder
        )
        wait_for_address(process, tmp_path / "log.txt", f"http://127.0.0.1:{port}/")
        context = browser.new_context(locale="zh-CN")
        ask(open_page(context.new_page(), f"http://127.0.0.1:{port}/"), AIRPORT)
        process.terminate()
        assert process.wait(timeout=30) == 0
        context.close()
    text = (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert texts.STOPPING in text and "Traceback" not in text
