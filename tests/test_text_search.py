from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.text_search import find_meaning, find_words


@pytest.mark.parametrize("text", ["煤层气", "晋城 机场", "煤層氣", "5G", "2035年"])
def test_words_are_found_everywhere(assistant: Assistant, text: str) -> None:
    """All units with all words are found, in order, and every stretch holds one of them."""
    plan = assistant.plan
    hits = find_words(plan, text)
    words = {"煤層氣": ["煤层气"]}.get(text, text.split())
    holding = [u.key for u in plan.citable if all(word in plan.body(u) for word in words)]
    assert holding and set(holding) <= {hit.unit.key for hit in hits}
    starts = [hit.unit.start for hit in hits]
    assert starts == sorted(starts)
    spellings = [*words, "二〇三五年", "2035"]
    assert all(plan.quote(span) in spellings for hit in hits for span in hit.spans)


@pytest.mark.parametrize("text", ["", "  ", "地铁", "煤层气 地铁"])
def test_absent_words_are_not_found(assistant: Assistant, text: str) -> None:
    """Nothing is found for words that the plan does not have, or only has in part."""
    assert find_words(assistant.plan, text) == ()


def test_meaning_finds_other_words(assistant: Assistant) -> None:
    """A search by meaning finds the article that says it in other words, within its own text."""
    hits = find_meaning(assistant.retriever, "飞机场")
    assert hits[0].unit.label == "第33条"
    for hit in hits:
        assert hit.spans
        assert all(hit.unit.start <= s.start < s.end <= hit.unit.end for s in hit.spans)
