"""Second wishes: a question that asks for a list, and in the same breath for one thing of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.items import names_item
from assistant.question import asks
from assistant.references import asks_which_article, asks_which_part, find_references

_BOUNDARY = re.compile(r"[,;。??!!]+")
_LIST_ASKED = re.compile(
    r"哪些|哪几|有(?:什么|啥)|(?<!第)(?:几|多少)(?:个|条|项|点|步|类|样|种|章|大|部分|方面|次|处)(?!问题)|"
    r"都有|列(?:出|一下|举)|第几|哪一?条"
)
# What joins the second wish to the first.
_AND = re.compile(
    r"^(?:顺便|另外|还有|然后|那么|请|麻烦)*(?:再(?!生|就业|造)|也|并(?!网|购|轨))?(?:看看|看下|问一?下|问问|说说|讲讲|告诉我)?,?"
)
# One of what was listed; its place among the others.
_THAT_ONE = re.compile(
    r"^那?[^,那这]{0,12}那[个条项](?!人|事|钱|意思|规划|建议|文件|政策|方案|问题|县|市)|"
    r"排(?:在|到)?(?:第几|老几)|第几[个位项]|^其中"
)
# “And where first?” asks of what was named before.
_NO_SUBJECT = re.compile(
    r"^(?:最早|最先|首次|头一次|第一次|最后|又|都|分别|各|是|在|出现|写|讲|到|哪一?|第几|个|条|部分|章|里|呢|的|[^\w])+$"
)
_RANK = re.compile(r"排(?:在|到)?(?:第几|老几)(?![条部章])|第几[位项]|是第几个(?![\u4e00-\u9fff])")
# A rank that no list tells.
_AMONG_OTHERS = re.compile("全[省国市]|[省国]内|同类|同级|周边|[各兄弟]市")
_LEAST_FIRST, _LEAST_SECOND = 4, 3  # characters


class Wishes(NamedTuple):
    """Two wishes, and whether the second one is understood like a turn behind the first."""

    first: str
    second: str
    depends: bool


def two_wishes(text: str) -> Wishes | None:
    """The question for the list and the one for what is in it, or None of any other question.

    “基本原则有几条,第三条是什么” asks for the third of them.

    Args:
        text: The question, normalised.
    """
    asked = _LIST_ASKED.search(text)
    boundary = _BOUNDARY.search(text, asked.end()) if asked else None
    if boundary is None:
        return None
    first, second = text[: boundary.start()], _AND.sub("", text[boundary.end() :])
    if len(first) < _LEAST_FIRST or len(second) < _LEAST_SECOND or _names_item_of_a_list(first):
        return None
    means_one = names_item(second) or _THAT_ONE.search(second) is not None
    asks_where = asks_which_article(second) or asks_which_part(second)
    if asks(second) and (means_one or (asks_where and not _NO_SUBJECT.match(second))):
        return Wishes(first, second, depends=means_one)
    return None


def _names_item_of_a_list(text: str) -> bool:
    """Whether a text means one thing of a list, article 5 not being such a thing."""
    return names_item(find_references(text)[1])


def asks_rank(text: str) -> bool:
    """Whether a question wants to know which of several things in a list something is."""
    return _RANK.search(text) is not None and _AMONG_OTHERS.search(text) is None
