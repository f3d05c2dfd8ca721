"""How many threads one multiplication of vectors may take."""

from __future__ import annotations

import numpy  # noqa: F401 - what is to be limited has to be loaded
from threadpoolctl import threadpool_limits


def multiply_in_one_thread() -> None:
    """Let numpy multiply in the calling thread, for the rest of the process.

    The vectors of a plan are so few that more threads gain nothing; with several questions at
    once those threads wait for each other, and answers took five times the processor time.
    Libraries that are loaded later, such as torch, keep theirs.
    """
    threadpool_limits(limits=1, user_api="blas")
