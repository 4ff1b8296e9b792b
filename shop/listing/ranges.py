"""Ranges of price and height, as addresses say them: '50-100', '200-', '-25', '49.90'."""

import re
from dataclasses import dataclass

_NUMBER = r"(\d{1,7})(?:[.,](\d{1,2}))?"
_RANGE = re.compile(rf"(?:{_NUMBER})?(-)?(?:{_NUMBER})?", re.ASCII)


@dataclass(frozen=True, order=True)
class Range:
    """From `low` to `high`, both included, in the smallest unit (cents, millimeters); None is an open end."""

    low: int | None
    high: int | None

    def text(self, *, digits: int) -> str:
        """As an address says it; `digits` are those of the unit behind the point: 2 for euros of cents, 1 for cm of mm."""
        low, high = ("" if end is None else _text(end, digits) for end in (self.low, self.high))
        return low if low == high else f"{low}-{high}"


# The ready ranges, ends included, in cents and millimeters.
READY = {
    "price": [Range(None, 25_00), Range(25_00, 50_00), Range(50_00, 100_00), Range(100_00, 200_00), Range(200_00, None)],
    "height": [Range(None, 100), Range(100, 200), Range(200, 300), Range(300, 400), Range(400, None)],
}


def read_range(text: str, *, digits: int) -> Range | None:
    """The range that `text` says, its ends put in order; None where it says none. '50' alone is exactly 50."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    low_whole, low_part, dash, high_whole, high_part = match.groups()
    if (low_whole is None and high_whole is None) or (dash is None and high_whole is not None):
        return None
    low, high = _units(low_whole, low_part, digits), _units(high_whole, high_part, digits)
    if dash is None:
        high = low
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Range(low, high)


def _units(whole: str | None, part: str | None, digits: int) -> int | None:
    if whole is None:
        return None
    return int(whole) * 10**digits + int((part or "").ljust(digits, "0")[:digits])


def _text(units: int, digits: int) -> str:
    whole, part = divmod(units, 10**digits)
    return f"{whole}.{part:0{digits}d}" if part else str(whole)
