"""Triggers that leave a mark beside every change of what lists and their cards show (`marks.py` says why)."""

from collections.abc import Sequence
from typing import Any

# table -> column of the mark, and the column of the changed row that it takes; None for what many goods show, whose mark names nothing.
# A trigger names no table but that of the marks, so that SQLite can rebuild each watched one (and drops its triggers with it).
WATCHED: dict[str, tuple[str, str] | None] = {
    "shop_product": ("product_id", "id"),
    "shop_variant": ("product_id", "product_id"),
    "shop_release": ("product_id", "product_id"),
    "shop_stock": ("variant_id", "variant_id"),
    "shop_category": None,
    "shop_series": None,
    "shop_manufacturer": None,
    "shop_scale": None,
    "shop_character": None,
    "shop_productline": None,
    "shop_sculptor": None,
    "shop_productimage": ("product_id", "product_id"),
    "shop_pricechange": ("variant_id", "variant_id"),
    "shop_picture": None,
    "shop_shippingzone": None,
    "shop_zonecountry": None,
    "shop_freeshippingrule": None,
    "shop_taxprofile": None,
}
ROWS = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}  # an update may move a row from one product to another
TOKENS = {"postgresql": "pg_current_xact_id()::text::bigint", "sqlite": "random()"}


def trigger_names() -> set[str]:
    return {f"{table}_marks_{deed}" for table in WATCHED for deed in ROWS}


def watch(schema_editor: Any, *, tables: Sequence[str] = tuple(WATCHED)) -> None:
    """Let every change of `tables` leave a mark. A migration that rebuilds one of them on SQLite must call this again."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:  # SQLite reads on by id
        schema_editor.execute("CREATE INDEX IF NOT EXISTS shop_catalogchange_token ON shop_catalogchange (token)")
    for table in tables:
        for deed in ROWS:
            name, marks = f"{table}_marks_{deed}", _marks(table, deed, TOKENS[schema_editor.connection.vendor])
            if on_postgresql:
                body = f"LANGUAGE plpgsql AS $$ BEGIN {marks} RETURN NULL; END $$"
                schema_editor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger {body}")
                body = f"FOR EACH ROW EXECUTE FUNCTION {name}()"
                schema_editor.execute(f"CREATE OR REPLACE TRIGGER {name} AFTER {deed} ON {table} {body}")
            else:
                schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {deed} ON {table} BEGIN {marks} END")


def unwatch(schema_editor: Any, *, tables: Sequence[str] = tuple(WATCHED)) -> None:
    """Take the triggers away: for undoing the migration."""
    for table in tables:
        for deed in ROWS:
            name = f"{table}_marks_{deed}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _marks(table: str, deed: str, token: str) -> str:
    watched = WATCHED[table]
    if watched is None:
        return f"INSERT INTO shop_catalogchange (token) VALUES ({token});"  # noqa: S608 -- words of this module alone
    mark, source = watched
    first, *moved_from = ROWS[deed]
    marks = f"INSERT INTO shop_catalogchange ({mark}, token) VALUES ({first}.{source}, {token});"  # noqa: S608
    for old in moved_from if source != "id" else []:
        moved = f"SELECT {old}.{source}, {token} WHERE {old}.{source} <> {first}.{source}"
        marks += f" INSERT INTO shop_catalogchange ({mark}, token) {moved};"
    return marks
