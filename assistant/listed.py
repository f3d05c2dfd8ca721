"""Lists within a sentence, with their members as a reader counts them.

The first member stands behind the verb that governs all of them, the last one before what counts
or names them (``打造甲、乙、丙等三大长廊``). Where their borders are uncertain the likeliest are
taken: a member is only to be pointed at, and it is quoted with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median_low

from assistant.numerals import NUMERAL
from assistant.word_lists import policy_verbs

_MEMBER = r"(?:[^、,;。:()“”]|“[^“”、,;。]{1,20}”|\([^()、,;。]{1,12}\))"
_RUN = re.compile(rf"{_MEMBER}{{1,24}}(?:、{_MEMBER}{{1,24}})+")
_CLAUSE = re.compile(r"(?:“[^“”]*”|[^,;。:“”])+")
_QUOTED = re.compile("“([^“”]{2,20})”")
_LIST_IN_QUOTES = re.compile("“([^“”、]{1,12}(?:、[^“”、]{1,12})+)”")
_ADJACENT = re.compile("(?:“[^“”、]{2,20}”[和与及、]?)+“[^“”、]{2,20}”")
# What stands behind the last member: “and others”, and what counts the members.
_ETC = re.compile("等(?![待级同于量值价候化次])")
_COUNTED = re.compile(rf"(?:{NUMERAL}{{1,2}}|\d{{1,2}})[大项类种个条](?!月)")
_NUMBER = re.compile(rf"的?(?P<number>(?!一){NUMERAL}{{1,2}}|\d{{1,2}})")
# A list that ends within a member, behind which another one begins.
_NEXT = re.compile(r"以及|(?<=[^、])和(?=[^、]+、)|(?<=[^、])和(?=[^、]+等)")
_LEADS = re.compile(r"^.*(?:即|包括|包含|分别[是为]|涉及|围绕|依托|聚焦|聚集|按照|比如|例如)")
_MANNER = re.compile(
    "^(?:积极|持续|重点|突出|全面|深入|大力|统筹|着力|切实|有序|扎实|稳步|高[质标][量准]|加快|加速|进一步|主动|认真|"
    "坚决|努力|广泛|充分|率先|更好|同步|科学|合理|优先|严格|逐步|不断|将|把|以|在|对|与|和)+地?"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Things listed side by side.

    Attributes:
        members: Their names, in order; two at least.
        name: What stands right behind them and counts or names them; may be empty.
        number: How many the text says there are, in its own words; empty when it does not.
    """

    members: tuple[str, ...]
    name: str = ""
    number: str = ""


def lists_in(sentence: str) -> tuple[Listed, ...]:
    """All lists of a sentence; one that may end within a member also in that reading."""
    found = [*_in_quotes(sentence), *_of_quoted(sentence)]
    for run in _RUN.finditer(sentence):
        found += _read(run.group())
    return tuple(dict.fromkeys(each for each in found if len(each.members) > 1))


def common_words(one: str, other: str) -> str:
    """The longest run of characters that two texts share."""
    short, long = sorted((one, other), key=len)
    runs = (short[a:b] for a in range(len(short)) for b in range(a + 1, len(short) + 1))
    return max((run for run in runs if run in long), key=len, default="")


def common_end(words: Sequence[str]) -> str:
    """What all words end with."""
    shortest = min(words, key=len)
    ends = (shortest[start:] for start in range(len(shortest)))
    return next((end for end in ends if all(word.endswith(end) for word in words)), "")


def _in_quotes(sentence: str) -> Iterator[Listed]:
    """Lists that stand between one pair of quotation marks."""
    for match in _LIST_IN_QUOTES.finditer(sentence):
        yield _named(match[1].split("、"), _till_mark(sentence[match.end() :]))


def _of_quoted(sentence: str) -> Iterator[Listed]:
    """Terms in quotation marks next to one another, or counted behind them."""
    for match in _ADJACENT.finditer(sentence):
        yield _named(_QUOTED.findall(match.group()), _till_mark(sentence[match.end() :]))
    for clause in _CLAUSE.findall(sentence):
        quoted = list(_QUOTED.finditer(clause))
        behind = clause[quoted[-1].end() :] if quoted else ""
        if len(quoted) == 2 and re.match("的?两", behind) and "、" not in clause:
            yield _named([match[1] for match in quoted], behind)


def _read(run: str) -> Iterator[Listed]:
    parts = [part.split("、") for part in _NEXT.split(run)]
    pieces = run.split("、")
    ends = [number for number, piece in enumerate(pieces, 1) if _ETC.search(piece)]
    if len(parts) == 1 or not ends or ends[0] == len(pieces):
        parts.insert(0, pieces[: ends[0]] if ends else pieces)
    for part in parts:
        if len(part) > 1:
            yield _with_borders(part)


def _with_borders(pieces: Sequence[str]) -> Listed:
    first, *others = pieces
    last = others.pop()
    end, behind = _end_of(last)
    name = re.sub("^等", "", behind)
    first = _begun(first, [*others, last[:end]])
    return _named([_bare(each) for each in (first, *others, last[:end]) if each], name)


def _end_of(last: str) -> tuple[int, str]:
    """Where the last member ends in its piece, and what stands behind it."""
    bare = _QUOTED.sub(lambda match: "“" * len(match.group()), last)
    etc, counted = _ETC.search(bare), _COUNTED.search(bare, 1)
    ends = [match.start() for match in (etc, counted) if match and match.start()]
    end = min(ends, default=len(last))
    return end, last[end:]


def _begun(first: str, others: Sequence[str]) -> str:
    """The first member without the verb that governs all of them."""
    rest = _MANNER.sub("", _LEADS.sub("", first)) or first
    bare = rest[len(_verb_of(rest)) :] or rest
    if bare == rest:
        return rest
    # Where others begin with a verb as well (创新人才引育), the first may have one of its own.
    have_own = any(_verb_of(_MANNER.sub("", other)) for other in others)
    usual = median_low(len(other) for other in others)
    is_own = abs(len(rest) - usual) < abs(len(bare) - usual) if have_own else len(rest) == usual
    return (first if have_own else rest) if is_own else bare


@lru_cache(maxsize=1)
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(policy_verbs(), key=len, reverse=True))


def _verb_of(piece: str) -> str:
    return next((verb for verb in _by_length() if piece.startswith(verb)), "")


def _named(members: Sequence[str], behind: str) -> Listed:
    number = _NUMBER.match(behind)
    return Listed(tuple(members), behind.removeprefix("的"), number["number"] if number else "")


def _bare(member: str) -> str:
    quoted = re.fullmatch("“([^“”]+)”", member)
    return quoted[1] if quoted else member


def _till_mark(text: str) -> str:
    return re.split("[、,;。:]", text, maxsplit=1)[0]
