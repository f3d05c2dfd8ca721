from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.plan import Span
from assistant.study.counterparts import counterparts_of, is_common
from assistant.study.enumerations import word_starts
from assistant.study.model import RIGHT, WRONG, Request
from assistant.study.session import Trainer
from assistant.study.statements import Statement
from assistant.study.swaps import Swap, inner_swaps


def _swaps(trainer: Trainer) -> list[Swap]:
    return [s for st in trainer.facts.statements for s in inner_swaps(st, trainer.facts.cut)]


@pytest.mark.parametrize(
    ("word", "counterpart"),
    [
        ("全省", "全国"),
        ("基本建成", "全面建成"),
        ("建成通航", "开工建设"),
        ("整县推进", "整市推进"),
    ],
)
def test_counterparts_are_known(word: str, counterpart: str) -> None:
    """Levels, degrees, stages, pace and kinds have words that exclude them."""
    assert counterpart in counterparts_of(word)


def test_degrees_that_mean_nearly_the_same_are_no_counterparts() -> None:
    """Nobody has to tell 基本 from 初步, or 全部 from 全面."""
    assert "初步建成" not in counterparts_of("基本建成")
    assert "全部建成" not in counterparts_of("全面建成")


def test_set_phrases_of_the_whole_country_are_known() -> None:
    """What everybody can complete is not asked for."""
    assert is_common("一带一路")
    assert not is_common("一枢纽三基地一中心")


def test_subjects_of_parallel_clauses_are_exchanged(trainer: Trainer) -> None:
    """Two true things of a statement are told of one another."""
    found = {swap.text for swap in _swaps(trainer) if swap.kind == "exchange"}
    assert any("中学向乡镇集中,小学向县城集聚" in text for text in found)
    assert not any("以民航为骨干" in text for text in found)  # a role that national policy deals


def _statement(trainer: Trainer, *clauses: str) -> Statement:
    """A statement of some clauses that stands in no plan."""
    text, spans, start = ",".join(clauses), [], 0
    for clause in clauses:
        spans.append(Span(start, start + len(clause)))
        start += len(clause) + 1
    whole = Span(0, len(text))
    return Statement(trainer.facts.statements[0].unit, whole, text, whole, tuple(spans))


def _changed(trainer: Trainer, *clauses: str) -> dict[str, bool]:
    """The wrong statements made of some clauses, and whether they leave out neighbours."""
    swaps = inner_swaps(_statement(trainer, *clauses), trainer.facts.cut)
    return {swap.text: swap.is_narrow for swap in swaps}


def test_a_clause_is_changed_with_and_without_its_neighbours(trainer: Trainer) -> None:
    """What is shown beside a change can so be asked for, too, when the change stands alone."""
    assert _changed(trainer, "积极推进高速铁路", "建设夜市街区") == {
        "积极推进城际铁路,建设夜市街区": False,
        "积极推进城际铁路": True,
    }


def test_a_neighbour_that_tells_a_change_is_left_out(trainer: Trainer) -> None:
    """A change that the clause beside it refutes is made in its own clause alone."""
    found = _changed(trainer, "大力推进绿色金融", "引导绿色金融机构下乡")
    assert set(found.values()) == {True}
    assert "大力推进绿色物流" in found


def test_what_is_not_named_yet_is_not_cut_off(trainer: Trainer) -> None:
    """What is built is shown with its noun, when the clause before only says what it is like."""
    found = _changed(trainer, "逐步建成年龄层次更加合理", "性别比例更加协调的讲师队伍")
    assert found
    assert all(text.endswith("讲师队伍") for text in found)


def test_words_with_counterparts_may_overlap(trainer: Trainer) -> None:
    """Both are found; a word that is a part of a longer one is not."""
    found = _changed(trainer, "逐步完善乡镇基本公共文化服务标准体系")
    assert "逐步完善乡镇基本公共文化服务网络体系" in found
    found = _changed(trainer, "逐步完善乡镇国家或省级档案")
    assert set(found) == {"逐步完善乡镇省级或市级档案"}


def test_names_side_by_side_are_exchanged(trainer: Trainer) -> None:
    """With their marks; not what counts things, which say what it is, and no single puns."""
    text = "沿河形成“红叶画廊”的旅游带、“绿野茶园”的产业园"
    whole = Span(0, len(text))
    statement = Statement(trainer.facts.statements[0].unit, whole, text, whole, (whole,))
    found = {swap.text for swap in inner_swaps(statement, trainer.facts.cut)}
    assert "沿河形成“绿野茶园”的旅游带、“红叶画廊”的产业园" in found
    found = {swap.text for swap in _swaps(trainer) if swap.kind == "exchange"}
    assert not any("“六横十二纵”的高速" in text or "“晋美”形象" in text for text in found)
    assert not any("“十六五”基本" in text for text in found)


@pytest.mark.parametrize("word", ["包容审慎监管", "就地城镇化", "市场主导", "直接融资", "初次分配"])
def test_policy_is_not_turned_upside_down(word: str) -> None:
    """Only levels, degrees, stages and places have counterparts."""
    assert counterparts_of(word) == ()


def test_levels_that_no_city_commands_are_no_counterparts() -> None:
    """A city's plan orders nothing of the province."""
    assert counterparts_of("市县两级") == ()


def test_the_title_of_an_article_must_not_refute_a_wrong_word(trainer: Trainer) -> None:
    """What the title has a word of is not replaced by what lacks it."""
    for swap in _swaps(trainer):
        if swap.kind == "level":
            title = swap.statement.unit.title
            pairs = {a + b for a, b in pairwise(swap.old)}
            assert not any(pair in title and pair not in swap.new for pair in pairs)


def test_what_is_called_after_a_province_is_not_moved(trainer: Trainer) -> None:
    """A project with 晋 in its name is one of the province, by its name."""
    for swap in _swaps(trainer):
        assert not (swap.old == "全省" and "晋商" in swap.text)


def test_set_phrases_of_the_whole_country_are_not_changed(trainer: Trainer) -> None:
    """全国文明城市 is one title."""
    assert not any("全省文明城市" in swap.text for swap in _swaps(trainer))


def test_a_swap_changes_its_statement_in_one_place(trainer: Trainer) -> None:
    """The words before and behind stay, and the new words are not those of the plan."""
    swaps = _swaps(trainer)
    assert len(swaps) > 60
    for swap in swaps:
        words = swap.statement.text
        assert words[swap.start : swap.start + len(swap.old)] == swap.old
        assert swap.old != swap.new
        assert len(swap.text) == len(words) - len(swap.old) + len(swap.new)


def test_words_are_not_replaced_inside_other_words(trainer: Trainer) -> None:
    """全覆盖 is no word in 健全覆盖城乡的体系, and 基本覆盖 is no quality."""
    assert not any("健基本覆盖" in swap.text for swap in _swaps(trainer))
    assert not any("基本覆盖的" in swap.text for swap in _swaps(trainer))


@pytest.mark.parametrize("part", [2, 5, 7, 10, 14])
@pytest.mark.parametrize("seed", [1, 2])
def test_half_of_the_statements_to_judge_are_wrong(trainer: Trainer, part: int, seed: int) -> None:
    """Neither answer is the better guess: two more of one than of the other at most."""
    quiz = trainer.quiz(Request(parts=(part,), seed=seed, difficulty="易"))
    keys = [q.key[0] for q in quiz.questions if q.kind == "true_false"]
    assert keys
    assert abs(keys.count(WRONG) - keys.count(RIGHT)) <= 2


def test_what_the_rest_of_a_statement_refutes_is_not_put_in(trainer: Trainer) -> None:
    """No city is among the first of the country, no project begun has borne fruit."""
    for swap in _swaps(trainer):
        assert not (swap.new == "全国" and "方阵" in swap.text)
        assert not (swap.new.startswith("开工") and "增强" in swap.text)
        assert not (swap.new.startswith("全面") and "试验区" in swap.text)


def test_words_for_roles_are_not_exchanged(trainer: Trainer) -> None:
    """Nobody needs to hold apart what is a support and what a point of effort."""
    exchanged = {swap.text for swap in _swaps(trainer) if swap.kind == "exchange"}
    assert not any("着力点" in text for text in exchanged)


def test_what_a_map_shows_is_not_put_in(trainer: Trainer) -> None:
    """Directions and neighbouring provinces are known unread."""
    assert not any(counterparts_of(word) for word in ("南端", "东移", "晋豫"))
    for swap in _swaps(trainer):
        before = swap.statement.text[: swap.start]
        assert not before.endswith("国家")  # a title that the state confers


def test_what_is_shown_are_whole_words(trainer: Trainer) -> None:
    """Where the words of the plan end, a word of the statement ends."""
    cut = trainer.facts.cut
    for swap in _swaps(trainer):
        text, end = swap.statement.text, swap.start + len(swap.old)
        is_mark = not ("\u4e00" <= text[end : end + 1] <= "\u9fff")
        if swap.kind == "level":
            assert is_mark or end in set(word_starts(text, cut))


def _inner(trainer: Trainer, text: str) -> set[tuple[str, str]]:
    whole = Span(0, len(text))
    statement = Statement(trainer.facts.statements[0].unit, whole, text, whole, (whole,))
    return {(s.old, s.new) for s in inner_swaps(statement, trainer.facts.cut)}


def test_a_word_that_others_begin_with_may_be_changed(trainer: Trainer) -> None:
    """What tells it from its counterpart must not stand beside it; what they share may."""
    found = _inner(trainer, "完善绿色能源、绿色建筑发展政策,大力发展绿色金融")
    assert ("绿色金融", "绿色物流") in found
    assert not _inner(trainer, "推进租赁市场发展,加大公共租赁住房建设力度")


def test_levels_of_two_things_are_exchanged(trainer: Trainer) -> None:
    """Who has the national base and who that of the province is told apart."""
    swaps = [s for s in _swaps(trainer) if s.old.startswith("国家级双创示范基地和")]
    assert swaps
    assert all(s.new.startswith("省级双创示范基地和") for s in swaps)


def test_a_kind_that_instances_show_is_not_changed(trainer: Trainer) -> None:
    """Dust and exhaust are no sources of farms, but small towns may have any airport."""
    changed = {s.old for s in _swaps(trainer)}
    assert "社会污染源" not in changed
    assert "通用机场" in changed
