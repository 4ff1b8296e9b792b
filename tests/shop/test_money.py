"""Money: one rounding rule, sums that stay whole, and amounts as people write them."""

from decimal import Decimal

import pytest
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from shop.money import Price, PriceDoesNotAddUp, allocate, cents, format_cents, money, round_half_up, split_gross

RATE_19, RATE_7 = Decimal("19.00"), Decimal("7.00")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.4", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-0.5", -1), ("-2.5", -3), ("-2.4", -2)],
)
def test_rounding_goes_away_from_zero_at_the_half(amount: str, rounded: int) -> None:
    assert round_half_up(Decimal(amount)) == rounded


@pytest.mark.parametrize(
    ("gross", "rate", "price"),
    [
        (119_00, RATE_19, Price(net=100_00, tax=19_00, gross=119_00, rate=RATE_19)),
        (107_00, RATE_7, Price(net=100_00, tax=7_00, gross=107_00, rate=RATE_7)),
        (79_90, RATE_19, Price(net=67_14, tax=12_76, gross=79_90, rate=RATE_19)),
        (1, RATE_19, Price(net=1, tax=0, gross=1, rate=RATE_19)),
        (0, RATE_19, Price(net=0, tax=0, gross=0, rate=RATE_19)),
        (50_00, Decimal(0), Price(net=50_00, tax=0, gross=50_00, rate=Decimal(0))),
        (3, Decimal(20), Price(net=2, tax=1, gross=3, rate=Decimal(20))),  # 0.5 cents of tax are one
    ],
)
def test_gross_is_split_by_the_contained_tax(gross: int, rate: Decimal, price: Price) -> None:
    assert split_gross(gross, rate) == price


@given(gross=st.integers(0, 10**9), rate=st.sampled_from([RATE_19, RATE_7, Decimal(0), Decimal("25.50")]))
def test_net_and_tax_are_the_gross_for_any_amount(gross: int, rate: Decimal) -> None:
    price = split_gross(gross, rate)
    assert (price.net + price.tax, price.gross) == (gross, gross)
    assert abs(Decimal(price.tax) - price.net * rate / 100) <= 1


def test_price_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(PriceDoesNotAddUp, match="100 \\+ 19 is not 120"):
        Price(net=100, tax=19, gross=120, rate=RATE_19)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (490, [119_00, 21_40], [415, 75]),
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (0, [3, 4], [0, 0]),
        (5, [0, 7], [0, 5]),
        (5, [0, 0], [5, 0]),
        (5, [], []),
        (-10, [1, 2], [-3, -7]),
    ],
)
def test_allocation_gives_the_cents_left_over_to_the_largest_remainder(total: int, weights: list[int], parts: list[int]) -> None:
    assert allocate(total, weights) == parts


@given(total=st.integers(-(10**7), 10**7), weights=st.lists(st.integers(0, 10**7), min_size=1, max_size=8))
def test_allocated_parts_are_the_total_and_within_a_cent_of_their_share(total: int, weights: list[int]) -> None:
    parts, whole = allocate(total, weights), sum(weights)
    assert sum(parts) == total
    if whole:
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize(("amount", "expected"), [("79.90", 7990), ("0.005", 1), ("0.004", 0), ("100", 10000)])
def test_cents_of_an_amount_typed_by_staff(amount: str, expected: int) -> None:
    assert cents(Money(amount, "EUR")) == expected


def test_cents_of_another_currency_are_refused() -> None:
    with pytest.raises(ValueError, match="is not in EUR"):
        cents(Money("1.00", "USD"))


@pytest.mark.parametrize(("amount", "expected"), [(7990, "79.90"), (0, "0.00"), (5, "0.05"), (10000, "100.00")])
def test_money_of_cents_has_two_places(amount: int, expected: str) -> None:
    made = money(amount)
    assert (str(made.amount), made.currency.code) == (expected, "EUR")


@pytest.mark.parametrize(
    ("amount", "language", "words"),
    [
        (123450, "de", "1.234,50\xa0€"),
        (123450, "en", "€1,234.50"),
        (1, "de", "0,01\xa0€"),
        (1, "en", "€0.01"),
        (10000, "de", "100,00\xa0€"),
        (-490, "de", "-4,90\xa0€"),
        (-490, "en", "-€4.90"),
    ],
)
def test_amount_is_written_as_people_do(amount: int, language: str, words: str) -> None:
    assert format_cents(amount, language) == words


@pytest.mark.parametrize(
    ("amount", "language", "words"),
    [
        (10000, "de", "100\xa0€"),
        (10000, "en", "€100"),
        (150000, "de", "1.500\xa0€"),
        (9999, "de", "99,99\xa0€"),
        (9950, "en", "€99.50"),
    ],
)
def test_trimmed_amount_drops_its_cents_only_when_it_is_whole(amount: int, language: str, words: str) -> None:
    assert format_cents(amount, language, trim=True) == words
