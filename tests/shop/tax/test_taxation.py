"""Whose tax a sale bears, at which rate, and what the customer pays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shop.tax.models import TaxProfile, TaxRate
from shop.tax.profile import tax_profile
from shop.tax.rates import NoTaxRate
from shop.tax.shipped_rates import install_rates
from shop.tax.taxation import Taxation, Treatment, load_taxation
from shop.tax.territories import EU
from tests.factories import a_tax_rate

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
HOME_RATES = {"standard": Decimal(19), "book": Decimal(7)}
ABROAD = sorted(EU - {"DE"})


@pytest.fixture(autouse=True)
def _rates() -> None:
    TaxRate.objects.all().delete()
    install_rates(TaxRate)


def oss(since: date = ON) -> None:
    TaxProfile.objects.create(oss_from=since)


def small_business(since: date = ON, **fields: Any) -> None:
    TaxProfile.objects.create(small_business_from=since, **fields)


# Treatment and rates ------------------------------------------------------------------------------
@pytest.mark.parametrize("profile", [{}, {"oss_from": ON}])
def test_domestic_sale_never_depends_on_oss(profile: dict[str, date]) -> None:
    TaxProfile.objects.create(**profile)
    assert load_taxation(country="DE", postcode="10115", on=ON) == Taxation(Treatment.DOMESTIC, "DE", HOME_RATES, HOME_RATES)


@pytest.mark.parametrize("country", [*ABROAD, "MC", "XI"])
def test_sale_to_the_eu_bears_home_rates_without_oss(country: str) -> None:
    assert load_taxation(country=country, on=ON) == Taxation(Treatment.DISTANCE, "DE", HOME_RATES, HOME_RATES)


@pytest.mark.parametrize("country", ABROAD)
def test_sale_to_the_eu_bears_the_rate_of_the_destination_with_oss(country: str) -> None:
    oss()
    percent = TaxRate.objects.filter(country=country, kind="standard").latest("valid_from").percent
    expected = Taxation(Treatment.OSS, country, {"standard": percent}, HOME_RATES)
    assert load_taxation(country=country, on=ON) == expected


@pytest.mark.parametrize(
    ("on", "treatment", "percent"), [(date(2026, 11, 22), "distance", 19), (ON, "oss", 20), (date(2027, 1, 1), "oss", 20)]
)
def test_oss_begins_on_its_day(on: date, treatment: str, percent: int) -> None:
    oss(since=ON)
    taxation = load_taxation(country="AT", on=on)
    assert (taxation.treatment, taxation.rate_of("standard")) == (treatment, percent)


@pytest.mark.parametrize(
    ("country", "on", "percent"),
    [
        ("DE", date(2020, 6, 30), "19"), ("DE", date(2020, 7, 1), "16"), ("DE", date(2020, 12, 31), "16"), ("DE", date(2021, 1, 1), "19"),
        ("EE", date(2025, 6, 30), "22"), ("EE", date(2025, 7, 1), "24"), ("RO", date(2025, 7, 31), "19"), ("RO", date(2025, 8, 1), "21"),
        ("SK", date(2024, 12, 31), "20"), ("SK", date(2025, 1, 1), "23"), ("FI", date(2024, 8, 31), "24"), ("FI", date(2024, 9, 1), "25.5"),
    ],
)  # fmt: skip
def test_rate_changes_on_its_day(country: str, on: date, percent: str) -> None:
    oss(since=date(2020, 1, 1))
    assert load_taxation(country=country, on=on).rate_of("standard") == Decimal(percent)


@pytest.mark.parametrize(
    ("country", "postcode", "state", "region", "percent"),
    [
        ("PT", "9000-001", "PT", "PT-30", 22), ("PT", "9500-150", "PT", "PT-20", 16), ("PT", "1000-001", "PT", "", 23),
        ("AT", "6991", "AT", "AT-JM", 19), ("DE", "87567", "AT", "AT-JM", 19), ("MC", "98000", "FR", "", 20), ("GB", "BT1 5GS", "XI", "", 20),
    ],
)  # fmt: skip
def test_region_bears_its_own_rate_with_oss(country: str, postcode: str, state: str, region: str, percent: int) -> None:
    oss()
    expected = Taxation(Treatment.OSS, state, {"standard": Decimal(percent)}, HOME_RATES, region)
    assert load_taxation(country=country, postcode=postcode, on=ON) == expected


@pytest.mark.parametrize(
    ("country", "postcode"), [("CH", "8001"), ("GB", "EC1A 1BB"), ("DE", "27498"), ("ES", "35001"), ("FI", "22100")]
)
def test_export_is_free_of_tax_with_and_without_oss(country: str, postcode: str) -> None:
    without = load_taxation(country=country, postcode=postcode, on=ON)
    oss()
    assert without == load_taxation(country=country, postcode=postcode, on=ON) == Taxation(Treatment.EXPORT, "DE", {}, HOME_RATES)
    assert (without.rate_of("standard"), without.rate_of("book")) == (0, 0)


# Small business -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("country", "postcode"), [("DE", "10115"), ("DE", "27498"), ("AT", "1010"), ("PT", "9000-001"), ("CH", "8001")]
)
def test_small_business_taxes_nothing_and_keeps_its_prices(country: str, postcode: str) -> None:
    small_business(oss_from=date(2026, 1, 1))
    taxation = load_taxation(country=country, postcode=postcode, on=ON)
    assert taxation == Taxation(Treatment.SMALL_BUSINESS, "DE", {}, HOME_RATES)
    assert [(taxation.rate_of(kind), taxation.unit(119_00, kind)) for kind in ("standard", "book")] == [(0, 119_00), (0, 119_00)]


@pytest.mark.parametrize(("on", "treatment"), [(date(2026, 11, 22), "domestic"), (ON, "small_business")])
def test_small_business_begins_on_its_day(on: date, treatment: str) -> None:
    small_business(since=ON)
    assert load_taxation(country="DE", on=on).treatment == treatment


def test_small_business_needs_no_rates() -> None:
    TaxRate.objects.all().delete()
    small_business()
    taxation = load_taxation(country="DE", on=ON)
    assert (taxation.rate_of("book"), taxation.unit(7_50, "book")) == (0, 7_50)


# A rate that is missing ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("country", "postcode", "area"),
    [("AT", "1010", "AT"), ("PT", "9000-001", "PT-30"), ("MC", "98000", "FR"), ("AT", "6691", "AT-JM")],
)
def test_missing_rate_is_never_guessed(country: str, postcode: str, area: str) -> None:
    oss()
    with pytest.raises(NoTaxRate, match=f"There is no tax rate for 'book' in {area}; add one"):
        load_taxation(country=country, postcode=postcode, on=ON).rate_of("book")
    a_tax_rate(country=area, kind="book", percent=Decimal(10))
    assert load_taxation(country=country, postcode=postcode, on=ON).rate_of("book") == 10


def test_rate_that_is_not_yet_in_force_is_missing() -> None:
    oss()
    a_tax_rate(country="AT", kind="book", percent=Decimal(10), valid_from=date(2026, 11, 24))
    with pytest.raises(NoTaxRate):
        load_taxation(country="AT", on=ON).rate_of("book")


def test_export_without_a_home_rate_has_no_price() -> None:
    TaxRate.objects.filter(country="DE", kind="book").delete()
    taxation = load_taxation(country="CH", on=ON)
    with pytest.raises(NoTaxRate, match="'book' in DE"):
        taxation.unit(21_40, "book")
    assert taxation.unit(119_00, "standard") == 100_00


# What the customer pays ---------------------------------------------------------------------------
@pytest.mark.parametrize("country", sorted(EU))
@pytest.mark.parametrize("since", [ON, date(2027, 1, 1)])
def test_price_is_the_same_in_all_of_the_eu(country: str, since: date) -> None:
    oss(since=since)
    taxation = load_taxation(country=country, on=ON)
    assert [taxation.unit(gross, kind) for gross in (0, 1, 119_00) for kind in ("standard", "book")] == [0, 0, 1, 1, 119_00, 119_00]


@pytest.mark.parametrize(
    ("gross", "kind", "unit"),
    [
        (119_00, "standard", 100_00), (119_00, "book", 111_21), (21_40, "book", 20_00), (7_50, "book", 7_01), (39_90, "standard", 33_53),
        (0, "standard", 0), (1, "standard", 1), (50, "standard", 42),
    ],
)  # fmt: skip
def test_export_costs_the_net_price(gross: int, kind: str, unit: int) -> None:
    assert load_taxation(country="CH", on=ON).unit(gross, kind) == unit


def test_export_price_is_rounded_half_up() -> None:
    taxation = Taxation(Treatment.EXPORT, "DE", {}, {"standard": Decimal(100)})
    assert [taxation.unit(gross, "standard") for gross in (1, 3, 5)] == [1, 2, 3]


# The profile --------------------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["DE", "AT", "CH"])
def test_taxation_is_two_queries(country: str, django_assert_num_queries: Any) -> None:
    oss()
    with django_assert_num_queries(2):
        load_taxation(country=country, on=ON).unit(1, "standard")


def test_profile_that_nobody_saved_says_nothing_and_writes_nothing() -> None:
    profile = tax_profile()
    assert (profile.small_business_from, profile.oss_from, TaxProfile.objects.count()) == (None, None, 0)


def test_profile_is_one_row() -> None:
    oss()
    with pytest.raises(IntegrityError), transaction.atomic():
        small_business()
    profile = tax_profile()
    profile.small_business_from = ON
    profile.save()
    assert list(TaxProfile.objects.values_list("pk", "small_business_from", "oss_from")) == [(1, ON, ON)]
