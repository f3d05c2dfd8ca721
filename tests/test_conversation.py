from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.bare_claims import Counted, claim_meant, count_meant
from assistant.conversation import (
    Neighbours,
    asks_for_source,
    at_other_time,
    disagrees,
    follow_up,
    neighbours_meant,
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
        ("我不是问产量,是问管网", "管网呢", False),
        ("我没问教育,我问的是就业", "就业呢", False),
        ("我不想要这些,要便宜的", "我不想要这些,要便宜的", False),
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


def test_only_the_last_real_question_is_taken_along() -> None:
    """Behind several topics that stood alone the question they all go on with is taken."""
    before = ["城市群怎么融入", "长三角呢", "珠三角呢"]
    assert follow_up("京津冀呢", before, has_subject=True).context == "城市群怎么融入"


@pytest.mark.parametrize("turn", ["不对吧", "真的吗", "你确定吗?", "好像错了", "这不是真的吗"])
def test_mere_doubt_is_told_from_questions(turn: str) -> None:
    """A turn that only doubts what was told names nothing."""
    assert disagrees(turn) == (turn != "这不是真的吗")
    assert not disagrees(f"{turn},机场呢")


def test_mere_doubt_gets_the_words_of_the_plan(assistant: Assistant) -> None:
    """Who says “that is wrong” sees again what was quoted, and is not told to find nothing."""
    answer = assistant.ask_turns(["教育有哪些安排", "不对吧"])
    assert answer.status == "answered" and 58 in {c.article for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "before", "context"),
    [
        ("2025年呢", "2035年远景目标是什么", "远景目标是什么"),
        ("那到2030年呢?", "产量到十四五末达到多少", "产量达到多少"),
        ("2025年呢", "2035年目标是什么 2030年呢", "目标是什么"),
        ("2025年的机场呢", "2035年远景目标是什么", None),
        ("2025年呢", "机场什么时候建成", None),
        ("2025年呢", "2030年和2035年的目标", None),
    ],
)
def test_a_time_alone_takes_the_place_of_the_one_before(
    question: str, before: str, context: str | None
) -> None:
    """“And in 2025?” asks the question before without its own time."""
    turn = at_other_time(question, before)
    assert (turn.context if turn else None) == context


@pytest.mark.parametrize(
    ("turns", "status", "words"),
    [
        (["2035年远景目标是什么", "2025年呢"], "answered", "到2025年"),
        (["2035年远景目标是什么", "2030年呢"], "partial", "没有给出所问的“2030年”"),
        (["煤层气年产量到十四五末达到多少", "2035年呢"], "partial", "没有给出所问的“2035年”"),
    ],
)
def test_what_the_plan_says_of_another_time_is_told(
    assistant: Assistant, turns: list[str], status: str, words: str
) -> None:
    """The other time is looked for in the whole plan; where nothing is said of it, that is told."""
    answer = assistant.ask_turns(turns)
    assert answer.status == status and words in answer.answer


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
    [
        ("下一条呢?", Neighbours((1,), False, "呢?")),
        ("那上一条讲什么", Neighbours((-1,), False, "讲什么")),
        ("前一条的标题", Neighbours((-1,), False, "的标题")),
        ("前面两条", Neighbours((-2, -1), False, "")),
        ("下两条", Neighbours((1, 2), False, "")),
        ("下一部分", Neighbours((1,), True, "")),
        ("前两条", None),
        ("后面那条", None),
        ("下一条高铁呢?", None),
    ],
)
def test_the_neighbours_of_what_was_shown_are_told(question: str, meant: Neighbours | None) -> None:
    """“The next one” is the next article or part only when nothing else is named."""
    assert neighbours_meant(question) == meant


@pytest.mark.parametrize(
    ("turns", "labels"),
    [
        (["第33条", "第34条", "前一条的标题"], {"第33条"}),
        (["第33条", "前面两条"], {"第31条", "第32条"}),
        (["第七部分", "下一条"], {"第25条"}),
        (["第三部分", "上一部分"], {"第4条", "第5条", "第6条", "第7条"}),
    ],
)
def test_neighbours_are_counted_from_what_was_shown(
    assistant: Assistant, turns: list[str], labels: set[str]
) -> None:
    """Articles and parts next to the last ones are looked up by number."""
    assert {c.label for c in assistant.ask_turns(turns).citations if c.article} == labels


def test_a_bare_figure_is_checked_against_what_was_told(assistant: Assistant) -> None:
    """“Isn't it 20 billion?” is a claim on what the question before asked for."""
    answer = assistant.ask_turns(["煤层气年产量目标是多少", "不是200亿吗"])
    assert answer.standalone_question == "煤层气年产量目标是200亿立方米吗"
    assert "与规划原文不符" in answer.answer


@pytest.mark.parametrize(
    ("turn", "before", "meant"),
    [
        ("不是200亿吗", "产量是多少", "产量是200亿立方米吗"),
        ("我听说是150亿", "产量要达到多少?", "产量要达到150亿立方米吗"),
        ("是300亿立方米吧?", "产量多少立方米", "产量300亿立方米吗"),
        ("不是2023年吗", "机场什么时候建成", "机场2023年建成吗"),
        ("是2025年还是2030年", "机场什么时候建成", None),
        ("投资200亿吗", "产量是多少", None),
        ("不是200亿吗", "机场什么时候建成", None),
        ("2035年呢", "产量是多少", None),
        ("五年呢", "产值目标是多少", None),
        ("2030年呢", "机场什么时候建成", None),
        ("不是150亿吗", "产量目标", "产量目标150亿立方米吗"),
        ("不是60亿吧", "产量有什么目标", "产量目标60亿立方米吗"),
        ("不是15个吗", "规划有几个部分", "规划有15个部分吗"),
        ("不是60%吗", "产量有什么目标", None),
    ],
)
def test_a_bare_figure_takes_the_place_of_the_question_word(
    turn: str, before: str, meant: str | None
) -> None:
    """A figure or year alone is the answer that the asker expects, in the unit that was told."""
    assert claim_meant(turn, before, ["年产量达到100亿立方米"]) == meant


def test_a_length_of_time_is_claimed_of_what_was_told() -> None:
    """“Isn't it 20 years?” means the extension when the answer told of an extension."""
    quotes = ["土地承包到期后再延长30年"]
    assert claim_meant("不是20年吗", "承包到期后怎么办", quotes) == "承包到期后延长20年吗"


@pytest.mark.parametrize(
    ("turn", "before", "counted"),
    [
        ("不是五大工程吗", "六大工程是什么", Counted("五大工程", "六大工程", False)),
        ("不是五大吗", "六大工程有哪些", Counted("五大", "六大工程", False)),
        ("六大吗", "六大工程有哪些", Counted("六大", "六大工程", True)),
        ("不是五个吗", "长廊有哪些", Counted("五个", 3, False)),
        ("不是五个吗", "医院有哪些", None),
        ("五个呢,有钱吗", "长廊有哪些", None),
        ("五个责任是什么", "长廊有哪些", None),
        ("五个责任吗", "长廊有哪些", None),
        ("五个呢", "长廊有哪些", None),
    ],
)
def test_a_count_is_compared_with_what_was_told(
    turn: str, before: str, counted: Counted | None
) -> None:
    """A number of things is that of the words which count them, else of what is listed."""
    quotes = ["实施甲、乙、丙等六大工程,打造水利长廊、绿色长廊、文化长廊。"]
    assert count_meant(turn, before, quotes) == counted


@pytest.mark.parametrize(
    ("turns", "lead"),
    [
        (["战略定位有几个", "不是五个吗"], "共 6 项,不是 5 项"),
        (["主要目标有几个", "八个吗"], "共 8 项:"),
        (["规划有几个部分", "不是15个吗"], "全文共 16 个部分,不是 15 个部分"),
        (["九大行动是哪九大", "不是十大吗"], "原文写的是“九大行动”,不是“十大”"),
        (
            ["规上工业企业有什么目标", "不是500家吗"],
            "问题中“规上工业企业目标500家”的说法与规划原文不符",
        ),
        (["土地承包到期后怎么办", "不是20年吗"], "与规划原文不符"),
    ],
)
def test_what_is_held_against_an_answer_is_set_right(
    assistant: Assistant, turns: list[str], lead: str
) -> None:
    """A number that is not what was told is named first, and never told back denied."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "answered" and lead in answer.answer.split("\n")[0]


def test_a_qualifier_is_no_claim(assistant: Assistant) -> None:
    """“And in five years?” asks for the value then; nothing is to be checked."""
    answer = assistant.ask_turns(["光机电产业产值目标是多少", "五年呢"])
    assert "1000亿" in answer.answer and "核对" not in answer.answer


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
