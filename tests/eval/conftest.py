from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answering import Assistant
from embeddings import Encoder


class RememberingEncoder:
    """The real encoder, asked once for each text: several faults can then be tried quickly."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self.encode_passages = encoder.encode_passages
        self._encode = lru_cache(maxsize=None)(encoder.encode_queries)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(tuple(texts))


@pytest.fixture(scope="session")
def remembering(assistant: Assistant) -> Assistant:
    """The assistant with an encoder that remembers; what it answers is the same."""
    return with_parts(assistant, retriever={"_encoder": RememberingEncoder(encoder_of(assistant))})


def encoder_of(assistant: Assistant) -> Encoder:
    return assistant.retriever._encoder


def with_parts(assistant: Assistant, **parts: dict[str, object]) -> Assistant:
    """A copy of the assistant with other attributes of its retriever, selector or judge."""
    changed = {
        "retriever": assistant.retriever,
        "selector": assistant.selector,
        "judge": assistant.judge,
    }
    for name, attributes in parts.items():
        changed[name] = copy.copy(changed[name])
        vars(changed[name]).update(attributes)
    return Assistant(
        assistant.plan,
        **changed,
        settings=assistant.settings,
        checker=assistant.checker,
    )
