from __future__ import annotations

from pathlib import Path

import assistant
from assistant.study.parallels import siblings

_TABLE = Path(assistant.__file__).parent / "resources" / "parallels.txt"


def _rows() -> list[list[str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


def test_every_group_offers_something_beside_a_list() -> None:
    """A group has four senses at least, and no word comes twice in it."""
    for senses in _rows():
        words = [word for sense in senses for word in sense.split("|")]
        assert len(senses) >= 4, senses
        assert len(set(words)) == len(words), senses


def test_what_means_the_same_never_replaces_a_member() -> None:
    """绿色化 and 生态化 are one sense."""
    found = siblings(["高端化", "智能化", "绿色化"])
    assert "生态化" not in found
    assert "国际化" in found


def test_two_members_at_least_tell_the_group() -> None:
    """One word belongs to many lists."""
    assert siblings(["文化", "无关"]) == []
    assert siblings(["图书馆", "博物馆"])


def test_an_answer_is_replaced_from_its_own_group() -> None:
    """A member that the group does not know has no sibling there."""
    assert siblings(["煤矿", "消防", "别的"], "别的") == []
    assert "特种设备" in siblings(["煤矿", "消防", "别的"], "消防")


def test_the_most_special_group_decides() -> None:
    """What government is said to be is not replaced by what industries are said to be."""
    assert set(siblings(["精细化", "智能化"])) <= {"科学化", "民主化", "法治化", "规范化", "制度化",
                                              "标准化", "专业化", "社会化"}  # fmt: skip
