"""Second wishes: a question that asks for a list, and in the same breath for one thing of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.conversation import names_item
from assistant.question import asks
from assistant.references import asks_which_article, asks_which_part

_BOUNDARY = re.compile(r"[,;。??!!]+")
_LIST_ASKED = re.compile(
    r"哪些|哪几|有(?:什么|啥)|(?:几|多少)(?:个|条|项|点|步|类|样|种|章|大|部分|方面|次|处)|都有|列|第几|哪一?条"
)
_AND = re.compile(
    r"^(?:(?:顺便|另外|还有|然后|再|其中|那么?|也|请|麻烦|并)*(?:看看|看下|问一?下|说说|讲讲|告诉我)?)[,]?"
)
# One of what was listed; its place among the others.
_THAT_ONE = re.compile(
    r"[那这][个条项点]|排(?:在|到)?(?:第几|老几)|第几[个位项]|(?:其中|里面?)[^,]{1,8}(?:是|怎么)"
)
# “And where first?” asks of what was named before.
_NO_SUBJECT = re.compile(
    r"^(?:最早|最先|首次|头一次|第一次|最后|又|都|分别|各|是|在|出现|写|讲|到|哪一?|第几|个|条|部分|章|里|呢|的|[^\w])+$"
)
_RANK = re.compile(r"排(?:在|到)?(?:第几|老几)(?![条部章])|第几[个位项]")
_AMONG_OTHERS = re.compile("全[省国]|[省国]内|同类|兄弟市")  # a rank that no list tells
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
    for match in _BOUNDARY.finditer(text):
        first, second = text[: match.start()], _AND.sub("", text[match.end() :])
        if len(first) < _LEAST_FIRST or len(second) < _LEAST_SECOND or names_item(first):
            continue
        means_one = names_item(second) or _THAT_ONE.search(second) is not None
        if not _LIST_ASKED.search(first) or not asks(second):
            continue
        asks_where = asks_which_article(second) or asks_which_part(second)
        if means_one or (asks_where and not _NO_SUBJECT.match(second)):
            return Wishes(first, second, depends=means_one)
    return None


def asks_rank(text: str) -> bool:
    """Whether a question wants to know which of several things in a list something is."""
    return _RANK.search(text) is not None and _AMONG_OTHERS.search(text) is None
