"""The trace as one set of Ibis expressions, for engines that read files themselves.

The same expressions run on DuckDB, in this process, and on a Spark cluster, where the visits stay
with the workers that read them: only counts pass through the driver from level to level, and the
labels at the end. `spark.py` opens such a cluster. Meaning and order of ties: docs/formats.md.

A level is one round of four steps:

1. The stays of those who can expose others, cut to the time in which they can (`openings`).
2. Whoever stayed there at that time (`met_at_places`), and whoever a contact row names
   (`met_by_name`).
3. For each person the earliest exposure, and of equal ones the first of its evidence (`first_of`).
4. What an earlier level already beats is dropped (`unbeaten`); the rest are the labels of this
   level, and those who carry them the sources of the next.

Stays are joined by place and bucket of time, not by a range: see `spread`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.sql import SQLBackend
from ibis.expr.types import BooleanValue, IntegerValue, Table

from lachan.tracing.engine.tables import (
    FOREVER,
    NO_SETTING,
    ROW_REACH,
    Exposures,
    Terms,
    whole,
)

BUCKET = 6 * 3600  # seconds
SHORT = 36 * 3600  # a stay up to this long stands in every bucket that it touches, at most seven
LONG = int(-FOREVER)  # the one bucket in which all longer stays stand
BEFORE_ALL = int(-FOREVER)


def trace(
    connection: SQLBackend,
    cases: Table,
    visits: Table,
    contacts: Table,
    terms: Terms,
    progress: Callable[[int, int], None] = lambda level, found: None,
) -> Exposures:
    """Everyone exposed, by tables of `connection`, a DuckDB or a Spark backend of Ibis.

    cases     person_id, since, until
    visits    person_id, place_id, entered, left, row (null: no seat row); left >= entered
    contacts  person_a, person_b, started, ended, setting (text or null)

    Ids are int64, instants int64 seconds since 1970 within ±FOREVER, rows any integer. `progress`
    is told each level that was reached and the number of its labels. What is kept between levels
    lies in temporary tables and is dropped at the end.
    """
    with ExitStack() as held:
        keep = keeper(connection, held)
        stays = keep(spread(visits), by=("place_id", "bucket"))
        named = keep(both_ways(contacts))
        days = buckets_in_use(stays)

        spans = cases.select("person_id", opens=cases.since, closes=cases.until)
        # Those in `cases` count as reached before all time, so that nothing makes them contacts.
        reached = cases.select("person_id", exposed_at=ibis.literal(BEFORE_ALL, "int64"))
        levels = []
        for level in range(1, terms.levels + 1):
            meetings = met_by_name(spans, named)
            if days:
                there = openings(spans, stays, terms.minimum, days)
                meetings = meetings.union(met_at_places(there, stays))
            exposed = first_of(exposures_of(meetings, terms.minimum))
            labels = keep(unbeaten(exposed, reached).mutate(level=ibis.literal(level, "int64")))
            found = labels.count().execute()
            if not found:
                break
            progress(level, found)
            levels.append(labels)
            reached = reached.union(labels.select("person_id", "exposed_at"))
            spans = labels.select(
                "person_id",
                opens=labels.exposed_at + terms.latency,
                closes=ibis.literal(terms.horizon, "int64"),
            )
        return collected(levels)


# ---- 0. Stays by bucket, and contacts in both directions


def spread(visits: Table) -> Table:
    """A row for each bucket of time in which a stay lies: (…, begins, bucket).

    Two stays overlap only where they share a bucket, so that place and bucket can be joined on
    equality, which every engine does well. A long stay would fill many buckets: it stands in LONG
    alone, where everybody looks. `begins` is the bucket in which the stay begins.
    """
    short = visits.left - visits.entered <= SHORT
    within = visits.mutate(
        begins=short.ifelse(bucket_of(visits.entered), LONG),
        ends=short.ifelse(bucket_of(visits.left), LONG),
    )
    each = within.mutate(bucket=ibis.range(within.begins, within.ends + 1)).unnest("bucket")
    return each.select("person_id", "place_id", "entered", "left", "row", "begins", "bucket")


def bucket_of(instant: IntegerValue) -> IntegerValue:
    return instant // BUCKET


def buckets_in_use(stays: Table) -> tuple[int, int] | None:
    """The first and the last bucket of short stays, or None where there are no stays at all."""
    short = stays.bucket != LONG
    bounds = stays.aggregate(
        stays=stays.count(),
        first=stays.bucket.min(where=short).fill_null(0),
        last=stays.bucket.max(where=short).fill_null(0),
    )
    count, first, last = (column[0].as_py() for column in bounds.to_pyarrow().columns)
    return (first, last) if count else None


def both_ways(contacts: Table) -> Table:
    """Contact rows as seen by the one who may pass it on, and again by the other."""
    ways = [("person_a", "person_b"), ("person_b", "person_a")]
    one, other = (
        contacts.select(
            *("started", "ended", "setting"),
            source_person_id=contacts[source],
            person_id=contacts[person],
        )
        for source, person in ways
    )
    return one.filter(one.person_id != one.source_person_id).union(
        other.filter(other.person_id != other.source_person_id)
    )


# ---- 1. Where and when the sources can expose others


def openings(spans: Table, stays: Table, minimum: int, days: tuple[int, int]) -> Table:
    """The stays of sources, cut to their spans, in every bucket in which others may be met."""
    once = stays.filter(stays.bucket == stays.begins).drop("bucket", "begins")
    own = spans.join(once, "person_id")
    own = own.select(
        "place_id",
        source_person_id=own.person_id,
        source_row=own.row,
        opens=ibis.greatest(own.opens, own.entered),
        closes=ibis.least(own.closes, own.left),
    )
    own = own.filter(lasts(own.opens, own.closes, minimum))
    own = own.mutate(opens_in=bucket_of(own.opens))
    first, last = days
    buckets = ibis.range(
        ibis.greatest(own.opens_in, first), ibis.least(bucket_of(own.closes), last) + 1
    )
    long = ibis.array([ibis.literal(LONG, "int64")])
    return own.mutate(bucket=long.concat(buckets)).unnest("bucket")


def lasts(begin: IntegerValue, end: IntegerValue, minimum: int) -> BooleanValue:
    return end - begin >= minimum


# ---- 2. Who was met


def met_at_places(openings: Table, stays: Table) -> Table:
    """Meetings at places: (person_id, source_person_id, place_id, setting, met_from, met_until)."""
    pairs = openings.join(stays, ["place_id", "bucket"])
    pairs = pairs.filter(
        pairs.person_id != pairs.source_person_id,
        # Two stays that share several buckets meet in the first of them.
        (pairs.bucket == LONG) | (pairs.bucket == ibis.greatest(pairs.opens_in, pairs.begins)),
        pairs.row.isnull()
        | pairs.source_row.isnull()
        | ((pairs.row - pairs.source_row).abs() <= ROW_REACH),
    )
    return pairs.select(
        "person_id",
        "source_person_id",
        "place_id",
        setting=ibis.null("string"),
        met_from=ibis.greatest(pairs.opens, pairs.entered),
        met_until=ibis.least(pairs.closes, pairs.left),
    )


def met_by_name(spans: Table, named: Table) -> Table:
    """Meetings by contact rows, in the same columns."""
    spans = spans.rename(source_person_id="person_id")
    pairs = spans.join(named, "source_person_id")
    return pairs.select(
        "person_id",
        "source_person_id",
        place_id=ibis.null("int64"),
        setting=pairs.setting,
        met_from=ibis.greatest(pairs.opens, pairs.started),
        met_until=ibis.least(pairs.closes, pairs.ended),
    )


# ---- 3. The first exposure of each person


def exposures_of(meetings: Table, minimum: int) -> Table:
    """Meetings that lasted long enough, with the instant at which they had."""
    enough = meetings.filter(lasts(meetings.met_from, meetings.met_until, minimum))
    return enough.mutate(exposed_at=enough.met_from + minimum)


def first_of(exposures: Table) -> Table:
    """For each person the earliest exposure; of equal ones the first by the order of evidence.

    met_from needs no place in that order: it is exposed_at less the minimum.
    """
    way = exposures
    order = [
        way.exposed_at,
        way.met_until.desc(),
        way.source_person_id,
        # Contact rows before places, and no setting before any; settings by code point.
        *(way.place_id.notnull(), way.place_id),
        *(way.setting.notnull(), way.setting),
    ]
    ranked = way.mutate(nth=ibis.row_number().over(group_by="person_id", order_by=order))
    return ranked.filter(ranked.nth == 0).drop("nth")


# ---- 4. What an earlier level beats


def unbeaten(exposures: Table, reached: Table) -> Table:
    """Exposures earlier than every label that the person already has."""
    earlier = reached.rename(reached_id="person_id", reached_at="exposed_at")
    return exposures.anti_join(
        earlier,
        [
            exposures.person_id == earlier.reached_id,
            exposures.exposed_at >= earlier.reached_at,
        ],
    )


# ---- What is kept, and what comes out


def keeper(connection: SQLBackend, held: ExitStack) -> Callable[..., Table]:
    """A function that computes a table now and keeps it until `held` closes.

    `by` names the columns by which a cluster should lay it out.
    """
    if connection.name == "pyspark":
        from lachan.tracing.engine.spark import keeper as on_workers

        return on_workers(connection, held)

    def keep(table: Table, by: tuple[str, ...] = ()) -> Table:
        name = ibis.util.gen_name("trace")
        kept = connection.create_table(name, table, temp=True)
        held.callback(connection.raw_sql, f"DROP TABLE {name}")
        return kept

    return keep


def collected(levels: list[Table]) -> Exposures:
    """The labels of all levels, in order, as columns of numbers in this process."""
    if not levels:
        nothing = whole([])
        return Exposures(*[nothing] * 5, nothing.astype(np.bool_), *[nothing] * 3)
    labels = ibis.union(*levels) if len(levels) > 1 else levels[0]
    # No column but the setting is null, since a null among numbers can turn them into floats.
    found = (
        labels.select(
            *("person_id", "level", "exposed_at", "source_person_id"),
            place=labels.place_id.fill_null(0),
            at_place=labels.place_id.notnull(),
            setting=labels.setting,
            met_from=labels.met_from,
            met_until=labels.met_until,
        )
        .order_by("person_id", "level")
        .to_pyarrow()
    )
    setting, settings = by_code_point(found["setting"].combine_chunks())
    numbers = {name: found[name].to_numpy() for name in found.column_names if name != "setting"}
    return Exposures(
        person=numbers["person_id"],
        level=numbers["level"],
        exposed_at=numbers["exposed_at"],
        source=numbers["source_person_id"],
        place=numbers["place"],
        at_place=numbers["at_place"],
        setting=setting,
        met_from=numbers["met_from"],
        met_until=numbers["met_until"],
        settings=settings,
    )


def by_code_point(words: pa.Array) -> tuple[np.ndarray, tuple[str, ...]]:
    """Indexes into the words that occur, sorted, and those words."""
    settings = tuple(sorted(word for word in pc.unique(words).to_pylist() if word is not None))
    places = pc.index_in(words, value_set=pa.array(settings, pa.string())).fill_null(NO_SETTING)
    return whole(places.to_numpy(zero_copy_only=False)), settings
