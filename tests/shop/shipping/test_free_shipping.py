"""The free-shipping rule at its boundary, and the words that are made from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.shipping.free_shipping import (
    CountryNotServed,
    Reason,
    Rule,
    ShippingQuote,
    Tariff,
    free_shipping_words,
    quote_shipping,
    quote_words,
)
from shop.shipping.models import Operator
from tests.factories import a_rate, a_tariff

OVER, FROM = Operator.OVER, Operator.FROM
NBSP = "\xa0"
BOUNDARY = [  # operator, country, cents of goods, price, reason, gap
    (OVER, "DE", 99_99, 490, Reason.BELOW_THRESHOLD, 2),
    (OVER, "DE", 100_00, 490, Reason.BELOW_THRESHOLD, 1),
    (OVER, "DE", 100_01, 0, Reason.FREE, 0),
    (OVER, "DE", 1, 490, Reason.BELOW_THRESHOLD, 100_00),
    (OVER, "DE", 5000_00, 0, Reason.FREE, 0),
    (OVER, "DE", 0, 0, Reason.NOTHING_TO_SHIP, None),
    (OVER, "AT", 99_99, 990, Reason.OTHER_COUNTRY, None),
    (OVER, "AT", 100_00, 990, Reason.OTHER_COUNTRY, None),
    (OVER, "AT", 100_01, 990, Reason.OTHER_COUNTRY, None),
    (OVER, "AT", 0, 0, Reason.NOTHING_TO_SHIP, None),
    (FROM, "DE", 99_99, 490, Reason.BELOW_THRESHOLD, 1),
    (FROM, "DE", 100_00, 0, Reason.FREE, 0),
    (FROM, "DE", 100_01, 0, Reason.FREE, 0),
    (FROM, "AT", 100_00, 990, Reason.OTHER_COUNTRY, None),
    (FROM, "AT", 100_01, 990, Reason.OTHER_COUNTRY, None),
]


@pytest.mark.parametrize(("operator", "country", "goods", "price", "reason", "gap"), BOUNDARY)
def test_quote_at_the_boundary(operator: Operator, country: str, goods: int, price: int, reason: Reason, gap: int | None) -> None:
    tariff = a_tariff(operator=operator)
    quote = quote_shipping(goods=goods, country=country, tariff=tariff)
    assert quote == ShippingQuote(country=country, price=price, reason=reason, gap=gap, rate=tariff.rates[country])


def _quote_words(goods: int, country: str, operator: Operator, language: str) -> str:
    tariff = a_tariff(operator=operator)
    return quote_words(quote_shipping(goods=goods, country=country, tariff=tariff), tariff=tariff, language=language)


FREE = ("Free shipping to Germany.", "Versandkostenfrei (Lieferland: Deutschland).")
ELSEWHERE = (
    "Free shipping applies to deliveries to Germany only.",
    "Den kostenlosen Versand gibt es nur für das Lieferland Deutschland.",
)


def _to_go(english: str, german: str) -> tuple[str, str]:
    return (
        f"{english} to go until shipping to Germany is free.",
        f"Noch {german}{NBSP}€ bis zum kostenlosen Versand (Lieferland: Deutschland).",
    )


@pytest.mark.parametrize(
    ("goods", "country", "operator", "words"),
    [
        (99_99, "DE", OVER, _to_go("€0.02", "0,02")),
        (100_00, "DE", OVER, _to_go("€0.01", "0,01")),
        (100_01, "DE", OVER, FREE),
        (99_99, "DE", FROM, _to_go("€0.01", "0,01")),
        (100_00, "DE", FROM, FREE),
        (100_01, "DE", FROM, FREE),
        (99_99, "AT", OVER, ELSEWHERE),
        (100_00, "AT", OVER, ELSEWHERE),
        (100_01, "AT", OVER, ELSEWHERE),
        (100_01, "AT", FROM, ELSEWHERE),
        (0, "DE", OVER, ("", "")),
    ],
)
def test_reason_is_said_in_both_languages(goods: int, country: str, operator: Operator, words: tuple[str, str]) -> None:
    assert tuple(_quote_words(goods, country, operator, language) for language in ("en", "de")) == words


WITHIN = ("Free shipping within Germany on orders ", "Kostenloser Versand innerhalb Deutschlands bei Bestellungen ")
ABROAD = ("Free shipping to Austria on orders ", "Kostenloser Versand bei Bestellungen ")


@pytest.mark.parametrize(
    ("rule", "english", "german"),
    [
        (Rule("DE", OVER, 100_00), f"{WITHIN[0]}over €100", f"{WITHIN[1]}über 100{NBSP}€"),
        (Rule("DE", FROM, 100_00), f"{WITHIN[0]}from €100", f"{WITHIN[1]}ab 100{NBSP}€"),
        (Rule("DE", OVER, 49_50), f"{WITHIN[0]}over €49.50", f"{WITHIN[1]}über 49,50{NBSP}€"),
        (Rule("AT", OVER, 150_00), f"{ABROAD[0]}over €150", f"{ABROAD[1]}über 150{NBSP}€ (Lieferland: Österreich)"),
        (Rule("AT", FROM, 150_00), f"{ABROAD[0]}from €150", f"{ABROAD[1]}ab 150{NBSP}€ (Lieferland: Österreich)"),
    ],
)
def test_promise_is_made_from_the_rule(rule: Rule, english: str, german: str) -> None:
    assert free_shipping_words(rule, language="en") == english
    assert free_shipping_words(rule, language="de") == german


def test_without_a_rule_every_parcel_is_paid_and_no_reason_is_given() -> None:
    tariff = Tariff(rates={"DE": a_rate()}, rule=None)
    quote = quote_shipping(goods=5000_00, country="DE", tariff=tariff)
    assert quote == ShippingQuote("DE", 490, Reason.NO_RULE, None, a_rate())
    assert quote_words(quote, tariff=tariff, language="en") == ""


def test_country_in_no_zone_is_not_served() -> None:
    with pytest.raises(CountryNotServed) as refusal:
        quote_shipping(goods=100, country="CH", tariff=a_tariff())
    assert refusal.value.country == "CH"


def test_negative_goods_are_a_defect() -> None:
    with pytest.raises(ValueError, match="goods of -1 cents"):
        quote_shipping(goods=-1, country="DE", tariff=a_tariff())


@given(goods=st.integers(1, 300_00), threshold=st.integers(1, 200_00), operator=st.sampled_from(Operator))
def test_gap_is_exactly_what_is_missing(goods: int, threshold: int, operator: Operator) -> None:
    tariff = a_tariff(operator=operator, threshold=threshold)
    gap = quote_shipping(goods=goods, country="DE", tariff=tariff).gap
    assert gap is not None
    assert quote_shipping(goods=goods + gap, country="DE", tariff=tariff).reason == Reason.FREE
    if gap:
        assert quote_shipping(goods=goods + gap - 1, country="DE", tariff=tariff).reason == Reason.BELOW_THRESHOLD


@pytest.mark.parametrize(
    ("rates", "rule", "home"),
    [
        ({"AT": a_rate(), "DE": a_rate()}, Rule("DE", OVER, 100_00), "DE"),
        ({"AT": a_rate(), "DE": a_rate()}, None, "AT"),
        ({"AT": a_rate()}, Rule("DE", OVER, 100_00), "AT"),
        ({}, None, "DE"),
    ],
)
def test_home_is_the_country_that_a_page_assumes(rates: dict[str, object], rule: Rule | None, home: str) -> None:
    assert Tariff(rates=rates, rule=rule).home == home  # type: ignore[arg-type]
