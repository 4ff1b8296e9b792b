"""The 30-day price, computed: what a price reduction may be compared with.

Source: PAngV § 11, CJEU C-330/23, BGH I ZR 183/24. The reference is the lowest price of the 30 days before the
reduction began (not before today); the percentage is computed from it and rounded down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

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


class Verdict(StrEnum):
    """What the law says of a price; every one but the first shows nothing."""

    SHOWN = "shown"
    FIRST_PRICE = "first_price"
    RAISED = "raised"
    TOO_NEW = "too_new"
    AS_LOW_BEFORE = "as_low_before"
    UNDER_ONE_PERCENT = "under_one_percent"


@dataclass(frozen=True)
class LowestPrice:
    """The lowest price of the window in cents, and the moment at which it ended (the latest, where it came twice)."""

    cents: int
    until: datetime


@dataclass(frozen=True)
class Judgment:
    """The verdict on a price with the facts that led to it; what was not needed for it is None.

    `began_at` is the first moment of the run of falling prices, which the window of 30 days lies before; `offered_since`
    that of the first price ever.
    """

    verdict: Verdict
    shown: Reduction | None = None
    began_at: datetime | None = None
    offered_since: datetime | None = None
    lowest: LowestPrice | None = None


def reduction(points: Sequence[PricePoint], *, at: datetime) -> Reduction | None:
    """The lawful reduction of the price in force at `at`; None when nothing may be shown."""
    return judge(points, at=at).shown


def judge(points: Sequence[PricePoint], *, at: datetime) -> Judgment:
    """Whether the price in force at `at` may be shown as reduced, and why.

    A run of falling prices keeps the reference of its first step (PAngV § 11 (2)). A price that was not offered for
    30 days before the run has no lawful reference, so nothing is shown.
    """
    history = [point for point in sorted(points, key=lambda p: p.valid_from) if point.valid_from <= at]
    history = [p for i, p in enumerate(history) if i == 0 or p.cents != history[i - 1].cents]
    if len(history) < 2:
        return Judgment(Verdict.FIRST_PRICE)
    if history[-1].cents > history[-2].cents:
        return Judgment(Verdict.RAISED)
    begin = len(history) - 1
    while begin > 1 and history[begin - 1].cents < history[begin - 2].cents:
        begin -= 1
    began_at, offered_since = history[begin].valid_from, history[0].valid_from
    if offered_since > began_at - WINDOW:
        return Judgment(Verdict.TOO_NEW, None, began_at, offered_since)
    lowest = _lowest(history[:begin], ends=[p.valid_from for p in history[1 : begin + 1]], since=began_at - WINDOW)
    verdict, shown = _compare(history[-1].cents, lowest.cents)
    return Judgment(verdict, shown, began_at, offered_since, lowest)


def _lowest(before: Sequence[PricePoint], *, ends: Sequence[datetime], since: datetime) -> LowestPrice:
    """The lowest of the prices `before` the run that still held after `since`, the one in force at `since` included."""
    spans = [LowestPrice(p.cents, end) for p, end in zip(before, ends, strict=True) if end > since]
    return min(reversed(spans), key=lambda span: span.cents)


def _compare(current: int, reference: int) -> tuple[Verdict, Reduction | None]:
    if reference <= current:
        return Verdict.AS_LOW_BEFORE, None
    percent = (reference - current) * 100 // reference
    return (Verdict.SHOWN, Reduction(reference, percent)) if percent else (Verdict.UNDER_ONE_PERCENT, None)
