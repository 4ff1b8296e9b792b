"""Which rate of value added tax applies, and since when."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shop.tax.models import TaxRate
from shop.tax.rates import NoTaxRate, load_rates, load_rates_of, rate_of
from tests.factories import a_tax_rate


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "rates"),
    [
        (date(2020, 6, 30), {"standard": Decimal("19.00"), "book": Decimal("7.00")}),
        (date(2020, 7, 1), {"standard": Decimal("16.00"), "book": Decimal("5.00")}),
        (date(2020, 12, 31), {"standard": Decimal("16.00"), "book": Decimal("5.00")}),
        (date(2021, 1, 1), {"standard": Decimal("19.00"), "book": Decimal("7.00")}),
        (date(2006, 12, 31), {"book": Decimal("7.00")}),
        (date(1983, 6, 30), {}),
    ],
)
def test_rates_hold_from_their_day(on: date, rates: dict[str, Decimal]) -> None:
    """Germany's true history: 19 % since 2007, and half a year of less in 2020."""
    TaxRate.objects.all().delete()  # those that the shop is shipped with
    for kind, percent, since in [
        ("book", 7, date(2021, 1, 1)), ("standard", 19, date(2021, 1, 1)), ("book", 5, date(2020, 7, 1)),
        ("standard", 16, date(2020, 7, 1)), ("standard", 19, date(2007, 1, 1)), ("book", 7, date(1983, 7, 1)),
    ]:  # fmt: skip
        a_tax_rate(kind=kind, percent=Decimal(percent), valid_from=since)
    a_tax_rate(country="AT", percent=Decimal(20), valid_from=date(1984, 1, 1))
    assert load_rates(on=on) == rates


@pytest.mark.django_db
def test_rates_are_those_of_one_country() -> None:
    TaxRate.objects.all().delete()
    a_tax_rate()
    a_tax_rate(country="AT", percent=Decimal(20))
    assert load_rates(on=date(2026, 11, 23), country="AT") == {"standard": Decimal("20.00")}


@pytest.mark.django_db
def test_rates_of_several_countries_are_one_query(django_assert_num_queries: Any) -> None:
    TaxRate.objects.all().delete()
    a_tax_rate()
    a_tax_rate(country="AT", percent=Decimal(20))
    with django_assert_num_queries(1):
        rates = load_rates_of(countries=["DE", "AT", "FR"], on=date(2026, 11, 23))
    assert rates == {"DE": {"standard": Decimal("19.00")}, "AT": {"standard": Decimal("20.00")}, "FR": {}}


def test_rate_of_a_known_kind() -> None:
    assert rate_of({"standard": Decimal(19)}, "standard") == Decimal(19)


def test_rate_is_never_guessed() -> None:
    with pytest.raises(NoTaxRate, match="There is no tax rate for 'book' in AT; add one"):
        rate_of({"standard": Decimal(20)}, "book", country="AT")
