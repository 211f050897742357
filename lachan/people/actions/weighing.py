"""Weigh pairs of records with Splink, in DuckDB: on files, without the register."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import duckdb

from lachan.people.rules import linking

MEMORY = "1GB"


def compared(
    rows: Path, learnt: dict[str, Any], *, changed_only: bool
) -> tuple[int, list[tuple[int, int, float, float, str]]]:
    """Compare the rows of a CSV file of `SOURCE_COLUMNS` (no header, empty is unknown).

    Returns how many rows there were, and the pairs of roots: smaller, larger, probability, match
    weight in bits, and what agreed, as JSON. One pair a couple of roots: the likeliest.
    """
    # Importing Splink takes a second, which only those who link should wait for.
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.WARNING)
    store = duckdb.connect()
    store.execute(f"set memory_limit = '{MEMORY}'")
    store.execute(f"set temp_directory = '{rows.parent / 'spill'}'")
    columns = json.dumps(linking.SOURCE_COLUMNS).replace('"', "'")
    store.execute(
        # Nothing is guessed: a file without rows, or with odd ones, is read as what it is.
        "create table rows_read as select * from"
        f" read_csv('{rows}', header = false, nullstr = '', columns = {columns},"
        """ auto_detect = false, delim = ',', quote = '"', escape = '"')"""
    )
    store.execute(f"create table records as {linking.RECORDS}")
    number = int(store.execute("select count(*) from records").fetchall()[0][0])
    if number < 2:
        return number, []
    api = DuckDBAPI(store)
    settings = linking.model(number, learnt, changed_only=changed_only)
    linker = Linker(api.register("records"), settings, log_level=None)
    found = linker.inference.predict(threshold_match_probability=linking.LEAST_PROBABILITY)
    agreement = ", ".join(f"'{column}': gamma_{column}" for column in linking.LEVELS)
    pairs = store.execute(
        f"""
        select least(root_l, root_r), greatest(root_l, root_r), match_probability, match_weight,
            to_json({{{agreement}}})
        from "{found.physical_name}" where root_l <> root_r
        qualify row_number() over (
            partition by least(root_l, root_r), greatest(root_l, root_r)
            order by match_probability desc, unique_id_l, unique_id_r
        ) = 1
        """
    ).fetchall()
    store.close()
    return number, pairs
