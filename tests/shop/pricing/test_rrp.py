"""The manufacturer's price is named only where it is above ours."""

import pytest

from shop.pricing.rrp import shown_rrp


@pytest.mark.parametrize(
    ("price", "rrp", "shown"),
    [(79_90, 99_00, 99_00), (79_90, 79_91, 79_91), (79_90, 79_90, None), (79_90, 70_00, None), (79_90, None, None), (0, 1, 1)],
)
def test_rrp_is_shown_above_the_price_only(price: int, rrp: int | None, shown: int | None) -> None:
    assert shown_rrp(price=price, rrp=rrp) == shown
