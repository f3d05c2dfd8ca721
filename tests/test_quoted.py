from __future__ import annotations

import pytest

from assistant.quoted import NO_MARKS, quoted_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“一核四极”和“三带”指什么", ["一核四极", "三带"]),
        ("‘一核四极’指什么", ["一核四极"]),
        ("「一核四极」和『三带』指什么", ["一核四极", "三带"]),
        ('"一核四极"和"三带"指什么', ["一核四极", "三带"]),
        ("'一核四极'指什么", ["一核四极"]),
        ('“一核四极"指什么', ["一核四极"]),
        ('"一核四极”指什么', ["一核四极"]),
        ("“聚焦‘六新’突破”在哪条", ["聚焦‘六新’突破"]),
        ("“推进“三位一体”合作”在哪条", ["推进“三位一体”合作"]),
        ("形成“一川清水的图景;生态文化带(“两带”)", ["两带"]),
        ("what's the plan's goal", []),
        ("“”没有内容", []),
        ("《规划》怎么说", []),
    ],
)
def test_quotations_in_all_styles(text: str, expected: list[str]) -> None:
    """Each style of marks is read, also mixed, nested or left open; apostrophes are none."""
    assert quoted_in(text) == expected


def test_lengths_do_not_shift_the_pairs() -> None:
    """What is too short or too long is left out; what stands between two quotations is none."""
    text = '"甲"和"一二三四五六"及"乙丙"'
    assert quoted_in(text, 2, 4) == ["乙丙"]
    assert quoted_in(text, most=6) == ["甲", "一二三四五六", "乙丙"]


def test_titles_are_given_when_wanted() -> None:
    """Names between book-title marks come in their order among the others."""
    assert quoted_in("《规划》里的“三带”", titles=True) == ["规划", "三带"]


def test_marks_can_be_taken_off() -> None:
    """Every mark that encloses is one that can be removed."""
    for text in ("“三带”", "‘三带’", "「三带」", "『三带』", '"三带"', "'三带'", "《三带》"):
        assert quoted_in(text, titles=True) == [text.translate(NO_MARKS)] == ["三带"]
