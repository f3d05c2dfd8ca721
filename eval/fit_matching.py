"""Learns the maps of `assistant.matching` from questions and the sentences that answer them.

Every question pulls the sentences that answer it near and pushes all others of the plan away
(softmax over all sentences, as in dense passage retrieval, Karpukhin et al. 2020). The maps start
as no change at all, and weight decay keeps them small.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.matching import Matcher, gram_shares

Vectors = NDArray[np.float32]

FOLDS = 5
# Prefixes of near misses and their answered twins, false premises and their true twins.
_OF_A_PAIR = re.compile(r"^(?:nm|tw|fp|tt)(?=[A-Za-z]{0,2}-)")
_RANK = 64  # of the change to the encoder's vectors
_BUCKETS = 4096  # for runs of characters
_EPOCHS = 60
_RATE, _RATE_OF_GRAMS = 1e-3, 3e-4
_DECAY = 0.1
_TEMPERATURE = 0.05
_SEED = 14


@dataclass(frozen=True)
class Example:
    """A question with the sentences that answer it.

    Attributes:
        text: The question.
        vector: The mean of its wordings as encoded, shape (d,).
        right: Which passages answer it, shape (n,).
    """

    text: str
    vector: Vectors
    right: NDArray[np.bool_]


def fit_matcher(
    encoder: str, passages: Vectors, quotable: NDArray[np.bool_], examples: Sequence[Example]
) -> Matcher:
    """Learn the maps.

    Args:
        encoder: Name of the encoder.
        passages: The passages as encoded, shape (n, d).
        quotable: Which of them can be an answer, shape (n,).
        examples: Questions, each with one right passage at least.
    """
    import torch

    torch.manual_seed(_SEED)
    size = passages.shape[1]
    questions = torch.tensor(np.stack([example.vector for example in examples]))
    shares = gram_shares([example.text for example in examples], _BUCKETS)
    grams = torch.tensor(shares).to_sparse()
    right = torch.tensor(np.stack([e.right & quotable for e in examples]).astype(np.float32))
    right /= right.sum(dim=1, keepdim=True)
    sentences, others = torch.tensor(passages), torch.tensor(~quotable)
    shared = (0.02 * torch.randn(size, _RANK)).requires_grad_()
    of_questions = torch.zeros(_RANK, size, requires_grad=True)
    of_sentences = torch.zeros(_RANK, size, requires_grad=True)
    of_grams = torch.zeros(_BUCKETS, size, requires_grad=True)
    groups: list[dict[str, Any]] = [
        {"params": [shared, of_questions, of_sentences]},
        {"params": [of_grams], "lr": _RATE_OF_GRAMS},
    ]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, weight_decay=_DECAY)
    unit = torch.nn.functional.normalize
    for _ in range(_EPOCHS):
        asked = unit(
            questions + questions @ shared @ of_questions + torch.sparse.mm(grams, of_grams), dim=1
        )
        answers = unit(sentences + sentences @ shared @ of_sentences, dim=1)
        scores = (asked @ answers.T / _TEMPERATURE).masked_fill(others, -1e9)
        loss = -(torch.log_softmax(scores, dim=1) * right).sum(dim=1).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    weights = (w.detach().numpy() for w in (shared, of_questions, of_sentences, of_grams))
    return Matcher(encoder, *weights)


def fold_of(id: str) -> int:
    """The fold of cross-validation that a question belongs to; fixed by its id.

    A near miss and the question like it that has an answer, or a false premise and its true twin,
    are in one fold: they differ only in what matters.
    """
    return int(hashlib.sha256(pair_of(id).encode()).hexdigest(), 16) // 7 % FOLDS


def pair_of(id: str) -> str:
    """What the ids of a pair's questions have in common; of any other question the id itself."""
    return _OF_A_PAIR.sub("", id)
