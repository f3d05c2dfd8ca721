from __future__ import annotations

from assistant.lexicon import load_lexicon


def test_wordings_lead_to_their_terms() -> None:
    """What people say is found under what plans call it, whichever table has it."""
    everyday = load_lexicon().everyday
    assert "长期护理保险" in everyday["卧床不起"]
    assert everyday["飞机场"][0] == "机场"


def test_entries_of_the_thesaurus_are_usable() -> None:
    """Every wording has terms, and terms are pieces of a sentence, each named once."""
    for wording, terms in load_lexicon().everyday.items():
        assert terms and len(set(terms)) == len(terms), wording
        assert all(1 < len(term) <= 14 for term in terms), wording


def test_names_of_bodies_are_set_apart() -> None:
    """What stands right beside the name of a body is not taken for a part of it."""
    assert load_lexicon().bodies_apart("卫健委要干啥").split() == ["卫健委", "要干啥"]
    assert load_lexicon().bodies_apart("组织部署去哪看病") == "组织部署去哪看病"
