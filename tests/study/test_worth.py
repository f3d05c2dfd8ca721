from __future__ import annotations

import re

import pytest

from assistant.study.counterparts import with_counterparts
from assistant.study.facts import Blank
from assistant.study.model import RIGHT, WRONG, Request
from assistant.study.session import Trainer
from assistant.study.worth import (
    are_maxims,
    are_variants,
    holds_fact,
    is_closed,
    is_decoration,
    is_descriptive,
    is_doubled,
    is_filler,
    is_national,
    is_national_title,
    is_proper,
    is_scheme,
    says_enough,
)


def _blank(trainer: Trainer, answer: str) -> Blank:
    return next(blank for blank in trainer.facts.blanks if blank.answer == answer)


@pytest.mark.parametrize(
    ("word", "is_bare"),
    [
        ("标准化", True),
        ("针对性", True),
        ("技能型", True),
        ("管理", True),
        ("商业模式", True),
        ("布局合理", True),
        ("气化晋城", False),
        ("文物记忆", False),
        ("一核", False),
    ],
)
def test_words_that_fit_any_plan_are_fillers(word: str, *, is_bare: bool) -> None:
    """Bare qualities and bare nouns are told from slogans and names."""
    assert is_filler(word) is is_bare


@pytest.mark.parametrize(
    ("word", "is_name"),
    [("陵川", True), ("阳城珐华", True), ("富士康工业园", True), ("数字经济", False)],
)
def test_names_are_told_from_common_nouns(word: str, *, is_name: bool) -> None:
    """Places, works and institutions have names."""
    assert is_proper(word) is is_name


@pytest.mark.parametrize(
    ("members", "closed"),
    [
        ("所有权、承包权、经营权", True),  # counted
        ("数通、数基、数融、数慧、数创、数安", True),  # counted and quoted
        ("进得来、落得下、留得住、融得入", True),  # quoted
        ("阳城珐华、高平潞绸、泽州铁器", True),  # names, even before 等
        ("智慧医疗、智慧教育、智慧交通", False),
        ("档案馆、图书馆、博物馆、大剧院", False),
        ("技术、管理、商业模式", False),
        ("战略性、前瞻性、针对性", False),
    ],
)
def test_a_list_is_closed_when_the_plan_counts_or_quotes_it(
    trainer: Trainer, members: str, *, closed: bool
) -> None:
    """Counted, quoted, or of proper names; what ends with 等 is open."""
    lists = {"、".join(map(trainer.plan.quote, e.members)): e for e in trainer.facts.enumerations}
    assert is_closed(trainer.plan, lists[members]) is closed


def test_a_scheme_describes_one_thing(trainer: Trainer) -> None:
    """Members of one length before the noun that they describe; no fillers."""
    found = {
        "、".join(map(trainer.plan.quote, e.members))
        for e in trainer.facts.enumerations
        if is_scheme(trainer.plan, e)
    }
    assert "整体推进、政企合作、管用分离" in found
    assert not any("布局合理" in members for members in found)


def test_runs_of_maxims_are_written_out_only(trainer: Trainer) -> None:
    """Other maxims of the kind would be as right; what begins or ends alike is no maxim."""
    lists = {"、".join(map(trainer.plan.quote, e.members)): e for e in trainer.facts.enumerations}
    maxims = lists["一网通办、就近能办、多点可办、少跑快办"]
    assert are_maxims(trainer.plan, maxims)
    assert not is_scheme(trainer.plan, maxims)
    assert not are_maxims(trainer.plan, lists["重大改革、重大政策、重大工程、重大项目"])
    assert not are_maxims(trainer.plan, lists["政策衔接、机制衔接、工作衔接"])


def test_list_questions_are_on_closed_lists_only(trainer: Trainer) -> None:
    """Neither fillers nor lists that go on with 等 are chosen from or written out.

    Any of the members may be asked for of an open list as well, and its members may be matched.
    """
    lists = {e.span.start: e for e in trainer.facts.enumerations}
    asked = 0
    for part in range(1, 17):
        quiz = trainer.quiz(Request(parts=(part,), questions=40, difficulty="难"))
        for question in quiz.questions:
            starts = [int(f[5:]) for f in question.facts if f.startswith("list@")]
            for start in starts if not (question.wanted or question.prompts) else ():
                asked += 1
                found = lists[start]
                is_all = found.is_whole and not found.is_open and question.options
                tests = [is_closed, is_scheme, are_maxims]
                assert is_all or any(is_whole(trainer.plan, found) for is_whole in tests)
    assert asked > 10


def test_a_short_answer_says_how_many_are_wanted(trainer: Trainer) -> None:
    """The stem counts the scoring points, those that are wanted, or asks for one thing."""
    quiz = trainer.quiz(Request(parts=(3, 4, 5, 8, 16), questions=60, difficulty="难"))
    short = [q for q in quiz.questions if q.kind == "short_answer"]
    assert short
    for question in short:
        number = question.wanted or len(question.scoring)
        assert f"{number}项" in question.stem or (number == 1 and "什么" in question.stem)


def test_a_slogan_must_not_be_the_only_object_of_the_only_verb(trainer: Trainer) -> None:
    """做强做优“…”品牌 is quoted with what stands before it."""
    brand = _blank(trainer, "晋城铸造")
    assert "高端装备用钢基地" in brand.statement.text
    for blank in trainer.facts.blanks:
        text = blank.before + blank.behind
        if says_enough(blank) and not re.search("[,;:、]", text):
            assert len(text) > 4


def test_rights_to_land_are_quoted_with_the_land(trainer: Trainer) -> None:
    """A short clause keeps the clause before, which names what it speaks of."""
    texts = [s.text for s in trainer.facts.statements if "资格权" in s.text]
    assert texts
    assert all("宅基地" in text for text in texts)


def test_a_right_statement_holds_something_to_be_judged(trainer: Trainer) -> None:
    """A figure, a level, a place, a name or a word that has counterparts stands in it."""
    assert not holds_fact("加强消费者权益保护,改善消费环境")
    assert holds_fact("规上工业企业增加到800家")
    for part in (2, 6, 12, 15):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            if question.key == (RIGHT,):
                claim = question.stem.rpartition("规划写道:")[2]
                assert holds_fact(claim) or with_counterparts().search(claim)


def test_statements_to_judge_are_about_a_third(trainer: Trainer) -> None:
    """A paper with enough other facts has a third of them at most."""
    for difficulty in ("易", "中", "难"):
        for part in (5, 7, 10):
            quiz = trainer.quiz(Request(parts=(part,), difficulty=difficulty))  # type: ignore[arg-type]
            judged = sum(q.kind == "true_false" for q in quiz.questions)
            assert judged <= max(4, round(len(quiz.questions) / 3) + 1)


def test_false_words_come_once_in_a_paper(trainer: Trainer) -> None:
    """Two wrong statements never have the same words put in."""
    quiz = trainer.quiz(Request(parts=tuple(range(1, 17)), questions=60))
    wrong = [q for q in quiz.questions if q.key == (WRONG,)]
    assert wrong
    assert not trainer.checker.paper_problems(quiz.questions)


def test_a_list_that_names_the_topic_in_passing_is_not_about_it(trainer: Trainer) -> None:
    """煤层气 beside 光机电 makes no question on 光机电."""
    facts = trainer.facts.asked_of(trainer.scope(Request(topic="煤层气")))
    assert not any("光机电" in blank.answer for blank in facts.blanks)


@pytest.mark.parametrize(
    ("name", "only_describes"),
    [
        ("基层应急管理能力提升", True),
        ("主城区生态水系治理", True),
        ("优质粮食", False),
        ("健康晋城", False),
        ("陵川棋子山开发", False),
        ("5G智能矿山建设", False),
    ],
)
def test_names_that_only_describe_are_not_asked_for(name: str, *, only_describes: bool) -> None:
    """Long names without a place, a figure or letters could as well be worded otherwise."""
    assert is_descriptive(name) is only_describes


def test_phrases_of_the_country_with_the_name_of_the_place_are_not_asked_for(
    trainer: Trainer,
) -> None:
    """健康晋城 is what everybody makes of 健康中国."""
    assert is_national(trainer.plan, "健康晋城")
    assert not is_national(trainer.plan, "气化晋城")


def test_figures_of_speech_and_puns_are_not_asked_for(trainer: Trainer) -> None:
    """Paths and chapters say nothing; single characters are a name where they come again."""
    answers = {b.answer: b for b in trainer.facts.blanks}
    assert is_decoration(trainer.plan, answers["晋城路径"])
    assert not is_decoration(trainer.plan, answers["太行一号"])
    puns = [b for b in trainer.facts.blanks if re.fullmatch("“.”“.”", b.answer)]
    assert {is_decoration(trainer.plan, b) for b in puns} == {True, False}


def test_a_figure_beside_the_one_that_it_doubles_is_not_asked_for(trainer: Trainer) -> None:
    """Three years 500, five years twice as much: the second follows from the first."""
    doubled = [b for b in trainer.facts.blanks if b.kind == "figure" and is_doubled(b)]
    assert doubled
    assert all("倍增" in b.statement.text for b in doubled)


def test_titles_that_the_state_confers_are_known() -> None:
    """国家全域旅游示范区 is one title; a zone of the province is not."""
    assert is_national_title("围绕创建国家全域旅游")
    assert is_national_title("创建省级和国家级文物保护利用")
    assert not is_national_title("争取国家支持,打造全省物流")
    assert not is_national_title("建设省级物流")


def test_lists_between_two_words_of_a_frame_are_closed(trainer: Trainer) -> None:
    """以…为导向 encloses its list."""
    facts = trainer.facts
    by_member = {facts.plan.quote(e.members[-1]): e for e in facts.enumerations if e.is_whole}
    assert is_closed(facts.plan, by_member["贡献"])


def test_variants_of_one_word_are_told_from_things_of_one_kind() -> None:
    """What all members end with can be said of anything; what they begin with, of some things."""
    assert are_variants(["政策衔接", "机制衔接", "工作衔接"])
    assert are_variants(["拓展合作领域", "创新合作模式", "提升合作质量"])
    assert not are_variants(["崇尚科学", "崇尚创新", "崇尚人才"])
    assert not are_variants(["促改革", "稳就业", "强动能"])
