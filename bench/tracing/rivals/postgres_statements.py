"""What is asked of PostgreSQL: the statements of one level of a trace, in each form.

A frontier is who is a source at a level, from when to when; `before` bounds what can still better
a label. See postgres.py for the forms.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lachan.tracing.engine.tables import FOREVER, ROW_REACH, Cases, Terms

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
WAY = "source, place, at_place, setting, met_from, met_until"


def _array(values: Any) -> str:
    return f"'{{{','.join(map(str, values.tolist()))}}}'::bigint[]"


def of_cases(cases: Cases) -> str:
    return f"""
        (SELECT nth - 1 AS nth, person, opens, closes, {FOREVER} AS before
         FROM unnest({_array(cases.person)}, {_array(cases.since)}, {_array(cases.until)})
              WITH ORDINALITY AS given(person, opens, closes, nth))
        """


def next_frontier(level: int, terms: Terms) -> str:
    return f"""
        INSERT INTO frontier
        SELECT 0, l.person, l.exposed_at + {terms.latency}, {terms.horizon},
               coalesce(k.best + {terms.latency}, {FOREVER})
        FROM label l
        LEFT JOIN (SELECT person, min(exposed_at) AS best FROM label
                   WHERE level < {level} GROUP BY person) k USING (person)
        WHERE l.level = {level}
        """


def sources(frontier: str, terms: Terms) -> str:
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


def candidates(form: str, frontier: str, terms: Terms) -> str:
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
        SELECT DISTINCT ON (person) person, {level}::bigint, met_from + {terms.minimum}, {WAY}
        FROM {ways} c ORDER BY person, {FIRST}
        """


def pairs(form: str, frontier: str, level: int, terms: Terms, ill: list[int]) -> str:
    return f"""
        WITH source AS MATERIALIZED ({sources(frontier, terms)}),
             candidate AS MATERIALIZED ({candidates(form, frontier, terms)}),
             first AS (SELECT person, min(met_from) AS met_from FROM candidate
                       WHERE person <> ALL ({_array(np.asarray(ill))}) GROUP BY person),
             fresh AS ({_new(terms, level)}),
             way AS (SELECT c.* FROM candidate c JOIN fresh USING (person, met_from))
        {_best("way", level, terms)}
        """


def islands(frontier: str, terms: Terms, ill: list[int]) -> list[str]:
    level = 1 if frontier != "frontier" else 2
    return [
        "TRUNCATE island, kept",
        f"""
        INSERT INTO island
        WITH reach AS (
            SELECT s.place, v.seat, s.opens, least(s.closes - {terms.minimum}, s.before - 1) AS last
            FROM ({sources(frontier, terms)}) s JOIN seats v ON v.place = s.place AND {NEAR}
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


def who(frontier: str, level: int, terms: Terms) -> str:
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
