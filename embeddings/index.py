"""The FAISS index on disk: built once, verified at every start, replaced as a whole.

Layout of an index folder::

    CURRENT                 name of the version in use, one line
    v-<16 hex digits>/      one complete version, never changed once CURRENT names it
        index.faiss         IndexIDMap2 over IndexFlatIP
        entries.json        ids and texts, in the order of the vectors
        manifest.json       what the version was made from, and hashes of both files

A build writes a new version folder, flushes it to disk, and then replaces CURRENT by one atomic
rename. A crash before the rename leaves the old version in use, a crash after it the new one.
Builders hold a lock beside the folder; readers need none, so a usable index opens on a read-only
disk. Folders that CURRENT does not name are removed by the next builder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Encoder, Progress, Vectors
from embeddings.storage import lock, storage_errors, write

if TYPE_CHECKING:
    import faiss

FORMAT = 1
_CURRENT, _INDEX, _ENTRIES, _MANIFEST = "CURRENT", "index.faiss", "entries.json", "manifest.json"

Notify = Callable[[str], None]


@dataclass(frozen=True)
class Entry:
    """A text to be found, under its id."""

    id: int
    text: str


@dataclass(frozen=True)
class Manifest:
    """What an index version was made from; all of it must match for the version to be used."""

    format: int
    source_sha256: str
    passage_version: str
    encoder: str
    dimension: int
    count: int
    index_sha256: str
    entries_sha256: str


class VectorIndex:
    """An opened index; read-only, and safe to search from several threads."""

    def __init__(self, index: faiss.IndexIDMap2, ids: tuple[int, ...]) -> None:
        """Wrap a FAISS index whose ids are given in the order of its vectors."""
        self._index = index
        self.ids = ids

    def __len__(self) -> int:
        """Number of entries."""
        return len(self.ids)

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Find the k nearest entries of each query by inner product.

        Args:
            queries: Array of shape (q, dimension), float32, rows of unit length.
            k: How many entries to return.

        Returns:
            Scores and ids, each of shape (q, k), best first; id −1 where there is no further entry.
        """
        scores, ids = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), k)
        return scores, ids

    def vectors(self) -> Vectors:
        """All vectors in the order of `ids`, shape (n, dimension), float32."""
        inner = self._index.index
        return np.asarray(inner.reconstruct_n(0, inner.ntotal), dtype=np.float32)


class _UnusableError(Exception):
    """Why a stored version cannot be used, in Chinese."""


def open_index(
    folder: Path,
    entries: Sequence[Entry],
    encoder: Encoder,
    *,
    source_sha256: str,
    passage_version: str,
    on_progress: Progress | None = None,
    notify: Notify | None = None,
    rebuild: bool = False,
) -> VectorIndex:
    """Open the index of these entries; build it when there is none that fits.

    Args:
        folder: Where the index is kept.
        entries: What it must hold.
        encoder: What encodes them.
        source_sha256: Hash of the document the entries come from.
        passage_version: Version of the rules that made the entries.
        on_progress: Called with (entries encoded, entries in all) during a build.
        notify: Called with one Chinese sentence that says why a build is needed.
        rebuild: Build even if the stored index fits.

    Raises:
        EmbeddingError: The index cannot be read, built or stored; a stored one stays as it was.
    """
    wanted = _Wanted(
        tuple(entries), encoder.name, encoder.dimension, source_sha256, passage_version
    )
    if not rebuild:
        try:
            return _load(folder, wanted)
        except _UnusableError:
            pass
    with storage_errors(folder), lock(folder):
        reason = "按要求重建索引"
        if not rebuild:
            try:
                return _load(folder, wanted)  # another process was faster
            except _UnusableError as error:
                reason = str(error)
        if notify:
            notify(f"{reason},正在建立向量索引({len(wanted.entries)} 条)……")
        return _build(folder, wanted, encoder, on_progress)


def inspect_index(
    folder: Path,
    entries: Sequence[Entry],
    encoder: Encoder,
    *,
    source_sha256: str,
    passage_version: str,
) -> str | None:
    """Say why the stored index cannot be used, in Chinese; None when it can. Builds nothing."""
    wanted = _Wanted(
        tuple(entries), encoder.name, encoder.dimension, source_sha256, passage_version
    )
    try:
        _load(folder, wanted)
    except _UnusableError as error:
        return str(error)
    return None


@dataclass(frozen=True)
class _Wanted:
    """What an index must be for the caller."""

    entries: tuple[Entry, ...]
    encoder: str
    dimension: int
    source_sha256: str
    passage_version: str

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(entry.id for entry in self.entries)

    @property
    def entries_json(self) -> bytes:
        rows = [[entry.id, entry.text] for entry in self.entries]
        return json.dumps(rows, ensure_ascii=False).encode()


# --- Loading -------------------------------------------------------------------------------


def _load(folder: Path, wanted: _Wanted) -> VectorIndex:
    version = _current_version(folder)
    manifest = _read_manifest(version)
    _compare(manifest, wanted)
    data = _read_verified(version / _INDEX, manifest.index_sha256)
    _read_verified(version / _ENTRIES, manifest.entries_sha256)
    index = _deserialise(data)
    if index.ntotal != len(wanted.entries) or index.d != wanted.dimension:
        raise _UnusableError("索引内容与清单不符")
    return VectorIndex(index, wanted.ids)


def _current_version(folder: Path) -> Path:
    try:
        name = (folder / _CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise _UnusableError("还没有索引") from None
    except (OSError, UnicodeDecodeError):
        raise _UnusableError("索引目录无法读取") from None
    if not name.startswith("v-") or not name[2:].isalnum():
        raise _UnusableError("索引目录已损坏")
    return folder / name


def _read_manifest(version: Path) -> Manifest:
    try:
        return Manifest(**json.loads((version / _MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise _UnusableError("索引文件不完整(缺少清单)") from None
    except (OSError, ValueError, TypeError):
        raise _UnusableError("索引清单已损坏") from None


def _compare(manifest: Manifest, wanted: _Wanted) -> None:
    reasons = (
        (manifest.format == FORMAT, "索引是其他版本的程序建立的"),
        (manifest.source_sha256 == wanted.source_sha256, "索引属于另一份规划文本"),
        (manifest.encoder == wanted.encoder, f"索引由另一个向量模型建立({manifest.encoder})"),
        (manifest.passage_version == wanted.passage_version, "段落切分规则已更新"),
        (manifest.dimension == wanted.dimension, "索引的向量维数不同"),
        (manifest.entries_sha256 == _sha256(wanted.entries_json), "索引的段落与规划文本不符"),
        (manifest.count == len(wanted.entries), "索引的段落数不符"),
    )
    for fits, reason in reasons:
        if not fits:
            raise _UnusableError(reason)


def _read_verified(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _UnusableError(f"索引文件不完整(缺少 {path.name})") from None
    except OSError as error:
        raise _UnusableError(f"索引文件 {path.name} 无法读取({error.strerror})") from None
    if _sha256(data) != sha256:
        raise _UnusableError(f"索引文件 {path.name} 已损坏")
    return data


def _deserialise(data: bytes) -> faiss.IndexIDMap2:
    import faiss

    try:
        index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
    except RuntimeError:
        raise _UnusableError("索引文件不是 FAISS 索引") from None
    if not isinstance(index, faiss.IndexIDMap2):
        raise _UnusableError("索引文件的类型不符")
    return index


# --- Building ------------------------------------------------------------------------------


def _build(
    folder: Path, wanted: _Wanted, encoder: Encoder, on_progress: Progress | None
) -> VectorIndex:
    """Write a new version and make it current; the caller holds the lock."""
    import faiss

    _remove_leftovers(folder)
    vectors = encoder.encode_passages([entry.text for entry in wanted.entries], on_progress)
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(wanted.dimension))
    index.add_with_ids(vectors, np.array(wanted.ids, dtype=np.int64))
    data = faiss.serialize_index(index).tobytes()
    manifest = Manifest(
        format=FORMAT,
        source_sha256=wanted.source_sha256,
        passage_version=wanted.passage_version,
        encoder=wanted.encoder,
        dimension=wanted.dimension,
        count=len(wanted.entries),
        index_sha256=_sha256(data),
        entries_sha256=_sha256(wanted.entries_json),
    )
    version = folder / f"v-{uuid.uuid4().hex[:16]}"
    try:
        version.mkdir()
        write(version / _INDEX, data)
        write(version / _ENTRIES, wanted.entries_json)
        write(version / _MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        write(version / _CURRENT, f"{version.name}\n".encode())
        (version / _CURRENT).replace(folder / _CURRENT)
    except OSError:
        shutil.rmtree(version, ignore_errors=True)
        raise
    _remove_leftovers(folder)
    return VectorIndex(index, wanted.ids)


def _remove_leftovers(folder: Path) -> None:
    """Remove versions that are not current: those of crashed builds, and the one replaced."""
    try:
        current = _current_version(folder).name
    except _UnusableError:
        current = ""
    for version in folder.glob("v-*"):
        if version.name != current:
            shutil.rmtree(version, ignore_errors=True)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
