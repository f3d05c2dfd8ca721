"""Swaps: changes of one statement that make it wrong and that can still be believed.

Two kinds need nothing but the statement itself: a word of degree, level or stage is replaced by its
counterpart (全省 → 全国), and what two parallel clauses speak of is exchanged (小学向…,中学向…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.numerals import NUMERAL
from assistant.plan import Span
from assistant.quantities import find_periods
from assistant.slots import place_names
from assistant.study.counterparts import (
    DEGREE,
    counterparts_of,
    is_in_common,
    with_counterparts,
)
from assistant.study.enumerations import Cut, common_start, word_starts
from assistant.study.facts import BlankKind, is_weighty, name_of_fact
from assistant.study.parallels import COUNT
from assistant.study.statements import Statement, is_opener, trimmed

SwapKind = BlankKind | Literal["level", "exchange"]

_MARKS = re.compile("[,、;。()]")
# What two parallel clauses say of their subjects.
_ROLE = re.compile(
    "(?P<subject>[\u4e00-\u9fff]{2,10}?)(?P<link>为|向)(?P<rest>[\u4e00-\u9fff]{2,10})$"
)
_QUOTED_PAIR = re.compile(
    "“(?P<one>[^“”]{3,12})”(?P<noun>的?[\u4e00-\u9fff]{2,10})[、和]"
    "(?:[\u4e00-\u9fff]{2,10}的)?“(?P<other>[^“”]{3,12})”(?P<last>的?[\u4e00-\u9fff]{2,5})"
)
_INSTANCES = re.compile("(?P<last>[\u4e00-\u9fff”)]{2,12})等(?:各类|新型|重点|重大)?$")
_TWO_LEVELS = re.compile(
    "(?P<one>国家级|省级|市级)(?P<between>[\u4e00-\u9fff]{2,12}和[\u4e00-\u9fff]{2,8}?)"
    "(?P<other>国家级|省级|市级)"
)
_CHARACTER = re.compile("[\u4e00-\u9fff]")
_LEAD = re.compile("^(?:以|建设以|形成以|坚持以)(?=.+为)")
_LONGEST_VERB = 4
_BESIDE = 7  # characters of a statement beside what is changed
_LEAST_BESIDE = 3  # the same where what stands in other clauses is to be asked for as well
_SHORTEST_NAME = 3  # characters of what may be replaced in a list
# Levels, degrees that tell how far, stages of a project, and order.
_DEFINITE = re.compile(
    "全[国省]|国[家内]|[省市]级|市县|基本|初步|初具|全覆盖|全部|全面(?=建|形|实|完|消|成|普|解|禁)|达到|开工|建成|投入|开通|首届|第|"
    "提前|一倍|[东南西北]|[六八]车道|探索|整[市县]|易址|原址|[UV]型"
)
_LEVEL = ("全省", "全国", "国家级", "省级")
# Abbreviated names of provinces; what bears one is by its name of that province.
_PROVINCES = re.compile("[晋豫冀鲁皖赣鄂湘粤桂琼渝黔滇陇陕]")
# Roles that national policy has dealt out, and words for roles that mean much the same.
_FIXED_ROLE = re.compile(
    "骨干|补充|主体|引导|导向|主导|辅助|关键|根本|支撑|着力点|抓手|引领|牵引|依托|载体|突破口"
)
# What no city is the first of in the whole country; what a project leads to when it is done; what
# is tried out and not done everywhere.
_RANKED = re.compile("第一|前列|领先|方阵|位列")
# What regions have in common and a nation has not.
_ALIKE_LOCALLY = re.compile("一样|资源型|老工业")
_EVENT = re.compile("大会|论坛|博览会|运动会|[文艺][化术]节")  # called by its level
_IN_MANY_KINDS = frozenset("的级化性型业工程建设企人")
_DONE = re.compile("增强|提升|提高|实现|形成|改善")
_PUSHED = re.compile("推进|推动|促进|加快")  # what is pushed on is not said to be half done
_TRIED_OUT = re.compile("试验区|试点|示范区")


@dataclass(frozen=True, slots=True)
class Swap:
    """A change of a statement.

    Attributes:
        kind: What is changed.
        statement: The statement as the plan has it.
        start: Where the changed words begin in the statement, in characters.
        old: The words of the plan.
        new: The words that make it wrong.
        is_narrow: Whether clauses are left out of the statement that say more of the matter, so
            that they can be asked for as well.
    """

    kind: SwapKind
    statement: Statement
    start: int
    old: str
    new: str
    is_narrow: bool = False

    @property
    def span(self) -> Span:
        """Where the changed words stand in the plan."""
        start = self.statement.span.start + self.start
        return Span(start, start + len(self.old))

    @property
    def is_definite(self) -> bool:
        """Whether the words of the plan are a figure, a date, a level, a degree, a name.

        Kinds of things and qualities are none: a right statement of them holds nothing to know.
        """
        if self.kind in ("member", "rank"):
            return False
        return self.kind != "level" or bool(_DEFINITE.match(self.old))

    @property
    def fact(self) -> str:
        """Name of the fact that is changed."""
        return name_of_fact(self.kind, self.statement, self.span)

    @property
    def text(self) -> str:
        """The wrong statement."""
        words = self.statement.text
        return f"{words[: self.start]}{self.new}{words[self.start + len(self.old) :]}"


def inner_swaps(statement: Statement, cut: Cut) -> Iterator[Swap]:
    """Swaps that need only the statement: counterparts, and exchanged subjects.

    Each comes with some words beside it and, where those are other clauses, without these.
    """
    exchanged = (
        swap
        for find in (_exchanged, _quotes_exchanged, _levels_exchanged)
        for swap in find(statement)
    )
    for swap in (*_with_counterparts(statement, cut), *exchanged):
        wide, narrow = _trimmed(swap, _BESIDE), _trimmed(swap, _LEAST_BESIDE)
        is_cut = narrow.statement.clauses != wide.statement.clauses
        for shown in (wide, replace(narrow, is_narrow=True))[: 1 + is_cut]:
            if shown.kind != "level" or _is_believable(shown):
                yield shown


def _trimmed(swap: Swap, beside: int) -> Swap:
    """A swap in as few clauses of its statement as hold some characters beside it."""
    statement = trimmed(swap.statement, swap.span, least=beside)
    return replace(swap, statement=statement, start=swap.span.start - statement.span.start)


def _with_counterparts(statement: Statement, cut: Cut) -> Iterator[Swap]:
    text, begins, reached = statement.text, set(word_starts(statement.text, cut)), 0
    for match in with_counterparts().finditer(statement.text):
        start, old = match.start(), match["word"]
        if start + len(old) <= reached:
            continue  # a part of a longer word
        reached = start + len(old)
        span_start = statement.span.start + start
        span = Span(span_start, span_start + len(old))
        is_listed = "、" in statement.text[max(0, start - 1) : start + len(old) + 1]
        is_short = is_listed and len(old) < _SHORTEST_NAME
        if start not in begins or is_short or is_weighty(statement, span):
            continue
        if is_in_common(statement.text, start, start + len(old)):
            continue
        if _is_told_by_instances(statement.text[:start], old):
            continue
        if statement.text[:start].endswith("国家") or not _ends_word(
            start + len(old), begins, text
        ):
            continue
        for new in counterparts_of(old):
            is_of_degree = bool(DEGREE.match(new))
            is_awkward = is_of_degree and statement.text[start + len(old) :][:1] == "的"
            is_told = _is_in_title(old, new, statement.unit.title)
            if not (is_awkward or is_told or (is_listed and is_of_degree)):
                yield Swap("level", statement, start, old, new)


def _is_believable(swap: Swap) -> bool:
    """Whether what is shown beside a changed word neither repeats it nor refutes the new one."""
    old, new, words = swap.old, swap.new, swap.statement.text
    rest = words[: swap.start] + words[swap.start + len(old) :]
    heads = _heads(old, new)
    if old in rest or heads[1] in rest or (old in _LEVEL and _names_province(rest)):
        return False
    if _is_unbelievable(old, new, rest):
        return False
    return heads[0] not in rest or bool(DEGREE.match(old))


def _is_told_by_instances(before: str, old: str) -> bool:
    """Whether things listed before a word show of what kind they are (甲、乙等…污染源)."""
    found = _INSTANCES.search(before)
    is_place = found is not None and found["last"].endswith(tuple(place_names()))
    return found is not None and not (is_place or DEGREE.match(old) or old in _LEVEL)


def _heads(old: str, new: str) -> tuple[str, str]:
    """Where two words begin to differ (绿色金融, 绿色物流), two characters of each."""
    same = len(common_start([old, new]))
    return old[same : same + 2], new[same : same + 2]


def _ends_word(end: int, begins: set[int], text: str) -> bool:
    """Whether a word ends at a place of a text, so that no part of one is shown alone."""
    return end in begins or not _CHARACTER.match(text, end)


def _is_unbelievable(old: str, new: str, rest: str) -> bool:
    """Whether the rest of a statement refutes what is put in, or repeats what it replaces."""
    # What alone tells the one from the other stands beside them (水网 beside 供水).
    is_kind = len(old) > _SHORTEST_NAME and not (DEGREE.match(old) or old in _LEVEL)
    telling = [c for c in old if c not in new and c not in _IN_MANY_KINDS]
    is_repeated = sum(map(rest.count, telling)) >= max(len(telling), 1) or any(
        pair in rest for a, b in pairwise(telling) if (pair := a + b) in old
    )
    return bool(
        (is_kind and is_repeated)
        or (new == "全国" and _RANKED.search(rest))
        or (new == "全国" and _ALIKE_LOCALLY.search(rest))
        or (old in _LEVEL and _EVENT.search(rest))
        or (new == "基本覆盖" and _PUSHED.search(rest))
        or (new.startswith("开工") and _DONE.search(rest))
        or (new.startswith("全面") and _TRIED_OUT.search(rest))
    )


def _is_in_title(old: str, new: str, title: str) -> bool:
    """Whether the title of an article has a word of what is replaced that its substitute lacks."""
    return any(a + b in title and a + b not in new for a, b in pairwise(old))


def _names_province(text: str) -> bool:
    """Whether something is called after a province, other than a place of its own."""
    for place in place_names():
        text = text.replace(place, "")
    return bool(_PROVINCES.search(text))


def _exchanged(statement: Statement) -> Iterator[Swap]:
    """Neighbouring clauses that say something of two subjects by the same word."""
    for one, other in pairwise(_subjects(statement.text)):
        if one is None or other is None or one[2] != other[2] or one[1] == other[1]:
            continue
        if one[2] == "为" and _FIXED_ROLE.search(statement.text):
            continue
        start, end = one[0], other[0] + len(other[1])
        old = statement.text[start:end]
        between = statement.text[start + len(one[1]) : other[0]]
        new = f"{other[1]}{between}{one[1]}"
        span = Span(statement.span.start + start, statement.span.start + end)
        if not is_weighty(statement, span):
            yield Swap("exchange", statement, start, old, new)


def _quotes_exchanged(statement: Statement) -> Iterator[Swap]:
    """Two names side by side that are told of one another (“甲”的公路网、“乙”的道网)."""
    for match in _QUOTED_PAIR.finditer(statement.text):
        if match["noun"] == match["last"] or find_periods(match["one"]):
            continue
        if COUNT.search(match["one"]) or COUNT.search(match["other"]):
            continue  # what they count says what they belong to
        start, end = match.start("one") - 1, match.end("other") + 1  # with their marks
        old = statement.text[start:end]
        between = statement.text[match.end("one") : match.start("other")]
        span = Span(statement.span.start + start, statement.span.start + end)
        if not is_weighty(statement, span):
            new = f"“{match['other']}{between}{match['one']}”"
            yield Swap("exchange", statement, start, old, new)


def _levels_exchanged(statement: Statement) -> Iterator[Swap]:
    """The levels of two things of one clause (甲国家级基地和乙省级基地)."""
    for match in _TWO_LEVELS.finditer(statement.text):
        start, end = match.start("one"), match.end("other")
        span = Span(statement.span.start + start, statement.span.start + end)
        if match["one"] != match["other"] and not is_weighty(statement, span):
            old = statement.text[start:end]
            new = f"{match['other']}{match['between']}{match['one']}"
            yield Swap("exchange", statement, start, old, new)


def _subjects(text: str) -> Iterator[tuple[int, str, str] | None]:
    """What each piece of a statement speaks of; a piece in the middle of a list is none."""
    last: tuple[int, str, str] | None = None
    for start, words in _pieces(text):
        is_in_list = text[start - 1 : start] == "、" and last is None
        last = None if is_in_list else _subject(start, words)
        yield last


def _subject(start: int, words: str) -> tuple[int, str, str] | None:
    """Place, words and link of what a clause speaks of; None without a plain subject."""
    lead = _LEAD.match(words)
    begin = lead.end() if lead else _verb_length(words)
    match = _ROLE.match(words, begin)
    if not match or re.match(NUMERAL, match["subject"]) or match["subject"].startswith("以"):
        return None
    return start + match.start("subject"), match["subject"], match["link"]


def _verb_length(words: str) -> int:
    """Length of a verb at the head of a clause; 0 without one."""
    length = next((n for n in range(_LONGEST_VERB, 1, -1) if is_opener(words[:n])), 0)
    return length + words[length:].startswith("起")


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _MARKS.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]
