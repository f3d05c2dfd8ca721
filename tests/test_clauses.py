from __future__ import annotations

import pytest

from assistant.clauses import without_tags


@pytest.mark.parametrize(
    ("clause", "claim"),
    [
        ("机场不是2024年建成吗", "机场2024年建成"),
        ("不是说2025年吗", "2025年"),
        ("高速网不是“两横三纵”吗", "高速网是“两横三纵”"),
        ("文化大院不是要撤掉么", "文化大院要撤掉"),
        ("是不是要取消吗", "是不是要取消"),
        ("这不是指标而是任务吗", "这不是指标而是任务"),
        ("不算规上企业吗", "不算规上企业"),
        ("目标不是60%", "目标不是60%"),
    ],
)
def test_what_is_asked_back_is_claimed(clause: str, claim: str) -> None:
    """“Isn't it so?” claims that it is; a plain denial, or a choice, stays as it is."""
    assert without_tags(clause) == claim
