"""Facets: the several things that one question asks for side by side.

“Schools, clinics and roads: what is planned for each?” is one sentence and three searches. A
question falls into facets when its form says that several things are asked for: an enumeration,
words that count or distribute (两件, 分别, 各), or several clauses that ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.question import asks
from assistant.quoted import QUOTED_OR_TITLE
from assistant.slots import Cut, places_in

_SEVERAL = re.compile(
    r"(?<!哪)[两二三四五六](?:头|桩|件|样|方面|码|块|项|摊|个问题|个方面|处|者)|一样一样|挨个|分头|分别|"
    r"各(?:是|有|自|看|写|管|定|条|占|项|在|怎|咋|对应|归|说|提|放|为|分)|逐(?:项|条|一|个)|同时|"
    r"以及|还有|顺便|另外|再(?:就是|有|说)|一头|一边|一方面|又(?:想|怕|嫌)|"
    r"(?:有什么|有啥|有何|有哪些|的|是什么)(?:不同|不一样|区别|差别|分工)"
)
_CLAUSES = re.compile(r"[,,;;。??!!::\n]+")
_ITEMS = re.compile(r"、|以及|还有|再加上|外加")
_JOINS = frozenset(("和", "与", "跟", "及", "或", "或者", "同", "加上"))
_ASKED_BEHIND = re.compile("[呢吗嘛]$|几(?!乎|年来)")
_TIMES = re.compile(r"[到在“”末底前]|[\d一二三四五六七八九十〇]+[年五]|期间|时期|时候|规划")
_LEAST_SAID = 4  # characters of a statement
_MOST = 6  # facets; each costs a search


@dataclass(frozen=True, slots=True)
class Facet:
    """One of several things asked for.

    Attributes:
        text: Its words in the question.
        context: Words of the question that it shares with the others; may be empty.
    """

    text: str
    context: str = ""


def facets(text: str, cut: Cut) -> tuple[Facet, ...]:
    """Tell the things that a question asks for side by side; empty when it asks one thing.

    One thing that is asked behind a statement is the only facet, apart from what is stated.

    Args:
        text: A normalised question or a part of one.
        cut: Cuts a text into words.
    """
    masked = QUOTED_OR_TITLE.sub(lambda match: match.group().replace("、", "·"), text)
    clauses = [clause.strip() for clause in _CLAUSES.split(masked) if clause.strip()]
    several = _SEVERAL.search(masked) is not None or "、" in masked
    shared = " ".join(dict.fromkeys(places_in(cut(text))))
    items_of = {clause: list(_items(clause, cut, several=several)) for clause in clauses}
    asking = sum(map(asks, clauses))
    if not several and asking < 2:
        return _focus(clauses)
    found = [
        Facet(item, shared)
        for clause, items in items_of.items()
        if several or asks(clause)
        for item in items
    ]
    return tuple(found[:_MOST]) if len(found) > 1 else ()


def _focus(clauses: Sequence[str]) -> tuple[Facet, ...]:
    """What alone is asked behind a statement; “the plant is closing, and who retrains us?”."""
    *said, last = clauses or ("",)
    is_asked = asks(last) or _ASKED_BEHIND.search(last) is not None
    if not is_asked or not any(len(_TIMES.sub("", c)) >= _LEAST_SAID for c in said):
        return ()
    return (Facet(last),)


def _items(clause: str, cut: Cut, *, several: bool) -> Iterator[str]:
    """The members of an enumeration in a clause."""
    pieces = [piece for piece in _ITEMS.split(clause) if piece.strip()]
    if len(pieces) == 1 and not several:
        yield clause
        return
    for piece in pieces:
        item = ""
        for word in cut(piece):
            if word in _JOINS and item:
                yield item
                item = ""
            else:
                item += word
        if item:
            yield item
