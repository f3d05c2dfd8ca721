"""Understanding a question: its normal form, the units it names, and the kind of answer wanted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.numerals import NUMERAL, parse_number, usual_numerals
from assistant.references import Reference, find_references

if TYPE_CHECKING:
    import opencc

AnswerKind = Literal[
    "money", "number", "time", "place", "body", "list", "definition", "yes_no", "free"
]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    Attributes:
        original: As asked.
        text: Simplified characters, half-width forms, no stray blanks or control characters.
        references: Units named by number, in order, each once.
        rest: ``text`` without the references.
        asked: The last turn alone, normalised.
        wants: The words that say what kind of answer is wanted: ``asked``, or those of the turn
            before when only the topic is another one.
        kind: What kind of answer is asked for.
    """

    original: str
    text: str
    asked: str
    references: tuple[Reference, ...]
    rest: str
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
    references, rest = find_references(text)
    return Question(
        original=question,
        text=text,
        asked=own,
        references=references,
        rest=rest,
        wants=own,
        kind=answer_kind(own),
    )


# “14五”, “145规划”: a plan period typed in haste.
_TENS = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六"}
_PLAN_PERIOD = re.compile(r"(?<![\d.])1([1-6])(?:五|5(?=规[划化]|期间|时期|末))")
_TONE_MARKS = re.compile("(?<=[A-Za-z])[\u0300\u0301\u0304\u0308\u030c]+")  # as in pīnyīn


# “It is not written there, is it?” behind or before what is looked for.
_SOURCE = "(?:(?:规划|文件|建议|方案|材料|原文|通篇|里头?|上)(?:里|中|上)?(?:面|头)?)"
_NOT_STATED = (
    "(?:是不是|好像|应该|似乎)?(?:也|并|就|可|根本|还)?"
    "(?<![提写说讲有给都])没有?(?:写|说|提|讲|给|交代|明确|规定)(?:出来|明|清楚?|到|过)?"
)
_IS_IT = "(?:,?(?:是吧|对吧|是吗|对吗|对不对|是不是|吧|吗|么|啊))?[??。]?$"
_DENIED = (
    re.compile(
        rf"^(?!.*(?:为什么|为啥|怎么))(?P<sought>.{{4,}}?),?{_SOURCE}?{_NOT_STATED}(?:的|了)?{_IS_IT}"
    ),
    re.compile(rf"^{_SOURCE}{_NOT_STATED}(?!{_IS_IT})(?P<sought>.{{2,}}?){_IS_IT}"),
)


def without_denial(text: str) -> str:
    """What is looked for by who supposes that it is not stated; any other question as it is.

    “The total investment is not written there, is it?” is answered like “the total investment”.

    Args:
        text: A normalised question.
    """
    for pattern in _DENIED:
        if match := pattern.match(text):
            return match["sought"].rstrip(",")
    return text


# Circled numbers, which the compatibility form would glue to what follows.
_CIRCLED = re.compile("[①-⑳]")
_RECALLS = re.compile(r"来着(?=[啊呀??!。,]*$)")


def normalise(text: str) -> str:
    """Bring a question into one form: NFKC, simplified characters, single or no blanks.

    Control, format and private-use characters are dropped; blanks between Chinese characters
    vanish, others become one space. A 来着 at the end only says that one should know. Numerals as
    cheques write them become the usual ones.
    """
    marked = _CIRCLED.sub(lambda match: f"({unicodedata.numeric(match.group()):.0f})", text)
    composed = _TONE_MARKS.sub("", unicodedata.normalize("NFKD", marked))
    composed = unicodedata.normalize("NFKC", composed)
    visible = "".join(
        " " if char in "\n\r\t\v\f" else char
        for char in composed
        if char in "\n\r\t\v\f" or unicodedata.category(char)[0] != "C"
    )
    simplified: str = _converter().convert(visible)
    joined = re.sub(r"\s+", " ", simplified).strip()
    joined = usual_numerals(_RECALLS.sub("", joined))
    joined = _PLAN_PERIOD.sub(lambda match: f"十{_TENS[match[1]]}五", joined)
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
        r"百分之(?:多少|几)|多少|几(?:何(?!学)|倍|成|亿|万|千|百|吨|公里|口)|多大|多高|多长|多快|多远|占比|"
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
    return _beside_kind(text) or text


def only_asks(text: str) -> bool:
    """Whether a question says nothing but what kind of answer it wants, as “how much invested?”."""
    return not re.sub(r"[\W的呢啊呀]", "", _beside_kind(text))


def _beside_kind(text: str) -> str:
    for _, pattern in _KINDS:
        text = re.sub(pattern, " ", text)
    return text.strip()


# --- Parts of a compound question ----------------------------------------------------------

# Marks that number what is asked: 1. 1、 (1) 一、 一是 第一, each where something begins.
_LIST_MARK = re.compile(
    rf"(?:(?<=[^\d.第至到~-])|^)(?:\((?P<in>\d{{1,2}}|{NUMERAL}{{1,3}})\)|(?P<digits>\d{{1,2}})(?:[.)](?!\d)|、)|"
    rf"(?:(?<=[\s,。;:??!])|^)(?:(?P<numeral>{NUMERAL}{{1,3}})(?:、|是)|第(?P<place>{NUMERAL}{{1,3}}|\d{{1,2}})(?:个问题)?[,、:]))"
)
_LEAST_MARKS = 2
_LEAST_LISTED = 2  # characters of one of several numbered things
_SENTENCE = re.compile(r"[^??;;。!!\n]+[??;;。!!\n]*")
_TAG = re.compile(
    r"^(?:对吗|对吧|是吧|是吗|是不是|对不对|行吗|行不行|可以吗|好吗|有没有|真的吗|没错吧)[??。,]*$"
)
# Asks of all that was named before it.
_OF_ALL = re.compile(
    r"^(?:这|那|以上|上面|上述)(?:几|[两二三四五六]|些)(?:样|件|个|项|桩|点|方面|问题)"
)
_CLAUSE = re.compile("[^,]+,?")
# Several things are named of which all is asked.
_TOGETHER = re.compile("、|[这那](?:几|[两二三四五六])|分别|各")
_QUESTION_WORD = re.compile(
    r"什么|啥|哪|谁|何(?!况)|(?<![那这前近好没])几(?![乎十百千年])|多少|怎|咋|是否|(?:吗|没有?)(?=$|[??,])|([\u4e00-\u9fff])[不没]\1"
)
_LEAST_PART = 5  # characters; what is shorter asks nothing by itself
LEAST_ALONE = 15  # characters; a shorter part leans on the part before it


def unnumbered(text: str) -> str:
    """A question that numbers what it asks as sentences without the numbers; any other as it is.

    Args:
        text: A normalised question.
    """
    marks: list[re.Match[str]] = []
    for match in _LIST_MARK.finditer(text):
        if parse_number(next(filter(None, match.groups()))) == len(marks) + 1:
            marks.append(match)
    if len(marks) < _LEAST_MARKS:
        return text
    ends = [match.start() for match in marks[1:]] + [len(text)]
    listed = [
        text[match.end() : end].strip(" ,;。") for match, end in zip(marks, ends, strict=True)
    ]
    if any(len(each) < _LEAST_LISTED for each in listed):
        return text
    said = [text[: marks[0].start()].rstrip(" ,;。:"), *listed]
    return "".join(each if each.endswith("?") else f"{each};" for each in said if each)


def parts(text: str) -> tuple[str, ...]:
    """Cut a compound question into what it asks, in order; one part when it asks one thing.

    Sentences that ask are parts; several things asked in one sentence are its facets. What is said
    before “how are these handled?” is asked about as well.
    """
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    named = sentences[:-1]
    if (
        len(named) > 1
        and _OF_ALL.match(sentences[-1])
        and all(len(s) >= _LEAST_PART for s in named)
    ):
        return tuple(named)
    asking = [s for s in sentences if len(s) >= _LEAST_PART and asks(s) and not _TAG.match(s)]
    if len(asking) > 1:
        return tuple(asking)
    return (text,)


def asking_clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of a question that each ask with a word of their own; else the whole.

    What a clause only states goes with the question behind it.

    Args:
        sentence: A normalised question that has one part.
    """
    found: list[str] = []
    stated = ""
    for clause in _CLAUSE.findall(sentence):
        stated += clause
        if _QUESTION_WORD.search(clause) and not _TAG.match(clause):
            found.append(stated)
            stated = ""
    if len(found) < 2 or _TOGETHER.search(sentence):
        return (sentence,)
    return (*found[:-1], found[-1] + stated)


def preamble(text: str) -> str:
    """The last sentence that a question says before it asks anything; empty when there is none."""
    said = ""
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if len(sentence) >= _LEAST_PART and asks(sentence):
            break
        said = sentence
    return said


_HOW = re.compile(
    r"[??]$|第几|怎么|怎样|咋|如何|为什么|为啥|啥|什么|(?:^|[^其])哪|[几多](?!乎|次|年来)[横纵环轴家个条少大高长快]|"
    r"([\u4e00-\u9fff])[不没]\1|(?:没|没有|不)[,,??]*$"
)


def asks(sentence: str) -> bool:
    """Whether a sentence asks something, by a question word or mark, or by naming both answers."""
    return answer_kind(sentence) != "free" or _HOW.search(sentence) is not None
