"""Enumerations: what a plan lists side by side, with the exact borders of each member.

A member between two enumeration commas has exact borders. The first and the last one run into the
words around them (``推动观念转型、经济转型``); they are cut out only where the others show how:
by their number, their length, a common beginning or end, ``等``, or quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.numerals import NUMERAL, parse_number
from assistant.plan import Span
from assistant.slots import place_names
from assistant.study.parallels import runs
from assistant.study.statements import Statement, is_opener

Cut = Callable[[str], list[str]]

_COUNTED = re.compile(rf"(?P<number>{NUMERAL}|\d{{1,2}})(?P<measure>大|项|类|种|个|条)(?![+\d])")
_SLOGAN = re.compile(rf"^“(?P<number>{NUMERAL})[^“”]{{1,7}}”")
_ADJACENT = re.compile(r"(?:“[^“”]{1,12}”){2,}")
_QUOTED = re.compile(r"“([^“”]+)”")
_LIST_IN_QUOTES = re.compile(r"“([^“”、,;]{1,10}(?:、[^“”、,;]{1,10}){2,})”")
# What may stand before the first member beside a verb.
_BEFORE_FIRST = ("在", "与", "以", "对", "把", "将", "按照", "依托", "聚集", "做强", "和")
# Verbs that are as often nouns.
ALSO_NOUNS = re.compile(
    "创新|发展|改革|转型|生产|保障|试点|规范|支撑|治理|整治|修复|保护|开放|开发|宣传|监督|考核|投资|培养|"
    "救助|安置|帮扶|振兴|升级|调整|奖励|补贴|投入|协调|组织|健康|文明|科学|应用|监测|服务"
)
_LONGEST_MEMBER = 14
_ETC = re.compile(r"等(?!待|级|同|于|量|值|价|候|化|次)")
# Signs that a piece is no member but holds the end of one list and the beginning of another.
_INNER = re.compile(r"等(?!待|级|同|于|量|值|价|候|化|次)|通过|开展|赋能|融通|体系化|共享更")
_GOES_ON = re.compile("[、和与及]|[\u4e00-\u9fff]{0,4}、")
_FEWEST = 3  # members of a list
_LEANING = re.compile(r"^[和与及的地]|[和与及的地]$")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Things listed side by side in one statement.

    Attributes:
        statement: Where it stands.
        members: Members whose borders are certain, in order.
        size: How many members it has, uncertain ones included.
        span: From the first certain member to the last one, marks between them included.
        is_open: Whether it ends with ``等``.
        name: What counts or names it right behind the list (``三大工程``, ``“三位一体”``); may
            be empty.
    """

    statement: Statement
    members: tuple[Span, ...]
    size: int
    span: Span
    is_open: bool
    name: str

    @property
    def is_whole(self) -> bool:
        """Whether the borders of all members are certain."""
        return len(self.members) == self.size

    @property
    def is_complete(self) -> bool:
        """Whether the plan itself counts the members, so that no further one exists."""
        return self.is_whole and bool(self.name)


def word_starts(text: str, cut: Cut) -> Iterator[int]:
    """Where the words of a text begin; marks between them are no words."""
    offset = 0
    for word in cut(text):
        start = text.find(word, offset)
        if start >= 0:
            yield start
            offset = start + len(word)


def find_enumerations(statement: Statement, cut: Cut) -> tuple[Enumeration, ...]:
    """All enumerations in a statement, in order: of three members, or of two parallel words."""
    found = [
        *_in_quotes(statement),
        *_side_by_side(statement),
        *_with_commas(statement, cut),
    ]
    taken = [each.span for each in found]
    found += [
        each
        for each in _parallel(statement)
        if not any(t.start < each.span.end and each.span.start < t.end for t in taken)
    ]
    return tuple(sorted(found, key=lambda each: each.span.start))


def _in_quotes(statement: Statement) -> Iterator[Enumeration]:
    for match in _LIST_IN_QUOTES.finditer(statement.text):
        spans = _pieces(match.start(1), match[1])
        name = _name_behind(statement.text[match.end() :], len(spans))
        yield _enumeration(statement, spans, len(spans), is_open=False, name=name)


def _side_by_side(statement: Statement) -> Iterator[Enumeration]:
    """Terms in quotation marks that follow one another without a comma."""
    for match in _ADJACENT.finditer(statement.text):
        spans = [
            Span(match.start() + m.start(1), match.start() + m.end(1))
            for m in _QUOTED.finditer(match.group())
        ]
        if len(spans) >= 3:
            is_open = statement.text[match.end() :].startswith("等")
            yield _enumeration(statement, spans, len(spans), is_open=is_open, name="")


def _with_commas(statement: Statement, cut: Cut) -> Iterator[Enumeration]:
    for start, clause in _clauses(statement.text):
        pieces = _without_next(_pieces(start, clause), statement.text)
        if len(pieces) < 3:
            continue
        words = [statement.text[p.start : p.end] for p in pieces]
        middle = words[1:-1]
        if any(len(word) > _LONGEST_MEMBER or _INNER.search(word) for word in middle):
            continue
        last = _end_of_last(words, cut)
        first = _start_of_first(words[0], middle, words[-1][:last] if last else "", cut)
        behind = words[-1][last:] if last else ""
        members = pieces[1:-1]
        if first is not None:
            members = [Span(pieces[0].start + first, pieces[0].end), *members]
        if last:
            members = [*members, Span(pieces[-1].start, pieces[-1].start + last)]
        if any(_LEANING.search(statement.text[m.start : m.end]) for m in members):
            continue
        if _is_mixed([statement.text[m.start : m.end] for m in members]):
            continue
        is_open = bool(_ETC.match(behind))
        name = _name_behind(behind.removeprefix("等"), len(words))
        yield _enumeration(statement, members, len(words), is_open=is_open, name=name)


def _without_next(pieces: list[Span], text: str) -> list[Span]:
    """The pieces up to the one that ends a list with 等; what stands behind goes on from it."""
    ends = [n for n, p in enumerate(pieces) if _ETC.search(text[p.start : p.end])]
    last = next((n for n in ends if n >= _FEWEST - 1), None)
    return pieces if last is None else pieces[: last + 1]


def _is_mixed(members: Sequence[str]) -> bool:
    """Whether quoted terms stand beside terms with words around them (“甲”、坚定“乙”)."""
    quoted = [bool(re.fullmatch("“[^“”]+”", member)) for member in members]
    around = [
        "“" in member and not is_bare for member, is_bare in zip(members, quoted, strict=True)
    ]
    return any(quoted) and any(around)


def _enumeration(
    statement: Statement, spans: Sequence[Span], size: int, *, is_open: bool, name: str
) -> Enumeration:
    offset = statement.span.start
    members = tuple(
        Span(s.start + offset, s.end + offset) for s in map(_unquoted(statement), spans)
    )
    outer = Span(spans[0].start + offset, spans[-1].end + offset)
    return Enumeration(statement, members, size, outer, is_open, name)


def _unquoted(statement: Statement) -> Callable[[Span], Span]:
    def inner(span: Span) -> Span:
        words = statement.text[span.start : span.end]
        if re.fullmatch("“[^“”]+”", words):
            return Span(span.start + 1, span.end - 1)
        return span

    return inner


def _parallel(statement: Statement) -> Iterator[Enumeration]:
    """Words of one group side by side that are no part of a longer list (标准化、规模化)."""
    text = statement.text
    for run in runs(text):
        before, behind = text[: run[0].start], text[run[-1].end :]
        if not before.endswith(("、", "和", "与", "及")) and not _GOES_ON.match(behind):
            is_open = bool(_ETC.match(behind))
            yield _enumeration(statement, run, len(run), is_open=is_open, name="")


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """Clauses with their offsets; words between quotation marks or in brackets are not cut."""
    depth, start = 0, 0
    for position, char in enumerate(text):
        depth += (char in "“(") - (char in "”)")
        if depth == 0 and char in ",;:,;:":
            yield start, text[start:position]
            start = position + 1
    yield start, text[start:]


def _pieces(offset: int, clause: str) -> list[Span]:
    """What stands between the enumeration commas outside quotation marks and brackets."""
    spans, depth, start = [], 0, 0
    for position, char in enumerate(clause):
        depth += (char in "“(") - (char in "”)")
        if depth == 0 and char == "、":
            spans.append(Span(offset + start, offset + position))
            start = position + 1
    return [*spans, Span(offset + start, offset + len(clause))]


def _name_behind(behind: str, size: int) -> str:
    """``三大工程`` or ``“三位一体”`` behind a list of three; empty when nothing counts it."""
    counted = _COUNTED.match(behind)
    slogan = _SLOGAN.match(behind)
    if slogan and parse_number(slogan["number"]) == size:
        return slogan.group().strip("“”")
    if counted and parse_number(counted["number"]) == size:
        noun = re.match(r"(?:(?![为的等以是])[\u4e00-\u9fff]){0,8}", behind[counted.end() :])
        return counted.group() + (noun.group() if noun else "")
    return ""


def _end_of_last(words: Sequence[str], cut: Cut) -> int:
    """Where the last member ends in its piece; 0 when that is uncertain."""
    last, others = words[-1], words[1:-1]
    quoted = re.match("“[^“”]+”(?=等|和|$)", last)
    if quoted:
        return quoted.end()
    etc = _ETC.search(last)
    counted = next(
        (m for m in _COUNTED.finditer(last) if parse_number(m["number"]) == len(words)), None
    )
    slogan = last.find("“")
    ends = [m.start() for m in (etc, counted) if m and 0 < m.start() <= _LONGEST_MEMBER]
    if slogan > 0 and _name_behind(last[slogan:], len(words)):
        ends.append(slogan)
    if ends:
        return min(ends)
    lengths = {len(word) for word in others}
    if len(lengths) == 1:
        length = lengths.pop()
        is_alike = len(others) > 1 or bool(common_end([*others, last[:length]]))
        is_alike = is_alike or last[length : length + 1] == "的"
        if len(last) == length or (is_alike and _is_border(last, length, cut)):
            return length
    suffix = common_end(others)
    if suffix and len(others) > 1:
        place = last.find(suffix, 1)
        if place > 0 and _is_border(last, place + len(suffix), cut):
            return place + len(suffix)
    return 0


def _start_of_first(first: str, others: Sequence[str], last: str, cut: Cut) -> int | None:
    """Where the first member begins in its piece; None when that is uncertain."""
    if quoted := re.search("“[^“”]+”$", first):
        return quoted.start()
    known = [*others, last] if last else list(others)
    lengths = {len(word) for word in known}
    if len(lengths) == 1 and len(known) > 1:
        begin = len(first) - lengths.pop()
        has_verb = begin == 0 and _has_own_verb(first, others, cut)
        if (begin == 0 and not has_verb) or (begin > 0 and _is_border(first, begin, cut)):
            return _unless_joined(first, begin, known)
    prefix = common_start(known)
    if len(prefix) > 1 and (begin := first.rfind(prefix)) >= 0:
        return begin
    usual = sorted(map(len, known))[len(known) // 2]
    begins = [
        b for b in _behind_verbs(first, cut) if 2 <= len(first) - b <= max(map(len, known)) + 2
    ]
    begins = [b for b in begins if not re.search("的|^[地了]", first[b:])]
    return min(begins, key=lambda b: (abs(len(first) - b - usual), -b), default=None)


def _has_own_verb(first: str, others: Sequence[str], cut: Cut) -> bool:
    """Whether only the first piece begins with a verb, which then governs all of them."""
    heads = [cut(word)[0] for word in (first, *others) if cut(word)]
    verbs = [is_opener(head) and not ALSO_NOUNS.fullmatch(head) for head in heads]
    return bool(verbs) and verbs[0] and not any(verbs[1:])


def _unless_joined(first: str, begin: int, others: Sequence[str]) -> int | None:
    """None when a conjunction stands before: the member then began before it.

    A town behind a region is not of it (某都市圈和甲、乙、丙).
    """
    is_joined = first[:begin].endswith(("和", "与", "及"))
    are_places = all(word in place_names() for word in (first[begin:], *others))
    return None if is_joined and not are_places else begin


def _behind_verbs(text: str, cut: Cut) -> list[int]:
    """Where a member may begin behind the verbs and prepositions at the head of a piece.

    A word that is as often a noun (``创新载体建设``) may belong to the member.
    """
    begin, may_begin = 0, []
    for word in cut(text):
        if not (is_opener(word) or word in _BEFORE_FIRST) or not text[begin:].startswith(word):
            break
        if ALSO_NOUNS.fullmatch(word):
            may_begin = [begin] if begin else []
            may_begin.append(begin + len(word))
            return may_begin
        begin += len(word)
        may_begin = [begin]
    return may_begin


def _is_border(text: str, place: int, cut: Cut) -> bool:
    """Whether words end and begin at a place of a text."""
    if text[place : place + 1] == "的":
        return True
    return len("".join(_until(cut(text), place))) == place


def _until(words: Sequence[str], length: int) -> Iterator[str]:
    total = 0
    for word in words:
        if total >= length:
            return
        total += len(word)
        yield word


def common_end(words: Sequence[str]) -> str:
    """What all words end with, at most all but one character of the shortest."""
    return common_start([word[::-1] for word in words])[::-1]


def common_start(words: Sequence[str]) -> str:
    """What all words begin with, at most all but one character of the shortest."""
    shortest = min(words, key=len)
    for length in range(len(shortest) - 1, 0, -1):
        if all(word.startswith(shortest[:length]) for word in words):
            return shortest[:length]
    return ""
