from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.facets import facets


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("给我找找:养老、托育、看病,文件怎么写的", ["养老", "托育", "看病"]),
        ("高铁和机场分别到哪一步了", ["高铁", "机场分别到哪一步了"]),
        ("住房怎么解决,孩子上学怎么安顿", ["住房怎么解决", "孩子上学怎么安顿"]),
    ],
)
def test_things_side_by_side_are_told_apart(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    """Enumerations, distributing words and clauses that each ask make facets."""
    found = [facet.text for facet in facets(question, assistant.segmenter.cut)]
    assert [text for text in found if text in expected] == expected


@pytest.mark.parametrize("question", ["机场什么时候通航", "到2025年,丹河新城建成什么样"])
def test_one_thing_has_no_facets(assistant: Assistant, question: str) -> None:
    """A question for one thing is searched as a whole."""
    assert facets(question, assistant.segmenter.cut) == ()


def test_a_quoted_list_is_one_thing(assistant: Assistant) -> None:
    """What is enumerated in quotation marks of any style is not searched member by member."""
    for marks in ("“”", '""', "「」", "『』"):
        listed = "自治、法治、德治".join(marks)
        found = facets(f"乡村治理讲{listed},要打造啥样的村", assistant.segmenter.cut)
        assert [facet.text for facet in found] == ["要打造啥样的村"]


def test_places_are_shared_by_all_facets(assistant: Assistant) -> None:
    """The place that a question names goes with each of its facets."""
    found = facets("阳城的电厂、机场、手艺都怎么说", assistant.segmenter.cut)
    assert {facet.context for facet in found} == {"阳城"}


def test_each_facet_gets_its_article(assistant: Assistant) -> None:
    """Subjects that stand far apart in the plan are all answered, each with its article."""
    answer = assistant.ask("煤层气产量、持证率、规上工业企业户数,这三个数各定到多少?")
    assert {19, 26, 56} <= {citation.article for citation in answer.citations}
    assert all(words in answer.answer for words in ("100亿立方米", "50%以上", "800家"))


def test_what_is_asked_behind_a_statement_is_answered(assistant: Assistant) -> None:
    """A statement before the question does not draw all evidence to itself."""
    question = "规上工业企业“十四五”末要有800家,国企那边搞的是几定改革"
    assert [f.text for f in facets(question, assistant.segmenter.cut)] == ["国企那边搞的是几定改革"]
    assert "“六定”" in assistant.ask(question).answer
