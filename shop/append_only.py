"""Tables whose rows are never changed or deleted: triggers on both databases, so that not even a slip in a shell can.

GoBD and UStG § 14: a mistake is answered by another row. Used by migrations; a later migration that rebuilds one of these
tables on SQLite (any change of a column does) must call `guard` again, because the triggers go with the old table.
"""

from collections.abc import Sequence
from typing import Any

TABLES = ("shop_invoice", "shop_invoicedocument", "shop_paymententry", "shop_pricechange")
DEEDS = ("UPDATE", "DELETE")


def guard(schema_editor: Any, *, tables: Sequence[str] = TABLES) -> None:
    """Refuse UPDATE and DELETE on `tables` with an `IntegrityError`."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION shop_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in tables:
        for deed in DEEDS:
            name = f"{table}_refuses_{deed.lower()}"
            if on_postgresql:
                body = "FOR EACH ROW EXECUTE FUNCTION shop_is_append_only()"
                schema_editor.execute(f"CREATE OR REPLACE TRIGGER {name} BEFORE {deed} ON {table} {body}")
            else:
                body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {deed} ON {table} {body}")


def unguard(schema_editor: Any, *, tables: Sequence[str] = TABLES) -> None:
    """Take the guard away: for undoing the migration, and for tests that empty tables between each other."""
    for table in tables:
        for deed in DEEDS:
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{deed.lower()}{on_table}")
