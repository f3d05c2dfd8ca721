from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.references import Reference, find_references, without_show_words


def articles(*numbers: int) -> tuple[Reference, ...]:
    return tuple(Reference("article", number) for number in numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("art.19 原文贴一下", articles(19)),
        ("No.62的题目", articles(62)),
        ("§1 和 §70 各是什么题目", articles(1, 70)),
        ("12、14、16这三条的标题", articles(12, 14, 16)),
        ("把22条到24条列出来看看", articles(22, 23, 24)),
        ("第七条至第九条的原文", articles(7, 8, 9)),
        ("di san shi jiu tiao 讲的是什么", articles(39)),
        ("第41条的下一条是什么", articles(42)),
        ("41条前一条和后一条分别是?", articles(40, 42)),
        ("紧跟在第66条后面的是哪条", articles(67)),
        ("第三部分倒数第二条", (Reference("position", -2, 3),)),
        (
            "第15部分首尾两条各叫什么",
            (Reference("position", 1, 15), Reference("position", -1, 15)),
        ),
        ("最后一个部分有哪些条", (Reference("part", -1),)),
        ("第十部分正式分条之前那段话写了什么", (Reference("introduction", 10),)),
        ("第七部分的第2条", (Reference("position", 2, 7),)),
        ("最后收尾那段怎么写的", (Reference("closing"),)),
        ("从第30条起往后数", (Reference("onwards", 30),)),
    ],
)
def test_units_are_named_in_many_ways(text: str, expected: tuple[Reference, ...]) -> None:
    """Numbers in any spelling, neighbours, places and ends are read, and nothing else is left."""
    references, rest = find_references(text)
    assert references == expected
    assert without_show_words(rest) == "" or expected[0].kind == "onwards"


@pytest.mark.parametrize(
    "text",
    ["山西智创城NO.6是什么", "要修几条高速公路", "一条龙服务怎么搞", "头一条原则讲什么"],
)
def test_names_and_counts_are_no_references(text: str) -> None:
    """A number in a name, and things counted by 条, name no article."""
    assert find_references(text)[0] == ()


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("绿色发展那一部分开头的引言,麻烦整段发我", ["第十三部分导语"]),
        ("农业农村那部分的头一条和末一条分别是什么", ["第34条", "第38条"]),
        (
            "人才强市那一块一共几条,名字报一下",
            ["第十一部分导语", "第44条", "第45条", "第46条", "第47条"],
        ),
        ("第66条的下一条,还在同一部分吗", ["第67条"]),
    ],
)
def test_parts_are_named_by_their_subject(
    assistant: Assistant, question: str, labels: list[str]
) -> None:
    """A word of a part's title names the part, and places are counted in it."""
    answer = assistant.ask(question)
    assert list(dict.fromkeys(c.label for c in answer.citations)) == labels


def test_an_article_is_told_its_part(assistant: Assistant) -> None:
    """Which part an article belongs to is read from the parsed plan."""
    answer = assistant.ask("第五十五条归在哪个大部分里?")
    assert "第55条属于第十三部分" in answer.answer
    assert {c.label for c in answer.citations} == {"第55条"}
