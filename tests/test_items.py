from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.items import items_meant, only_points


def meant(
    question: str, before: str, quotes: tuple[str, ...] = (), headings: tuple[str, ...] = ()
) -> str | None:
    found = items_meant(question, before, quotes, headings)
    return found.question if found else None


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("要守哪些原则?", "第二条呢?", "坚持转型呢?"),
        ("有哪几个定位?", "最后一个是什么?", "坚持创新是什么?"),
        ("哪些条提到2025年?", "第二条呢?", None),
        ("要守哪些原则?", "第一和第三个是什么", "坚持党的领导和坚持创新是什么"),
        ("要守哪些原则?", "第一个是什么,最后一个呢", "坚持党的领导是什么,坚持创新呢"),
        ("要守哪些原则?", "前两个", "坚持党的领导、坚持转型"),
        ("要守哪些原则?", "第二和第三条讲什么", "坚持转型和坚持创新讲什么"),
        ("第5条讲什么?", "第二和第三条呢", None),
        ("要守哪些原则?", "前三个月呢", None),
        ("第5条讲什么?", "第二条呢?", None),
        ("要守哪些原则?", "规划第二条讲什么?", None),
    ],
)
def test_the_second_one_is_a_listed_thing_or_article_2(
    before: str, question: str, expected: str | None
) -> None:
    """After a question for things “第二条” is the second of them, else article 2 of the plan."""
    headings = ("坚持党的领导。", "坚持转型。", "坚持创新。")
    assert meant(question, before, headings=headings) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("后面那条是啥材料?", "牙齿是啥材料?"), ("前者呢?", "眼睛呢?"), ("前面那条路呢?", None)],
)
def test_one_of_two_that_were_named_together(question: str, expected: str | None) -> None:
    """“The latter” is the second of two that the answer before named."""
    quotes = ("形成“眼睛”和“牙齿”两条产业链。",)
    assert meant(question, "形成的链叫什么?", quotes) == expected
    assert meant("前一条的标题", "第34条", quotes) is None


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("高平和阳城怎么发展", "后者呢", "阳城怎么发展"),
        ("沁河和丹河怎么治理", "前者什么时候治好", "沁河什么时候治好"),
        ("第一部分和第二部分讲什么", "后者呢", "第二部分讲什么"),
    ],
)
def test_the_latter_is_of_the_two_that_were_asked_about(
    before: str, question: str, expected: str
) -> None:
    """Two things that the question before names come before those that its answer names."""
    assert meant(question, before, ("重点是“两环”和“两带”。",)) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("实验室有哪些", "第二个是什么", "乙实验室是什么"),
        ("新产品有哪些", "最后一个是什么", "合成金刚石是什么"),
        ("目标是多少", "第二条产业链是什么", "牙齿是什么"),
        ("目标是多少", "第二个是什么", None),
        ("医院项目有哪些", "第二个是什么", None),
        ("医疗有哪些安排", "第二个是什么", None),
        ("实验室有哪些", "前面那三个里,大的叫什么", None),
        ("甲县和乙县怎么发展", "第二个呢", "乙县呢"),
    ],
)
def test_a_place_is_of_the_list_that_was_named(
    before: str, question: str, expected: str | None
) -> None:
    """Of several lists the one is meant whose name was asked for; without a name, none is."""
    quotes = (
        "推进甲实验室、乙实验室、丙实验室等平台,建立医疗、预防、养老服务体系。",
        "研发钢轨铣刀、陶瓷玻璃、合成金刚石等新产品,形成“眼睛”和“牙齿”两条产业链。",
    )
    assert meant(question, before, quotes) == expected


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("第二个", True),
        ("第二个项目是什么", True),
        ("最后一个什么时候完工", True),
        ("前者呢", True),
        ("说说第一个问题", False),
        ("第二个一百年奋斗目标是什么意思", False),
        ("煤炭呢", False),
        ("第34条", False),
        ("第19条还说了什么", False),
        ("升级,走完最后一步是干啥", False),
        ("规划第二条讲什么", False),
    ],
)
def test_turns_that_only_point_are_told(question: str, only: bool) -> None:
    """A turn that names nothing beside a place cannot be searched for."""
    assert only_points(question) == only


@pytest.mark.parametrize("words", ["说", "哪一个", "什么时候", "第二个", "和"])
def test_long_turns_are_read_at_once(words: str) -> None:
    """Repetition does not slow the reading of a turn."""
    long = f"第二个{words * 200}x"
    assert not only_points(long) and not only_points(f"{words * 200}x第二个")
    assert meant(long, "实验室有哪些", ("推进甲实验室、乙实验室、丙实验室等平台。",))


@pytest.mark.parametrize(
    ("turns", "lead", "articles"),
    [
        (["有哪些战略定位", "第七个"], "只有 6 项", {6}),
        (["创新领跑行动包括哪九大行动", "第十个呢"], "只有 9 项,没有第 10 项", {10}),
        (["重点行业领域安全生产有哪些", "第八个是什么"], "只有 7 项", {63}),
    ],
)
def test_what_the_list_lacks_is_said(
    assistant: Assistant, turns: list[str], lead: str, articles: set[int]
) -> None:
    """Who asks for the seventh of six is told that there are six, and which."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial" and lead in answer.answer
    assert {c.article for c in answer.citations} == articles


@pytest.mark.parametrize(
    ("turns", "lead", "article"),
    [
        (["数字经济有什么行动", "第四个是什么"], "第 4 项是“数慧”", 16),
        (["两个细分领域是什么", "第二个是什么"], "第 2 项是“牙齿”", 6),
        (["光机电产业产值目标是多少", "第二条产业链是什么"], "第 2 项是“牙齿”", 19),
        (["5个千亿级产业集群是哪些", "前三个是什么"], "第 3 项是“煤层气”", 3),
        (["监督有哪些", "第二个呢"], "第 2 项是“纪委监委专责监督”", 68),
    ],
)
def test_the_name_at_a_place_is_told(
    assistant: Assistant, turns: list[str], lead: str, article: int
) -> None:
    """Who asks which is the fourth is told its name, and sees the list and nothing else."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "answered" and lead in answer.answer
    assert {c.article for c in answer.citations} == {article}


@pytest.mark.parametrize(
    ("turns", "article"),
    [
        (["6大行动是哪6个", "第三个具体做什么"], 16),
        (["中原城市群怎么融入", "六大比较优势是哪六个", "第三个怎么发挥"], 30),
        (["四个长廊是哪四个", "第二个怎么建"], 53),
    ],
)
def test_only_the_name_of_a_listed_thing_is_part_of_an_answer(
    assistant: Assistant, turns: list[str], article: int
) -> None:
    """Where the plan says no more of a thing than its name, that is said."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial" and "名称" in answer.answer
    assert {c.article for c in answer.citations} == {article}


@pytest.mark.parametrize(
    "turns", [["第33条讲了什么", "第二个项目是什么"], ["煤层气产量到多少", "第二个是什么"]]
)
def test_an_unclear_place_is_said_to_be_unclear(assistant: Assistant, turns: list[str]) -> None:
    """Who points at something that was not listed is told so, beside what was answered."""
    answer = assistant.ask_turns(turns)
    assert answer.status == "partial" and "指的是哪一项" in answer.answer


def test_several_listed_things_are_all_answered(assistant: Assistant) -> None:
    """“The second and the third one” are both quoted."""
    answer = assistant.ask_turns(["有哪几个战略定位", "第二和第三个"])
    assert "“领跑者”" in answer.answer and "“桥头堡”" in answer.answer


def test_the_first_few_of_a_list_are_quoted_alone(assistant: Assistant) -> None:
    """“The first two” are these two items, not what else is said about their subject."""
    answer = assistant.ask_turns(["十四五的战略定位有哪些", "前两个"])
    assert [c.article for c in answer.citations] == [6, 6]


def test_the_list_that_was_asked_for_is_counted(assistant: Assistant) -> None:
    """Of several lists in one sentence “the third one” is of the one that was asked for."""
    turns = ["沁河古堡群周边要打造哪四条长廊?", "第四条是啥", "不对,我说错了,是第三条"]
    answer = assistant.ask_turns(turns)
    assert answer.standalone_question.startswith("休憩长廊")
    assert {c.article for c in answer.citations} == {53}
