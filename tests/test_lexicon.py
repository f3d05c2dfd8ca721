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


def test_groups_of_people_are_found_by_their_longest_name() -> None:
    """农民工 are no 农民, and what is left is what a question says beside the group."""
    rest, groups = load_lexicon().without_groups("农民工有哪些政策")
    assert list(groups) == ["农民工"] and rest.strip() == "有哪些政策"
    assert "农业转移人口" in groups["农民工"]


def test_fields_are_pieces_of_a_sentence() -> None:
    """Each field of a body or a group is named once and short enough to stand in a clause."""
    lexicon = load_lexicon()
    for name, fields in (lexicon.bureaus | lexicon.groups).items():
        assert fields and len(set(fields)) == len(fields), name
        assert all(1 < len(field) <= 13 for field in fields), name
