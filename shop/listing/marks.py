"""Which products' facts have changed: marks that triggers write beside every change, and a place in them to read on from.

Triggers, because nothing can forget them: not a bulk update, not the admin, not a shell. A mark is one appended row, so that
two buyers never wait for each other's. Its `token` tells a mark from another that once had its id:

- PostgreSQL: the number of its transaction. Rows of concurrent transactions become visible out of the order of their ids;
  but all transactions below the oldest one still running (`pg_snapshot_xmin`) are settled, so that reading on from there
  misses nothing, however long a transaction stays open.
- SQLite has one writer, so ids become visible in order; but a rollback lets an id come twice. The token is random there.

Whoever reads on must find the marks that were seen last. Where they are gone (rolled back, swept away, another database was
put in place), nothing can be said of what changed, and everything must be read anew.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from shop.listing.models import CatalogChange

MOST = 20_000  # marks read on at most: with more, reading everything is quicker
KEPT = 50_000  # marks that are kept for processes that were idle for long
_OLDEST_RUNNING = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
Mark = tuple[int, int, int | None, int | None, int]  # id, token, product, variant, the oldest transaction that ran when it was read


@dataclass(frozen=True)
class Place:
    """Where reading goes on: behind the mark `last`, and from the transaction `since` on (0 on SQLite).

    `seen`: id and token of the marks that must be found there again.
    """

    last: int
    since: int
    seen: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Changes:
    """What changed up to `place`. `all` where nobody can say what did not; `names` where an entity's name did."""

    place: Place
    products: frozenset[int] = frozenset()
    variants: frozenset[int] = frozenset()
    names: bool = False
    all: bool = False


def present_place() -> Place:
    """The place behind every mark that is settled now; what is read after this call holds all that they speak of."""
    last = "id = (SELECT MAX(id) FROM shop_catalogchange)"
    if connection.vendor == "postgresql":
        last += f" OR token >= {_OLDEST_RUNNING}"
    return _place(_rows(last), before=Place(0, 0, frozenset()))


def changes_since(place: Place) -> Changes:
    """What changed since `place`, in one query."""
    if connection.vendor == "postgresql":
        rows = _rows("id = %s OR token >= %s", place.last, place.since)
    else:
        rows = _rows("id >= %s", place.last)
    unseen = [row for row in rows if row[:2] not in place.seen]
    if len(rows) > MOST or len(rows) - len(unseen) < len(place.seen) or (rows and not place.seen):
        return Changes(place, all=True)
    return Changes(
        _place(rows, before=place),
        products=frozenset(row[2] for row in unseen if row[2] is not None),
        variants=frozenset(row[3] for row in unseen if row[3] is not None),
        names=any(row[2] is None and row[3] is None for row in unseen),
    )


def sweep_marks() -> int:
    """Delete the old marks once there are many; answers how many. A process that needed them reads everything anew."""
    newest = CatalogChange.objects.aggregate(newest=Max("pk"))["newest"] or 0
    old = CatalogChange.objects.filter(pk__lte=newest - KEPT)
    return old.delete()[0] if old.filter(pk__lte=newest - 2 * KEPT).exists() else 0


def _rows(where: str, *values: int) -> list[Mark]:
    """Marks in their order. In SQL of our own, because it is asked before each answer, and Django took longer to write it than the
    database to answer it.
    """
    oldest = _OLDEST_RUNNING if connection.vendor == "postgresql" else "0"
    sql = f"SELECT id, token, product_id, variant_id, {oldest} FROM shop_catalogchange WHERE {where} ORDER BY id LIMIT {MOST + 1}"  # noqa: S608 -- our own words
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _place(rows: list[Mark], *, before: Place) -> Place:
    if not rows:
        return before
    last, since = rows[-1][0], rows[-1][4]
    return Place(last, since, frozenset(row[:2] for row in rows if row[0] == last or (since and row[1] >= since)))
