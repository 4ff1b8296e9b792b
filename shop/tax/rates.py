"""Which rate applies. Below the EU's 10,000 € threshold for distance sales, German tax is due on every sale in the EU."""

from datetime import date
from decimal import Decimal

from shop.tax.models import TaxRate

HOME = "DE"


class NoTaxRate(LookupError):
    """No rate is known, so the goods cannot be sold: a rate is never guessed."""


def load_rates(*, on: date, country: str = HOME) -> dict[str, Decimal]:
    """The rates in percent by kind of goods (see `TaxKind`) that hold in `country` on the day `on`."""
    rates: dict[str, Decimal] = {}
    for row in TaxRate.objects.filter(country=country, valid_from__lte=on).order_by("valid_from"):
        rates[row.kind] = row.percent
    return rates


def rate_of(rates: dict[str, Decimal], kind: str) -> Decimal:
    """The rate of one kind of goods; raises `NoTaxRate`."""
    try:
        return rates[kind]
    except KeyError as error:
        raise NoTaxRate(f"There is no tax rate for {kind!r}; add one in the admin under 'Tax rates'.") from error
