from __future__ import annotations

import re

import pytest

from assistant.answering import Assistant
from assistant.requests import Request, find_request


@pytest.mark.parametrize(
    ("question", "kind", "terms"),
    [
        ("哪些条提到2035年", "mentions", ("2035年",)),
        ("一共有多少条提到煤层气", "mentions", ("煤层气",)),
        ("康养这个词出现在哪几条", "mentions", ("康养",)),
        ("提到高平的有哪几条", "mentions", ("高平",)),
        ("哪几条写到了长三角或者京津冀", "mentions", ("长三角", "京津冀")),
        ("“一元公交”在文件里出现了几次", "mentions", ("一元公交",)),
        ("“一元公交”全文一共几处?", "mentions", ("一元公交",)),
        ("数数“高质量”多少次", "mentions", ("高质量",)),
        ("哪一条讲营商环境", "about", ("营商环境",)),
        ("关于乡村建设的是第几条", "about", ("乡村建设",)),
        ("营商环境那条是第几条", "about", ("营商环境",)),
        ("讲乡村建设的这一条排在第几", "about", ("乡村建设",)),
        ("把带百分比的目标列出来", "figures", ()),
        ("规划里一共几个部分、多少条", "outline", ()),
        ("这个规划主要讲什么?", "outline", ()),
        ("概括一下这份建议", "outline", ()),
        ("十四五规划的框架是什么", "outline", ()),
        ("咱市定了哪几个定位", "items", ("定位",)),
        ("五年的主要目标是什么?", "items", ("主要目标",)),
    ],
)
def test_direct_requests_are_recognised(question: str, kind: str, terms: tuple[str, ...]) -> None:
    """Counting, listing and ordering are told from questions that need a search."""
    request = find_request(question)
    assert request and (request.kind, request.terms) == (kind, terms)


@pytest.mark.parametrize(
    "question",
    [
        "机场什么时候通航",
        "哪些县要建通用机场",
        "第七部分有哪几条",
        "有几家医院要新建",
        "“双创”培训一年办几次?",
        "规划讲了什么新项目",
        "搞数字创意的小年轻,文件里有啥扶法",
        "数字经济那块的目标有哪些",
    ],
)
def test_ordinary_questions_are_no_requests(question: str) -> None:
    """A question for facts is searched, unless an article has a list of the name asked for."""
    request = find_request(question)
    assert request is None or request.kind == "items"


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("晋城的战略定位有哪几个", 6),
        ("给晋城定的战略定位一共几个?挨个念给我听", 6),
        ("发展要坚持哪几条原则", 5),
        ("第7条的主要目标有几个", 7),
        ("经济社会发展目标是什么", 7),
        ("晋城有哪些定位", 6),
        ("晋城的发展目标有哪些", 7),
        ("基本原则有哪些", 5),
    ],
)
def test_lists_of_an_article_are_complete(
    assistant: Assistant, question: str, article: int
) -> None:
    """Who asks for what an article lists under headings gets every heading, and how many."""
    answer = assistant.ask(question)
    unit = assistant.plan.article(article)
    assert unit
    items = [paragraph for paragraph in unit.paragraphs if paragraph.is_item]
    assert [c.article for c in answer.citations] == [article] * len(items)
    assert all(
        paragraph.start <= c.start < paragraph.end
        for c, paragraph in zip(answer.citations, items, strict=True)
    )
    assert f"共 {len(items)} 项" in answer.answer


def test_a_list_asked_for_in_many_words_is_complete(assistant: Assistant) -> None:
    """Who describes the list instead of naming it gets all its headings as well."""
    answer = assistant.ask("晋城给自己立了六个发展定位,叫什么区、什么者、什么地的,都有哪些?")
    unit = assistant.plan.article(6)
    assert unit
    quoted = [c for c in answer.citations if c.article == 6]
    items = [paragraph for paragraph in unit.paragraphs if paragraph.is_item]
    assert all(any(p.start <= c.start < p.end for c in quoted) for p in items)


@pytest.mark.parametrize(
    "question",
    ["五大产业集群是哪几个", "民生方面的目标有哪些", "晋城有什么重点任务", "阳城的发展目标是什么"],
)
def test_other_lists_are_searched(assistant: Assistant, question: str) -> None:
    """A list that is no article's own is found by the search."""
    answer = assistant.ask(question)
    assert answer.citations and "项:" not in answer.answer


@pytest.mark.parametrize(
    ("question", "article"), [("晋城的战略定位有哪几个", 6), ("2035年远景目标是什么", 3)]
)
def test_a_list_stands_alone_in_a_conversation(
    assistant: Assistant, question: str, article: int
) -> None:
    """Who asks for an article's list or title asks for it whatever was talked about before."""
    answer = assistant.ask_turns(["机场什么时候通航?", question])
    assert answer.standalone_question == question
    assert {c.article for c in answer.citations} == {article}


@pytest.mark.parametrize("question", ["2035年的远景目标是什么?", "到二〇三五年远景目标有哪些"])
def test_an_article_is_shown_by_its_title(assistant: Assistant, question: str) -> None:
    """Who asks for nothing but an article's title gets that article, however the year is spelt."""
    answer = assistant.ask(question)
    assert {c.article for c in answer.citations} == {3}
    assert answer.citations[0].quote.startswith("3.二〇三五年远景目标")


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        (["晋城的战略定位有哪几个", "第五个展开说说"], "集聚区"),
        (["战略定位一共几个?都叫啥", "第二个具体抓手是什么"], "领跑者"),
        (["晋城的战略定位有哪几个", "第五个展开说说", "不对,我问的是最后一个"], "目的地"),
    ],
)
def test_an_item_of_a_list_is_meant_by_its_place(
    assistant: Assistant, turns: list[str], name: str
) -> None:
    """“The fifth one” after an article's list is answered by all that stands under its heading."""
    (citation,) = assistant.ask_turns(turns).citations
    unit = assistant.plan.article(6)
    assert unit
    item = next(p for p in unit.paragraphs if f"“{name}”。" in assistant.plan.text[p.start : p.end])
    assert (citation.start, citation.end) == (item.start, item.end)


@pytest.mark.parametrize("term", ["阳城", "康养", "煤层气", "跨境电子商务"])
def test_mentions_are_complete(assistant: Assistant, term: str) -> None:
    """Every unit that holds the word is cited, no other is, and the count is right."""
    answer = assistant.ask(f"哪些条提到{term}?")
    units = [u for u in assistant.plan.citable if term in assistant.plan.body(u)]
    assert {c.label for c in answer.citations} == {u.label for u in units}
    assert all(term in c.quote for c in answer.citations)
    articles = sum(u.kind == "article" for u in units)
    times = sum(assistant.plan.body(u).count(term) for u in units)
    assert f"共 {articles} 条,全文出现 {times} 处" in answer.answer


def test_years_are_found_in_both_spellings(assistant: Assistant) -> None:
    """A year in digits finds the year in Chinese numerals, and the other way round."""
    digits, numerals = (assistant.ask(f"哪些条提到{y}年?") for y in ("2035", "二〇三五"))
    labels = {c.label for c in digits.citations}
    assert labels == {c.label for c in numerals.citations} and {"第3条", "第40条"} <= labels


def test_words_that_never_occur_are_said_to_be_absent(assistant: Assistant) -> None:
    """A quoted word that the text does not hold is answered so, with no citation."""
    answer = assistant.ask("“量子通信”这个词出现在哪几条?")
    assert answer.status == "not_in_plan" and "没有出现“量子通信”" in answer.answer


def test_what_is_described_is_searched_for(assistant: Assistant) -> None:
    """Where one of the things asked for is no word of the plan, its other words prove nothing."""
    answer = assistant.ask("气象、水旱这类归防汛办管的灾害,哪几处说过")
    assert "提到“" not in answer.answer


def test_figures_are_listed_with_their_articles(assistant: Assistant) -> None:
    """All shares in per cent are listed, and nothing without one."""
    for request in ("把带百分比的目标都列出来", "要达到百分之多少的指标,给我拉个单子,带上条号"):
        answer = assistant.ask(request)
        assert {c.article for c in answer.citations} == {18, 27, 33, 56}
        assert all("%" in c.quote for c in answer.citations)


def test_timeline_is_ordered_by_year(assistant: Assistant) -> None:
    """The stages of a project come in the order of their years."""
    answer = assistant.ask("把丹河新城建设的节点按年份排出来")
    years = re.findall(r"^- (\d{4})年", answer.answer, re.MULTILINE)
    assert years == ["2025", "2030", "2035"]


def test_outline_counts_parts_and_articles(assistant: Assistant) -> None:
    """The numbers of parts and articles are those of the parsed plan."""
    answer = assistant.ask("这份规划一共几个部分、多少条?")
    assert "共 16 个部分、70 条" in answer.answer
    assert [c.article for c in answer.citations] == [1, 70]


def test_what_is_planned_for_the_own_city_is_the_whole_plan(assistant: Assistant) -> None:
    """Who asks what is planned for the plan's own city gets its parts, not each mention of it."""
    answer = assistant.ask("晋城有哪些安排")
    assert answer.answer == assistant.ask("这个规划主要讲什么").answer
    assert {c.article for c in assistant.ask("高平有哪些安排").citations} != {1, 70}


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("第五部分第一条讲什么", 18),
        ("第五部分第20条", 20),
        ("最后一条的原文", 70),
        ("第七部分最后一条", 29),
        ("倒数第二条是什么", 69),
        ("优化国土空间布局那一条的原文", 39),
    ],
)
def test_articles_by_place_and_title(assistant: Assistant, question: str, article: int) -> None:
    """An article is found by its place in a part or the plan, and by its title."""
    answer = assistant.ask(question)
    assert {c.article for c in answer.citations} == {article}
    found = assistant.plan.article(article)
    assert found and assistant.plan.body(found) in answer.answer


def test_place_that_does_not_exist(assistant: Assistant) -> None:
    """A place beyond the end of a part is said not to exist."""
    answer = assistant.ask("第七部分第九条")
    assert answer.status == "not_in_plan" and "只有 5 条" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "规划发布日期",
        "这份文件哪天发布的?",
        "文件标题是什么",
        "发文单位是谁",
        "规划是谁制定的",
        "谁发的这份文件",
        "信息来源",
    ],
)
def test_the_header_is_asked_for(question: str) -> None:
    """Title, issuer, date and source are those of the document when nothing else is named."""
    assert find_request(question) == Request("imprint")


@pytest.mark.parametrize(
    "question", ["人才政策什么时候出台", "建设方案是谁制定的", "煤炭来源是什么", "规划建议有哪些"]
)
def test_other_dates_and_bodies_are_not_of_the_header(question: str) -> None:
    """What a policy or a project is called or when it comes is searched for."""
    found = find_request(question)
    assert found is None or found.kind != "imprint"


@pytest.mark.parametrize("question", ["全文发我", "给我一个提纲", "目录是什么", "把全文给我看看"])
def test_the_whole_is_shown_as_its_outline(question: str) -> None:
    """Who wants the whole text or its outline gets the parts with their articles."""
    assert find_request(question) == Request("outline")


def test_the_header_is_told_in_a_conversation_too(assistant: Assistant) -> None:
    """What the header says is read from it, cited beside the text, whatever was asked before."""
    turns = ["机场什么时候建成", "发布日期是哪天?谁发的这份文件?"]
    answer = assistant.ask_turns(turns)
    plan = assistant.plan
    assert answer.status == "answered" and {c.label for c in answer.citations} == {"序言"}
    assert plan.date and plan.source and plan.date in answer.answer
    assert plan.source in answer.answer and "中共晋城市委\n" in answer.answer
