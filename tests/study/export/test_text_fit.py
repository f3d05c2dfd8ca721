from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.study.export.text_fit import (
    height,
    largest_size,
    shorten,
    split_to_fit,
    width,
    wrap,
)

TEXT = st.text(st.sampled_from("晋城市规划煤层气,。、“”()《》%ABab 0123-+"), max_size=120)


@given(TEXT, st.floats(6, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, limit: float) -> None:
    """Every line is at most as wide as asked for, and only blanks at line ends are left out."""
    lines = wrap(text, limit)
    assert all(width(line) <= limit for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_chinese_line_breaks() -> None:
    """No line begins with closing punctuation or ends with opening; figures stay whole."""
    lines = wrap("到“十四五”末,煤层气年产量达到100亿立方米。", 10)
    assert not any(line[0] in "。,、”)" for line in lines)
    assert not any(line[-1] in "“《(" for line in lines)
    assert any("100" in line for line in lines)
    assert wrap("文文文文文文。", 6) == ("文文文文文", "文。")


def test_room_between_scripts_is_counted() -> None:
    """Office sets room between a Chinese character and a digit; widths include it."""
    assert width("第19条") > width("第") + width("19") + width("条")


@given(st.lists(TEXT, min_size=1, max_size=6), st.floats(100, 800), st.floats(50, 500))
def test_the_largest_fitting_size_is_chosen(texts: list[str], wide: float, high: float) -> None:
    """Text fits at the chosen size and at none that is larger."""
    sizes = (28, 24, 20, 16)
    size = largest_size(texts, sizes, (wide, high), 0.5)
    larger = [other for other in sizes if size is None or other > size]
    assert size is None or height(texts, size, wide, 0.5 * size) <= high
    assert all(height(texts, other, wide, 0.5 * other) > high for other in larger)


@given(st.lists(st.floats(0.1, 50)), st.floats(10, 100))
def test_groups_keep_order_and_fit(items: list[float], high: float) -> None:
    """Groups hold all items in order; each fits or is a single item."""
    groups = list(split_to_fit(items, high, lambda item: item))
    assert [item for group in groups for item in group] == items
    assert all(len(group) == 1 or sum(group) <= high + 1e-6 for group in groups)


@given(TEXT, st.floats(3, 40))
def test_shortened_text_fits(text: str, limit: float) -> None:
    """A shortened text is at most as wide as asked for and begins like the whole."""
    short = shorten(text, limit)
    assert width(short) <= limit + 0.25
    assert text.startswith(short.removesuffix("…"))
