"""The page with a language model that writes, played by a small server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import texts
from tests.llm_endpoint import Call, reply, serve
from tests.web.conftest import ARTIFACTS, begin, new_page, running_app

pytestmark = pytest.mark.slow

CARE = "养老服务有哪些安排?"
AIRPORT = "晋城机场什么时候能通航?"
OWN_WORDS = "晋城民用机场力争到“十四五”末建成通航。"


@dataclass
class Pen:
    """Lets the model write on when a test says so."""

    may_write: threading.Event = field(default_factory=threading.Event)

    def write(self, call: Call) -> None:
        """Wait, then copy each sentence, or put the airport's into other words."""
        self.may_write.wait(60)
        rows = [
            (OWN_WORDS if "民用机场" in text else text, [label])
            for label, text in call.sentences.items()
        ]
        call.say(reply(*rows))


@pytest.fixture(scope="module")
def pen() -> Pen:
    """The pen of the module's model."""
    return Pen()


@pytest.fixture(scope="module")
def address(
    assistant: Assistant,
    settings: Settings,
    pen: Pen,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the page with that model."""
    with serve(pen.write) as endpoint:
        environment = {
            "ASSISTANT_LLM": "openai",
            "ASSISTANT_LLM_BASE_URL": endpoint.url,
            "ASSISTANT_LLM_MODEL": "test",
        }
        with running_app(tmp_path_factory.mktemp("server"), settings, **environment) as url:
            yield url
            pen.may_write.set()


@pytest.fixture
def page(browser: Browser, address: str, pen: Pen) -> Iterator[Page]:
    """The page, with a pen that waits."""
    pen.may_write.clear()
    with new_page(browser, address) as opened:
        yield opened
        pen.may_write.set()


def test_evidence_waits_for_no_model(page: Page, pen: Pen, assistant: Assistant) -> None:
    """The cited sentences and articles are there before the model has written a word."""
    begin(page, AIRPORT)
    message = page.locator("#chat [data-testid=bot]").last
    expect(message).to_contain_text(assistant.ask(AIRPORT).citations[0].quote)
    expect(message).to_contain_text(texts.WRITING)
    expect(page.locator("#art-33 mark").first).to_be_visible()
    pen.may_write.set()
    expect(message).to_contain_text(f"{OWN_WORDS}[第33条]")
    expect(message).to_contain_text(texts.WRITTEN)
    expect(message).not_to_contain_text(texts.WRITING)
    expect(message.locator("a[href='#art-33']").first).to_have_text("[第33条]")
    page.screenshot(path=ARTIFACTS / "written.png")


def test_stopping_the_writing_keeps_the_evidence(
    page: Page, pen: Pen, assistant: Assistant
) -> None:
    """Stop ends the writing; what is cited stays, and the next question is taken at once."""
    begin(page, CARE)
    message = page.locator("#chat [data-testid=bot]").first
    expect(message).to_contain_text(texts.WRITING)
    page.locator("#question [data-testid=stop-button]").click()
    expect(message).to_contain_text(texts.STOPPED_WRITING)
    for citation in assistant.ask(CARE).citations:
        expect(message).to_contain_text(citation.quote)
    pen.may_write.set()
    begin(page, AIRPORT)
    expect(page.locator("#chat [data-testid=bot]").last).to_contain_text(texts.WRITTEN)
