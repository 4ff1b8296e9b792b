"""Which rate holds where, and on which day. Which country's rates a sale bears is `taxation`'s business."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from shop.tax.models import TaxRate

HOME = "DE"


class NoTaxRate(LookupError):
    """No rate is known, so the goods cannot be sold: a rate is never guessed."""


def load_rates_of(*, countries: Collection[str], on: date) -> dict[str, dict[str, Decimal]]:
    """The rates in percent by country (or region) and kind of goods (see `TaxKind`) that hold on the day `on`. One query."""
    rates: dict[str, dict[str, Decimal]] = {country: {} for country in countries}
    for row in TaxRate.objects.filter(country__in=countries, valid_from__lte=on).order_by("valid_from"):
        rates[row.country][row.kind] = row.percent
    return rates


def load_rates(*, on: date, country: str = HOME) -> dict[str, Decimal]:
    """The rates in percent by kind of goods that hold in one country on the day `on`."""
    return load_rates_of(countries=[country], on=on)[country]


def rate_of(rates: dict[str, Decimal], kind: str, *, country: str = HOME) -> Decimal:
    """The rate of one kind of goods in `rates`, which are those of `country`; raises `NoTaxRate`."""
    try:
        return rates[kind]
    except KeyError as error:
        raise NoTaxRate(f"There is no tax rate for {kind!r} in {country}; add one in the admin under 'Tax rates'.") from error
