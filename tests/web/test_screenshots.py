"""Screenshots of every tab as people see it, and that nothing of it is wider than its window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.conftest import ARTIFACTS, ask, open_page

pytestmark = pytest.mark.slow

WINDOWS = {
    "desktop": ((1366, 768), "light"),
    "phone": ((390, 844), "light"),
    "dark": ((1366, 768), "dark"),
}


def tabs_within(place: Locator) -> list[str]:
    """The ids of the tab buttons that are in sight, in their order."""
    found = place.locator('[role="tab"]:visible')
    ids: list[str] = found.evaluate_all("found => found.map((each) => each.id)")
    return ids


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(300)  # for what moves
    page.screenshot(path=ARTIFACTS / f"tab-{name}.png")
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{name} is {wider} px wider than its window"


@pytest.mark.parametrize("window", WINDOWS)
def test_every_tab_is_kept_as_a_picture(browser: Browser, address: str, window: str) -> None:
    """Each tab, and each tab inside it, has content, fits its window, and logs no error."""
    (width, height), look = WINDOWS[window]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", has_touch=window == "phone"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_page(page, f"{address}?__theme={look}")
    ask(page, "养老服务有哪些安排?")
    outer = tabs_within(page.locator("body"))
    assert len(outer) >= 2
    for tab in outer:
        page.locator(f"#{tab}").click()
        panel = page.locator(f"#{tab.removesuffix('-button')}")
        expect(panel).to_be_visible()
        expect(panel).to_contain_text(re.compile("\\S"))
        inner = tabs_within(panel)
        for inside in inner:
            page.locator(f"#{inside}").click()
            expect(page.locator(f"#{inside.removesuffix('-button')}")).to_be_visible()
            keep(page, f"{tab}-{inside}-{window}".replace("-button", ""))
        if not inner:
            keep(page, f"{tab}-{window}".replace("-button", ""))
    assert problems == []
    context.close()
