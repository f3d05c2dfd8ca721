from __future__ import annotations

import csv
import io
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.web.feedback import MAX_COMMENT, Feedback, FeedbackError, FeedbackStore


def rows(store: FeedbackStore) -> list[dict[str, str]]:
    file = io.StringIO()
    count = store.write_csv(file)
    found = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert len(found) == count
    return found


def test_feedback_keeps_the_answer(tmp_path: Path, assistant: Assistant) -> None:
    """Verdict, reasons, comment, question, version and the whole answer object are kept."""
    answer = assistant.ask("晋城机场什么时候能通航?")
    store = FeedbackStore(tmp_path / "new" / "f.sqlite", "1.2", "abc")
    store.add(Feedback(True), answer)
    store.add(Feedback(False, ("未答全", "别的", "其他"), "=1+1" + "长" * 600), answer)
    useful, useless = rows(store)
    assert useful["verdict"] == "useful" and useful["version"] == "1.2"
    assert Answer.model_validate_json(useful["answer"]) == answer
    assert useful["labels"] == "第33条" and useful["plan_sha256"] == "abc"
    assert useless["reasons"] == "未答全、其他"
    assert useless["comment"].startswith("'=1+1") and len(useless["comment"]) == MAX_COMMENT + 1
    assert stat.S_IMODE((tmp_path / "new" / "f.sqlite").stat().st_mode) == 0o600


def test_many_readers_at_once(tmp_path: Path, assistant: Assistant) -> None:
    """Feedback given at the same time is all kept."""
    answer = assistant.ask("养老服务有哪些安排?")
    store = FeedbackStore(tmp_path / "f.sqlite", "1", "a")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.add(Feedback(bool(n % 2)), answer), range(40)))
    assert len(rows(store)) == 40


def test_unwritable_folder_is_explained(tmp_path: Path, assistant: Assistant) -> None:
    """When nothing can be stored the reader is told, in a sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = FeedbackStore(tmp_path / "file" / "f.sqlite", "1", "a")
    with pytest.raises(FeedbackError, match="反馈没有存下来"):
        store.add(Feedback(True), assistant.ask(""))
