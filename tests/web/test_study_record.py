"""What a browser keeps of a quiz, and what the handlers make of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from assistant.answering import Assistant
from assistant.plan import Plan
from assistant.settings import Settings
from assistant.study.model import QUESTION_KINDS, Request
from assistant.web import study_html, texts
from assistant.web.services import Services, open_services
from assistant.web.study_desk import Desk
from assistant.web.study_handlers import Handlers
from assistant.web.study_quiz_html import quiz_form, results_table
from assistant.web.study_record import (
    MAX_RESULTS,
    Head,
    Record,
    RecordError,
    Taken,
    fingerprint,
    read_record,
    results_csv,
)

PART_TEN = Request(parts=(10,))
ALL_PARTS = Request(parts=tuple(range(1, 17)), questions=40)
SCORED = Taken(
    name="=1+1", title="<b>", points=1.5, most=4, right=0, count=2, lost=(1, 2), when="今天"
)


@pytest.fixture(scope="module")
def desk(assistant: Assistant) -> Desk:
    return Desk(assistant)


@pytest.fixture(scope="module")
def services(settings: Settings, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Services:
    folder = tmp_path_factory.mktemp("data")
    return open_services(settings.model_copy(update={"data_folder": folder}), plan.sha256)


@pytest.fixture(scope="module")
def handlers(assistant: Assistant, services: Services, desk: Desk) -> Handlers:
    return Handlers(assistant, services, desk)


@pytest.fixture
def record(plan: Plan, desk: Desk) -> Record:
    head = Head.of(plan, desk.session(PART_TEN).quiz)
    return Record(**dict(head), name="李明", when="今天")


def made(handlers: Handlers, **changes: Any) -> list[tuple[Any, ...]]:
    """What the button yields; without changes a session on a topic."""
    form = {
        "scope": texts.ST_BY_TOPIC, "topic": "煤层气", "parts": [], "articles": [],
        "audience": "机关干部", "minutes": 90, "difficulty": "中", "questions": 20,
        "version": "A", "seed": 1,
    } | changes  # fmt: skip
    steps: Iterator[tuple[Any, ...]] = handlers.make(*form.values(), gr.Request(username="li"))
    return list(steps)


def test_record_is_read_back(plan: Plan, record: Record) -> None:
    """What was kept comes back the same."""
    kept = record.model_copy(update={"answers": {1: ("A",)}, "results": (SCORED,)})
    assert read_record(kept.model_dump_json(), plan) == kept


@pytest.mark.parametrize(
    "changes",
    [
        {"plan": "0" * 16},
        {"request": {"topic": "", "parts": [], "articles": []}},
        {"request": {"topic": "煤层气", "minutes": 5}},
        {"request": {"parts": list(range(500))}},
        {"answers": {"1": ["x" * 2000]}},
        {"answers": {str(n): ["A"] for n in range(200)}},
        {"name": "x" * 31},
        {"results": [SCORED.model_dump() | {"points": 5}]},
        {"results": [SCORED.model_dump() | {"points": float("nan")}]},
        {"results": [SCORED.model_dump()] * (MAX_RESULTS + 1)},
        {"else": 1},
    ],
)
def test_forged_record_is_refused(plan: Plan, record: Record, changes: dict[str, Any]) -> None:
    """A record of another plan, outside a limit or with impossible points is not believed."""
    with pytest.raises(RecordError):
        read_record(json.dumps(record.model_dump(mode="json") | changes), plan)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "x" * 2_000_000])
def test_no_record_is_refused_in_chinese(handlers: Handlers, plan: Plan, text: str) -> None:
    """What is no record at all gives a sentence and no error."""
    with pytest.raises(RecordError):
        read_record(text, plan)
    assert texts.ST_RECORD_UNREADABLE in handlers.mark(True, text).problem


def test_right_answers_earn_everything(handlers: Handlers, plan: Plan, desk: Desk) -> None:
    """All kinds of question can be answered rightly; each mark cites the plan."""
    quiz = desk.session(ALL_PARTS).quiz
    assert {q.kind for q in quiz.questions} == set(QUESTION_KINDS)
    answers = {
        q.number: q.key or ("".join(point.text for point in q.scoring),) for q in quiz.questions
    }
    record = Record(**dict(Head.of(plan, quiz)), name="李明", answers=answers, when="今天")
    marks = handlers.mark(True, record.model_dump_json())
    assert marks.problem == ""
    assert [(t.name, t.points, t.lost) for t in marks.results] == [("李明", quiz.points, ())]
    for question in quiz.questions:
        assert texts.ST_RIGHT in marks.questions[question.number]
        assert "href='#plan-" in marks.questions[question.number]


def test_marks_are_shown_again_without_a_second_result(handlers: Handlers, record: Record) -> None:
    """After a reload a marked paper shows its score; an unmarked one shows only the results."""
    first = handlers.mark(True, record.model_dump_json())
    kept = record.model_copy(update={"is_marked": True, "results": first.results})
    again = handlers.mark(False, kept.model_dump_json())
    assert again == first
    open_paper = kept.model_copy(update={"is_marked": False})
    assert handlers.mark(False, open_paper.model_dump_json()).score == ""


def test_name_and_the_same_paper_are_needed(handlers: Handlers, record: Record) -> None:
    """Without a name, or when the paper has changed, nothing is scored and the reason is told."""
    nameless = record.model_copy(update={"name": "  "})
    assert texts.ST_NO_NAME in handlers.mark(True, nameless.model_dump_json()).problem
    other = record.model_copy(update={"paper": "0" * 16})
    assert texts.ST_RECORD_OTHER_PLAN in handlers.mark(True, other.model_dump_json()).problem


def test_results_are_escaped() -> None:
    """Markup in a name stays text on the page, and a formula stays text in the CSV."""
    assert "<b>" not in results_table([SCORED])
    rows = list(csv.reader(io.StringIO(results_csv([SCORED]))))
    assert rows == [list(texts.ST_RESULT_COLUMNS),
                    ["'=1+1", "<b>", "1.5", "4", "0", "2", "1、2", "今天"]]  # fmt: skip


def test_session_is_whole_on_the_page(plan: Plan, desk: Desk) -> None:
    """The preview holds every key point, question and card; the form to take holds no key."""
    session = desk.session(PART_TEN)
    page = study_html.preview(plan, session)
    assert page.count("class='card'") == len(session.cards)
    assert page.count("class='key'") == len(session.quiz.questions)
    assert page.count("<blockquote>") >= len(session.key_points) + len(session.quiz.questions)
    for name in texts.ST_SECTIONS:
        assert f"id='study-{name}'" in page
    form = quiz_form(session, Head.of(plan, session.quiz))
    assert form.count("<fieldset") == len(session.quiz.questions)
    for question in session.quiz.questions:
        assert question.explanation not in form


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"topic": " "}, texts.ST_NO_SCOPE),
        ({"topic": "火星移民"}, "没有提到“火星移民”"),
        ({"topic": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"topic": "长" * 31}, "不超过 30 个字"),
        ({"scope": texts.ST_BY_PLACE}, texts.ST_NO_PLACE),
        ({"scope": texts.ST_BY_PLACE, "articles": [999]}, "第999条"),
        ({"minutes": None}, "时长"),
        ({"minutes": 10}, "30 至 180"),
        ({"questions": 101}, "0 至 100"),
        ({"seed": -1}, "组卷编号"),
    ],
)
def test_wrong_wishes_are_explained(handlers: Handlers, changes: dict[str, Any], told: str) -> None:
    """What cannot be made is told in one sentence, and the page keeps what it showed."""
    first, last = made(handlers, **changes)
    assert texts.ST_WORKING in first[0]
    assert told in last[0] and "role='alert'" in last[0] and "<script" not in last[0]
    assert last[2:] == (gr.skip(),) * 4


def test_few_facts_are_told(handlers: Handlers) -> None:
    """A scope that yields fewer questions than wanted says how many it has."""
    *_, last = made(handlers, questions=100)
    assert "少于要求的 100 道" in last[0] and "role='alert'" not in last[0]


def test_what_breaks_is_told(handlers: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error inside the program becomes a sentence."""

    def fail(request: Request) -> None:
        raise RuntimeError

    monkeypatch.setattr(handlers._desk, "session", fail)
    *_, last = made(handlers)
    assert texts.ST_BROKEN in last[0]


def test_materials_are_files_of_their_own(desk: Desk, tmp_path: Path) -> None:
    """Each material is one file with its own name, inside the folder that was given."""
    request = Request(topic="煤层气", questions=5, version="B")
    names = [desk.write(request, material, tmp_path).name for material in texts.ST_MATERIALS]
    assert len(set(names)) == len(names)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    assert "煤层气-试卷B.docx" in names


def test_materials_need_a_session(handlers: Handlers, record: Record) -> None:
    """Without a session, with a forged one or with a text that has no dates the reason is told."""
    dateless = json.loads(record.model_dump_json(include={"plan", "request", "paper"}))
    dateless["request"] |= {"parts": [], "articles": [29]}
    for head, material, told in (
        ("", "zip", texts.ST_MAKE),
        ("{}", "zip", texts.ST_RECORD_UNREADABLE),
        (json.dumps(dateless), "line", texts.ST_MATERIALS["line"]),
    ):
        *_, (words, _, file) = handlers.export(material)(head, "", gr.Request(username="li"))
        assert told in words and file["value"] is None


def test_papers_differ_by_seed(desk: Desk) -> None:
    """Another seed or version is another paper."""
    quizzes = (
        desk.session(Request(parts=(10,), seed=seed, version=version)).quiz
        for seed, version in ((1, "A"), (1, "B"), (2, "A"))
    )
    assert len({fingerprint(quiz) for quiz in quizzes}) == 3
