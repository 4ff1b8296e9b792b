"""The free-shipping rule: German orders over 100 € ship free.

`quote_shipping` is the one function that decides; `free_shipping_words` the one that puts the rule into words.
Threshold, operator and country come from the row that staff edit (`FreeShippingRule`), so that no page can promise
what another does not keep.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext, override

from shop.customers.countries import country_name
from shop.money import format_cents
from shop.shipping.models import Operator


class Reason(StrEnum):
    FREE = "free"
    VOUCHER = "voucher"
    BELOW_THRESHOLD = "below_threshold"
    OTHER_COUNTRY = "other_country"
    NO_RULE = "no_rule"
    NOTHING_TO_SHIP = "nothing_to_ship"


class CountryNotServed(LookupError):
    """No shipping zone holds the country."""

    def __init__(self, country: str) -> None:
        super().__init__(country)
        self.country = country


@dataclass(frozen=True)
class Rule:
    """`threshold` in cents of goods, gross, after discounts."""

    country: str
    operator: Operator
    threshold: int

    def gap(self, goods: int) -> int:
        """How many cents of goods are missing; 0 when the order ships free. At exactly 'over 100 €' it is 1, not 0."""
        needed = self.threshold + 1 if self.operator == Operator.OVER else self.threshold
        return max(0, needed - goods)


@dataclass(frozen=True)
class Rate:
    """The price in cents and the working days of a parcel to one country."""

    zone: str
    carrier: str
    price: int
    days_min: int
    days_max: int


@dataclass(frozen=True)
class Tariff:
    """All that decides a shipping price: the rates by country, in the order of their zones, and the rule.

    `small_business_from` decides none, but stands beside every price, too: since when no tax is charged (UStG § 19), if ever.
    """

    rates: dict[str, Rate]
    rule: Rule | None
    small_business_from: date | None = None

    @property
    def home(self) -> str:
        """The country that a page assumes before it knows better."""
        if self.rule is not None and self.rule.country in self.rates:
            return self.rule.country
        return next(iter(self.rates), "DE")


@dataclass(frozen=True)
class ShippingQuote:
    """`gap` is the cents of goods still missing for free shipping; None where no amount would make it free."""

    country: str
    price: int
    reason: Reason
    gap: int | None
    rate: Rate


def quote_shipping(*, goods: int, country: str, tariff: Tariff, free_by_voucher: bool = False) -> ShippingQuote:
    """What shipping `goods` cents (gross, after discounts) to `country` costs, why, and how much is missing to free.

    Raises `CountryNotServed` for a country in no zone. Negative goods are a defect, never a discount.
    """
    if goods < 0:
        raise ValueError(f"goods of {goods} cents")
    rate = tariff.rates.get(country)
    if rate is None:
        raise CountryNotServed(country)
    rule = tariff.rule
    if goods == 0:
        return ShippingQuote(country, 0, Reason.NOTHING_TO_SHIP, None, rate)
    if free_by_voucher:
        return ShippingQuote(country, 0, Reason.VOUCHER, 0, rate)
    if rule is None:
        return ShippingQuote(country, rate.price, Reason.NO_RULE, None, rate)
    if country != rule.country:
        return ShippingQuote(country, rate.price, Reason.OTHER_COUNTRY, None, rate)
    gap = rule.gap(goods)
    if gap == 0:
        return ShippingQuote(country, 0, Reason.FREE, 0, rate)
    return ShippingQuote(country, rate.price, Reason.BELOW_THRESHOLD, gap, rate)


def free_shipping_words(rule: Rule, *, language: str) -> str:
    """The promise as a sentence, made from the rule itself: 'Free shipping within Germany on orders over €100'."""
    amount = format_cents(rule.threshold, language, trim=True)
    with override(language):
        country = country_name(rule.country, language)
        if rule.country == "DE":
            if rule.operator == Operator.OVER:
                return gettext("Free shipping within Germany on orders over %(amount)s") % {"amount": amount}
            return gettext("Free shipping within Germany on orders from %(amount)s") % {"amount": amount}
        if rule.operator == Operator.OVER:
            words = gettext("Free shipping to %(country)s on orders over %(amount)s")
        else:
            words = gettext("Free shipping to %(country)s on orders from %(amount)s")
        return words % {"country": country, "amount": amount}


def quote_words(quote: ShippingQuote, *, tariff: Tariff, language: str) -> str:
    """The plain reason behind a price, as one sentence: how much is missing, or why nothing can be."""
    with override(language):
        country = country_name(quote.country, language)
        if quote.reason == Reason.FREE:
            return gettext("Free shipping to %(country)s.") % {"country": country}
        if quote.reason == Reason.VOUCHER:
            return gettext("Free shipping by your voucher.")
        if quote.reason == Reason.BELOW_THRESHOLD and quote.gap is not None:
            values = {"amount": format_cents(quote.gap, language), "country": country}
            return gettext("%(amount)s to go until shipping to %(country)s is free.") % values
        if quote.reason == Reason.OTHER_COUNTRY and tariff.rule is not None:
            home = country_name(tariff.rule.country, language)
            return gettext("Free shipping applies to deliveries to %(country)s only.") % {"country": home}
        return ""
