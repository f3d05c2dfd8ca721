"""Question sets: the schema, loading with errors that name the line, and the dev/test split."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from assistant.errors import AssistantError
from assistant.plan import Plan

QUESTIONS = Path(__file__).parent / "questions"
# Questions that models learn from; no figures. The reader learns from those in folders as well.
TRAINING = Path(__file__).parent / "training"
DOUBT_PAIRS = TRAINING / "doubts"  # false premises and their true twins, for doubts and the reader
FRESH = Path(__file__).parent / "fresh"  # questions that no model is trained on

QuestionType = Literal[
    "fact",
    "definition",
    "list",
    "multi_article",
    "bureau",
    "lookup",
    "aggregate",
    "false_premise",
    "follow_up",
    "noisy",
    "near_miss",
    "off_topic",
    "misuse",
]
TYPES: tuple[QuestionType, ...] = get_args(QuestionType)
# What people read and may write in tables instead of the names of the schema.
TYPE_NAMES: dict[QuestionType, str] = {
    "fact": "事实",
    "definition": "提法含义",
    "list": "列举",
    "multi_article": "多条综合",
    "bureau": "部门职责",
    "lookup": "按号按名查找",
    "aggregate": "统计汇总",
    "false_premise": "错误前提",
    "follow_up": "追问",
    "noisy": "不规范表达",
    "near_miss": "近似但未写",
    "off_topic": "无关问题",
    "misuse": "不当使用",
}
Split = Literal["dev", "test"]


class DatasetError(AssistantError):
    """A question file cannot be used; the message names the file and the line."""


class Item(BaseModel):
    """One question with what is expected of its answer.

    Attributes:
        id: Unique name.
        type: What kind of question it is.
        question: The question, unless `turns` holds a conversation whose last turn is judged.
        turns: The turns of a conversation, oldest first.
        gold_articles: Keys of all units that are right to cite (``33``, ``C7``, ``0``).
        essential_articles: Keys of the units that must be cited; a subset of the gold ones.
        key_facts: Verbatim parts of gold units that the answer must hold.
        reference_answer: A right answer, for people to read.
        answerable: Whether the plan states what is asked for.
        false_claim: The wrong words in a question with a false premise.
        trap_articles: Keys of units that look right and are not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    type: QuestionType
    question: str | None = None
    turns: tuple[str, ...] | None = None
    gold_articles: tuple[str, ...]
    essential_articles: tuple[str, ...]
    key_facts: tuple[str, ...]
    reference_answer: str
    answerable: bool
    false_claim: str | None = None
    trap_articles: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _unit_keys(cls, data: object) -> object:
        """Units may be written as numbers or strings, types in Chinese; inside they are keys."""
        if not isinstance(data, dict):
            return data
        lists = ("gold_articles", "essential_articles", "trap_articles")
        kind = data.get("type")
        data = data | {
            "type": next((key for key, name in TYPE_NAMES.items() if name == kind), kind)
        }
        return {
            name: [str(unit) for unit in value]
            if name in lists and isinstance(value, list)
            else value
            for name, value in data.items()
        }

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.question is None) == (not self.turns):
            raise ValueError("需要 question 或 turns 之一")
        if not set(self.essential_articles) <= set(self.gold_articles):
            raise ValueError("essential_articles 必须包含在 gold_articles 中")
        if self.answerable and not self.essential_articles:
            raise ValueError("可回答的问题需要至少一个 essential_articles")
        if not self.answerable and (self.essential_articles or self.key_facts):
            raise ValueError("不可回答的问题不能有 essential_articles 或 key_facts")
        return self

    @property
    def asked(self) -> str:
        """The question that is judged."""
        return self.turns[-1] if self.turns else self.question or ""

    @property
    def split(self) -> Split:
        """``dev`` for tuning, ``test`` for figures; fixed by the id alone, half each."""
        return "dev" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "test"


def thin(items: Sequence[Item], every: int) -> list[Item]:
    """Keep one of so many questions of each group, beginning with its first.

    Ids of a group differ in the number at their end.
    """
    seen: Counter[str] = Counter()
    kept = []
    for item in items:
        group = item.id.rpartition("-")[0]
        if seen[group] % every == 0:
            kept.append(item)
        seen[group] += 1
    return kept


def choose_items(
    items: Sequence[Item],
    *,
    split: Split | None = None,
    types: Collection[QuestionType] = (),
    limit: int | None = None,
) -> list[Item]:
    """Choose questions of a set, in its order.

    Args:
        items: The set.
        split: Only this part of it; None for both.
        types: Only these types; all when empty.
        limit: At most so many, spread evenly over the set; None for all.
    """
    chosen = [i for i in items if split in (None, i.split) and (not types or i.type in types)]
    if limit is None or limit >= len(chosen):
        return chosen
    return [chosen[number * len(chosen) // limit] for number in range(limit)]


def load_items(paths: Iterable[Path], plan: Plan) -> list[Item]:
    """Read and check question files.

    Raises:
        DatasetError: A file is missing or a row is wrong; all wrong rows are named.
    """
    items, problems = read_items(paths, plan)
    if problems:
        raise DatasetError("题目文件有误:\n" + "\n".join(problems))
    return items


def read_items(paths: Iterable[Path], plan: Plan) -> tuple[list[Item], list[str]]:
    """Read and check question files (JSONL, CSV or XLSX).

    Returns:
        The right items, and one sentence for each thing that is wrong with the other rows.

    Raises:
        DatasetError: A file cannot be read at all.
    """
    items: list[Item] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    labels = {unit.label: unit.key for unit in plan.citable}
    for path in sorted(paths):
        for number, row in _rows(path, labels):
            place = f"{path.name} 第 {number} 行"
            item, wrong = _parse(row)
            if item:
                wrong += check_item(item, plan)
                if item.id in seen:
                    wrong.append(f"id {item.id} 与 {seen[item.id]} 重复")
                seen.setdefault(item.id, place)
                place = f"{place}({item.id})"
            problems += [f"{place}:{text}" for text in wrong]
            if item and not wrong:
                items.append(item)
    return items, problems


def check_item(item: Item, plan: Plan) -> list[str]:
    """Say what is wrong with an item as far as the plan decides it."""
    units = {key: plan.unit(key) for key in {*item.gold_articles, *item.trap_articles}}
    problems = [f"没有单元 {key}" for key, unit in units.items() if unit is None]
    gold = [unit for key in item.gold_articles if (unit := units[key])]
    problems += [
        f"关键事实“{fact}”不在所列条文中"
        for fact in item.key_facts
        if not any(fact in plan.body(unit) for unit in gold)
    ]
    if item.false_claim is not None and item.false_claim not in item.asked:
        problems.append(f"false_claim“{item.false_claim}”不在问题中")
    return problems


def essential_counts(items: Sequence[Item], plan: Plan) -> dict[str, int]:
    """How many items each citable unit is essential for; units without any count 0."""
    counts = Counter(key for item in items for key in item.essential_articles)
    return {unit.key: counts[unit.key] for unit in plan.citable}


def _rows(path: Path, labels: Mapping[str, str]) -> Iterator[tuple[int, str | dict[str, object]]]:
    """Rows with their numbers as an editor shows them: JSON lines, or rows of a table."""
    if path.suffix.lower() in (".csv", ".xlsx"):
        from eval.tables import read_table

        yield from read_table(path, labels)
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DatasetError(f"无法读取题目文件 {path}:{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"题目文件 {path} 不是 UTF-8 文本,请另存为 UTF-8。") from error
    yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _parse(row: str | dict[str, object]) -> tuple[Item | None, list[str]]:
    try:
        if isinstance(row, str):
            return Item.model_validate_json(row), []
        return Item.model_validate(row), []
    except ValidationError as error:
        return None, [_explain(detail) for detail in error.errors()]


# What pydantic finds, in the user's language; anything else is shown as it is.
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项,请删去",
    "json_invalid": "不是有效的 JSON",
    "literal_error": f"不在允许的取值之中;可用:{'、'.join(TYPE_NAMES.values())}",
    "string_type": "应为文字",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为列表",
}

_SHOWN = frozenset({"literal_error", "bool_parsing", "bool_type"})  # where the value helps


def _explain(detail: ErrorDetails) -> str:
    field = ".".join(str(part) for part in detail["loc"]) or "整行"
    reason = _REASONS.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    if detail["type"] in _SHOWN:
        reason = f"“{str(detail['input'])[:40]}”{reason}"
    return f"{field}:{reason}"
