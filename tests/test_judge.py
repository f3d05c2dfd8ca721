from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import judge as module
from assistant.answering import Assistant
from assistant.judge import Judge, judge_model_for
from assistant.question import understand
from assistant.slots import wanted
from assistant.verdicts import Reading, likeness
from eval.fit_judge import Threshold, best_balance, fewest_errors, fit_verdict, rarely
from tests.eval.conftest import with_parts


@pytest.fixture(scope="module")
def judge(assistant: Assistant) -> Judge:
    assert assistant.judge.model is not None
    return assistant.judge


def read(assistant: Assistant, text: str) -> Reading:
    question = understand(text)
    query = assistant.retriever.query(question.text)
    asked = wanted(question.wants, question.kind, assistant.segmenter.cut)
    ranking = assistant.retriever.search(query)
    reading = assistant._drafter.read(question, query, ranking, asked)
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    "text",
    [
        "机场的候机厅里会有几家咖啡馆?",
        "丹河快线用的沥青是哪家厂子供的?",
        "文化站的乒乓球桌借一小时收几块钱?",
        "公交司机一个月发几套工服?",
    ],
)
def test_details_that_no_plan_gives_are_missed(assistant: Assistant, text: str) -> None:
    """A detail that the plan leaves open is said to be missing, if not the whole matter."""
    assert assistant.ask(text).status in ("partial", "not_in_plan")


@pytest.mark.parametrize("text", ["“智造谷”平台注册会员要交钱吗", "乡镇应急所能给配辆车不?"])
def test_what_asks_for_an_open_detail_is_not_taken_for_a_statement(
    assistant: Assistant, text: str
) -> None:
    """A yes-or-no question on a detail is told that it is open, not that it should be checked."""
    answer = assistant.ask(text)
    assert answer.status == "partial"
    assert "请核对" not in answer.answer


@pytest.mark.parametrize(
    "text",
    ["村里的污水以后怎么处理?", "想开个网店,市里支持吗?", "丹河新城", "“百村百院”", "营商环境"],
)
def test_what_the_plan_states_is_not_hedged(assistant: Assistant, text: str) -> None:
    """An everyday question, and the bare name of something, are answered outright."""
    assert assistant.ask(text).status == "answered"


def test_an_expression_that_is_spelt_out_is_not_hedged(assistant: Assistant) -> None:
    """What the plan explains is explained; what it only mentions is said to be left open."""
    assert assistant.ask("“一核四极”指什么?").status == "answered"
    assert assistant.ask("“三化三制”指什么?").status == "partial"


@pytest.mark.parametrize("text", ["红烧肉怎么做?", "推荐一首歌", "帮我把这句话翻成法语"])
def test_foreign_questions_stay_foreign_in_a_conversation(assistant: Assistant, text: str) -> None:
    """What has nothing to do with the plan is not answered with what was spoken of before."""
    history = [assistant.ask("机场什么时候建成?")]
    assert assistant.ask(text).status == "not_in_plan"
    assert assistant.ask(text, history).status == "not_in_plan"


def test_a_turn_without_a_pronoun_goes_on_with_the_conversation(assistant: Assistant) -> None:
    """A turn that only the one before makes clear is understood by its wording."""
    leaning = read(assistant, "目标是个什么地位?")
    alone = read(assistant, "晋城机场什么时候能通航?")
    assert assistant.judge.leans(leaning) and not assistant.judge.leans(alone)
    history = [assistant.ask("物流业要怎么发展?")]
    assert "物流" in assistant.ask("目标是个什么地位?", history).standalone_question


def test_several_articles_are_expected_by_wording(assistant: Assistant, judge: Judge) -> None:
    """A question for many things takes sentences of many articles; one fact takes one."""
    many = read(assistant, "老人、孩子、残疾人,这几类人分别有什么照顾?")
    one = read(assistant, "煤层气一年要产多少?")
    assert judge.takes_several(many) and not judge.takes_several(one)


def test_without_a_model_the_form_tells(assistant: Assistant) -> None:
    """For an encoder that it was not made for nothing is judged; a missing time is still told."""
    plain = with_parts(assistant, judge={"model": None})
    assert judge_model_for("other-1") is None
    assert plain.judge.is_foreign(read(assistant, "红烧肉怎么做?")) is None
    assert plain.ask("太行一号旅游公路哪一年修完?").status == "partial"


def test_verdicts_survive_storage(
    assistant: Assistant, judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written is read back and judges alike."""
    assert judge.model is not None
    judge.model.save(tmp_path / "model.npz")
    monkeypatch.setattr(module, "MODEL_FILE", tmp_path / "model.npz")
    again = judge_model_for(judge.model.encoder)
    assert again is not None
    reading = read(assistant, "机场票价多少?")
    assert np.isclose(again.absent.odds(reading), judge.model.absent.odds(reading), atol=1e-3)


def made_up() -> tuple[list[str], list[Reading], NDArray[np.bool_]]:
    """Questions of which every fourth deserves a verdict, and shows it."""
    rng = np.random.default_rng(3)
    holds = np.arange(200) % 4 == 0
    vectors = rng.normal(size=(200, 3)) + 2.0 * holds[:, np.newaxis]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    likes = likeness(vectors, vectors)
    readings = [
        Reading(
            vector=vectors[place],
            agreement=rng.normal(size=3) + 2.0 * hold,
            grams=np.array([5, 9 if hold else 11]),
            unsaid=np.array([7]),
            likeness=likes[place],
            fit=rng.normal(size=2),
            form=np.zeros(3),
        )
        for place, hold in enumerate(holds)
    ]
    return [f"q-{number}" for number in range(200)], readings, holds


def test_a_verdict_is_passed_on_few_of_the_free() -> None:
    """The threshold lets the verdict fall on the given share of questions it must spare."""
    ids, readings, holds = made_up()
    verdict, passed = fit_verdict(ids, readings, holds, rarely(0.04, ~holds))
    assert passed[~holds].mean() <= 0.05 and passed[holds].mean() > 0.9
    assert sum(verdict.holds(r) for r, h in zip(readings, holds, strict=True) if h) > 45


@pytest.mark.parametrize("fewest", [fewest_errors, best_balance])
def test_thresholds_part_what_can_be_parted(fewest: Callable[..., Threshold]) -> None:
    """Odds that tell all questions apart are cut between them, whatever is to be best."""
    odds = np.linspace(-3.0, 3.0, 41)
    everything = np.ones(41, dtype=np.bool_)
    assert 0.9 <= fewest(everything)(odds, odds > 1.0) <= 1.2


def test_a_balance_finds_more_than_fewest_errors() -> None:
    """Of few that hide among many, the better balance lets more be found at the cost of alarms."""
    odds = np.concatenate([np.linspace(-2.0, 2.0, 40), np.linspace(-4.0, 1.0, 200)])
    holds = np.arange(240) < 40
    everything = np.ones(240, dtype=np.bool_)
    balanced = best_balance(everything)(odds, holds)
    assert balanced < fewest_errors(everything)(odds, holds)
    assert (odds[holds] > balanced).mean() > 0.4
