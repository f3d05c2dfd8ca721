from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.pinyin import sound_alike


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ji chang shen me shi hou tong hang", "机场什么时候通航"),
        ("meicengqichanliangmubiao", "煤层气产量目标"),
        ("jichang什么时候通航", "机场什么时候通航"),
        ("煤曾气产量", "煤层气产量"),
        ("丹和新城建设", "丹河新城建设"),
    ],
)
def test_words_are_found_by_their_sound(assistant: Assistant, typed: str, meant: str) -> None:
    """Pinyin is read, and a word of the plan that is written wrongly is put right."""
    assert assistant.speller.corrected(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "When will the airport open?",
        "cross-border e-commerce",
        "想搞科技的小公司",
        "IPV6和5G",
        "丹河新城",
    ],
)
def test_other_words_stay(assistant: Assistant, text: str) -> None:
    """English, abbreviations and real words are left as they are."""
    assert assistant.speller.corrected(text) == text


def test_sounds_are_compared_without_tones_and_accents() -> None:
    """Tones and the mergers of common accents make no difference; other sounds do."""
    assert sound_alike("城", "程") and sound_alike("山", "三") and sound_alike("兰", "南")
    assert not sound_alike("牛", "羊")


def test_pinyin_question_is_answered(assistant: Assistant) -> None:
    """A question typed in pinyin gets the answer of the question it stands for."""
    answer = assistant.ask("jinchengjichangshenmeshihoutonghang")
    assert answer.status == "answered" and answer.citations[0].article == 33
    assert answer.standalone_question == "晋城机场什么时候通航"
