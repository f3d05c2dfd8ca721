from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.references import Reference, find_references, left_out, without_show_words


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
        ("第35条到第33条", articles(33, 34, 35)),
        ("从第30条开始到第32条", articles(30, 31, 32)),
        ("33和34条各讲什么", articles(33, 34)),
        ("第33条后面三条", articles(34, 35, 36)),
        ("第33条前两条", articles(31, 32)),
        ("第30条到最后", (Reference("onwards", 30),)),
        ("第33条之后的条文", (Reference("onwards", 34),)),
        ("第69条以后", (Reference("onwards", 70),)),
        ("第69条及以后", (Reference("onwards", 69),)),
        ("第5条之前", (Reference("until", 4),)),
        ("从头到第5条", (Reference("until", 5),)),
        ("前三条", (Reference("first", 3),)),
        ("最后三条", (Reference("last", 3),)),
        ("第七部分前两条", (Reference("first", 2, 7),)),
        ("第三到第五部分", tuple(Reference("part", n) for n in (3, 4, 5))),
        ("第3、4部分", tuple(Reference("part", n) for n in (3, 4))),
        ("最后两个部分", tuple(Reference("part", n) for n in (-2, -1))),
        ("第十部分以后", (Reference("parts_onwards", 11),)),
        ("第1000条", articles(1000)),
        ("第-1条", articles(-1)),
        ("33", articles(33)),
        ("第三十三", articles(33)),
        ("第 3 3 条", articles(33)),
        ("第7条最后一段", articles(7)),
    ],
)
def test_units_are_named_in_many_ways(text: str, expected: tuple[Reference, ...]) -> None:
    """Numbers in any spelling, neighbours, places and ends are read, and nothing else is left."""
    references, rest = find_references(text)
    assert references == expected
    assert without_show_words(rest) == "" or text.endswith(("往后数", "一段"))


@pytest.mark.parametrize(
    "text",
    [
        "山西智创城NO.6是什么",
        "要修几条高速公路",
        "一条龙服务怎么搞",
        "头一条原则讲什么",
        "前三条高速",
        "2025",
    ],
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


def test_what_is_left_out_is_not_asked_for(assistant: Assistant) -> None:
    """Units that a question leaves out are not counted with the others."""
    answer = assistant.ask("不算头两个部分,一共有多少条提到煤层气")
    numbers = [c.article for c in answer.citations]
    assert f"共 {len(numbers)} 条" in answer.answer and all(n and n > 7 for n in numbers)
    only = assistant.ask("除了第33条,还有哪些条提到机场")
    assert only.status == "not_in_plan" and "除第33条外,全文没有出现“机场”" in only.answer
    assert left_out("除了第33条,还有哪些条提到机场") == articles(33)
    assert find_references("除了第33条,还有哪些条提到机场")[0] == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("第100条到第105条", "没有第100条至第105条:"),
        ("第120条、第130条原文", "没有第120条、第130条:"),
        ("第16、17部分", "没有第十七部分:"),
        ("第80条以后", "没有第81条及以后的条文:"),
        ("第七部分前八条", "第七部分只有 5 条。"),
    ],
)
def test_missing_units_are_told_together(assistant: Assistant, question: str, said: str) -> None:
    """One sentence names all units that do not exist, runs of them by their ends."""
    answer = assistant.ask(question)
    assert said in answer.answer and answer.answer.count("本文件共") == ("部分前" not in question)


def test_open_runs_show_every_unit(assistant: Assistant) -> None:
    """A run without an end goes to the last article or part, one told backwards to its start."""
    for question, numbers in (
        ("第67条到最后", [67, 68, 69, 70]),
        ("最后三条", [68, 69, 70]),
        ("第69条以后", [70]),
        ("第35条到第33条", [33, 34, 35]),
        ("第二部分前两条", [4, 5]),
        ("第十五部分以后", [None, 67, 68, 69, 70]),
    ):
        cited = assistant.ask(question).citations
        assert list(dict.fromkeys(c.article for c in cited)) == numbers


@pytest.mark.parametrize(
    "question", ["第33条标题是什么", "33到35条的标题", "第33条叫什么", "第七部分首尾两条的题目"]
)
def test_titles_alone_are_shown(assistant: Assistant, question: str) -> None:
    """Who asks for titles gets these and not the articles."""
    answer = assistant.ask(question)
    titles = {a.title_span.start: a.title for a in assistant.plan.articles if a.title_span}
    assert answer.citations and all(c.quote == titles[c.start] for c in answer.citations)
    (citation,) = assistant.ask("第33条的标题和内容").citations
    assert len(citation.quote) > 100


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("第5-7条里关于创新的内容", {5, 6, 7}),
        ("第5-7条提到创新了吗", {5, 6, 7}),
        ("第三部分有没有讲人才", {8, 9, 10, 11, 12}),
        ("第1条和第3条有什么区别", {1, 3}),
        ("对比第20条和第21条", {20, 21}),
        ("是第33条还是第34条", {33, 34}),
    ],
)
def test_what_named_units_say_is_not_denied(
    assistant: Assistant, question: str, numbers: set[int]
) -> None:
    """Units that name what is asked about, or are asked for alone, are quoted and no other."""
    answer = assistant.ask(question)
    assert "没有写到" not in answer.answer
    assert {c.article for c in answer.citations} <= numbers


def test_what_named_units_do_not_say_is_told(assistant: Assistant) -> None:
    """What only other articles name is quoted from these, and said not to be in the named one."""
    answer = assistant.ask("第20条机场什么时候建成")
    assert "第三部分没有出现“机场”" in assistant.ask("第三部分有没有讲机场").answer
    assert "第20条没有写到" in answer.answer and 33 in {c.article for c in answer.citations}


def test_words_of_a_reference_are_not_counted(assistant: Assistant) -> None:
    """Only the word is counted, in the named articles alone."""
    answer = assistant.ask("第六条到第八条提到了几次创新")
    bodies = [assistant.plan.body(a) for a in assistant.plan.articles[5:8]]
    times = sum(body.count("创新") for body in bodies)
    assert f"提到“创新”的条文共 3 条,全文出现 {times} 处" in answer.answer


def test_an_article_is_told_its_part(assistant: Assistant) -> None:
    """Which part an article belongs to is read from the parsed plan."""
    answer = assistant.ask("第五十五条归在哪个大部分里?")
    assert "第55条属于第十三部分" in answer.answer
    assert {c.label for c in answer.citations} == {"第55条"}
