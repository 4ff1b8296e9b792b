"""Triggers that mark what has changed, so that nothing can forget to tell the index: not the admin, not a bulk update, not a shell.

Each writes the thing's kind and id into `shop_searchdirty` in the transaction of the change; the worker does the rest within a second,
and a save in the admin at once (`refresh_index`). The bodies name no other table, so that SQLite can rebuild any of them. A migration
that rebuilds a watched table on SQLite (any change of a column does) must call `watch` again: the triggers go with the old table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TABLE = "shop_searchdirty"
DEEDS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}


@dataclass(frozen=True)
class Watched:
    """`kind` of the things that a table's rows change, the column with their id, and the columns whose UPDATE matters."""

    kind: str
    id_column: str
    columns: Sequence[str]


_NAMED = ("name", "slug")
_NATIVE = (*_NAMED, "native_name")
CATALOG: Mapping[str, Watched] = {
    "shop_product": Watched(
        "product",
        "id",
        "name_de name_en native_name summary_de summary_en material_de material_en popularity category_id series_id character_id "
        "manufacturer_id line_id sculptor_id scale_id".split(),
    ),
    "shop_variant": Watched("product", "product_id", ("product_id", "label", "sku", "gtin")),
    "shop_series": Watched("series", "id", _NATIVE),
    "shop_character": Watched("character", "id", _NATIVE),
    "shop_manufacturer": Watched("manufacturer", "id", _NATIVE),
    "shop_productline": Watched("line", "id", _NATIVE),
    "shop_sculptor": Watched("sculptor", "id", _NAMED),
    "shop_scale": Watched("scale", "id", _NAMED),
    "shop_category": Watched("category", "id", ("name_de", "name_en")),
}


def trigger_names(tables: Mapping[str, Watched]) -> set[str]:
    return {_name(table, deed) for table in tables for deed in DEEDS}


def watch(schema_editor: Any, tables: Mapping[str, Watched]) -> None:
    """Let every change of `tables` leave a mark."""
    for table, watched in tables.items():
        for deed in DEEDS:
            for statement in _statements(table, watched, deed, schema_editor.connection.vendor):
                schema_editor.execute(statement)


def unwatch(schema_editor: Any, tables: Mapping[str, Watched]) -> None:
    """Take the triggers away: for undoing the migration."""
    for table in tables:
        for deed in DEEDS:
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, deed)}{on_table}")


def _name(table: str, deed: str) -> str:
    return f"{table}_is_searched_{deed.lower()}"


def _statements(table: str, watched: Watched, deed: str, vendor: str) -> list[str]:
    name = _name(table, deed)
    what = f"UPDATE OF {', '.join(watched.columns)}" if deed == "UPDATE" else deed
    marks = f"INSERT INTO {TABLE} (kind, object_id)"
    inserts = f"{marks} VALUES ('{watched.kind}', {DEEDS[deed][0]}.{watched.id_column});"
    if deed == "UPDATE" and watched.id_column != "id":  # what moves from one product to another changes both
        moved = f"WHERE OLD.{watched.id_column} <> NEW.{watched.id_column}"
        inserts += f" {marks} SELECT '{watched.kind}', OLD.{watched.id_column} {moved};"
    if vendor != "postgresql":
        return [f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {what} ON {table} FOR EACH ROW BEGIN {inserts} END"]
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {inserts} RETURN NULL; END $$"
    return [function, f"CREATE OR REPLACE TRIGGER {name} AFTER {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"]
