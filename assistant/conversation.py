"""Follow-up questions: what depends on the turn before is asked together with that turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from assistant.courtesies import without_courtesies
from assistant.numerals import NUMERAL, parse_number
from assistant.plan import Span
from assistant.quantities import find_periods
from assistant.question import asks
from assistant.quoted import quoted_in
from assistant.references import find_references

# Ways in which Chinese refers back: connectives at the beginning, pronouns and ordinals anywhere,
# a bare topic with 呢 at the end.
_OPENS_FOLLOW_UP = re.compile(r"^(?:那|还有|另外|其他|其它|其余|然后|再|除了|剩下|不是,|不对,)")
# Words that leave the topic of the answer before.
_LEAVES_TOPIC = re.compile(
    r"^(?:那?我?(?:再|另外?|还想?)?(?:问|请教|打听)(?:你|您)?(?:另外?一?[件个](?:事|问题)?|一?个?别的(?:事|问题)?|点别的)|那?再(?:请教|问)(?:你|您)?一?个(?:问题)?(?=[:。])|"
    r"(?:先)?不说(?:这个|这)了?|换个(?:话题|问题|事儿?)(?:说|问)?|(?:最后一个,?)?跟(?:这|刚才)(?:个|的)?没关系|题外话|说点别的)"
    r"[,。::;!!]+"
)
_REFERS_BACK = re.compile(
    r"它|[他她]们|其中|[这那][个些条项里几两](?!年|天|个?月)|(?:^|[在到去,])[这那][儿边]|该|此|"
    r"前者|后者|上面|刚才|前面|"
    r"第[一二三四五六七八九十\d]+[个项点步]|"
    r"另一|另外|倒数|最后[那一]?[条个项]|头一[条个项]|展开|具体(?:点|说说|讲讲|一些)|详细"
)
_BARE_TOPIC = re.compile(r"^.{1,10}呢[??]?$|^.{1,10}呢[,,]")
# Where the same thing is asked about: “and in the villages?” has no topic of its own.
_BARE_WHERE = re.compile(
    r"^(?:那么?|像|至于|要是|换成)?(?:咱们?|我们?)?(?:村|县|乡|镇|城|市|区|省|山|厂|校|乡镇|县城|社区|街道|基层|农村|乡村|城市|城镇|山区|老区|园区|企业)"
    r"(?:里头|里面|里|上|下|这边|那边|区里)?的?(?:呢|咋样|怎么样|怎么办|咋办|有没有|有吗)[??]?$"
)
# “Which is Gaoping's?” names its thing and not what is asked of it.
_BARE_QUESTION = re.compile(
    r"^.{1,6}的(?:又|分别|各)?(?:是|有|占|要|到|算)?"
    r"(?:哪一?[个家座条项种]|哪些|什么|啥|多少|几[个家座条项种年]|谁|哪[儿里]|哪一?年|什么时候|何时)(?:呢|啊|呀)?[??]?$"
)
_NAMES_UNIT = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*(?:条|部分)")
_AT_END = "。:;"
_WORDLESS = re.compile(r"[\W的呢吗啊呀]+")
_LONGEST_OPENING = 20  # characters; a long question that opens with 那 usually stands alone
_LONGEST_CONTEXT = 60  # characters of earlier turns that are taken along
# Asking for the words of what was cited, and nothing else.
_SHOW_SOURCE = re.compile(
    r"^(?:请|麻烦|帮我|给我|把|我想|我要|那|那个|看看?|看一?下|来|要|这|这个|它的?|该|一下|一条|条|的|我)*"
    r"(?:原文|原话|全文|条文|出处|这一?条|那一?条)(?:全文|原文|完整|的|给我|看看?|看一?下|发|贴|念|来|我|一下|整条|都|出|吧|呢|是|怎么|"
    r"说|写|什么|啥|在哪|第几条|哪一?条)*[??。!]*$"
)
# One of several things that were listed, by its place; and what sets right a misunderstanding.
_ORDINAL = re.compile(
    rf"(?:那|这|其中|里面|它们?)*的?(?:(?P<back>倒数)?第(?P<n>{NUMERAL}{{1,3}}|\d{{1,2}})|"
    r"(?P<last>最后)[那一]*|(?P<first>头一))"
    # “The second and the third one”: the word that counts stands behind the last of them.
    rf"(?:个|项|点|步|类|样|种|(?P<article>条)|"
    rf"(?=(?:(?:和|、|与|跟|以?及|,)(?:倒数)?(?:第(?:{NUMERAL}{{1,3}}|\d{{1,2}})|最后[那一]*))+[个项点步类样种条]))"
    r"(?!部分|五年)"
)
# The first or last few of them.
_FEW = re.compile(
    r"(?:那|这)?(?:(?P<last>后|最后|末)|前|头|开头|最前)面?(?:的|那|这)?(?P<n>[两二三四五六七八九]|\d)(?:个|项|点|步|类|样|种)(?![月年季小部])"
)
# One of two that were named together.
_OF_TWO = re.compile(
    r"(?:那|这)?(?:(?P<last>后者|后面?那[个项条种类]|后一[个项条种类])|前者|前一[个项条种类])"
)
_HOW_MANY = re.compile(r"(?<!第)(?:几|多少)条")
# No noun follows that 条 would count.
_NOTHING_BEHIND = re.compile(
    r"^(?:呢|的|是|讲|说|写|叫|主要|具体|题目|标题|原文|内容|要求|[怎咋什啥哪有里,。??]|$)"
)
_ASKS_FOR_ITEMS = re.compile(
    r"哪些(?!条)|(?:哪几|几|多少)[个大项点种类样]|"
    r"哪[二两三四五六七八九十\d]+(?:[个大项点种类样]|条(?!提|说|讲|涉|写|规|谈))"
)
# Asks for nothing but to be told one by one what the answer before was about.
_RECITES = re.compile(
    r"^(?=.*[念列数报点])(?:那么?|请|你|就|都|把|来|再|它们?|这[些几]个?|名[字单称]|一个|一一|逐个|逐一|"
    r"逐条|挨个|分别|给我们?|全部?|念|列|数|报|点|听|出来|一下|一遍|看|吧|呗|[,。??!])+$"
)
_OF_THE_PLAN = re.compile(r"规划|建议|文件|全文|原文")
_CORRECTION = re.compile(
    r"^(?:不过|但是?|可是?)?,?(?P<denies>(?:(?:不[对是]|我?(?:说|搞|弄|问)?错了)[啊呀哦,。!]*)+)?"
    r"(?P<other>(?:我?(?:刚才)?(?:问|说|指|要)的)?(?:可|并)?不是[^,。;是]{1,14}(?:[,。;]|(?=是)))?"
    r"(?P<says>我?(?:问|说|指|要)的(?:其实|就)?是|我是(?:问|说|指)|而?是)(?P<meant>[^不吗].+)$"
)
_QUESTION_WORD = re.compile("什么|哪|谁|几")
# What stands before or behind the article or part that was just shown.
_NEIGHBOUR = re.compile(
    r"^(?:那么?|再|请|看|来|念|说说|讲讲|接着|继续|的|它的?)*"
    r"(?:(?P<back>[上前])|[下后])(?:(?P<beside>面)的?)?一?(?P<many>[两二三四五])?个?大?"
    r"(?:条|(?P<part>部分|章|篇))"
    r"(?P<asked>(?:呢|讲|说|写|是|的|叫|有|什么|啥|哪些|内容|原文|标题|题目|名称|名字|了|[??。,])*)$"
)
_quoted = partial(quoted_in, least=2, most=20)
_RUN = re.compile(r"(?:[^、,;。:“”]{1,16}、)+[^、,;。:“”]{1,16}")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it needs of the turns before it.

    Attributes:
        question: As asked, normalised.
        context: Words of earlier turns without which it cannot be understood; may be empty.
        wants_the_same: Whether it asks what the turn before asked, of something else or once more.
        is_other_topic: Whether that something lies outside what was talked about.
        refers_back: Whether it says so itself, by a pronoun or the like.
        is_aside: Whether it has to do neither with the plan nor with what was said.
        items: Where the items of a list stand that it asks about by their places.
        remark: What is to be said before the answer; nothing was asked that can be answered fully.
    """

    question: str
    context: str = ""
    wants_the_same: bool = False
    is_other_topic: bool = False
    refers_back: bool = False
    is_aside: bool = False
    items: tuple[Span, ...] = ()
    remark: str = ""

    @property
    def standalone(self) -> str:
        """The question independent of its conversation."""
        return f"{self.context} {self.question}" if self.context else self.question


def follow_up(question: str, earlier: Sequence[str], *, has_subject: bool) -> FollowUp:
    """Find out what a question needs of its conversation.

    Args:
        question: The question as asked, normalised.
        earlier: Stand-alone forms of the turns before it, oldest first.
        has_subject: Whether the question has any word that says what it is about.
    """
    if earlier and _RECITES.match(question):
        return with_context(FollowUp(question, wants_the_same=True, refers_back=True), earlier[-1])
    if not earlier or not _depends(question, has_subject):
        return FollowUp(question)
    names_topic = _BARE_TOPIC.match(question)
    is_where = _BARE_WHERE.match(question) is not None
    is_other_topic = (
        has_subject
        and names_topic is not None
        and not _REFERS_BACK.search(names_topic.group())
        and not find_periods(question)
        and not is_where
    )
    turn = FollowUp(
        question,
        wants_the_same=is_other_topic or is_where,
        is_other_topic=is_other_topic,
        refers_back=_REFERS_BACK.search(question) is not None,
    )
    return with_context(turn, earlier[-1])


def without_reaction(question: str) -> tuple[str, bool]:
    """A turn without what it says to the answer before, and whether it leaves the topic.

    “好的,换个话题:机场什么时候建成?” asks of the airport, whatever was talked about; “不对,我问的是
    铁路” asks “铁路呢”.
    """
    left = without_courtesies(question)
    rest = _LEAVES_TOPIC.sub("", left)
    return _set_right(rest or question), bool(rest) and rest != left


def _set_right(question: str) -> str:
    """What a turn means that sets a misunderstanding right; any other one as it is."""
    match = _CORRECTION.match(question)
    if not match or not (match["denies"] or match["other"] or match["says"].startswith("我")):
        return question
    meant = match["meant"].rstrip("。!")
    return meant if asks(meant) or _QUESTION_WORD.search(meant) else f"{meant}呢"


def with_context(turn: FollowUp, before: str) -> FollowUp:
    """The turn as one that goes on with the turn before it.

    Nothing is taken along that it says itself, and no other topic that was asked about like its
    own: “steel?” behind “output of coalbed methane? coal?” is about the output of steel.
    """
    if _WORDLESS.sub("", before) in _WORDLESS.sub("", turn.question):
        return turn
    asked = [said for said in before.split(" ") if not _BARE_TOPIC.match(said)]
    if turn.is_other_topic and asked:
        before = " ".join(asked)
    return replace(turn, context=before[-_LONGEST_CONTEXT:])


def asks_for_source(question: str) -> bool:
    """Whether a question only asks to see the article that was cited last."""
    return _SHOW_SOURCE.match(question) is not None


class Neighbours(NamedTuple):
    """What stands next to the article or part that was just shown.

    Attributes:
        steps: How far each lies from there; negative before it.
        of_parts: Whether parts are meant.
        asked: What is asked of them; empty when they are to be shown.
    """

    steps: tuple[int, ...]
    of_parts: bool
    asked: str


def neighbours_meant(question: str) -> Neighbours | None:
    """“The next article”, “the two before” when a question asks of nothing else, else None."""
    match = _NEIGHBOUR.match(question)
    if not match:
        return None
    many = (parse_number(match["many"]) or 1) if match["many"] else 1
    if many > 1 and not match["beside"] and match.group()[0] not in "上下":
        return None  # 前两条 are the first two
    steps = range(-many, 0) if match["back"] else range(1, many + 1)
    return Neighbours(tuple(steps), match["part"] is not None, match["asked"])


def names_item(question: str) -> bool:
    """Whether a question means one of several things by its place."""
    return _ORDINAL.search(question) is not None


def article_meant(question: str) -> int | None:
    """The place of “the second article” among those just told, from the end if negative.

    None when a question names no article by its place alone.
    """
    match = _ORDINAL.search(question)
    if not match or not match["article"] or _OF_THE_PLAN.search(question[: match.start()]):
        return None
    named = [r for r in find_references(question)[0] if r.kind == "part" or r.part]
    if named or not _NOTHING_BEHIND.match(question[match.end() :]):
        return None
    return _place(match)


def item_meant(
    question: str, before: str, quotes: Sequence[str], headings: Sequence[str]
) -> str | None:
    """Put the names of listed things in the places of “the second one” and the like.

    None when none is meant.

    Args:
        question: The question as asked, normalised.
        before: The question before it.
        quotes: What the answer before quoted.
        headings: Headings of the items of the article that it quoted first; may be empty.
    """
    lists = [headings, *(_enumerated(quote, before) for quote in quotes)]
    if not _ORDINAL.search(question):
        few = _few(question, before, lists)
        return few or _one_of_two(question, before, [headings, *map(_quoted, quotes)])
    places = _places_of_items(question, before, headings)
    items = next((i for i in lists if places and 1 < len(i) >= max(map(abs, places))), None)
    if items is None:
        return None
    for match, place in reversed(list(zip(_ORDINAL.finditer(question), places, strict=True))):
        question = _in_place_of(match, items[place if place < 0 else place - 1], question)
    return question


def place_beyond(question: str, before: str, headings: Sequence[str]) -> int | None:
    """The place of a listed thing that the list is too short for; None when it has all of them."""
    if len(headings) < 2 or not _asks_for_items(before, headings):
        return None
    places = map(abs, _places_of_items(question, before, headings))
    return next((place for place in places if place > len(headings)), None)


def _places_of_items(question: str, before: str, headings: Sequence[str]) -> list[int]:
    """Places of the listed things that a question means; empty when it means none."""
    matches = list(_ORDINAL.finditer(question))
    is_of_articles = any(match["article"] for match in matches) and not _is_listed_item(
        question, before, headings
    )
    places = [place for match in matches if (place := _place(match))]
    return [] if is_of_articles or len(places) < len(matches) else places


def _place(match: re.Match[str]) -> int | None:
    """The place that `_ORDINAL` found, counted from 1, or from -1 at the end."""
    number = parse_number(match["n"]) if match["n"] else 1
    return -number if number and (match["back"] or match["last"]) else number


def _few(question: str, before: str, lists: Sequence[Sequence[str]]) -> str | None:
    match = _FEW.search(question)
    many = parse_number(match["n"]) if match and _ASKS_FOR_ITEMS.search(before) else None
    items = next((items for items in lists if many and 1 < len(items) >= many), None)
    if not match or not many or not items:
        return None
    chosen = items[-many:] if match["last"] else items[:many]
    return _in_place_of(match, "、".join(item.rstrip(_AT_END) for item in chosen), question)


def _one_of_two(question: str, before: str, lists: Sequence[Sequence[str]]) -> str | None:
    match = _OF_TWO.search(question)
    if match and match.group().endswith("条") and find_references(before)[0]:
        return None  # the next article
    pair = next((items for items in lists if len(items) == 2), None)
    return (
        _in_place_of(match, pair[-1 if match["last"] else 0], question) if match and pair else None
    )


def _in_place_of(match: re.Match[str], item: str, question: str) -> str:
    return f"{question[: match.start()]}{item.rstrip(_AT_END)}{question[match.end() :]}"


def _asks_for_items(before: str, headings: Sequence[str]) -> bool:
    """Whether a question asked for several things, as “有几条原则” does of a list."""
    is_counted = bool(headings) and _HOW_MANY.search(before) is not None
    return is_counted or _ASKS_FOR_ITEMS.search(before) is not None


def _is_listed_item(question: str, before: str, headings: Sequence[str]) -> bool:
    """Whether “第二条” is the second of what was asked for, not article 2 of the plan."""
    return (
        _asks_for_items(before, headings)
        and not find_references(before)[0]
        and not _OF_THE_PLAN.search(question)
    )


def _enumerated(quote: str, before: str) -> list[str]:
    """The members of the longest enumeration in a quotation, of what was asked for if any is."""
    runs = [run.group().split("、") for run in _RUN.finditer(quote)]
    return max(
        [_quoted(quote), *runs],
        key=lambda items: (bool(items) and all(item[-2:] in before for item in items), len(items)),
    )


def _depends(question: str, has_subject: bool) -> bool:
    if _NAMES_UNIT.search(question):
        return False
    if not has_subject or _REFERS_BACK.search(question):
        return True
    if _BARE_TOPIC.match(question) or _BARE_QUESTION.match(question):
        return True
    opening = _OPENS_FOLLOW_UP.match(question)
    return opening is not None and len(question) <= _LONGEST_OPENING
