from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.passages import (
    Passage,
    clause_texts,
    sentences,
    split_passages,
    without_item_mark,
)
from assistant.plan import Plan, parse_plan
from tests.plan_texts import Sample, plans


def test_passages_are_verbatim_and_stay_in_their_unit(
    plan: Plan, passages: tuple[Passage, ...]
) -> None:
    """A passage's text is what stands at its offsets, inside the unit it names."""
    for passage in passages:
        unit = plan.unit(passage.unit)
        assert unit and unit.start <= passage.start < passage.end <= unit.end
        assert plan.text[passage.start : passage.end] == passage.text


def assert_nothing_lost(plan: Plan, passages: tuple[Passage, ...]) -> None:
    covered = {offset for p in passages for offset in range(p.start, p.end)}
    for unit in plan.citable:
        lost = "".join(plan.text[o] for o in range(unit.start, unit.end) if o not in covered)
        assert not lost.replace("\ufeff", "").strip(), unit.label


def test_every_character_of_a_unit_is_in_a_passage(
    plan: Plan, passages: tuple[Passage, ...]
) -> None:
    """No non-blank character of a citable unit is lost to search."""
    assert_nothing_lost(plan, passages)


@given(plans())
def test_nothing_is_lost_in_other_plans(sample: Sample) -> None:
    """The same holds for generated plans of every shape."""
    plan = parse_plan(sample.text)
    assert_nothing_lost(plan, split_passages(plan))


def test_ids_are_positions(passages: tuple[Passage, ...]) -> None:
    """Passages are numbered in document order from 0."""
    assert [p.id for p in passages] == list(range(len(passages)))
    assert [p.start for p in passages] == sorted(p.start for p in passages)


def test_search_text_carries_headings(plan: Plan, passages: tuple[Passage, ...]) -> None:
    """A sentence can be found by its article's title, and an item's sentence by its heading."""
    sentence = next(p for p in passages if p.unit == "33" and p.kind == "sentence")
    assert sentence.search_text.startswith("构筑现代综合立体交通运输体系。")
    item = next(p for p in passages if p.unit == "5" and p.kind == "sentence")
    assert "坚持党的全面领导。" in item.search_text
    assert item.headings[0] == plan.parts[1].title


def test_sentences_respect_quotation_marks() -> None:
    """A full stop inside an open quotation ends no sentence; a closing mark stays with it."""
    text = "他说“先修路。再通车。”随后动工。完工!"
    assert [text[s.start : s.end] for s in sentences(text, 0, len(text))] == [
        "他说“先修路。再通车。”",
        "随后动工。",
        "完工!",
    ]


@given(st.text(alphabet="甲乙丙。!?“”,; \n", max_size=60))
def test_sentences_lose_nothing(text: str) -> None:
    """Sentences are in order, do not overlap and hold every non-blank character."""
    spans = list(sentences(text, 0, len(text)))
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "").replace(
        "\n", ""
    ) == text.replace(" ", "").replace("\n", "")
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_item_marks_are_taken_off() -> None:
    """The dashes before an item are no part of what it says; dashes inside it are."""
    assert without_item_mark("--坚持党的领导。") == "坚持党的领导。"
    assert without_item_mark("5-10年") == "5-10年"


def test_clauses_of_a_passage_lose_no_word(passages: tuple[Passage, ...]) -> None:
    """The clauses of a passage hold all its words in order, and none is next to nothing."""
    for passage in passages:
        pieces = clause_texts(passage)
        joined = "".join(c for piece in pieces for c in piece if c.isalnum())
        assert joined == "".join(c for c in passage.text if c.isalnum())
        assert all(len(piece) >= 6 for piece in pieces[:-1])
