"""The version of the program, from `pyproject.toml`."""

from __future__ import annotations

import tomllib

from assistant.settings import PROJECT


def _read() -> str:
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


VERSION = _read()
