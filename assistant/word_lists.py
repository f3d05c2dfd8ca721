"""Language resources: tables of words in text files, one row a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "resources"


def lines_of(name: str) -> Iterator[str]:
    """The lines of a resource that are neither empty nor comments (``#``).

    Args:
        name: Name of the file in ``resources/``.
    """
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
