"""Files of the index folder: one writer at a time, flushed to disk, failures told in Chinese."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embeddings.errors import EmbeddingError

LOCK_SECONDS = 600.0


def write(path: Path, data: bytes) -> None:
    """Write a file and flush it to disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Let one process at a time write into a folder, which is made if it is missing.

    Raises:
        EmbeddingError: Another process holds it too long.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise EmbeddingError(
            f"等待另一个进程建立索引超过 {LOCK_SECONDS / 60:.0f} 分钟。请确认没有卡住的进程后重试。"
        ) from None


@contextmanager
def storage_errors(folder: Path, what: str = "建立索引") -> Iterator[None]:
    """Turn failures of the file system into Chinese messages that say what to do."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: "磁盘已满,请清理空间",
            errno.EDQUOT: "磁盘配额已用完,请清理空间",
            errno.EFBIG: "磁盘空间或文件大小受限,请清理空间",
            errno.EROFS: "磁盘是只读的",
            errno.EACCES: "没有写权限",
            errno.EPERM: "没有写权限",
            errno.ENOTDIR: "路径中有一部分不是目录",
            errno.EEXIST: "路径被同名文件占用",
        }.get(error.errno or 0, error.strerror or "未知原因")
        raise EmbeddingError(
            f"无法在 {folder} {what}:{advice}。原有索引没有改动;"
            "也可以用 ASSISTANT_INDEX_FOLDER 指定另一个目录。"
        ) from error
