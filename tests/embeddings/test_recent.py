"""Questions that were encoded just now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import Encoder, EncoderSettings, QueriesAhead, RecentQueries, load_encoder

QUESTIONS = ("飞机场啥时候能坐上?", "养老有什么打算", "煤炭先进产能占多少")


class Counting:
    """The bundled encoder, noting what it is asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.asked: list[str] = []
        self.name, self.dimension = encoder.name, encoder.dimension
        self.encode_passages = encoder.encode_passages

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self._encoder.encode_queries(texts)


def test_known_questions_are_not_encoded_again() -> None:
    """Vectors are those of the encoder, in the order asked for, and each text is encoded once."""
    encoder = Counting(load_encoder(EncoderSettings()))
    recent = RecentQueries(encoder)
    recent.encode(QUESTIONS[:2])
    found = recent.encode([QUESTIONS[2], QUESTIONS[0], QUESTIONS[2]])
    assert encoder.asked == list(QUESTIONS)
    wanted = [QUESTIONS[2], QUESTIONS[0], QUESTIONS[2]]
    np.testing.assert_allclose(found, encoder.encode_queries(wanted), atol=1e-6)


def test_only_the_latest_are_kept() -> None:
    """What has not been asked for lately is encoded again, so that memory does not grow."""
    encoder = Counting(load_encoder(EncoderSettings()))
    recent = RecentQueries(encoder, kept=1)
    recent.encode(QUESTIONS[:2])
    recent.encode(QUESTIONS[1:2])
    recent.encode(QUESTIONS[:1])
    assert encoder.asked == [*QUESTIONS[:2], QUESTIONS[0]]


def test_questions_are_encoded_ahead_once() -> None:
    """What was begun is not encoded again while it is kept, and is what the encoder gives."""
    encoder = Counting(load_encoder(EncoderSettings()))
    ahead = QueriesAhead(encoder, kept=1)
    first, second, _ = QUESTIONS
    ahead.begin(first)
    assert np.array_equal(ahead.encode(first), encoder.encode_queries([first]))
    ahead.encode(second)
    ahead.encode(first)
    assert encoder.asked.count(second) == 1
    assert encoder.asked.count(first) == 3  # begun, asked for here, and again when forgotten


def test_what_failed_is_tried_anew() -> None:
    """A failure of the encoder reaches who asks, and the next one to ask gets the vector."""
    encoder = Counting(load_encoder(EncoderSettings()))
    working, failing = encoder.encode_queries, iter([MemoryError("once")])

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        for error in failing:
            raise error
        return working(texts)

    encoder.encode_queries = encode  # type: ignore[method-assign]
    ahead = QueriesAhead(encoder)
    with pytest.raises(MemoryError):
        ahead.encode(QUESTIONS[0])
    assert ahead.encode(QUESTIONS[0]).shape == (1, encoder.dimension)
