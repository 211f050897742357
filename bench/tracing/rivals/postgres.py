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
from config import embedded_postgres
from lachan.tracing.engine.tables import (
    FOREVER,
    ROW_REACH,
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

NEAR = f"(v.seat = -1 OR s.seat = -1 OR abs(v.seat - s.seat) <= {ROW_REACH})"
FIRST = "met_from, met_until DESC, source, at_place, place, setting"
TEMPORARY = """
    CREATE TEMP TABLE label(person bigint, level bigint, exposed_at bigint, source bigint,
        place bigint, at_place bigint, setting bigint, met_from bigint, met_until bigint)
        ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE frontier(nth bigint, person bigint, opens bigint, closes bigint,
        before bigint) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE source(nth bigint, person bigint, place bigint, seat smallint, opens bigint,
        closes bigint, before bigint) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE island(place bigint, seat smallint, opens bigint, last bigint)
        ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE kept(person bigint, met_from bigint) ON COMMIT DELETE ROWS
    """


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
            self.base.execute(TEMPORARY)
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
        frontier = _of_cases(cases)
        run = self.base.execute
        found: list[Any] = []
        for level in range(1, terms.levels + 1):
            if level > 1:
                run("TRUNCATE frontier")
                run(_frontier(level - 1, terms))
                run("ANALYZE frontier")
                frontier = "frontier"
            if form == "islands":
                for statement in _islands(frontier, terms, ill):
                    run(statement)
                best = _who(frontier, level, terms)
            else:
                best = _pairs(form, frontier, level, terms, ill)
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
            WITH source AS ({_sources(_of_cases(cases), terms)}),
                 candidate AS ({_candidates("probe", _of_cases(cases), terms)})
            SELECT DISTINCT ON (nth, person) nth, person, 1::bigint,
                   met_from + {terms.minimum}, {_WAY}
            FROM candidate ORDER BY nth, person, {FIRST}
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
_WAY = "source, place, at_place, setting, met_from, met_until"


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


def _array(values: Any) -> str:
    return f"'{{{','.join(map(str, values.tolist()))}}}'::bigint[]"


def _of_cases(cases: Cases) -> str:
    return f"""
        (SELECT nth - 1 AS nth, person, opens, closes, {FOREVER} AS before
         FROM unnest({_array(cases.person)}, {_array(cases.since)}, {_array(cases.until)})
              WITH ORDINALITY AS given(person, opens, closes, nth))
        """


def _frontier(level: int, terms: Terms) -> str:
    return f"""
        INSERT INTO frontier
        SELECT 0, l.person, l.exposed_at + {terms.latency}, {terms.horizon},
               coalesce(k.best + {terms.latency}, {FOREVER})
        FROM label l
        LEFT JOIN (SELECT person, min(exposed_at) AS best FROM label
                   WHERE level < {level} GROUP BY person) k USING (person)
        WHERE l.level = {level}
        """


def _sources(frontier: str, terms: Terms) -> str:
    return f"""
        SELECT f.nth, f.person, v.place, v.seat, greatest(v.came, f.opens) AS opens,
               least(v.went, f.closes) AS closes, f.before
        FROM {frontier} f JOIN visit v ON v.person = f.person
        WHERE greatest(v.came, f.opens) + {terms.minimum} <= least(v.went, f.closes)
          AND v.came < f.before
        """


def _by_name(frontier: str, terms: Terms) -> str:
    return f"""
        SELECT f.nth, n.b AS person, f.person AS source, 0 AS place, 0 AS at_place,
               n.setting, greatest(n.started, f.opens) AS met_from,
               least(n.ended, f.closes) AS met_until
        FROM {frontier} f JOIN named n ON n.a = f.person
        WHERE greatest(n.started, f.opens) + {terms.minimum} <= least(n.ended, f.closes)
          AND n.started < f.before
        """


def _candidates(form: str, frontier: str, terms: Terms) -> str:
    """Every meeting of a source, cut; OFFSET 0 keeps the probe a probe."""
    last = f"s.closes - {terms.minimum}"
    first = f"s.opens + {terms.minimum}"
    among, where = {
        "btree": ("", f"v.place = s.place AND v.came <= {last} AND v.went >= {first}"),
        "probe": (
            "JOIN longest USING (place)",
            f"""v.place = s.place AND v.came <= {last} AND v.went >= {first}
                AND v.came >= s.opens - longest""",
        ),
        "gist": (
            "",
            f"""int8range(v.place, v.place, '[]') && int8range(s.place, s.place, '[]')
                AND int8range(v.came, v.went, '[]') && int8range({first}, s.closes, '[]')
                AND v.came <= {last}""",
        ),
    }[form]
    return f"""
        SELECT s.nth, v.person::bigint AS person, s.person::bigint AS source,
               s.place::bigint AS place, 1::bigint AS at_place, -1::bigint AS setting,
               greatest(s.opens, v.came) AS met_from, least(s.closes, v.went) AS met_until
        FROM source s {among}
        CROSS JOIN LATERAL (SELECT * FROM visit v WHERE {where} OFFSET 0) v
        WHERE v.went - v.came >= {terms.minimum} AND v.came < s.before
          AND v.person <> s.person AND {NEAR}
        UNION ALL {_by_name(frontier, terms)}
        """


def _new(terms: Terms, level: int) -> str:
    """What a first meeting must beat, where earlier levels left something to beat."""
    if level == 1:
        return "SELECT person, met_from FROM first"
    return f"""
        SELECT f.person, f.met_from FROM first f
        LEFT JOIN (SELECT person, min(exposed_at) AS best FROM label GROUP BY person) k
            USING (person)
        WHERE k.best IS NULL OR f.met_from + {terms.minimum} < k.best
        """


def _best(ways: str, level: int, terms: Terms) -> str:
    return f"""
        SELECT DISTINCT ON (person) person, {level}::bigint, met_from + {terms.minimum}, {_WAY}
        FROM {ways} c ORDER BY person, {FIRST}
        """


def _pairs(form: str, frontier: str, level: int, terms: Terms, ill: list[int]) -> str:
    return f"""
        WITH source AS MATERIALIZED ({_sources(frontier, terms)}),
             candidate AS MATERIALIZED ({_candidates(form, frontier, terms)}),
             first AS (SELECT person, min(met_from) AS met_from FROM candidate
                       WHERE person <> ALL ({_array(np.asarray(ill))}) GROUP BY person),
             fresh AS ({_new(terms, level)}),
             way AS (SELECT c.* FROM candidate c JOIN fresh USING (person, met_from))
        {_best("way", level, terms)}
        """


def _islands(frontier: str, terms: Terms, ill: list[int]) -> list[str]:
    level = 1 if frontier != "frontier" else 2
    return [
        "TRUNCATE island, kept",
        f"""
        INSERT INTO island
        WITH reach AS (
            SELECT s.place, v.seat, s.opens, least(s.closes - {terms.minimum}, s.before - 1) AS last
            FROM ({_sources(frontier, terms)}) s JOIN seats v ON v.place = s.place AND {NEAR}
        ), marked AS (
            SELECT *, coalesce(opens > max(last) OVER (
                PARTITION BY place, seat ORDER BY opens
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS fresh
            FROM reach
        ), counted AS (
            SELECT *, count(*) FILTER (WHERE fresh) OVER (
                PARTITION BY place, seat ORDER BY opens ROWS UNBOUNDED PRECEDING) AS nth
            FROM marked
        )
        SELECT place, seat, min(opens), max(last) FROM counted GROUP BY place, seat, nth
        """,
        "ANALYZE island",
        f"""
        INSERT INTO kept
        WITH first AS (
            SELECT person, min(met_from) AS met_from FROM (
                SELECT v.person, greatest(s.opens, v.came) AS met_from
                FROM island s JOIN longest USING (place)
                CROSS JOIN LATERAL (
                    SELECT v.person, v.came FROM visit v
                    WHERE v.place = s.place AND v.came <= s.last AND v.came >= s.opens - longest
                      AND v.seat = s.seat AND greatest(s.opens, v.came) + {terms.minimum} <= v.went
                    OFFSET 0) v
                UNION ALL SELECT person, met_from FROM ({_by_name(frontier, terms)}) n
            ) met WHERE person <> ALL ({_array(np.asarray(ill))}) GROUP BY person
        )
        {_new(terms, level)}
        """,
        "ANALYZE kept",
    ]


def _who(frontier: str, level: int, terms: Terms) -> str:
    """Through whom the kept labels came: sources present at the one instant of each."""
    ways = f"""(
        SELECT k.person, f.person AS source, v.place::bigint AS place, 1::bigint AS at_place,
               -1::bigint AS setting, k.met_from, least(s.went, f.closes, v.went) AS met_until
        FROM kept k
        JOIN visit v ON v.person = k.person AND v.came <= k.met_from
                    AND v.went >= k.met_from + {terms.minimum}
        JOIN longest l ON l.place = v.place
        CROSS JOIN LATERAL (
            SELECT * FROM visit s
            WHERE s.place = v.place AND s.came <= k.met_from
              AND s.came >= k.met_from + {terms.minimum} - l.longest
              AND s.went >= k.met_from + {terms.minimum} AND s.person <> v.person
            OFFSET 0) s
        JOIN {frontier} f ON f.person = s.person
        WHERE greatest(s.came, v.came, f.opens) = k.met_from
          AND f.closes >= k.met_from + {terms.minimum} AND {NEAR}
        UNION ALL
        SELECT person, source, place, at_place, setting, met_from, met_until
        FROM ({_by_name(frontier, terms)}) n JOIN kept USING (person, met_from)
        )"""
    return _best(ways, level, terms)
