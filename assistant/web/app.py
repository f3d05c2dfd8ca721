"""The web page as a whole: its header and its tabs; and where it can be served."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from html import escape

import gradio as gr

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.chat import build_chat_tab
from assistant.web.evaluation_tab import build_evaluation_tab
from assistant.web.plan_tab import build_plan_tab
from assistant.web.services import Services
from assistant.web.study_tab import build_study_tab

# The tabs in their order; a new one is a module and a line here.
_TABS: tuple[tuple[str, str, Callable[[Assistant, Settings, Services], None]], ...] = (
    ("chat", texts.TAB_CHAT, build_chat_tab),
    ("plan", texts.TAB_PLAN, build_plan_tab),
    ("study", texts.TAB_STUDY, build_study_tab),
    ("evaluation", texts.TAB_EVALUATION, build_evaluation_tab),
)
_MAX_WAITING = 100
_DELETE_FILES = (3600, 86_400)  # seconds: how often, and from what age uploads and exports go
_LEAVE = (
    "<form class='leave' method='post' action='logout'><span id='user'></span>"
    f"<button>{escape(texts.LOG_OUT)}</button></form>"
)


class WebError(AssistantError):
    """The page cannot be served."""


def build_app(assistant: Assistant, settings: Settings, services: Services) -> gr.Blocks:
    """Build the page; nothing is served yet."""
    title = f"{texts.APP_NAME} · {assistant.plan.title}"
    blocks = gr.Blocks(
        title=title, analytics_enabled=False, fill_width=True, delete_cache=_DELETE_FILES
    )
    with blocks:
        gr.HTML(
            _header(assistant.plan, may_leave=services.accounts is not None), elem_id="masthead"
        )
        with gr.Tabs():
            for key, name, build in _TABS:
                with gr.Tab(name, elem_id=f"tab-{key}"):
                    build(assistant, settings, services)
    blocks.queue(max_size=_MAX_WAITING, api_open=False)
    return blocks


def check_address(host: str, port: int) -> None:
    """Find out before any long work whether the page could be served there.

    Raises:
        WebError: The port is in use or not allowed, or the host is not one of this machine.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # elsewhere this option lets two programs share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:  # the latter for names that cannot be host names
        raise WebError(_explain(error, host, port)) from error


def _explain(error: OSError | UnicodeError, host: str, port: int) -> str:
    reason = error.errno if isinstance(error, OSError) else None
    if reason == errno.EADDRINUSE:
        return texts.PORT_IN_USE.format(port=port, other=port + 1 if port < 65535 else port - 1)
    if reason == errno.EACCES:
        return texts.PORT_FORBIDDEN.format(port=port)
    return texts.HOST_UNUSABLE.format(host=host)


def _header(plan: Plan, *, may_leave: bool) -> str:
    size = texts.PLAN_SIZE if plan.parts else texts.PLAN_SIZE_WITHOUT_PARTS
    facts = (
        plan.date and texts.PLAN_DATE.format(date=plan.date),
        plan.source and texts.PLAN_SOURCE.format(source=plan.source),
        size.format(parts=len(plan.parts), articles=len(plan.articles)),
    )
    items = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    title = texts.PLAN_TITLE.format(title=plan.title) if plan.title else ""
    return (
        f"<h1>{escape(texts.APP_NAME)}</h1>"
        f"<div class='plan'><p class='plan-title'>{escape(title)}</p>"
        f"<ul class='plan-facts'>{items}</ul></div>{_LEAVE if may_leave else ''}"
    )
