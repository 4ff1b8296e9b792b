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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

TABLE = "shop_catalogchange"
# table -> (column of the mark, column of the row). The bodies name no other table, so that SQLite can rebuild each of them.
WATCHED: dict[str, tuple[str, str] | None] = {
    "shop_product": ("product_id", "id"),
    "shop_variant": ("product_id", "product_id"),
    "shop_stock": ("variant_id", "variant_id"),
    "shop_category": None,
    "shop_series": None,
    "shop_manufacturer": None,
    "shop_character": None,
}
DEEDS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}
MOST = 20_000  # marks read on at most: with more, reading everything is quicker


def trigger_names() -> set[str]:
    return {f"{table}_marks_{deed.lower()}" for table in WATCHED for deed in DEEDS}


def watch(schema_editor: Any, *, tables: Sequence[str] = tuple(WATCHED)) -> None:
    """Let every change of `tables` leave a mark. A migration that rebuilds one of them on SQLite must call this again."""
    if schema_editor.connection.vendor == "postgresql":  # SQLite reads on by id
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_token ON {TABLE} (token)")
    for table in tables:
        for deed in DEEDS:
            for statement in _statements(table, deed, vendor=schema_editor.connection.vendor):
                schema_editor.execute(statement)


def unwatch(schema_editor: Any, *, tables: Sequence[str] = tuple(WATCHED)) -> None:
    """Take the triggers away: for undoing the migration."""
    for table in tables:
        for deed in DEEDS:
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_marks_{deed.lower()}{on_table}")


def _statements(table: str, deed: str, *, vendor: str) -> list[str]:
    name, columns = f"{table}_marks_{deed.lower()}", WATCHED[table]
    token = "pg_current_xact_id()::text::bigint" if vendor == "postgresql" else "random()"
    if columns is None:
        inserts = f"INSERT INTO {TABLE} (token) VALUES ({token});"
    else:
        mark, source = columns
        inserts = f"INSERT INTO {TABLE} ({mark}, token) VALUES ({DEEDS[deed][0]}.{source}, {token});"
        if deed == "UPDATE" and source != "id":  # what moves from one product to another changes both
            moved = f"SELECT OLD.{source}, {token} WHERE OLD.{source} <> NEW.{source}"
            inserts += f" INSERT INTO {TABLE} ({mark}, token) {moved};"
    if vendor != "postgresql":
        return [f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {deed} ON {table} FOR EACH ROW BEGIN {inserts} END"]
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {inserts} RETURN NULL; END $$"
    return [function, f"CREATE OR REPLACE TRIGGER {name} AFTER {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"]


@dataclass(frozen=True)
class Place:
    """Where reading goes on. `seen`: id and token of the marks that must still be there; `since` as the module says."""

    last: int
    since: int
    seen: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Changes:
    """What changed since a place. `all` where nobody can say what did not; `names` where an entity's name did."""

    place: Place
    products: frozenset[int] = frozenset()
    variants: frozenset[int] = frozenset()
    names: bool = False
    all: bool = False


def present_place() -> Place:
    """The place behind every mark that is settled now; what is read after this call holds all that they speak of."""
    place, _rows = _read(None)
    return place


def changes_since(place: Place) -> Changes:
    """What changed since `place`, in one query."""
    now, rows = _read(place)
    unseen = [row for row in rows if row[:2] not in place.seen]
    if len(rows) > MOST or len(rows) - len(unseen) < len(place.seen) or (not place.seen and rows):
        return Changes(now, all=True)
    return Changes(
        now,
        products=frozenset(product for _id, _token, product, _variant in unseen if product is not None),
        variants=frozenset(variant for _id, _token, _product, variant in unseen if variant is not None),
        names=any(product is None and variant is None for _id, _token, product, variant in unseen),
    )


def _read(place: Place | None) -> tuple[Place, list[Any]]:
    """The marks from `place` on, with the new place; without one only the marks that the new place must remember."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if place is None:
                marks, values = f"m.token >= s.since OR m.id = (SELECT max(id) FROM {TABLE})", []
            else:
                marks, values = "m.token >= %s OR m.id = %s", [place.since, place.last]
            cursor.execute(
                "SELECT m.id, m.token, m.product_id, m.variant_id, s.since "
                "FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS since) s "
                f"LEFT JOIN {TABLE} m ON ({marks}) LIMIT {MOST + 1}",  # noqa: S608 -- our own words
                values,
            )
            found = cursor.fetchall()
            since = found[0][4]
            rows = [row[:4] for row in found if row[0] is not None]
        else:
            begin = f"(SELECT max(id) FROM {TABLE})" if place is None else "%s"
            cursor.execute(
                f"SELECT id, token, product_id, variant_id FROM {TABLE} WHERE id >= {begin} ORDER BY id LIMIT {MOST + 1}",  # noqa: S608
                [] if place is None else [place.last],
            )
            rows, since = cursor.fetchall(), 0
    last = max((row[0] for row in rows), default=place.last if place else 0)
    kept = frozenset((row[0], row[1]) for row in rows if row[0] == last or (since and row[1] >= since))
    return Place(last, since, kept), rows
