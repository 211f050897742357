"""Compile the engine's loops now, so that nobody waits for it at the first positive of a night.

`python -m lachan.tracing.engine.warming`, part of `make setup`. Compiled code is kept by a digest
of the sources (`local/compiling.py`): running it again costs nothing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.csv import read_csv

from lachan.tracing.engine import local
from lachan.tracing.engine.from_files import Files, trace_here
from lachan.tracing.engine.local import tracing
from lachan.tracing.engine.reading import Account, read_cases, read_contacts, read_visits
from lachan.tracing.engine.tables import Terms

_TABLES = {
    "cases": "person_id,infectious_from,infectious_until\n"
    "1,2021-07-20T00:00:00Z,2021-07-30T00:00:00Z\n",
    "visits": "person_id,place_id,entered_at,left_at,row\n"
    "1,1,2021-07-21T08:00:00Z,2021-07-21T10:00:00Z,3\n"
    "2,1,2021-07-21T09:00:00Z,2021-07-21T10:00:00Z,4\n"
    "2,2,2021-07-21T13:00:00Z,2021-07-25T22:00:00Z,\n"
    "3,2,2021-07-21T13:00:00Z,2021-07-22T22:00:00Z,\n",
    "contacts": "person_a,person_b,started_at,ended_at,setting\n"
    "1,4,2021-07-21T08:00:00Z,2021-07-21T10:00:00Z,market\n",
}


def warm() -> None:
    """Trace a handful of rows in every way that the engine knows."""
    terms = Terms()
    with tempfile.TemporaryDirectory(prefix="lachan-") as folder:
        home = Path(folder)
        for name, text in _TABLES.items():
            (home / f"{name}.csv").write_text(text)
            pq.write_table(read_csv(home / f"{name}.csv"), home / f"{name}.parquet")
        for suffix in ("csv", "parquet"):
            paths = [(str(home / f"{name}.{suffix}"),) for name in _TABLES]
            trace_here(Files(*paths), terms, Account())
        cases = read_cases(paths[0], Account())
        visits, contacts = read_visits(paths[1], Account()), read_contacts(paths[2], Account())
        tracing.SHARED = -1
        index = local.build(visits, contacts)
        index.save(home / "index")
        mapped = local.open_index(home / "index")
        mapped.trace(cases, terms)
        mapped.each(cases, terms)
        local.changed(mapped, struck=visits, contacts_struck=contacts)
        local.fingerprint(local.stays_of(mapped))


if __name__ == "__main__":
    warm()
