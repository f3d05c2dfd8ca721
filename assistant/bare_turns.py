"""Bare turns: what a turn asks when only the conversation tells what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question import without_question_words
from assistant.slots import Cut, place_names, without_attributes
from assistant.word_lists import lines_of
from assistant.words import function_words

_MORE = re.compile(
    r"^(?:那么?|它|这|那|,|再)*"
    r"(?:(?:还|另外|此外|除了?(?:此|这|这个|这些)(?:之外|以外|外)?)(?:还)?,?(?:有|说|讲|提)?(?:了|到|过)?(?:没有?|有没有)?(?:别的|其[他它]的?|更多)?|"
    r"(?:别的|其[他它]的?)|(?:就|只有?|仅)(?:有)?(?:这些|这个|这点|这么多|这一[个条项]))"
    r"(?:东西|内容|规定|要求|安排|措施|什么|啥|吗|呢|没有?|了|么|吧|[??。])*$"
)
_REST_OF_ARTICLE = re.compile(
    r"^(?:那么?|,)*[这那该同]一?条(?:里|里面|中|当中)?(?:还|另外|别的|其[他它])"
    r"(?:有|说|讲|写|提|规定|要求)?(?:了|到|过)?(?:别的|其[他它]的?)?(?:内容|规定|要求|安排|什么|啥|哪些|吗|呢|[??。])*$"
)
# A list's bare name says whose list it is only when something stands before it.
_BARE_LIST = re.compile(
    r"^(?:那么?|它们?的?|其|的)*(?:总?(?:体|的)?(?:目标|任务|原则|要求|措施|重点))"
    r"(?:呢|是|有|都|又|分别|包括|什么|啥|哪些|哪几[个条项]|多少|[几多][个条项]|了|[??。])*$"
)
# Where something is that the turn before named, and the places that it may have named.
_THERE = re.compile(
    r"(?:^|(?<=[在到去,]))[那这](?:里|儿|边)(?![程面头说讲提写指])|[他她它]们(?:那儿|那里|那边)?|"
    r"[这那](?P<many>几|[两二三四五六])?个?(?:县|市|区|镇|乡|村|地方|城市)(?=[都也又各的里有]|$)"
)
_OF_PLACE = re.compile(r"..(?:县|镇|乡|村|新城|新区|园区|片区|起步区|开发区|城区|小镇)$")


def says_only_what_is_asked(text: str, cut: Cut) -> bool:
    """Whether a turn has no subject: nothing but question words, attributes and light verbs.

    “When will it be completed?” and “the price?” are about what the conversation is about.

    Args:
        text: The turn, normalised.
        cut: Cuts a text into words.
    """
    left = without_question_words(without_attributes(text))
    light = _light_words() | function_words()
    return all(word in light for word in cut(left))


def asks_for_more(text: str) -> bool:
    """Whether a turn only asks what else there is."""
    return _MORE.match(text) is not None


def asks_for_rest_of_article(text: str) -> bool:
    """Whether a turn asks what else the article says that was just quoted."""
    return _REST_OF_ARTICLE.match(text) is not None


def names_bare_list(text: str) -> bool:
    """Whether a turn asks for aims, tasks or the like and does not say of what."""
    return _BARE_LIST.match(text) is not None


def with_places_named(text: str, before: str, cut: Cut) -> str | None:
    """A turn with the places of the turn before in the place of “there”; None without these.

    Args:
        text: The turn, normalised.
        before: The question before it.
        cut: Cuts a text into words.
    """
    match = _THERE.search(text)
    places = _places(before, cut) if match else []
    if not match or not places or (match["many"] and len(places) == 1):
        return None
    return f"{text[: match.start()]}{'、'.join(places)}{text[match.end() :]}"


@lru_cache(maxsize=1)
def _light_words() -> frozenset[str]:
    return frozenset(word for line in lines_of("bare_words.txt") for word in line.split())


def _places(text: str, cut: Cut) -> Sequence[str]:
    words = cut(text)
    names = place_names()
    return list(
        dict.fromkeys(
            w for w in words if w in names or w.rstrip("县市区") in names or _OF_PLACE.search(w)
        )
    )
