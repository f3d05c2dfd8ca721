"""What the stem of a short answer says that it is about: an article, or the part of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.passages import inner_quotes
from assistant.plan import Plan, Unit
from assistant.study.giveaways import is_in


def heading_of(plan: Plan, unit: Unit, hidden: Sequence[str]) -> str:
    """The title of an article, else of its part; empty when both would tell what is asked."""
    part = plan.part(unit.part)
    place = "导语" if unit.kind == "introduction" else ""
    named = [(f"关于“{inner_quotes(unit.title)}”", unit.title)] if unit.kind == "article" else []
    if part is not None and part.title:
        named.append((f"在{part.label}{place}“{inner_quotes(part.title)}”中", part.title))
    for heading, title in named:
        if not any(is_in(words, title) for words in hidden):
            return heading
    return ""
