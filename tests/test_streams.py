from __future__ import annotations

import threading
import time

import pytest

from assistant.breaker import CircuitBreaker
from assistant.streams import Put, pumped


def test_pieces_come_in_order_and_errors_are_raised() -> None:
    """What the worker puts is yielded before what it raises."""

    def work(put: Put) -> None:
        put("甲")
        put("乙")
        raise ValueError("丙")

    seen = []
    with pytest.raises(ValueError, match="丙"):
        for piece in pumped(work):
            seen.append(piece)
    assert seen == ["甲", "乙"]


def test_a_worker_that_is_left_is_told() -> None:
    """Closing the stream makes the next piece the worker's last."""
    is_told = threading.Event()

    def work(put: Put) -> None:
        while not put("甲"):
            time.sleep(0.01)
        is_told.set()

    stream = pumped(work)
    assert next(stream) == "甲"
    stream.close()
    assert is_told.wait(10)


def test_a_slow_worker_is_not_waited_for() -> None:
    """The time counts from the first request, over all pieces."""
    ends = threading.Event()

    def work(put: Put) -> None:
        put("甲")
        ends.wait(30)

    stream = pumped(work, seconds=0.2)
    assert next(stream) == "甲"
    with pytest.raises(TimeoutError):
        next(stream)
    ends.set()


def test_the_breaker_opens_rests_and_closes() -> None:
    """Failures in a row open it, a rest allows one try, and a success closes it."""
    clock = [0.0]
    breaker = CircuitBreaker(failures=2, rest=10, now=lambda: clock[0])
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock[0] = 10.5
    assert breaker.allows() and not breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
