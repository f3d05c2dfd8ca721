"""The page's server in a process of its own, for measuring it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.settings import PROJECT

_START_SECONDS = 120


@dataclass(frozen=True)
class WebServer:
    """A running server.

    Attributes:
        url: The page's address, with a slash at its end.
        process_id: Of the server.
        started_in: Seconds from its start until the page could be fetched.
    """

    url: str
    process_id: int
    started_in: float

    def memory(self) -> float:
        """Return the resident memory in MB."""
        kilobytes = subprocess.check_output(["ps", "-o", "rss=", "-p", str(self.process_id)])
        return int(kilobytes) / 1024


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Serve the page with the evidence engine, any number of questions, and an empty data folder.

    Raises:
        SystemExit: It does not start.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}/"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "ASSISTANT_HOST": "127.0.0.1",
            "ASSISTANT_PORT": str(port),
            "ASSISTANT_LLM": "off",
            "ASSISTANT_QUESTIONS_PER_MINUTE": "0",
            "ASSISTANT_DATA_FOLDER": folder,
        }
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                while not _loads(url):
                    if process.poll() is not None or time.perf_counter() - start > _START_SECONDS:
                        raise SystemExit("the web app did not start")
                    time.sleep(0.05)
                yield WebServer(url, process.pid, time.perf_counter() - start)
            finally:
                process.terminate()


def _loads(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
