from __future__ import annotations

import pytest

from assistant.study.model import Request
from assistant.study.parallels import designations, other_designations
from assistant.study.session import Trainer


def test_blanks_stand_where_they_are_said_to_stand(trainer: Trainer) -> None:
    """A blank's words are in its statement, and the statement is whole around them."""
    for blank in trainer.facts.blanks:
        assert trainer.plan.quote(blank.span) == blank.answer
        assert blank.before + blank.answer + blank.behind == blank.statement.text


def test_units_of_all_kinds_are_found(trainer: Trainer) -> None:
    """Figures, dates, slogans, places, projects and members of lists are asked for."""
    found = {(blank.kind, blank.answer) for blank in trainer.facts.blanks}
    assert {
        ("figure", "100亿立方米") if ("figure", "100亿立方米") in found else ("figure", "80%"),
        ("figure", "85%"),
        ("date", "2035年"),
        ("term", "一院五园两集群"),
        ("place", "侯马") if ("place", "侯马") in found else ("place", "韩国"),
        ("name", "产业基础再造"),
        ("member", "智慧教育"),
    } <= found


def test_the_noun_that_says_what_a_name_names_stays_in_the_stem(trainer: Trainer) -> None:
    """工程 and 行动 are no part of what is asked for."""
    names = [blank for blank in trainer.facts.blanks if blank.kind == "name"]
    assert any(blank.behind.startswith("工程") for blank in names)
    assert not any(blank.answer.endswith(("工程", "行动", "战略")) for blank in names)


def test_maxims_sights_and_pairs_are_found(trainer: Trainer) -> None:
    """Double maxims, sights before their rank, and characters that are quoted one by one."""
    answers = {blank.answer for blank in trainer.facts.blanks}
    assert {"招落一体、引育并重", "皇城相府", "“简”“减”", "太原科技大学华科学院"} <= answers
    assert {"巴公、北石店", "润城、神农"} & answers


def test_slogans_are_explained_by_the_plan_itself(trainer: Trainer) -> None:
    """Counted lists, words in brackets and “以…为…的” tell what a slogan stands for."""
    meanings = {(m.term, m.text) for m in trainer.facts.meanings}
    assert {
        ("三权分置", "所有权、承包权、经营权"),
        ("六大比较优势", "能源、产业、教育、文化、康养、生态"),
        ("一核四极", "一核即晋城市中心城区,四极即高平、阳城、陵川、沁水四个县城"),
        ("眼睛", "机器视觉系统"),
    } <= meanings


def test_a_figure_that_only_counts_a_list_is_no_question(trainer: Trainer) -> None:
    """Nobody is asked how many things stand in the stem."""
    for blank in trainer.facts.blanks:
        assert not (blank.kind == "figure" and "数通" in blank.before)


def test_verbs_and_head_nouns_stay_in_the_stem(trainer: Trainer) -> None:
    """Who knows the thing need not know with which verb and class noun the plan has it."""
    answers = {blank.answer for blank in trainer.facts.blanks if blank.kind in ("role", "term")}
    assert "碳达峰" in answers
    assert "开展碳达峰" not in answers
    assert "十二大" in answers
    assert "十二大战略" not in answers
    assert "创业苗圃+孵化器+加速器+产业园" in answers


def test_what_something_is_designated_as_is_found(trainer: Trainer) -> None:
    """At the end of what a clause that begins with a verb builds, and nowhere else."""
    found = {(b.before[-4:], b.answer) for b in trainer.facts.blanks if b.kind == "rank"}
    assert {("传承发展", "样板区"), ("交界合作", "试验区"), ("数智创新", "先行区")} <= found


@pytest.mark.parametrize("word", ["先行区", "强市", "经济带", "博览会", "重点实验室"])
def test_designations_exclude_those_of_other_meanings(word: str) -> None:
    """No word is offered for one of like meaning, and none for itself."""
    others = other_designations(word)
    assert len(others) > 1
    assert word not in others
    assert designations().fullmatch(word)
    assert "先导区" not in other_designations("先行区")
    assert other_designations("项目") == []


def test_spans_of_years_are_figures(trainer: Trainer) -> None:
    """A span of two numbers is asked for as a whole."""
    assert ("figure", "5-10年") in {(blank.kind, blank.answer) for blank in trainer.facts.blanks}


def test_what_something_is_done_by_is_not_about_what_is_done(trainer: Trainer) -> None:
    """The layout of a county is no question on what else the county builds."""
    found = trainer.facts.asked_of(trainer.scope(Request(topic="康养")))
    assert not any(blank.answer.startswith("一主四副") for blank in found.blanks)
