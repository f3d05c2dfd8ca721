from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.plan import Plan
from assistant.question import normalise
from eval.dataset import FRESH, QUESTIONS, TRAINING, DatasetError, Item, load_items, thin
from eval.scoring import score, summarise


@pytest.fixture(scope="module")
def everyday(plan: Plan) -> list[Item]:
    return load_items([QUESTIONS / "everyday.jsonl"], plan)


def test_shipped_questions_are_valid(plan: Plan) -> None:
    """Every shipped question fits the schema and the plan; ids are unique over all files."""
    items = load_items(QUESTIONS.glob("*.jsonl"), plan)
    assert {item.split for item in items} == {"dev", "test"}


def test_nothing_is_learned_from_the_question_set(plan: Plan, items: list[Item]) -> None:
    """Training questions are valid, and none of them is a question of the set, however written."""
    training = load_items(TRAINING.rglob("*.jsonl"), plan)
    assert len(training) > 2000
    assert not {item.id for item in training} & {item.id for item in items}
    alone = {_bare(item) for item in items if not item.turns}
    assert not alone & {_bare(item) for item in training if not item.turns}


def test_fresh_questions_are_neither_learned_from_nor_of_the_set(
    plan: Plan, items: list[Item]
) -> None:
    """Questions kept for measuring are valid, and none stands in the set or among training ones."""
    fresh = load_items(FRESH.glob("*.jsonl"), plan)
    known = [*items, *load_items(TRAINING.rglob("*.jsonl"), plan)]
    assert len(fresh) > 4000
    assert not {item.id for item in fresh} & {item.id for item in known}
    alone = {_bare(item) for item in known if not item.turns}
    assert not alone & {_bare(item) for item in fresh if not item.turns}


def _bare(item: Item) -> str:
    return "".join(char for char in normalise(item.asked) if char.isalnum())


def test_everyday_set_covers_all_parts(plan: Plan, everyday: list[Item]) -> None:
    """At least 80 questions, 15 of them unanswerable, with essential units in all 16 parts."""
    units = (plan.unit(key) for item in everyday for key in item.essential_articles)
    assert {unit.part for unit in units if unit} >= set(range(1, 17)) - {11} | {11}
    assert len(everyday) >= 80 and sum(not item.answerable for item in everyday) >= 15


def test_essential_articles_are_found(assistant: Assistant, everyday: list[Item]) -> None:
    """For 92 of 100 everyday questions all essential articles are among the first five."""
    pairs = [(item, assistant.ask(item.asked, id=item.id)) for item in everyday]
    rates = summarise(score(pairs, assistant.plan), pairs).rates
    assert rates["all_essential_at_5"].value >= 0.92
    assert rates["verbatim"].value == 1.0


GOOD = {
    "id": "x-1",
    "type": "fact",
    "question": "机场什么时候通航",
    "gold_articles": [33],
    "essential_articles": [33],
    "key_facts": ["建成通航"],
    "reference_answer": "“十四五”末。[第33条]",
    "answerable": True,
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key_facts": ["没有的话"]}, "没有的话"),
        ({"gold_articles": [33, 99]}, "没有单元 99"),
        ({"type": "riddle"}, "type"),
        ({"essential_articles": [40]}, "essential_articles"),
        ({"answerable": False}, "不可回答"),
        ({"false_claim": "2030"}, "false_claim"),
        ({"extra": 1}, "extra"),
        ({"id": "x-0"}, "重复"),
    ],
)
def test_bad_lines_are_named(
    tmp_path: Path, plan: Plan, change: dict[str, object], words: str
) -> None:
    """A wrong line is refused with file, line and reason."""
    path = tmp_path / "mine.jsonl"
    rows = [GOOD | {"id": "x-0"}, GOOD | change]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    with pytest.raises(DatasetError) as caught:
        load_items([path], plan)
    assert "mine.jsonl 第 2 行" in str(caught.value) and words in str(caught.value)


def test_thinning_keeps_the_first_of_every_group(items: list[Item]) -> None:
    """One question in so many of each group, always the same ones."""
    thinned = thin(items, 4)
    groups = {item.id.rpartition("-")[0] for item in items}
    assert {item.id.rpartition("-")[0] for item in thinned} == groups
    assert len(items) / 4 <= len(thinned) <= len(items) / 4 + len(groups)
    assert thinned[0] == items[0] and thin(items, 1) == items
