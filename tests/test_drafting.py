from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("turns", "told", "left_out"),
    [
        (["教育方面有哪些安排", "学前教育呢"], "学前教育", "特殊教育"),
        (["卫生健康方面有什么目标", "中医院呢"], "中医院", "预防为主"),
        (["十三五有哪些成就", "脱贫呢"], "脱贫摘帽", "煤炭年产量"),
        (["教育有什么安排", "不是,我问的是特殊教育"], "特殊教育", "民办教育"),
    ],
)
def test_a_bare_topic_is_quoted_without_the_old_one(
    assistant: Assistant, turns: list[str], told: str, left_out: str
) -> None:
    """“And X?” is answered by what names X, not by all that was told of the topic before."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "answered"
    assert told in answer.answer and left_out not in answer.answer


def test_a_bare_topic_that_nothing_names_well_keeps_what_was_found(assistant: Assistant) -> None:
    """Where no sentence names the new topic itself, those on things like it stay."""
    answer = assistant.ask_turns(["乡村建设行动有哪些内容", "厕所呢"])
    assert answer.citations
