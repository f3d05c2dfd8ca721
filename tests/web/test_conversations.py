"""What readers do with answers, in a browser: history, feedback, export, copying, asking on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.feedback import FeedbackStore
from tests.web.conftest import ARTIFACTS, ask, open_page, running_app

pytestmark = pytest.mark.slow

AIRPORT = "晋城机场什么时候能通航?"
CARE = "养老服务有哪些安排?"


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's server keeps feedback."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(
    assistant: Assistant,
    settings: Settings,
    data_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a page with a data folder of its own."""
    folder = tmp_path_factory.mktemp("server")
    with running_app(folder, settings, ASSISTANT_DATA_FOLDER=data_folder) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that may use the clipboard."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN",
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The page in that browser."""
    return open_page(context.new_page(), address)


def questions(page: Page) -> list[str]:
    return page.locator("#chat [data-testid=user]").all_inner_texts()


def kept(page: Page) -> None:
    page.wait_for_function("JSON.parse(localStorage.conversations ?? '[]').length > 0")


def test_reload_keeps_the_conversation(page: Page) -> None:
    """After a reload the conversation is there with its panel, and a follow-up is understood."""
    ask(page, AIRPORT)
    kept(page)
    page.reload()
    expect(page.locator("#chat [data-testid=user]")).to_have_text([AIRPORT])
    expect(page.locator("#art-33 mark").first).to_be_visible()
    ask(page, "原文给我看看")
    expect(page.locator("#chat [data-testid=bot]").last).to_contain_text("第33条")


def test_conversations_are_opened_renamed_and_deleted(page: Page) -> None:
    """The browser's conversations are listed; one is opened again, renamed, deleted."""
    ask(page, AIRPORT)
    kept(page)
    page.locator("#new-conversation").click()
    expect(page.locator("#chat .example").first).to_be_visible()
    ask(page, CARE)
    page.wait_for_function("JSON.parse(localStorage.conversations).length === 2")
    menu = page.locator("#history summary")
    menu.click()
    entries = page.locator("#history li")
    expect(entries).to_have_count(2)
    page.screenshot(path=ARTIFACTS / "history.png")
    entries.filter(has_text=AIRPORT).get_by_role("button").first.click()
    expect(page.locator("#chat [data-testid=user]")).to_have_text([AIRPORT])
    expect(page.locator("#art-33")).to_be_visible()
    menu.click()
    page.once("dialog", lambda dialog: dialog.accept("机场的事<b>"))
    entries.filter(has_text=AIRPORT).get_by_role("button", name=texts.HISTORY_RENAME).click()
    expect(entries.filter(has_text="机场的事<b>")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    entries.filter(has_text="机场的事").get_by_role("button", name=texts.HISTORY_DELETE).click()
    expect(entries).to_have_count(1)
    expect(page.locator("#chat .example").first).to_be_visible()  # it was the open one


def test_damaged_record_is_told(page: Page) -> None:
    """A record that was damaged in the browser is said to be so, and the page works on."""
    ask(page, AIRPORT)
    kept(page)
    page.evaluate("localStorage[JSON.parse(localStorage.conversations)[0].id] = '{broken'")
    page.reload()
    expect(page.locator("#notice")).to_contain_text(texts.HISTORY_UNREADABLE)
    ask(page, CARE)
    expect(page.locator("#chat .status")).to_have_count(1)


def test_hovering_a_label_shows_the_quotation(page: Page, assistant: Assistant) -> None:
    """Mouse and keyboard get the quoted sentence at a label; Escape closes it."""
    ask(page, AIRPORT)
    quote = assistant.ask(AIRPORT).citations[0].quote
    label = page.locator("#chat .message a[href='#art-33']").first
    label.hover()
    expect(page.get_by_role("tooltip")).to_have_text(quote)
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()
    page.locator("#question textarea").focus()
    label.focus()
    expect(page.get_by_role("tooltip")).to_have_text(quote)


def test_answer_is_copied_with_its_sources(page: Page, assistant: Assistant) -> None:
    """The clipboard gets the statements with labels, the quotations and the document's name."""
    ask(page, CARE)
    page.get_by_text(texts.COPY_ANSWER).click()
    expect(page.get_by_text(texts.PLAN_COPIED)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    for citation in assistant.ask(CARE).citations:
        assert copied.count(citation.quote) == 2 and citation.label in copied
    assert assistant.plan.title in copied and texts.COPY_ANSWER not in copied


def test_suggestions_are_asked_and_answered(page: Page) -> None:
    """A proposed question is asked by a click and answered from the plan."""
    ask(page, AIRPORT)
    suggestion = page.locator("#next button:visible").first
    words = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#chat .status")).to_have_count(2)
    assert questions(page)[-1] == words
    expect(page.locator("#chat .status").last).to_have_text(texts.STATUS["answered"])


def test_feedback_is_stored(page: Page, data_folder: Path) -> None:
    """Thumbs are stored with question and answer; a bad one with its reason and comment."""
    ask(page, AIRPORT)
    page.get_by_role("button", name=texts.FEEDBACK_USEFUL, exact=True).click()
    expect(page.locator("#notice")).to_contain_text(texts.FEEDBACK_THANKS)
    page.get_by_role("button", name=texts.FEEDBACK_USELESS, exact=True).click()
    page.get_by_label("未答全").check()
    page.get_by_label(texts.FEEDBACK_COMMENT).fill("还缺铁路 <script>")
    page.screenshot(path=ARTIFACTS / "feedback.png")
    page.get_by_role("button", name=texts.FEEDBACK_SEND).click()
    expect(page.locator("#feedback")).to_be_hidden()
    file = io.StringIO()
    FeedbackStore(data_folder / "feedback.sqlite", "", "").write_csv(file)
    useful, useless = list(csv.DictReader(io.StringIO(file.getvalue())))[-2:]
    assert (useful["verdict"], useful["question"]) == ("useful", AIRPORT)
    assert (useless["verdict"], useless["reasons"]) == ("useless", "未答全")
    assert useless["comment"] == "还缺铁路 <script>" and "第33条" in useless["answer"]


def test_conversation_is_exported(page: Page, tmp_path: Path, assistant: Assistant) -> None:
    """Word and Markdown files hold the answers; without answers the reader is told."""
    page.locator("#export-docx").click()
    expect(page.locator("#notice")).to_contain_text(texts.EXPORT_EMPTY)
    ask(page, AIRPORT)
    quote = assistant.ask(AIRPORT).citations[0].quote
    with page.expect_download() as download:
        page.locator("#export-docx").click()
    document = Document(str(download.value.path()))
    assert any(quote in paragraph.text for paragraph in document.paragraphs)
    assert document.tables[0].cell(1, 0).text == "第33条"
    with page.expect_download() as download:
        page.locator("#export-markdown").click()
    assert quote in download.value.path().read_text(encoding="utf-8")


def test_markup_in_a_kept_conversation_stays_text(page: Page) -> None:
    """A question with markup is text in the history, the suggestions and the export."""
    ask(page, "<img src=x onerror=document.title='hacked'> 机场什么时候通航?")
    kept(page)
    page.locator("#history summary").click()
    expect(page.locator("#history li")).to_contain_text("<img src=x")
    page.reload()
    expect(page.locator("#chat [data-testid=user]")).to_contain_text("<img src=x")
    assert page.title() != "hacked"
