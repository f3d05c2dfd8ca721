"""Units that a question names: by number in any spelling, by place, or as a neighbour.

Part of the names are by subject (“the part on talent”); those need the plan and are in `lookup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.numerals import NUMERAL, half_width, parse_number

ReferenceKind = Literal[
    "article", "onwards", "until", "part", "introduction", "preamble", "closing", "position"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """A unit, a part, or a run of articles named in a question.

    Attributes:
        kind: What is named; ``position`` is an article by its place, counted from 1, or from -1
            backwards; ``onwards`` and ``until`` are all articles from or up to a number.
        number: Its number; a part may be counted backwards from -1; None for preamble and closing.
        part: Part that a position is counted in; None for the whole document.
    """

    kind: ReferenceKind
    number: int | None = None
    part: int | None = None


_Found = tuple[re.Match[str], list[Reference]]

_C = NUMERAL[1:-1]
_N = rf"(?:\d{{1,3}}|{NUMERAL}{{1,6}})"
_JOIN = r"(?:、|,|和|与|跟|及|还有|\s)+"
_RANGE = r"(?:-|–|—|~|到|至)"
_PART_WORD = r"(?:个)?(?:大)?(?:部分|章|篇)"
# Words that may follow a bare “33条”: without 第 it is a reference only when nothing is counted.
_AFTER_BARE = (
    r"(?=$|[?,。、!:\s]|[和与跟及到至是讲说写的里中都提]|内容|原文|规定|主要|具体|全文|什么)"
)
_ARTICLE = re.compile(
    rf"第\s*(?P<list>{_N}(?:\s*(?:条?\s*{_RANGE}|{_JOIN})\s*第?\s*{_N})*)\s*条"
    rf"|(?P<both>\d{{1,3}}\s*条\s*{_RANGE}\s*\d{{1,3}})\s*条"
    rf"|(?<![\d.第{_C}])"
    rf"(?P<bare>\d{{1,3}}(?:\s*(?:条?\s*{_RANGE}|{_JOIN})\s*\d{{1,3}})*|[{_C}]*十[{_C}]*)"
    rf"\s*条{_AFTER_BARE}"
    rf"|(?P<these>{_N}(?:\s*(?:{_RANGE}|{_JOIN})\s*{_N})+)\s*这\s*(?:几|两|{_N})?\s*条"
    # Not behind a Chinese character: “NO.6” may be part of a name.
    r"|(?<![\w\u4e00-\u9fff])(?:(?i:articles?|art|no)\b\.?|§)\s*(?P<latin>\d{1,3})(?!\d)"
)
_ANCHOR = rf"第?\s*(?P<n>{_N})\s*条\s*(?:的|在)?"
_WHICH_ONE = r"(?:的|那|是|紧接着|紧跟着|紧挨着|接着)*(?:哪|那)?一?条"
_NEIGHBOUR = re.compile(
    rf"(?:(?:紧|就)?(?:跟|接|挨|排)(?:着|在)*)?{_ANCHOR}(?:"
    rf"(?P<both>[前上]一?条(?:{_JOIN})[后下]一?条|前后(?:两|各一|的)?条)"
    rf"|(?P<before>[前上]一条|(?:前面|之前|前边|上面|前头){_WHICH_ONE})"
    rf"|(?P<behind>[后下]一条|(?:后面|之后|后边|下面|后头|接下来){_WHICH_ONE}))"
)
_RUN = re.compile(
    rf"(?:从|自)?第?\s*(?P<n>{_N})\s*条\s*(?:"
    r"(?P<onwards>起|开始|以后|往后|之后)|(?P<until>以前|之前|为止))(?:\(含\w*\))?"
    r"(?:往后|往前)?(?:数|算|看)?"
)
_PART = re.compile(
    rf"(?P<back>倒数)?第\s*(?P<n>{_N})\s*{_PART_WORD}"
    rf"|(?P<last>最后|末尾?)(?:的)?(?:那)?(?:一)?{_PART_WORD}"
    rf"|(?P<first>首|头一|开头那?)(?:个){_PART_WORD}"
    rf"|^\s*(?P<cn>[{_C}]{{1,3}})\s*、"
    r"|\b[Pp]art\s*(?P<latin>\d{1,2})"
)
_IN_PART = rf"第\s*(?P<part>{_N})\s*{_PART_WORD}\s*(?:的|里头|里面|里|当中|中)*\s*"
_POSITION = re.compile(
    rf"(?:{_IN_PART})?"
    rf"(?:(?P<back>倒数)?第\s*(?P<n>{_N})\s*(?:个)?条"
    r"|(?P<both>首尾|头尾)(?:这?两|各一|的)?条"
    r"|(?P<last>最后|末尾?|尾|收尾)(?:那)?一?条"
    # “The first rule” is one of several that an article lists.
    r"|(?P<first>(?:首一?条|头一?条|开头第?一?条)(?!(?:基本|工作|重要|主要)*(?:原则|措施|举措|理念|底线|红线|经验|路子))))"
)
_NAMED: tuple[tuple[ReferenceKind, re.Pattern[str]], ...] = (
    ("preamble", re.compile(r"序言|前言(?!技术)|序(?=[??。]?$)")),
    (
        "closing",
        re.compile(r"结语|结束语|最后(?:那|的|收尾|结尾)*一?段话?|收尾那?一?段?话?|结尾|最?末尾"),
    ),
)
_INTRODUCTION = re.compile(
    r"(?:的|前面的?|开头的?)*(?:导语|导言|引言|引子|开头(?:的?那?一?小?段话?)?|开篇|帽子|"
    r"(?:正式)?(?:分条|条文|列条)(?:之|以)?前(?:面)?(?:的|那|一)*段?话?|没(?:有)?编号的?话?)"
)
# Numbers of articles and parts in pinyin; nothing else in a question looks like these.
_PINYIN_NUMBERS = dict(
    zip(
        ["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "bai", "ling"],
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "零"],
        strict=True,
    )
)
_PINYIN = re.compile(
    rf"\bdi\s*(?P<n>(?:(?:{'|'.join(_PINYIN_NUMBERS)})\s*)+)(?P<unit>tiao|bu\s*fen|zhang)\b",
    re.IGNORECASE,
)
_SHOW_WORDS = re.compile(
    r"(?:请|麻烦|帮我|帮忙|给我|发给我|发我|发|贴|我想|我要|我|想|把|能|可以|看看|看一下|看|查一下|查|"
    r"找一下|找|显示|打开|念一下|读一下|念|告诉我|一下|一份|调出来?|调阅|调|提供|出来|"
    r"介绍|说说|讲讲|解读|概括|总结|规划|建议|文件|方案|里头|里面|里|中|"
    r"主要|具体|到底|究竟|都|分别|各自|各|是不是|是|的|讲了|讲的|讲|说了|说的|说|写了|写的|写|规定了|"
    r"规定|提到|提了|哪几|哪个|哪一个|哪|包括|包含|多少|一共|总共|共有|共|几个|几|什么内容|内容|原文|"
    r"全文|原话|条文|正文|大概|大致|大体|关于|方面|事情|事(?!业|故|务|件|权)|标题|题目|名称|名字|什么|哪些|啥|怎么|咋|这|那|一|吗|呢|呀|啊|了|有|和|与|跟|及|"
    r"第|条目|条|大部分|部分|article|part|text|content|what|is|does|say|the|of|in|about|show|me|full|"
    r"please|read|out|整份|整个|整条|整段|段话|段|叫|完整|逐字|逐条|内|文|目录|列个|列出|列|清单|意思|大意|小段|下|头|"
    r"翻到?|最(?:后|末)?|交代|归在|归|属于|属|底下|还在|还|同一个?|报|从|到|首尾|首|尾|末|两|三|谢谢|要|用|一项一项|开头|正式)"
    r"|[\s?,。、!:;.\"“”()]",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"原文|原话|全文|整段|整条|完整|逐字|念(?:一下|给|出来|念)|贴(?:一下|出来|给)|打开|调出|调阅|"
    r"(?:发|拿|给)(?:给)?我(?:看|一份|$|[,。!])"
)
_OUTLINE = re.compile(
    r"(?:一共|总共|共|总|都)?(?:有)?(?:几|多少)条|(?:每|各)一?条的?(?:题目|标题|名称|名字)|条目|"
    r"(?:题目|标题|目录)(?:是|有|都|分别|列|$|[,??])"
)
_WHICH_ARTICLE = re.compile(
    r"(?:第几|哪一?|哪几)个?条(?!河|路|线|街|沟|产业|高)|[那这]一?条(?:是|排|在)*第几|条号|出处|出自"
)
_WHICH_PART = re.compile(
    r"(?:哪|第几)一?(?:个)?(?:大)?(?:部分|章|篇)|(?:在|是)?同一(?:个)?(?:大)?(?:部分|章|篇)"
)


def find_references(text: str) -> tuple[tuple[Reference, ...], str]:
    """Units named in a normalised question, in order and each once, and the text without them."""
    rest = _PINYIN.sub(_in_characters, text)
    found: list[_Found] = []
    # What an earlier kind has read is blanked out, so that later ones see neither half of it.
    for read in (_neighbours, _runs, _positions, _parts, _articles, _named):
        for match, references in list(read(rest)):
            found.append((match, references))
            rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    ordered = sorted(found, key=lambda pair: pair[0].start())
    references = list(dict.fromkeys(r for _, each in ordered for r in each))
    if any(r.kind == "part" for r in references) and _INTRODUCTION.search(rest):
        rest = _INTRODUCTION.sub(" ", rest)
        references = [
            Reference("introduction", r.number) if r.kind == "part" else r for r in references
        ]
    return tuple(_in_their_part(references)), rest


def _in_their_part(references: list[Reference]) -> list[Reference]:
    """Places are counted in the one part that is named beside them."""
    parts = [r for r in references if r.kind == "part"]
    if len(parts) != 1 or not any(r.kind == "position" and not r.part for r in references):
        return references
    return [
        Reference("position", r.number, r.part or parts[0].number) if r.kind == "position" else r
        for r in references
        if r.kind != "part"
    ]


def without_show_words(text: str) -> str:
    """What a question asks beside being shown something; empty when it is nothing."""
    left = _SHOW_WORDS.sub("", _WHICH_PART.sub("", text))
    return text if len(left) >= 2 else ""


def asks_to_show(text: str) -> bool:
    """Whether a question wants to have the words themselves shown or read out."""
    return _SHOW.search(text) is not None


def asks_outline(text: str) -> bool:
    """Whether a question about a part wants to know how many articles it has, or their titles."""
    return _OUTLINE.search(text) is not None


def asks_which_article(text: str) -> bool:
    """Whether a question wants to know in which article something stands."""
    return _WHICH_ARTICLE.search(text) is not None


def asks_which_part(text: str) -> bool:
    """Whether a question wants to know to which part something belongs."""
    return _WHICH_PART.search(text) is not None


def asks_introduction(text: str) -> bool:
    """Whether a question about a part means the words before its first article."""
    return _INTRODUCTION.search(text) is not None


def _in_characters(match: re.Match[str]) -> str:
    syllables = re.findall("|".join(_PINYIN_NUMBERS), match["n"].lower())
    unit = {"t": "条", "b": "部分", "z": "章"}[match["unit"][0].lower()]
    return "第" + "".join(_PINYIN_NUMBERS[s] for s in syllables) + unit


def _neighbours(text: str) -> Iterator[_Found]:
    for match in _NEIGHBOUR.finditer(text):
        if number := parse_number(match["n"]):
            steps = (-1, 1) if match["both"] else (-1,) if match["before"] else (1,)
            yield match, [Reference("article", number + step) for step in steps]


def _runs(text: str) -> Iterator[_Found]:
    for match in _RUN.finditer(text):
        if number := parse_number(match["n"]):
            yield match, [Reference("onwards" if match["onwards"] else "until", number)]


def _positions(text: str) -> Iterator[_Found]:
    part: int | None = None
    end = -10
    for match in _POSITION.finditer(text):
        if match["part"]:
            part = parse_number(match["part"])
        elif match.start() - end > 3:  # “its first and its last article” name the part once
            part = None
        numbers = _places(match)
        # “第33条” alone is a number, not a place.
        if numbers and (part or match["n"] is None or match["back"]):
            end = match.end()
            yield match, [Reference("position", number, part) for number in numbers]


def _places(match: re.Match[str]) -> list[int]:
    if match["both"]:
        return [1, -1]
    number = parse_number(match["n"]) if match["n"] else -1 if match["last"] else 1
    if not number:
        return []
    return [-number if match["back"] else number]


def _parts(text: str) -> Iterator[_Found]:
    for match in _PART.finditer(text):
        if match["last"] or match["first"]:
            yield match, [Reference("part", -1 if match["last"] else 1)]
        elif (n := parse_number(match["n"] or match["cn"] or match["latin"])) is not None:
            yield match, [Reference("part", -n if match["back"] else n)]


def _articles(text: str) -> Iterator[_Found]:
    for match in _ARTICLE.finditer(text):
        groups: Callable[[str], str | None] = match.group
        words = next(filter(None, map(groups, ("list", "both", "bare", "these", "latin"))))
        if numbers := _numbers(words):
            yield match, [Reference("article", number) for number in numbers]


def _numbers(text: str) -> list[int]:
    """Expand ``33、35到37`` into its numbers; a range may span at most 100."""
    numbers: list[int] = []
    pattern = rf"({_N})(?:\s*条?\s*{_RANGE}\s*第?\s*({_N}))?"
    for first, last in re.findall(pattern, half_width(text)):
        start, end = parse_number(first), parse_number(last) if last else None
        if start is not None:
            stop = end if end is not None and start <= end <= start + 100 else start
            numbers.extend(range(start, stop + 1))
    return numbers


def _named(text: str) -> Iterator[_Found]:
    for kind, pattern in _NAMED:
        for match in pattern.finditer(text):
            yield match, [Reference(kind)]
