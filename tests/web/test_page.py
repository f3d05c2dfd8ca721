from __future__ import annotations

import os
import socket
import subprocess
import sys
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, expect

from assistant.answering import Assistant
from assistant.settings import PROJECT, Settings
from tests.web.conftest import ARTIFACTS

AIRPORT = "晋城机场什么时候能通航?"


def ask(page: Page, question: str) -> None:
    page.get_by_label("问题").fill(question)
    page.keyboard.press("Enter")


def answers(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#chat [data-testid=bot]")


def screenshot(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def test_answer_cites_and_highlights(page: Page, assistant: Assistant) -> None:
    """A question gets its statement with the article's number; the panel marks the very words."""
    ask(page, AIRPORT)
    expect(answers(page).last).to_contain_text("力争到“十四五”末建成通航。")
    link = page.locator("#chat a", has_text="第33条").first
    expect(link).to_be_visible()
    link.click()
    article = page.locator("#art-33")
    expect(article).to_be_in_viewport()
    quotes = {c.quote for c in assistant.ask(AIRPORT).citations}
    assert set(article.locator("mark").all_inner_texts()) == quotes
    unit = assistant.plan.article(33)
    assert unit and assistant.plan.body(unit) in article.inner_text()
    screenshot(page, "desktop")


def test_follow_up_keeps_the_conversation(page: Page) -> None:
    """A second question is answered below the first; a new conversation clears both."""
    ask(page, AIRPORT)
    expect(answers(page)).to_have_count(1)
    ask(page, "第88条说了什么")
    expect(answers(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text("规划未提及")
    expect(answers(page).last).to_contain_text("第1条至第70条")
    page.get_by_role("button", name="新对话").click()
    expect(answers(page)).to_have_count(0)


def test_examples_are_answered(page: Page) -> None:
    """Every example question on the page gets an answer with a citation."""
    buttons = page.locator("#examples button")
    for number in range(buttons.count()):
        buttons.nth(number).click()
        expect(answers(page)).to_have_count(number + 1)
        expect(answers(page).last.locator("a").first).to_be_visible()


def test_markup_in_a_question_stays_text(page: Page) -> None:
    """Script, HTML, images and links in a question are shown as they were typed."""
    question = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"> [a](u) **b**'
    ask(page, question)
    expect(answers(page)).to_have_count(1)
    user = page.locator("#chat [data-testid=user]").first
    expect(user).to_contain_text(question)
    assert user.locator("img, script, a, strong").count() == 0
    assert page.evaluate("window.hacked") is None


def test_empty_question_gets_a_hint(page: Page) -> None:
    """Sending nothing says what to do and adds nothing to the conversation."""
    ask(page, "  ")
    expect(page.get_by_text("请先输入一个问题")).to_be_visible()
    expect(answers(page)).to_have_count(0)


def test_question_box_stops_at_the_limit(page: Page, settings: Settings) -> None:
    """The box takes no more characters than a question may have."""
    page.get_by_label("问题").press_sequentially("字" * 3)
    assert page.get_by_label("问题").get_attribute("maxlength") == str(settings.max_question_chars)


def test_two_people_do_not_see_each_other(page: Page, browser: Browser, address: str) -> None:
    """What one person asks is not on another person's page."""
    ask(page, AIRPORT)
    expect(answers(page)).to_have_count(1)
    other = browser.new_context().new_page()
    other.goto(address)
    other.get_by_label("问题").wait_for()
    expect(answers(other)).to_have_count(0)
    ask(other, "煤层气产量目标是多少")
    expect(answers(other)).to_have_count(1)
    expect(answers(other).last).to_contain_text("100亿立方米")
    expect(answers(page)).to_have_count(1)
    other.context.close()


def test_no_request_leaves_the_host(browser: Browser, address: str) -> None:
    """Loading the page and asking a question talks to the page's own host only."""
    context = browser.new_context()
    page = context.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname))
    page.goto(address)
    page.get_by_label("问题").wait_for()
    ask(page, AIRPORT)
    expect(answers(page)).to_have_count(1)
    assert hosts - {None, ""} == {"127.0.0.1"}
    context.close()


def test_phone_and_dark(browser: Browser, address: str) -> None:
    """On a phone nothing runs out of the screen sideways; the dark page shows the same."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    page.get_by_label("问题").wait_for()
    ask(page, AIRPORT)
    expect(answers(page).last).to_contain_text("第33条")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    screenshot(page, "phone-dark")
    page.locator("#chat a", has_text="第33条").first.click()
    expect(page.locator("#art-33 mark").first).to_be_visible()
    context.close()


def test_page_speaks_chinese(page: Page) -> None:
    """The page says that it is Chinese, and shows title, date and source of the plan."""
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    header = page.locator("#plan-header")
    expect(header).to_contain_text("二〇三五年远景目标的建议")
    expect(header).to_contain_text("2021-02-11")
    expect(header).to_contain_text("太行日报")


def test_used_port_is_a_clear_error(settings: Settings, assistant: Assistant) -> None:
    """Starting on a port that is taken ends with one sentence and status 1."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = os.environ | {
            "ASSISTANT_PORT": str(taken.getsockname()[1]),
            "ASSISTANT_INDEX_FOLDER": str(settings.index_folder),
        }
        done = subprocess.run(
            [sys.executable, "app.py"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=90,
        )
    assert done.returncode == 1
    assert "已被占用" in done.stderr and "Traceback" not in done.stderr
