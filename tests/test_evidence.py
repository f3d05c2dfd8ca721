from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("住房保障讲了啥?", "租购并举", "养老保险"),
        ("教育和医疗怎么发展?", "特殊教育", "社会治理"),
    ],
)
def test_a_shared_word_makes_no_further_sentence(
    assistant: Assistant, question: str, told: str, not_told: str
) -> None:
    """Beside a quoted sentence stand others on the theme, not all that share a word of a title."""
    answer = assistant.ask(question).answer
    assert told in answer and not_told not in answer
