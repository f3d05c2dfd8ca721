"""A mapping of bounded size that keeps what was used last; safe to use from several threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Latest(Generic[Key, Value]):
    """Values by key; when there are too many, those that were not used for longest go."""

    def __init__(self, kept: int) -> None:
        """Keep so many values."""
        self._kept = kept
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def known(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of those keys that have one; counts as their use."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def keep(self, values: Mapping[Key, Value]) -> None:
        """Add values, in this order, or put them in place of earlier ones."""
        with self._lock:
            for key, value in values.items():
                self._put(key, value)

    def known_or_made(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key; when it has none it is made once, while other threads wait."""
        with self._lock:
            value = self._values[key] if key in self._values else make()
            self._put(key, value)
        return value

    def forget(self, key: Key) -> None:
        """Drop the value of a key, if it has one."""
        with self._lock:
            self._values.pop(key, None)

    def _put(self, key: Key, value: Value) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._kept:
            self._values.popitem(last=False)
