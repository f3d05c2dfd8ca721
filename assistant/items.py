"""Listed things meant by their places: “the second one”, “the latter”, “the first three”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.listed import Listed, common_end, common_words, lists_in
from assistant.numerals import NUMERAL, parse_number
from assistant.references import find_references

# One of several things that were listed, by its place.
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
    r"(?<!后)(?:那|这)?(?:(?P<last>后|最后|末)|前|头|开头|最前)面?(?:的|那|这)?(?P<n>[两二三四五六七八九]|\d)(?:个|项|点|步|类|样|种)(?![月年季小部])"
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
# “What are the two fields?”, “where is it built?” may have several answers as well.
_ASKS_FOR_SEVERAL = re.compile(
    rf"有(?:什么|啥)|(?:{NUMERAL}|\d{{1,2}})[大个条项类种]?[\u4e00-\u9fff“”]{{1,12}}(?:是|指|叫|有)(?:什么|啥|哪)|哪[里儿]|[^\W\d]{{2,}}(?:叫|是)什么"
)
_SEVERAL = re.compile(
    r"(?:哪些|(?:哪几|几|多少)[个大项点种类样条]|有(?:什么|啥))(?P<noun>[^\W\d]{2,})?"
)
# Two things that are named together, before what is asked of them.
_PAIR = re.compile(
    r"(?:^|[,。;:?]|请问|对比|比较|说说|介绍一?下?|那么?)((?:(?!请问|对比|比较|说说|介绍|那)[^,。;:?、和与跟及]){2,14})(?:以及|[和与跟及])"
    r"([^,。;:?、]{2,14}?)(?=[怎如咋有哪分各的讲说是什谁在几要会能都谈写做,。?]|何时|对比|比较|相比|区别|$)"
)
# Where the noun behind “the second” ends.
_PREDICATE = re.compile(
    r"[是叫的呢在啥怎咋有讲说写做干指能会要什哪谁何几多属包和与、,。?]|具体|主要|分别|如何"
)
# What is left of a question that asks for nothing but names.
_ASKS_WHICH = re.compile(
    r"^(?:那么?|请问|再|说|看|具体|都|到底|的|呢|是|叫|指|分别|各|名[字称]|什么|啥|哪一?[个项条些]?|一?[个项条]|[和与、,。?]|又|啊|呀)*+$"
)
# What may stand before and behind a place in a turn that says nothing else.
_LEADS = re.compile(
    r"^(?:请问|请|那么?|再|你|给我|说说?|讲讲?|看看?|介绍一?下?|我?(?:想|要)?问一?下?|,)*+$"
)
_JOINED = "[、+]"
_LEAST_COUNTED = 2
_POINTS = re.compile(
    r"^(?!问题|话题|事情?)[\u4e00-\u9fff]{0,4}?(?:那|再|具体|详细|主要|说|讲|看|的|呢|是|叫|指|名[字称]|内容|什么|啥|哪一?[个项条些里儿]?|怎么(?:样|做|建|说|回事|发展|落实|安排)?|"
    r"(?:何|啥|什么)?时候?|完[工成]|建成?|多少|钱|谁|负责|干|做|展开|一下|了|[和与、,。?]|啊|呀)*+$"
)
_LEAST_KIN = 2  # characters that a list shares with what is said of it
_OF_THE_PLAN = re.compile(r"规划|建议|文件|全文|原文")
_WORDLESS = re.compile(r"[\W的呢吗啊呀那]+")
_AT_END = "。:;"


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


class Items(NamedTuple):
    """What a question means by the places of listed things.

    Attributes:
        question: The question with their names in the places of “the second one” and the like.
        names: The names, in the order of the question.
        places: Where each stands in its list, from 1.
        quote: Which quotation lists them; None for headings, and for a pair of the question before.
        context: Of a pair, the question before with the one that is meant; else empty.
        is_bare: Whether nothing is asked but which they are.
        lacking: A place that the list is too short for; the rest is empty then.
        size: How many things the list has.
    """

    question: str
    names: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    quote: int | None = None
    context: str = ""
    is_bare: bool = False
    lacking: int = 0
    size: int = 0


def items_meant(
    question: str,
    before: str,
    quotes: Sequence[str],
    headings: Sequence[str],
    beside: Sequence[str] = (),
) -> Items | None:
    """The listed things that a question means by their places; None when it means none.

    None also when it is unclear which list is meant (`only_points`).

    Args:
        question: The question as asked, normalised.
        before: The question before it.
        quotes: What the answer before quoted.
        headings: Headings of the items of the article that it quoted first, if it told them; may
            be empty.
        beside: Other sentences of what was quoted, whose lists the question may name.
    """
    lists = _Lists(before, [*quotes, *beside], len(quotes), headings)
    if not names_item(question) and (match := _OF_TWO.search(question)):
        return _one_of_two(question, match, lists)
    pointers = _pointers(question, lists)
    if not pointers:
        return None
    behind = question[pointers[-1].match.end() :]
    found = lists.meant(behind, only_named=any(p.may_be_article for p in pointers))
    if found is None:
        return None
    listed, quote = found
    size = len(listed.members)
    places = [place for pointer in pointers for place in pointer.places]
    if lacking := next((abs(place) for place in places if abs(place) > size), 0):
        return Items("", quote=quote, lacking=lacking, size=size)
    meant = rest = question
    for pointer in reversed(pointers):
        start, end = pointer.match.span()
        end += len(_noun_behind(question[end:], listed.name or before))
        names = "、".join(_name_at(listed, place) for place in pointer.places)
        meant = f"{meant[:start]}{names}{meant[end:]}"
        rest = f"{rest[:start]}{rest[end:]}"
    is_bare = _ASKS_WHICH.match(rest) is not None
    if not is_bare and len(set(places)) == size:
        return None  # “those six” are what the answer before was about
    return Items(
        meant,
        tuple(_name_at(listed, place) for place in places),
        tuple(place if place > 0 else size + 1 + place for place in places),
        quote,
        is_bare=is_bare,
        size=size,
    )


def list_asked_for(question: str, quotes: Sequence[str]) -> Listed | None:
    """The list among some quotes that a question asks for; None when none has its name."""
    found = _most_kin(_asked_in(question), _Lists(question, quotes, len(quotes), ()).read())
    return found[0] if found else None


def lists_several(quote: str) -> bool:
    """Whether a sentence lists things in some form, so that one can count in it."""
    return len(re.split(_JOINED, quote)) > _LEAST_COUNTED


def only_points(question: str) -> bool:
    """Whether a question means something by its place and says nothing else of what it is about."""
    match = _ORDINAL.search(question) or _OF_TWO.search(question)
    if not match or match.groupdict().get("article") or not _LEADS.match(question[: match.start()]):
        return False
    return _POINTS.match(question[match.end() :]) is not None


class _Pointer(NamedTuple):
    """Words that point at listed things by their places; from the end if negative."""

    match: re.Match[str]
    places: tuple[int, ...]
    may_be_article: bool = False


class _Lists(NamedTuple):
    """What a place may be of: the question before, the sentences, how many of them were quoted."""

    before: str
    sentences: Sequence[str]
    quoted: int
    headings: Sequence[str]

    def read(self) -> list[tuple[Listed, int]]:
        """The lists of the sentences, and which sentence each is of."""
        return [(each, n) for n, text in enumerate(self.sentences) for each in lists_in(text)]

    def meant(self, behind: str, *, only_named: bool) -> tuple[Listed, int | None] | None:
        """The list that is spoken of, and which sentence has it; None when that is unclear.

        It is the one that is named behind the place (“the second chain”), else the one that the
        question before names, if that asks for several things; or the pair that it asks of.

        Args:
            behind: What stands behind the place.
            only_named: Whether without a name behind it no list is meant.
        """
        if len(self.headings) > 1 and not only_named:
            return Listed(tuple(self.headings)), None
        lists = self.read()
        if named := _most_kin(_PREDICATE.split(behind, maxsplit=1)[0], lists):
            return named
        if only_named:
            return None
        quoted = [(each, n) for each, n in lists if n < self.quoted]
        if _asks_for_several(self.before) and (asked := _most_kin(_asked_in(self.before), quoted)):
            return asked
        pair = _PAIR.search(self.before)
        return (Listed(pair.groups()), None) if pair else None

    def pair(self) -> tuple[Listed, int | None] | None:
        """The two things that were told; None when there are several such pairs, or none."""
        if len(self.headings) == 2:
            return Listed(tuple(self.headings)), None
        pairs = [(each, n) for each, n in self.read() if len(each.members) == 2 and n < self.quoted]
        counted = [(each, n) for each, n in pairs if each.number]
        chosen = _most_kin(self.before, pairs) or next(iter(counted), None)
        return chosen or (pairs[0] if len(pairs) == 1 else None)


def _asked_in(question: str) -> str:
    """What a question asks for several of: “哪些重点行业”, else what it names before that."""
    asks = _SEVERAL.search(question)
    return (asks["noun"] or question[: asks.start()]) if asks else question


def _most_kin(said: str, lists: Sequence[tuple[Listed, int]]) -> tuple[Listed, int] | None:
    """The list whose name, or the end of whose members, a text shares most characters with."""
    kin = [_kinship(said, listed) for listed, _ in lists]
    best = max(kin, default=0)
    return lists[kin.index(best)] if best >= _LEAST_KIN else None


def _kinship(said: str, listed: Listed) -> int:
    end = common_end(listed.members)
    return max(len(common_words(said, listed.name)), len(common_words(said, end)))


def _pointers(question: str, lists: _Lists) -> list[_Pointer]:
    """Where a question points at listed things; nothing when it means articles by a place."""
    matches = list(_ORDINAL.finditer(question))
    if not matches:
        few = _FEW.search(question)
        many = parse_number(few["n"]) if few and _ASKS_FOR_ITEMS.search(lists.before) else None
        if not few or not many:
            return []
        places = range(-many, 0) if few["last"] else range(1, many + 1)
        return [_Pointer(few, tuple(places))]
    is_of_list = _is_listed_item(question, lists.before, lists.headings)
    found: list[_Pointer] = []
    for match in matches:
        place = _place(match)
        is_article = match["article"] is not None and not is_of_list
        if not place or (is_article and _NOTHING_BEHIND.match(question[match.end() :])):
            return []
        found.append(_Pointer(match, (place,), is_article))
    return found


def _place(match: re.Match[str]) -> int | None:
    """The place that `_ORDINAL` found, counted from 1, or from -1 at the end."""
    number = parse_number(match["n"]) if match["n"] else 1
    return -number if number and (match["back"] or match["last"]) else number


def _noun_behind(behind: str, name: str) -> str:
    """The noun behind “the second” when it is that of the list."""
    noun = _PREDICATE.split(behind, maxsplit=1)[0]
    return noun if noun and noun in name else ""


def _name_at(listed: Listed, place: int) -> str:
    return listed.members[place if place < 0 else place - 1].rstrip(_AT_END)


def _one_of_two(question: str, match: re.Match[str], lists: _Lists) -> Items | None:
    """The former or latter of two things: those of the question before, else of the answer."""
    before = lists.before
    if match.group().endswith("条") and find_references(before)[0]:
        return None  # the next article
    place = 2 if match["last"] else 1
    rest = question[: match.start()] + question[match.end() :]
    if pair := _PAIR.search(before):
        name = pair[place]
        of_one = f"{before[: pair.start(1)]}{name}{before[pair.end() :]}"
        if not _WORDLESS.sub("", rest):
            return Items(of_one, (name,), (place,), size=2)
        meant = _in_place_of(match, name, question)
        return Items(meant, (name,), (place,), context=of_one, size=2)
    found = lists.pair()
    if found is None:
        return None
    listed, quote = found
    name = _name_at(listed, place)
    meant = _in_place_of(match, name, question)
    is_bare = _ASKS_WHICH.match(rest) is not None
    return Items(meant, (name,), (place,), quote, is_bare=is_bare, size=2)


def _in_place_of(match: re.Match[str], item: str, question: str) -> str:
    return f"{question[: match.start()]}{item.rstrip(_AT_END)}{question[match.end() :]}"


def _asks_for_several(before: str) -> bool:
    """Whether a question may have several things for its answer."""
    return any(form.search(before) for form in (_ASKS_FOR_ITEMS, _HOW_MANY, _ASKS_FOR_SEVERAL))


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
