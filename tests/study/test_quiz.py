from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.study.counterparts import DEGREE, counterparts_of, is_common, is_last_of_set
from assistant.study.giveaways import BLANK, NOT_LISTED, put_in
from assistant.study.model import DIFFICULTIES, RIGHT, WRONG, Difficulty, QuizQuestion, Request
from assistant.study.session import Trainer
from assistant.study.wordings import wordings

_SCOPES = st.one_of(
    st.sets(st.integers(1, 16), min_size=1, max_size=3).map(lambda s: Request(parts=tuple(s))),
    st.sets(st.integers(1, 70), min_size=1, max_size=8).map(lambda s: Request(articles=tuple(s))),
    st.sampled_from(["煤层气", "丹河新城", "康养", "乡村振兴", "营商环境", "人才", "数字经济"]).map(
        lambda topic: Request(topic=topic)
    ),
)


# Parts of three or four articles, and of words that are not to be twisted.
_LEAST_OF_PART = {3: 13, 6: 9, 9: 12, 11: 10, 12: 11, 13: 10, 15: 9, 16: 5}


def _content(question: QuizQuestion) -> tuple[object, ...]:
    """A question without its number and letters."""
    right = frozenset(o.text for o in question.options if o.letter in question.key)
    return question.kind, question.stem, frozenset(o.text for o in question.options), right


@pytest.mark.slow
@settings(max_examples=40)
@given(
    request=_SCOPES,
    seed=st.integers(0, 10**6),
    difficulty=st.sampled_from(DIFFICULTIES),
    questions=st.integers(0, 30),
)
def test_papers_hold_what_they_promise(
    trainer: Trainer, request: Request, seed: int, difficulty: Difficulty, questions: int
) -> None:
    """Whatever scope, seed and length: keys proved, no fact twice, same seed same paper."""
    wanted = replace(request, seed=seed, difficulty=difficulty, questions=questions)
    quiz = trainer.quiz(wanted)
    for question in quiz.questions:
        assert trainer.checker.problems(question) == ()
    title = trainer.scope(wanted).title
    assert trainer.checker.paper_problems(quiz.questions, title) == ()
    assert [q.number for q in quiz.questions] == list(range(1, len(quiz.questions) + 1))
    assert len(quiz.questions) <= questions
    assert bool(quiz.note) == (len(quiz.questions) < questions)
    assert trainer.quiz(wanted) == quiz


@pytest.mark.slow
@settings(max_examples=15)
@given(request=_SCOPES, seed=st.integers(0, 1000))
def test_version_b_has_the_same_questions_in_another_dress(
    trainer: Trainer, request: Request, seed: int
) -> None:
    """B has the questions of A, with keys that are as right, in its own order and letters."""
    one = trainer.quiz(replace(request, seed=seed, version="A"))
    other = trainer.quiz(replace(request, seed=seed, version="B"))
    assert sorted(map(str, map(_key_of, one.questions))) == sorted(
        map(str, map(_key_of, other.questions))
    )
    assert all(trainer.checker.problems(question) == () for question in other.questions)
    if len(one.questions) > 10:
        assert [q.stem for q in one.questions] != [q.stem for q in other.questions]


def _key_of(question: QuizQuestion) -> tuple[object, ...]:
    kind, stem, options, right = _content(question)
    return kind, stem, sorted(options), sorted(right)  # type: ignore[call-overload]


@pytest.mark.parametrize("part", range(1, 17))
def test_every_part_yields_a_paper(trainer: Trainer, part: int) -> None:
    """Twenty questions for each part, or as many as it has, which the paper then says."""
    quiz = trainer.quiz(Request(parts=(part,), questions=20))
    assert len(quiz.questions) == 20 or f"{len(quiz.questions)} 道" in quiz.note
    assert len(quiz.questions) >= _LEAST_OF_PART.get(part, 12)


def test_other_seeds_make_other_papers(trainer: Trainer) -> None:
    """A second group does not get the first one's paper."""
    papers = {
        tuple(q.stem for q in trainer.quiz(Request(parts=(5,), seed=seed)).questions)
        for seed in range(5)
    }
    assert len(papers) == 5


def test_difficulty_changes_the_kinds_of_questions(trainer: Trainer) -> None:
    """An easy paper has more to judge, a hard one more to choose, fill in and write."""
    easy, hard = (
        [q.kind for q in trainer.quiz(Request(parts=(5, 10), difficulty=level)).questions]
        for level in ("易", "难")
    )
    assert easy.count("true_false") > hard.count("true_false")
    assert easy.count("multiple") + easy.count("short_answer") <= (
        hard.count("multiple") + hard.count("short_answer")
    )


def test_stages_of_one_thing_are_not_put_in_order(trainer: Trainer) -> None:
    """That a new town begins with its first quarter needs no plan; one of its years is asked."""
    papers = [
        trainer.quiz(Request(parts=(10,), seed=seed, difficulty=difficulty)).questions
        for seed in range(4)
        for difficulty in DIFFICULTIES
    ]
    assert not any(q.kind == "ordering" for paper in papers for q in paper)
    stems = [q.stem for paper in papers for q in paper]
    assert any("到____,丹河新城" in stem or "要求到哪一年实现" in stem for stem in stems)


@pytest.mark.parametrize("part", [3, 5, 8, 12, 14])
def test_stems_say_what_they_are_about(trainer: Trainer, part: int) -> None:
    """Before the words of the plan stands the title of their article or of their part."""
    for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
        if question.kind not in ("matching", "ordering") and BLANK in question.stem:
            goal = "(?:到.+的目标)?,规划写道:"
            assert re.match(f"关于“.+”{goal}|在第.+“.+”中{goal}", question.stem)


def test_a_goal_is_asked_for_with_its_date(trainer: Trainer) -> None:
    """Where the date stands in an earlier clause of the sentence, the stem says it before."""
    blank = next(b for b in trainer.facts.blanks if b.answer == "85%")
    question = trainer._quizzes._builder.fill_in(blank)
    assert question
    assert "到“十四五”末的目标,规划写道:中高级技能人才" in question.stem


@pytest.mark.parametrize("part", [2, 5, 7, 14])
def test_questions_are_as_hard_as_the_paper(trainer: Trainer, part: int) -> None:
    """A hard paper has a fifth of easy questions at most, an easy one as many hard ones."""
    hard, easy = (
        [q.difficulty for q in trainer.quiz(Request(parts=(part,), difficulty=level)).questions]
        for level in ("难", "易")
    )
    assert hard.count("易") <= 4
    assert easy.count("难") <= 4


def test_what_everybody_knows_is_not_asked_for(trainer: Trainer) -> None:
    """Set phrases of the whole country are no answers."""
    for part in (8, 9, 16):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            if question.kind == "fill_in":
                assert not is_common(question.key[0])


def test_other_wordings_of_figures_and_dates_are_right() -> None:
    """In digits or in numerals, with or without the unit, and with the bound that follows."""
    assert {"80%", "百分之80", "百分之八十", "80%以上"} <= set(wordings("80%", "以上"))
    assert {"10个", "10", "十个", "十"} <= set(wordings("10个", ""))
    assert {"五年", "5年", "5"} <= set(wordings("五年", ""))
    assert {"100亿立方米", "100亿"} <= set(wordings("100亿立方米", ""))
    assert {"2025年", "2025年底", "2025年末", "2025"} <= set(wordings("2025年", ""))
    assert {"2030年前", "2030年以前"} <= set(wordings("2030年前", ""))
    assert "2025年" in wordings("“十四五”末", "")


def test_other_wordings_of_names_are_right() -> None:
    """With the noun behind, with a variant character, without a plus, in the other order."""
    assert "优质粮食工程" in wordings("优质粮食", "工程", "name")
    assert "转型出雏形" in wordings("转型出雏型", "”", "term")
    assert "5G智慧医疗" in wordings("5G+智慧医疗", "”", "term")
    assert "引育并重、招落一体" in wordings("招落一体、引育并重", ",", "role")
    assert "碳达峰" in wordings("开展碳达峰", "为", "role")
    assert {"昆仑丘", "昆仑丘析城山"} <= set(wordings("昆仑丘(析城山)", "等", "member"))
    assert "优秀青年人才" in wordings("青年优秀", "人才", "series")
    assert "117" not in wordings("1+17", "”", "term")


def test_the_other_name_in_brackets_is_right_and_one_name_keeps_its_order() -> None:
    """Either name will do; two words of one name are not put the other way round."""
    assert {"云丘", "石头山", "云丘石头山"} <= set(wordings("云丘(石头山)", "等品牌", "member"))
    assert "安全生产+工业互联网" not in wordings("工业互联网+安全生产", "”行动计划", "term")
    assert "院所培养+企业培养" in wordings("企业培养+院所培养", "”有机结合", "term")


def test_the_last_of_a_set_that_everybody_knows_is_not_asked_for() -> None:
    """Beside rail and road only air is left; beside rail alone it is not."""
    assert is_last_of_set("民航", "以高速铁路为骨干、普通公路为基础")
    assert not is_last_of_set("民航", "以高速铁路为骨干")


def test_the_part_of_a_name_that_tells_it_from_others_is_right() -> None:
    """Without the institution it belongs to, the class noun, commas; places with their rank."""
    assert "太行和平医院" in wordings("长治医学院太行和平医院", "建设", "role")
    assert "华新燃气" in wordings("华新燃气集团", ",", "role")
    assert "雪亮" in wordings("雪亮工程", "”建设", "term")
    assert "巴公镇、北石店镇" in wordings("巴公、北石店", "国家级", "role")
    assert "两只翅膀腾飞三足鼎立支撑" in wordings("两只翅膀腾飞,三足鼎立支撑", "”", "term")
    assert "甲园+" not in wordings("甲园+产业园", "”", "term")
    assert "出雏型" not in wordings("转型出雏型", "”", "term")


def test_a_blank_of_several_items_says_how_many(trainer: Trainer) -> None:
    """Who is to write four items is told so."""
    for part in (3, 6, 10, 12, 13):
        for question in trainer.quiz(Request(parts=(part,), difficulty="难")).questions:
            if question.kind == "fill_in":
                number = len(re.split("、|”“", question.key[0]))
                assert number == 1 or f"请写出{number}项" in question.stem


@pytest.mark.parametrize("part", [5, 10, 15])
def test_a_blank_for_words_says_how_long_they_are(trainer: Trainer, part: int) -> None:
    """The number of characters tells the plan's words from others of like meaning."""
    counted = 0
    for question in trainer.quiz(Request(parts=(part,), difficulty="难")).questions:
        hint = re.search(r"(?:横线处为|共)(\d+)个字。\)$", question.stem)
        if hint:
            counted += 1
            assert len(re.sub("[“”、,+]", "", question.key[0])) == int(hint[1])
    assert counted > 1


def test_two_questions_of_one_sentence_are_on_different_clauses(trainer: Trainer) -> None:
    """A long sentence gives several questions, none of which shows what another one asks."""
    twice = 0
    for part in (5, 10, 14):
        questions = trainer.quiz(Request(parts=(part,))).questions
        quotes = [(q.citations[0].start, q.citations[0].end) for q in questions]
        clauses = [fact for q in questions for fact in q.facts if fact.startswith("clause@")]
        assert len(clauses) == len(set(clauses))
        sentences = [
            s.sentence.start
            for start, end in quotes
            for s in trainer.facts.statements
            if s.span.start <= start < end <= s.span.end
        ]
        twice += len(sentences) - len(set(sentences))
    assert twice


def test_blanks_stand_outside_of_marks_that_each_item_has(trainer: Trainer) -> None:
    """One pair of quotation marks around a blank means that the whole is quoted."""
    for part in (3, 7, 8):
        for seed in range(3):
            for question in trainer.quiz(Request(parts=(part,), seed=seed)).questions:
                quote = question.citations[0].quote
                if f"“{BLANK}”" in question.stem and question.kind != "fill_in":
                    before, behind = question.stem.split(f"“{BLANK}”")
                    begun = before.rpartition("规划写道:")[2]
                    listed = quote.removeprefix(begun).split(f"”{behind[:2]}")[0].strip("“")
                    assert "”“" not in listed


@pytest.mark.slow
def test_all_members_of_a_short_counted_list_are_offered(trainer: Trainer) -> None:
    """Where the stem counts three or four members, as many of the options are right."""
    counted = re.compile(f"{BLANK}[“”]{{0,2}}([三四])[化权个大]")
    builder, found = trainer._quizzes._builder, 0
    for enumeration in trainer.facts.enumerations:
        question = builder.multiple(enumeration, random.Random(1))
        match = counted.search(question.stem) if question else None
        if question and match:
            found += 1
            assert len(question.key) == {"三": 3, "四": 4}[match[1]]
    assert found


def test_explanations_have_whole_quotation_marks(trainer: Trainer) -> None:
    """As many marks open as close."""
    for part in (4, 7, 9, 12):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            text = question.explanation
            assert text.count("“") == text.count("”"), text


def test_what_an_article_is_called_is_not_asked_for(trainer: Trainer) -> None:
    """Titles stand before many stems."""
    titles = "。".join(u.title for u in trainer.plan.articles).replace("“", "").replace("”", "")
    for part in (2, 9, 13):
        for question in trainer.quiz(Request(parts=(part,), questions=40)).questions:
            if question.kind == "fill_in":
                assert question.key[0] not in titles


def test_words_with_three_counterparts_are_chosen_of_four(trainer: Trainer) -> None:
    """The wrong ones are those that would make the statement wrong."""
    papers = [trainer.quiz(Request(parts=(6, 11), seed=seed, difficulty="易")) for seed in range(3)]
    keys = {
        option.text
        for paper in papers
        for q in paper.questions
        if q.kind == "single"
        for option in q.options
        if option.letter in q.key
    }
    assert any(len(counterparts_of(key)) >= 3 for key in keys)


def test_few_questions_ask_what_a_list_does_not_name(trainer: Trainer) -> None:
    """They are a sixth of a paper at most."""
    for seed in range(3):
        questions = trainer.quiz(Request(parts=(4, 15), seed=seed)).questions
        assert sum(NOT_LISTED in q.stem for q in questions) <= max(1, len(questions) / 6)


@pytest.mark.parametrize("part", [3, 5, 8, 13, 14])
def test_an_easy_and_a_hard_paper_of_one_scope_differ(trainer: Trainer, part: int) -> None:
    """A short scope as well: more is chosen and judged in one, more is written in the other."""
    easy, hard = (
        [q.kind for q in trainer.quiz(Request(parts=(part,), difficulty=level)).questions]
        for level in ("易", "难")
    )
    written = ("fill_in", "short_answer")
    shares = [sum(kind in written for kind in kinds) / len(kinds) for kinds in (easy, hard)]
    assert shares[0] < shares[1]


def test_a_stem_that_asks_for_a_place_says_of_what(trainer: Trainer) -> None:
    """The noun that a slogan describes stands behind it."""
    found = [
        q.stem
        for seed in range(12)
        for q in trainer.quiz(Request(parts=(10,), seed=seed)).questions
        if "是下列哪个地方" in q.stem
    ]
    assert found
    assert all(re.match("规划提出的“.+”.{2,},是下列哪个地方的", stem) for stem in found)


@pytest.mark.parametrize("part", [4, 5, 7, 10, 14])
def test_keys_of_single_choices_are_spread(trainer: Trainer, part: int) -> None:
    """Each letter is right as often as the others, give or take one, and never thrice running."""
    for version in ("A", "B"):
        paper = trainer.quiz(Request(parts=(part,), version=version)).questions  # type: ignore[arg-type]
        keys = [q.key[0] for q in paper if q.kind == "single"]
        counts = [keys.count(letter) for letter in "ABCD"]
        assert max(counts) - min(counts) <= 1
        assert all(len(list(run)) < 3 for _, run in groupby(keys))


def test_multiple_choices_differ_in_how_many_are_right(trainer: Trainer) -> None:
    """Two, three or four, always beside two wrong ones at least."""
    builder, rng = trainer._quizzes._builder, random.Random(1)
    made = (builder.multiple(each, rng) for each in trainer.facts.enumerations)
    found = [(len(q.key), len(q.options)) for q in made if q]
    assert {right for right, _ in found} >= {3, 4}
    assert all(options - right >= 2 for right, options in found)


def test_only_what_tells_words_apart_is_chosen(trainer: Trainer) -> None:
    """Words that are alike in part are told apart by whole words of theirs."""
    builder, rng, found = trainer._quizzes._builder, random.Random(1), []
    for statement in trainer.facts.statements:
        found_swaps = builder.inner_swaps(statement)
        swaps = [s for s in found_swaps if s.old == "骨干文化企业" and not s.is_narrow]
        if question := builder.counterparts(swaps, rng):
            found.append({option.text for option in question.options})
    assert found == [{"骨干", "国有", "民营", "小微"}]


def test_short_clauses_are_chosen_for_and_not_judged(trainer: Trainer) -> None:
    """A statement to judge says something; a blank with four options needs less beside it."""
    builder, rng = trainer._quizzes._builder, random.Random(1)
    made: list[QuizQuestion] = []
    for statement in trainer.facts.statements:
        short = [s for s in builder.inner_swaps(statement) if len(s.statement.text) < 10]
        assert not any(builder.true_false(swap, is_wrong=True) for swap in short)
        groups = {swap.span.start: [s for s in short if s.span == swap.span] for swap in short}
        made += filter(None, (builder.counterparts(group, rng) for group in groups.values()))
    assert made


def test_long_scopes_have_long_papers(trainer: Trainer) -> None:
    """Where the plan has the facts there are twenty questions, and else the paper says how many."""
    papers = {part: trainer.quiz(Request(parts=(part,))) for part in range(1, 17)}
    assert sum(len(paper.questions) == 20 for paper in papers.values()) >= 6
    for paper in papers.values():
        number = len(paper.questions)
        assert (number == 20) == (not paper.note)
        assert number == 20 or f"{number} 道,少于要求的 20 道" in paper.note


def test_the_same_words_are_exchanged_once_in_a_paper(trainer: Trainer) -> None:
    """Who finds out one exchange of two counties knows the other one."""
    for seed in range(3):
        paper = trainer.quiz(Request(parts=(10,), seed=seed, difficulty="易"))
        wrong = [q for q in paper.questions if q.kind == "true_false" and q.key == (WRONG,)]
        pairs = [frozenset((q.accepted[0][0], put_in(q))) for q in wrong]
        pairs = [pair for pair in pairs if not any(map(DEGREE.match, pair))]
        assert len(set(pairs)) == len(pairs)


def test_right_statements_are_explained_as_the_words_of_the_plan(trainer: Trainer) -> None:
    """Not one word alone is named, for all of them are right."""
    paper = trainer.quiz(Request(parts=(10,), difficulty="易"))
    right = [q for q in paper.questions if q.kind == "true_false" and q.key == (RIGHT,)]
    assert right
    assert {q.explanation for q in right} == {"正确。与规划原文一致。"}
