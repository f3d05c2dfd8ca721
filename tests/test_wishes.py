from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.passages import without_item_mark
from assistant.wishes import asks_rank, two_wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("基本原则有几条,第三条是什么", ("基本原则有几条", "第三条是什么", True)),
        (
            "战略定位一共有几个?顺便看看康养那个排第几",
            ("战略定位一共有几个", "康养那个排第几", True),
        ),
        ("第5条有几个原则?第二个是什么", ("第5条有几个原则", "第二个是什么", True)),
        ("第七部分有几条,国企改革在哪一条", ("第七部分有几条", "国企改革在哪一条", False)),
        ("工程有哪些,再生水利用在第几条", ("工程有哪些", "再生水利用在第几条", False)),
        ("规划有几部分,讲乡村的是第几部分", ("规划有几部分", "讲乡村的是第几部分", False)),
    ],
)
def test_a_list_and_one_of_its_things_are_two_wishes(
    text: str, wishes: tuple[str, str, bool]
) -> None:
    """Who asks for a list and for one thing of it in one breath asks twice."""
    assert two_wishes(text) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "机场什么时候建成,在哪个县",
        "康养在全文出现几次,最早在哪一条",
        "第3条和第5条有什么不同,哪个更具体",
        "煤炭产量要到多少,先进产能占几成",
        "养老服务有哪些安排,这个文件里是怎么写的",
        "我想问几个问题,第一个是机场什么时候建成,第二个是高铁通到哪",
        "都有什么," * 300,
    ],
)
def test_other_questions_are_one(text: str) -> None:
    """Two facts of one thing, and what has no subject of its own, stay together."""
    assert two_wishes(text) is None


def test_both_wishes_are_answered(assistant: Assistant) -> None:
    """The list is whole, and the thing of it is the one at the place that is asked for."""
    answer = assistant.ask("战略定位有哪些,最后一个是啥", id="q7")
    assert (answer.id, answer.question) == ("q7", "战略定位有哪些,最后一个是啥")
    assert "共 6 项" in answer.answer and "太行人家" in answer.answer.split("“最后一个是啥”")[1]
    assert all(without_item_mark(c.quote) in answer.answer for c in answer.citations)


def test_the_place_in_a_list_is_counted(assistant: Assistant) -> None:
    """The rank of a thing in the list under a title is its place in the plan's text."""
    answer = assistant.ask("战略定位一共有几个?煤层气那个排第几")
    assert "“能源革命排头兵的‘领跑者’”是第 2 项" in answer.answer
    assert asks_rank("文化排第几") and not asks_rank("康养在全省排第几")


def test_the_first_article_of_a_part_is_counted_within_it(assistant: Assistant) -> None:
    """Behind the articles of a part, “the first one” is the first of these."""
    answer = assistant.ask("人才强市那部分有几条,第一条的题目是啥")
    assert answer.answer.rstrip().endswith("[第44条]")
    for turn, article in (("第二条讲什么", 45), ("最后一条呢", 47), ("规划第二条讲什么", 2)):
        answer = assistant.ask_turns(["人才强市那部分有几条", turn])
        assert {c.article for c in answer.citations} == {article}


def test_the_place_of_an_article_in_its_part_is_told(assistant: Assistant) -> None:
    """Who asks for the part of an article is told which of its articles it is."""
    answer = assistant.ask("营商环境那条在第几部分,排第几")
    assert "第28条属于第七部分" in answer.answer and "5 条的第 4 条" in answer.answer


def test_what_an_article_says_of_a_subject_is_not_all_of_it(assistant: Assistant) -> None:
    """Reading out what concerns a subject leaves out the rest of the article."""
    answer = assistant.ask("把第59条里跟医院建设有关的念一下")
    assert "市人民医院" in answer.answer and "食品药品" not in answer.answer


def test_a_question_is_cut_in_two_at_most(assistant: Assistant) -> None:
    """However much a question lists, it is answered once or twice; too long a one is refused."""
    assert assistant.ask("都有什么," * 150 + "第三个是什么").status != "error"
    assert assistant.ask("都有什么," * 1500 + "第三个是什么").status == "refused"
