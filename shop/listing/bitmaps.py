"""Sets of rows as big integers (bit n stands for row n), so that 'and', 'or' and counting are one step for the whole catalog."""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

NOTHING: tuple[Hashable, ...] = ()


def bitmap(rows: Iterable[int], *, size: int) -> int:
    """The set of `rows`, all of them below `size`."""
    bits = bytearray(size // 8 + 1)
    for row in rows:
        bits[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(bits, "little")


class Tags:
    """For each row any number of tags, and for each tag the set of its rows.

    Tags that are counted beside every list keep their sets; those that are `rare` (thousands of characters, each asked for now
    and then) look for their rows when asked, which costs milliseconds and spares their sets' memory.
    """

    def __init__(self, rows: Sequence[tuple[Hashable, ...]], *, rare: bool = False) -> None:
        self._rare = rare
        self._kept: dict[tuple[Hashable, ...], tuple[Hashable, ...]] = {}  # one tuple for all rows with the same tags
        self._rows = [self._kept.setdefault(tags, tags) for tags in rows]
        self.sets: dict[Hashable, int] = {}
        if not rare:
            found: dict[Hashable, list[int]] = defaultdict(list)
            for row, tags in enumerate(self._rows):
                for tag in tags:
                    found[tag].append(row)
            self.sets = {tag: bitmap(rows_of_tag, size=len(rows)) for tag, rows_of_tag in found.items()}

    def put(self, row: int, tags: tuple[Hashable, ...]) -> None:
        """Give `row` these tags in place of those it has; a row behind the last is added."""
        if row == len(self._rows):
            self._rows.append(NOTHING)
        before, self._rows[row] = self._rows[row], self._kept.setdefault(tags, tags)
        if before == tags or self._rare:
            return
        for tag in before:
            self.sets[tag] &= ~(1 << row)
            if not self.sets[tag]:
                del self.sets[tag]
        for tag in tags:
            self.sets[tag] = self.sets.get(tag, 0) | 1 << row

    def having(self, tag: Hashable) -> int:
        """The rows that have `tag`."""
        if not self._rare:
            return self.sets.get(tag, 0)
        return bitmap((row for row, tags in enumerate(self._rows) if tag in tags), size=len(self._rows))


class Numbers:
    """For each row a number or none, kept as one set per binary digit, so that a range is found in some dozen steps.

    The method is the bit-sliced index of O'Neil and Quass (SIGMOD 1997).
    """

    def __init__(self, numbers: Sequence[int | None]) -> None:
        self._numbers = array("q", (-1 if number is None else number for number in numbers))
        size = len(numbers)
        self.known = bitmap((row for row, number in enumerate(self._numbers) if number >= 0), size=size)
        digits = max(self._numbers, default=0).bit_length()
        self._slices = [
            bitmap((row for row, number in enumerate(self._numbers) if number > 0 and number >> digit & 1), size=size)
            for digit in range(digits)
        ]

    def put(self, row: int, number: int | None) -> None:
        """Give `row` this number in place of the one it has; a row behind the last is added."""
        if row == len(self._numbers):
            self._numbers.append(-1)
        before, now = self._numbers[row], -1 if number is None else number
        if before == now:
            return
        self._numbers[row] = now
        bit = 1 << row
        self.known = self.known | bit if now >= 0 else self.known & ~bit
        changed = max(before, 0) ^ max(now, 0)
        self._slices += [0] * (changed.bit_length() - len(self._slices))
        for digit in range(changed.bit_length()):
            if changed >> digit & 1:
                self._slices[digit] ^= bit

    def between(self, low: int | None, high: int | None) -> int:
        """The rows whose number is from `low` to `high`, both included; None is an open end."""
        found = self.known
        if low is not None:
            found &= ~self._below(low)
        if high is not None:
            found &= self._below(high + 1)
        return found

    def _below(self, limit: int) -> int:
        """The rows whose number is less than `limit`, from the highest digit down: equal so far, then smaller at this digit."""
        if limit.bit_length() > len(self._slices):
            return self.known
        below, equal = 0, self.known
        for digit in reversed(range(len(self._slices))):
            having = self._slices[digit]
            if limit >> digit & 1:
                below |= equal & ~having
                equal &= having
            else:
                equal &= ~having
        return below
