"""Flash cards: slogan and meaning, indicator and value, article and title."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import cite
from assistant.study.facts import Facts, ScopeFacts, is_target
from assistant.study.model import Card, Scope


def make_cards(facts: Facts, scope: Scope) -> tuple[Card, ...]:
    """All cards of a scope; no two have the same front."""
    found = facts.of(scope)
    fronts: dict[str, Card] = {}
    for card in (*_terms(facts, found), *_indicators(facts, found), *_titles(facts, scope)):
        fronts.setdefault(card.front, card)
    return tuple(fronts.values())


def _terms(facts: Facts, found: ScopeFacts) -> Iterator[Card]:
    """Slogans with their meaning; other quoted terms with the statement that they stand in."""
    for meaning in facts.meanings_of(found):
        citation = facts.citation(meaning.statement)
        yield Card("term", f"“{meaning.term}”指什么?", meaning.text, citation)
    explained = {meaning.term for meaning in facts.meanings_of(found)}
    for blank in found.blanks:
        if blank.kind == "term" and blank.answer not in explained:
            front = f"规划怎样用“{blank.answer}”这一提法?"
            yield Card("term", front, blank.statement.text, facts.citation(blank.statement))


def _indicators(facts: Facts, found: ScopeFacts) -> Iterator[Card]:
    for indicator in found.indicators:
        unit = facts.plan.unit_at(indicator.span.start)
        if unit and is_target(indicator):
            when = f"({indicator.deadline})" if indicator.deadline else ""
            citation = cite(facts.plan, unit, indicator.span)
            yield Card("indicator", f"{indicator.subject}{when}是多少?", indicator.amount, citation)


def _titles(facts: Facts, scope: Scope) -> Iterator[Card]:
    for unit in scope.units:
        if unit.kind == "article" and unit.title_span:
            citation = cite(facts.plan, unit, unit.title_span)
            yield Card("title", f"{unit.label}讲什么?", unit.title, citation)
