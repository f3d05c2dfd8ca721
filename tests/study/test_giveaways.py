from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.quantities import find_periods
from assistant.study.counterparts import DEGREE
from assistant.study.giveaways import (
    gives_away,
    is_common_mix,
    is_in,
    is_measured,
    stands_out,
    tells,
    title_tells,
)
from assistant.study.model import DIFFICULTIES, RIGHT, WRONG, Option, QuizQuestion, Request
from assistant.study.session import Trainer


@pytest.mark.parametrize(
    ("stem", "right", "wrong", "told"),
    [
        ("依托华新燃气集团,整合燃气市场,实现“____”", "气化晋城", ["数字晋城", "晋城铸造"], True),
        ("完善医养康养相结合的____", "养老服务体系", ["现代能源体系", "社会信用体系"], True),
        ("崇尚科学、崇尚创新、____", "崇尚人才", ["公平竞争", "宽容失败"], True),
        ("崇尚科学、崇尚创新、____", "崇尚人才", ["崇尚知识", "崇尚法治"], False),
        ("提高____融资比重", "直接", ["间接", "外部"], False),
        ("增加到____", "800家", ["600家", "1000家"], False),
    ],
)
def test_words_that_only_the_key_shares_tell_it(
    stem: str, right: str, wrong: list[str], *, told: bool
) -> None:
    """Pairs of characters, and single ones that carry meaning, count; figures do not."""
    assert tells(stem, [right], wrong) is told


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (["“人才安居”工程"], ["强县强镇工程", "文化惠民工程"], True),
        (["互联网+"], ["数字农业", "智慧物流"], True),
        (["产学研资用一体化科技研发机制"], ["全周期机制", "河湖管理机制"], True),
        (["崇尚科学", "崇尚人才"], ["领军人才", "骨干人才"], True),
        (["碧水长流", "青水长在"], ["绿地常新", "蓝天常在"], True),
        (["水之源头", "山之门户"], ["林海深处", "茶乡内外"], False),
        (["市场化"], ["特色化", "品牌化"], False),
        (["80%"], ["8%", "100%"], False),
    ],
)
def test_forms_that_only_the_key_has_tell_it(
    right: list[str], wrong: list[str], *, told: bool
) -> None:
    """Marks, digits, length, and beginnings or ends in common."""
    assert stands_out(right, wrong) is told


def test_a_fill_in_is_told_by_a_part_of_it() -> None:
    """Three characters in a row, or a third of all pairs."""
    assert is_in("人才服务联盟", "提升人才服务水平")
    assert is_in("强县强镇", "做大做强县城和重点镇:实施____工程")
    assert is_in("晋城铸造", "优化冶铸产业布局,调整铸造产品结构,做强____品牌。晋城")
    assert not is_in("优质粮食工程", "坚决筑牢农业根基")


def _question(trainer: Trainer, kind: str) -> QuizQuestion:
    request = Request(parts=tuple(range(1, 17)), questions=60, difficulty="难")
    return next(
        q
        for q in trainer.quiz(request).questions
        if q.kind == kind and not (q.key and is_measured(q.key[0]))
    )


def test_a_title_that_names_the_answer_tells_it(trainer: Trainer) -> None:
    """A paper on a slogan does not ask for the slogan."""
    question = _question(trainer, "fill_in")
    assert title_tells(f"{question.key[0]}学习测试", question)
    assert not title_tells("学习测试", question)


def test_a_stem_that_shows_an_answer_gives_it_away(trainer: Trainer) -> None:
    """Also an option that shows what is to be filled in."""
    question, other = _question(trainer, "fill_in"), _question(trainer, "short_answer")
    assert gives_away(replace(other, stem=f"{other.stem}{question.key[0]}"), question)
    shown = (*other.options, Option("A", question.key[0]))
    assert gives_away(replace(other, options=shown), question)
    points = [point.wordings[0] for point in other.scoring]
    assert gives_away(replace(question, stem="、".join(points)), other)


def test_a_stem_with_the_true_words_gives_a_wrong_statement_away(trainer: Trainer) -> None:
    """The statement that is twisted here must not stand as it is there."""
    wrong = next(
        q
        for seed in range(9)
        for q in trainer.quiz(Request(parts=(5, 10), questions=40, seed=seed)).questions
        if q.key == (WRONG,) and q.accepted and "“" not in q.citations[0].quote
    )
    told = replace(wrong, stem=wrong.citations[0].quote)
    assert gives_away(told, wrong)
    assert not gives_away(replace(wrong, stem="别的话"), wrong)


def test_a_slogan_in_its_own_place_gives_it_away_elsewhere(trainer: Trainer) -> None:
    """A wrong statement is not believed by who reads its slogan where it belongs."""
    right = next(
        q
        for q in trainer.quiz(Request(parts=(5, 10), questions=40)).questions
        if re.search("“[^“”]{3,}”", q.citations[0].quote) and "“____”" in q.stem
    )
    quote = right.citations[0].quote
    slogan = re.search("“[^“”]{3,}”", quote)
    assert slogan
    claim = quote.replace(slogan.group(), "“三宜三晋”")
    wrong = replace(
        right,
        kind="true_false",
        stem=f"关于“某条”,规划写道:{claim}。",
        key=(WRONG,),
        accepted=((slogan.group().strip("“”"),),),
    )
    assert gives_away(replace(right, stem="建设“三宜三晋”美丽晋城", prompts=()), wrong)
    assert not gives_away(replace(right, stem="别的话", prompts=()), wrong)


def test_a_date_is_not_asked_beside_another_stage(trainer: Trainer) -> None:
    """Stages of one thing are in order, so that each date tells something of the next one."""
    for seed in range(4):
        for level in DIFFICULTIES:
            request = Request(parts=(10,), seed=seed, difficulty=level, questions=30)
            asked = [
                q
                for q in trainer.quiz(request).questions
                if "丹河新城" in q.citations[0].quote and find_periods(q.citations[0].quote)
            ]
            dates = [q for q in asked if "到____" in q.stem]
            assert not dates or len(asked) == 1


def test_the_slogan_that_the_others_are_variants_of_is_known() -> None:
    """三环两轴两连 beside three slogans that each differ from it in one part."""
    key = "三环两轴两连"
    assert is_common_mix(key, ["四环两轴两连", "三环一轴两连", "三环两轴三连"])
    assert not is_common_mix(key, ["四环两轴两连", "四环一轴两连", "四环两轴三连"])
    assert not is_common_mix("项目为王", ["人才为王", "数据为王", "流量为王"])


def test_a_stem_that_prints_what_a_right_statement_is_right_by_tells_it(trainer: Trainer) -> None:
    """Who reads a name in one stem does not doubt it in a statement to judge."""
    right = next(
        q
        for seed in range(9)
        for q in trainer.quiz(Request(parts=(5, 10), questions=40, seed=seed)).questions
        if q.key == (RIGHT,) and len(q.accepted[0][0]) > 3 and not DEGREE.match(q.accepted[0][0])
    )
    other = replace(right, key=(WRONG,), stem=f"另一处写着{right.accepted[0][0]}")
    assert gives_away(other, right)
    assert not gives_away(replace(other, stem="别的话"), right)


def test_a_stem_that_goes_on_as_the_key_does_tells_it(trainer: Trainer) -> None:
    """Two characters before the blank and the first of the key, which no other option has."""
    found = _question(trainer, "single")
    options = tuple(map(Option, "ABCD", ("铸造", "锻造", "焊接", "注塑")))
    asked = replace(
        found, stem="规划写道:掌握光机电、精密____等技术。", options=options, key=("A",)
    )
    told = replace(found, stem="规划写道:发展精密铸件装备。", options=(), key=())
    assert gives_away(told, asked)
    assert not gives_away(replace(told, stem="规划写道:发展精密仪器装备。"), asked)


def test_qualities_are_told_without_their_ends(trainer: Trainer) -> None:
    """智能绿色开采 tells 智能化绿色化."""
    found = _question(trainer, "single")
    texts = ("智能化绿色化", "集约化规模化", "清洁化高效化", "机械化自动化")
    options = tuple(map(Option, "ABCD", texts))
    asked = replace(found, stem="规划写道:推进煤炭____开采。", options=options, key=("A",))
    told = replace(found, stem="规划写道:煤层气智能绿色开采居全国领先。", options=(), key=())
    assert gives_away(told, asked)
    assert not gives_away(replace(told, stem="规划写道:煤层气清洁利用。"), asked)
