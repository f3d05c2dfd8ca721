"""Puts the page together and starts its server."""

from __future__ import annotations

import os
from html import escape

# Read by Gradio when it is imported: no usage statistics, no update check.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.chat import CONCURRENT, build_chat
from assistant.web.theme import CSS, HEAD, theme

MAX_WAITING = 200  # requests in the queue before new ones are turned away


class WebError(AssistantError):
    """The page cannot be served."""


def build_app(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """Build the page around an opened assistant."""
    title = assistant.plan.title or texts.TAB_CHAT
    app: gr.Blocks
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as app:
        gr.HTML(_header(assistant.plan))
        build_chat(assistant, settings)
    app.queue(default_concurrency_limit=CONCURRENT, max_size=MAX_WAITING, api_open=False)
    return app


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the page until interrupted.

    Raises:
        WebError: The port cannot be used.
    """
    app = build_app(assistant, settings)
    try:
        _, url, _ = app.launch(
            server_name=settings.host,
            server_port=settings.port,
            prevent_thread_lock=True,
            share=False,
            quiet=True,
            show_error=False,
            strict_cors=True,
            ssr_mode=False,
            run_history=False,
            enable_monitoring=False,
            pwa=False,
            mcp_server=False,
            footer_links=[],
            theme=theme(),
            css=CSS,
            head=HEAD,
        )
    except OSError as error:
        raise WebError(texts.PORT_IN_USE.format(port=settings.port)) from error
    print(texts.READY.format(url=url), flush=True)
    app.block_thread()


def _header(plan: Plan) -> str:
    source = texts.SOURCE.format(date=plan.date or "—", source=plan.source or "—")
    return f'<header id="plan-header"><h1>{escape(plan.title)}</h1><p>{escape(source)}</p></header>'
