"""Wordings of an answer that count as right beside the plan's own one."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import permutations

from assistant.numerals import parse_number, to_chinese
from assistant.study.enumerations import ALSO_NOUNS
from assistant.study.expressions import VERBATIM
from assistant.study.facts import SORT_OF_NAME, BlankKind
from assistant.study.statements import is_opener

_MOST_ORDERS = 4  # items that may come in any order
_SHORTEST_WITH_VERB = 4  # characters of an answer that may begin with its verb
_WITH_NEXT = (*VERBATIM, "term", "name", "role", "member")
# The noun that stands behind a blank, whole.
_HEAD = re.compile(
    "(?![等为的作])[\u4e00-\u9fff]{2,6}?(?=[,;。、和与及的”]|建设|创建|改革|健康|有序|发展|$)"
)
_PEOPLE = re.compile("人才|干部|队伍")  # may be called by their qualities in any order
# Two actions, each a verb with its object, in either order (提标扩面, 扩面提标).
_TWO_ACTIONS = re.compile("(?:[退提扩增降促补转减控腾引招强延稳固拓扬优保育][\u4e00-\u9fff]){2}")
_PAIR = 2  # characters of a word
_BETWEEN = "、|”“| "  # items of a list or the halves of a slogan
_FIRST_END = 2025  # year in which the 14th of the five-year plans ends


def wordings(answer: str, behind: str, kind: BlankKind = "figure") -> tuple[str, ...]:
    """Every way to write a figure, a date or a term that counts as right, the plan's own first."""
    found = [answer, re.sub("[“”]", "", answer)]
    has_verb = is_opener(answer[:2]) and not ALSO_NOUNS.match(answer)
    has_verb = has_verb and kind not in VERBATIM
    if len(answer) > _SHORTEST_WITH_VERB and has_verb:  # the verb goes without saying
        found.append(found[1][2:])
    for marks, written in ((_BETWEEN, ("、", "")), (r"\+", ("+", "、", ""))):
        items = re.split(marks, answer.strip("“”"))
        # “1+17”, “5G+…”, “工业互联网+安全生产” are names; what adds up is of one length.
        is_sum = all(map(_is_han, items)) and (len(items) > _PAIR or len({*map(len, items)}) == 1)
        is_one_name = marks != _BETWEEN and not is_sum
        if 1 < len(items) <= _MOST_ORDERS and not is_one_name:  # in another order
            found += [mark.join(order) for order in permutations(items) for mark in written]
    if (kind == "series" and _PEOPLE.match(behind)) or _TWO_ACTIONS.fullmatch(found[1]):
        found += _with_words_exchanged(found[1])
    if kind in _WITH_NEXT and (head := _HEAD.match(behind.lstrip("”"))):
        found += [f"{wording}{head.group()}" for wording in dict.fromkeys(found[1:])]
    if bracket := _WITH_OTHER_NAME.fullmatch(found[1]):  # bare, or without the marks
        name, other = bracket["name"], bracket["other"]
        found += [name, other, f"{name}{other}"]
    if short := _INSIDE_NAME.fullmatch(found[1]):  # what tells an institution from others
        found.append(short["own"])
    is_list = bool(re.search("[+、,]", answer))
    if (
        kind in ("role", "name", "term")
        and not is_list
        and (bare := _CLASS.sub("", found[1])) != found[1]
    ):
        found.append(bare)
    if kind == "role" and _TWO_PLACES.fullmatch(answer):
        found.append("、".join(f"{place}镇" for place in answer.split("、")))
    for one, other in _SAME_WRITTEN:
        if one == "+" and not other and re.search(r"\d\+\d", answer):
            continue
        found += [wording.replace(one, other) for wording in found if one in wording]
    if kind == "name" and (sort := SORT_OF_NAME.match(behind)):
        bare_ones = [wording for wording in found if not wording.endswith(sort.group())]
        found += [f"{wording}{sort.group()}" for wording in bare_ones]
    for pattern, forms in _FORMS:
        if match := pattern.fullmatch(found[1]):
            found += [form(match) for form in forms]
    if bound := re.match("以上|以下|左右", behind):
        found += [f"{wording}{bound.group()}" for wording in found]
    return tuple(dict.fromkeys(found))


# A name with another one in brackets (甲山(乙山)).
_WITH_OTHER_NAME = re.compile(r"(?P<name>[^()()]{2,})[((](?P<other>[^()()]{2,})[))]")
# The name of an institution inside the name of the one that it belongs to.
_INSIDE_NAME = re.compile(
    ".{2,}(?:大学|医学院|集团|公司|学校)(?P<own>.{2,}(?:学院|医院|研究院|公司))"
)
# Nouns that say of what sort a thing is.
_CLASS = re.compile("(?<=..)(?:工程|行动|计划|战略|集团|电厂|产业园|景观|古堡|公司)$")
_TWO_PLACES = re.compile("[\u4e00-\u9fff]{2,3}、[\u4e00-\u9fff]{2,3}")
# Signs and characters that are written one for the other.
_SAME_WRITTEN = (
    ("区县", "县区"),
    ("县区", "区县"),
    ("区县", "县(区)"),
    ("区县", "县"),
    ("雏型", "雏形"),
    ("雏形", "雏型"),
    ("+", ""),
    ("+", "加"),
    ("、", ""),
    (",", ""),
    (" ", ""),
)

_FORMS: tuple[tuple[re.Pattern[str], tuple[Callable[[re.Match[str]], str], ...]], ...] = (
    (
        re.compile(r"(\d{1,3})([个项家条年大级])"),
        (lambda m: m[1], lambda m: to_chinese(int(m[1])), lambda m: to_chinese(int(m[1])) + m[2]),
    ),
    (
        re.compile("([二两三四五六七八九十]+)([年级个项大])"),
        (lambda m: m[1], lambda m: f"{_digits(m[1])}{m[2]}", lambda m: _digits(m[1])),
    ),
    (
        re.compile(r"(\d+)%"),
        (lambda m: f"百分之{m[1]}", lambda m: f"百分之{to_chinese(int(m[1]))}"),
    ),
    (
        re.compile(r"(([1-9]\d*)([万亿]+))(\D*)"),
        (
            lambda m: m[1],
            lambda m: f"{_numeral(m[2])}{m[3]}{m[4]}",
            lambda m: f"{_numeral(m[2])}{m[3]}",
            lambda m: f"{_round_hundred(m[2])}{m[3]}{m[4]}",
            lambda m: f"{_round_hundred(m[2])}{m[3]}",
        ),
    ),
    (
        re.compile(r"(\d{4})年"),
        (lambda m: m[1], lambda m: f"{m[1]}年底", lambda m: f"{m[1]}年末"),
    ),
    (
        re.compile(r"(\d{4})年前"),
        (lambda m: f"{m[1]}年", lambda m: f"{m[1]}年以前", lambda m: f"{m[1]}年之前"),
    ),
    (
        re.compile("十([四五六])五末"),
        (lambda m: f"{_FIRST_END + 5 * '四五六'.index(m[1])}年",),
    ),
)


def _with_words_exchanged(answer: str) -> list[str]:
    """Two words of two characters in the other order (青年优秀, 优秀青年)."""
    is_pair = len(answer) == 2 * _PAIR and _is_han(answer)
    return [answer[_PAIR:] + answer[:_PAIR]] if is_pair else []


def _is_han(text: str) -> bool:
    return re.fullmatch("[\u4e00-\u9fff]+", text) is not None


def _digits(numeral: str) -> str:
    return str(parse_number(numeral.replace("两", "二")) or numeral)


def _round_hundred(digits: str) -> str:
    """百 for a hundred; any other number as `_numeral` writes it."""
    return "百" if digits == "100" else _numeral(digits)


def _numeral(digits: str) -> str:
    """A number below a thousand in Chinese numerals; others are written in digits by everybody."""
    return to_chinese(int(digits)) if len(digits) < 4 else digits
