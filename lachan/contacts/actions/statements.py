"""What writing a trace down is made of: statements over whole tables, and tables of one run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from lachan.core.columns import INSTANT, NUMBER, SMALL, put
from lachan.tracing.engine.tables import Numbers

Columns = Mapping[str, tuple[str, Numbers]]

_TYPES = {NUMBER: "bigint", SMALL: "smallint", INSTANT: "timestamptz"}


def run(statement: str, **values: Any) -> int:
    """Run a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def table(name: str, columns: Columns) -> None:
    """A table of this transaction with these columns, known to the planner."""
    layout = ", ".join(f"{column} {_TYPES[kind]}" for column, (kind, _) in columns.items())
    run(f"DROP TABLE IF EXISTS {name}")
    run(f"CREATE TEMPORARY TABLE {name} ({layout}) ON COMMIT DROP")
    put(name, columns)
    run(f"ANALYZE {name}")
