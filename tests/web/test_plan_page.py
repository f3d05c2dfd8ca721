"""The tab with the plan's text, in a browser."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answering import Assistant
from assistant.web import texts
from tests.web.conftest import ARTIFACTS, ask

pytestmark = pytest.mark.slow

AIRPORT = "晋城机场什么时候能通航?"


@pytest.fixture
def reader(page: Page) -> Page:
    """The page at the tab with the plan."""
    page.get_by_role("tab", name=texts.TAB_PLAN).click()
    expect(page.locator("#plan-text")).to_be_visible()
    return page


def search(page: Page, text: str) -> None:
    page.locator("#search-box textarea, #search-box input").first.fill(text)
    page.keyboard.press("Enter")


def test_outline_leads_to_articles(reader: Page) -> None:
    """An article is opened from the tree of parts."""
    reader.locator("#plan-outline summary").nth(7).click()
    reader.locator("#plan-outline a", has_text="第33条").click()
    expect(reader.locator("#plan-33")).to_be_in_viewport()
    reader.screenshot(path=ARTIFACTS / "plan.png")


def test_search_marks_what_it_finds(reader: Page, assistant: Assistant) -> None:
    """Exact search lists every place and marks it; absent words are said to be absent."""
    search(reader, "煤层气")
    expect(reader.locator(".hits-lead")).to_contain_text("煤层气")
    times = sum(assistant.plan.body(u).count("煤层气") for u in assistant.plan.citable)
    expect(reader.locator("#plan-text mark")).to_have_count(times)
    reader.locator(".hits a").nth(2).click()
    expect(reader.locator("#plan-text mark:visible").nth(2)).to_be_visible()
    search(reader, "<b>地铁</b>")
    expect(reader.locator(".hits-lead")).to_contain_text("<b>地铁</b>")
    reader.locator("#search-clear").click()
    expect(reader.locator("#plan-outline nav")).to_be_visible()
    expect(reader.locator("#plan-text mark")).to_have_count(0)


def test_search_by_meaning(reader: Page) -> None:
    """Everyday words find the article that says it officially."""
    search(reader, "飞机场")
    expect(reader.locator(".hits-lead")).to_contain_text("没有")
    reader.get_by_role("radio", name=texts.PLAN_BY_MEANING).click()
    expect(reader.locator(".hits li").first).to_contain_text("第33条")


def test_figures_sort_and_download(reader: Page) -> None:
    """The table of figures sorts by any column both ways, and its CSV holds all rows."""
    reader.get_by_role("tab", name=texts.PLAN_VIEWS[1]).click()
    rows = reader.locator("#plan-figures tbody tr")
    labels = rows.locator("th").all_inner_texts()
    head = reader.get_by_role("button", name=texts.INDICATOR_COLUMNS[0])
    head.click()
    assert rows.locator("th").all_inner_texts() == labels
    head.click()
    assert rows.locator("th").first.inner_text() == labels[-1]
    with reader.expect_download() as download:
        reader.get_by_role("link", name=texts.INDICATORS_CSV).click()
    assert download.value.suggested_filename == texts.INDICATORS_CSV_NAME
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(text.splitlines()))) == rows.count() + 1


def test_dates_lead_to_their_article(reader: Page) -> None:
    """A dated goal opens its article in the full text."""
    reader.get_by_role("tab", name=texts.PLAN_VIEWS[2]).click()
    reader.locator("#plan-dates a", has_text="第40条").last.click()
    expect(reader.locator("#plan-40")).to_be_in_viewport()


def test_quotation_is_copied_with_its_source(browser: Browser, address: str) -> None:
    """Copying an article, or the chosen words of it, adds the line that says where it is from."""
    context = browser.new_context(
        locale="zh-CN", permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1366, "height": 768},
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{address}#plan-33")
    expect(page.locator("#plan-33")).to_be_in_viewport()  # the address leads to the article
    page.locator("#plan-33 .copy-quote").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "力争到“十四五”末建成通航" in copied and copied.splitlines()[-1].count("第33条") == 1
    page.locator("#plan-33 .words p").first.evaluate(
        "p => { const r = document.createRange(); r.setStart(p.firstChild, 0);"
        " r.setEnd(p.firstChild, 6); getSelection().removeAllRanges();"
        " getSelection().addRange(r); }"
    )
    page.locator("#plan-33 .copy-quote").evaluate("button => button.click()")
    assert len(page.evaluate("navigator.clipboard.readText()").splitlines()[0]) == 6
    context.close()


def test_answer_leads_to_the_full_text(page: Page) -> None:
    """From a cited article the reader gets to its place in the whole plan."""
    ask(page, AIRPORT)
    page.locator("#art-33").get_by_text(texts.OPEN_IN_PLAN).click()
    expect(page.locator("#plan-33")).to_be_in_viewport()
