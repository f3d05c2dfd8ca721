"""Courtesies: what people say to one another beside what they want to know.

A message of courtesies alone is answered with one of our own sentences, and no later turn goes on
with it; before a question they are left out.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.answer import Answer, Status
from assistant.question import normalise

CourtesyKind = Literal["abilities", "greeting", "thanks", "farewell", "assent"]
ShownStatus = Status | Literal["courtesy"]

# The first kind that a message has decides what is said.
_SAID: tuple[tuple[CourtesyKind, str], ...] = (
    (
        "abilities",
        r"(?:请问)?(?:[你您](?:都|到底)?(?:能|会|可以)(?:帮我|为我)?(?:做|干|回答|解答|查|答|帮)?(?:点|些|哪些|什么|啥|的?问题|忙|事情?)+|"
        r"[你您](?:是谁|叫什么(?:名字)?|是(?:什么|啥|干什么的|做什么的|干啥的)|有(?:什么|啥|哪些)(?:用|功能|本事))|"
        r"我?(?:都|还)?(?:能|可以)(?:向|跟)?[你您]?问[你您]?(?:什么|啥|哪些)(?:问题)?|"
        r"(?:都|还)?有(?:什么|啥|哪些)(?:问题)?(?:可以|能)问[你您]?的?|"
        r"(?:[你您]|(?:这个?|该|本)?(?:助手|系统|工具|网站|页面|程序))(?:该|要)?(?:怎么|如何|咋)(?:使用|用|提问|操作|问)|"
        r"(?:该|要)?(?:怎么|如何|咋)(?:使用|用|问)(?:[你您]|(?:这个?|该|本)(?:助手|系统|工具|网站|页面|程序))|(?:怎么|如何|咋)提问|"
        r"(?:这个?|该|本)(?:助手|系统|工具|网站|页面|程序)(?:能|会|可以|是)(?:做|干|回答)?(?:什么|啥|哪些)(?:用|的|问题)?|"
        r"(?:请|介绍一?下?|说说)?(?:自我介绍|[你您]?自己)(?:一下)?|介绍一?下?[你您]自?己?|使用(?:说明|帮助|方法)|帮助|help)",
    ),
    (
        "greeting",
        r"[你您]们?好|大家好|(?:早上|上午|中午|下午|晚上)好|早安|晚安|哈[喽啰]|嗨|在吗|在不在|在么|有人(?:在)?吗|"
        r"同志|助手|hello|hi|hey",
    ),
    (
        "thanks",
        r"(?:非常|十分|太|真是?)?(?:谢谢|感谢|多谢|谢了|谢啦)(?:[你您]们?|大家|帮忙|帮助|解答|回答|的)*|(?:辛苦|麻烦)[你您]?了|thanks|"
        r"thank you",
    ),
    (
        "farewell",
        r"再见|拜拜|回头见|下次(?:见|再聊)|没有?(?:别的|其他|什么)?(?:问题|事)了|(?:就|先)(?:这样|到这里?)|bye|goodbye",
    ),
    (
        "assent",
        r"[哦噢嗯啊喔唉]+|好(?:的|吧|嘞|了)?|行(?:吧|了)?|那行|(?:我)?知道了?|(?:我)?明白了?|(?:我)?懂了|收到|了解了?|"
        r"原来如此|这样啊|不错|很好|真(?:好|棒|不错)|太(?:好|棒)了|哈+|ok|okay",
    ),
)  # fmt: skip
_SIGHS = "[啊呀哦吧啦了嘛哈]*"
_MARKS = r"[,。!?;、~…. ]"
_PIECES = tuple(
    (kind, re.compile(rf"(?:{said}){_SIGHS}(?={_MARKS}|$){_MARKS}*", re.IGNORECASE))
    for kind, said in _SAID
)


def courtesy(text: str) -> CourtesyKind | None:
    """The kind of a message that consists of courtesies; None of one that says something else.

    Args:
        text: A normalised message.
    """
    kinds, rest = _read(text)
    if rest.strip() or not kinds:
        return None
    return next(kind for kind, _ in _SAID if kind in kinds)


def status_shown(answer: Answer) -> ShownStatus:
    """What an answer is marked as for readers: nothing was refused to who only said hello."""
    is_refused = answer.status == "refused"
    return "courtesy" if is_refused and courtesy(normalise(answer.question)) else answer.status


def without_courtesies(text: str) -> str:
    """A message without the courtesies before what it asks; one of them alone as it is.

    Args:
        text: A normalised message.
    """
    kinds, rest = _read(text)
    return rest if rest.strip() and "abilities" not in kinds else text


def _read(text: str) -> tuple[set[CourtesyKind], str]:
    """Kinds of the courtesies that a text begins with, and what is left behind them."""
    kinds: set[CourtesyKind] = set()
    rest = text
    while found := next(
        ((kind, match) for kind, piece in _PIECES if (match := piece.match(rest))), None
    ):
        kind, match = found
        kinds.add(kind)
        rest = rest[match.end() :]
    return kinds, rest
