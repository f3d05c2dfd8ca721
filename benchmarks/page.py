"""Measures the page as its users feel it: in Chromium, with ten users at once, and over time.

Run with ``make bench-page``; it takes about four minutes. The budgets are those of
docs/performance.md. Other work on the machine shows in the figures: repeat a run.
"""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import typer
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.plan import load_plan
from assistant.settings import load_settings
from benchmarks.page_user import Asked, PageUser
from benchmarks.records import Row, figures, keep, print_rows
from benchmarks.web_server import WebServer, web_server
from eval.dataset import QUESTIONS, load_items
from eval.metrics import percentile
from tests.chromium import ARGUMENTS, find_chromium

LOADS = 10
SHOWN = 60
USERS = 10
SECONDS = 60
REMEMBERED = 2000
SESSIONS = 100
WARM_UP = 500  # questions after which memory is counted: caches and thread pools have filled
SAMPLES_EVERY = 50
TURNS = 10  # questions in one conversation

# Notes the moments at which Enter was pressed and at which the evidence was painted.
_WATCH = """() => {
    const box = document.querySelector("#question textarea");
    const count = () => document.querySelectorAll("#chat .status").length;
    const before = count();
    window.pressed = window.painted = 0;
    box.addEventListener("keydown", () => (window.pressed = performance.now()),
                         { capture: true, once: true });
    const observer = new MutationObserver(() => {
        if (count() === before) return;
        observer.disconnect();
        requestAnimationFrame(() =>
            requestAnimationFrame(() => (window.painted = performance.now())));
    });
    observer.observe(document.querySelector("#chat"), { subtree: true, childList: true });
}"""


def main(questions_remembered: int = REMEMBERED, seconds: int = SECONDS) -> None:
    """Measure everything, print it and keep it.

    Args:
        questions_remembered: Over how many questions memory is watched.
        seconds: How long the users ask at once.
    """
    plan = load_plan(load_settings().plan_file)
    questions = [item.asked for item in load_items(QUESTIONS.glob("*.jsonl"), plan)]
    with web_server() as server:
        rows = [("server: start until the page can be fetched", server.started_in, "s")]
        rows += in_browser(server, questions)
        rows += many_users(server, questions, seconds)
    with web_server() as server:
        samples = memory_samples(server, questions, questions_remembered)
        rows += memory_rows(samples)
        rows += memory_of_sessions(server, questions[0])
    print_rows("The page", rows)
    keep("page", {"figures": figures(rows), "memory_mb": samples})


def in_browser(server: WebServer, questions: Sequence[str]) -> list[Row]:
    """Time until a new user can use the page, and until the evidence is painted after Enter."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        loads = [_load(browser, server.url) for _ in range(LOADS)]
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page = context.new_page()
        step = max(1, len(questions) // SHOWN)
        shown = _shown(page, server.url, questions[::step][:SHOWN])
        browser.close()
    return [
        ("page usable, first load after the start", loads[0], "s"),
        (f"page usable, median of {LOADS} new users", statistics.median(loads), "s"),
        (f"page usable, slowest of {LOADS}", max(loads), "s"),
        *_percentiles("evidence painted after Enter", shown, "ms"),
    ]


def many_users(server: WebServer, questions: Sequence[str], seconds: int) -> list[Row]:
    """Users who all ask again as soon as they have their answer, for a while."""
    end = time.monotonic() + seconds
    start_line = threading.Barrier(USERS)

    def use(number: int) -> list[Asked]:
        own = itertools.islice(itertools.cycle(questions), number * 97, None)
        asked = []
        with PageUser(server.url) as user:
            start_line.wait()
            for count, question in enumerate(own, start=1):
                asked.append(user.ask(question))
                if time.monotonic() > end:
                    return asked
                if count % TURNS == 0:
                    user.restart()
        return asked

    with ThreadPoolExecutor(USERS) as pool:
        asked = [each for user in pool.map(use, range(USERS)) for each in user]
    problems = [each for each in asked if each.problem]
    evidence = [each.evidence * 1000 for each in asked if each.evidence is not None]
    name = f"{USERS} users for {seconds} s"
    return [
        (f"{name}: questions", len(asked), ""),
        (f"{name}: errors", len(problems), ""),
        (f"{name}: questions a second", len(asked) / seconds, "1/s"),
        *_percentiles(f"{name}: evidence", evidence, "ms"),
        *_percentiles(f"{name}: whole answer", [each.whole * 1000 for each in asked], "ms"),
    ]


def memory_samples(
    server: WebServer, questions: Sequence[str], count: int
) -> list[tuple[int, float]]:
    """Memory in MB after so many questions of one user, who begins a new conversation at times."""
    samples = [(0, server.memory())]
    with PageUser(server.url) as user:
        for number, question in enumerate(itertools.islice(itertools.cycle(questions), count), 1):
            if (problem := user.ask(question).problem) != "":
                raise SystemExit(f"question {number} failed: {problem}")
            if number % TURNS == 0:
                user.restart()
            if number % SAMPLES_EVERY == 0:
                samples.append((number, server.memory()))
    return samples


def memory_rows(samples: Sequence[tuple[int, float]]) -> list[Row]:
    """How memory changes over the questions, those of the warm-up apart."""
    warm = [sample for sample in samples if sample[0] >= WARM_UP]
    numbers, sizes = zip(*warm, strict=True)
    slope = statistics.linear_regression(numbers, sizes).slope
    name = f"memory over {numbers[-1]} questions"
    return [
        (f"{name}: before the first", samples[0][1], "MB"),
        (f"{name}: after {numbers[0]}", sizes[0], "MB"),
        (f"{name}: at the end", sizes[-1], "MB"),
        (f"{name}: slope after {numbers[0]}", slope * 1024, "KB a question"),
    ]


def memory_of_sessions(server: WebServer, question: str) -> list[Row]:
    """What the server keeps of a page that was opened for one question; of 1,000 pages at most."""
    before = server.memory()
    with PageUser(server.url) as user:
        for _ in range(SESSIONS):
            user.open_again()
            user.ask(question)
    kilobytes = (server.memory() - before) * 1024 / SESSIONS
    return [(f"memory of a page opened for one question, mean of {SESSIONS}", kilobytes, "KB")]


def _load(browser: Browser, url: str) -> float:
    """Seconds until a new user could type a question."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator("#chat .example").first.wait_for()
    page.locator("#question textarea").press("a")
    taken = time.perf_counter() - start
    context.close()
    return taken


def _shown(page: Page, url: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds from Enter to the painted evidence of each question."""
    page.goto(url)
    page.locator("#chat .example").first.wait_for()
    times = []
    for number, question in enumerate(questions):
        if number and number % TURNS == 0:
            page.locator("#new-conversation").click()
            page.locator("#chat .example").first.wait_for()
        page.locator("#question textarea").fill(question)
        page.evaluate(_WATCH)
        page.locator("#question textarea").press("Enter")
        page.wait_for_function("window.painted")
        times.append(float(page.evaluate("window.painted - window.pressed")))
        page.locator("#question [data-testid=submit-button]").wait_for()
    return times


def _percentiles(name: str, values: Sequence[float], unit: str) -> list[Row]:
    return [
        (f"{name}, p{share * 100:.0f} of {len(values)}", percentile(values, share), unit)
        for share in (0.5, 0.95, 1.0)
    ]


if __name__ == "__main__":
    typer.run(main)
