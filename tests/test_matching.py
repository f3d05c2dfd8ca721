from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import matching
from assistant.answering import Assistant
from assistant.grams import hashed_grams
from assistant.matching import matcher_for
from assistant.settings import Settings
from eval.dataset import Item, thin
from eval.fit_matching import FOLDS, Example, fit_matcher, fold_of
from eval.systems import find_system


@given(st.text(max_size=40), st.integers(1, 4))
def test_runs_of_characters_are_numbers_in_range(text: str, longest: int) -> None:
    """Each run has one number below the limit; marks and blanks change nothing."""
    numbers = hashed_grams(text, longest, 64)
    assert list(numbers) == sorted(set(numbers)) and all(0 <= n < 64 for n in numbers)
    bare = "".join(char for char in text if char.isalnum())
    assert np.array_equal(numbers, hashed_grams(bare, longest, 64))


@given(st.text(max_size=20), st.text(max_size=20))
def test_runs_of_another_text_are_left_out(text: str, other: str) -> None:
    """What stands in the other text as well has no number; all else keeps its own."""
    left = hashed_grams(text, 2, 64, unless_in=other)
    assert set(left) <= set(hashed_grams(text, 2, 64))
    assert not len(hashed_grams(text, 2, 64, unless_in=other + text))


def test_halves_of_a_pair_are_held_out_together() -> None:
    """No model is tried on a question whose twin it has seen."""
    assert all(fold_of(f"nmK-{n:03}") == fold_of(f"twK-{n:03}") for n in range(30))
    assert all(fold_of(f"fps-{n:03}") == fold_of(f"tts-{n:03}") for n in range(30))
    assert len({fold_of(f"fact-{n:03}") for n in range(30)}) == FOLDS


def test_answers_come_sooner_than_by_sound(assistant: Assistant, items: list[Item]) -> None:
    """For questions it never saw, the matched ranking has a right sentence nearer to the top."""
    asked = [i for i in items if i.split == "test" and i.type in ("fact", "multi_article")]
    alike, matched = [], []
    for item in thin(asked, 6):
        ranking = assistant.retriever.search(assistant.retriever.query(item.asked))
        right = np.array(
            [
                p.unit in item.gold_articles and any(fact in p.text for fact in item.key_facts)
                for p in assistant.retriever.passages
            ]
        )
        if right.any():
            alike.append(_reciprocal_rank(ranking.dense, right))
            matched.append(_reciprocal_rank(ranking.matched, right))
    assert len(alike) >= 30
    assert np.mean(matched) > np.mean(alike) + 0.03


def _reciprocal_rank(scores: np.ndarray, right: np.ndarray) -> float:
    return float(1 / (1 + (scores > scores[right].max()).sum()))


def test_another_encoder_is_left_as_it_is() -> None:
    """The maps are not used on vectors that they were not made for."""

    class Other:
        name, dimension = "other-1", 5

    vectors = np.eye(5, dtype=np.float32)
    matcher = matcher_for(Other())  # type: ignore[arg-type]
    assert np.allclose(matcher.sentences(vectors), vectors)
    assert np.allclose(matcher.questions(vectors, ["问"] * 5), vectors)


def test_maps_survive_storage(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written is read back, up to the rounding of weights to bytes."""
    encoder = assistant.retriever._encoder
    shipped = matcher_for(encoder)
    shipped.save(tmp_path / "model.npz")
    monkeypatch.setattr(matching, "MODEL_FILE", tmp_path / "model.npz")
    again = matcher_for(encoder)
    assert np.allclose(again.grams, shipped.grams, atol=1e-2)
    assert np.array_equal(again.shared, shipped.shared)


def test_a_word_without_likeness_can_be_learned() -> None:
    """A question learns its sentence from the runs of characters that it holds, repeatably."""
    passages = np.eye(4, 8, dtype=np.float32)
    vector = np.full(8, 8**-0.5, dtype=np.float32)
    words = ("机场", "学校", "医院", "河流")
    examples = [
        Example(f"{word}怎么样", vector, np.arange(4) == number)
        for number, word in enumerate(words)
    ]
    learned = fit_matcher("toy", passages, np.ones(4, dtype=bool), examples)
    again = fit_matcher("toy", passages, np.ones(4, dtype=bool), examples)
    assert np.array_equal(learned.grams, again.grams)
    asked = learned.questions(np.stack([vector] * 4), [f"说说{word}" for word in words])
    assert (asked @ learned.sentences(passages).T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_product_works_without_what_it_learned(settings: Settings) -> None:
    """A plain question finds its article without maps and verdicts, and nothing learned is used."""
    unlearned = find_system("unlearned", settings).open()
    assert isinstance(unlearned, Assistant) and unlearned.judge.model is None
    answer = unlearned.ask("民用机场什么时候建成通航")
    assert [citation.article for citation in answer.citations] == [33]
