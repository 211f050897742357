"""PostgreSQL, in its strongest forms: set by set, level by level, in temporary tables.

Forms:
    btree    every source's stay against the stays at its place through B-tree (place, came)
    gist     the same through GiST ranges: place as a range of one, the stay as a range
    probe    the B-tree, each probe bounded backwards by the place's longest stay
    islands  the sources' intervals merged into islands (see duckdb.py), then probes; who it was
             is asked afterwards, for labels that are kept

All indexes cover, so that no probe visits the table. The server is the house's own, tuned: memory,
no JIT, nothing waits for the disk. Answers come as binary COPY, which costs the least to read.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.csv

from bench.tracing import answers
from bench.tracing.rivals import postgres_statements as statements
from config import embedded_postgres
from lachan.tracing.engine.tables import (
    Cases,
    Contacts,
    Exposures,
    Terms,
    Visits,
)

TUNED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "3GB",
    "effective_cache_size": "12GB",
    "work_mem": "512MB",
    "hash_mem_multiplier": "2",
    "temp_buffers": "512MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "16GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": str(os.cpu_count()),
    "max_parallel_maintenance_workers": str(os.cpu_count()),
    "timezone": "UTC",
}
PART = 2_000_000


class Postgres:
    """A server of its own in `folder`, with the visits and the indexes that `forms` need."""

    forms = ("btree", "gist", "probe", "islands")

    def __init__(
        self, visits: Visits, contacts: Contacts, folder: Path, forms: tuple[str, ...] = forms
    ) -> None:
        self.settings = contacts.settings
        self.home = folder / "postgres"
        with embedded_postgres.running(self.home):
            pass  # makes the cluster; the server that follows has other memory
        self.server = _launch(embedded_postgres.locate(self.home))
        cluster = embedded_postgres.locate(self.home)
        try:
            self.base = _connection(cluster.url("postgres", "postgres"))
            self._load(visits, contacts, forms)
            self.base.execute(statements.TEMPORARY)
            self.base.commit()
        except BaseException:
            self._stop()
            raise

    def _load(self, visits: Visits, contacts: Contacts, forms: tuple[str, ...]) -> None:
        run = self.base.execute
        person, place = _type_of(visits.person), _type_of(visits.place)
        run(
            f"""
            CREATE UNLOGGED TABLE visit(person {person} NOT NULL, place {place} NOT NULL,
                came bigint NOT NULL, went bigint NOT NULL, seat smallint NOT NULL);
            CREATE UNLOGGED TABLE named(a bigint, b bigint, started bigint, ended bigint,
                setting bigint)
            """
        )
        columns = [getattr(visits, name) for name in ("person", "place", "entered", "left", "row")]
        self._copy("visit", columns)
        a, b = contacts.a, contacts.b
        rest = [contacts.started, contacts.ended, contacts.setting]
        for one, other in ((a, b), (b, a)):
            self._copy("named", [column[a != b] for column in (one, other, *rest)])
        run(
            """
            CREATE INDEX by_person ON visit(person, came) INCLUDE (went, place, seat);
            CREATE INDEX by_place ON visit(place, came) INCLUDE (went, person, seat);
            CREATE INDEX by_name ON named(a);
            CREATE UNLOGGED TABLE longest AS
                SELECT place, max(went - came) AS longest FROM visit GROUP BY place;
            CREATE INDEX ON longest(place) INCLUDE (longest);
            CREATE UNLOGGED TABLE seats AS SELECT DISTINCT place, seat FROM visit;
            CREATE INDEX ON seats(place) INCLUDE (seat)
            """
        )
        if "gist" in forms:
            run(
                """
                CREATE INDEX by_range ON visit USING gist
                    (int8range(place, place, '[]'), int8range(came, went, '[]'))
                """
            )
        self.base.commit()
        self.base.autocommit = True
        run("VACUUM ANALYZE")
        self.base.autocommit = False

    def _copy(self, table: str, columns: list[Any]) -> None:
        header = pa.csv.WriteOptions(include_header=False)
        with (
            self.base.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy,
        ):
            for start in range(0, len(columns[0]), PART):
                part = {str(n): column[start : start + PART] for n, column in enumerate(columns)}
                text = io.BytesIO()
                pa.csv.write_csv(pa.table(part), text, header)
                copy.write(text.getbuffer())

    def trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        """One transaction; the last level is not kept in a table but read as it is found."""
        try:
            return self._trace(cases, terms, form)
        except psycopg.errors.QueryCanceled as stopped:
            self.base.rollback()
            raise answers.TooSlow from stopped

    def interrupt(self) -> None:
        self.base.cancel_safe()

    def _trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        ill = np.unique(cases.person).tolist()
        frontier = statements.of_cases(cases)
        run = self.base.execute
        found: list[Any] = []
        for level in range(1, terms.levels + 1):
            if level > 1:
                run("TRUNCATE frontier")
                run(statements.next_frontier(level - 1, terms))
                run("ANALYZE frontier")
                frontier = "frontier"
            if form == "islands":
                for statement in statements.islands(frontier, terms, ill):
                    run(statement)
                best = statements.who(frontier, level, terms)
            else:
                best = statements.pairs(form, frontier, level, terms, ill)
            if level < terms.levels:
                run(f"INSERT INTO label {best}")
            else:
                found.append(self._read(best, answers.COLUMNS))
        if terms.levels > 1:
            found.append(self._read("SELECT * FROM label", _LABEL))
        self.base.commit()
        columns = {name: np.concatenate([part[name] for part in found]) for name in answers.COLUMNS}
        return answers.exposures(columns, self.settings)

    def batch(self, cases: Cases, terms: Terms) -> answers.Batch:
        """One join for all cases, grouped by case and person."""
        best = f"""
            WITH source AS ({statements.sources(statements.of_cases(cases), terms)}),
                 candidate AS ({statements.candidates("probe", statements.of_cases(cases), terms)})
            SELECT DISTINCT ON (nth, person) nth, person, 1::bigint,
                   met_from + {terms.minimum}, {statements.WAY}
            FROM candidate ORDER BY nth, person, {statements.FIRST}
            """
        found = self._read(best, ("nth", *answers.COLUMNS))
        self.base.commit()
        return answers.batch(found, self.settings)

    def _read(self, query: str, names: tuple[str, ...]) -> Any:
        """Rows of whole numbers, none of them null, as binary COPY writes them."""
        one = np.dtype(
            [("fields", ">i2"), *((name, [("size", ">i4"), ("value", ">i8")]) for name in names)]
        )
        with (
            self.base.cursor() as cursor,
            cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy,
        ):
            got = b"".join(copy)
        rows = np.frombuffer(got, one, offset=19, count=(len(got) - 21) // one.itemsize)
        return {name: rows[name]["value"] for name in names}

    def close(self) -> None:
        self.base.close()
        self._stop()
        embedded_postgres.erase(self.home)

    def _stop(self) -> None:
        self.server.send_signal(signal.SIGINT)  # fast shutdown
        self.server.wait(60)


_LABEL = (
    *("person", "level", "exposed_at", "source", "place", "at_place"),
    *("setting", "met_from", "met_until"),
)


def _launch(cluster: embedded_postgres.Cluster) -> subprocess.Popen[bytes]:
    """The server with more memory, as the user to whom its data belong."""
    owner = cluster.data.stat()
    user = {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    settings = {**TUNED, "unix_socket_directories": str(cluster.socket_dir)}
    return subprocess.Popen(
        [
            *(str(cluster.binaries / "postgres"), "-D", str(cluster.data)),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ],
        cwd=cluster.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **user,  # type: ignore[call-overload]
    )


def _connection(url: str) -> psycopg.Connection[Any]:
    deadline = time.monotonic() + 60
    while True:
        try:
            return psycopg.connect(url)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _type_of(ids: Any) -> str:
    fits = not len(ids) or (ids.min() >= -(2**31) and ids.max() < 2**31)
    return "integer" if fits else "bigint"
