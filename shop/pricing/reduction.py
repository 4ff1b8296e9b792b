"""The 30-day price, computed: what a price reduction may be compared with.

Source: PAngV § 11, CJEU C-330/23, BGH I ZR 183/24. The reference is the lowest price of the 30 days before the
reduction began (not before today); the percentage is computed from it and rounded down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class PricePoint:
    """A price in cents that holds from `valid_from` until the next point."""

    cents: int
    valid_from: datetime


@dataclass(frozen=True)
class Reduction:
    """What may be shown beside the price: the lowest earlier price in cents, and the percentage below it."""

    reference_cents: int
    percent: int


def reduction(points: Sequence[PricePoint], *, at: datetime) -> Reduction | None:
    """The lawful reduction of the price in force at `at`; None when nothing may be shown.

    A run of falling prices keeps the reference of its first step (PAngV § 11 (2)). A price that was not offered for
    30 days before the run has no lawful reference, so nothing is shown.
    """
    history = [point for point in sorted(points, key=lambda p: p.valid_from) if point.valid_from <= at]
    history = [p for i, p in enumerate(history) if i == 0 or p.cents != history[i - 1].cents]
    if len(history) < 2 or history[-1].cents > history[-2].cents:
        return None
    begin = len(history) - 1
    while begin > 1 and history[begin - 1].cents < history[begin - 2].cents:
        begin -= 1
    current, began_at = history[-1], history[begin].valid_from
    window_start = began_at - WINDOW
    if history[0].valid_from > window_start:
        return None
    before = history[:begin]
    ends = [p.valid_from for p in before[1:]] + [began_at]
    reference = min(p.cents for p, end in zip(before, ends, strict=True) if end > window_start)
    if reference <= current.cents:
        return None
    percent = (reference - current.cents) * 100 // reference
    return Reduction(reference, percent) if percent else None
