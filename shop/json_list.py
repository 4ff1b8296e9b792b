"""Rows of a relation as one JSON array, so that a query brings them along instead of a second one."""

from typing import Any

from django.db.models import Aggregate, Func, TextField


class JSONList(Aggregate):
    """`JSONList("prices__cents", "prices__valid_from")` is the text `[[7990, "2026-11-25T…"], …]`, in no certain order.

    Moments are ISO 8601 in UTC. A row that has no relation gives `[[null, null]]`, as an outer join does. A text and no JSONField,
    for which Django asks each new connection to SQLite first whether it knows JSON.
    """

    output_field = TextField()

    def __init__(self, *columns: Any, **extra: Any) -> None:
        super().__init__(_Row(*columns), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="JSON_GROUP_ARRAY", template="%(function)s(JSON(%(expressions)s))", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", template="%(function)s(%(expressions)s)::text", **context)


class _Row(Func):
    function = "JSON_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **context)
