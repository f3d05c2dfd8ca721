"""Starts the web page: settings, assistant, page, server."""

from __future__ import annotations

import sys
import threading

from assistant.cli import err, progress
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from assistant.web import texts
from embeddings import EmbeddingError

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def main() -> int:
    """Serve the page until interrupted; expected failures become one Chinese line.

    Returns:
        The exit status.
    """
    try:
        run(load_settings())
    except (AssistantError, EmbeddingError) as error:
        err.print(str(error))
        return 1
    except KeyboardInterrupt:
        err.print(texts.STOPPING)
    return 0


def run(settings: Settings) -> None:
    """Open the assistant and serve its page until interrupted.

    Raises:
        AssistantError: The plan cannot be read, or the page cannot be served.
        EmbeddingError: The encoder or the index cannot be used.
    """
    err.print(texts.STARTING.format(name=texts.APP_NAME))
    # Imported late: this takes seconds, and the line above should come first.
    from assistant.answering import Assistant
    from assistant.web.app import build_app, check_address, serve

    check_address(settings.host, settings.port)
    with progress(texts.INDEXING) as report:
        assistant = Assistant.open(settings, report, err.print)
    assistant.warm_up()
    address = serve(build_app(assistant, settings), settings)
    if settings.host not in _THIS_MACHINE:
        err.print(texts.OPEN_TO_NETWORK.format(host=settings.host))
    print(texts.READY.format(address=address), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
