"""The Chromium or Chrome of this machine, for tests and benchmarks."""

from __future__ import annotations

import shutil

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> str | None:
    """Return the path of the browser; None when there is none."""
    return next(filter(None, map(shutil.which, (*COMMANDS, *_MAC_APPS))), None)
