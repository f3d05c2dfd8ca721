"""Expressions: wordings of a plan that are worth asking for word by word, in fill-ins only.

What is found here would have rivals as good in a choice, or none; with its subject before it and
its head noun behind it, it has one right answer: the plan's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from assistant.study.enumerations import ALSO_NOUNS, Cut, Enumeration, word_starts
from assistant.study.statements import Statement, is_opener, verb_length

ExpressionKind = Literal["series", "aim"]
VERBATIM: tuple[ExpressionKind, ...] = get_args(ExpressionKind)

_HAN = "[\u4e00-\u9fff]"
_CLAUSE = re.compile("[^,;:,;:]+")
# What a plan builds, holds or wants to become; what sort of thing it is stays in the stem.
_AIMS = (
    "先行区|先导区|集聚区|示范区|试验区|示范基地|基地|高地|标杆|改革示范市|示范市|创新示范城市|示范城市|"
    "先进市|强市|胜地|经济带|示范带|节点城市|枢纽节点|联盟|联合体|产业集群|教育园区|合作园区|产业园|"
    "新城|景观大道|快线|快速路|专班|项目库|县城|长廊|屏障|底座|枢纽|试点市|"
    "改革试点|品牌|增长极|高速铁路|高速|电厂|大院|轻骑兵|系列活动|特色小镇|实验室|"
    "改革|社会|养老|园区|公寓|步行街|矩阵|窗口|宗亲会|大军|景观带|论坛"
)
_LEVEL = "(?:全省|全国|国家级|国家|省级|市级|我市|一批|各类|更多|现代)*"
_NAMED = re.compile(
    f"^{_LEVEL}(?P<what>[\u4e00-\u9fffA-Za-z0-9.+]{{2,16}}?)(?:{_AIMS})(?:建设|创建|试点|发展)?$"
)
_FOLLOWED = (
    # What level is reached (达到全国一流水平).
    re.compile(
        "(?:达到|高于|居|位列|进入|超过|保持|走在|是)(?P<what>(?:全国|全省|国内|国际|世界|"
        f"{_HAN}{{2,5}}群)(?:一流|领先|先进|平均|前列|第一方阵))(?=水平|[,;。]|$)"
    ),
    # What one part of a slogan stands for (两环即…环和…环).
    re.compile(f"即(?P<what>{_HAN}{{4,10}}?)(?=[,、;)和])"),
    # What is built or done in one, of many parties, of several kinds.
    re.compile(f"一批(?P<what>{_HAN}{{3,8}}?)等"),
    re.compile(f"的(?P<what>{_HAN}{{4,6}})(?=一体化)"),
    re.compile(f"(?:实行|推行)(?P<what>{_HAN}{{4}})(?=监管|管理|服务|机制)"),
    # Two verbs with their objects (甲退乙入丙).
    re.compile(
        f"(?<={_HAN})(?P<what>[退提扩增降促补转减控腾引]{_HAN}[入扩增降促上稳还换][^效质,。;、])(?=[,;。]|$)"
    ),
    # What a model of doing things is called (以甲+乙模式).
    re.compile(f"以(?P<what>{_HAN}{{2,4}}[+]{_HAN}{{2,4}})(?=模式)"),
    # What power somebody has (更大自主权), what is done everywhere, what standard is held to.
    re.compile(
        f"(?:更大|更多|充分){_HAN}{{0,1}}?(?P<what>{_HAN}{{3,6}})(?=决定权|自主权|话语权|定价权)"
    ),
    re.compile(f"(?:开展|实施|推行)(?P<what>{_HAN}{{4,8}})(?=(?:整市|整县)推进)"),
    re.compile(f"坚持(?P<what>{_HAN}{{4}})(?=方向|理念|原则|导向|标准|路线)"),
    # What fields grow together, one character for each.
    re.compile(f"(?:促进|推动|推进)(?P<what>{_HAN}{{4,6}})(?=产业融合)"),
    # What is taken as something (把甲作为底线).
    re.compile(f"[把将](?P<what>{_HAN}{{4,10}}?)作为"),
    # Events that are counted.
    re.compile(f"(?:首届|第{_HAN}届)(?P<what>{_HAN}{{2,8}})(?=大会|论坛|博览会)"),
    # The second of two maxims (外拓空间、内补短板), and of two qualities before their noun.
    re.compile(f"(?:^|[,;]){_HAN}{{4}}、(?P<what>{_HAN}{{4}})(?=[,;。]|$)"),
    *(
        re.compile(
            f"(?:^|[,;]|形成|建设|构建|主导,){_HAN}{{{n}}}、(?P<what>{_HAN}{{{n}}})的(?={_HAN})"
        )
        for n in (4, 5)
    ),
)
# What becomes of the clauses before it, in a phrase of its own (实现某事).
_RESULT = re.compile(f"(?<=[,;])(?:实现|消除|杜绝|走出|破解)(?P<what>{_HAN}{{4,6}})(?=[,;。]|$)")
# What is put into practice, in four characters (实施某办法).
_PRACTICE = re.compile(f"(?:^|(?<=[,;]))(?:实施|实行|推行)(?P<what>{_HAN}{{4}})(?=[,;。]|$)")
# The last two of four or more that are added up between quotation marks (“甲+乙+丙+丁”).
_SUM = re.compile("“[^“”+]+(?:[+][^“”+]+)+[+](?P<what>[^“”+]+[+][^“”+]+)(?=”)")
_GENERIC_END = re.compile("经济|产业|消费|服务|项目")  # goes with many short words
_CAMPAIGN = re.compile("(?:行动|工程|计划|战略)$")  # is a name, of which this stays in the stem
_PLAIN_RESULT = re.compile(
    "(?:发展|提升|提高|增长|现代化|一体化|富裕|全覆盖|统一|满足|互通|招生|良好|转移|结合|联动|转变)$|^更|^高"
)
# What is cut off in the middle of a word or holds a noun that the head noun goes with.
_BROKEN = re.compile("[新大产工类级型多及或]$|(?:体制|机制|体系|制度|结构性)$|等|及|[二三四五]级")
_SHORTEST_AIM, _SHORTEST_PART = 3, 5  # characters
_SHORTEST_SHOWN = 3  # characters of each member of a series of three
_SHORTEST_THING = 4  # characters of a member that is asked for alone in a series of any build
_LONG_SERIES = 4  # members from which two are asked for, or one of two characters
_LONGEST_ITEM, _LONGEST_NAME, _LONGEST_MEMBER = 8, 9, 10
_SHORT_SERIES, _SERIES_OF_CLAUSES = 3, 4
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 6, 9


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch of a statement that is asked for verbatim.

    Attributes:
        kind: A part of a series, or the distinguishing part of an aim.
        start: Where it begins in the statement, in characters.
        text: Its words.
        enumeration: The series that it is a part of.
    """

    kind: ExpressionKind
    start: int
    text: str
    enumeration: Enumeration | None = None


def find_expressions(
    statement: Statement, lists: Sequence[Enumeration], cut: Cut
) -> Iterator[Expression]:
    """All expressions of a statement; they may overlap."""
    text = statement.text
    for enumeration in lists:
        yield from _of_series(statement, enumeration)
    yield from _of_clauses(text)
    for pattern in _FOLLOWED:
        for match in pattern.finditer(text):
            if is_opener(match.group().lstrip(",;")[:2]) and "、" in match.group():
                continue  # a verb that governs both of them
            yield Expression("aim", match.start("what"), match["what"])
    for match in _SUM.finditer(text):
        yield Expression("series", match.start("what"), match["what"])
    practices = (m for m in _PRACTICE.finditer(text) if not _CAMPAIGN.search(m["what"]))
    for match in (*_RESULT.finditer(text), *practices):
        if not _PLAIN_RESULT.search(match["what"]):
            yield Expression("aim", match.start("what"), match["what"])
    yield from _named(text, cut)
    yield from _of_one_noun(text)


def _named(text: str, cut: Cut) -> Iterator[Expression]:
    """Names behind the verb of a clause, one beside the other, before what sort of thing it is."""
    for clause in _CLAUSE.finditer(text):
        begin = verb_length(clause.group())
        if not begin:
            continue
        begin = max(begin, clause.group().rfind("的") + 1)  # what stands before only describes it
        for piece in re.finditer("[^、和与及]+", clause.group()[begin:]):
            found = _NAMED.match(piece.group())
            if found is None:
                break  # what stands behind may belong to it
            is_broken = bool(_BROKEN.search(found["what"])) or _has_verb(found["what"])
            if is_broken or len(found["what"]) < _SHORTEST_AIM:
                continue
            start = clause.start() + begin + piece.start() + found.start("what")
            # What a name begins with may be told by the title: the rest of it is asked for as well.
            length = len(found["what"])
            starts = [0, *(n for n in word_starts(found["what"], cut) if n > 1)]
            for first in [n for n in starts if _fits(length - n, is_part=n > 0)][:3]:
                yield Expression("aim", start + first, found["what"][first:])


def _has_verb(words: str) -> bool:
    """Whether words begin with a verb that is not as often a noun."""
    return is_opener(words[:2]) and not ALSO_NOUNS.match(words)


def _fits(length: int, *, is_part: bool) -> bool:
    """Whether a name, or the rest of one, is long enough to be told and short enough to recall."""
    if is_part:
        return _SHORTEST_PART <= length <= _LONGEST_ITEM
    return _SHORTEST_AIM <= length <= _LONGEST_NAME


def _of_series(statement: Statement, enumeration: Enumeration) -> Iterator[Expression]:
    """Halves of a series of phrases, and what tells one member of a series from the others."""
    offset = statement.span.start
    words = [statement.text[m.start - offset : m.end - offset] for m in enumeration.members]
    if len(words) < _SHORT_SERIES or any("“" in word for word in words):
        return
    starts = [m.start - offset for m in enumeration.members]
    if end := _common_end(words):
        for start, word in list(zip(starts, words, strict=True))[1:]:
            is_told = len(word) > _SHORTEST_AIM + 1 or not _GENERIC_END.search(end)
            if is_told and not _BROKEN.search(word[: -len(end)]):
                yield Expression("series", start, word[: -len(end)], enumeration)
        return
    if enumeration.is_open or not enumeration.is_whole:
        return
    behind = statement.text[enumeration.span.end - offset :]
    has_verbs = any(is_opener(word[:2]) for word in words)
    if has_verbs and not (enumeration.name or behind.startswith("的")):
        return  # what is to be done, and not what something is like
    is_long = len(words) >= _LONG_SERIES
    lengths = {len(word) for word in words}
    is_described = behind.startswith(("的", "为")) and min(lengths) > _SHORTEST_SHOWN
    is_even = is_described or (
        len(lengths) == 1 and min(lengths) >= (2 if is_long else _SHORTEST_SHOWN)
    )
    is_quoted = statement.text[starts[0] - 1 : starts[0]] == "“"
    if max(lengths) > _LONGEST_MEMBER:
        return
    if not (is_even or enumeration.name or is_quoted):
        for start, word in list(zip(starts, words, strict=True))[1:]:
            if _SHORTEST_THING <= len(word) <= _LONGEST_ITEM and "的" not in word:
                yield Expression("series", start, word, enumeration)
        return
    if is_long and max(lengths) <= 4:
        for first in (0, len(words) - 2):
            last = starts[first + 1] + len(words[first + 1])
            both = statement.text[starts[first] : last]
            if both.count("、") == 1:
                yield Expression("series", starts[first], both, enumeration)
    else:
        for start, word in list(zip(starts, words, strict=True))[1:]:
            yield Expression("series", start, word, enumeration)


def _of_one_noun(text: str) -> Iterator[Expression]:
    """What sort of thing the last of three clauses speaks of, when all end with one noun."""
    clauses = list(_CLAUSE.finditer(text))
    for one, two, last in zip(clauses, clauses[1:], clauses[2:], strict=False):
        words, begin = last.group(), verb_length(last.group())
        ends = {each.group()[-2:] for each in (one, two, last)}
        if begin and len(ends) == 1 and begin + 2 < len(words) - 1 <= begin + 7:
            yield Expression("aim", last.start() + begin, words[begin:-2])


def _common_end(words: Sequence[str]) -> str:
    """A noun of two characters or more that ends all members, each with words before it."""
    end = words[0][-2:]
    is_shared = all(word.endswith(end) and len(word) >= len(end) + 2 for word in words)
    return end if is_shared else ""


def _of_clauses(text: str) -> Iterator[Expression]:
    """The last of parallel clauses of one length that speak of one thing."""
    run: list[re.Match[str]] = []
    for clause in [*_CLAUSE.finditer(text), None]:
        if clause and _share_a_word([*(each.group() for each in run), clause.group()]):
            run.append(clause)
            continue
        if len(run) >= _SERIES_OF_CLAUSES:
            yield Expression("series", run[-1].start(), run[-1].group())
        run = [clause] if clause else []


def _share_a_word(clauses: Sequence[str]) -> bool:
    """Whether clauses of one length have a word in common that is no verb."""
    if len({len(clause) for clause in clauses}) > 1:
        return False
    if not _SHORTEST_CLAUSE <= len(clauses[0]) <= _LONGEST_CLAUSE:
        return False
    shared = set.intersection(*({a + b for a, b in pairwise(clause)} for clause in clauses))
    return any(not is_opener(pair) for pair in shared)
