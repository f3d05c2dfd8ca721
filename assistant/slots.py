"""Slots: the very fact that a question asks for, and whether a sentence states one of that kind.

A sentence about the right subject is no answer when it lacks what was asked for: a number in the
asked unit, a time, a place, a named body, a property, or as many items as the question counts. Each
signal is a form of words; how much it counts is fitted (`eval.fit`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from assistant.numerals import NUMERAL, parse_number
from assistant.quantities import Figure, find_figures, find_periods, unit_class
from assistant.question import AnswerKind, is_chinese
from assistant.quoted import quoted_in
from assistant.words import function_words

SlotKind = Literal["number", "money", "time", "place", "named", "property", "items", "meaning"]
Cut = Callable[[str], list[str]]
_RESOURCES = Path(__file__).parent / "resources"
_ATTRIBUTES = _RESOURCES / "attributes.tsv"
_PLACES = _RESOURCES / "places.txt"


@dataclass(frozen=True)
class Slot:
    """One thing that is asked for.

    Attributes:
        kind: Which sort of thing it is.
        name: What an answer calls it when it is missing.
        stated_in: Whether a text states a thing of this sort.
        detail: What tells it from slots of the same kind and name.
        is_required: Whether an answer without it is incomplete; otherwise it is only preferred.
    """

    kind: SlotKind
    name: str
    stated_in: Callable[[str], bool]
    detail: str = ""
    is_required: bool = True

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for slots that the same texts state."""
        return self.kind, self.name, self.detail


@dataclass(frozen=True)
class Wanted:
    """What kind of answer is wanted, and which facts it must state."""

    kind: AnswerKind
    slots: tuple[Slot, ...] = ()

    def missing_in(self, text: str) -> tuple[Slot, ...]:
        """The facts that a text does not state."""
        return tuple(s for s in self.slots if s.is_required and not s.stated_in(text))


def wanted(text: str, kind: AnswerKind, cut: Cut) -> Wanted:
    """Tell from a normalised question's words which facts it asks for, as far as form tells.

    Args:
        text: The question.
        kind: What kind of answer it asks for.
        cut: Cuts a text into words.
    """
    return Wanted(kind, _slots(text, kind, cut) if is_chinese(text) else ())


def _slots(text: str, kind: AnswerKind, cut: Cut) -> tuple[Slot, ...]:
    slots = [
        *_amounts(text, kind),
        *_time(text, kind),
        *_names(text, kind, cut),
        *_properties(text, kind),
    ]
    if kind in ("list", "definition", "free"):
        slots += [*_items(text), *_meanings(text)]
    return tuple({slot.key: slot for slot in slots}.values())


# --- Amounts and times -----------------------------------------------------------------------

# “How much” may be answered without a figure, by comparison or as a multiple.
_RELATIVE_AMOUNT = re.compile(r"平均水平|翻番|翻一番|一半|过半")
_MEASURE = re.compile(
    r"(?:多少|几)(?:多|来)?(?P<scale>[十百千万亿]*)(?:个)?(?P<unit>[a-zA-Z%\u4e00-\u9fff]{0,3})"
)
_ODD_UNIT = re.compile(
    r"(?:几|多少)[^,。?]{0,4}?(?P<unit>微克|毫克|分贝|工作日|床位|摄氏度|学分|兆|像素|层(?!次|级|面))"
)
_CLASS_NAMES = {
    "share": "比例",
    "money": "金额",
    "volume": "体积数",
    "mass": "重量数",
    "power": "功率数",
    "length": "长度",
    "area": "面积",
    "people": "人数",
    "duration": "时长",
}


def _amounts(text: str, kind: AnswerKind) -> list[Slot]:
    if kind == "money":
        return [Slot("money", "金额", lambda sentence: _has_class(sentence, "money"))]
    if odd := _ODD_UNIT.search(text):
        word = odd["unit"]
        return [Slot("number", f"数字({word})", lambda sentence: word in sentence)]
    if kind != "number":
        return _measured_in_passing(text, kind) or _counts(text)
    if re.search(r"百分之几|百分之多少|几成|占比|比例|比重|几个百分点|多少个百分点|增速", text):
        return [Slot("number", "比例", lambda s: _has_class(s, "share") or _is_relative(s))]
    wanted = _asked_class(text)
    if wanted and wanted in _CLASS_NAMES:
        name = _CLASS_NAMES[wanted]
        return [Slot("number", name, lambda s: _has_class(s, wanted))]
    return [Slot("number", "数字", lambda s: bool(_amounts_in(s)) or _is_relative(s))]


# “A few” and “which” ask for no number; “for how many days” does.
_ASKED_MEASURE = re.compile(
    r"(?<![哪第好前后十百千万这那近没过头每])几个?"
    r"(?P<unit>年|个?月|天|周|小时|分钟|钟头|斤|公斤|吨|里地?|公里|米|亩|平米|平方|度|成|百分点|块钱|元|毛|折)"
    r"(?![后内前来里])"
)
_ASKED_TIMES = re.compile(r"(?<![哪第好前后十百千万这那没过头])几(?:次|回|遍|趟|场|期|班|节)")
_STATES_TIMES = re.compile(r"每[年月周日季]|年度|定期|常态|[一二三两四五六\d]次|[一二三两\d]届")


def _measured_in_passing(text: str, kind: AnswerKind) -> list[Slot]:
    """An amount that a question of another form asks for."""
    if _ASKED_TIMES.search(text):
        return [Slot("number", "次数", lambda s: _STATES_TIMES.search(s) is not None)]
    match = _ASKED_MEASURE.search(text)
    if not match or kind == "time":
        return []
    wanted = unit_class(match["unit"]) or _SPOKEN_UNITS.get(match["unit"], "")
    name = _CLASS_NAMES.get(wanted, "数字")
    return [
        Slot("number", name, lambda s: _has_class(s, wanted) if wanted else bool(_amounts_in(s)))
    ]


_SPOKEN_UNITS = {
    "分钟": "duration", "钟头": "duration", "里地": "length", "平方": "area", "块钱": "money",
    "毛": "money", "折": "share",
}  # fmt: skip
_HOW_MANY = re.compile(
    r"(?<![哪第好前后十百千万这那])几(?P<unit>个|家|所|座|条|项|处|种|户|名|位|口|台|辆|次|支|片|级)"
)
_DIMENSION = re.compile(r"多[长高宽深重远厚快大](?!时间|年|家|的|概)")


def _counts(text: str) -> list[Slot]:
    """“How many” asked in passing needs a figure or a list; a dimension needs a figure."""
    match = _HOW_MANY.search(text)
    if match and "还是" not in text:
        unit = match["unit"]
        if unit in "个种项处":  # a list of them tells as much, and so does a numbered name
            return [Slot("number", "数量", lambda s: bool(find_figures(s)) or "、" in s)]
        return [Slot("number", "数量", lambda s: _counts_in(s, unit) or s.count("、") > 1, unit)]
    if _DIMENSION.search(text):
        return [Slot("number", "尺寸", lambda s: bool(_amounts_in(s)))]
    return []


_NUMBER = re.compile(r"\d|[十百千万亿]")
_ASKS_NAMES = re.compile("哪些|哪几|分别|都是|叫什么|叫啥|是什么|是啥")
_COUNTED_NOUN = re.compile(
    r"(?:多少|(?<![哪第好前后这那])几)(?:个|座|所|处|家|条|项|支)(?P<noun>[^,。;??!!、]{2,10})"
)
# What is done with the things that are counted.
_NO_NOUN = re.compile(r"^[各就能会想]|[看来去听办算想]$")


def counted_noun(text: str, cut: Cut) -> str | None:
    """What a question wants counted: the last word behind “how many”; None when it counts nothing.

    A choice (“a few towns or all of them”) counts nothing.
    """
    match = _COUNTED_NOUN.search(text)
    if not match or "还是" in text or _ASKS_NAMES.search(text):
        return None
    noun = itertools.takewhile(
        lambda w: w not in function_words() and not _NO_NOUN.search(w), cut(match["noun"])
    )
    words = [w for w in noun if len(w) > 1 and not unit_class(w) and not _NUMBER.search(w)]
    return words[-1] if words else None


def _asked_class(text: str) -> str:
    """Class of the unit behind the last 多少, or else 几; empty when there is none."""
    matches = list(_MEASURE.finditer(text))[::-1]
    for match in sorted(matches, key=lambda m: not m.group().startswith("多少")):
        if match["unit"][:1] in ("户", "家"):
            return ""  # firms and households are counted with either word
        if match["scale"] and match["scale"][-1] in "万亿" and not unit_class(match["unit"]):
            return "money" if re.search(r"钱|资|产值|总量|生产总值|GDP|收入|税", text) else ""
        for length in (3, 2, 1):
            if found := unit_class(match["unit"][:length]):
                return found
    return ""


def _counts_in(text: str, unit: str) -> bool:
    """Whether a text counts in a measure word or one of the same class."""
    return any(
        figure.unit == unit or figure.unit_class == unit_class(unit) for figure in _amounts_in(text)
    )


_QUOTED_NAME = re.compile("“[^”0-9]*”")


def _amounts_in(text: str) -> list[Figure]:
    """Figures that are amounts: not those in names, and not “one” as an article."""
    found = find_figures(_QUOTED_NAME.sub(lambda name: "“" * len(name.group()), text))
    return [f for f in found if f.value != "1" or text[f.start].isdigit()]


def _has_class(text: str, wanted: str) -> bool:
    return any(figure.unit_class == wanted for figure in _amounts_in(text))


def _is_relative(text: str) -> bool:
    return _RELATIVE_AMOUNT.search(text) is not None


def _time(text: str, kind: AnswerKind) -> list[Slot]:
    if re.search(r"几月|几号|哪一?天|哪个月|几点|具体日期|哪月", text):
        return [Slot("time", "具体日期", lambda s: bool(re.search(r"\d{1,2}月|\d{1,2}日", s)))]
    if kind == "time":
        return [Slot("time", "时间", states_time)]
    return []


def states_time(text: str) -> bool:
    """Whether a text names a year, a plan period, or a duration."""
    return bool(find_periods(text)) or _has_class(text, "duration")


# --- Places, bodies, names -------------------------------------------------------------------

_WHICH = re.compile(
    r"(?:哪一?(?:个|条|座|家|所|些|几个?|种)|什么(?!路|山|河|市|县))(?P<noun>县区?|区县|市|镇|乡镇?|村子?|(?<!几)路|街道?|山|河|湖|省|国家|城市|园区|开发区|"
    r"公司|企业|集团|部门|单位|局|学校|大学|高校|医院|银行|机构|协会|景区|高铁|铁路|高速|机场|"
    r"酒店|宾馆|小区|楼|地块|网站|超市|商场|公园|广场|体育馆|博物馆|车站|收费站|码头|口岸)"
)
_NAMED_BY: dict[str, str] = {
    "公司": r"公司|集团|股份",
    "企业": r"公司|集团|股份|煤业|电厂",
    "集团": r"集团",
    "高校": r"大学|学院",
    "大学": r"大学",
    "学校": r"学校|大学|学院|中学|小学|一中",
    "部门": r"部门|局|委员会|政府|党委|办公室",
    "单位": r"部门|局|委员会|政府|党委|公司|单位",
    "县": r"县",
    "路": r"(?<![铁道套出思])路(?!径|线图|子)",
    "街": r"街(?!区)",
    "村": r"(?<![乡农全])村(?!庄|级|民|镇)",
}
_RANK = re.compile("(?<=..)[省市县区]$")
_PLACE_NOUNS = ("市", "县区", "区县", "县", "镇")
_ACTORS = re.compile(
    r"党委|政府|部门|企业|机构|组织|单位|公司|集团|委员会|协会|联盟|高校|院所|学校|医院|社会力量|"
    r"[各两]级|干部|职工|农民|居民|群众|人员|人才|者|家庭|社区|机关|团体|主体"
)
_LOCATED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:县|镇|乡|村|园区|新城|片区|走廊|沿线|流域|山|河|湖|口岸|城区|开发区|大道)|"
    r"位于|坐落|选址|落户|布局|集聚区|依托|以.{1,12}为(?:核心|中心|重点|载体|依托|轴|龙头)|在.{1,14}(?:建设|建立|设立|布局|打造)"
)


def _names(text: str, kind: AnswerKind, cut: Cut) -> list[Slot]:
    slots: list[Slot] = []
    if match := _WHICH.search(text):
        noun = match["noun"]
        slots.append(Slot("named", f"具体的{noun}", lambda s: _names_instance(s, noun, cut)))
    elif kind == "body" and re.search("谁(?!都)", text) and not re.search("名单|哪", text):
        slots.append(Slot("named", "具体的人或单位", lambda s: _ACTORS.search(s) is not None))
    elif kind == "place" and not re.search("哪[儿里]都", text):
        slots.append(
            Slot(
                "place",
                "地点",
                lambda s: bool(_LOCATED.search(s) or places_in(cut(s))),
                is_required=False,
            )
        )
    return slots


def _names_instance(text: str, noun: str, cut: Cut) -> bool:
    """Whether a text names something of this sort, by its ending or as a known place."""
    if noun in ("城市", "国家", "省"):  # the word alone names none
        return bool(places_in(cut(text)))
    pattern = _NAMED_BY.get(noun) or _NAMED_BY.get(noun[0], re.escape(noun.removesuffix("子")))
    if re.search(rf"[\u4e00-\u9fff](?:{pattern})", text):
        return True
    return noun in _PLACE_NOUNS and bool(places_in(cut(text)))


def places_in(words: Sequence[str]) -> list[str]:
    """Place names among the words of a text, as general knowledge has them."""
    return [w for w in words if w in place_names() or _RANK.sub("", w) in place_names()]


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Names of provinces, cities, counties, regions and countries."""
    return frozenset(_place_rows())


def place_row(name: str) -> int:
    """Number of the row of the table that a place stands in, from 1; 0 for what is no place."""
    return _place_rows().get(name, 0)


def place_order(name: str) -> int:
    """Where a place stands in the table, from 0; places beside each other are near on the map."""
    return _place_orders().get(name, -1)


@lru_cache(maxsize=1)
def _place_orders() -> dict[str, int]:
    return {name: number for number, name in enumerate(_place_rows())}


@lru_cache(maxsize=1)
def _place_rows() -> dict[str, int]:
    rows = [r for r in _PLACES.read_text(encoding="utf-8").splitlines() if not r.startswith("#")]
    return {name: number for number, row in enumerate(rows, 1) for name in row.split()}


# --- Properties and counted items ------------------------------------------------------------


def _properties(text: str, kind: AnswerKind) -> list[Slot]:
    slots = []
    for asked, stated, name in _attributes():
        # “Why is it called so” wants the meaning.
        if _is_asked(asked, text) and not (name == "原因" and kind in ("definition", "list")):
            slots.append(Slot("property", name, _searcher(stated)))
    return slots


def without_attributes(text: str) -> str:
    """A question without the words that ask for a property or name, as “price” or “which firm”."""
    text = _WHICH.sub(" ", text)
    for asked, _, _ in _attributes():
        if _is_asked(asked, text):
            text = asked.sub(" ", text)
    return text


_QUESTION_WORD = re.compile(r"多少|什么|啥|怎么|咋|如何|哪|几|谁|何|比|够|够不够")
_ASKED_BEHIND = re.compile(r".{0,6}?(?:多少|什么|啥|怎么|咋|如何|哪|几|谁|是|有没有|吗|呢|[??]|$)")


# Whether something is so, before what is asked about in the same clause.
_WHETHER = re.compile(
    r"(?:会不会|有没有|有无|是不是|能不能|可不可以|要不要|用不用|给不给|是否|还有|还|能|会|有)[^,。;??]{0,8}$"
)


def _is_asked(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a property is what is asked for, not a word of what is asked about."""
    return any(
        _QUESTION_WORD.search(match.group())
        or _ASKED_BEHIND.match(text[match.end() :])
        or _WHETHER.search(text[: match.start()])
        for match in pattern.finditer(text)
    )


def _searcher(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda sentence: pattern.search(sentence) is not None


@lru_cache(maxsize=1)
def _attributes() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    rows = (
        line.split("\t")
        for line in _ATTRIBUTES.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return tuple((re.compile(asked), re.compile(stated), name) for asked, stated, name in rows)


_COUNTED = re.compile(
    rf"(?P<number>\d{{1,2}}|{NUMERAL}{{1,3}})(?:个|大|项|条|种|类|定|新|化|创|精|数|样|位|支|只|座|家|所|段|路|桩|块|区|城|园|带|点|出口)"
)
_ASKS_ITEMS = re.compile(r"哪|什么|分别|列|叫啥|是啥|逐[个项条一]|都有|包括|指的")
_MOST_ITEMS = 20
_COUNTS_ANYTHING = frozenset("个大项条种类数样位支只家所段桩块")


def asks_items(text: str) -> bool:
    """Whether a question wants to know what there is, one by one or by name."""
    return _ASKS_ITEMS.search(text) is not None


def _items(text: str) -> list[Slot]:
    """A question for the members of a counted set needs a text that lists about as many."""
    if not asks_items(text):
        return []
    counted = (m for m in _COUNTED.finditer(text) if text[m.end() : m.end() + 1] != "字")
    numbers = [(parse_number(match["number"]), match.group()[-1]) for match in counted]
    several = {n: end for n, end in numbers if n and 3 <= n <= _MOST_ITEMS}
    if not several:
        return []
    least = max(several)
    end = several[least]
    return [Slot("items", "完整名单", lambda s: _lists(s, least, end), str(least))]


def _meanings(text: str) -> list[Slot]:
    """A question about an expression prefers the sentence that spells it out."""
    return [
        Slot("meaning", "含义", _explainer(term), term, is_required=False)
        for term in quoted_in(text, 2, 16)
    ]


_PARTS_OF_TERM = re.compile(f"({NUMERAL})([\u4e00-\u9fff])")
_PER_MEMBER = 6  # characters


def spells_out(term: str, text: str) -> bool:
    """Whether a text names the members of a term that only counts them.

    “三宜三晋” counts three things with 宜 and three with 晋; what spells it out has these
    characters so often, close together.
    """
    counted = [
        (number, char)
        for numeral, char in _PARTS_OF_TERM.findall(term)
        if (number := parse_number(numeral)) and number > 1
    ]
    if not counted or "".join(f"{n}{c}" for n, c in _PARTS_OF_TERM.findall(term)) != term:
        return False
    bare = text.replace(term, "")
    return all(
        re.search(rf"(?:{char}[^。;]{{0,{_PER_MEMBER}}}?){{{number}}}", bare)
        for number, char in counted
    )


def _explainer(term: str) -> Callable[[str], bool]:
    """Tells whether a text lists or explains what an expression stands for, next to it."""
    name = re.escape(term)
    pattern = re.compile(
        rf"为(?:核心|基础|主体|支撑|代表|主)的[“‘]?{name}|{name}[”’]?[^。;,]{{0,8}}[(::]|{name}[”’]?(?:即|是指|就是)|即[^。;]{{0,20}}{name}"
        rf"|(?:[^、,。;“]{{1,14}}、)+[^、,。;“]{{1,14}}[“‘]?{name}"
    )
    return lambda sentence: pattern.search(sentence) is not None


def _lists(text: str, number: int, end: str) -> bool:
    """Whether a text lists that many things next to the words that count them, if it has those.

    Things of a kind are listed elsewhere as well, each with the character that counts them at its
    end: “five 园” are those whose names end in 园.
    """
    if end not in _COUNTS_ANYTHING:
        named = [item for item in re.split("[、,;。\n]", text) if item.endswith(end)]
        if len(named) == number:
            return True
    clauses = re.split("[,;。\n]", text)
    counting = [
        place
        for place, clause in enumerate(clauses)
        if any(parse_number(m["number"]) == number for m in _COUNTED.finditer(clause))
    ]
    if not counting:
        return True
    beside = ("、".join(clauses[max(place - 1, 0) : place + 2]) for place in counting)
    return any(listed_items(window) >= number for window in beside)


def listed_items(text: str) -> int:
    """Length of the longest enumeration in a text: between 、 or in quotation marks."""
    runs = [run.count("、") + 1 for run in re.split(r"[,,;;。:]", text)]
    return max([*runs, len(re.findall("“[^”]+”", text))])
