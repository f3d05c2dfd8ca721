"""A circuit breaker: what failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures in a row; safe to use from several threads."""

    def __init__(
        self, failures: int = 3, rest: float = 60.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Open after so many failures in a row, for so many seconds.

        Args:
            failures: Failures in a row that open it.
            rest: Seconds until one more try is allowed.
            now: A clock that only goes forward, in seconds.
        """
        self._limit = failures
        self._rest = rest
        self._now = now
        self._failed = 0
        self._opened = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether a try may be made; after the rest, one is, and the next waits for its end."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._now() - self._opened < self._rest:
                return False
            self._opened = self._now()
            return True

    def succeeded(self) -> None:
        """Close it."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Count a failure."""
        with self._lock:
            self._failed += 1
            self._opened = self._now()
