"""A check on text that nobody tuned for: reading comprehension in SQuAD form, such as CMRC 2018.

Every paragraph becomes an article of a made-up regulation, which is then parsed, indexed and asked
like any other document. CMRC 2018 (Cui et al., EMNLP 2019) asks for a span of one paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.numerals import to_chinese
from assistant.question import understand
from assistant.settings import Settings
from assistant.slots import wanted
from eval.dataset import DatasetError
from eval.metrics import Rate, normalise, wilson

# Figure → what the table calls it.
FIGURES: dict[str, str] = {
    "recall_at_1": "recall@1",
    "recall_at_5": "recall@5",
    "rr": "MRR",
    "best_sentence": "首选句含答案",
    "answer": "回答中含答案",
    "answered": "作出回答(未拒答)",
}


@dataclass(frozen=True)
class Query:
    """A question, the number of its paragraph (from 1), and the accepted answers."""

    question: str
    paragraph: int
    answers: tuple[str, ...]


def read_squad(path: Path) -> tuple[list[str], list[Query]]:
    """Read paragraphs and questions of a file in SQuAD form.

    Raises:
        DatasetError: The file cannot be read or has another form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        read = [paragraph for article in data["data"] for paragraph in article["paragraphs"]]
        paragraphs = [" ".join(paragraph["context"].split()) for paragraph in read]
        queries = [
            Query(qa["question"], number, tuple(answer["text"] for answer in qa["answers"]))
            for number, paragraph in enumerate(read, 1)
            for qa in paragraph["qas"]
        ]
    except OSError as error:
        raise DatasetError(f"无法读取 {path}:{error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path} 不是 SQuAD 形式的 JSON 文件。") from error
    if not queries:
        raise DatasetError(f"{path} 里没有问题。")
    return paragraphs, queries


def open_paragraphs(
    paragraphs: Sequence[str],
    settings: Settings,
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
) -> Assistant:
    """Open the assistant on a document that has these paragraphs as its articles.

    Args:
        paragraphs: Texts of one line each.
        settings: What else to use.
        folder: Where document and index are kept.
        on_progress: Called with (passages encoded, passages in all) while the index is built.
    """
    document = folder / "paragraphs.txt"
    articles = (f"第{to_chinese(n)}条 {text}" for n, text in enumerate(paragraphs, 1))
    document.write_text("\n".join(["段落汇编", "", *articles]) + "\n", encoding="utf-8")
    changed = {"plan_file": document, "index_folder": folder / "index"}
    return Assistant.open(settings.model_copy(update=changed), on_progress)


def measure(
    assistant: Assistant,
    queries: Sequence[Query],
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Rate]:
    """Figures by their names in `FIGURES`, over all queries."""
    values: dict[str, list[float]] = {name: [] for name in FIGURES}
    for number, query in enumerate(queries, 1):
        for name, value in _measure_one(assistant, query).items():
            values[name].append(value)
        if on_progress:
            on_progress(number, len(queries))
    return {name: rate for name, each in values.items() if (rate := wilson(each))}


def _measure_one(assistant: Assistant, query: Query) -> dict[str, float]:
    understood = understand(query.question)
    search = assistant.retriever.query(understood.text)
    ranking = assistant.retriever.search(search)
    rank = 1 + next(
        i for i, (unit, _) in enumerate(ranking.units) if unit.article == query.paragraph
    )
    asked = wanted(understood.text, understood.kind, assistant.segmenter.cut)
    evidence = assistant.selector.select(search, ranking, asked)
    best = max(evidence, key=lambda e: e.probability)
    answer = assistant.ask(query.question)
    return {
        "recall_at_1": float(rank == 1),
        "recall_at_5": float(rank <= 5),
        "rr": 1 / rank,
        "best_sentence": float(_holds(assistant.plan.quote(best.span), query.answers)),
        "answer": float(_holds(answer.answer, query.answers)),
        "answered": float(answer.status == "answered"),
    }


def _holds(text: str, answers: Sequence[str]) -> bool:
    return any(normalise(answer) in normalise(text) for answer in answers)
