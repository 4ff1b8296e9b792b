"""The tariff as staff have set it, in one query."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.shipping.free_shipping import Rate, Rule, Tariff
from shop.shipping.models import FreeShippingRule, Operator
from shop.shipping.tariff import load_tariff
from shop.tax.models import TaxProfile
from tests.factories import a_free_shipping_rule, a_shop, a_zone

pytestmark = pytest.mark.django_db

GERMANY = Rate(zone="Germany", carrier="DHL Paket", price=490, days_min=2, days_max=4)
AUSTRIA = Rate(zone="Austria", carrier="DHL Paket", price=990, days_min=3, days_max=6)


def test_tariff_holds_rates_and_the_active_rule() -> None:
    a_shop()
    assert load_tariff(language="en") == Tariff(rates={"DE": GERMANY, "AT": AUSTRIA}, rule=Rule("DE", Operator.OVER, 100_00))


def test_zones_are_named_in_the_language_asked_for() -> None:
    a_shop()
    assert [rate.zone for rate in load_tariff(language="de").rates.values()] == ["Deutschland", "Österreich"]


def test_inactive_rule_promises_nothing() -> None:
    a_zone(countries=["DE"])
    a_free_shipping_rule(is_active=False)
    assert load_tariff(language="en") == Tariff(rates={"DE": GERMANY}, rule=None)


def test_shop_that_ships_nowhere_promises_nothing() -> None:
    a_free_shipping_rule()
    assert load_tariff(language="en") == Tariff(rates={}, rule=None)


def test_new_threshold_holds_at_once() -> None:
    a_zone(countries=["DE"])
    rule = a_free_shipping_rule(operator=Operator.FROM, threshold="49.50")
    assert load_tariff(language="en").rule == Rule("DE", Operator.FROM, 49_50)
    FreeShippingRule.objects.filter(pk=rule.pk).update(threshold="60.00")
    assert load_tariff(language="en").rule == Rule("DE", Operator.FROM, 60_00)


def test_tariff_knows_since_when_no_tax_is_charged() -> None:
    a_zone(countries=["DE"])
    assert load_tariff(language="en").small_business_from is None
    TaxProfile.objects.create(small_business_from=date(2026, 5, 1))
    assert load_tariff(language="en").small_business_from == date(2026, 5, 1)


@pytest.mark.parametrize("zones", [1, 3])
def test_tariff_costs_one_query(zones: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for countries in (["DE"], ["AT", "BE"], ["CH"])[:zones]:
        a_zone(countries=countries)
    a_free_shipping_rule()
    with django_assert_num_queries(1):
        load_tariff(language="en")
