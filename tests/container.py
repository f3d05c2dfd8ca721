"""What the Dockerfile puts into the image, put into a folder; Docker itself is not needed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath

from dockerfile_parse import DockerfileParser

_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x41  # SIOCSIFFLAGS, IFF_UP | IFF_RUNNING
_START_SECONDS = 120


class Dockerfile:
    """The Dockerfile of a project, with its .dockerignore."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._ignore = (project / ".dockerignore").read_text(encoding="utf-8").splitlines()
        with (project / "Dockerfile").open("rb") as file:
            self.steps = [
                (step["instruction"], step["value"])
                for step in DockerfileParser(fileobj=file).structure
            ]

    @cached_property
    def last_stage(self) -> list[tuple[str, str]]:
        """The steps of the image itself, after those that only build."""
        starts = [n for n, (instruction, _) in enumerate(self.steps) if instruction == "FROM"]
        return self.steps[starts[-1] :]

    @cached_property
    def environment(self) -> dict[str, str]:
        """The environment that the image sets."""
        values = (value for instruction, value in self.last_stage if instruction == "ENV")
        return dict(pair.split("=", 1) for value in values for pair in value.split())

    @cached_property
    def health_check(self) -> list[str]:
        """The command that says whether a container is well."""
        value = dict(self.last_stage)["HEALTHCHECK"]
        command: list[str] = json.loads(value.partition("CMD ")[2])
        return command

    @cached_property
    def command(self) -> list[str]:
        """The command that a container runs."""
        command: list[str] = json.loads(dict(self.last_stage)["CMD"])
        return command

    def is_sent(self, path: str) -> bool:
        """Whether a file goes to the builder at all; the last pattern that fits decides."""
        sent = True
        for line in self._ignore:
            pattern = line.strip().removeprefix("!")
            if not pattern or pattern.startswith("#"):
                continue
            parents = [path, *map(str, PurePosixPath(path).parents)]
            names = (pattern, pattern.removeprefix("**/"))
            if any(fnmatch(parent, name) for parent in parents for name in names):
                sent = line.strip().startswith("!")
        return sent

    def copy_to(self, folder: Path) -> None:
        """Copy the project's files that the image gets, under the names it gives them."""
        for instruction, value in self.last_stage:
            if instruction != "COPY" or value.startswith("--from"):
                continue
            *sources, target = value.split()
            for source in sources:
                self._copy(source, folder / (source if target == "./" else target))

    def _copy(self, source: str, target: Path) -> None:
        origin = self._project / source
        if origin.is_file():
            shutil.copy(origin, target)
            return
        for file in filter(Path.is_file, origin.rglob("*")):
            if self.is_sent(file.relative_to(self._project).as_posix()):
                place = target / file.relative_to(origin)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, place)


def run_offline(command: list[str], health_check: list[str]) -> int:
    """Run a server where there is no network but its own; tell it to stop once it is well.

    Returns:
        The server's exit status; 70 when it never was well.
    """
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh", b"lo", _UP_AND_RUNNING))
    with subprocess.Popen(command) as server:
        limit = time.monotonic() + _START_SECONDS
        is_well = False
        while not is_well and server.poll() is None and time.monotonic() < limit:
            time.sleep(0.5)
            check = subprocess.run(health_check, stderr=subprocess.DEVNULL)
            is_well = check.returncode == 0
        server.terminate()
        status = server.wait(timeout=30)
    return status if is_well else 70


if __name__ == "__main__":
    given = json.loads(os.environ["CONTAINER"])
    sys.exit(run_offline(given["command"], given["health_check"]))
