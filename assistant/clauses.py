"""Clauses of a question: what it asserts and what it asks, by form."""

from __future__ import annotations

import re
from collections.abc import Iterator

CLAUSE = re.compile(r"(?:“[^”]*”|《[^》]*》|[^,。;?!:,;?!])+")
PARTICLES = re.compile(r"(?:吧|吗|呢|啊|呀|呗|(?<!什)(?<!怎)(?<!那)么)+$")
CONFIRMS = re.compile("[对是错误][吧吗么呗]|没错|对不对|是不是|属实|记错|听说|听讲|既然")
ASKED = re.compile(r"哪|什么|啥|怎么|咋|多少|几|谁|各|分别")
# 各 asks with another word only (各是多少); in what is told to be checked it may stand (各县).
QUESTION_WORD = re.compile(r"哪|什么|啥|怎么|咋|多少|几(?!乎)|谁|分别")
OR_NOT = re.compile(r"(.)[不没]\1|有没有|[吗不没]$")  # asks by naming both answers
ASKS_WHY = re.compile("为什么|为啥|凭什么|凭啥|怎么会|怎么还")  # of what is taken for granted
BARE_TOPIC = re.compile(r"^.{1,12}呢[??]?$")  # asks what is said of something
# Says that something ends or is taken back.
REVERSES = re.compile(
    r"不(?:再|让|准|许|用|管|建|修|办|搞|发|给|要|做|收|抓)[^,]{0,6}了?$|取消|取缔|叫停|停[建办掉发用]|收紧|收回|禁止|砍掉|撤[销掉]"
)
_TAG = re.compile("(?:对吧|对吗|是吧|是吗|没错吧|对不对|是不是|我没记错吧|没记错|嘛)+$")
_LEAST_CLAIM = 5  # characters
_SPEAKS_BACK = re.compile(
    r"^(?:前面|刚才|上面|先前)(?:说|提|讲)?的?那[个条项]?[\u4e00-\u9fff]{0,6}$"
)
# What a clause asks to be told is not taken for granted by it.
_OF_EACH = re.compile("分别|各自?[是有怎咋占说要在]|逐[个一项条]|[两二三四五六几](?:件|样|桩)")
_STATES = re.compile("是|有|叫|都|已|了|要|会|能|把|被|归|属")
_REQUESTS = re.compile(r"请给|给出|给个|列出|列一|列个|讲讲|说说|谈谈")


def clauses_of(question: str) -> Iterator[str]:
    """The clauses of a question that are long enough to claim something."""
    for match in CLAUSE.finditer(question):
        said = match.group().strip()
        clause = PARTICLES.sub("", _TAG.sub("", said))
        if len(clause) < _LEAST_CLAIM or _SPEAKS_BACK.match(clause) or BARE_TOPIC.match(said):
            continue
        if not _lists_subjects(clause, question):
            yield clause


def asserting(question: str) -> Iterator[str]:
    """Those of them that assert something, by their form."""
    for clause in clauses_of(question):
        if not ASKED.search(ASKS_WHY.sub("", clause)) and not _REQUESTS.search(clause):
            yield clause


def _lists_subjects(clause: str, question: str) -> bool:
    """Whether a clause names what is to be told of one by one."""
    is_list = "、" in clause and not _STATES.search(clause)
    return is_list and _OF_EACH.search(question) is not None
