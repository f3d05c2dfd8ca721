"""The tab for trainers, in a browser: from a topic to a taken quiz."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.web import texts
from tests.web.conftest import (
    ARTIFACTS,
    choose_parts,
    make_session,
    new_page,
    open_page,
    open_study,
)

pytestmark = pytest.mark.slow

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def tab(page: Page) -> Page:
    """The tab as a trainer sees it first."""
    return open_study(page)


def download(page: Page, material: str) -> tuple[str, Path]:
    with page.expect_download() as found:
        page.locator(f"#st-as-{material}").click()
    return found.value.suggested_filename, found.value.path()


def answer_all(page: Page) -> None:
    """Answer each question somehow, by keyboard where there are buttons."""
    for field in page.locator("#st-quiz fieldset").all():
        match field.get_attribute("data-kind"):
            case "single" | "multiple" | "true_false":
                field.locator("input").first.check()
            case "matching":
                for box in field.locator("select").all():
                    box.select_option(index=1)
            case "ordering":
                field.locator("[data-do=down]").first.press("Enter")
            case _:
                field.locator("input, textarea").first.fill("没有")


@pytest.fixture
def quiz(tab: Page) -> Iterator[Page]:
    """A paper with all kinds of questions, opened."""
    choose_parts(tab)
    make_session(tab)
    tab.locator("#st-take").click()
    expect(tab.locator("#st-quiz fieldset").first).to_be_visible()
    yield tab


def test_topic_becomes_a_session(tab: Page) -> None:
    """A suggested topic gives a session whose labels lead to the articles; keys and cards turn."""
    tab.get_by_role("button", name="煤层气", exact=True).click()
    expect(tab.locator("#st-topic").locator("input, textarea").first).to_have_value("煤层气")
    make_session(tab)
    expect(tab.locator("#st-notice")).to_contain_text("已备好:专题学习:煤层气")
    for name in ("goals", "agenda", "points", "discussion", "tasks", "quiz", "cards"):
        expect(tab.locator(f"#study-{name} h3")).to_have_text(texts.ST_SECTIONS[name])
    minutes = tab.locator("#study-agenda .count").all_text_contents()
    assert sum(map(int, minutes)) == 90
    expect(tab.locator("#study-pictures svg").first).to_be_visible()
    expect(tab.locator("#st-preview .key p").first).to_be_hidden()
    tab.get_by_role("button", name=texts.ST_ALL_KEYS).click()
    expect(tab.locator("#st-preview .key p").first).to_be_visible()
    card = tab.locator("#st-preview .card").first
    card.press("Enter")
    expect(card.locator(".back")).to_be_visible()
    expect(card.locator(".front")).to_be_hidden()
    tab.screenshot(path=ARTIFACTS / "study.png")
    chip = tab.locator("#study-points .cite").first
    target = chip.get_attribute("href")
    assert target
    chip.click()
    expect(tab.locator(target)).to_be_in_viewport()


def test_wrong_topics_are_explained(tab: Page) -> None:
    """A topic that the plan lacks is told in one sentence; markup in a topic stays text."""
    box = tab.locator("#st-topic").locator("input, textarea").first
    box.fill("火星移民")
    box.press("Enter")
    expect(tab.locator("#st-notice .problem")).to_contain_text("规划没有提到“火星移民”")
    box.fill(MARKUP)
    tab.locator("#st-make").click()
    expect(tab.locator("#st-notice .problem")).to_contain_text(MARKUP)
    assert tab.locator("#st-notice img").count() == 0
    expect(tab.locator("#st-make")).to_be_enabled()


def test_materials_are_downloaded(tab: Page) -> None:
    """The hand-out opens in python-docx, the archive holds all materials."""
    tab.locator("#st-topic").locator("input, textarea").first.fill("煤层气")
    make_session(tab)
    name, path = download(tab, "handout")
    assert name == "煤层气-讲义.docx"
    assert any("煤层气" in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    name, path = download(tab, "zip")
    assert name == "煤层气-全部材料.zip"
    with zipfile.ZipFile(path) as archive:
        kinds = {Path(file).suffix for file in archive.namelist()}
        assert archive.testzip() is None
    assert kinds == {".docx", ".pptx", ".apkg", ".md", ".svg", ".png"}


def test_quiz_is_taken_and_kept(quiz: Page, tmp_path: Path) -> None:
    """Two participants' scores with reasons; a reload loses nothing; the table goes out as CSV."""
    who = quiz.locator("#st-quiz [name=who]")
    submit = quiz.locator("#st-quiz [type=submit]")
    answer_all(quiz)
    submit.click()
    expect(quiz.locator("#st-quiz .told")).to_have_text(texts.ST_NO_NAME)
    who.fill(MARKUP)
    submit.click()
    score = quiz.locator("#st-quiz .score")
    expect(score).to_contain_text(f"{MARKUP}:")
    count = quiz.locator("#st-quiz fieldset").count()
    for part in (".mark p", ".mark .cite"):
        assert quiz.locator(f"#st-quiz fieldset {part}").count() >= count
    before = score.inner_text()
    quiz.screenshot(path=ARTIFACTS / "study-quiz.png", full_page=True)

    quiz.reload()
    open_study(quiz)
    expect(quiz.locator("#st-title")).to_be_visible()
    quiz.get_by_role("tab", name=texts.ST_VIEWS[1]).click()
    expect(score).to_have_text(before)
    quiz.locator("[data-do=next]").click()
    expect(who).to_have_value("")
    who.fill("王芳")
    quiz.locator("#st-quiz fieldset textarea").first.fill("写到一半")
    quiz.reload()
    open_study(quiz)
    quiz.get_by_role("tab", name=texts.ST_VIEWS[1]).click()
    expect(who).to_have_value("王芳")
    expect(quiz.locator("#st-quiz fieldset textarea").first).to_have_value("写到一半")
    quiz.once("dialog", lambda dialog: dialog.accept())  # most questions are open
    submit.click()
    expect(quiz.locator("#st-quiz .results tbody tr")).to_have_count(2)
    assert quiz.locator("#st-quiz img").count() == 0

    with quiz.expect_download() as found:
        quiz.get_by_role("link", name=texts.ST_RESULTS_CSV).click()
    with Path(found.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(texts.ST_RESULT_COLUMNS)
    assert [row[0] for row in rows[1:]] == [MARKUP, "王芳"]


def test_forged_records_do_not_break_the_page(tab: Page) -> None:
    """What somebody wrote into the browser's storage is refused in a sentence."""
    tab.evaluate("localStorage.setItem('study', JSON.stringify({ request: { topic: 'x' } }))")
    tab.reload()
    open_study(tab)
    expect(tab.locator("#st-notice")).to_contain_text(texts.ST_RECORD_UNREADABLE)


def test_participants_do_not_see_each_other(quiz: Page, browser: Browser, address: str) -> None:
    """Another browser starts without a paper and without results."""
    with new_page(browser, address) as other:
        open_study(other)
        other.get_by_role("tab", name=texts.ST_VIEWS[1]).click()
        expect(other.locator("#st-quiz")).to_contain_text("还没有试卷")


def test_phone_in_the_dark(browser: Browser, address: str) -> None:
    """On a phone nothing is wider than the window and the quiz can be tapped."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True
    )
    page = open_study(open_page(context.new_page(), f"{address}?__theme=dark"))
    page.get_by_role("button", name="康养", exact=True).tap()
    make_session(page)
    page.screenshot(path=ARTIFACTS / "study-phone.png")
    width = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(width) <= 0
    page.locator("#st-take").tap()
    page.locator("#st-quiz fieldset label").first.tap()
    expect(page.locator("#st-quiz fieldset input").first).to_be_checked()
    page.screenshot(path=ARTIFACTS / "study-quiz-phone.png")
    assert page.evaluate(width) <= 0
    context.close()
