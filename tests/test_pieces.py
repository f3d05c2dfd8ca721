from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.passages import sentences
from assistant.plan import Unit


def article(assistant: Assistant, number: int) -> Unit:
    unit = assistant.plan.article(number)
    assert unit
    return unit


@pytest.mark.parametrize(
    ("question", "number", "places"),
    [
        ("战略定位第三个是什么", 6, [3]),
        ("第三个战略定位是什么", 6, [3]),
        ("第6条里第二个定位怎么说", 6, [2]),
        ("第6条的第四个定位是什么", 6, [4]),
        ("第7条第三个目标是什么", 7, [3]),
        ("基本原则第二条是什么", 5, [2]),
        ("第二条原则是什么", 5, [2]),
        ("主要目标第五项", 7, [5]),
        ("最后一个战略定位", 6, [6]),
        ("战略定位前三个", 6, [1, 2, 3]),
        ("第5条第二项和第三项", 5, [2, 3]),
        ("第7条第一个目标和第三个目标分别是什么", 7, [1, 3]),
        ("第5条倒数第二项", 5, [5]),
        ("第5条第(二)项", 5, [2]),
        ("第五条里的第三条原则", 5, [3]),
        ("第6条第一个定位到第三个定位", 6, [1, 2, 3]),
    ],
)
def test_items_are_quoted_by_their_place(
    assistant: Assistant, question: str, number: int, places: list[int]
) -> None:
    """“The third position” is the third item of the list of that name, whole and nothing else."""
    answer = assistant.ask(question)
    items = [p for p in article(assistant, number).paragraphs if p.is_item]
    assert [(c.start, c.end) for c in answer.citations] == [
        (items[place - 1].start, items[place - 1].end) for place in places
    ]
    assert f"第{number}条共 {len(items)} 项" in answer.answer


@pytest.mark.parametrize(
    ("question", "number", "place"),
    [
        ("第33条第一句话是什么", 33, 0),
        ("第33条第二句", 33, 1),
        ("第三十三条最后一句说了什么", 33, -1),
        ("第一部分第三条第一句", 3, 0),
    ],
)
def test_sentences_are_quoted_by_their_place(
    assistant: Assistant, question: str, number: int, place: int
) -> None:
    """Sentences are counted through an article, its title being the first."""
    answer = assistant.ask(question)
    text = assistant.plan.text
    spans = [
        s for p in article(assistant, number).paragraphs for s in sentences(text, p.start, p.end)
    ]
    (citation,) = answer.citations
    assert (citation.start, citation.end) == (spans[place].start, spans[place].end)


def test_paragraphs_are_quoted_by_their_place(assistant: Assistant) -> None:
    """Items belong to the paragraph above them (款), or count as paragraphs of their own (段)."""
    paragraphs = article(assistant, 7).paragraphs
    own = [p for p in paragraphs if not p.is_item]
    first, second = (assistant.ask(f"第7条第{n}款").citations for n in "一二")
    assert (first[0].start, first[0].end) == (own[0].start, paragraphs[8].end)
    assert (second[0].start, second[0].end) == (own[1].start, own[1].end)
    (last,) = assistant.ask("第7条最后一段").citations
    assert (last.start, last.end) == (paragraphs[-1].start, paragraphs[-1].end)


def test_items_are_counted_in_their_paragraph(assistant: Assistant) -> None:
    """“第一款第二项” is the second item of the first paragraph, if that has items."""
    items = [p for p in article(assistant, 7).paragraphs if p.is_item]
    (citation,) = assistant.ask("第7条第一款第三项").citations
    assert (citation.start, citation.end) == (items[2].start, items[2].end)
    assert "第7条第2款没有分项" in assistant.ask("第7条第二款第一项").answer


def test_pieces_of_several_articles(assistant: Assistant) -> None:
    """Each piece is one of the article named before it."""
    answer = assistant.ask("第六条第三项、第7条第二项和第7条第九项")
    wanted = [
        [p for p in article(assistant, number).paragraphs if p.is_item][place]
        for number, place in ((6, 2), (7, 1))
    ]
    assert [(c.start, c.end) for c in answer.citations] == [(p.start, p.end) for p in wanted]
    assert "第7条只有 8 项,没有第9项" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("规划第33条第2款规定了啥", "第33条只有 1 款,没有第2款"),
        ("第五条第二款", "第5条只有 1 款,没有第2款。其中分列 6 项"),
        ("第33条第九句", "第33条只有 8 句,没有第9句"),
        ("第33条第二项", "第33条没有分项"),
        ("战略定位第七个是什么", "第6条只有 6 项,没有第7项"),
    ],
)
def test_pieces_that_do_not_exist(assistant: Assistant, question: str, said: str) -> None:
    """A place beyond the last one is said not to exist, and nothing else is quoted for it."""
    answer = assistant.ask(question)
    assert answer.status == "not_in_plan" and said in answer.answer and not answer.citations


def test_a_question_about_a_piece_is_answered_from_it(assistant: Assistant) -> None:
    """What is asked beside the place is about that piece."""
    answer = assistant.ask("第7条第六个目标里居民收入怎么样")
    item = [p for p in article(assistant, 7).paragraphs if p.is_item][5]
    assert [(c.start, c.end) for c in answer.citations] == [(item.start, item.end)]


@pytest.mark.parametrize(
    "question", ["第5条的原则有哪些", "第5条原则是什么", "第33条第二个机场在哪", "第二产业占比多少"]
)
def test_other_numbers_are_no_pieces(assistant: Assistant, question: str) -> None:
    """The number of an article, and what is counted but not listed, is no place in a list."""
    answer = assistant.ask(question)
    assert "项是:" not in answer.answer and "没有第" not in answer.answer


def test_the_number_of_an_article_leaves_two_wishes(assistant: Assistant) -> None:
    """Behind “how many principles has article 5”, “the second one” is the second of these."""
    answer = assistant.ask("第5条有几个原则?第二个是什么")
    items = [p for p in article(assistant, 5).paragraphs if p.is_item]
    assert f"共 {len(items)} 项" in answer.answer
    assert any(c.start == items[1].start and c.end == items[1].end for c in answer.citations)
