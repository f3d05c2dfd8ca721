"""Starts the web page: settings, assistant, page, server."""

from __future__ import annotations

import sys

from assistant.cli import err, progress
from assistant.errors import AssistantError
from assistant.failures import crash_text
from assistant.settings import Settings, load_settings
from assistant.web import texts
from embeddings import EmbeddingError

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def main() -> int:
    """Serve the page until interrupted; failures become one Chinese line.

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
    except Exception as error:  # a traceback is nothing for users, and nothing to be lost
        err.print(crash_text(error))
        return 1
    return 0


def run(settings: Settings) -> None:
    """Open the assistant and serve its page until interrupted.

    Raises:
        AssistantError: The plan cannot be read, or the page cannot be served.
        EmbeddingError: The encoder or the index cannot be used.
        KeyboardInterrupt: The program was told to stop.
    """
    err.print(texts.STARTING.format(name=texts.APP_NAME))
    # Imported late: this takes seconds, and the line above should come first.
    from assistant.answering import Assistant
    from assistant.web.app import build_app, check_address
    from assistant.web.logs import set_up_logs
    from assistant.web.server import build_server, run_server
    from assistant.web.services import open_services

    set_up_logs(settings.log_format)
    check_address(settings.host, settings.port)
    with progress(texts.INDEXING) as report:
        assistant = Assistant.open(settings, report, err.print)
    assistant.warm_up()
    services = open_services(settings, assistant.plan.sha256)
    if services.accounts and not services.accounts.users():
        err.print(texts.NO_USERS)
    if settings.host not in _THIS_MACHINE:
        err.print(texts.OPEN_TO_NETWORK.format(host=settings.host))
    page = build_app(assistant, settings, services)
    run_server(build_server(page, assistant, settings, services), settings, _tell)


def _tell(address: str) -> None:
    print(texts.READY.format(address=address), flush=True)


if __name__ == "__main__":
    sys.exit(main())
