"""Links between units: slogans, projects, places and indicators that several of them speak of."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.slots import place_names
from assistant.study.facts import Facts, ScopeFacts, is_target
from assistant.study.model import Link, LinkKind, Scope
from assistant.study.statements import Statement

_MOST = 8
_MOST_PLACES = 4  # among them; names of counties stand everywhere
_MOST_CITED = 4
_MOST_UNITS = 8  # what more units name is no special bond between them
_SHORTEST: dict[LinkKind, int] = {"term": 3, "project": 4, "place": 2, "indicator": 3}


def find_links(facts: Facts, scope: Scope) -> tuple[Link, ...]:
    """What units of a scope share with one another or with other units of the plan.

    Those that bind most units of the scope come first; each has one citation for each unit, units
    of the scope before others.
    """
    found = facts.of(scope)
    own = {unit.start for unit in scope.units}
    links: dict[str, tuple[int, Link]] = {}
    for kind, name in _names(facts, found):
        if any(name in known or known in name for known in links):
            continue
        stating = _one_each(facts, name)
        inside = [s for s in stating if s.unit.start in own]
        if inside and 2 <= len(stating) <= _MOST_UNITS:
            ordered = [*inside, *(s for s in stating if s.unit.start not in own)][:_MOST_CITED]
            citations = tuple(facts.citation(statement) for statement in ordered)
            links[name] = (len(inside), Link(kind, name, citations))
    best = [link for _, link in sorted(links.values(), key=lambda pair: -pair[0])]
    places = [link for link in best if link.kind == "place"][_MOST_PLACES:]
    return tuple(link for link in best if link not in places)[:_MOST]


def _names(facts: Facts, found: ScopeFacts) -> Iterator[tuple[LinkKind, str]]:
    pairs: list[tuple[LinkKind, str]] = [("term", word) for word in found.subject]
    on_subject = [b for b in found.blanks if all(w in b.statement.text for w in found.subject)]
    for blank in on_subject:
        if blank.kind == "term":
            pairs.append(("term", blank.answer))
        elif blank.kind == "name":
            pairs.append(("project", blank.answer))
        elif blank.kind == "place" or blank.answer in place_names():
            pairs.append(("place", blank.answer))
    pairs += [("indicator", i.subject) for i in found.indicators if is_target(i)]
    yield from (pair for pair in dict.fromkeys(pairs) if len(pair[1]) >= _SHORTEST[pair[0]])


def _one_each(facts: Facts, name: str) -> list[Statement]:
    """The first statement of each unit that holds a name."""
    first: dict[int, Statement] = {}
    for statement in facts.statements:
        if name in statement.text:
            first.setdefault(statement.unit.start, statement)
    return list(first.values())
