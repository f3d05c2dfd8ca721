"""Figures of a running server for Prometheus; none of them holds a question or a name."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.questions = Counter(
            "assistant_questions", "Answered questions", ["status"], registry=self._registry
        )
        self.seconds = Histogram(
            "assistant_evidence_seconds",
            "From a question to its evidence",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.feedback = Counter(
            "assistant_feedback", "Feedback given", ["verdict"], registry=self._registry
        )
        self.limited = Counter(
            "assistant_rate_limited", "Questions refused for now", registry=self._registry
        )
        self.failed_logins = Counter(
            "assistant_failed_logins", "Logins that failed", registry=self._registry
        )
        self.requests = Counter(
            "assistant_http_requests", "HTTP requests", ["method", "status"],
            registry=self._registry,
        )  # fmt: skip

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self._registry)


class CountRequests:
    """ASGI middleware that counts requests by method and status."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"]
                known = method if method in ("GET", "POST", "HEAD") else "other"
                self._metrics.requests.labels(known, str(message["status"])).inc()
            await send(message)

        await self._app(scope, receive, counted)
