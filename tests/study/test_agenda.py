from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.study.agenda import divide, make_agenda
from assistant.study.model import AUDIENCES, Audience, KeyPoint


def _citation(number: int) -> Citation:
    return Citation(
        article=number, part=1, label=f"第{number}条", title="题", quote="字", start=0, end=1
    )


@given(
    minutes=st.integers(30, 180),
    audience=st.sampled_from(AUDIENCES),
    units=st.integers(1, 90),
    remembered=st.booleans(),
    tested=st.booleans(),
)
def test_minutes_add_up_exactly(
    minutes: int, audience: Audience, units: int, remembered: bool, tested: bool
) -> None:
    """Steps follow one another without a gap, and together take the requested time."""
    points = [KeyPoint(f"题{n}", "短", _citation(n)) for n in range(1, units + 1)]
    agenda = make_agenda(
        minutes,
        audience,
        points,
        [_citation(1)] if remembered else [],
        [],
        [_citation(2)] if tested else [],
    )
    assert sum(item.minutes for item in agenda) == minutes
    position = 0
    for item in agenda:
        assert item.start == position
        assert item.minutes >= 1
        assert item.citations
        position += item.minutes
    explained = [c.label for i in agenda if i.title.startswith("领学") for c in i.citations]
    assert explained == [point.core.label for point in points]


@given(st.integers(1, 300), st.lists(st.floats(0.01, 10), min_size=1, max_size=20))
def test_shares_become_whole_numbers_that_add_up(total: int, shares: list[float]) -> None:
    """No minute is lost or invented by rounding."""
    if total < len(shares):
        return
    parts = divide(total, shares)
    assert sum(parts) == total
    assert min(parts) >= 1
