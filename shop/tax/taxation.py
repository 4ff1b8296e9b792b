"""Whose value added tax a sale bears, at which rate, and what the customer pays."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.money import round_half_up
from shop.tax.models import TaxProfile
from shop.tax.profile import tax_profile
from shop.tax.rates import HOME, load_rates_of, rate_of
from shop.tax.territories import Territory, TerritoryKind, tax_territory

NO_TAX = Decimal("0.00")


class Treatment(models.TextChoices):
    DOMESTIC = "domestic", _("domestic sale")
    DISTANCE = "distance", _("sale to another EU country, home rates")  # below the threshold: UStG § 3c (4)
    OSS = "oss", _("sale to another EU country, rates of the destination (OSS)")  # UStG §§ 3c (1), 18j
    EXPORT = "export", _("export, free of VAT")  # UStG §§ 4 no. 1 a, 6
    SMALL_BUSINESS = "small_business", _("small business, no VAT")  # UStG § 19


@dataclass(frozen=True)
class Taxation:
    """How one delivery is taxed. `country` is the state whose tax law the sale falls under, `rates` are its rates in percent by kind.

    `region` is set where a part of that state has rates of its own; `home_rates` are those in the price of goods.
    """

    treatment: Treatment
    country: str
    rates: dict[str, Decimal]
    home_rates: dict[str, Decimal]
    region: str = ""

    def rate_of(self, kind: str) -> Decimal:
        """The rate in percent that goods of this kind bear; raises `NoTaxRate` where one is due and none is known."""
        if self.treatment in (Treatment.EXPORT, Treatment.SMALL_BUSINESS):
            return NO_TAX
        return rate_of(self.rates, kind, country=self.region or self.country)

    def unit(self, gross: int, kind: str) -> int:
        """What the customer pays for a piece that costs `gross` cents at home, in cents.

        The same in all of the EU, whatever the rate; an export costs the net price. Raises `NoTaxRate`.
        """
        if self.treatment != Treatment.EXPORT:
            return gross
        return round_half_up(Decimal(gross) * 100 / (100 + rate_of(self.home_rates, kind)))


def load_taxation(*, country: str, postcode: str = "", on: date) -> Taxation:
    """How a delivery to this address on the day `on` is taxed. Two queries; a rate that is missing is told when it is asked for."""
    territory = tax_territory(country=country, postcode=postcode)
    treatment = treatment_of(territory=territory, profile=tax_profile(), on=on)
    abroad = treatment == Treatment.OSS
    rates_of = territory.rates_of if abroad else HOME
    rates = load_rates_of(countries={HOME, rates_of}, on=on)
    return Taxation(
        treatment=treatment,
        country=territory.country if abroad else HOME,
        rates={} if treatment in (Treatment.EXPORT, Treatment.SMALL_BUSINESS) else rates[rates_of],
        home_rates=rates[HOME],
        region=territory.region if abroad else "",
    )


def treatment_of(*, territory: Territory, profile: TaxProfile, on: date) -> Treatment:
    """What a small business sells is never taxed; a domestic sale never depends on OSS."""
    if profile.is_small_business(on=on):
        return Treatment.SMALL_BUSINESS
    if territory.kind == TerritoryKind.EXPORT:
        return Treatment.EXPORT
    if territory.country == HOME:
        return Treatment.DOMESTIC
    return Treatment.OSS if profile.uses_oss(on=on) else Treatment.DISTANCE
