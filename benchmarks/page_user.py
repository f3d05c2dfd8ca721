"""A user of the page who has no browser: the requests that the page makes, made over HTTP."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import httpx

_TIMEOUT = 60  # seconds; a question that takes longer counts as failed


@dataclass(frozen=True)
class Asked:
    """What became of one question.

    Attributes:
        evidence: Seconds from asking until the evidence came; None when it never did.
        whole: Seconds until the answer was complete.
        problem: What went wrong; empty when nothing did.
    """

    evidence: float | None
    whole: float
    problem: str = ""


class PageUser:
    """One conversation of one user."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=_TIMEOUT)
        config = self._client.get("config").raise_for_status().json()
        self._prefix = config["api_prefix"].strip("/")
        self._ask = _function(config, "ask")
        self._suggest = _function(config, "suggest")
        self._restart = _function(config, "restart")
        self._session = ""
        self.open_again()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open_again(self) -> None:
        """Load the page anew, which begins a session of its own."""
        self._client.get("").raise_for_status()
        self._session = uuid.uuid4().hex

    def restart(self) -> None:
        """Begin a new conversation in the same session."""
        for _ in self._events(self._restart, []):
            pass

    def ask(self, question: str) -> Asked:
        """Ask a question and read its whole answer, then fetch what to ask next, as the page does.

        The time for what to ask next is not counted: the reader has the answer by then.
        """
        evidence = None
        problem = "no answer"
        start = time.perf_counter()
        try:
            for event in self._events(self._ask, [question, None]):
                if evidence is None and 'class=\\"status status-' in event:
                    evidence = time.perf_counter() - start
                if json.loads(event).get("success"):
                    problem = ""
            whole = time.perf_counter() - start
            if "status-failed" in event or evidence is None:
                problem = problem or "failed"
            for _ in self._events(self._suggest, [None]):
                pass
        except httpx.HTTPError as error:
            whole, problem = time.perf_counter() - start, type(error).__name__
        return Asked(evidence, whole, problem)

    def _events(self, function: int, data: list[Any]) -> Iterator[str]:
        """Call one of the page's functions; yields what the server says of it, as JSON."""
        job = {"data": data, "fn_index": function, "session_hash": self._session}
        self._client.post(f"{self._prefix}/queue/join", json=job).raise_for_status()
        where = {"session_hash": self._session}
        with self._client.stream("GET", f"{self._prefix}/queue/data", params=where) as stream:
            for line in stream.iter_lines():
                if "close_stream" in line[:40]:
                    return
                if line.startswith("data: "):
                    yield line.removeprefix("data: ")


def _function(config: dict[str, Any], name: str) -> int:
    found = (each["id"] for each in config["dependencies"] if each["api_name"] == name)
    return int(next(found))
