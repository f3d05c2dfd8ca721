"""Figures, dates and names of periods in Chinese text, each with its value and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from assistant.numerals import NUMERAL, half_width, parse_number

Comparison = Literal["=", ">=", ">", "<=", "<", "~"]

# Measure words and units, longest first where one begins another. The class says which of them
# answer the same “多少”.
_UNITS: dict[str, str] = {
    "share": "%|个百分点|百分点|成",
    "money": "万亿元|亿元|万元|元|亿美元|万美元|美元|千亿级|百亿级|万亿级|亿级",
    "volume": "亿立方米|万立方米|立方米|方",
    "mass": "亿吨|万吨|吨|公斤|千克|斤",
    "power": "万千瓦时|万千瓦|千瓦时|千瓦|兆瓦|吉瓦|度电",
    "length": "公里|千米|里|米",
    "area": "平方公里|万亩|亩|公顷|平方米|平米",
    "people": "万人|人次|人|户|名|位",
    "duration": "年时间|年|个月|月|天|日|小时|周",
    "count": "家|个|座|所|项|级|类|种|处|片|条|大|批|张|辆|台|套|次|株|头|只|期|轮|届|倍|环|"
    "纵|横|轴|线|带|核|极",
}  # fmt: skip
_UNIT_CLASS = {unit: name for name, units in _UNITS.items() for unit in units.split("|")}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_CLASS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<percent>百分之(?P<share>{NUMERAL}{{1,4}}|\d+(?:\.\d+)?))"
    rf"|(?<![\d.A-Za-z])(?P<digits>\d+(?:\.\d+)?(?:×\d+)?)(?![A-Za-z])"
    rf"(?P<unit>[十百千万亿]*(?:{_UNIT})|[十百千万亿]+)?"
    rf"|(?P<numeral>{NUMERAL}{{1,6}})(?P<counter>{_UNIT})"
)
_PERIOD = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}}|[一二][〇○零九][{NUMERAL[1:-1]}]{{2}})年?(?P<edge>底|末|前|初)?"
    r"|[“\"]?(?P<plan>十[一二三四五六七])五[”\"]?(?:规划)?(?P<phase>末|时期|期间|期末|初|开局)?"
)
# The twelfth five-year plan ended in 2015, and each further one five years later.
_PLAN_ENDS = {f"十{number}五": 2015 + 5 * i for i, number in enumerate("二三四五六七")}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SAME_UNIT = {"方": "立方米", "千米": "公里", "户": "家", "所": "个", "座": "个", "成": "%"}
_COUNT_ANYTHING = frozenset("个项条大种类处批次")
_BEFORE: tuple[tuple[Comparison, str], ...] = (
    (">=", r"(?:不低于|不少于|至少)$"),
    ("<=", r"(?:不超过|不高于|控制在|至多)$"),
    (">", r"(?:超过|高于|大于|多于|突破)$"),
    ("<", r"(?:低于|少于|小于)$"),
    ("~", r"(?:大约|约|左右|近)$"),
)
_BEHIND: tuple[tuple[Comparison, str], ...] = (
    (">=", r"(?:及|或)?以上"),
    ("<=", r"(?:及|或)?以[下内]"),
    ("~", r"左右|上下"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit.

    Attributes:
        value: Number in the text's own unit; for ``2×100`` the text after normalisation.
        unit: Unit as written; empty when there is none.
        unit_class: What the unit measures; empty without a unit.
        comparison: How the text limits the number.
        start: Offset of its first character.
        end: Offset behind its last character, unit included.
    """

    value: str
    unit: str
    unit_class: str
    comparison: Comparison
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a five-year-plan period.

    Attributes:
        name: ``2035`` or ``十四五``.
        start: Offset of its first character.
        end: Offset behind its last character.
    """

    name: str
    start: int
    end: int


def find_periods(text: str) -> list[Period]:
    """Years in digits or Chinese numerals, and five-year-plan periods, in order."""
    return [
        Period(name, match.start(), match.end())
        for match in _PERIOD.finditer(half_width(text))
        if (name := _period_name(match))
    ]


def period_end(name: str) -> int | None:
    """The year at which a period ends, for names as `find_periods` gives them."""
    if name.isdigit():
        return int(name)
    return _PLAN_ENDS.get(name)


def years_told(text: str) -> set[int]:
    """The years in which the periods end that a text names."""
    ends = (period_end(period.name) for period in find_periods(text))
    return {end for end in ends if end is not None}


def find_figures(text: str) -> list[Figure]:
    """Numbers in digits, and Chinese numerals with a measure word; years are no figures."""
    plain = half_width(text)
    taken = [(p.start, p.end) for p in find_periods(text)]
    return [
        figure
        for match in _FIGURE.finditer(plain)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and not plain[: match.start()].endswith("第")
        for figure in _figure(plain, match)
    ]


def _period_name(match: re.Match[str]) -> str | None:
    if match["plan"]:
        return match["plan"] + "五"
    year = parse_number(match["year"])
    written_out = match.group().endswith("年") or match["edge"] or match["year"].isdigit()
    return str(year) if year and 1900 <= year <= 2100 and written_out else None


def _figure(text: str, match: re.Match[str]) -> Iterator[Figure]:
    unit = match["unit"] or match["counter"] or ""
    if match["percent"]:
        number, unit = match["share"], "%"
    else:
        number = match["digits"] or match["numeral"]
    if re.fullmatch("[百千万亿]+", number):  # 突破亿吨 says one 亿吨
        number, unit = "1", number + unit
    value = parse_number(number)
    written = str(value) if value is not None else number
    yield Figure(
        value=written,
        unit=unit,
        unit_class=_class_of(unit),
        comparison=_comparison(text[: match.start()], text[match.end() :]),
        start=match.start(),
        end=match.end(),
    )


def measured(text: str, figure: Figure) -> tuple[str, Decimal | str]:
    """What a figure measures, and how much in one base unit.

    Measure words that count anything are told apart by the word behind them.

    Args:
        text: The text that the figure was found in.
        figure: One of its figures.

    Returns:
        The measure in a base unit (``元``, ``立方米``, ``%`` …) and the amount in it; the text of
        the number where it is none, as in ``2×100``.
    """
    unit, factor = figure.unit, Decimal(10 if figure.unit == "成" else 1)
    while unit and unit[0] in _SCALES:
        factor *= _SCALES[unit[0]]
        unit = unit[1:]
    unit = _SAME_UNIT.get(unit, unit)
    if unit in _COUNT_ANYTHING:
        unit += text[figure.end : figure.end + 1]
    if figure.unit_class == "money":
        unit = "元"
    try:
        return unit, Decimal(figure.value) * factor
    except InvalidOperation:
        return unit, figure.value


def unit_class(unit: str) -> str:
    """What a unit or measure word measures, such as ``length``; empty when it is unknown."""
    return _UNIT_CLASS.get(unit, "")


def _class_of(unit: str) -> str:
    if unit in _UNIT_CLASS:
        return _UNIT_CLASS[unit]
    bare = unit.lstrip("十百千万亿")
    return _UNIT_CLASS.get(bare, "") if bare or not unit else "money"  # “500亿” is said of money


def _comparison(before: str, behind: str) -> Comparison:
    for sign, pattern in _BEHIND:
        if re.match(pattern, behind):
            return sign
    for sign, pattern in _BEFORE:
        if re.search(pattern, before):
            return sign
    return "="
