"""Statements: stretches of a plan that can be quoted alone, whole sentences or whole clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.passages import clauses
from assistant.plan import Plan, Span, Unit
from assistant.word_lists import policy_verbs

_LONGEST_WHOLE = 28  # characters; a longer sentence is quoted in pieces where it can be cut
_LONGEST = 110  # characters; what is longer is no question of a paper
_SHORTEST = 12
# Groups of clauses that are shorter seldom name what they speak of; they keep the clause before.
_SHORTEST_GROUP = 21
_SHORTEST_HEAD = 14  # the same of the first group, which begins with the topic of its sentence
_LONGEST_JOINED = 76
# Clauses that say with what, for what or by when; they go on in the next clause.
_LEANS_ON_NEXT = re.compile(
    r"^(?:围绕|聚焦|依托|按照|坚持以|坚持|以(?!.{2,40}为[^,的]{2}的)|在|对标|对接|紧跟|紧扣|瞄准|立足|通过|随着|为了|根据|针对|到|"
    r"作为|把|将|对|面对|经过|发挥(?!.*作用$)|突出|统筹|锚定|利用|突破|树立|深入贯彻|全面贯彻|认真贯彻)"
)
# Clauses that only say what follows from the one before.
_LEANS_ON_BEFORE = re.compile(
    r"^(?:使|让|成为|从而|为.{1,20}(?:提供|奠定|作出)|以[^,]{2,40}为[^,的]{2,4}的|确保|实现|形成|力争|以及|并|也|同时)"
)
# Clauses that say what something rests on and not yet what it is (建设以铁路为骨干…).
_UNFINISHED = re.compile(r"^\w{0,4}以.{2,}为[^的,]{2,4}$")
# Clauses that say what something is to be like and not yet what it is (建成结构更加合理…).
_UNNAMED = re.compile(r"^\w{0,4}(?:建成|建设|构建|打造|培育).{2,}(?:更加|日益)\w{2}$")
# A subject and what it does something by (某县以构建…格局), before what it does.
_BY_MEANS = re.compile(r"^[\u4e00-\u9fff]{2,6}(?<![所可得予加用足难])以(?P<what>[^以为]+)$")
# The same without a verb in it (某市依托“中心城市+特色小镇”).
_BY_WHAT = re.compile(
    r"^[\u4e00-\u9fff]{1,5}[市县区镇乡](?:依托|按照|围绕|立足|借助|紧扣|根据)[^,]+$"
)
# Headings of items (对外开放新高地的“桥头堡”).
_FRAGMENT = re.compile("^[^,,;;“”]{2,16}的“[^“”]+”$")
_BY_WHEN = re.compile("到[^,]{2,10}$")  # at the head of a sentence that goes on with goals
_AN_AMOUNT = re.compile("^(?:一批|一系列|一个|各类|现有|更多|全市|全省|全国)")
# Adverbs before the verb of a clause, and verbs that come in pairs (健全完善).
_ADVERBS = re.compile(
    "积极|大力|持续|稳步|有序|扎实|切实|着力|重点|全面|深入|加快|全力|进一步|更好|广泛|严格|努力|继续|不断|"
    "高标准|高水平|适当|坚决|纵深|稳妥|充分|主动|深度|逐步|精心|精准|有效|全方位|常态化|深化(?=细化)"
)
_PAIRED = re.compile("健全|完善|提升|推进|实施|建设|构建|打造|推广|培育|创建|细化|布局|壮大|应对")
_BREAKS = ",;:,;:"
_BEFORE_STATEMENT = re.compile(r"[-—–\s]*(?:(?:同时|此外)[,,]?也?)?")
_GOES_ON = ("加之", "而", "但", "且")  # say more of what stands before
_LEAST_BESIDE = 12  # characters beside what is asked for that a trimmed statement keeps
# Clauses with a subject and a predicate of their own (城市承载力明显增强).
_OWN_SUBJECT = re.compile(
    "^.{2,}?(?:明显|显著|不断|基本|全面|稳步|大幅|持续|更加|取得|达到|居(?=全|前)|高于|超过|位列|成功|率先|提前|全部|初步|"
    "初具|增加到|提高到)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of one unit that are whole by themselves.

    Attributes:
        unit: The unit that states it.
        span: Where it stands, without a full stop at its end.
        text: Its words, verbatim.
        sentence: The sentence that it belongs to.
        clauses: Its clauses, in order, without the marks between them.
    """

    unit: Unit
    span: Span
    text: str
    sentence: Span
    clauses: tuple[Span, ...]


def find_statements(plan: Plan, sentences: Iterable[Span]) -> tuple[Statement, ...]:
    """Cut sentences into statements, in document order; they do not overlap."""
    return tuple(s for sentence in sentences for s in _of_sentence(plan, sentence))


def trimmed(
    statement: Statement, needed: Span, span: Span | None = None, least: int = _LEAST_BESIDE
) -> Statement:
    """The clauses of a statement that are needed to understand what stands at a place of it.

    Two things in different clauses can so be asked for without telling one another.

    Args:
        statement: The statement.
        needed: Where that stands in the plan, with all that belongs to it.
        span: What of it is left out or changed; all of it if not given.
        least: Characters that are to stand beside that.
    """
    span = span or needed
    pieces = statement.clauses
    touched = [n for n, p in enumerate(pieces) if p.start < needed.end and needed.start < p.end]
    first, last = touched[0], touched[-1]
    words = [_words_of(statement, piece) for piece in pieces]
    last = _whole_end(words, last)
    begins = [n for n in range(first + 1) if n == 0 or _can_begin(statement, words, n)]
    least += span.end - span.start
    long_enough = [n for n in begins if pieces[last].end - pieces[n].start >= least]
    first = max(long_enough, default=0)
    while last + 1 < len(pieces) and pieces[last].end - pieces[first].start < least:
        last = _whole_end(words, last + 1)
    whole = Span(pieces[first].start, pieces[last].end)
    text = _words_of(statement, whole)
    return replace(statement, span=whole, text=text, clauses=pieces[first : last + 1])


def _whole_end(words: Sequence[str], last: int) -> int:
    """The first clause from a given one on that does not lean on the next."""
    while last + 1 < len(words) and (leans_on_next(words[last]) or _UNNAMED.match(words[last])):
        last += 1
    return last


def _words_of(statement: Statement, piece: Span) -> str:
    start = statement.span.start
    return statement.text[piece.start - start : piece.end - start]


def _can_begin(statement: Statement, words: Sequence[str], first: int) -> bool:
    """Whether a clause needs none of those before it: they have no subject, or it has its own."""
    before, clause = words[first - 1], words[first]
    if leans_on_next(before) or leans_on_before(clause):
        return False
    if _OWN_SUBJECT.match(clause) and not opens(clause):
        return not opens(before)
    if not (opens(clause) or leans_on_next(clause)):
        return False
    # What has a subject somewhere before it may be what the verb belongs to.
    ends = [statement.text[piece.end - statement.span.start] for piece in statement.clauses[:first]]
    begin = max((n + 1 for n, end in enumerate(ends) if end in ";;"), default=0)
    return all(opens(each) or _LEANS_ON_NEXT.match(each) for each in words[begin:first])


def opens(clause: str) -> bool:
    """Whether a clause begins with a verb and so needs none before it."""
    return clause.startswith(policy_verbs())


def is_opener(word: str) -> bool:
    """Whether a word is one of the verbs with which clauses begin."""
    return word in policy_verbs()


def verb_length(clause: str) -> int:
    """Length of the verb, with adverbs before it, at the head of a clause; 0 without one."""
    length, verbs = 0, 0
    while word := next((w for n in (4, 3, 2) if is_opener(w := clause[length : length + n])), ""):
        if not _ADVERBS.fullmatch(word):
            if verbs and not _PAIRED.fullmatch(word):
                break
            verbs += 1
        length += len(word)
    amount = _AN_AMOUNT.match(clause[length:]) if verbs else None
    return length + len(amount.group() if amount else "") if verbs else 0


def leans_on_before(clause: str) -> bool:
    """Whether a clause only says what follows from the one before."""
    return bool(_LEANS_ON_BEFORE.match(clause))


def is_fragment(text: str) -> bool:
    """Whether words are the name of something and say nothing of it."""
    return bool(_FRAGMENT.match(text)) and not opens(text)


def leans_on_next(clause: str) -> bool:
    """Whether a clause only says with what, for what or by when the next one is done."""
    forms = (_LEANS_ON_NEXT, _UNFINISHED, _BY_WHAT)
    return is_by_means(clause) or any(form.match(clause) for form in forms)


def is_by_means(clause: str) -> bool:
    """Whether a clause says who does something and by what (某县以构建…格局)."""
    means = _BY_MEANS.match(clause)
    return means is not None and opens(means["what"]) and not opens(clause)


def outer_clauses(plan: Plan, whole: Span) -> list[Span]:
    """Clauses between marks that stand outside quotation marks and brackets."""
    found: list[Span] = []
    for piece in clauses(plan.text, whole, _BREAKS):
        if found and _is_open(plan.quote(found[-1])):
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return found


def _of_sentence(plan: Plan, sentence: Span) -> Iterator[Statement]:
    unit = plan.unit_at(sentence.start)
    words = plan.quote(sentence)
    if unit is None or words.rstrip().endswith((":", ":")):
        return
    mark = _BEFORE_STATEMENT.match(words)
    start = sentence.start + (mark.end() if mark else 0)
    whole = Span(start, sentence.start + len(re.sub(r"[。!?\s]+$", "", words)))
    for span in (part for group in _cut(plan, whole) for part in _shortened(plan, group)):
        text = plan.quote(span)
        if _SHORTEST <= len(text) <= _LONGEST and text.count("“") == text.count("”"):
            yield Statement(unit, span, text, sentence, tuple(outer_clauses(plan, span)))


def _shortened(plan: Plan, span: Span) -> list[Span]:
    """A stretch that is too long in two, from a verb on or else where subjects change."""
    if span.end - span.start <= _LONGEST:
        return [span]
    pieces = outer_clauses(plan, span)
    words = [plan.quote(piece) for piece in pieces]
    cuts = [
        n
        for n in range(1, len(pieces))
        if span.end - pieces[n].start <= _LONGEST
        and not (leans_on_before(words[n]) or words[n].startswith(_GOES_ON))
    ]
    from_verb = [n for n in cuts if opens(words[n]) or _LEANS_ON_NEXT.match(words[n])]
    apart = [n for n in cuts if pieces[n - 1].end - span.start <= _LONGEST]
    for n in [*from_verb, *reversed(apart)][:1]:
        head = Span(span.start, pieces[n - 1].end)
        return [*([] if leans_on_next(words[n - 1]) else [head]), Span(pieces[n].start, span.end)]
    return [span]


def _cut(plan: Plan, whole: Span) -> list[Span]:
    """The sentence, or its groups of clauses when it is long and begins with a verb."""
    if whole.end - whole.start <= _LONGEST_WHOLE:
        return [whole]
    pieces = outer_clauses(plan, whole)
    if whole.end - whole.start > _LONGEST and (parts := _between_semicolons(plan, pieces)):
        return parts
    if not (opens(plan.quote(pieces[0])) or _LEANS_ON_NEXT.match(plan.quote(pieces[0]))):
        return [whole]
    groups = [pieces[0]]
    for piece in pieces[1:]:
        last, words = plan.quote(groups[-1]), plan.quote(piece)
        newest = re.split(f"[{_BREAKS}]", last)[-1]
        begins = bool(opens(words) or _LEANS_ON_NEXT.match(words))
        begins = begins and not _LEANS_ON_BEFORE.match(words)
        # What has a subject before it may be what the next verb belongs to.
        is_closed = opens(newest) and not _UNFINISHED.match(newest)
        is_closed = is_closed or plan.text[piece.start - 1] in ";;"
        if begins and is_closed and not _LEANS_ON_NEXT.match(newest):
            groups.append(piece)
        else:
            groups[-1] = Span(groups[-1].start, piece.end)
    return _joined(groups)


def _between_semicolons(plan: Plan, pieces: Sequence[Span]) -> list[Span]:
    """What a long sentence that gives a date says one after the other; empty for other ones."""
    if not _BY_WHEN.match(plan.quote(pieces[0])):
        return []
    parts = [pieces[0]]
    for piece in pieces[1:]:
        if plan.text[piece.start - 1] in ";;":
            parts.append(piece)
        else:
            parts[-1] = Span(parts[-1].start, piece.end)
    return parts if len(parts) > 1 else []


def _is_open(words: str) -> bool:
    return words.count("“") > words.count("”") or words.count("(") > words.count(")")


def _joined(groups: list[Span]) -> list[Span]:
    """Short groups go with the one before, which names what they speak of."""
    kept = groups[:1]
    for group in groups[1:]:
        last = kept[-1]
        length, before = group.end - group.start, last.end - last.start
        is_short = length < _SHORTEST_GROUP or before < _SHORTEST_HEAD
        fits = group.end - last.start <= _LONGEST_JOINED
        if (is_short and fits) or min(length, before) < _SHORTEST:
            kept[-1] = Span(last.start, group.end)
        else:
            kept.append(group)
    return kept
