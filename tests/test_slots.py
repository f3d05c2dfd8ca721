from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.question import understand
from assistant.slots import Wanted, counted_noun, listed_items, spells_out, wanted


def asked(assistant: Assistant, question: str) -> Wanted:
    understood = understand(question)
    return wanted(understood.asked, understood.kind, assistant.segmenter.cut)


@pytest.mark.parametrize(
    ("question", "states", "lacks"),
    [
        ("基地要占多少亩地?", "规划用地300亩。", "产量达到100亿立方米。"),
        ("投资多少钱?", "总投资20亿元。", "共建设20个项目。"),
        ("审批压缩到几个工作日?", "压缩到3个工作日。", "实现一网通办。"),
        ("占比要到百分之几?", "占比达到80%以上。", "建成800家。"),
        ("什么时候建成?", "到2025年建成。", "加快建设。"),
        ("几月几号开工?", "3月1日开工。", "到2025年建成。"),
        ("交给哪家公司来做?", "由某某集团承担。", "加快推进研发。"),
        ("设在哪个县?", "在陵川县建设基地。", "加快基地建设。"),
        ("办理流程是怎样的?", "按规定申请、审核。", "扩大覆盖面。"),
        ("要备够几天的量?", "储备不少于7天。", "加强物资储备。"),
        ("录像要存几年?", "保存5年。", "建设管理中心。"),
        ("一个月学几回?", "每月集中学习一次。", "深化学习成果。"),
        ("形象代言人最后定的是谁?", "由专家团队和社会组织推荐。", "打造形象代言人。"),
        ("接入会不会另外收费?", "免费接入平台。", "建设工业互联网平台。"),
        ("三大工程分别是什么?", "实施绿化、净化、亮化三大工程。", "实施三大工程。"),
    ],
)
def test_facts_are_told_from_related_sentences(
    assistant: Assistant, question: str, states: str, lacks: str
) -> None:
    """A sentence states what is asked for only if it has a fact of that sort."""
    want = asked(assistant, question)
    assert want.slots
    assert want.missing_in(states) == ()
    assert want.missing_in(lacks)


@pytest.mark.parametrize(
    "question", ["怎么改善营商环境?", "乡村建设有哪些举措?", "为什么这么叫,是什么意思?"]
)
def test_open_questions_ask_for_no_particular_fact(assistant: Assistant, question: str) -> None:
    """A question whose form names no fact is not held to one."""
    assert asked(assistant, question).slots == ()


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("建几所学校", "学校"),
        ("几所职校各办各的", "职校"),
        ("点几个名看看", None),
        ("拿几个亿出来", None),
    ],
)
def test_what_is_counted_is_a_noun(assistant: Assistant, question: str, noun: str | None) -> None:
    """What a question counts is told by its noun, not by what is done with it."""
    assert counted_noun(question, assistant.segmenter.cut) == noun


def test_enumerations_are_counted() -> None:
    """Members between 、 and in quotation marks are counted, clauses are not."""
    assert listed_items("实施甲、乙、丙三项工程,加快推进。") == 3
    assert listed_items("“一”“二”“三”“四”") == 4
    assert listed_items("甲,乙,丙") == 1


def test_near_miss_is_partial(assistant: Assistant) -> None:
    """What the plan does say is cited, and what it does not is named."""
    answer = assistant.ask("晋城机场总投资多少亿元?")
    assert answer.status == "partial" and answer.citations[0].article == 33
    assert "没有给出所问的金额" in answer.answer


@pytest.mark.parametrize(
    ("term", "text", "is_spelt_out"),
    [
        ("三宜三晋", "围绕“宜居宜养宜游、晋善晋美晋城”建设城市。", True),
        ("三宜三晋", "展示“三宜三晋”城市品牌,打造“晋善”形象。", False),
        ("两山", "保护两座山。", False),
        ("世界光谷", "打造世界光谷。", False),
    ],
)
def test_terms_that_count_are_spelt_out(term: str, text: str, is_spelt_out: bool) -> None:
    """A text that has the counted characters so often, close together, spells a term out."""
    assert spells_out(term, text) == is_spelt_out
