"""DuckDB, in its strongest forms: columns in its own file, sorted twice, and one join a level.

Forms:
    pairs      every source's stay against the stays at its place: equal place and a filter
    asof       the sources' intervals merged into islands; each stay finds its first by ASOF
    hour       islands, both sides cut into hours, equal place and hour
    six_hours  the same with six hours

Islands. A meeting of at least `m` that begins at s needs s in [opens, closes - m] of the source
and in [came, went - m] of the other. So the earliest exposure of a stay is the first point that
it shares with the union of the sources' shortened intervals; merged, they are few. Who it was is
asked afterwards, only for labels that are kept. A source who was labelled before, at a later
instant, needs only the time gained (`before`).
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from bench.tracing import answers
from lachan.tracing.engine.tables import (
    FOREVER,
    ROW_REACH,
    Cases,
    Contacts,
    Exposures,
    Terms,
    Visits,
)

HOUR = 3600
SPAN = 35  # bits of an instant since the first visit, beside the number of a place and row
SLOT = 20  # bits of an hour since the first visit
BUCKETS = {"hour": HOUR, "six_hours": 6 * HOUR}
MEMORY = "10GB"

NEAR = f"(v.seat = -1 OR s.seat = -1 OR abs(v.seat - s.seat) <= {ROW_REACH})"
BEST = """min({'met_from': c.met_from, 'before_end': -c.met_until, 'source': c.source,
    'at_place': c.at_place, 'place': c.place, 'setting': c.setting})"""


class DuckDB:
    """Visits in tables sorted by person and by place, and cut into hours where a form needs it."""

    forms = ("pairs", "asof", "hour", "six_hours")

    def __init__(
        self, visits: Visits, contacts: Contacts, folder: Path, forms: tuple[str, ...] = forms
    ) -> None:
        self.settings = contacts.settings
        self.path = folder / "duckdb.db"
        self.base = duckdb.connect(str(self.path))
        self.began = int(visits.entered.min(initial=FOREVER)) if len(visits.entered) else 0
        self.base.execute(f"SET threads = {os.cpu_count()}; SET memory_limit = '{MEMORY}'")
        arrived = pa.table(
            {
                "person": _narrow(visits.person),
                "place": _narrow(visits.place),
                "came": visits.entered,
                "went": visits.left,
                "seat": visits.row.astype(np.int16),
            }
        )
        self.base.register("arrived", arrived)
        names = _names(contacts)
        self.base.register("names", names)
        self.base.execute(
            """
            CREATE TABLE by_person AS SELECT * FROM arrived ORDER BY person, came;
            CREATE TABLE seats AS
            SELECT *, (row_number() OVER (ORDER BY place, seat))::BIGINT AS key
            FROM (SELECT DISTINCT place, seat FROM arrived);
            CREATE TABLE by_place AS
            SELECT a.*, k.key FROM arrived a JOIN seats k USING (place, seat)
            ORDER BY a.place, a.came;
            CREATE TABLE named AS SELECT * FROM names ORDER BY a;
            """
        )
        for form in set(forms) & set(BUCKETS):
            width = BUCKETS[form]
            self.base.execute(
                f"""
                CREATE TABLE by_{form} AS
                SELECT person, came, went, (key << {SLOT}) + unnest(generate_series(
                    (came - {self.began}) // {width}, (went - {self.began}) // {width})) AS slot
                FROM by_place ORDER BY slot
                """
            )
        self.base.unregister("arrived")
        self.base.unregister("names")
        self.base.execute("CHECKPOINT")

    def trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        """Level by level in temporary tables."""
        try:
            return self._trace(cases, terms, form)
        except duckdb.InterruptException as stopped:
            raise answers.TooSlow from stopped

    def interrupt(self) -> None:
        self.base.interrupt()

    def _trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        run = self.base.execute
        self._open(cases)
        run(
            """
            CREATE OR REPLACE TEMP TABLE label(person BIGINT, level BIGINT, exposed_at BIGINT,
                source BIGINT, place BIGINT, at_place BOOLEAN, setting BIGINT,
                met_from BIGINT, met_until BIGINT)
            """
        )
        for level in range(1, terms.levels + 1):
            if level > 1:
                run(_frontier(level - 1, terms))
            run(_source(terms))
            run(_pairs(terms) if form == "pairs" else _islands(form, terms, self.began))
            run(_kept(terms))
            run(_keep(level, terms, pairs=form == "pairs"))
        return answers.exposures(run("SELECT * FROM label").fetchnumpy(), self.settings)

    def batch(self, cases: Cases, terms: Terms) -> answers.Batch:
        """One join for all cases, grouped by case and person."""
        run = self.base.execute
        self._open(cases)
        run(_source(terms))
        run(_pairs(terms, alone=True))
        found = run(
            f"""
            WITH found AS (SELECT nth, person, {BEST} AS best FROM candidate c GROUP BY nth, person)
            SELECT nth, person, 1 AS level, {_columns(terms)} FROM found
            """
        )
        return answers.batch(found.fetchnumpy(), self.settings)

    def _open(self, cases: Cases) -> None:
        given = pa.table(
            {
                "nth": np.arange(len(cases.person)),
                "person": cases.person,
                "opens": cases.since,
                "closes": cases.until,
                "before": np.full(len(cases.person), FOREVER),
            }
        )
        self.base.register("given", given)
        self.base.execute(
            """
            CREATE OR REPLACE TEMP TABLE frontier AS FROM given;
            CREATE OR REPLACE TEMP TABLE ill AS SELECT DISTINCT person FROM given
            """
        )
        self.base.unregister("given")

    def close(self) -> None:
        self.base.close()
        self.path.unlink(missing_ok=True)


def _narrow(ids: object) -> object:
    """Ids in four bytes where they fit."""
    values = np.asarray(ids)
    fits = not len(values) or (values.min() >= -(2**31) and values.max() < 2**31)
    return values.astype(np.int32) if fits else values


def _names(contacts: Contacts) -> pa.Table:
    """Contact rows in both directions."""
    both = [np.concatenate(pair) for pair in ((contacts.a, contacts.b), (contacts.b, contacts.a))]
    rest = [np.tile(getattr(contacts, name), 2) for name in ("started", "ended", "setting")]
    columns = dict(zip(("a", "b", "started", "ended", "setting"), [*both, *rest], strict=True))
    return pa.table(columns).filter(pa.array(both[0] != both[1]))


def _frontier(level: int, terms: Terms) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE frontier AS
        SELECT 0 AS nth, l.person, l.exposed_at + {terms.latency} AS opens,
               {terms.horizon} AS closes, coalesce(k.best + {terms.latency}, {FOREVER}) AS before
        FROM label l
        LEFT JOIN (SELECT person, min(exposed_at) AS best FROM label
                   WHERE level < {level} GROUP BY person) k USING (person)
        WHERE l.level = {level}
        """


def _source(terms: Terms) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE source AS
        SELECT f.nth, f.person, v.place, v.seat, greatest(v.came, f.opens) AS opens,
               least(v.went, f.closes) AS closes, f.before
        FROM frontier f JOIN by_person v ON v.person = f.person
        WHERE greatest(v.came, f.opens) + {terms.minimum} <= least(v.went, f.closes)
          AND v.came < f.before
        """


def _by_name(terms: Terms) -> str:
    return f"""
        SELECT f.nth, n.b AS person, f.person AS source, 0::BIGINT AS place, false AS at_place,
               n.setting, greatest(n.started, f.opens) AS met_from,
               least(n.ended, f.closes) AS met_until
        FROM frontier f JOIN named n ON n.a = f.person
        WHERE greatest(n.started, f.opens) + {terms.minimum} <= least(n.ended, f.closes)
          AND n.started < f.before
        """


def _pairs(terms: Terms, *, alone: bool = False) -> str:
    others = "" if alone else "WHERE person NOT IN (FROM ill)"
    return f"""
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT * FROM (
            SELECT s.nth, v.person, s.person AS source, v.place, true AS at_place, -1 AS setting,
                   greatest(s.opens, v.came) AS met_from, least(s.closes, v.went) AS met_until
            FROM source s JOIN by_place v ON v.place = s.place
            WHERE v.came <= s.closes - {terms.minimum} AND v.went >= s.opens + {terms.minimum}
              AND v.came < s.before AND v.went - v.came >= {terms.minimum}
              AND v.person <> s.person AND {NEAR}
            UNION ALL {_by_name(terms)}
        ) {others}
        """


def _islands(form: str, terms: Terms, began: int) -> str:
    """Instants stand behind the number of their place and row, so that one column sorts and
    joins, and running aggregates stream over it."""
    width = BUCKETS.get(form)
    if width is None:
        join = f"""
            (SELECT *, (key << {SPAN}) + came - {began} AS at FROM by_place) v
            ASOF JOIN (SELECT *, (key << {SPAN}) + last - {began} AS at FROM island) s
              ON v.at <= s.at
            WHERE v.key = s.key AND
            """
    else:
        join = f"""
            (SELECT *, (key << {SLOT}) + unnest(generate_series(
                 (opens - {began}) // {width}, (last - {began}) // {width})) AS slot
             FROM island) s
            JOIN by_{form} v ON v.slot = s.slot WHERE
            """
    return f"""
        CREATE OR REPLACE TEMP TABLE island AS
        WITH reach AS (
            SELECT (v.key << {SPAN}) + s.opens - {began} AS opens,
                   (v.key << {SPAN}) + least(s.closes - {terms.minimum}, s.before - 1) - {began}
                       AS last
            FROM source s JOIN seats v ON v.place = s.place AND {NEAR}
        ), running AS (
            SELECT *, max(last) OVER (ROWS UNBOUNDED PRECEDING) AS furthest
            FROM (SELECT * FROM reach ORDER BY opens)
        ), marked AS (
            SELECT *, coalesce(opens > lag(furthest) OVER (), true) AS fresh FROM running
        ), counted AS (
            SELECT *, sum(fresh::INT) OVER (ROWS UNBOUNDED PRECEDING) AS nth FROM marked
        )
        SELECT min(opens) >> {SPAN} AS key,
               (min(opens) & ((1::BIGINT << {SPAN}) - 1)) + {began} AS opens,
               (max(last) & ((1::BIGINT << {SPAN}) - 1)) + {began} AS last
        FROM counted GROUP BY nth;
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT v.person, min(greatest(s.opens, v.came)) AS met_from
        FROM {join} greatest(s.opens, v.came) + {terms.minimum} <= v.went AND s.last >= v.came
        GROUP BY v.person
        UNION ALL SELECT person, met_from FROM ({_by_name(terms)})
        """


def _kept(terms: Terms) -> str:
    """Labels of this level that no earlier one beats: who and when, not yet through whom."""
    return f"""
        CREATE OR REPLACE TEMP TABLE kept AS
        WITH first AS (SELECT person, min(met_from) AS met_from FROM candidate GROUP BY person),
             known AS (SELECT person, min(exposed_at) AS best FROM label GROUP BY person)
        SELECT f.person, f.met_from FROM first f LEFT JOIN known k USING (person)
        WHERE (k.best IS NULL OR f.met_from + {terms.minimum} < k.best)
          AND f.person NOT IN (FROM ill)
        """


def _keep(level: int, terms: Terms, *, pairs: bool) -> str:
    if pairs:
        ways = "SELECT c.* FROM candidate c JOIN kept USING (person, met_from)"
    else:
        width = BUCKETS["six_hours"]
        ways = f"""
            SELECT v.person, s.person AS source, v.place, true AS at_place, -1 AS setting,
                   v.met_from, least(s.closes, v.went) AS met_until
            FROM (SELECT b.*, k.met_from FROM kept k JOIN by_person b ON b.person = k.person
                  WHERE b.came <= k.met_from AND k.met_from + {terms.minimum} <= b.went) v
            JOIN (SELECT *, unnest(generate_series(
                      opens // {width}, (closes - {terms.minimum}) // {width})) AS bucket
                  FROM source) s
              ON s.place = v.place AND s.bucket = v.met_from // {width}
            WHERE greatest(s.opens, v.came) = v.met_from
              AND v.met_from + {terms.minimum} <= s.closes AND s.person <> v.person AND {NEAR}
            UNION ALL
            SELECT n.person, n.source, n.place, n.at_place, n.setting, n.met_from, n.met_until
            FROM ({_by_name(terms)}) n JOIN kept USING (person, met_from)
            """
    return f"""
        INSERT INTO label
        WITH found AS (SELECT person, {BEST} AS best FROM ({ways}) c GROUP BY person)
        SELECT person, {level} AS level, {_columns(terms)} FROM found
        """


def _columns(terms: Terms) -> str:
    return f"""best.met_from + {terms.minimum} AS exposed_at, best.source, best.place,
        best.at_place, best.setting, best.met_from, -best.before_end AS met_until"""
