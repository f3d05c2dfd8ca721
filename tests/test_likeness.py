from __future__ import annotations

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.indexing import encoder_for, open_indexes
from assistant.likeness import WordLikeness
from assistant.settings import Settings


@pytest.fixture(scope="module")
def likeness(assistant: Assistant, settings: Settings) -> WordLikeness:
    """The words of the shipped plan."""
    passages, encoder = assistant.retriever.passages, encoder_for(settings)
    opened = open_indexes(settings, assistant.plan, passages, assistant.segmenter, encoder)
    return WordLikeness(opened.words, opened.of_words, encoder)


@pytest.mark.parametrize(
    ("word", "nearer", "than"),
    [
        ("飞机场", "机场", "农村"),
        ("看病", "医疗", "旅游"),
        ("污水沟", "污水", "就业"),
        ("火车", "铁路", "教育"),
    ],
)
def test_everyday_words_are_near_their_official_ones(
    likeness: WordLikeness, word: str, nearer: str, than: str
) -> None:
    """A word that the plan does not use is nearer to the plan's word for it than to another."""
    near, far = likeness.position(nearer), likeness.position(than)
    assert near is not None and far is not None
    assert likeness.of(word)[near] > likeness.of(word)[far] + 0.2


def test_a_word_of_the_plan_is_most_like_itself(likeness: WordLikeness) -> None:
    """The plan's own words are not encoded again, and each is its own nearest word."""
    position = likeness.position("机场")
    assert int(likeness.of("机场").argmax()) == position


def test_words_prepared_together_compare_as_alone(likeness: WordLikeness) -> None:
    """Encoding several words at once gives what each gives by itself."""
    alone = likeness.of("摩托车").copy()
    likeness.prepare(["自行车", "摩托车", "卡车"])
    assert np.allclose(likeness.of("摩托车"), alone, atol=1e-3)
