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
