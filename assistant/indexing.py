"""The vector indexes of a plan: its passages, the clauses and the words they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.passages import PASSAGE_VERSION, Passage, clause_texts
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.words import Segmenter
from embeddings import (
    Encoder,
    EncoderSettings,
    Entry,
    VectorIndex,
    inspect_index,
    load_encoder,
    open_index,
)

# Part of the manifests: raise them whenever other clauses or words are taken.
_CLAUSES_VERSION = "1"
_CLAUSES_FOLDER = "clauses"
_WORDS_VERSION = "1"
_WORDS_FOLDER = "words"


@dataclass(frozen=True)
class Indexes:
    """All indexes, opened.

    Attributes:
        passages: The passages with their headings.
        clauses: The clauses of the passages, in order.
        passage_of_clause: The passage that each clause belongs to.
        words: The plan's words, in the order of their index.
        of_words: Their index.
    """

    passages: VectorIndex
    clauses: VectorIndex
    passage_of_clause: tuple[int, ...]
    words: tuple[str, ...]
    of_words: VectorIndex


@dataclass(frozen=True)
class _Source:
    """What one index is made from."""

    folder: Path
    entries: tuple[Entry, ...]
    version: str


def encoder_for(settings: Settings) -> Encoder:
    """Load the encoder that the settings name.

    Raises:
        EmbeddingError: It is not installed or cannot be loaded.
    """
    return load_encoder(
        EncoderSettings(
            model=settings.encoder,
            device=settings.encoder_device,
            query_prompt=settings.encoder_query_prompt,
            passage_prompt=settings.encoder_passage_prompt,
        )
    )


def open_indexes(
    settings: Settings,
    plan: Plan,
    passages: Sequence[Passage],
    segmenter: Segmenter,
    encoder: Encoder,
    on_progress: Callable[[int, int], None] | None = None,
    notify: Callable[[str], None] | None = None,
    *,
    rebuild: bool = False,
) -> Indexes:
    """Open the indexes of these passages, building them first when needed or when told to.

    Raises:
        EmbeddingError: An index cannot be read, built or stored.
    """
    words = words_of(passages, segmenter)
    opened = [
        open_index(
            source.folder,
            source.entries,
            encoder,
            source_sha256=plan.sha256,
            passage_version=source.version,
            on_progress=on_progress,
            notify=notify,
            rebuild=rebuild,
        )
        for source in _sources(settings, passages, words)
    ]
    owners = tuple(p.id for p in passages for _ in clause_texts(p))
    return Indexes(opened[0], opened[1], owners, words, opened[2])


def inspect_indexes(
    settings: Settings,
    plan: Plan,
    passages: Sequence[Passage],
    segmenter: Segmenter,
    encoder: Encoder,
) -> str | None:
    """Say why a stored index cannot be used, in Chinese; None when all can. Builds nothing."""
    reasons = (
        inspect_index(
            source.folder,
            source.entries,
            encoder,
            source_sha256=plan.sha256,
            passage_version=source.version,
        )
        for source in _sources(settings, passages, words_of(passages, segmenter))
    )
    return next(filter(None, reasons), None)


def words_of(passages: Sequence[Passage], segmenter: Segmenter) -> tuple[str, ...]:
    """The words of the passages and of their headings that say something, sorted."""
    texts = {text for passage in passages for text in (passage.text, *passage.headings)}
    words = {word for text in texts for word in segmenter.words(text)}
    return tuple(sorted(word for word in words if len(word) > 1))


def _sources(
    settings: Settings, passages: Sequence[Passage], words: Sequence[str]
) -> tuple[_Source, ...]:
    folder = settings.index_folder
    clauses = [text for passage in passages for text in clause_texts(passage)]
    return (
        _Source(folder, tuple(Entry(p.id, p.search_text) for p in passages), PASSAGE_VERSION),
        _Source(
            folder / _CLAUSES_FOLDER,
            tuple(Entry(number, clause) for number, clause in enumerate(clauses)),
            _CLAUSES_VERSION,
        ),
        _Source(
            folder / _WORDS_FOLDER,
            tuple(Entry(number, word) for number, word in enumerate(words)),
            _WORDS_VERSION,
        ),
    )
