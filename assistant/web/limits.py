"""Limits: questions per minute and user, and bytes per request."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web import texts

_MOST_USERS = 10_000


class RateLimit:
    """A bucket of tokens for each user: as many at once as in a minute, refilled steadily."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow this many a minute; 0 means any number."""
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, user: str) -> float:
        """Take a token; returns 0.0, or the seconds until there is one again."""
        if not self._per_minute:
            return 0.0
        rate = self._per_minute / 60
        with self._lock:
            now = self._clock()
            tokens, then = self._buckets.pop(user, (float(self._per_minute), now))
            tokens = min(self._per_minute, tokens + (now - then) * rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / rate
            self._buckets[user] = (tokens if wait else tokens - 1, now)
            while len(self._buckets) > _MOST_USERS:
                self._buckets.popitem(last=False)
            return wait


class BodyLimit:
    """ASGI middleware that refuses requests with too large a body, whether announced or not."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as long as it is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and int(announced) > self._max:
            await self._refuse(scope, receive, send)
            return
        received, is_answered = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= self._max else {"type": "http.disconnect"}

        async def guarded(message: Message) -> None:
            nonlocal is_answered
            if received <= self._max:  # what the program makes of half a body is not sent
                is_answered = True
                await send(message)

        try:
            await self._app(scope, counted, guarded)
        except ClientDisconnect:
            if received <= self._max:
                raise
        if received > self._max and not is_answered:
            await self._refuse(scope, receive, send)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(texts.REQUEST_TOO_LARGE, 413)(scope, receive, send)
