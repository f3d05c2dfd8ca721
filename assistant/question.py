"""Understanding a question: its normal form, the units it names, and the kind of answer wanted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.numerals import NUMERAL, half_width, parse_number

if TYPE_CHECKING:
    import opencc

AnswerKind = Literal[
    "money", "number", "time", "place", "body", "list", "definition", "yes_no", "free"
]
ReferenceKind = Literal["article", "part", "introduction", "preamble", "closing", "position"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A unit or part named by number in a question.

    Attributes:
        kind: What is named; ``position`` is an article by its place, counted from 1, or from -1
            backwards.
        number: Its number; None for preamble and closing.
        part: Part that a position is counted in; None for the whole document.
    """

    kind: ReferenceKind
    number: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    Attributes:
        original: As asked.
        text: Simplified characters, half-width forms, no stray blanks or control characters.
        references: Units named by number, in order, each once.
        remainder: ``text`` without the references and the words that only ask to be shown them;
            empty when the question is a plain look-up.
        asked: The last turn alone, normalised.
        wants: The words that say what kind of answer is wanted: ``asked``, or those of the turn
            before when only the topic is another one.
        kind: What kind of answer is asked for.
    """

    original: str
    text: str
    asked: str
    references: tuple[Reference, ...]
    remainder: str
    wants: str
    kind: AnswerKind


def understand(question: str, alone: str | None = None) -> Question:
    """Read one question.

    Args:
        question: As asked.
        alone: Its stand-alone form, normalised, when the conversation gave it another one.
    """
    own = normalise(question)
    text = alone if alone is not None else own
    references, rest = _references(text)
    return Question(
        original=question,
        text=text,
        asked=own,
        references=references,
        remainder=without_show_words(rest) if references else text,
        wants=own,
        kind=answer_kind(own),
    )


def normalise(text: str) -> str:
    """Bring a question into one form: NFKC, simplified characters, single or no blanks.

    Control, format and private-use characters are dropped; blanks between Chinese characters
    vanish, others become one space.
    """
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(
        " " if char in "\n\r\t\v\f" else char
        for char in composed
        if char in "\n\r\t\v\f" or unicodedata.category(char)[0] != "C"
    )
    simplified: str = _converter().convert(visible)
    joined = re.sub(r"\s+", " ", simplified).strip()
    return re.sub(r"(?<=[\u3000-\u9fff]) (?=[\u3000-\u9fff])", "", joined)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


def is_chinese(text: str) -> bool:
    """Whether a question is written in Chinese characters, at least in part."""
    return re.search(r"[\u4e00-\u9fff]", text) is not None


# --- Kind of answer ------------------------------------------------------------------------

# The first row that matches decides; rows are ordered from the specific to the general.
_KINDS: tuple[tuple[AnswerKind, str], ...] = (
    ("yes_no", r"还是"),  # “A 还是 B” asks for a choice, whatever A names
    (
        "time",
        r"什么时候|啥时候|何时|哪一?年|几时|多久|几年内|到几几年|多会儿?|哪个?月|什么时间|啥时间|时间表|"
        r"期限|截止|when\b",
    ),
    (
        "list",
        r"哪些|哪几|那些|几大(?!于)|分别|都有(?:什么|谁|啥)|有什么|有啥|列出|列举|清单|which\b",
    ),
    (
        "money",
        r"多少钱|多少资金|花多少|投(?:资)?多少|多少(?:个)?[万亿]元|[几多少]个亿|补贴多少|补助多少|预算",
    ),
    (
        "number",
        r"多少|几(?:倍|成|亿|万|千|百|吨|公里|口)|多大|多高|多长|多快|多远|占比|"
        r"百分之|比例|目标值|产能|产量|增速|how (?:many|much)\b",
    ),
    ("place", r"在哪|哪里|哪儿|哪个(?:地方|县|区|市|镇|乡)|什么地方|啥地方|地点|位置|where\b"),
    (
        "body",
        r"谁(?!都)|哪个(?:部门|单位|局|公司|企业|机构|集团)|什么(?:部门|单位|公司|机构)|负责人|牵头|who\b",
    ),
    (
        "definition",
        r"什么意思|啥意思|是什么|是啥|指什么|指的是|具体指|含义|怎么理解|怎么解释|包括什么|包含什么|"
        r"什么叫|啥叫|what (?:is|does)\b|mean\b",
    ),
    ("yes_no", r"是不是|有没有|会不会|能不能|要不要|可不可以|是否|对吗|吗[?]?$|行不行"),
)


def answer_kind(text: str) -> AnswerKind:
    """Tell what kind of answer a normalised question asks for."""
    lowered = text.lower()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, lowered)), "free")


def without_question_words(text: str) -> str:
    """Blank out the words that only say what kind of answer is wanted."""
    left = text
    for _, pattern in _KINDS:
        left = re.sub(pattern, " ", left)
    return left.strip() or text


# --- Parts of a compound question ----------------------------------------------------------

_SENTENCE = re.compile(r"[^??;;。!!\n]+[??;;。!!\n]*")
_TAG = re.compile(
    r"^(?:对吗|对吧|是吧|是吗|是不是|对不对|行吗|行不行|可以吗|好吗|有没有|真的吗|没错吧)[??。]*$"
)
_SEVERAL = re.compile(r"(?<!哪)[两三四](?:头|桩|件|样事?|方面|码事)|一样一样|挨个说|分头说")
_LEAST_PART = 5  # characters; what is shorter asks nothing by itself
LEAST_ALONE = 15  # characters; a shorter part leans on the part before it


def parts(text: str) -> tuple[str, ...]:
    """Cut a compound question into what it asks, in order; one part when it asks one thing.

    Sentences that ask are parts; so are the clauses of a sentence that announces several things.
    """
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    asking = [s for s in sentences if len(s) >= _LEAST_PART and asks(s) and not _TAG.match(s)]
    if len(asking) > 1:
        return tuple(asking)
    if _SEVERAL.search(text):
        clauses = [c.strip() for c in re.split(r"[,,;;??。]|、(?=[^、]{4,})", text)]
        telling = [c for c in clauses if len(_SEVERAL.sub("", c)) >= _LEAST_PART]
        if len(telling) > 1:
            return tuple(telling)
    return (text,)


def asks(sentence: str) -> bool:
    """Whether a sentence asks something, by a question word or mark."""
    how = r"[??]$|怎么|怎样|咋|如何|为什么|啥"
    return answer_kind(sentence) != "free" or re.search(how, sentence) is not None


# --- References ----------------------------------------------------------------------------

_C = NUMERAL[1:-1]
_N = rf"(?:\d{{1,3}}|{NUMERAL}{{1,6}})"
_JOIN = r"(?:、|,|和|与|跟|及|还有|\s)+"
_RANGE = r"(?:-|–|—|~|到|至)"
# Words that may follow a bare “33条”: without 第 it is a reference only when nothing is counted.
_AFTER_BARE = (
    r"(?=$|[?,。、!:\s]|[和与跟及到至是讲说写的里中都提]|内容|原文|规定|主要|具体|全文|什么)"
)
_ARTICLE = re.compile(
    rf"第\s*(?P<list>{_N}(?:\s*(?:{_RANGE}|{_JOIN})\s*第?\s*{_N})*)\s*条"
    rf"|(?<![\d.第{_C}])"
    rf"(?P<bare>\d{{1,3}}(?:\s*(?:{_RANGE}|{_JOIN})\s*\d{{1,3}})*|[{_C}]*十[{_C}]*)"
    rf"\s*条{_AFTER_BARE}"
    r"|\b[Aa]rticles?\s*(?P<latin>\d{1,3})"
)
_PART = re.compile(
    rf"第\s*(?P<n>{_N})\s*(?:个)?(?:大)?(?:部分|章|篇)(?P<intro>(?:的)?(?:导语|导言|引言|开头))?"
    rf"|^\s*(?P<cn>[{_C}]{{1,3}})\s*、"
    r"|\b[Pp]art\s*(?P<latin>\d{1,2})"
)
_POSITION = re.compile(
    rf"(?:第\s*(?P<part>{_N})\s*(?:个)?(?:大)?(?:部分|章|篇)\s*(?:的|里的?|中的?)?\s*)?"
    rf"(?:(?P<back>倒数)?第\s*(?P<n>{_N})\s*(?:个)?条|(?P<last>最后|末尾?|尾)(?:那)?一?条|(?P<first>首条|头一条|开头第?一条))"
)
_NAMED: tuple[tuple[ReferenceKind, re.Pattern[str]], ...] = (
    ("preamble", re.compile(r"序言|前言(?!技术)|序(?=[??。]?$)")),
    ("closing", re.compile(r"结语|结束语|最后[那一]?一?段|结尾|最?末尾")),
)
_SHOW_WORDS = re.compile(
    r"(?:请|麻烦|帮我|帮忙|给我|发给我|发我|发|贴|我想|我要|我|想|把|能|可以|看看|看一下|看|查一下|查|找一下|显示|打开|念一下|读一下|告诉我|一下|"
    r"介绍|说说|讲讲|解读|概括|总结|规划|建议|文件|方案|里面|里|中|"
    r"主要|具体|到底|究竟|都|分别|是|的|讲了|讲的|讲|说了|说的|说|写了|写的|写|规定了|规定|提到|提了|"
    r"哪几|包括|包含|多少|一共|总共|共有|几|什么内容|内容|原文|全文|原话|条文|正文|标题|题目|名称|什么|哪些|啥|怎么|这|那|一|吗|呢|呀|啊|了|有|和|与|跟|及|"
    r"第|条|部分|article|part|text|content|what|is|does|say|the|of|in|about|show|me|full|please|read|out|整份|整个|整条|叫|完整|逐字|内|文|条目|目录|列个|列出|列|清单|念|下|头)|[\s?,。、!:;.\"“”]",
    re.IGNORECASE,
)


def _references(text: str) -> tuple[tuple[Reference, ...], str]:
    positions = list(_position_references(text))
    rest = text
    for match, _ in positions:  # blanked out, so that the other patterns see neither half
        rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    others = (*_article_references(rest), *_part_references(rest), *_named_references(rest))
    found = [*positions, *others]
    rest = text
    for match, _ in sorted(found, key=lambda pair: -pair[0].start()):
        rest = rest[: match.start()] + " " + rest[match.end() :]
    ordered = sorted(found, key=lambda pair: pair[0].start())
    unique = dict.fromkeys(reference for _, references in ordered for reference in references)
    return tuple(unique), rest


_Found = tuple[re.Match[str], list[Reference]]


def _position_references(text: str) -> Iterator[_Found]:
    for match in _POSITION.finditer(text):
        part = parse_number(match["part"]) if match["part"] else None
        number = parse_number(match["n"]) if match["n"] else -1 if match["last"] else 1
        if match["back"] and number:
            number = -number
        # “第33条” alone is a number, not a place.
        if number and (part or number < 0 or match["first"]):
            yield match, [Reference("position", number, part)]


def _article_references(text: str) -> Iterator[_Found]:
    for match in _ARTICLE.finditer(text):
        numbers = _numbers(match["list"] or match["bare"] or match["latin"])
        if numbers:
            yield match, [Reference("article", number) for number in numbers]


def _numbers(text: str) -> list[int]:
    """Expand ``33、35到37`` into its numbers; a range may span at most 100."""
    numbers: list[int] = []
    pattern = rf"({_N})(?:\s*{_RANGE}\s*第?\s*({_N}))?"
    for first, last in re.findall(pattern, half_width(text)):
        start, end = parse_number(first), parse_number(last) if last else None
        if start is not None:
            stop = end if end is not None and start <= end <= start + 100 else start
            numbers.extend(range(start, stop + 1))
    return numbers


def _part_references(text: str) -> Iterator[_Found]:
    for match in _PART.finditer(text):
        number = parse_number(match["n"] or match["cn"] or match["latin"])
        if number is not None:
            yield match, [Reference("introduction" if match["intro"] else "part", number)]


def _named_references(text: str) -> Iterator[_Found]:
    for kind, pattern in _NAMED:
        for match in pattern.finditer(text):
            yield match, [Reference(kind)]


def without_show_words(text: str) -> str:
    """What a question asks beside being shown something; empty when it is nothing."""
    return text if len(_SHOW_WORDS.sub("", text)) >= 2 else ""
