"""Turns that go back to what was asked before the last question."""

from __future__ import annotations

import re
from dataclasses import dataclass

# “回到机场,…”, “再说回第一个,…”: what leads back stands first and says nothing itself.
_SO = r"(?:那么?|好|嗯|哦|行|咱们?|我们?|我想|我要|我|还是|请|先|再|就|又|,)*"
_LEADS_BACK = re.compile(
    rf"^{_SO}(?:(?:(?:回|返|绕|转|倒)(?:回|到|回到)|回(?:过)?(?:头|去|来)再?(?:说|看|问|讲|聊|提)|(?:说|问|讲|聊|看|提)回到?)"
    r"(?:来|去)?(?:再?(?:说|看|问|讲|聊)(?:说|看|问|讲)?)?|"
    r"(?:再|还是)(?:接着)?(?:说|问|讲|聊|提)(?:说|问|讲)?(?=(?:刚才|前|开|最|第一|头|先前|一开)))"
)
_AT_FIRST = re.compile(
    r"(?:一|最)开始|[最一]开头|开头(?=那|说|问|提|的[那,]|,)|最(?:初|早|先)|最前[头面]|起初|第一个(?:问题|问的|里|,)|头一个(?:问题|问的|说的|里|,)|"
    r"第一问|头一问"
)
_BEFORE = re.compile(
    r"(?:前[面头]|先前|之前|刚才|上[面头])(?:那[个条项件]|的?那[个条项件]?(?:事|问题)|(?:说|讲|问|提|聊)(?:到|过|起)?的?|第一个)|"
    r"^(?:[那哦嗯,])*前面"
)
# Said of the question that is meant and of nothing in its answer.
_FIRST_QUESTION = re.compile(
    r"^(?:第一个|头一个|第一问|头一问|最?开[始头]|最初)(?:那个)?(?:问题|问的|说的|提的)?(?:那个)?[,:]"
)
_LEFT_OVER = re.compile(r"^[,。::;!、 ]+")


@dataclass(frozen=True, slots=True)
class Return:
    """A turn that may mean an earlier question than the last one.

    Attributes:
        question: What it asks, without the words that lead back.
        is_sure: Whether it leaves the last question for certain.
        to_first: Whether it means the first question of the conversation.
    """

    question: str
    is_sure: bool
    to_first: bool


def going_back(question: str) -> Return | None:
    """Read a turn that goes back; None of one that does not say so.

    Args:
        question: The turn, normalised.
    """
    led = _LEADS_BACK.match(question)
    rest = _LEFT_OVER.sub("", question[led.end() :]) if led else question
    to_first = _AT_FIRST.search(rest) is not None
    if not led and not to_first and not _BEFORE.search(rest):
        return None
    asked = _FIRST_QUESTION.sub("", rest) if led else rest
    return Return(asked or rest or question, led is not None or to_first, to_first)
