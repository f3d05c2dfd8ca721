from __future__ import annotations

import numpy as np
import pytest

from assistant.alignment import Flags
from assistant.answering import Assistant
from assistant.fields import Fields
from assistant.passages import split_passages
from assistant.plan import parse_plan
from assistant.retrieval import themes_of
from assistant.words import Segmenter

_PLAN = """某市规划建议

序言。

一、民生

1.健全食品安全体系。加强食品药品监管。推进环境监测,规范市场执法。
2.加强人才引进。实行一人一策引进人才。解决配偶就业。
3.提升标准化水平。共青团发挥作用。改善环境执法。
"""


_TEXTS = [passage.text for passage in split_passages(parse_plan(_PLAN))]


@pytest.fixture(scope="module")
def fields() -> Fields:
    """Fields of a small plan."""
    plan = parse_plan(_PLAN)
    return Fields(plan, split_passages(plan), Segmenter())


def _texts(flags: Flags) -> list[str]:
    return [text for text, flag in zip(_TEXTS, flags, strict=True) if flag]


def test_a_field_is_named_by_all_its_words_in_one_clause(fields: Fields) -> None:
    """环境 and 执法 in two clauses are not 环境执法, and the words may stand apart in one."""
    assert _texts(fields.find("环境执法")[0]) == ["改善环境执法。"]
    assert _texts(fields.find("食品监管")[0]) == ["加强食品药品监管。"]


def test_a_quality_is_no_field(fields: Fields) -> None:
    """标准化 is said of any field, and names none; a title that has it still does."""
    named, titled = fields.find("标准化")
    assert not named.any() and titled.sum() == 3


def test_a_body_is_named_only_by_its_whole_name(fields: Fields) -> None:
    """A name that holds a word of one character is looked for as it stands."""
    assert not fields.find("环境局")[0].any()
    assert _texts(fields.find("共青团")[0]) == ["共青团发挥作用。"]


def test_what_no_quoted_sentence_names_is_added(fields: Fields) -> None:
    """A field that is served gets nothing more, any other its best sentence."""
    scores = np.linspace(0.1, 0.2, len(_TEXTS))
    added = fields.unserved(["食品监管", "共青团"], scores, [])
    assert [_TEXTS[i] for i in added] == ["加强食品药品监管。", "共青团发挥作用。"]
    assert fields.unserved(["食品监管", "共青团"], scores, added) == []


def test_an_article_by_its_title_gives_what_names_the_field(fields: Fields) -> None:
    """Of the article titled with a field come the sentences that name it, not the best one only."""
    scores = np.linspace(0.1, 0.2, len(_TEXTS))
    scores[[text.startswith("2.") for text in _TEXTS]] = 0.0
    added = fields.unserved(["人才引进"], scores, [])
    assert [_TEXTS[i] for i in added] == ["实行一人一策引进人才。"]


@pytest.mark.parametrize(
    ("question", "units", "not_units"),
    [
        ("市场监管局要干什么?", {"22", "28", "29", "59"}, set()),
        ("组织部有什么任务?", {"36", "45", "46", "47", "67", "68"}, set()),
        ("团市委能从规划里找到什么?", {"56", "61", "69"}, set()),
        ("医保局有什么事要办?", {"59", "60"}, {"35"}),
        ("生态环境局要负责哪些?", {"53", "54", "55"}, {"11"}),
        ("农民能享受到哪些好处?", {"34", "35", "36", "37", "38", "43"}, set()),
        ("农民工有哪些政策?", {"43", "56", "57"}, {"37"}),
        ("低收入的人有什么照顾?", {"57", "60"}, set()),
        ("失业的人怎么办?", {"56"}, {"45"}),
        ("残疾人有什么保障?", {"58", "60"}, set()),
    ],
)
def test_all_for_a_body_or_a_group_is_all_its_fields(
    assistant: Assistant, question: str, units: set[str], not_units: set[str]
) -> None:
    """Each field of a body or group that the plan names is quoted, what names none is not."""
    cited = {str(citation.article) for citation in assistant.ask(question).citations}
    assert units <= cited and not cited & not_units


def test_duties_are_many_things_whatever_is_read(assistant: Assistant) -> None:
    """A body whose work is all in one article is told more than its best sentence."""
    assert len(assistant.ask("纪委监委干什么?").citations) > 2


@pytest.mark.parametrize(
    "question",
    [
        "儿童医院在哪",
        "退役军人能安排工作吗",
        "企业家精神怎么弘扬",
        "开发区怎么改",
        "开发区是不是要管的归管",
    ],
)
def test_more_than_a_name_is_no_question_for_all(assistant: Assistant, question: str) -> None:
    """What asks something special of a group or body, or yes or no, is as any other question."""
    assert assistant.retriever.query(question).fields == ()


@pytest.mark.parametrize(
    ("question", "themes"),
    [
        ("创新方面总体怎么安排?", ("创新",)),
        ("县城建设怎么搞", ("县城",)),
        ("教育和医疗怎么发展?", ("教育", "医疗")),
        ("康养产业的全部内容", ("康养产业",)),
        ("碳达峰碳中和怎么做?", ("碳达峰碳中和",)),
        ("高平的康养怎么发展?", ()),
        ("机场什么时候建成", ()),
    ],
)
def test_bare_themes_are_told_by_form(question: str, themes: tuple[str, ...]) -> None:
    """Only a question that says nothing else of its theme asks for all there is on it."""
    assert themes_of(question) == themes


def test_a_theme_takes_the_articles_titled_with_it(fields: Fields) -> None:
    """The only article of a title is told in full, what names the theme elsewhere once a unit."""
    scores = np.full(len(_TEXTS), 0.5)
    assert [_TEXTS[i] for i in fields.of_theme("人才", scores, 0.1)][1:] == [
        "实行一人一策引进人才。",
        "解决配偶就业。",
    ]
    assert [_TEXTS[i] for i in fields.of_theme("环境", scores, 0.1)] == [
        "推进环境监测,规范市场执法。",
        "改善环境执法。",
    ]
    assert fields.of_theme("环境", scores, 0.6) == []


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("创新方面总体怎么安排?", {"8", "9", "10", "11", "12"}),
        ("营商环境怎么改善?", {"28"}),
        ("县城建设怎么搞?", {"42"}),
    ],
)
def test_titled_articles_are_not_left_out(
    assistant: Assistant, question: str, units: set[str]
) -> None:
    """A bare theme is told of every article that is titled with it."""
    assert units <= {str(citation.article) for citation in assistant.ask(question).citations}
