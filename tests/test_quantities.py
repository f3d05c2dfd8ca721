from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantities import Figure, Period, find_figures, find_periods


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("占比提高到80%以上", [("80", "%", "share", ">=")]),
        ("百分之八十", [("80", "%", "share", "=")]),
        ("产量达到100亿立方米", [("100", "亿立方米", "volume", "=")]),
        ("2×100万千瓦", [("2×100", "万千瓦", "power", "=")]),
        ("产值三年500亿", [("3", "年", "duration", "="), ("500", "亿", "money", "=")]),
        ("不超过3.5万亩", [("3.5", "万亩", "area", "<=")]),
        ("突破亿吨", [("1", "亿吨", "mass", ">")]),
        ("九大行动", [("9", "大", "count", "=")]),
        ("增加到800家", [("800", "家", "count", "=")]),
        ("5G网络、PM2.5、NO.6", []),
        ("到2035年,二〇三〇年前", []),
        ("第一方阵", []),
    ],
)
def test_figures(text: str, figures: list[tuple[str, str, str, str]]) -> None:
    """Figures are read with unit, class and comparison; names and years are no figures."""
    found = [(f.value, f.unit, f.unit_class, f.comparison) for f in find_figures(text)]
    assert found == figures


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("到2035年", ["2035"]),
        ("二〇三五年远景目标", ["2035"]),
        ("到“十四五”末", ["十四五"]),
        ("十五五期间", ["十五五"]),
        ("2030年前碳达峰、2060年前碳中和", ["2030", "2060"]),
        ("100亿立方米", []),
    ],
)
def test_periods(text: str, names: list[str]) -> None:
    """Years in either script and five-year-plan periods are recognised."""
    assert [p.name for p in find_periods(text)] == names


@given(st.text(max_size=100))
def test_offsets_lie_in_the_text(text: str) -> None:
    """Whatever the text, every figure and period lies inside it, in order and without overlap."""
    for found in (
        list[Figure | Period](find_figures(text)),
        list[Figure | Period](find_periods(text)),
    ):
        assert all(0 <= f.start < f.end <= len(text) for f in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
