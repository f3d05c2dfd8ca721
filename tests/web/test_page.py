from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Status
from assistant.answering import Assistant
from assistant.web import texts
from tests.web.conftest import ARTIFACTS, ask, open_page

pytestmark = pytest.mark.slow

AIRPORT = "晋城机场什么时候能通航?"
PART = "第七部分讲了什么?"


def is_within(page: Page, inner: str, outer: str) -> bool:
    """Whether the top of one element is inside the visible area of another."""
    result: bool = page.evaluate(
        """([inner, outer]) => {
            const [a, b] = [inner, outer].map((s) =>
                document.querySelector(s).getBoundingClientRect());
            return a.top >= b.top - 1 && a.top < Math.min(b.bottom, innerHeight);
        }""",
        [inner, outer],
    )
    return result


def overflow(page: Page) -> tuple[int, int]:
    """By how many pixels the page is wider and higher than its window."""
    width, height = page.evaluate(
        """[document.documentElement.scrollWidth - innerWidth,
            document.documentElement.scrollHeight - innerHeight]"""
    )
    return width, height


def test_answer_is_shown_with_its_unit(page: Page, assistant: Assistant) -> None:
    """The airport question is answered from 第33条, shown whole with the quotation marked."""
    ask(page, AIRPORT)
    answer = assistant.ask(AIRPORT)
    article = assistant.plan.article(33)
    assert article
    message = page.locator("#chat [data-testid=bot]").last
    expect(message.locator(".status")).to_have_text(texts.STATUS["answered"])
    expect(message.locator("a[href='#art-33']").first).to_have_text("[第33条]")
    unit = page.locator("#art-33")
    expect(unit.locator("h3")).to_contain_text(f"第33条 {article.title}")
    quotes = [c.quote for c in answer.citations if c.article == 33]
    assert unit.locator("mark").all_text_contents() == quotes
    assert assistant.plan.body(article) in (unit.text_content() or "")
    page.screenshot(path=ARTIFACTS / "answer.png")


def test_label_scrolls_the_panel(page: Page) -> None:
    """A label out of sight scrolls the panel, not the page, to its unit, which flashes."""
    ask(page, PART)
    assert not is_within(page, "#art-29", "#panel")
    page.locator("#chat a:visible[href='#art-29']").click()
    assert is_within(page, "#art-29", "#panel")
    assert page.evaluate("document.querySelector('#panel').scrollTop") > 0
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#art-29")).to_have_class("unit flash")
    assert page.url.endswith("#art-29")


def test_label_works_twice_and_with_the_keyboard(page: Page) -> None:
    """A label scrolls again after the reader has moved on; Enter does what a click does."""
    ask(page, PART)
    label = page.locator("#chat a:visible[href='#art-29']")
    label.click()
    page.evaluate("document.querySelector('#panel').scrollTop = 0")
    label.press("Enter")
    assert is_within(page, "#art-29", "#panel")
    assert page.evaluate("document.activeElement.id") == "art-29"


def test_label_keeps_a_page_with_a_query(page: Page, address: str) -> None:
    """A label does not reload a page whose address has a query, which would end the talk."""
    open_page(page, f"{address}?__theme=dark")
    ask(page, AIRPORT)
    page.locator("#chat a:visible[href='#art-33']").first.click()
    expect(page.locator("#chat [data-testid=user]")).to_have_text(AIRPORT)
    assert page.url.endswith("?__theme=dark#art-33")
    page.screenshot(path=ARTIFACTS / "dark.png")


def test_follow_up_is_understood(page: Page) -> None:
    """A question without a subject is about what was asked before, and says what is missing."""
    ask(page, AIRPORT)
    ask(page, "一共要花多少钱?")
    answer = page.locator("#chat [data-testid=bot]").last
    expect(answer.locator(".status")).to_have_text(texts.STATUS["partial"])
    expect(answer.locator("a[href='#art-33']").first).to_be_visible()


def test_statuses_differ_at_a_glance(page: Page) -> None:
    """An answer, half of one, none, and a refusal have edges of three colours."""
    for question in (AIRPORT, "机场一共要花多少钱?", "第88条说了什么", "?!……"):
        ask(page, question)
    edges = page.locator("#chat .message:has(> .message .status)").evaluate_all(
        "found => found.map((e) => getComputedStyle(e).borderLeftColor)"
    )
    assert len(edges) == 4 and len(set(edges)) == 3 and edges[2] == edges[3]


def test_next_question_stays_in_sight(page: Page) -> None:
    """When the questions to ask next appear, the beginning of a long answer is still in sight."""
    ask(page, "养老服务有哪些安排?")
    expect(page.locator("#next button:visible").first).to_be_visible()
    ask(page, PART)
    expect(page.locator("#next button:visible").first).to_be_visible()
    page.wait_for_timeout(500)
    top = page.locator("#chat [data-testid=user]").last.evaluate(
        "e => e.getBoundingClientRect().top"
        " - document.querySelector('#chat [role=log]').getBoundingClientRect().top"
    )
    assert 0 <= top < 60


def test_earlier_units_stay_reachable(page: Page) -> None:
    """The unit of an earlier answer stays in the panel, below those of the latest one."""
    ask(page, AIRPORT)
    ask(page, PART)
    order = page.locator("#panel .unit").evaluate_all("units => units.map((u) => u.id)")
    assert order[-1] == "art-33" and len(order) == len(set(order)) == 7
    page.locator("#chat a:visible[href='#art-33']").first.click()
    assert is_within(page, "#art-33 mark.earlier", "#panel")


@pytest.mark.parametrize(
    "question",
    [
        "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\"><b>晋城</b>",
        "[点我](https://example.com) ![图](https://example.com/a.png) https://example.com",
        "**晋城** `机场` ~~x~~ $$x^2$$ &lt;i&gt; &amp;amp; {{7*7}} ${7*7} |a|b|",
        "# 晋城机场",
        "1. 晋城机场",
        "- 晋城机场",
    ],
)
def test_question_stays_literal_text(page: Page, question: str) -> None:
    """Markup, links, images and templates in a question are shown as they were typed."""
    title = page.title()
    ask(page, question)
    message = page.locator("#chat [data-testid=user]")
    expect(message).to_have_text(question)
    inside = message.locator(".md").locator("> *, > * *")
    assert inside.evaluate_all("found => found.map((e) => e.tagName)") == ["P"]
    assert page.title() == title


def test_lines_of_a_question_are_kept(page: Page) -> None:
    """A question of several lines is shown in several lines, blanks at their start included."""
    question = "晋城机场\n    - 什么时候\n\n=== 通航"
    ask(page, question)
    shown = page.locator("#chat [data-testid=user]").inner_text()
    assert shown.replace("\xa0", " ").strip() == question


@pytest.mark.parametrize("question", ["", "   "])
def test_empty_question_gets_a_hint(page: Page, question: str) -> None:
    """Sending nothing says what to do and leaves the conversation alone."""
    page.locator("#question textarea").fill(question)
    page.locator("#question [data-testid=submit-button]").click()
    expect(page.locator("#notice [role=alert]")).to_have_text(texts.EMPTY_QUESTION)
    expect(page.locator("#chat .example")).to_have_count(len(texts.EXAMPLES))
    ask(page, AIRPORT)
    expect(page.locator("#notice [role=alert]")).to_have_count(0)


def test_long_answer_is_read_from_its_start(page: Page) -> None:
    """After a long answer the conversation shows the question, not the answer's end."""
    ask(page, PART)
    ask(page, "第五部分讲了什么?第六部分讲了什么?第十六部分讲了什么?")
    expect(page.locator("#chat [data-testid=user]").last).to_be_in_viewport(ratio=1)
    expect(page.locator("#chat .status").last).to_be_in_viewport(ratio=1)
    expect(page.locator("#chat a").last).not_to_be_in_viewport()


def test_panel_shows_the_latest_answer_first(page: Page) -> None:
    """A panel scrolled down returns to its top with the units of the next answer."""
    ask(page, PART)
    page.locator("#chat a:visible[href='#art-29']").click()
    ask(page, AIRPORT)
    expect(page.locator("#art-33 h3")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.querySelector('#panel').scrollTop") == 0


@pytest.mark.parametrize(
    ("question", "status"), [("第88条说了什么", "not_in_plan"), ("?!……", "refused")]
)
def test_status_is_said_in_words(page: Page, question: str, status: Status) -> None:
    """What the plan does not hold, and what is no question, is named as such."""
    ask(page, question)
    expect(page.locator("#chat .status")).to_have_text(texts.STATUS[status])
    expect(page.locator("#panel .unit")).to_have_count(0)
    expect(page.locator("#panel .panel-note")).to_have_text(texts.PANEL_NOTHING_CITED)


def test_lost_connection_is_told_in_chinese(page: Page) -> None:
    """When the server cannot be reached the page says so, and the question stays in its box."""
    page.context.set_offline(True)
    page.locator("#question textarea").fill(AIRPORT)
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".toast-title")).to_have_text(texts.TOAST_TITLE)
    expect(page.locator(".toast-message-text")).to_have_text(texts.TOAST_LOST)
    expect(page.locator("#question textarea")).to_have_value(AIRPORT)


def test_examples_are_answered_and_can_be_cleared(page: Page) -> None:
    """Each example is answered with a citation; 新对话 empties the page for the next one."""
    for number, (_, question) in enumerate(texts.EXAMPLES):
        page.locator("#chat .example").nth(number).click()
        expect(page.locator("#chat .status")).to_have_text(texts.STATUS["answered"])
        expect(page.locator("#chat [data-testid=user]")).to_have_text(question)
        expect(page.locator("#panel .unit mark").first).to_be_visible()
        page.locator("#new-conversation").click()
        expect(page.locator("#chat .example")).to_have_count(len(texts.EXAMPLES))
        expect(page.locator("#panel .unit")).to_have_count(0)


def test_users_do_not_see_each_other(browser: Browser, page: Page, address: str) -> None:
    """Another user's page, open at the same time or later, shows nothing of a conversation."""
    other_context = browser.new_context(locale="zh-CN")
    other = open_page(other_context.new_page(), address)
    ask(page, AIRPORT)
    ask(other, "怎样改善营商环境?")
    expect(page.locator("#chat [data-testid=user]")).to_have_text([AIRPORT])
    expect(other.locator("#chat [data-testid=user]")).to_have_text(["怎样改善营商环境?"])
    expect(other.locator("#art-33")).to_have_count(0)
    later = open_page(other_context.new_page(), address)
    expect(later.locator("#chat [data-testid=user]")).to_have_count(0)
    other_context.close()


def test_page_asks_nothing_of_other_hosts(browser: Browser, address: str) -> None:
    """Loading the page and a conversation request nothing elsewhere and log no error."""
    hosts: set[str] = set()
    problems: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    # A page that nothing was loaded in yet: leaving a loaded one breaks off its open connection.
    page = context.new_page()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    open_page(page, address)
    ask(page, AIRPORT)
    page.locator("#chat a:visible[href='#art-33']").first.click()
    ask(page, "![图](https://example.com/a.png)")
    seen = list(problems)
    context.close()
    assert hosts == {urlsplit(address).netloc}
    assert seen == []


def test_browser_may_ask_nothing_of_other_hosts(page: Page) -> None:
    """The policy sent with the page stops what an answer's markup could load elsewhere."""
    refused = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (e) => done(e.blockedURI));
            const image = new Image();
            image.onerror = image.onload = () => setTimeout(() => done("was asked"), 1000);
            image.src = "https://example.com/a.png";
        })"""
    )
    assert refused == "https://example.com/a.png"


def test_desktop_window_holds_everything(page: Page) -> None:
    """At 1366×768 the page does not scroll, before or after an answer with long units."""
    assert overflow(page) == (0, 0)
    page.screenshot(path=ARTIFACTS / "empty.png")
    ask(page, PART)
    assert overflow(page) == (0, 0)
    for part in ("#question", "#panel", "#chat", "#masthead"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


def test_phone_window_is_one_column(browser: Browser, address: str) -> None:
    """On a phone nothing is wider than the window, and a label leads to its unit and back."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True
    )
    page = open_page(context.new_page(), address)
    assert overflow(page)[0] == 0
    expect(page.locator("#question")).to_be_in_viewport(ratio=1)
    ask(page, "第七部分讲了什么" + "?" * 80 + "晋城" * 60)
    ask(page, PART)
    assert overflow(page)[0] == 0
    page.screenshot(path=ARTIFACTS / "phone.png")
    page.locator("#chat a:visible[href='#art-29']").last.tap()
    expect(page.locator("#art-29")).to_be_in_viewport()
    page.screenshot(path=ARTIFACTS / "phone-unit.png")
    page.locator("#art-29").get_by_text(texts.BACK_TO_QUESTION).tap()
    expect(page.locator("#question")).to_be_in_viewport()
    context.close()


def test_assistive_technology_gets_chinese_names(page: Page) -> None:
    """The page's language is Chinese, and what is named only for screen readers is too."""
    ask(page, AIRPORT)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.get_by_role("log", name=texts.CHAT_TITLE)).to_be_visible()
    expect(page.get_by_role("textbox", name=texts.QUESTION_LABEL)).to_be_visible()
    expect(page.get_by_role("group", name=texts.NAME_QUESTION)).to_contain_text(AIRPORT)
    expect(page.get_by_role("group", name=texts.NAME_ANSWER)).to_contain_text("第33条")
    expect(page.get_by_role("article", name="第33条")).to_be_visible()


def test_header_names_the_plan(page: Page, assistant: Assistant) -> None:
    """The header gives the plan's title, date and source."""
    header = page.locator("#masthead")
    for fact in (assistant.plan.title, "2021-02-11", "太行日报"):
        expect(header).to_contain_text(fact)


def test_question_box_has_a_limit(page: Page, assistant: Assistant) -> None:
    """No more characters fit into the box than a question may have."""
    page.locator("#question textarea").press_sequentially("晋")
    limit = assistant.settings.max_question_chars
    assert page.locator("#question textarea").get_attribute("maxlength") == str(limit)
