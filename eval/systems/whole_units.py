"""Our retrieval over whole units instead of sentences: what passages add is the difference."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.passages import Passage
from assistant.plan import Plan
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with one passage a unit, in an index of its own."""
    folder = settings.index_folder.with_name(settings.index_folder.name + "-whole-units")
    return Assistant.open(settings.model_copy(update={"index_folder": folder}), split=_whole_units)


def _whole_units(plan: Plan) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=number,
            unit=unit.key,
            kind="sentence",
            start=unit.paragraphs[0].start,
            end=unit.paragraphs[-1].end,
            text=plan.text[unit.paragraphs[0].start : unit.paragraphs[-1].end],
            headings=("",),
        )
        for number, unit in enumerate(plan.citable)
    )
