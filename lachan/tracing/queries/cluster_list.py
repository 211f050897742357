"""The list of clusters, a page at a time: one statement, however many cases there are.

The same as `rules.clusters` says of a whole graph, which one cluster's own page and the programs
use; a test holds the two against each other.

1. Members: new cases that were not discarded, and whoever infected one. A case has one source at
   most, and a source is a member: what links hold together is a tree, or a circle with trees.
2. Trees are walked down from the cases without a source: root and generation of each case.
3. What was not reached hangs on a circle, whose smallest case names it; it has no generation.
   Steps are doubled (1, 2, 4, … sources up at once): a great tree on a circle costs little.
4. Whether a case is in sight is asked once each; then clusters with one are summed up, chosen,
   ordered and cut to the page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from lachan.cases.terms import STANDING, Origin, SourceState
from lachan.cases.terms import Permission as CasePermission
from lachan.core.actor import Actor
from lachan.tracing.rules.clusters import Limits
from lachan.tracing.terms import Permission

ORDERS = ("cases", "first_on", "last_on", "generations", "quiet")

_MEMBER = """((c.previous_id IS NULL AND c.classification = ANY(%(standing)s))
    OR EXISTS (SELECT 1 FROM cases_case i WHERE i.source_case_id = c.id))"""
_SEEN = """(EXISTS (SELECT 1 FROM unnest(%(case_paths)s::text[]) w WHERE starts_with(c.path, w))
    AND EXISTS (SELECT 1 FROM unnest(%(paths)s::text[]) w WHERE starts_with(c.path, w)))"""
# Two to the fifteenth steps up lead from any case onto its circle, and all around it.
_DOUBLINGS = 15
_DOUBLE = """far_{after} AS (
    SELECT f.id, g.far, least(f.least, g.least) AS least
    FROM far_{n} f JOIN far_{n} g ON g.id = f.far
),"""
_DOUBLED = "far_0 AS (SELECT id, source AS far, id AS least FROM rest),\n" + "\n".join(  # noqa: S608
    _DOUBLE.format(n=n, after=n + 1) for n in range(_DOUBLINGS)
)
_LIST = f"""
WITH RECURSIVE down AS (
    SELECT c.id, c.id AS root, 0 AS level FROM cases_case c
    WHERE c.source_case_id IS NULL AND {_MEMBER}
    UNION ALL
    -- OFFSET 0: one look into the index a case, where a join would read it through each wave.
    SELECT n.id, d.root, d.level + 1 FROM down d CROSS JOIN LATERAL (
        SELECT c.id FROM cases_case c WHERE c.source_case_id = d.id AND {_MEMBER} OFFSET 0
    ) n
),
rest AS (
    SELECT c.id, c.source_case_id AS source FROM cases_case c
    WHERE c.source_case_id IS NOT NULL AND {_MEMBER}
        AND NOT EXISTS (SELECT 1 FROM down d WHERE d.id = c.id)
),
{_DOUBLED}
placed AS (
    SELECT id, root, level FROM down
    UNION ALL
    SELECT f.id, l.least, NULL FROM far_{_DOUBLINGS} f JOIN far_{_DOUBLINGS} l ON l.id = f.far
),
members AS MATERIALIZED (
    SELECT p.root, p.level, c.id, c.path, {_SEEN} AS is_seen,
        coalesce(c.onset_on, (c.sampled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
            (c.reported_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS day,
        c.origin = %(imported)s AS is_imported,
        c.source_case_id IS NULL AND c.origin <> %(imported)s AND c.source <> %(known)s
            AS is_sought
    FROM placed p JOIN cases_case c ON c.id = p.id
),
clusters AS (
    SELECT (array_agg(id ORDER BY day, id) FILTER (WHERE is_seen))[1] AS first_id,
        count(*) AS cases, count(*) FILTER (WHERE NOT is_seen) AS elsewhere,
        max(level) + 1 AS generations,
        min(day) FILTER (WHERE is_seen) AS first_on, max(day) FILTER (WHERE is_seen) AS last_on,
        array_agg(DISTINCT path) FILTER (WHERE is_seen) AS paths,
        bool_or(is_sought) FILTER (WHERE is_seen) AS is_sought,
        bool_or(is_imported) FILTER (WHERE is_seen) AS is_imported,
        bool_or(id = ANY(%(numbered)s)) FILTER (WHERE is_seen) AS is_numbered
    FROM members GROUP BY root
)
SELECT first_id, cases, elsewhere, generations, first_on, last_on, paths, count(*) OVER ()
FROM clusters
WHERE first_id IS NOT NULL AND CASE WHEN %(by_number)s THEN is_numbered ELSE
    cases BETWEEN %(least)s AND %(most)s
    AND (%(unit)s = '' OR EXISTS (SELECT 1 FROM unnest(paths) w WHERE starts_with(w, %(unit)s)))
    AND (%(is_closed)s::boolean IS NULL OR (last_on < %(quiet_since)s) = %(is_closed)s::boolean)
    AND (%(since)s::date IS NULL OR last_on >= %(since)s::date)
    AND (NOT %(sought)s OR is_sought) AND (NOT %(with_imported)s OR is_imported) END
ORDER BY {{order}} LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608
MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class ClustersAsked:
    """Which clusters: by the cases of a number alone, or by all the rest.

    `order` is one of ORDERS, with a minus for the greatest first; `is_closed` None: either.
    """

    numbered: Collection[int] | None = None
    least: int = 2
    most: int = MOST
    unit: str = ""
    is_closed: bool | None = None
    since: date | None = None
    is_source_sought: bool = False
    is_imported: bool = False
    order: str = "-last_on"


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster as the reader sees it; the first case, days and paths are of cases in sight."""

    first_id: int
    cases: int
    elsewhere: int
    generations: int | None
    first_on: date
    last_on: date
    paths: frozenset[str]


def clusters_page(
    actor: Actor, asked: ClustersAsked, today: date, limits: Limits, *, limit: int, offset: int = 0
) -> tuple[list[ClusterSummary], int]:
    """A page of the clusters with a case in sight, and how many there are in all.

    A page beyond the last is empty and says 0.
    """
    values: dict[str, Any] = {
        "standing": [str(one) for one in STANDING],
        "imported": str(Origin.IMPORTED),
        "known": str(SourceState.KNOWN),
        "case_paths": list(actor.paths_for(CasePermission.READ)),
        "paths": list(actor.paths_for(Permission.READ)),
        "by_number": asked.numbered is not None,
        "numbered": list(asked.numbered or ()),
        "least": asked.least,
        "most": asked.most,
        "unit": asked.unit,
        "is_closed": asked.is_closed,
        "quiet_since": today - timedelta(days=limits.closing),
        "since": asked.since,
        "sought": asked.is_source_sought,
        "with_imported": asked.is_imported,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(order=_order(asked.order)), values)
        rows = cursor.fetchall()
    found = [ClusterSummary(*row[:6], frozenset(row[6])) for row in rows]  # type: ignore[call-arg]
    return found, rows[0][7] if rows else 0


def _order(asked: str) -> str:
    """The order as SQL; the quieter a cluster, the longer ago its last case."""
    name, falls = asked.lstrip("-"), asked.startswith("-")
    if name not in ORDERS:
        name, falls = "last_on", True
    if name == "quiet":
        return f"last_on {'ASC' if falls else 'DESC'}, first_id {'DESC' if falls else 'ASC'}"
    way = "DESC" if falls else "ASC"
    column = "coalesce(generations, 0)" if name == "generations" else name
    return f"{column} {way}, first_id {way}"
