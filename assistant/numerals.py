"""Numbers as Chinese documents write them: full-width digits and Chinese numerals, both ways."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}
NUMERAL = "[零〇○一二三四五六七八九两十百千万亿]"

# One character to one character, so offsets survive the replacement.
HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Replace full-width ASCII forms and the ideographic space; the length stays the same."""
    return text.translate(HALF_WIDTH)


def parse_number(text: str) -> int | None:
    """Read a whole number written in digits of either width or in Chinese numerals.

    Both positional (二〇三五) and unit forms (三十三, 一百零二, 十万) are read.

    Args:
        text: The numeral alone, without blanks or a counter such as 条.

    Returns:
        The number, or None when the text is not a whole number.
    """
    plain = half_width(text)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not re.fullmatch(NUMERAL + "+", plain):
        return None
    if all(c in DIGITS for c in plain):
        return int("".join(str(DIGITS[c]) for c in plain))
    return _parse_with_units(plain)


def _parse_with_units(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section += (digit or 1) * UNITS[char]
            digit = 0
        else:
            total = (total + section + digit) * LARGE_UNITS[char]
            section = digit = 0
    return total + section + digit


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
