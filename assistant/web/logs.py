"""Logs of the server: plain lines or JSON; never a question and never a name."""

from __future__ import annotations

import logging
import sys
from typing import Literal

from pythonjsonlogger.json import JsonFormatter


def set_up_logs(form: Literal["text", "json"]) -> None:
    """Send warnings and errors of the program and its libraries to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s"
    rename = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(
        JsonFormatter(fields, rename_fields=rename, json_ensure_ascii=False)
        if form == "json"
        else logging.Formatter(fields)
    )
    handler.setLevel(logging.WARNING)  # some libraries lower the level of their own loggers
    logging.getLogger().handlers[:] = [handler]
