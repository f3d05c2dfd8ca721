"""Numbers as Chinese documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.numerals import HALF_WIDTH, half_width, parse_number, to_chinese, usual_numerals
from tests.plan_texts import chinese

reproducible = settings(deadline=None, derandomize=True, database=None, max_examples=300)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("33", 33),
        ("007", 7),
        ("\uff13\uff13", 33),
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十三", 33),
        ("一百", 100),
        ("一百零二", 102),
        ("一百〇二", 102),
        ("一百○二", 102),
        ("一百一十二", 112),
        ("二百", 200),
        ("两百五十", 250),
        ("两千零三十五", 2035),
        ("二〇三五", 2035),
        ("二○二五", 2025),
        ("一千零五", 1005),
        ("一万", 10_000),
        ("十万", 100_000),
        ("百万", 1_000_000),
        ("三万零五百", 30_500),
        ("千亿", 100_000_000_000),
        ("三亿五千万", 350_000_000),
        ("一万亿", 1_000_000_000_000),
        ("廿", 20),
        ("卅三", 33),
        ("叁拾叁", 33),
        ("壹佰亿", 10_000_000_000),
        ("九" * 18, 999_999_999_999_999_999),
    ],
)
def test_reads_every_spelling(text: str, number: int) -> None:
    """Digits of either width, positional and unit forms are read as the numbers they name."""
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1 2",
        "3.5",
        "-1",
        "一点五",
        "十十",
        "二十三十",
        "百千",
        "五五百",
        "万",
        "亿",
        "零万",
        "一万二万",
        "一亿三亿",
        "三十x",
        "第三",
        "²",
        "①",
        "\u0663",
        "9" * 19,
        "九" * 19,
        "9" * 5000,
        "九" * 5000,
        "万" * 5000,
        "十" * 5000,
    ],
)
def test_refuses_what_is_no_number(text: str) -> None:
    """Text that is no whole number, or an absurdly long one, gives None and never an error."""
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("第卅三条", "第三十三条"),
        ("廿五个", "二十五个"),
        ("第叁拾叁条", "第三十三条"),
        ("达到壹佰亿立方米", "达到一百亿立方米"),
        ("贰万元", "二万元"),
        ("五卅运动", "五卅运动"),
        ("大陆陆续收拾队伍", "大陆陆续收拾队伍"),
        ("干部队伍万人", "干部队伍万人"),
    ],
)
def test_unusual_numerals_are_rewritten(text: str, usual: str) -> None:
    """Numerals of cheques and short tens become the usual ones where they count something."""
    assert usual_numerals(text) == usual


def test_writes_as_an_independent_speller_does() -> None:
    """All numbers from 1 to 999 are written in standard form and read back."""
    for number in range(1, 1000):
        assert to_chinese(number) == chinese(number)
        assert parse_number(to_chinese(number)) == number


@pytest.mark.parametrize("number", [-1, 0, 1000])
def test_refuses_to_write_other_numbers(number: int) -> None:
    """Numbers that no part can have are an error of the caller."""
    with pytest.raises(ValueError, match="outside"):
        to_chinese(number)


def test_half_width_table() -> None:
    """Full-width forms become ASCII; Chinese punctuation that has no ASCII form stays."""
    assert half_width("\uff11\uff0e\uff21\uff08\uff09\u3000\uff5e。、“”《》") == "1.A() ~。、“”《》"
    assert len(HALF_WIDTH) == 95


@reproducible
@given(st.text())
def test_half_width_keeps_offsets(text: str) -> None:
    """Every character stays at its place, and a second pass changes nothing."""
    changed = half_width(text)
    assert len(changed) == len(text)
    assert half_width(changed) == changed


@reproducible
@given(st.text("零〇○一二三四五六七八九两十百千万亿0123456789\uff11\uff12 ", max_size=60))
def test_any_string_of_numerals_is_safe(text: str) -> None:
    """Whatever stands in a row, the result is a number of at most 18 digits, or None."""
    number = parse_number(text)
    assert number is None or 0 <= number < 10**18
