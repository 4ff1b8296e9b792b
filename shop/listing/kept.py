"""What a process has read of the database and need not read again until a mark (`marks.py`) says that it is no longer true."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The values used last, `most` of them. All threads share them, so that nobody may change one.

    A value that was read while another thread learned of a change may be older than that change. It is answered, because whoever
    asked had looked before, but it is not kept.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._changes = 0

    def find(self, keys: Collection[Key], *, read: Callable[[list[Key]], Mapping[Key, Value]]) -> dict[Key, Value]:
        """The values of `keys`; `read` is asked for those that are missing, and leaves out what there is not."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
            changes = self._changes
        missing = [key for key in keys if key not in found]
        if not missing:
            return found
        new = read(missing)
        with self._lock:
            if changes == self._changes:
                self._values.update(new)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return {**found, **new}

    def drop(self, keys: Iterable[Key]) -> None:
        """These are no longer true."""
        with self._lock:
            self._changes += 1
            for key in keys:
                self._values.pop(key, None)

    def clear(self) -> None:
        """Nothing is certain any more."""
        with self._lock:
            self._changes += 1
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)
