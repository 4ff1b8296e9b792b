"""The rates that the shop is shipped with: a migration installs them, so that a fresh shop can sell.

Standard rates as the European Commission lists them (TEDB), as of November 2026. A row begins on the day from which its rate held;
where that day is unknown, with the One-Stop-Shop on 2021-07-01. What changes later, staff add in the admin; a release that adds
rows here brings a migration that calls `install_rates` again.
Books are shipped for Germany alone: reduced rates abroad were not checked, and a rate is never guessed.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shop.tax.models import TaxKind, TaxRate

# Country: the day and the percent of each rate, oldest first.
STANDARD = {
    "AT": "1984-01-01 20",
    "BE": "1996-01-01 21",
    "BG": "1999-01-01 20",
    "CY": "2014-01-13 19",
    "CZ": "2013-01-01 21",
    "DE": "2007-01-01 19, 2020-07-01 16, 2021-01-01 19",
    "DK": "1992-01-01 25",
    "EE": "2009-07-01 20, 2024-01-01 22, 2025-07-01 24",
    "ES": "2012-09-01 21",
    "FI": "2013-01-01 24, 2024-09-01 25.5",
    "FR": "2014-01-01 20",
    "GR": "2016-06-01 24",
    "HR": "2012-03-01 25",
    "HU": "2012-01-01 27",
    "IE": "2012-01-01 23, 2020-09-01 21, 2021-03-01 23",
    "IT": "2013-10-01 22",
    "LT": "2009-09-01 21",
    "LU": "2015-01-01 17, 2023-01-01 16, 2024-01-01 17",
    "LV": "2012-07-01 21",
    "MT": "2004-01-01 18",
    "NL": "2012-10-01 21",
    "PL": "2011-01-01 23",
    "PT": "2011-01-01 23",
    "RO": "2017-01-01 19, 2025-08-01 21",
    "SE": "1990-07-01 25",
    "SI": "2013-07-01 22",
    "SK": "2011-01-01 20, 2025-01-01 23",
}
# Places inside the EU's VAT area with a standard rate of their own; `territories` says which postcodes they are.
REGIONS = {
    "AT-JM": "2021-07-01 19",  # Jungholz and Mittelberg, which are reached from Germany alone
    "PT-20": "2021-07-01 16",  # Azores
    "PT-30": "2012-04-01 22",  # Madeira
    "XI": "2021-01-01 20",  # Northern Ireland, for goods (Protocol on Ireland and Northern Ireland, article 8)
}
BOOK = {
    "DE": "1983-07-01 7, 2020-07-01 5, 2021-01-01 7",
}


class ShippedRate(NamedTuple):
    country: str
    kind: TaxKind
    percent: Decimal
    valid_from: date


def shipped_rates() -> Iterator[ShippedRate]:
    for kind, table in ((TaxKind.STANDARD, STANDARD | REGIONS), (TaxKind.BOOK, BOOK)):
        for country, history in table.items():
            for step in history.split(", "):
                day, percent = step.split(" ")
                yield ShippedRate(country, kind, Decimal(percent), date.fromisoformat(day))


def install_rates(model: type[TaxRate]) -> None:
    """Add the shipped rates; rows that are there stay as they are. A migration passes the model as it was at its time."""
    model.objects.bulk_create([model(**rate._asdict()) for rate in shipped_rates()], ignore_conflicts=True)
