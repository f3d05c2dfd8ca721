from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("turns", "lacking"),
    [
        (["机场什么时候建成?", "谁来管?"], "责任主体"),
        (["机场什么时候建成?", "为什么要建"], "原因"),
        (["养老有哪些措施", "钱从哪来"], "资金来源"),
        (["社保有什么安排", "什么时候实现"], "时间"),
        (["煤层气产量目标是多少", "哪些企业参与"], "企业"),
        (["王莽岭和皇城相府有什么安排", "这两个什么时候完成"], "时间"),
    ],
)
def test_a_turn_names_the_fact_that_no_quote_states(
    assistant: Assistant, turns: list[str], lacking: str
) -> None:
    """What a turn asks for by its form and no quote states is said to be missing."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial"
    assert lacking in answer.answer.split(",")[0]


@pytest.mark.parametrize(
    "turns",
    [
        ["煤层气产量目标是多少", "到哪一年"],
        ["营商环境有什么措施", "不是,我问的是审批"],
        ["5个千亿级产业集群是哪些", "什么时候建成"],
        ["产业生态靠谁来牵头", "做出口的呢"],
        ["数字经济准备实施哪六个行动?", "为什么把这个看得这么重?"],
    ],
)
def test_a_turn_whose_fact_is_stated_is_answered(assistant: Assistant, turns: list[str]) -> None:
    """A quote, or a title with a time, may state it; who asks with a subject may be answered."""
    assert assistant.ask_turns(turns).status == "answered"


def test_what_is_missing_in_two_ways_is_missing(assistant: Assistant) -> None:
    """A question that stands alone lacks a fact for sure when two forms of it are missing."""
    assert assistant.ask("机场谁来管").status == "partial"
