from __future__ import annotations

from typing import Any

import pytest

from assistant.study.model import Request, StudyError


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "请选择部分"),
        ({"topic": "康养", "parts": (1,)}, "只选一种"),
        ({"parts": (1,), "minutes": 29}, "30 至 180"),
        ({"parts": (1,), "minutes": 181}, "30 至 180"),
        ({"parts": (1,), "questions": 101}, "0 至 100"),
        ({"parts": (1,), "audience": "学生"}, "可选:领导班子"),
        ({"parts": (1,), "difficulty": "极难"}, "可选:易"),
        ({"parts": (1,), "version": "C"}, "可选:A"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(values: dict[str, Any], words: str) -> None:
    """What no session can be made of is refused in Chinese, with what may be chosen."""
    with pytest.raises(StudyError, match=words):
        Request(**values)
