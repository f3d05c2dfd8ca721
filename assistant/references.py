"""Units that a question names: by number in any spelling, by place, or as a neighbour.

Part of the names are by subject (“the part on talent”); those need the plan and are in `lookup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.numerals import NUMERAL, parse_number
from assistant.runs import JOIN, NUMBER, RANGE, SEVERAL, numbers_in, run_of

ReferenceKind = Literal[
    "article",
    "onwards",
    "until",
    "part",
    "parts_onwards",
    "parts_until",
    "introduction",
    "preamble",
    "closing",
    "position",
    "first",
    "last",
]


@dataclass(frozen=True, slots=True)
class Reference:
    """A unit, a part, or a run of articles named in a question.

    Attributes:
        kind: What is named; ``position`` is an article by its place, counted from 1, or from -1
            backwards; ``first`` and ``last`` are so many articles at the beginning or end;
            ``onwards`` and ``until`` are all articles from or up to a number, that one included.
        number: Its number; a part may be counted backwards from -1; None for preamble and closing.
        part: Part that places are counted in; None for the whole document.
    """

    kind: ReferenceKind
    number: int | None = None
    part: int | None = None


_Found = tuple[re.Match[str], list[Reference]]

_C = NUMERAL[1:-1]
_PART_WORD = r"(?:个)?(?:大)?(?:部分|章|篇)"
# Words that may follow a bare “33条”: without 第 it is a reference only when nothing is counted.
_AFTER_BARE = (
    r"(?=$|[?,。、!:\s]|[和与跟及到至是讲说写的里中都提第]|各[是讲说写自有]|分别|内容|原文|标题|题目|"
    r"规定|主要|具体|全文|什么)"
)
# A question that is a number and nothing else.
_ALONE = re.compile(
    rf"^\s*(?:第\s*(?P<named>{NUMBER})|(?P<digits>\d{{1,3}})|"
    r"(?P<words>[零〇一二三四五六七八九十百]{1,5}))\s*[?。!]*$"
)
_ARTICLE = re.compile(
    rf"第\s*(?P<list>{run_of('条')})\s*条"
    rf"|第\s*(?P<sign>[-−负])\s*(?P<negative>{NUMBER})\s*条"
    rf"|(?P<both>\d{{1,3}}\s*条\s*{RANGE}\s*\d{{1,3}})\s*条"
    rf"|(?<![\d.第{_C}])(?<!第[-−负])"
    rf"(?P<bare>\d{{1,3}}(?:\s*(?:条?\s*{RANGE}|{JOIN})\s*\d{{1,3}})*|[{_C}]*十[{_C}]*)"
    rf"\s*条{_AFTER_BARE}"
    rf"|(?P<these>{NUMBER}(?:\s*(?:{RANGE}|{JOIN})\s*{NUMBER})+)\s*这\s*(?:几|两|{NUMBER})?\s*条"
    # Not behind a Chinese character: “NO.6” may be part of a name.
    r"|(?<![\w\u4e00-\u9fff])(?:(?i:articles?|art|no)\b\.?|§)\s*(?P<latin>\d{1,3})(?!\d)"
)
# “第 3 3 条”: one number whose digits stand apart.
_DIGITS_APART = re.compile(rf"(?<=第)\s*\d(?:\s+\d)+(?=\s*(?:条|{_PART_WORD}))")
_ANCHOR = rf"第?\s*(?P<n>{NUMBER})\s*条\s*(?:的|在)?"
_WHICH_ONE = r"(?:的|那|是|紧接着|紧跟着|紧挨着|接着)*(?:哪|那)?一?条(?![文款目例])"
_BEFORE = r"(?:前面?|之前|前边|上面?|前头)"
_BEHIND = r"(?:后面?|之后|后边|下面?|后头|接下来)"
_NEIGHBOUR = re.compile(
    rf"(?:(?:紧|就)?(?:跟|接|挨|排)(?:着|在)*)?{_ANCHOR}(?:"
    rf"(?P<both>[前上]一?条(?:{JOIN})[后下]一?条|前后(?:两|各一|的)?条)"
    rf"|{_BEFORE}的?那?(?P<several_before>{SEVERAL})条"
    rf"|{_BEHIND}的?那?(?P<several_behind>{SEVERAL})条"
    rf"|(?P<before>[前上]一条|(?:前面|之前|前边|上面|前头){_WHICH_ONE})"
    rf"|(?P<behind>[后下]一条|(?:后面|之后|后边|下面|后头|接下来){_WHICH_ONE}))"
)
_TO_THE_END = (
    rf"{RANGE}\s*(?:全文|文件|规划)?的?(?:最后|最末|末尾|结尾|结束|末|尾|完)(?:一条|为止)?"
)
_FROM_THE_START = rf"(?:从|自)?(?:开头|最开始|一开始|最前面?|头)\s*{RANGE}\s*"
_THE_OTHERS = (
    r"(?:的?(?:所有|全部|各|其他|其余|那些|那几|哪些|哪几)*的?(?:条文|条款|条目|条(?!件|例)))?"
)
# “Behind article 33” leaves that one out, “from it on” does not.
_RUN = re.compile(
    rf"(?:(?P<start>{_FROM_THE_START})|从|自|^\s*(?:截至|截止到?|直?到)|(?<![\d.第到至~{_C}-]))"
    rf"第?\s*(?P<n>{NUMBER})\s*(?P<unit>条|{_PART_WORD})\s*(?:"
    rf"(?P<onwards>(?:起|开始)(?!\s*{RANGE})|[往向]后|{_TO_THE_END})|(?P<until>为止|[往向]前)"
    rf"|(?P<with>及其?|和|与|\(含[^)]*\))?(?:(?P<after>以后|之后)|(?P<before>以前|之前)){_THE_OTHERS}"
    rf"|(?P<others>后面?|后边)的?(?:(?:所有|全部|其余|其他|各)的?(?:条文|条款|条|{_PART_WORD})|条文|条款)"
    r"|(?P<end>(?(start)|(?!))))"
    r"(?P<included>\(含[^)]*\))?(?:往后|往前)?(?:数|算|看)?"
)
_PART = re.compile(
    rf"(?P<back>倒数)?第\s*(?P<list>{run_of(_PART_WORD)})\s*{_PART_WORD}"
    rf"|(?<![\d.第{_C}])(?P<bare>\d{{1,2}}(?:\s*(?:{RANGE}|{JOIN})\s*\d{{1,2}})+)\s*{_PART_WORD}"
    rf"|(?:前|头|开头)\s*(?P<head>{SEVERAL})\s*{_PART_WORD}"
    rf"|(?:最后|末尾?|后|倒数)的?\s*(?P<tail>{SEVERAL})\s*{_PART_WORD}"
    rf"|(?P<last>最后|末尾?)(?:的)?(?:那)?(?:一)?{_PART_WORD}"
    rf"|(?P<first>首|头一|开头那?)(?:个){_PART_WORD}"
    rf"|^\s*(?P<cn>[{_C}]{{1,3}})\s*、"
    r"|\b[Pp]art\s*(?P<latin>\d{1,2})"
)
_IN_PART = rf"第\s*(?P<part>{NUMBER})\s*{_PART_WORD}\s*(?:的|里头|里面|里|当中|中)*\s*"
_POSITION = re.compile(
    rf"(?:{_IN_PART})?"
    rf"(?:(?P<back>倒数)?第\s*(?P<n>{NUMBER})\s*(?:个)?条"
    r"|(?P<both>首尾|头尾)(?:这?两|各一|的)?条"
    rf"|(?:前|头|开头)\s*(?P<head>{SEVERAL})\s*个?条{_AFTER_BARE}"
    rf"|(?:最后|末尾?|后|倒数)的?\s*(?P<tail>{SEVERAL})\s*个?条{_AFTER_BARE}"
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
_LEAVING_OUT = re.compile(
    r"(?:不算|除了?|除去|除开|不含|不包[括含]|去掉|排除|扣除|抛开|撇开)(?:掉|上|那|这)?\s*$"
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
    r"介绍|说说|讲讲|解读|概括|总结|规划|建议|文件|方案|里头|里面|(?<![公英])里|中|"
    r"主要|具体|到底|究竟|都|分别|各自|各|是不是|是|的|讲了|讲的|讲|说了|说的|说|写了|写的|写|规定了|"
    r"规定|提到|提了|哪几|哪个|哪一个|哪|包括|包含|多少|一共|总共|共有|共|几个|几|什么内容|内容|原文|"
    r"全文|原话|条文|正文|大概|大致|大体|关于|方面|事情|事(?!业|故|务|件|权)|标题|题目|名称|名字|什么|哪些|啥|怎么|咋|这|那|一|吗|呢|呀|啊|了|有|和|与|跟|及|"
    r"第|条目|条|大部分|部分|article|part|text|content|what|is|does|say|the|of|in|about|show|me|full|"
    r"please|read|out|整份|整个|整条|整段|段话|段|叫|完整|逐字|逐条|内|文|目录|列个|列出|列|清单|意思|大意|小段|下|头|"
    r"翻到?|最(?:后|末)?|交代|归在|归|属于|属|底下|还在|还|同一个?|报|从|到|首尾|首|尾|末|两|三|谢谢|要|用|一项一项|开头|正式|为止)"
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
_TITLE = re.compile(r"标题|题目|名称|名字|条名|叫(?:什么|啥)")
_MORE_THAN_TITLE = re.compile(
    r"内容|原文|原话|全文|正文|条文|[讲说写](?:了|的|什么|啥|到)|规定|提到|具体|怎么|意思|解读|概括"
)
_WHICH_ARTICLE = re.compile(
    r"(?:第几|哪一?|哪几|哪些)个?条(?!河|路|线|街|沟|产业|高)|[那这]一?条(?:是|排|在)*第几|条号|出处|出自"
)
_WHICH_ROADS = re.compile(r"[横纵路线轴河街][”\"]?(?:各|分别|都)?(?:是|有)?哪几条")
_WHICH_PART = re.compile(
    r"(?:哪|第几)一?(?:个)?(?:大)?(?:部分|章|篇)|(?:在|是)?同一(?:个)?(?:大)?(?:部分|章|篇)"
)


def find_references(text: str) -> tuple[tuple[Reference, ...], str]:
    """Units named in a normalised question, in order and each once, and the text without them.

    Units that are left out (“不算第一部分”) are in neither.
    """
    found, rest = _read(text)
    ordered = sorted(found, key=lambda pair: pair[0].start())
    references = list(
        dict.fromkeys(r for match, each in ordered if not _is_left_out(match) for r in each)
    )
    if any(r.kind == "part" for r in references) and _INTRODUCTION.search(rest):
        rest = _INTRODUCTION.sub(" ", rest)
        references = [
            Reference("introduction", r.number) if r.kind == "part" else r for r in references
        ]
    return tuple(_in_their_part(references)), rest


def left_out(text: str) -> tuple[Reference, ...]:
    """Units that a normalised question does not want to be looked at (“除了第33条,还有……”)."""
    return tuple(
        dict.fromkeys(r for match, each in _read(text)[0] if _is_left_out(match) for r in each)
    )


def _read(text: str) -> tuple[list[_Found], str]:
    rest = _DIGITS_APART.sub(
        lambda match: "".join(match.group().split()), _PINYIN.sub(_in_characters, text)
    )
    found: list[_Found] = []
    # What an earlier kind has read is blanked out, so that later ones see neither half of it.
    for read in (_alone, _neighbours, _runs, _positions, _parts, _articles, _named):
        for match, references in list(read(rest)):
            if references[0].kind == "closing" and _is_behind(match.start(), rest, found):
                continue
            found.append((match, references))
            rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    return found, rest


def _is_left_out(match: re.Match[str]) -> bool:
    return _LEAVING_OUT.search(match.string[: match.start()]) is not None


def _in_their_part(references: list[Reference]) -> list[Reference]:
    """Places are counted in the one part that is named beside them."""
    parts = [r for r in references if r.kind == "part"]
    if len(parts) != 1 or not any(is_place(r) and not r.part for r in references):
        return references
    return [
        replace(r, part=r.part or parts[0].number) if is_place(r) else r
        for r in references
        if r.kind != "part"
    ]


def _is_behind(start: int, rest: str, found: Iterable[_Found]) -> bool:
    """Whether something is the end of a unit that is named right before it, not of the plan."""
    end = len(rest[:start].rstrip("的里中面那"))
    return any(match.end() == end for match, _ in found)


def is_place(reference: Reference) -> bool:
    """Whether articles are named by their place among others, not by their number."""
    return reference.kind in ("position", "first", "last")


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


def asks_title(text: str) -> bool:
    """Whether a question about articles wants to know their titles and nothing more of them."""
    return _TITLE.search(text) is not None and _MORE_THAN_TITLE.search(text) is None


def asks_which_article(text: str) -> bool:
    """Whether a question wants to know in which article something stands."""
    return _WHICH_ARTICLE.search(text) is not None and _WHICH_ROADS.search(text) is None


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


def _alone(text: str) -> Iterator[_Found]:
    match = _ALONE.match(text)
    if match and (number := parse_number(match["named"] or match["digits"] or match["words"])):
        yield match, [Reference("article", number)]


def _neighbours(text: str) -> Iterator[_Found]:
    for match in _NEIGHBOUR.finditer(text):
        if number := parse_number(match["n"]):
            yield match, [Reference("article", number + step) for step in _steps(match)]


def _steps(match: re.Match[str]) -> Iterable[int]:
    if match["several_before"]:
        return range(-(parse_number(match["several_before"]) or 0), 0)
    if match["several_behind"]:
        return range(1, (parse_number(match["several_behind"]) or 0) + 1)
    return (-1, 1) if match["both"] else (-1,) if match["before"] else (1,)


def _runs(text: str) -> Iterator[_Found]:
    for match in _RUN.finditer(text):
        if (number := parse_number(match["n"])) is None:
            continue
        goes_on = match["onwards"] or match["after"] or match["others"]
        leaves_out = match["after"] or match["before"] or match["others"]
        if leaves_out and not (match["with"] or match["included"]):
            number += 1 if goes_on else -1
        if match["unit"] == "条":
            yield match, [Reference("onwards" if goes_on else "until", number)]
        else:
            yield match, [Reference("parts_onwards" if goes_on else "parts_until", number)]


def _positions(text: str) -> Iterator[_Found]:
    part: int | None = None
    end = -10
    for match in _POSITION.finditer(text):
        if match["part"]:
            part = parse_number(match["part"])
        elif match.start() - end > 3:  # “its first and its last article” name the part once
            part = None
        if places := _places(match, part):
            end = match.end()
            yield match, places


def _places(match: re.Match[str], part: int | None) -> list[Reference]:
    if match["both"]:
        return [Reference("position", place, part) for place in (1, -1)]
    if match["head"] or match["tail"]:
        count = parse_number(match["head"] or match["tail"])
        return [Reference("first" if match["head"] else "last", count, part)]
    number = parse_number(match["n"]) if match["n"] else -1 if match["last"] else 1
    # “第33条” alone is a number, not a place.
    if not number or not (part or match["n"] is None or match["back"]):
        return []
    return [Reference("position", -number if match["back"] else number, part)]


def _parts(text: str) -> Iterator[_Found]:
    for match in _PART.finditer(text):
        if numbers := _part_numbers(match):
            yield match, [Reference("part", number) for number in numbers]


def _part_numbers(match: re.Match[str]) -> list[int]:
    if match["last"] or match["first"]:
        return [-1 if match["last"] else 1]
    if match["head"] or match["tail"]:
        count = parse_number(match["head"] or match["tail"]) or 0
        return list(range(1, count + 1) if match["head"] else range(-count, 0))
    numbers = numbers_in(
        match["list"] or match["bare"] or match["cn"] or match["latin"], _PART_WORD
    )
    return [-number for number in numbers] if match["back"] else numbers


def _articles(text: str) -> Iterator[_Found]:
    for match in _ARTICLE.finditer(text):
        if match["sign"]:
            numbers = [-number for number in numbers_in(match["negative"], "条")]
        else:
            groups: Callable[[str], str | None] = match.group
            words = next(filter(None, map(groups, ("list", "both", "bare", "these", "latin"))))
            numbers = numbers_in(words, "条")
        if numbers:
            yield match, [Reference("article", number) for number in numbers]


def _named(text: str) -> Iterator[_Found]:
    for kind, pattern in _NAMED:
        for match in pattern.finditer(text):
            yield match, [Reference(kind)]
