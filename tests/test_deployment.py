"""The Dockerfile and the systemd unit, as far as they can be tested without Docker and systemd."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import PROJECT, Settings
from tests.conftest import skip_or_fail
from tests.container import Dockerfile

UNIT = PROJECT / "deploy" / "plan-assistant.service"
MOST_EXPOSED = "20"  # tenths: 2.0 of 10 in `systemd-analyze security`


@pytest.fixture(scope="module")
def dockerfile() -> Dockerfile:
    """The shipped Dockerfile."""
    return Dockerfile(PROJECT)


def test_image_runs_without_root(dockerfile: Dockerfile) -> None:
    """The last user of the image is a number that is not 0, so that orchestrators can check it."""
    users = [value for instruction, value in dockerfile.last_stage if instruction == "USER"]
    assert users and users[-1].isdigit() and int(users[-1]) > 0


def test_image_holds_no_secret(dockerfile: Dockerfile) -> None:
    """No step names a secret, and neither settings nor people's data go to the builder."""
    for instruction, value in dockerfile.steps:
        if instruction == "COMMENT":
            continue
        assert not re.search(r"(?i)password|secret|token|api_key|BEGIN ", value), instruction
        assert instruction != "ADD" and not (instruction == "COPY" and value.startswith(". "))
    private = (
        ".env", "data/.env", ".git/config", "data/local/accounts.sqlite", "eval/results/a.json",
        "data/index/manifest.json", ".cache/llm/model.gguf", ".venv/bin/python", "notes.txt",
    )  # fmt: skip
    assert [path for path in private if dockerfile.is_sent(path)] == []
    needed = ("app.py", "assistant/web/page.css", "data/plan.txt", "prompts/answer.md")
    assert [path for path in needed if not dockerfile.is_sent(path)] == []


def test_settings_of_image_and_unit_exist(dockerfile: Dockerfile) -> None:
    """Every setting that image and unit make is one that the program knows."""
    made = set(re.findall(r"ASSISTANT_(\w+)=", UNIT.read_text(encoding="utf-8")))
    made |= {n.removeprefix("ASSISTANT_") for n in dockerfile.environment if "ASSISTANT_" in n}
    assert made - {"NAME"} and {name.lower() for name in made - {"NAME"}} <= set(
        Settings.model_fields
    )


@pytest.mark.slow
def test_copied_files_serve_the_page_offline(dockerfile: Dockerfile, tmp_path: Path) -> None:
    """What the image gets is enough to be well without any network, and to stop when told."""
    alone = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"]).returncode:
        pytest.skip("this machine lets nobody make a network of their own")
    image = tmp_path / "image"
    image.mkdir()
    dockerfile.copy_to(image)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ASSISTANT_", "PYTHON"))}
    kept |= {n: v for n, v in dockerfile.environment.items() if n != "PATH"}
    kept |= {
        "ASSISTANT_DATA_FOLDER": str(tmp_path / "people"),
        "CONTAINER": json.dumps(
            {
                "command": [sys.executable, *dockerfile.command[1:]],
                "health_check": [sys.executable, *dockerfile.health_check[1:]],
            }
        ),
    }
    indexing = [sys.executable, "-m", "assistant", "index"]
    subprocess.run(indexing, cwd=image, env=kept, check=True)
    serving = [*alone, sys.executable, str(PROJECT / "tests" / "container.py")]
    assert subprocess.run(serving, cwd=image, env=kept).returncode == 0


def test_unit_is_valid(tmp_path: Path) -> None:
    """No fault is found in the unit, once its program is where it says."""
    copy = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace(
        "/opt/plan-assistant/.venv/bin/python", sys.executable
    )
    copy.write_text(text, encoding="utf-8")
    done = analyze("verify", str(copy))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_unit_is_hardened() -> None:
    """The service's exposure, as systemd counts it, stays low."""
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(UNIT))
    assert done.returncode == 0, done.stdout


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        skip_or_fail("no systemd-analyze on this machine")
    command = ["systemd-analyze", "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True)
