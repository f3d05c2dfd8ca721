from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from embeddings import Latest


def test_what_was_used_last_stays() -> None:
    """When there are too many values, the one not used for longest goes."""
    latest: Latest[str, int] = Latest(2)
    latest.keep({"a": 1, "b": 2})
    assert latest.known(["a"]) == {"a": 1}
    latest.keep({"c": 3})
    assert latest.known(["a", "b", "c"]) == {"a": 1, "c": 3}


def test_more_than_fits_keeps_the_last() -> None:
    """Of more values than there is room for, the last ones stay."""
    latest: Latest[int, int] = Latest(3)
    latest.keep({number: number for number in range(10)})
    assert list(latest.known(range(10))) == [7, 8, 9]


def test_forgotten_values_are_made_again() -> None:
    """A value is made when there is none, and again when it was dropped; others may be absent."""
    latest: Latest[str, object] = Latest(2)
    first = latest.known_or_made("a", object)
    assert latest.known_or_made("a", object) is first
    latest.forget("a")
    latest.forget("never there")
    assert latest.known_or_made("a", object) is not first


def test_a_value_is_made_once_for_all_threads() -> None:
    """Threads that ask for the same key at once get the same value."""
    latest: Latest[str, object] = Latest(2)
    with ThreadPoolExecutor(8) as threads:
        made = [threads.submit(latest.known_or_made, "a", object) for _ in range(100)]
    assert len({id(each.result()) for each in made}) == 1
