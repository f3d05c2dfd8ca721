"""What is worth asking of a plan: sets that it closes, and words that only this plan would use.

Whoever has heard a plan can be asked for what it counts, quotes or calls by name. Qualities and
bare nouns that fit any plan (``标准化``, ``技术、管理``) could be exchanged for others unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.plan import Plan
from assistant.quantities import find_figures
from assistant.slots import place_names
from assistant.study.counterparts import is_common
from assistant.study.enumerations import Enumeration
from assistant.study.facts import Blank
from assistant.study.parallels import side_by_side
from assistant.study.statements import is_opener
from assistant.word_lists import lines_of

_QUALITY = re.compile("[\u4e00-\u9fff]{1,3}[化性型]")
# Ends of the names of works, institutions and places.
_NAMED = re.compile(
    ".{2,}(?:实验室|机场|高铁|高速铁路|高速|电厂|集团|医院|学院|大学|景区|度假区|产业园|工业园|新城|古堡|院落|"
    "快线|大道|特色小镇|工程|行动)$"
)
_SHORTEST_PROPER = 4  # characters of a name that begins with a place
# What a closed list of equal members can be the description of.
_SCHEME = re.compile("的[^,。;、]{0,16}(?:体系|机制|格局|政府|网络)")
# What lists of names are lists of.
_BRANDS = re.compile("等?[^,。;、]{0,8}(?:品牌|景区|街区|片区|故事|新产品)")
# What encloses a list: before it, and behind it.
_FRAMES = (
    (
        re.compile("以$"),
        re.compile("为(?:导向|主题|核心|重点|支撑|基础|抓手|突破口|代表|目标|特色|载体|主体|引领)"),
    ),
    (re.compile("[把将]$"), re.compile("作为")),
)
_MARKS = "[,;:,;:。]"
_FACT = re.compile(
    "“|全省|全国|国家|省级|市级|世界|国内(?!国际)|基本(?=[建形实完消成])|初步|全部|首届|第[一二三四五六七八九十]|率先|"
    "建成|开工|投入使用|改扩建"
)
_REACHED = re.compile("已[成定起立]")
_MAXIM = 4  # characters of a maxim
_LONGEST_DESCRIPTION = 6  # characters of a project's name that is a name and not a description
_USED_AGAIN = 2  # times that a plan uses a pun that is a name to it
_DOUBLES = re.compile("倍增|翻番|翻一番|翻两番")
_PUN_BESIDE = re.compile("“[\u4e00-\u9fff]”“[\u4e00-\u9fff]”")
_PUN = re.compile("(?:“[\u4e00-\u9fff]”)+")
_FIGURE_OF_SPEECH = re.compile("(?:路径|篇章|新篇|文章|之路|道路|新局面|金字招牌|尚方宝剑|大循环)$")
_TITLE = re.compile("国家级?[^,。;、]*$")
_LEAST_BESIDE = 4  # characters that say what the only clause around a blank is about


def is_filler(word: str) -> bool:
    """Whether a word fits any plan: a bare quality or a bare noun."""
    return bool(_QUALITY.fullmatch(word)) or word in _generic()


def are_known(members: Sequence[str]) -> bool:
    """Whether most members of a list come to the mind of those who never read the plan.

    Plans of all places list them side by side, they fit any plan, or they are variants of one word.
    """
    known = max(side_by_side(members), sum(is_filler(m) or is_common(m) for m in members))
    shared = set.intersection(*({a + b for a, b in pairwise(member)} for member in members))
    return 2 * known > len(members) or bool(shared)


def are_variants(members: Sequence[str]) -> bool:
    """Whether members differ by what stands before a word that all have (政策衔接、机制衔接).

    Others of the kind would be as good there.
    """
    pairs = ({a + b for a, b in pairwise(member[1:])} for member in members)
    return bool(set.intersection(*pairs))


def is_proper(word: str) -> bool:
    """Whether a word is the name of a place, a work or an institution."""
    is_of_place = len(word) >= _SHORTEST_PROPER and any(
        word.startswith(place) for place in place_names()
    )
    return word in place_names() or is_of_place or bool(_NAMED.fullmatch(word))


def are_brands(plan: Plan, enumeration: Enumeration) -> bool:
    """Whether a list names brands or places to visit, of which each is a name."""
    members = [plan.quote(span) for span in enumeration.members]
    return bool(_BRANDS.match(_behind(enumeration))) and not any(map(is_filler, members))


def is_closed(plan: Plan, enumeration: Enumeration) -> bool:
    """Whether the plan closes a list: counts it, quotes it as a set, or names proper names."""
    if enumeration.is_complete:
        return True
    members = [plan.quote(span) for span in enumeration.members]
    if _is_framed(enumeration):
        return True
    around = plan.text[enumeration.span.start - 1], plan.text[enumeration.span.end]
    if around == ("“", "”") and not enumeration.is_open:
        return True
    return enumeration.is_whole and all(map(is_proper, members))


def _is_framed(enumeration: Enumeration) -> bool:
    """Whether a list stands whole between 以 and 为, or the like (以…、…为导向)."""
    if not enumeration.is_whole or enumeration.is_open:
        return False
    statement = enumeration.statement
    before = statement.text[: enumeration.span.start - statement.span.start]
    behind = _behind(enumeration)
    return any(a.search(before) and b.match(behind) for a, b in _FRAMES)


def is_scheme(plan: Plan, enumeration: Enumeration) -> bool:
    """Whether members of one length describe the noun behind them (…、…、…的…体系)."""
    return _is_even(plan, enumeration) and bool(_SCHEME.match(_behind(enumeration)))


def are_maxims(plan: Plan, enumeration: Enumeration) -> bool:
    """Whether members of four characters end their clause (一网通办、就近能办、多点可办、少跑快办).

    They can be written out; other maxims of the kind would be as right for another plan.
    """
    members = [plan.quote(span) for span in enumeration.members]
    heads, ends = {member[:2] for member in members}, {member[-2:] for member in members}
    are_unlike = len(members[0]) == _MAXIM and min(len(heads), len(ends)) > 1
    if any(map(_REACHED.search, members)):
        return False  # flourishes on what is so by now
    behind = _behind(enumeration)
    return are_unlike and _is_even(plan, enumeration) and not re.match(f"[^{_MARKS[1:]}", behind)


def _is_even(plan: Plan, enumeration: Enumeration) -> bool:
    """Whether all members are known, of one length, and none fits any plan."""
    members = [plan.quote(span) for span in enumeration.members]
    is_even = len({len(member) for member in members}) == 1 and not any(map(is_filler, members))
    return is_even and enumeration.is_whole and not enumeration.is_open


def _behind(enumeration: Enumeration) -> str:
    statement = enumeration.statement
    return statement.text[enumeration.span.end - statement.span.start :]


def is_descriptive(name: str) -> bool:
    """Whether the name of a project only describes it, so that other words would do as well."""
    return len(name) > _LONGEST_DESCRIPTION and not (
        is_proper(name) or re.search(r"[\dA-Za-z]", name)
    )


def is_doubled(blank: Blank) -> bool:
    """Whether a figure follows from another one of its statement that it is said to double."""
    text = blank.statement.text
    return bool(_DOUBLES.search(text)) and len(find_figures(text)) > 1


def is_decoration(plan: Plan, blank: Blank) -> bool:
    """Whether a quoted word is a figure of speech: paths and chapters, or a pun of one use.

    Single characters in marks (“智”“惠”) are a name only where the plan uses them again or has
    other pairs beside them.
    """
    if _PUN.fullmatch(blank.answer):
        is_set = len(_PUN_BESIDE.findall(blank.statement.text)) > 1
        return plan.text.count(blank.answer) < _USED_AGAIN and not is_set
    return bool(_FIGURE_OF_SPEECH.search(blank.answer))


def is_national(plan: Plan, answer: str) -> bool:
    """Whether an answer is a set phrase of the whole country with the name of the plan's place."""
    places = (p for p in place_names() if p in plan.title and p in answer)
    return any(is_common(answer.replace(place, "中国")) for place in places)


def is_national_title(before: str) -> bool:
    """Whether what stands before a designation makes it a title that the state confers."""
    return bool(_TITLE.search(before))


def says_enough(blank: Blank) -> bool:
    """Whether a statement says what it is about without its blank.

    The blank must not be the only object of the only verb (做强做优“____”品牌).
    """
    words = blank.before + blank.behind
    if re.search(_MARKS, words):
        return True
    return len(re.sub("[“”]", "", _without_verbs(words))) >= _LEAST_BESIDE


def holds_fact(text: str) -> bool:
    """Whether a statement has something to be judged: a figure, a level, a place, a name."""
    has_place = any(place in text for place in place_names())
    return bool(_FACT.search(text) or find_figures(text) or has_place)


def _without_verbs(words: str) -> str:
    """A clause without the verbs and adverbs at its head."""
    while length := next((n for n in (4, 3, 2) if is_opener(words[:n])), 0):
        words = words[length:]
    return words


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(word for line in lines_of("generic_words.txt") for word in line.split())
