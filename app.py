"""Starts the web page: settings → assistant → Gradio app."""

from __future__ import annotations

import sys

from rich.console import Console

from assistant.answering import Assistant
from assistant.cli import progress
from assistant.errors import AssistantError
from assistant.settings import load_settings
from embeddings import EmbeddingError


def main() -> int:
    """Serve until interrupted; expected failures become one Chinese line and status 1."""
    messages = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    try:
        settings = load_settings()
        with progress("建立索引") as report:
            assistant = Assistant.open(settings, report, messages.print)
        from assistant.web.app import serve  # Gradio takes seconds to import: build first

        serve(assistant, settings)
    except (AssistantError, EmbeddingError) as error:
        messages.print(str(error))
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
