from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.statements import Fit, Statement, root_of, statements, values_in


def stated(assistant: Assistant, text: str) -> list[tuple[str, set[str]]]:
    found = statements(text, assistant.segmenter.cut)
    return [(s.text, {value.value for value in s.values}) for s in found]


def test_a_period_holds_until_the_next(assistant: Assistant) -> None:
    """A year named before a comma is the year of the clauses behind it."""
    assert stated(assistant, "到2025年,东区建成;到2030年,西区建成。") == [
        ("到2025年", {"2025"}),
        ("东区建成", {"2025"}),
        ("到2030年", {"2030"}),
        ("西区建成", {"2030"}),
    ]


def test_a_place_at_the_beginning_is_the_subject(assistant: Assistant) -> None:
    """What a sentence says of the place it begins with, it says of that place in all clauses."""
    found = dict(stated(assistant, "阳城县以城镇化为引领,加快构建组团式格局。"))
    assert "阳城" in found["加快构建组团式格局"]


def test_members_with_values_of_their_own_are_statements(assistant: Assistant) -> None:
    """An enumeration of things of several places says one thing of each; bare places share it."""
    own = [text for text, _ in stated(assistant, "打造阳城珐华、高平潞绸等品牌。")]
    shared = [text for text, _ in stated(assistant, "推进阳城、陵川、沁水等机场建设。")]
    assert own == ["打造阳城珐华品牌", "高平潞绸等品牌"]
    assert shared == ["推进阳城、陵川、沁水等机场建设"]


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        ("达到八成", "达到80%", True),
        ("达到70%", "达到80%", False),
        ("到2025年", "到“十四五”末", True),
        ("国家级基地", "省级基地", False),
        ("阳城的", "阳城县的", True),
    ],
)
def test_values_are_compared_in_one_form(
    assistant: Assistant, one: str, other: str, is_equal: bool
) -> None:
    """The same amount, year, level or place in other words is equal, another one is not."""
    cut = assistant.segmenter.cut
    pairs = [(v, w) for v in values_in(one, cut) for w in values_in(other, cut)]
    comparable = [v.equals(w) for v, w in pairs if v.is_comparable(w)]
    assert comparable == [is_equal]


def test_fit_counts_what_is_rare(assistant: Assistant) -> None:
    """A rare shared word makes a statement fit better than a frequent one."""
    fit = Fit(assistant.plan.text, assistant.segmenter.cut)
    words = fit.words_of("潞绸品牌建设")
    rare, frequent = Statement("高平潞绸", "", ()), Statement("加强建设", "", ())
    assert fit.of(words, (), rare) > fit.of(words, (), frequent) > 0


def test_root_of_a_place() -> None:
    """The word for a place's rank is no part of its name."""
    assert root_of("阳城县") == "阳城" and root_of("沁水") == "沁水"
