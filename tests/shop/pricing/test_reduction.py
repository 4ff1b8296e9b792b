"""The 30-day price: the cases of PAngV § 11, and a property that no history may break."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.pricing.reduction import PricePoint, Reduction, reduction
from tests.factories import AT

NONE = None
History = list[tuple[float, int]]  # days ago, and the price in cents since then


def _points(history: History) -> list[PricePoint]:
    return [PricePoint(cents=cents, valid_from=AT - timedelta(days=days)) for days, cents in history]


CASES: dict[str, tuple[History, Reduction | None]] = {
    "1: reduced today after 30 days": ([(30, 100_00), (0, 80_00)], Reduction(100_00, 20)),
    "1: a day too early": ([(29, 100_00), (0, 80_00)], NONE),
    "2: raised ten days ago, reduced today": ([(90, 100_00), (10, 120_00), (0, 80_00)], Reduction(100_00, 20)),
    "2: raised 31 days ago": ([(90, 100_00), (31, 120_00), (0, 80_00)], Reduction(120_00, 33)),
    "2: raised exactly 30 days ago": ([(90, 100_00), (30, 120_00), (0, 80_00)], Reduction(120_00, 33)),
    "3: was as low three weeks ago": ([(90, 100_00), (21, 80_00), (20, 100_00), (0, 80_00)], NONE),
    "3: was lower three weeks ago": ([(90, 100_00), (21, 70_00), (20, 100_00), (0, 80_00)], NONE),
    "3: was nearly as low": ([(90, 100_00), (21, 90_00), (20, 100_00), (0, 80_00)], Reduction(90_00, 11)),
    "3: was as low 40 days ago": ([(90, 100_00), (45, 80_00), (40, 100_00), (0, 80_00)], Reduction(100_00, 20)),
    "3: a low price that ended on the edge": ([(90, 80_00), (30, 100_00), (0, 80_00)], Reduction(100_00, 20)),
    "4: has run for 40 days": ([(90, 100_00), (40, 80_00)], Reduction(100_00, 20)),
    "5: falls step by step": ([(90, 100_00), (10, 90_00), (0, 80_00)], Reduction(100_00, 20)),
    "5: falls, rises and falls again": ([(90, 100_00), (20, 80_00), (10, 90_00), (0, 85_00)], NONE),
    "5: the last step leads up": ([(90, 100_00), (20, 80_00), (0, 90_00)], NONE),
    "6: new for 12 days": ([(12, 100_00), (0, 80_00)], NONE),
    "6: began at this price": ([(90, 80_00)], NONE),
    "9: the percentage is rounded down": ([(90, 59_90), (0, 39_60)], Reduction(59_90, 33)),
    "9: less than one percent": ([(90, 100_00), (0, 99_01)], NONE),
    "9: exactly one percent": ([(90, 100_00), (0, 99_00)], Reduction(100_00, 1)),
    "down to nothing": ([(90, 100_00), (0, 0)], Reduction(100_00, 100)),
    "from nothing": ([(90, 0), (0, 10_00)], NONE),
    "the same price written twice is no step": ([(90, 100_00), (40, 100_00), (5, 80_00), (2, 80_00)], Reduction(100_00, 20)),
    "a price to come is not yet one": ([(90, 100_00), (-1, 80_00)], NONE),
    "no price at all": ([], NONE),
}


@pytest.mark.parametrize(("history", "shown"), CASES.values(), ids=CASES.keys())
def test_reduction_of(history: History, shown: Reduction | None) -> None:
    assert reduction(_points(history), at=AT) == shown


def test_order_of_the_rows_does_not_matter() -> None:
    points = _points([(90, 100_00), (10, 120_00), (0, 80_00)])
    assert reduction(points[::-1], at=AT) == Reduction(100_00, 20)


def test_reduction_as_it_was_seen_earlier() -> None:
    points = _points([(90, 100_00), (10, 80_00), (0, 100_00)])
    assert reduction(points, at=AT - timedelta(hours=1)) == Reduction(100_00, 20)
    assert reduction(points, at=AT) is None


def _lowest_of_the_window(history: History) -> int | None:
    """The same law once more, as slowly as a person with a calendar: the price of each hour, backwards from now.

    Go back while the price was the same or higher the hour before; where it was lower, or there was none, the run began.
    A run begins with its first step down, so the highest price before it belongs to the window.
    """
    hours = range(24 * 80)
    price = {hour: next((c for days, c in sorted(history) if days * 24 >= hour), None) for hour in hours}
    steps = [h for h in hours[:-1] if price[h + 1] != price[h]]  # hours at whose start the price changed, newest first
    began = None
    for hour in steps:
        before, after = price[hour + 1], price[hour]
        if before is None or after is None or before < after:
            break
        began = hour
    if began is None:
        return None
    window = [price[hour] for hour in range(began + 1, began + 1 + 24 * 30)]
    return None if None in window else min(cents for cents in window if cents is not None)


days = st.integers(0, 45).map(float)
histories = st.dictionaries(days, st.integers(1, 12).map(lambda euros: euros * 100), min_size=1, max_size=8)


@given(histories)
@example({45.0: 1000, 10.0: 1200, 0.0: 800})
def test_reduction_never_shows_a_reference_above_the_lowest_of_the_window(history: dict[float, int]) -> None:
    rows = sorted(history.items(), reverse=True)
    lowest, now = _lowest_of_the_window(rows), min(rows)[1]
    lawful = Reduction(lowest, (lowest - now) * 100 // lowest) if lowest is not None and lowest > now else None
    assert reduction(_points(rows), at=AT) == lawful
