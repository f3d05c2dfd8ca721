from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.conversation import (
    asks_for_source,
    follow_up,
    item_meant,
    neighbour_meant,
    without_reaction,
)
from assistant.returning import Return, going_back

BEFORE = ["晋城机场什么时候能通航?"]


@pytest.mark.parametrize(
    "question",
    [
        "那另一个呢?",
        "还有呢?",
        "第二个具体指什么?",
        "它在哪个部分",
        "陵川呢?",
        "那花钱呢",
        "高平的是哪一个?",
    ],
)
def test_follow_ups_take_the_turn_before_along(question: str) -> None:
    """Pronouns, ordinals and ellipsis are asked together with the question they refer to."""
    turn = follow_up(question, BEFORE, has_subject=True)
    assert turn.context == BEFORE[0] and turn.standalone == f"{BEFORE[0]} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "怎样改善全市的营商环境?",
        "第33条",
        "煤层气产量多少",
        "哪些县要建通用机场",
    ],
)
def test_new_topics_stand_alone(question: str) -> None:
    """A question that names its own subject drops the old topic."""
    assert follow_up(question, BEFORE, has_subject=True).standalone == question


@pytest.mark.parametrize(
    ("turn", "rest", "is_new"),
    [
        ("好的,换个话题:机场什么时候建成?", "机场什么时候建成?", True),
        ("行。那我问另一件事,人才公寓建好没有", "人才公寓建好没有", True),
        ("先不说这个。煤化工怎么转型", "煤化工怎么转型", True),
        ("哦,那高铁呢?", "那高铁呢?", False),
        ("谢谢", "谢谢", False),
        ("行政审批怎么改", "行政审批怎么改", False),
        ("不对,我问的是铁路", "铁路呢", False),
        ("我问的不是公路是铁路", "铁路呢", False),
        ("不对不对,我是说投资,一年涨多少", "投资,一年涨多少", False),
        ("我说错了,是第三条", "第三条呢", False),
        ("不过我问的不是引来的,是自己带出来的", "自己带出来的呢", False),
        ("是不是真的", "是不是真的", False),
        ("不对吧,是80%还是85%", "不对吧,是80%还是85%", False),
    ],
)
def test_reactions_and_changes_of_topic_are_told(turn: str, rest: str, is_new: bool) -> None:
    """What is said to the answer before is no part of the question; a new topic is announced."""
    assert without_reaction(turn) == (rest, is_new)


def test_question_without_a_subject_takes_the_turn_before_along() -> None:
    """A question that only says what kind of answer it wants is about the turn before."""
    assert follow_up("什么时候?", BEFORE, has_subject=False).context == BEFORE[0]


def test_context_neither_repeats_nor_piles_up() -> None:
    """A question asked again is itself, and a third topic takes along only what was asked."""
    assert follow_up("那机场呢?", ["机场"], has_subject=True).standalone == "那机场呢?"
    before = ["煤层气产量多少 那煤炭呢"]
    assert follow_up("钢铁呢", before, has_subject=True).standalone == "煤层气产量多少 钢铁呢"


def test_first_turn_stands_alone() -> None:
    """Without an earlier turn every question is taken as it is."""
    assert follow_up("还有呢?", [], has_subject=False).standalone == "还有呢?"


@pytest.mark.parametrize("question", ["原文给我看看", "那一条的全文", "把原话贴一下吧", "出处?"])
def test_source_is_asked_for(question: str) -> None:
    """Asking for the words of what was cited is told from asking something new."""
    assert asks_for_source(question)
    assert not asks_for_source(f"{question},还有机场的")


@pytest.mark.parametrize(
    ("question", "meant"),
    [("下一条呢?", "下一条"), ("那上一条讲什么", "上一条"), ("下一条高铁呢?", None)],
)
def test_the_neighbour_of_the_shown_article_is_told(question: str, meant: str | None) -> None:
    """“The next one” is the next article only when nothing else is named."""
    assert neighbour_meant(question) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("要守哪些原则?", "第二条呢?", "坚持转型呢?"),
        ("有哪几个定位?", "最后一个是什么?", "坚持创新是什么?"),
        ("哪些条提到2025年?", "第二条呢?", None),
        ("第5条讲什么?", "第二条呢?", None),
        ("要守哪些原则?", "规划第二条讲什么?", None),
    ],
)
def test_the_second_one_is_a_listed_thing_or_article_2(
    before: str, question: str, meant: str | None
) -> None:
    """After a question for things “第二条” is the second of them, else article 2 of the plan."""
    headings = ("坚持党的领导。", "坚持转型。", "坚持创新。")
    assert item_meant(question, before, (), headings) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [("后面那条是啥材料?", "牙齿是啥材料?"), ("前者呢?", "眼睛呢?"), ("前面那条路呢?", None)],
)
def test_one_of_two_that_were_named_together(question: str, meant: str | None) -> None:
    """“The latter” is the second of two that the answer before named."""
    quotes = ("形成“眼睛”和“牙齿”两条产业链。",)
    assert item_meant(question, "形成的链叫什么?", quotes, ()) == meant


def test_the_list_that_was_asked_for_is_counted(assistant: Assistant) -> None:
    """Of several lists in one sentence “the third one” is of the one that was asked for."""
    turns = ["沁河古堡群周边要打造哪四条长廊?", "第四条是啥", "不对,我说错了,是第三条"]
    answer = assistant.ask_turns(turns)
    assert answer.standalone_question.startswith("休憩长廊")
    assert {c.article for c in answer.citations} == {53}


@pytest.mark.parametrize(
    ("turns", "article"),
    [
        (["机场啥时候建好", "县里的呢"], 33),
        (["法治建设怎么推", "普法呢", "村里呢"], 65),
    ],
)
def test_a_place_narrows_what_was_asked(
    assistant: Assistant, turns: list[str], article: int
) -> None:
    """“And in the villages?” asks the same of them, where the plan says something of it."""
    assert article in {c.article for c in assistant.ask_turns(turns).citations}


@pytest.mark.parametrize(
    ("question", "rest", "is_sure", "to_first"),
    [
        ("再说回煤炭,先进的产能占几成", "煤炭,先进的产能占几成", True, False),
        ("那再回到第一个问题,跟谁比", "跟谁比", True, True),
        ("还是说说刚才的新城,有学校吗", "刚才的新城,有学校吗", True, False),
        ("前面那个厂一天能烧多少吨", "前面那个厂一天能烧多少吨", False, False),
        ("一开始说的行动围绕什么目标", "一开始说的行动围绕什么目标", True, True),
    ],
)
def test_turns_that_go_back_are_told(
    question: str, rest: str, is_sure: bool, to_first: bool
) -> None:
    """What leads back to an earlier question is taken off, and tells which one is meant."""
    assert going_back(question) == Return(rest, is_sure, to_first)


@pytest.mark.parametrize(
    "question", ["机场什么时候建成", "“数”字开头的行动叫什么", "回迁房什么时候建", "第二个是什么"]
)
def test_other_turns_do_not_go_back(question: str) -> None:
    """Words that only look like going back change nothing."""
    assert going_back(question) is None


def test_going_back_leaves_the_last_question(assistant: Assistant) -> None:
    """Who goes back to the first subject is answered about that, in its context."""
    turns = ["国土空间总体格局是啥?", "煤层气十四五末产多少?", "回到国土那个,“两带”是哪两带"]
    answer = assistant.ask_turns(turns)
    assert 39 in {c.article for c in answer.citations}
    assert "煤层气" not in answer.standalone_question


@pytest.mark.parametrize("recital", ["一个一个念给我听", "把这几个名字都报一下", "逐个列出来"])
def test_who_asks_to_hear_them_one_by_one_means_the_last_answer(
    assistant: Assistant, recital: str
) -> None:
    """A turn that only asks for a recital is about what was just answered."""
    answer = assistant.ask_turns(["到2035年有几个千亿级产业集群?", recital])
    assert 3 in {c.article for c in answer.citations}
    assert follow_up("一个" * 200 + "念x", ["机场"], has_subject=True).context == ""  # and at once
    assert follow_up("报名怎么报", ["职业培训"], has_subject=True).context == ""
