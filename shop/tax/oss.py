"""Distance sales in the EU added up: how near the threshold is, and what a quarter's One-Stop-Shop return declares.

VAT Directive 2006/112/EC, articles 59c and 369a to 369k; UStG §§ 3c (4) and 18j. No database here: whoever has the invoices
makes `Sale`s of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shop import spreadsheet
from shop.tax.rates import HOME
from shop.tax.taxation import Treatment
from shop.tax.territories import EU, NORTHERN_IRELAND

LIMIT = 10_000_00  # cents, net, of all other EU countries together in a calendar year
WARN_AT = 80  # percent of it
ABROAD = (EU | {NORTHERN_IRELAND}) - {HOME}
HEADER = (
    "Art", "Mitgliedstaat des Verbrauchs", "Steuersatz in %", "Bemessungsgrundlage in EUR", "Steuerbetrag in EUR", "Korrigiertes Quartal",
)  # fmt: skip


@dataclass(frozen=True)
class Sale:
    """One rate of one invoice; `net` and `tax` in cents, below zero for a cancellation.

    `country` is where the goods went (`Territory.country`), whosever tax they bore. `sold_on` is, for a cancellation,
    the day of the sale that it takes back.
    """

    on: date
    country: str
    rate: Decimal
    net: int
    tax: int
    treatment: Treatment = Treatment.OSS
    sold_on: date | None = None


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    REACHED = "reached"


@dataclass(frozen=True)
class ThresholdState:
    """Both sums in cents, net; `share_percent` is the greater one's share of the limit, rounded down."""

    this_year: int
    last_year: int
    share_percent: int
    level: Level


@dataclass(frozen=True)
class OssRow:
    """What is declared for one country and rate, in cents; `corrects` names the earlier quarter ('2026-Q3') of a correction."""

    country: str
    rate: Decimal
    net: int
    tax: int
    corrects: str = ""


def cross_border_net(sales: Iterable[Sale], year: int) -> int:
    """The net cents of a calendar year sold to other EU countries. A cancellation counts on its own day."""
    return sum(sale.net for sale in sales if sale.on.year == year and _is_cross_border(sale))


def threshold_state(sales: Iterable[Sale], on: date) -> ThresholdState:
    """How near the threshold is on the evening of the day `on`. Either year above it makes the destination's tax due.

    The law says 'exceeds'; `reached` begins at the limit itself, because the next sale exceeds it.
    """
    known = [sale for sale in sales if sale.on <= on]
    this_year, last_year = cross_border_net(known, on.year), cross_border_net(known, on.year - 1)
    share = max(this_year, last_year, 0) * 100 // LIMIT
    level = Level.REACHED if share >= 100 else Level.WARN if share >= WARN_AT else Level.OK
    return ThresholdState(this_year=this_year, last_year=last_year, share_percent=share, level=level)


def quarter_rows(sales: Iterable[Sale], year: int, quarter: int) -> tuple[OssRow, ...]:
    """The return of a quarter: sales by country and rate, highest rate first, then corrections of earlier quarters, oldest first.

    Only what was taxed at the destination is declared; what adds up to nothing is left out. Raises `ValueError` for a fifth quarter.
    """
    if quarter not in range(1, 5):
        raise ValueError(f"There is no quarter {quarter}.")
    period = _quarter(year, quarter)
    sums: dict[tuple[str, str, Decimal], tuple[int, int]] = {}
    for sale in sales:
        if sale.treatment != Treatment.OSS or not _is_cross_border(sale) or _quarter_of(sale.on) != period:
            continue
        sold_in = _quarter_of(sale.sold_on or sale.on)
        key = (sold_in if sold_in < period else "", sale.country, sale.rate)
        net, tax = sums.get(key, (0, 0))
        sums[key] = (net + sale.net, tax + sale.tax)
    rows = [
        OssRow(country=country, rate=rate, net=net, tax=tax, corrects=corrects)
        for (corrects, country, rate), (net, tax) in sums.items()
        if (net, tax) != (0, 0)
    ]
    return tuple(sorted(rows, key=lambda row: (row.corrects, row.country, -row.rate)))


def oss_csv(rows: Iterable[OssRow]) -> str:
    """The rows as a German spreadsheet reads them. A list to type or copy into the return, not the tax office's own import format."""
    cells = []
    for row in rows:
        kind = "Korrektur" if row.corrects else "Umsatz"
        country = "EL" if row.country == "GR" else row.country  # as the VAT system writes Greece
        sums = (spreadsheet.euro(row.net), spreadsheet.euro(row.tax))
        cells.append((kind, spreadsheet.text(country), spreadsheet.decimal(row.rate), *sums, spreadsheet.text(row.corrects)))
    return spreadsheet.table(HEADER, cells)


def _is_cross_border(sale: Sale) -> bool:
    return sale.country in ABROAD and sale.treatment != Treatment.EXPORT


def _quarter(year: int, quarter: int) -> str:
    return f"{year:04}-Q{quarter}"


def _quarter_of(day: date) -> str:
    return _quarter(day.year, (day.month + 2) // 3)
