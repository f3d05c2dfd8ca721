"""Clauses of a question: what it asserts and what it asks, by form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.quantities import Period, find_figures, find_periods

CLAUSE = re.compile(r"(?:“[^”]*”|《[^》]*》|[^,。;?!:,;?!])+")
PARTICLES = re.compile(r"(?:吧|吗|呢|啊|呀|呗|(?<!什)(?<!怎)(?<!那)么)+$")
CONFIRMS = re.compile("[对是错误][吧吗么呗]|没错|对不对|是不是|属实|记错|听说|听讲|既然")
ASKED = re.compile(r"哪|什么|啥|怎么|咋|多少|几|谁|各|分别|何[时地人处]|多[久大高长远快]")
# 各 asks with another word only (各是多少); in what is told to be checked it may stand (各县).
QUESTION_WORD = re.compile(
    r"哪|什么|啥|怎么|咋|多少|几(?!乎)|谁|分别|何[时地人处]|多[久大高长远快]"
)
OR_NOT = re.compile(r"(.)[不没]\1|有没有|[吗不没]$")  # asks by naming both answers
ASKS_WHY = re.compile("为什么|为啥|凭什么|凭啥|怎么会|怎么还")  # of what is taken for granted
_CHOICE = re.compile("还是(?!只)")
_IS_THERE = re.compile("有没有|没有$")
# Tells of the asker; “我们市” is the plan's own city.
_OF_ONESELF = re.compile(r"^(?:我|俺)(?!们?(?:市|县|省|区|国|这|那|想|听|看|查|理解|记得))")
BARE_TOPIC = re.compile(r"^.{1,12}呢[??]?$")  # asks what is said of something
# Says that something ends or is taken back.
REVERSES = re.compile(
    r"不(?:再|让|准|许|用|管|建|修|办|搞|发|给|要|做|收|抓)[^,]{0,6}了?$|取消|取缔|叫停|停[建办掉发用]|收紧|收回|禁止|砍掉|撤[销掉]"
)
_TAG = re.compile("(?:对吧|对吗|是吧|是吗|没错吧|对不对|是不是|我没记错吧|没记错|嘛)+$")
_QUESTION_TAG = re.compile(r"(?:吗|么)[??]?$")
_ASKS_BACK = re.compile(
    '(?:难道)?(?<![是要可还])不(?:(?P<name>是)(?=[“‘"])|是(?:说|讲)?)(?!.*(?:而?是|就是))'
)
_LEAST_CLAIM = 5  # characters
_SPEAKS_BACK = re.compile(
    r"^(?:前面|刚才|上面|先前)(?:说|提|讲)?的?那[个条项]?[\u4e00-\u9fff]{0,6}$"
)
# What a clause asks to be told is not taken for granted by it.
_OF_EACH = re.compile("分别|各自?[是有怎咋占说要在]|逐[个一项条]|[两二三四五六几](?:件|样|桩)")
# What a topic that is named and nothing else may end in.
_ASPECT = re.compile(
    r"(?:目标|指标|任务|情况|进展|措施|举措|做法|办法|政策|要求|规定|内容|安排|部署|计划|规划|思路|方向|路径|重点|原则|定位|"
    r"增速|增幅|产量|产值|总量|数量|规模|面积|里程|收入|水平|质量|标准|比例|占比|比重|名单|范围|时间|期限|进度|投资|建设|[人数率量值额])$"
)
_LEADS_TO_YEAR = re.compile(r"^(?:那么?|请问|到了?|至|在|截至|等到?|[\"“])*$")
_OF_YEAR = re.compile(r"^[”\"]?(?:的时候|时候|时|的)?|[的呢?!]+$")
_WHETHER = re.compile("[吗么]$|没有$|^(?:是否|有没有|能不能|会不会|要不要)")
_ASSERTS = re.compile("不是|并非|难道|不就|就是|凭|[“《]|正确|属实|准确|一致")
_TAKES_FOR_GRANTED = re.compile("才|就|已|再|[以之]后|凭|为什么|为啥|怎么[会还就]")
# Words of a predicate that are no part of a noun (国有, 社会, 能源).
_PREDICATE = re.compile(
    "是|(?<![国所公特])有|叫|都(?!市)|已|了|(?<!重)要(?!素)|(?<![社机])会(?![议计])|能(?![源力耗效量])|把|被|属于"
)
_STATES = re.compile("是|有|叫|都|已|了|要|会|能|把|被|归|属")
_REQUESTS = re.compile(r"请给|给出|给个|列出|列一|列个|讲讲|说说|谈谈")


def clauses_of(question: str) -> Iterator[str]:
    """The clauses of a question that are long enough to claim something."""
    for match in CLAUSE.finditer(question):
        said = match.group().strip()
        clause = without_tags(said)
        if len(clause) < _LEAST_CLAIM or _SPEAKS_BACK.match(clause) or BARE_TOPIC.match(said):
            continue
        if not _lists_subjects(clause, question):
            yield clause


def without_tags(clause: str) -> str:
    """A clause without what asks for confirmation at its end; “isn't it 2025?” claims 2025."""
    bare = PARTICLES.sub("", _TAG.sub("", clause))
    return _ASKS_BACK.sub(r"\g<name>", bare) if _QUESTION_TAG.search(clause) else bare


def asserting(question: str) -> Iterator[str]:
    """Those of them that assert something, by their form."""
    for clause in clauses_of(question):
        if not ASKED.search(ASKS_WHY.sub("", clause)) and not _REQUESTS.search(clause):
            yield clause


def taken_for_granted(clauses: Sequence[str]) -> tuple[str, ...]:
    """Those of some clauses that may be told to be wrong.

    What tells of the asker may not, nor what asks whether there is something; nor may what asks by
    naming both answers (“支不支持”, “还是”) beside a clause that does not. “Is it so that …”
    asserts more than it asks.
    """
    told = [c for c in clauses if not _OF_ONESELF.match(c) and not _IS_THERE.search(c)]
    asserted = [
        c for c in told if not _CHOICE.search(c) and ("是不是" in c or not OR_NOT.search(c))
    ]
    return tuple(asserted or told)


def is_bare_topic(question: str) -> bool:
    """Whether a question only names what it is about: “2025年煤层气产量”."""
    said = [m.group().strip() for m in CLAUSE.finditer(question)]
    return (
        len(said) == 1
        and _ASPECT.search(said[0]) is not None
        and not _PREDICATE.search(said[0])
        and not CONFIRMS.search(question)
    )


def only_asks_whether(question: str) -> bool:
    """Whether a question is one clause that asks if something is so, and asserts nothing.

    “Is it not three?” asserts that it is; so does what is quoted, or only to be confirmed. A figure
    or a year is put to the test, however it is asked.
    """
    said = [m.group().strip() for m in CLAUSE.finditer(question)]
    return (
        len(said) == 1
        and _WHETHER.search(said[0]) is not None
        and not _ASSERTS.search(said[0])
        and not CONFIRMS.search(question)
        and not _TAG.search(said[0])
        and not find_periods(said[0])
        and not any(figure.unit for figure in find_figures(said[0]))
    )


def periods_asked_for(question: str) -> list[Period]:
    """The periods of which a question wants to know something, without saying what happens then.

    “2035年人均收入多少” asks of that year; “2030年才通航的机场” says something of it.
    """
    return [
        period
        for match in CLAUSE.finditer(question)
        if (period := _period_asked_for(match.group().strip(), question))
    ]


def _period_asked_for(clause: str, question: str) -> Period | None:
    period = next(iter(find_periods(clause)), None)
    if period is None or not _LEADS_TO_YEAR.match(clause[: period.start]):
        return None
    rest = _OF_YEAR.sub("", clause[period.end :])
    asks = QUESTION_WORD.search(rest) and not _TAKES_FOR_GRANTED.search(rest)
    is_topic = not rest or BARE_TOPIC.match(clause) or is_bare_topic(question)
    return period if asks or is_topic else None


def _lists_subjects(clause: str, question: str) -> bool:
    """Whether a clause names what is to be told of one by one."""
    is_list = "、" in clause and not _STATES.search(clause)
    return is_list and _OF_EACH.search(question) is not None
