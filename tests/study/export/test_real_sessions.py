from __future__ import annotations

import io
import zipfile

import pytest

from assistant.answering import Assistant
from assistant.plan import Plan
from assistant.study.export import FORMATS, export
from assistant.study.model import Request, Session
from assistant.study.session import Trainer
from tests.study.export.test_documents import opened_document, quotations
from tests.study.export.test_slides import assert_sound, opened_deck, quotations_in_notes

REQUESTS = (
    Request(topic="煤层气"),
    Request(topic="丹河新城", audience="党员群众", minutes=45, version="B"),
    Request(parts=(1,), audience="领导班子", difficulty="难", minutes=180, questions=40),
    Request(parts=tuple(range(1, 17)), difficulty="易", minutes=120),
)


@pytest.fixture(scope="module")
def trainer(assistant: Assistant) -> Trainer:
    """A trainer on the shipped plan."""
    return Trainer(assistant)


@pytest.mark.slow
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: r.topic or str(len(r.parts)))
def test_materials_of_real_sessions(plan: Plan, trainer: Trainer, request_: Request) -> None:
    """Every file of a session opens, is in place, and quotes the plan to the letter."""
    session: Session = trainer.session(request_)
    units = {unit.label: plan.quote(unit) for unit in plan.citable}
    files = {file.name: file.data for file in export(plan, session, FORMATS)}
    assert len(files) >= 9
    for name, data in files.items():
        quoted = []
        if name.endswith(".docx"):
            quoted = quotations(opened_document(data))
        elif name.endswith(".pptx"):
            deck = opened_deck(data)
            assert_sound(deck)
            quoted = quotations_in_notes(deck)
            assert len(quoted) >= len(session.key_points)
        elif name.endswith((".zip", ".apkg")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert archive.testzip() is None
        for quote, label in quoted:
            assert quote in units[label], (name, quote, label)
