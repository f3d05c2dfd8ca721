"""Numbers as Chinese documents write them: full-width digits and Chinese numerals, both ways."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}
NUMERAL = "[零〇○一二三四五六七八九两十百千万亿]"

# Numerals as cheques write them, and short forms of the tens; both are parts of words as well.
_SAME_NUMERALS = str.maketrans(
    dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
    | {"廿": "二十", "卅": "三十", "卌": "四十"}
)
_UNUSUAL_NUMERAL = re.compile(
    "(?<=第)[壹贰叁肆伍陆柒捌玖拾佰仟零]+(?=[条部章个项])"
    "|(?=[零〇壹贰叁肆伍陆柒捌玖]*(?:[壹贰叁肆伍陆柒捌玖][拾佰仟]|拾[壹贰叁肆伍陆柒捌玖亿万]|[壹贰叁柒捌玖][万亿]))"
    "[壹贰叁肆伍陆柒捌玖拾][零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿]*"
    "|(?<=第)[廿卅卌]|[廿卅卌](?=[一二三四五六七八九]?(?:[条章个项年月日号万亿元]|部分))"
)

# One character to one character, so offsets survive the replacement.
HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}

# Longer runs of digits are codes, not numbers; Python itself refuses to convert very long ones.
_MAX_DIGITS = 18
_MAX_LENGTH = 40  # characters of the longest number of 18 digits, written out, and some to spare
_ZERO = "[零〇○]?"
_DIGIT = "[一二三四五六七八九两]"
_SECTION = re.compile(
    rf"(?:(?P<千>{_DIGIT}?)千)?{_ZERO}(?:(?P<百>{_DIGIT}?)百)?{_ZERO}"
    rf"(?:(?P<十>{_DIGIT}?)十)?{_ZERO}(?P<ones>{_DIGIT}?)"
)


def half_width(text: str) -> str:
    """Replace full-width ASCII forms and the ideographic space; the length stays the same."""
    return text.translate(HALF_WIDTH)


def usual_numerals(text: str) -> str:
    """Write 壹佰亿 as 一百亿 and 卅三条 as 三十三条; characters that count nothing stay."""
    return _UNUSUAL_NUMERAL.sub(lambda match: match.group().translate(_SAME_NUMERALS), text)


def parse_number(text: str) -> int | None:
    """Read a whole number written in digits of either width or in Chinese numerals.

    Both positional (二〇三五) and unit forms (三十三, 一百零二, 十万, 三亿五千万) are read, also in
    the numerals of cheques (叁拾叁) and with 廿 and 卅.

    Args:
        text: The numeral alone, without blanks or a counter such as 条.

    Returns:
        The number, or None when the text is not a whole number of at most 18 digits.
    """
    if len(text) > _MAX_LENGTH:
        return None
    plain = half_width(text).translate(_SAME_NUMERALS)
    if plain and all(c in DIGITS for c in plain):
        plain = "".join(str(DIGITS[c]) for c in plain)
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= _MAX_DIGITS else None
    return _parse_large(plain)


def _parse_large(text: str) -> int | None:
    """Read a unit form from its largest unit down: 三亿五千万 is 三 · 亿 + 五千 · 万."""
    for char, unit in reversed(LARGE_UNITS.items()):
        head, found, tail = text.partition(char)
        if found:
            many, rest = _parse_large(head), _parse_large(tail) if tail else 0
            if not many or rest is None or rest >= unit or many * unit >= 10**_MAX_DIGITS:
                return None
            return many * unit + rest
    return _parse_section(text)


def _parse_section(text: str) -> int | None:
    """Read a number below ten thousand; a unit without a digit counts once (十五, 百)."""
    match = _SECTION.fullmatch(text)
    if not match or not text.strip("零〇○"):
        return None
    total = DIGITS.get(match["ones"], 0)
    for name, unit in UNITS.items():
        if match[name] is not None:
            total += DIGITS.get(match[name], 1) * unit
    return total


def to_chinese(number: int) -> str:
    """Write 1 ≤ number ≤ 999 in Chinese numerals (33 → 三十三).

    Raises:
        ValueError: The number is outside that range.
    """
    if not 1 <= number <= 999:
        raise ValueError(f"{number} is outside 1…999")
    names = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{names[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else names[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (names[ones] if ones else "")
