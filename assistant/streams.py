"""Streams whose pieces are made in a thread of their own, so that they can be left at any time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Put = Callable[[str], bool]


@dataclass(frozen=True)
class _End:
    error: Exception | None = None


def pumped(work: Callable[[Put], None], seconds: float | None = None) -> Iterator[str]:
    """Yield what a worker puts, while it works on in a thread.

    Closing the iterator, or the end of the time, tells the worker to stop: `put` then returns
    True. The worker is not waited for.

    Args:
        work: Makes the pieces; called once with the function that takes them.
        seconds: The longest time from the first request to the last piece; None for any.

    Raises:
        TimeoutError: The time is over.
        Exception: What the worker raised.
    """
    pieces: queue.SimpleQueue[str | _End] = queue.SimpleQueue()
    is_left = threading.Event()

    def put(piece: str) -> bool:
        pieces.put(piece)
        return is_left.is_set()

    def run() -> None:
        try:
            work(put)
            pieces.put(_End())
        except Exception as error:  # raised again in the thread of the reader
            pieces.put(_End(error))

    deadline = None if seconds is None else time.monotonic() + seconds
    threading.Thread(target=run, daemon=True).start()
    try:
        while True:
            rest = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                piece = pieces.get(timeout=rest)
            except queue.Empty:
                raise TimeoutError from None
            if isinstance(piece, _End):
                if piece.error:
                    raise piece.error
                return
            yield piece
    finally:
        is_left.set()
