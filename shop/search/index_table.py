"""The table that is searched, which Django does not know: FTS5 on SQLite, a tsvector on PostgreSQL. All that differs stands here.

Both hold the normalizer's terms, and neither changes them again: FTS5 by its 'ascii' tokenizer, PostgreSQL because the tsvector is
written term by term, which asks no parser and no dictionary (like the 'simple' configuration, but the same under every locale).
Three columns: `exact` (a digest of each whole name), `head` (weight A) and `body` (weight D).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from shop.search.expression import Expression
from shop.search.rank import FIRST_OTHER, PRODUCT

TABLE = "shop_searchindex"
ON_SQLITE = (f"CREATE VIRTUAL TABLE {TABLE} USING fts5(exact, head, body, tokenize = 'ascii', prefix = '2 3', detail = 'column')",)
_COLUMNS = "document_id bigint PRIMARY KEY, exact text NOT NULL, head text NOT NULL, body text NOT NULL, terms tsvector NOT NULL"
ON_POSTGRESQL = (
    f"CREATE TABLE {TABLE} ({_COLUMNS})",
    f"CREATE INDEX {TABLE}_terms ON {TABLE} USING gin (terms)",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",  # trusted: the owner of the database may create it
    "CREATE INDEX shop_searchterm_inside ON shop_searchterm USING gin (term gin_trgm_ops)",
)
# Series, makers and articles are a few among many goods; each search looks for them, too.
OTHERS_ALONE = f"CREATE INDEX {TABLE}_others ON {TABLE} USING gin (terms) WHERE document_id >= {FIRST_OTHER}"
MASK = 2**36 - 1  # of the object's id in a document's id, see rank.py


@dataclass(frozen=True)
class Row:
    """The terms of one document: the index's row."""

    id: int
    exact: str
    head: str
    body: str


@dataclass(frozen=True)
class Ask:
    """Up to `limit` documents, best first, that match `expression`: products, or the others. They come back marked with `tier`."""

    tier: int
    expression: Expression
    limit: int
    products: bool = True


def create(schema_editor: Any) -> None:
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


def drop(schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")


def key_column() -> str:
    return "document_id" if connection.vendor == "postgresql" else "rowid"


def put_rows(rows: Iterable[Row]) -> None:
    """Add rows; those with the same ids must be gone."""
    values = [(row.id, row.exact, row.head, row.body) for row in rows]
    sql = f"INSERT INTO {TABLE} ({key_column()}, exact, head, body) VALUES (%s, %s, %s, %s)"  # noqa: S608 -- our own words
    if connection.vendor == "postgresql":
        sql = f"INSERT INTO {TABLE} (document_id, exact, head, body, terms) VALUES (%s, %s, %s, %s, %s::tsvector)"  # noqa: S608
        values = [(*row, _tsvector(*row[1:])) for row in values]  # type: ignore[misc]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _tsvector(exact: str, head: str, body: str) -> str:
    """Each term at place 1, for a weight belongs to a place: a term without one would match whatever weight is asked for."""
    weighted = (("A", head), ("B", exact), ("D", body))
    return " ".join(f"'{term}':1{weight}" for weight, terms in weighted for term in terms.split())


def rows_of(ids: Sequence[int]) -> list[Row]:
    if not ids:
        return []
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key_column()}, exact, head, body FROM {TABLE} WHERE {key_column()} IN ({marks})", list(ids))  # noqa: S608
        return [Row(*row) for row in cursor.fetchall()]


def remove_rows(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {key_column()} = %s", [(id_,) for id_ in ids])  # noqa: S608


def remove_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def tidy() -> None:
    """After everything was written anew: small and with statistics, so that the first searches are as quick as later ones."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {TABLE}")
            cursor.execute("ANALYZE shop_searchterm, shop_searchgram")
        else:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608
            cursor.execute("ANALYZE shop_searchterm")
            cursor.execute("ANALYZE shop_searchgram")


class Found(NamedTuple):
    """One document that was found, with the lowest tier of the asks that it matches. Goods have neither title nor address,
    and need not be published any more.
    """

    document: int
    tier: int
    kind: str
    object_id: int
    title: str
    address: str


def find(*, products: Sequence[Ask], others: Sequence[Ask] = (), language: str) -> list[Found]:
    """What matches, tier by tier until one is full. One query, which touches no table of the goods (what can be shown: `goods.py`)."""
    asked, values = _asked("g", products)
    sql = f"SELECT f.id, f.tier, '{PRODUCT}', ((f.id >> 2) & {MASK}), '', '' FROM ({_lowest('g', products)}) f"  # noqa: S608 -- our own words
    if others:
        more_asked, more = _asked("o", others)
        asked, values = asked + more_asked, [*values, *more, language]
        sql += (
            f" UNION ALL SELECT f.id, f.tier, d.kind, d.object_id, d.title_{language}, d.address_{language} "  # noqa: S608
            f"FROM ({_lowest('o', others)}) f JOIN shop_searchdocument d "
            f"ON d.id = f.id AND d.id >= {FIRST_OTHER} AND d.language IN ('', %s)"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(asked)} {sql}", values)
        return list(map(Found._make, cursor.fetchall()))


def _asked(name: str, asks: Sequence[Ask]) -> tuple[list[str], list[Any]]:
    """Each ask as a table `name` with its place. One behind another that is full has nothing to add, and is not looked for."""
    tables: list[str] = []
    values: list[Any] = []
    key = key_column()
    for place, ask in enumerate(asks):
        side = "<" if ask.products else ">="
        if connection.vendor == "postgresql":
            where, value = "terms @@ %s::tsquery", ask.expression.for_postgresql()
        else:
            where, value = f"{TABLE} MATCH %s", ask.expression.for_sqlite()
        open_ = [f"(SELECT COUNT(*) FROM {name}{before}) < {ask.limit}" for before in range(place)]  # noqa: S608
        condition = " AND ".join([where, f"{key} {side} {FIRST_OTHER}", *open_])
        tables.append(f"{name}{place} AS (SELECT {key} AS id FROM {TABLE} WHERE {condition} ORDER BY {key} LIMIT {ask.limit})")  # noqa: S608
        values.append(value)
    return tables, values


def _lowest(name: str, asks: Sequence[Ask]) -> str:
    """Every document of the asks with the lowest tier that it matches."""
    parts = [f"SELECT id, {ask.tier} AS tier FROM {name}{place}" for place, ask in enumerate(asks)]  # noqa: S608
    return f"SELECT id, MIN(tier) AS tier FROM ({' UNION ALL '.join(parts)}) {name} GROUP BY id"  # noqa: S608
