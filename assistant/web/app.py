"""The web page as a whole: its header, its tabs and how it is served."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from html import escape
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts, theme
from assistant.web.chat import build_chat_tab
from assistant.web.headers import SafeHeaders
from assistant.web.plan_tab import build_plan_tab

# The tabs in their order; a new one is a module and a line here.
_TABS: tuple[tuple[str, str, Callable[[Assistant, Settings], None]], ...] = (
    ("chat", texts.TAB_CHAT, build_chat_tab),
    ("plan", texts.TAB_PLAN, build_plan_tab),
)
_MAX_WAITING = 100
_MAX_SESSIONS = 1000


class WebError(AssistantError):
    """The page cannot be served."""


def build_app(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """Build the page; nothing is served yet."""
    title = f"{texts.APP_NAME} · {assistant.plan.title}"
    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        gr.HTML(_header(assistant.plan), elem_id="masthead")
        with gr.Tabs():
            for key, name, build in _TABS:
                with gr.Tab(name, elem_id=f"tab-{key}"):
                    build(assistant, settings)
    blocks.queue(max_size=_MAX_WAITING, api_open=False)
    return blocks


def launch_options(settings: Settings) -> dict[str, Any]:
    """Return the options for ``Blocks.launch``: local, private, without any outside service."""
    return {
        "server_name": settings.host,
        "server_port": settings.port,
        "theme": theme.make_theme(),
        "css": theme.css(),
        "head": theme.head(),
        "app_kwargs": {
            "middleware": [Middleware(SafeHeaders)],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
        "share": False,
        "ssr_mode": False,
        "strict_cors": True,
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "footer_links": [],
        "max_file_size": 1,  # nothing is uploaded
        "state_session_capacity": _MAX_SESSIONS,
        "show_error": False,
        "quiet": True,
        "inbrowser": False,
        "prevent_thread_lock": True,
    }


def serve(blocks: gr.Blocks, settings: Settings) -> str:
    """Start serving in the background.

    Returns:
        The address of the page.

    Raises:
        WebError: The port is in use, or the server cannot start.
    """
    check_address(settings.host, settings.port)
    _bypass_proxy(settings.host)
    try:
        _, address, _ = blocks.launch(**launch_options(settings))
    except (OSError, ValueError, RuntimeError) as error:
        raise WebError(texts.START_FAILED.format(reason=error)) from error
    return address


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


def _bypass_proxy(host: str) -> None:
    """Let Gradio's own check of the page reach it where a proxy is set in the environment."""
    for name in ("NO_PROXY", "no_proxy"):
        known = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, (known, "localhost", "127.0.0.1", host)))


def _header(plan: Plan) -> str:
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
        f"<ul class='plan-facts'>{items}</ul></div>"
    )
