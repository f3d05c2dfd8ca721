"""Measures: whole clauses of a plan, each under the title of the article or item that it serves.

What a plan does for which aim can be asked without a blank: a measure stands under one title and
says nothing that another article says as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.passages import Passage
from assistant.plan import Plan, Span, Unit
from assistant.quantities import find_periods
from assistant.study.enumerations import Cut
from assistant.study.facts import is_solemn
from assistant.study.statements import (
    is_opener,
    leans_on_before,
    leans_on_next,
    opens,
    outer_clauses,
)

_SHORTEST, _LONGEST = 9, 30  # characters of a measure
_SHORTEST_OBJECT = 5  # characters of a measure without the verbs at its head
_WIDESPREAD = 6  # titles under which a word comes, from which it tells nothing of any of them
_SPECIAL = 2  # titles under which a word comes that belongs to one field
_SHORTEST_TITLE = 4
_ITEM = re.compile("[-—–\\s]*(?P<title>[^。]{4,30})。")
# What points to words that stand elsewhere.
_POINTS_AWAY = re.compile("其|该|上述|这[一些]|以上|以下|等等|相关要求|此")
# Clauses of a subject and what becomes of it, and clauses that go on in the next one.
_NO_MEASURE = re.compile(
    "(?:形成|建成|完善|初显|推进|使用|实现|步伐|为主|增长.{0,4}|合理|奋进|路径)$|^严格按照"
)
_AMOUNT = re.compile("一批|一")


@dataclass(frozen=True, slots=True)
class Home:
    """What measures stand under: an article, or an item of one that has a heading.

    Attributes:
        title: Title of the article or heading of the item.
        unit: The article.
        span: Its text, in characters of the plan.
        says_aim: Whether the title begins with a verb, so that what is below serves it.
        is_item: Whether it is an item of an article.
    """

    title: str
    unit: Unit
    span: Span
    says_aim: bool
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A clause that says by itself what is to be done.

    Attributes:
        home: What it stands under.
        span: Where it stands in the plan.
        text: Its words, verbatim.
        words: Words of it that come under few titles.
        is_special: Whether one of them comes under hardly any other title, so that nobody could put
            the measure anywhere.
    """

    home: Home
    span: Span
    text: str
    words: frozenset[str]
    is_special: bool

    @property
    def fact(self) -> str:
        """Name of the fact: its place in the plan."""
        return f"measure@{self.span.start}"

    def moved_to(self, home: Home) -> str:
        """Name of the fact that it does not stand under another title."""
        return f"moved@{self.span.start}to{home.span.start}"


def find_measures(plan: Plan, passages: Sequence[Passage], cut: Cut) -> tuple[Measure, ...]:
    """All measures of a plan, in document order."""
    found: list[tuple[Home, Span, frozenset[str]]] = []
    homes = list(_homes(plan))
    for passage in passages:
        home = next((h for h in homes if h.span.start <= passage.start < h.span.end), None)
        if passage.kind == "title" or home is None:
            continue
        for span in _clauses(plan, passage.span):
            words = cut(plan.quote(span))
            if _is_verb(words[0]):
                kept = frozenset(w for w in words if len(w) > 1 and not is_opener(w))
                found.append((home, span, kept))
    under = Counter(word for home in homes for word in set(cut(plan.quote(home.span))))
    return tuple(
        Measure(
            home=home,
            span=span,
            text=plan.quote(span),
            words=frozenset(w for w in words if under[w] <= _WIDESPREAD),
            is_special=any(under[w] <= _SPECIAL for w in words),
        )
        for home, span, words in found
        if any(under[w] <= _WIDESPREAD for w in words) and plan.text.count(plan.quote(span)) == 1
    )


def _homes(plan: Plan) -> Iterator[Home]:
    for unit in plan.articles:
        items = [p for p in unit.paragraphs if p.is_item]
        for paragraph in items:
            heading = _ITEM.match(plan.text, paragraph.start, paragraph.end)
            if heading:
                title = heading["title"]
                span = Span(heading.end(), paragraph.end)
                yield Home(title, unit, span, opens(title), is_item=True)
        if not items and len(unit.title) >= _SHORTEST_TITLE and unit.title_span:
            span = Span(unit.title_span.end, unit.end)
            yield Home(unit.title, unit, span, opens(unit.title))


def _clauses(plan: Plan, sentence: Span) -> Iterator[Span]:
    """Clauses of a sentence that can be read alone."""
    for piece in outer_clauses(plan, sentence):
        text = plan.quote(piece).rstrip("。!?;\n ")
        head = re.match(r"[-—–\s]*", text)
        start = piece.start + (head.end() if head else 0)
        text = plan.text[start : piece.start + len(text)]
        if not _SHORTEST <= len(text) <= _LONGEST or not opens(text) or find_periods(text):
            continue
        if leans_on_before(text) or leans_on_next(text) or _POINTS_AWAY.search(text):
            continue
        if _NO_MEASURE.search(text):
            continue
        is_whole = text.count("“") == text.count("”") and text.count("(") == text.count(")")
        if is_whole and not is_solemn(text) and len(without_verbs(text)) >= _SHORTEST_OBJECT:
            yield Span(start, start + len(text))


def _is_verb(word: str) -> bool:
    """Whether the first word of a clause is a verb and not the beginning of a noun (开发区)."""
    return not _AMOUNT.sub("", without_verbs(word))


def without_verbs(clause: str) -> str:
    """A clause without the verbs and adverbs at its head."""
    while length := next((n for n in (4, 3, 2) if is_opener(clause[:n])), 0):
        clause = clause[length:]
    return clause
