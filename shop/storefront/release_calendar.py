"""The release calendar: months with their first goods, and one month whole, each release as exactly as it was named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from shop.catalog.models import DatePrecision, Release
from shop.catalog.queries import with_cards
from shop.catalog.releases import counts_by_month, first_of_each
from shop.shipping.free_shipping import Tariff
from shop.storefront.cards import ProductCard, product_card

SHOWN = 4  # cards of each month in the overview
MONTHS = 24  # those that show cards; later ones are named with their number alone
EXACTNESS = {DatePrecision.DAY: 0, DatePrecision.MONTH: 1, DatePrecision.QUARTER: 2}


@dataclass(frozen=True)
class ReleaseCard:
    release: Release
    card: ProductCard


@dataclass(frozen=True)
class CalendarMonth:
    """`count` is how many releases the month has in all, `cards` the first of them."""

    first: date
    count: int
    cards: list[ReleaseCard]

    @property
    def slug(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class CalendarPart:
    """The releases of one `precision` in a month; those of one day stand together, with their `day`."""

    precision: str
    day: date
    cards: list[ReleaseCard]


def release_cards(releases: Iterable[Release], *, tariff: Tariff, country: str, at: datetime) -> list[ReleaseCard]:
    """Cards of releases loaded by `with_cards`; asks the database nothing."""
    return [ReleaseCard(row, product_card(row.product, tariff=tariff, country=country, at=at)) for row in releases]


def calendar(*, tariff: Tariff, country: str, at: datetime) -> list[CalendarMonth]:
    """The months from this one on that have releases: five queries."""
    counts = counts_by_month(since=at.date())
    shown = with_cards(first_of_each(list(counts)[:MONTHS], limit=SHOWN))
    cards: dict[date, list[ReleaseCard]] = {}
    for row in release_cards(shown, tariff=tariff, country=country, at=at):
        assert row.release.released_on is not None
        cards.setdefault(row.release.released_on.replace(day=1), []).append(row)
    return [CalendarMonth(month, count, cards.get(month, [])) for month, count in counts.items()]


def next_months(limit: int, *, on: date) -> list[CalendarMonth]:
    """The first `limit` months from the one of `on` that have releases, without cards: one query."""
    return [CalendarMonth(month, count, []) for month, count in islice(counts_by_month(since=on).items(), limit)]


def parts_of_month(cards: list[ReleaseCard]) -> list[CalendarPart]:
    """First the days in their order, then what comes at some time in the month, then in the quarter that begins with it."""

    def key(row: ReleaseCard) -> tuple[int, date]:
        released_on, precision = row.release.released_on, DatePrecision(row.release.precision)
        assert released_on is not None
        return EXACTNESS[precision], released_on if precision == DatePrecision.DAY else released_on.replace(day=1)

    rows = sorted(cards, key=lambda row: (key(row), row.release.pk))
    precisions = {rank: precision for precision, rank in EXACTNESS.items()}
    return [CalendarPart(precisions[rank], day, list(group)) for (rank, day), group in groupby(rows, key=key)]
