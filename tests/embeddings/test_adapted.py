from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import Changes, EmbeddingError, adapted_file, is_whole, open_adapted
from embeddings.adapted import changed, directory, packed, unpacked
from embeddings.encoders import BundledEncoder, bundled_weights

TEXTS = ["飞机场什么时候能坐上?", "煤层气一年要产多少?"]
SHAPE = (384, 384)
NAME = "l3.q.w"


def nothing() -> Changes:
    return Changes({}, {}, {})


def some(seed: int = 5) -> Changes:
    """A small change of one matrix, and of one vector."""
    rng = np.random.default_rng(seed)
    down = {NAME: rng.normal(size=(4, SHAPE[1])).astype(np.float32) / 20}
    up = {NAME: rng.normal(size=(SHAPE[0], 4)).astype(np.float32) / 20}
    return Changes(down, up, {"l3.q.b": np.ones(SHAPE[0], dtype=np.float32)})


@pytest.fixture(scope="module")
def model() -> np.ndarray:
    return np.fromfile(bundled_weights(), dtype=np.uint8)


def test_matrices_survive_packing(model: np.ndarray) -> None:
    """A matrix of the package is the same after unpacking and packing."""
    blocks = model[directory(model)[NAME] :][: SHAPE[0] * SHAPE[1] // 32 * 18]
    assert np.array_equal(packed(unpacked(blocks, SHAPE)), blocks)


def test_packing_is_as_near_as_four_bits_allow() -> None:
    """No weight is off by more than one step of its group's scale."""
    matrix = np.random.default_rng(2).normal(size=(8, 64)).astype(np.float32)
    steps = np.abs(matrix.reshape(-1, 32)).max(axis=1).repeat(32).reshape(matrix.shape) / 8
    assert np.all(np.abs(unpacked(packed(matrix), (8, 64)) - matrix) <= steps * 1.01)


def test_without_changes_nothing_changes(model: np.ndarray, tmp_path: Path) -> None:
    """The encoder that is made by no change gives the vectors of the package."""
    assert np.array_equal(changed(model, nothing()), model)
    adapted = open_adapted(nothing(), tmp_path)
    assert np.array_equal(adapted.encode_queries(TEXTS), BundledEncoder().encode_queries(TEXTS))


def test_changes_make_another_encoder(tmp_path: Path) -> None:
    """Changed weights give other vectors of length one under a name of their own."""
    plain, adapted = BundledEncoder(), open_adapted(some(), tmp_path)
    vectors = adapted.encode_queries(TEXTS)
    assert adapted.name != plain.name and adapted.name.startswith(plain.name)
    assert not np.allclose(vectors, plain.encode_queries(TEXTS), atol=1e-3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_file_is_written_once_and_replaced_by_others(tmp_path: Path) -> None:
    """A file is used again, and the one of other changes is removed."""
    open_adapted(some(1), tmp_path)
    (file,) = tmp_path.glob("*.bin")
    written = file.stat().st_mtime_ns
    open_adapted(some(1), tmp_path)
    assert file.stat().st_mtime_ns == written
    open_adapted(some(2), tmp_path)
    (other,) = tmp_path.glob("*.bin")
    assert other != file and not list(tmp_path.glob("*.tmp"))


def test_a_file_that_is_not_whole_is_written_anew(tmp_path: Path) -> None:
    """A file that lost its end, as after a power cut, is not opened but replaced."""
    file = adapted_file(nothing(), tmp_path)
    file.write_bytes(b"E5S1")
    assert not is_whole(file)
    assert len(open_adapted(nothing(), tmp_path).encode_queries(TEXTS)) == len(TEXTS)
    assert is_whole(file)


def test_changes_survive_storage() -> None:
    """What is named for a file is read back, up to half precision."""
    read = Changes.of_arrays(some().arrays())
    assert read.fingerprint == some().fingerprint
    assert np.allclose(read.down[NAME], some().down[NAME], atol=1e-3)
    assert np.array_equal(read.vectors["l3.q.b"], some().vectors["l3.q.b"])


def test_another_format_and_a_missing_array_are_told(model: np.ndarray, tmp_path: Path) -> None:
    """Files that are no model, arrays that it lacks and folders that are none are refused."""
    with pytest.raises(EmbeddingError, match="文件格式"):
        directory(np.zeros(100, dtype=np.uint8))
    with pytest.raises(EmbeddingError, match=r"l99\.q\.b"):
        changed(model, Changes({}, {}, {"l99.q.b": np.ones(384, dtype=np.float32)}))
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddingError, match="生成读题模型"):
        open_adapted(nothing(), tmp_path / "file")
