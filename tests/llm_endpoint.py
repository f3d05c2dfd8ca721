"""A real HTTP server on loopback that plays OpenAI-compatible endpoints, good and bad ones."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.answering import Assistant

Behaviour = Callable[["Call"], None]


@dataclass
class Call:
    """One request with the means to answer it."""

    handler: BaseHTTPRequestHandler
    request: dict[str, Any]

    @property
    def sentences(self) -> dict[str, str]:
        """The sentences that were handed out, by label."""
        prompt = str(self.request["messages"][-1]["content"])
        return dict(re.findall(r"^(S\d+):(.*)$", prompt, re.MULTILINE))

    def fail(self, status: int) -> None:
        """Answer with an error."""
        body = json.dumps({"error": {"message": "no", "type": "test"}}).encode()
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", "application/json")
        self.handler.send_header("Content-Length", str(len(body)))
        self.handler.send_header("Retry-After", "0")
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def say(self, text: str, *, ends: bool = True, size: int = 7) -> None:
        """Stream a text in small pieces; without an end the connection just closes."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.end_headers()
        for start in range(0, len(text), size):
            self._event({"delta": {"content": text[start : start + size]}})
        if ends:
            self._event({"delta": {}, "finish_reason": "stop"})
            self.handler.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choice: dict[str, Any]) -> None:
        chunk = {
            "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test",
            "choices": [{"index": 0, "finish_reason": None, **choice}],
        }  # fmt: skip
        self.handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.handler.wfile.flush()


@dataclass
class Endpoint:
    """A running server; its behaviours are played in order, the last one again and again."""

    url: str = ""
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serve(*behaviours: Behaviour) -> Iterator[Endpoint]:
    """Serve on a free port until the block ends."""
    endpoint = Endpoint(behaviours=list(behaviours))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            number = len(endpoint.requests)
            endpoint.requests.append(request)
            behaviour = endpoint.behaviours[min(number, len(endpoint.behaviours) - 1)]
            # The reader may have left, as some tests want.
            with suppress(BrokenPipeError, ConnectionResetError):
                behaviour(Call(self, request))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def with_settings(assistant: Assistant, **changes: object) -> Assistant:
    """The assistant with other settings, such as those of a language model."""
    settings = assistant.settings.model_copy(update=changes)
    return Assistant(
        assistant.plan,
        assistant.retriever,
        assistant.selector,
        settings,
        assistant.checker,
        assistant.judge,
    )


def reply(*statements: tuple[str, list[str]], completeness: str = "complete") -> str:
    """Write a reply in the form that the prompt asks for."""
    rows = [{"text": text, "labels": labels} for text, labels in statements]
    return json.dumps({"statements": rows, "completeness": completeness}, ensure_ascii=False)
