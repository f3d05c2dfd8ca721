"""Direct requests: questions that counting, listing and ordering answer, not a search."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from assistant.imprint import asks_imprint
from assistant.numerals import NUMERAL, parse_number
from assistant.quantities import find_periods
from assistant.quoted import QUOTED_OR_TITLE, quoted_in
from assistant.slots import place_names

RequestKind = Literal[
    "imprint", "outline", "part_size", "mentions", "about", "items", "figures", "timeline"
]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        kind: ``imprint``: what the document says of itself. ``outline``: how many parts and
            articles there are. ``part_size``: which part has the most or fewest articles.
            ``mentions``: where words occur. ``about``: which unit has a subject for its title.
            ``items``: what an article of some name lists or says. ``figures``: the plan's figures.
            ``timeline``: what is planned for a subject, by year.
        terms: Words to look for, each on its own; for ``about`` and ``timeline`` the subject, for
            ``items`` words of the list's name.
        is_literal: Whether the asker means exactly these words, not what they stand for.
        is_theme: Whether the words stand for all that is said about a place.
        list_name: Of a place, the name of what is asked for beside it (“晋城有哪些定位”); a list of
            the plan may have this name.
        place: Of a list, the place whose list it is to be; empty when none is named.
        of_parts: Whether parts are asked for instead of articles.
        of_most: Of part sizes, whether the part with the most articles is asked for.
        percent_only: Of figures, only shares in per cent.
        period: Of figures, only those with this deadline, as `find_periods` names it.
        claimed: How many items, parts or articles the asker supposes there are.
    """

    kind: RequestKind
    terms: tuple[str, ...] = ()
    is_literal: bool = False
    is_theme: bool = False
    list_name: tuple[str, ...] = ()
    place: str = ""
    of_parts: bool = False
    of_most: bool = True
    percent_only: bool = False
    period: str | None = None
    claimed: int | None = None


_UNITS = r"(?:条文|条款|条|部分|章节?|篇|地方|处|单元|段)"
_WHICH = rf"(?:都有|有|在|是|分别是)?(?:第几|哪些|哪几|哪|几|多少)(?:一|个)?{_UNITS}"
_INSIDE = r"(?:里面?|中|当中|之中|内容)?(?:都|全都|曾|直接|明确)?"
_MENTION = (
    r"(?:提到|提及|提过|提了|出现|写到|写进|写了|写有|写明|说到|谈到|点到|点了|点名|涉及|包含|含有|用到|"
    r"用了|带有|带着|带)(?:了|过|的|有)?"
)
_ABOUT = (
    r"(?:专门|主要|具体)?(?:是)?(?:讲到|讲的|讲了|讲|说的|说|写的|写|规定|管的?|"
    r"关于|谈的?|对应)(?:是)?"
)
_WORD_OF = (
    r"(?:这个词|这个提法|这个说法|这个概念|这几个字|这[两三四]个字|一词|的字样|字样|的提法|的说法)"
)
_MENTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHICH}{_INSIDE}{_MENTION}(?P<term>.+)",
        rf"{_MENTION}(?P<term>.+?)的{_UNITS}(?:都|一共|总共|共|分别)?(?:有|是)?"
        r"(?:哪些|哪几|几|多少|列|找|全)",
        rf"{_MENTION}(?P<term>.+?)的(?:都)?(?:有|是|在)(?:第几|哪些|哪几|几|"
        rf"多少)(?:个|一)?{_UNITS}",
        rf"(?P<term>.+?)(?:都|分别|一共|总共|到底)?(?:被)?(?:在|出现在|写在|"
        rf"见于)?{_WHICH}{_INSIDE}{_MENTION}",
        rf"(?P<term>.+?)(?:都|各|分别|一共|总共|到底)?(?:是)?在{_WHICH}{_INSIDE}(?:讲|说|谈|写)",
        rf"(?P<term>.+?)(?:都|分别|一共|总共|到底)?(?:出现|用)在(?:了)?(?:文件|"
        rf"规划|建议|全文)?(?:的|里)?{_WHICH}",
        r"(?P<term>.+?)(?:在?(?:文件|规划|建议|全文)(?:里|中)?)?(?:一共|总共|共)?"
        r"(?:出现|提到|提及|提)(?:了|过)?(?:几|多少)(?:次|处|回|遍)",
    )
)
_SUBJECT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:{_ABOUT})?(?P<term>.+?)的?[那这]一?条(?:是|在|排)*第几",
        rf"(?:第几|哪一?|哪些|哪几)(?:个)?(?:条文|条|部分|章|篇){_INSIDE}{_ABOUT}(?P<term>.+)",
        rf"{_ABOUT}(?P<term>.+?)的?(?:那条|条文|条款|条|部分|内容)?(?:是|在|"
        rf"属于|写在)(?:第几|哪一?|哪几)"
        rf"(?:个)?(?:条文|条|部分|章|篇)",
        r"(?P<term>.+?)(?:的(?:内容|事|规定|条文))?(?:是|在|写在|放在|属于|"
        r"归)(?:文件|规划|建议)?的?"
        r"(?:第几|哪一?)(?:个)?(?:条|部分|章|篇)",
    )
)
_SEVERAL_PLACES = re.compile(
    rf"(?:第几|哪些|哪几|(?<!第)几|多少|所有|全部|凡是?)(?:个|一)?(?:的)?{_UNITS}|"
    r"(?:条款|条文|条)的?(?:编号|号|号码|清单|名单)|(?:几|多少)(?:次|处|回|遍)|"
    r"(?:哪些|哪几)(?=.{0,12}条)|的(?:条款|条文|地方)(?:$|都|有|全|一|,|。)"
)
_IS_MENTIONED = re.compile(
    rf"(?:被|都|曾|直接|明确|在)*{_MENTION}|(?:写|用|出现|说|讲|谈|提|见)(?:在|于|过|到)|出现|"
    r"(?:这个|这种|的)(?:词|字|提法|说法|字样|字眼|期限|年份)|(?:这)?[两三四几](?:个)?字|"
    r"[里中](?:都|也)?有|提了"
)
_ASKING = re.compile(
    r"请问|请|麻烦|帮我|帮忙|给我|我想知道|我想|想知道|查一?下|查|找一?下|找|看看|看|列一?下|列出来?|列个|列|统计一?下?|统计|"
    r"数一?下|数|归拢|汇总|整理|编号|条号|清单|名单|就行|就好|即可|出来|一下|全部|所有|全都|全(?!文)|都|分别|各自|各|"
    r"一共|总共|统共|共|到底|究竟|这份|这个|这些|整份|整个|本|文件|规划|建议|全文|通篇|方案|纲要|里头|里面|里边|"
    r"[里中](?=[^\w]|$)|当中|之中|的|是|有|在|把|被|了|呢|吗|呀|啊|吧|什么|哪些|哪几|哪|几|多少|个|条文|条款|条|部分|地方|"
    r"分成|分为|它|咱们?|我们?|要|给|[^\w、]"
)
_JOINED = re.compile(r"或者?|、|以及|还有|和(?=\S)")
_MOST_TERMS = 4
_LAST_WORD = 2  # characters of the word at a title's end
_TIMES = r"(?:几|多少)(?:次|处|回|遍)"
_HOW_OFTEN = re.compile(_TIMES)
# A quoted expression with these is looked for word by word.
_COUNTS_QUOTED = re.compile(
    rf"(?:出现|提|说|讲|用|写|见|有)[^,。;]{{0,4}}{_TIMES}|"
    r"(?:字|词|提法|说法)的(?:条文|条款|条|地方)|条号|逐条"
)
_EXTREME_PART = re.compile(
    r"哪一?个?(?:部分|章|篇)[^,。]{0,8}条[数文目]?[^,。]{0,3}最[多少]|"
    r"条[数文目]?[^,。]{0,3}最[多少]的[^,。]{0,3}哪一?个?(?:部分|章|篇)"
)
_OUTLINE = re.compile(
    r"(?:一共|总共|统共|全文|整个|整份|这份|规划|建议|文件|通篇).{0,10}?(?:多少|"
    r"(?<!第)几)(?:个|大)?(?:条|部分|章|篇)"
    r"|^(?:有|分)?(?:成|为)?(?:多少|几)(?:个|大)?(?:条|部分|章|篇)"
)
# What the whole is about: “这个规划主要讲什么”, “规划的框架是什么”, “概括一下这份建议”.
_THE_PLAN = (
    r"(?:这[个份部]?|本|该|整[个份部]|咱们?的?|我们?的?|市里的?|[\u4e00-\u9fff]{2}市?的?)?"
    r"(?:《?(?:十四五|五年)?(?:发展)?(?:规划|建议|文件|纲要)》?|《[^》]{2,40}》|全文|通篇)(?:全文|通篇)?"
)
_OVERVIEW = re.compile(
    r"^(?:请问|请|麻烦|帮我|给我|用几句话|简单|大概|总的)*(?:"
    rf"{_THE_PLAN}[里中]?(?:主要|大概|大致|大体|总体上?|整体|总的|一共|总共|究竟|到底|都|具体|分别|说的是|是)*"
    r"(?:讲|说|写|谈|包括|包含|涉及|规定|提|安排|部署|讲述)(?:到|了|的|的是|些)*(?:什么|啥|哪些|哪几)"
    r"(?:个?方面|内容|事情?|东西|块)*(?:的?(?:内容|事情?|东西))?|"
    rf"{_THE_PLAN}的?(?:主要|基本|总体|核心)?(?:内容|框架|结构|提纲|目录|概要|大意|梗概)"
    r"(?:是|有|包括|都)*(?:什么|哪些|啥|怎样的?)*|"
    rf"(?:介绍|概括|总结|概述|概要|梳理|说说|讲讲|看看|了解)(?:一下)?{_THE_PLAN}(?:的?(?:主要|基本)?内容)?|"
    rf"(?:把|发|给|来|列|看|要|想|我|出|一下|一?[个份])*(?:{_THE_PLAN}的?)?(?:全文|提纲|目录|大纲|框架|概要|梗概)"
    r"(?:[给发]给?我|列|贴|发|看|出来?|一下|来)*(?:是什么|是啥|有哪些|有吗)?"
    r")(?:呢|啊|呀|吗|吧|的)*[??。!]*$"
)
_FIGURES = re.compile(
    r"(?:数量|量化|百分之(?:几|多少)|百分比|百分数|百分号|定量|具体数).{0,3}(?:指标|目标|任务|数据|的)"
    # Not “goals of the digital economy”, nor “those in digital design”.
    r"|数字[类型上]?的?(?:指标|目标|任务)|[带有含是]数字的|带数的"
    r"|(?:指标|目标).{0,6}(?:百分比|百分号|百分数|数字(?!经济|政府|化|产业|乡村|社会|创意|技术|城市))"
)
_ENUMERATES = re.compile(
    r"哪些|哪几|列出|列一|列个|列表|单子|汇总|整理|全部|所有|清单|梳理|都有|有什么|"
    r"有啥|盘一|理一|多少个|几个|归拢|找出|扒拉|[都全].{0,4}出来|做.{0,2}表"
)
_PERCENT = re.compile(r"百分|%|占比|比重")
_TIMELINE = re.compile(
    r"时间节点|时间表|时间线|时间顺序|阶段性?目标|各阶段|几个阶段|分几步|按(?:照)?(?:年份|"
    r"年度|时间|先后)|"
    r"(?:每个|各个?|几个|关键|建设)节点|节点.{0,4}(?:排|列)|进度安排|先后顺序"
)
# What is asked for besides.
_EXCEPTED = re.compile(r"(?:除了|除去|不要|不算|不光|不止)[^,。;]*")
_quoted = partial(quoted_in, most=20, titles=True)
# Words around the subject that only ask to be shown it.
_AROUND = re.compile(
    r"^(?:请问|请|麻烦|帮我|帮忙|给我|我想知道|我想看看?|想问一?下?|查一?下|"
    r"找一?下|看看|列一?下|列出|统计一?下?|数一?下|"
    r"这份|本|这个)*(?:文件|规划|建议|全文|方案|纲要)?(?:里面?|中|当中)?(?:的|"
    r"有|把|对|是|到|了|过|,)*"
    r"|(?:的)?(?:问题|事情|事|内容|情况|字眼|要求)$"
)
_BEHIND = re.compile(
    rf"{_WORD_OF}|(?:的)?(?:条文|条款)$|的名字?$|[??!!。.,,;;].*$|(?:呢|吗|呀|啊|吧|嘛|的|了|过|有)+$|"
    r"(?:分别|各自|都)?是?(?:哪些|哪几条|哪几个|什么|怎么说的?|多少)$|(?:请)?(?:全部|"
    r"逐条|逐一|一一|都)?列(?:出|一下|全|个).*$"
)
_NO_SUBJECT = re.compile(
    r"什么|哪|怎么|多少|几个|为什么|如何|谁|第[\d一二三四五六七八九十百]+[条部]"
)
_LONGEST_TERM = 14  # characters; longer ones are descriptions that nothing holds word for word

# A question for what a plan lists (“哪几个定位”), and the words around the name of the list.
_ASKS_FOR_ITEMS = re.compile(r"(?:哪些|(?:哪几|(?<!第)几|多少)[个条项大]?)(?:方面)?|什么|啥")
_AROUND_A_LIST = re.compile(
    rf"请问|请|麻烦|帮我|给我|我想知道|想知道|一共|总共|统共|都|共|各自|分别|到底|究竟|具体|"
    rf"这份|文件|规划|建议|全文|[里中](?=有|提|说|写)|[咱我]们?市?|全市|(?:今后|未来|这)?五年|“?十四五”?(?:时期|期间)?|"
    rf"坚持|遵循|遵守|确立|确定|设定|定(?!位)|提出|提|明确|实现|达到|到|努力|必须|应该?|需要|(?<!主)要|"
    rf"挨个|逐个|一个个|念|听|[咱我](?=$|[^\w])|报|名[字称]|列出来?|列|说|讲|包括|包含|有|是|叫|给|的|了|呢|啊|呀|"
    rf"第(?:{NUMERAL}+|\d+)(?:条|部分)|{NUMERAL}[大个条项](?:大|基本)?|[^\w]"
)

_GENERAL = re.compile(
    r"有?(?:哪些|哪几|什么|啥|多少)|怎么|怎样|咋|如何|发展|规划|安排|内容|任务|项目|工作|建设|目标|定位|方面|情况|"
    r"要求|提到|涉及|有关|相关|关于|以后|将来|今后|未来|重点|事情|事|打算|部署|搞|做|干|写|说|讲|建议|文件|县城|县里|"
    r"十四五|五年|的|了|是|在|里|中|它|这|那|个|县|市|对|给|要|会|请|帮我|把|全部|所有|一下|列出来?|列|都|地方|和|[\W_]"
)
# Of these words, those for a kind of thing: who says one does not ask for the whole plan.
_NAMES_KIND = re.compile("任务|项目|目标|定位|要求")
_WIDE = re.compile(
    r"哪些|哪几|[什啥]么?安排|[怎咋]么?(?:发展|说|定位|规划|安排)|有什么|有啥|提到|涉及|相关|有关"
)


# “There are eight goals, aren't there?” asks how many there are, and says so.
_CLAIMS_NUMBER = re.compile(
    rf"(?P<before>[^,。;]+?(?:有|是|分为?|分成|共|了)|[^,。;]{{2,}}?)(?<![同哪这那每某])(?P<number>{NUMERAL}{{1,3}}|\d{{1,3}})"
    r"(?P<unit>[个条项大](?:部分)?|部分|章|篇)(?P<behind>(?:(?![里中有])[\u4e00-\u9fff]){0,8}?)"
    r"(?:吗|吧|么|,?(?:对吗|对吧|是吗|是吧|对不对|是不是))[??。]*$"
)


def find_request(text: str) -> Request | None:
    """Recognise a direct request in a normalised question; None when it is an ordinary one.

    Whether a plan has a list of the name that is asked for (``items``) is still to be seen.
    """
    return _claimed_number(text) or _request(text)


def _claimed_number(text: str) -> Request | None:
    """The request for how many items, parts or articles there are by who supposes a number."""
    match = _CLAIMS_NUMBER.fullmatch(text)
    number = parse_number(match["number"]) if match else None
    if not match or not number:
        return None
    before = re.sub(r"(?:难道)?(?:不是|是不是|是否)(?=$|有|分)", "", match["before"])
    request = _request(f"{before}几{match['unit']}{match['behind']}")
    if request is None or request.kind not in ("items", "outline"):
        return None
    of_parts = re.search("部分|章|篇", match["unit"] + match["behind"]) is not None
    return replace(request, claimed=number, of_parts=of_parts)


def _request(text: str) -> Request | None:
    if asks_imprint(text):
        return Request("imprint")
    if _OVERVIEW.match(text):
        return Request("outline")
    if place := _only_place(text):
        name = _named_list(text) if _NAMES_KIND.search(text) else ()
        return Request("mentions", (place,), is_theme=True, list_name=name)
    if _FIGURES.search(text) and _ENUMERATES.search(text):
        period = next((period.name for period in find_periods(text)), None)
        return Request("figures", percent_only=bool(_PERCENT.search(text)), period=period)
    if _TIMELINE.search(_EXCEPTED.sub("", text)):
        return Request("timeline", (text,))
    if match := _EXTREME_PART.search(text):
        return Request("part_size", of_most="多" in match.group())
    if terms := _terms(text, _MENTIONS):
        literal = bool(_quoted(text) or re.search(_WORD_OF, text))
        return Request("mentions", terms, is_literal=literal)
    if terms := _left_over(text):
        return Request("mentions", terms, is_literal=bool(_quoted(text)))
    if (quoted := _quoted(text)) and (_COUNTS_QUOTED.search(text) or _only_counts(text)):
        return Request("mentions", tuple(dict.fromkeys(quoted)), is_literal=True)
    if terms := _terms(text, _SUBJECT):
        return Request(
            "about", terms, of_parts=bool(re.search("(?:哪|第几).{0,2}(?:部分|章|篇)", text))
        )
    if _OUTLINE.search(text) and not re.sub(r"[大分章篇里中、 ]", "", _subject_of(text)):
        return Request("outline")
    terms = _named_list(text)
    return Request("items", terms, place=_place_of_list(text)) if terms else None


def asks_for_list_of(text: str, title: str) -> bool:
    """Whether a question asks for several things of the kind that a title ends with.

    “六个发展定位都有哪些” asks for the list of an article on “发展战略定位”.
    """
    return bool(title) and last_word(title) in text and _ASKS_FOR_ITEMS.search(text) is not None


def last_word(name: str) -> str:
    """What a title or the name of a list ends with: what kind of things it has."""
    return name[-_LAST_WORD:]


def _left_over(text: str) -> tuple[str, ...]:
    """The words to look for in a question for all places that mention them, in any order of words.

    What is left when the words that ask for places and name the mentioning are taken away; a
    description that the text does not hold word for word finds nothing, and is searched for.
    """
    if not _SEVERAL_PLACES.search(text) or not _IS_MENTIONED.search(text):
        return ()
    quoted = tuple(dict.fromkeys(_quoted(text)))
    if quoted:
        return quoted
    rest = _subject_of(_IS_MENTIONED.sub(" ", _SEVERAL_PLACES.sub(" ", text)))
    terms = [term for words in rest.split() for term in _JOINED.split(words) if term]
    if 1 <= len(terms) <= _MOST_TERMS and all(2 <= len(t) <= _LONGEST_TERM for t in terms):
        return tuple(dict.fromkeys(terms))
    return ()


def _named_list(text: str) -> tuple[str, ...]:
    """The name of the list that is asked for, in words, when a question names nothing else."""
    return list_name(text) if _ASKS_FOR_ITEMS.search(text) else ()


def list_name(text: str) -> tuple[str, ...]:
    """The words of the one thing that a text names; empty when there are others, or none."""
    terms = tuple(filter(None, (term.removeprefix(_place_at(term)) for term in _list_words(text))))
    return terms if all(len(term) > 1 for term in terms) else ()


def _list_words(text: str) -> list[str]:
    return _AROUND_A_LIST.sub(" ", _ASKS_FOR_ITEMS.sub(" ", text)).split()


def _place_of_list(text: str) -> str:
    return next(filter(None, map(_place_at, _list_words(text))), "")


def _place_at(term: str) -> str:
    """The name of a place that a term begins with; empty when there is none."""
    return max((name for name in place_names() if term.startswith(name)), key=len, default="")


def _only_counts(text: str) -> bool:
    """Whether a question asks how often a quoted expression occurs, and of nothing done with it."""
    if not _HOW_OFTEN.search(text):
        return False
    rest = _HOW_OFTEN.sub(" ", QUOTED_OR_TITLE.sub(" ", text))
    return not _subject_of(_IS_MENTIONED.sub(" ", rest))


def _subject_of(text: str) -> str:
    """What is left of a request without the words that only ask to be shown or told something."""
    return " ".join(_ASKING.sub(" ", text).split())


def _only_place(text: str) -> str | None:
    """The place that a wide question is about, when it names nothing else."""
    if not _WIDE.search(text):
        return None
    rest = _GENERAL.sub(" ", text).split()
    if len(rest) == 1 and rest[0] in place_names():
        return rest[0]
    return None


def _terms(text: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    match = next((m for pattern in patterns if (m := pattern.search(text))), None)
    if not match:
        return ()
    quoted = _quoted(text)
    if quoted:
        return tuple(dict.fromkeys(quoted))
    whole = _trimmed(match["term"])
    terms = [_trimmed(term) for term in _JOINED.split(whole)]
    if not all(2 <= len(term) <= _LONGEST_TERM and not _NO_SUBJECT.search(term) for term in terms):
        return ()
    return tuple(dict.fromkeys(terms))


def _trimmed(term: str) -> str:
    before = None
    while term != before:
        before = term
        term = _BEHIND.sub("", _AROUND.sub("", term)).strip(" “”\"'‘’《》")
    return term
