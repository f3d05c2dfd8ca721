from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import PROJECT
from embeddings import (
    EmbeddingError,
    Encoder,
    EncoderSettings,
    Entry,
    VectorIndex,
    inspect_index,
    load_encoder,
    open_index,
)

TEXTS = ("加快推进民用机场建设", "煤层气年产量达到100亿立方米", "完善养老服务体系", "打造营商环境")
ENTRIES = tuple(Entry(10 + i, text) for i, text in enumerate(TEXTS))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(EncoderSettings())


@pytest.fixture
def messages() -> list[str]:
    return []


def opened(
    folder: Path,
    encoder: Encoder,
    messages: list[str],
    entries: Sequence[Entry] = ENTRIES,
    source: str = "s",
    version: str = "1",
) -> VectorIndex:
    return open_index(
        folder,
        entries,
        encoder,
        source_sha256=source,
        passage_version=version,
        notify=messages.append,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".lock"
    }


def test_nearest_entry_is_found_by_meaning(
    tmp_path: Path, encoder: Encoder, messages: list[str]
) -> None:
    """The entry that means the same comes first, under its own id, with a cosine as score."""
    index = opened(tmp_path / "i", encoder, messages)
    scores, ids = index.search(encoder.encode_queries(["坐飞机"]), 6)
    assert ids.shape == scores.shape == (1, 6)
    assert ids[0][0] == 10 and -1.0 <= scores[0][0] <= 1.0001
    assert sorted(ids[0]) == [-1, -1, 10, 11, 12, 13]
    assert np.allclose(index.vectors(), encoder.encode_passages(TEXTS), atol=1e-6)


def test_second_opening_builds_nothing(
    tmp_path: Path, encoder: Encoder, messages: list[str]
) -> None:
    """A usable index is opened as it is, and finds the same."""
    first = opened(tmp_path / "i", encoder, messages)
    before = files(tmp_path / "i")
    second = opened(tmp_path / "i", encoder, messages)
    assert len(messages) == 1 and "还没有索引" in messages[0]
    assert files(tmp_path / "i") == before
    assert np.array_equal(first.vectors(), second.vectors())


def only(folder: Path, name: str) -> Path:
    (found,) = folder.glob(f"v-*/{name}")
    return found


def edit_manifest(folder: Path, **changes: object) -> None:
    path = only(folder, "manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("index deleted", lambda f: only(f, "index.faiss").unlink(), "缺少 index.faiss"),
    ("index truncated", lambda f: os.truncate(only(f, "index.faiss"), 50), "已损坏"),
    ("index edited", lambda f: only(f, "index.faiss").write_bytes(b"x" * 99), "已损坏"),
    ("entries deleted", lambda f: only(f, "entries.json").unlink(), "缺少 entries.json"),
    ("entries edited", lambda f: only(f, "entries.json").write_text("[]"), "已损坏"),
    ("manifest deleted", lambda f: only(f, "manifest.json").unlink(), "缺少清单"),
    ("manifest broken", lambda f: only(f, "manifest.json").write_text("{"), "清单已损坏"),
    ("manifest binary", lambda f: only(f, "manifest.json").write_bytes(b"\xff\xfe"), "清单已损坏"),
    ("pointer deleted", lambda f: (f / "CURRENT").unlink(), "还没有索引"),
    ("pointer elsewhere", lambda f: (f / "CURRENT").write_text("../../etc"), "已损坏"),
    ("pointer binary", lambda f: (f / "CURRENT").write_bytes(b"\xff"), "无法读取"),
    ("other encoder", lambda f: edit_manifest(f, encoder="other-1"), "另一个向量模型"),
    ("other format", lambda f: edit_manifest(f, format=0), "其他版本的程序"),
]


@pytest.mark.parametrize(("damage", "reason"), [d[1:] for d in DAMAGE], ids=[d[0] for d in DAMAGE])
def test_unusable_index_is_rebuilt_with_the_reason(
    tmp_path: Path,
    encoder: Encoder,
    messages: list[str],
    damage: Callable[[Path], object],
    reason: str,
) -> None:
    """Whatever is wrong with a stored index, it is built again and one sentence says why."""
    folder = tmp_path / "i"
    whole = opened(folder, encoder, [])
    damage(folder)
    why = inspect_index(folder, ENTRIES, encoder, source_sha256="s", passage_version="1")
    again = opened(folder, encoder, messages)
    assert why and reason in why and len(messages) == 1 and reason in messages[0]
    assert np.array_equal(whole.vectors(), again.vectors())
    assert len(list(folder.glob("v-*"))) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": "other"}, "另一份规划文本"),
        ({"version": "2"}, "切分规则"),
        ({"entries": (*ENTRIES, Entry(99, "新的一段"))}, "段落与规划文本不符"),
    ],
)
def test_outdated_index_is_rebuilt(
    tmp_path: Path,
    encoder: Encoder,
    messages: list[str],
    change: dict[str, object],
    reason: str,
) -> None:
    """An index of another text, other rules or other passages is not used."""
    opened(tmp_path / "i", encoder, [])
    opened(tmp_path / "i", encoder, messages, **change)  # type: ignore[arg-type]
    assert len(messages) == 1 and reason in messages[0]


def test_full_disk_leaves_the_old_index(
    tmp_path: Path, encoder: Encoder, messages: list[str]
) -> None:
    """When the disk takes no more, a clear error comes and the old index stays usable."""
    folder = tmp_path / "i"
    opened(folder, encoder, messages)
    before = files(folder)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        with pytest.raises(EmbeddingError, match="原有索引没有改动"):
            opened(folder, encoder, messages, source="newer")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)
    assert files(folder) == before
    messages.clear()
    opened(folder, encoder, messages)
    assert messages == []


@pytest.mark.parametrize(("code", "words"), [(errno.EROFS, "只读"), (errno.EACCES, "没有写权限")])
def test_read_only_folder(
    tmp_path: Path,
    encoder: Encoder,
    messages: list[str],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    words: str,
) -> None:
    """On a read-only disk a usable index opens, and building fails with a clear error.

    Tests may run as root, whom permissions do not bind; so creating anything fails by hand.
    """
    folder = tmp_path / "i"
    opened(folder, encoder, messages)

    def refuse(*args: object, **more: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert opened(folder, encoder, messages).ids == (10, 11, 12, 13)
    with pytest.raises(EmbeddingError, match=words):
        opened(folder, encoder, messages, source="newer")


def test_folder_that_is_a_file(tmp_path: Path, encoder: Encoder, messages: list[str]) -> None:
    """A path that cannot become a folder is a clear error."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(EmbeddingError, match="无法在"):
        opened(blocked, encoder, messages)
    assert blocked.read_text() == "in the way"


BUILDER = """
import sys
from pathlib import Path
from embeddings import *
entries = [Entry(i, f"第{i}个段落说的是发展") for i in range(int(sys.argv[2]))]
open_index(Path(sys.argv[1]), entries, load_encoder(EncoderSettings()), source_sha256="s",
           passage_version=sys.argv[3], notify=lambda text: print("built", flush=True))
print("opened")
"""


def builder(folder: Path, count: int, version: str = "1") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(folder), str(count), version]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once_build_once(tmp_path: Path) -> None:
    """Of two processes that start together one builds, the other waits and uses the result."""
    both = [builder(tmp_path / "i", 60) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0].split() for process in both]
    assert sorted(outputs) == [["built", "opened"], ["opened"]]


def test_killed_build_leaves_the_old_index(
    tmp_path: Path, encoder: Encoder, messages: list[str]
) -> None:
    """A build that is killed half-way leaves the old index; its remains go with the next build."""
    folder = tmp_path / "i"
    opened(folder, encoder, messages)
    before = files(folder)
    with builder(folder, 3000, "2") as process:
        assert process.stdout and process.stdout.readline() == "built\n"
        time.sleep(0.3)
        process.kill()
    assert files(folder) == before
    (folder / "v-0123456789abcdef").mkdir()
    opened(folder, encoder, messages, source="newer")
    assert len(list(folder.glob("v-*"))) == 1
