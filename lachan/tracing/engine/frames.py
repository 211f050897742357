"""The trace as one set of Ibis expressions, for engines that read files themselves.

The same expressions run on DuckDB, in this process, and on a Spark cluster, where the visits stay
with the workers that read them: only counts pass through the driver from level to level, and the
labels at the end. `spark.py` opens such a cluster. Meaning and order of ties: docs/formats.md.

A level is one round of four steps:

1. The stays of those who can expose others, cut to the time in which they can (`openings`).
2. For each stay where one of them was, and each contact row that names one, when it exposes first
   (`starts_at_places`, `met_by_name`). This never pairs everyone with everyone: see there.
3. For each person the earliest of these, unless an earlier level beats it (`fresh`).
4. Only for that one instant the evidence: all who were there, and the first by the order of ties
   (`met_at_places`, `first_of`). These are the labels of the level, and who carries them are the
   sources of the next.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.sql import SQLBackend
from ibis.expr.types import ArrayValue, BooleanValue, IntegerValue, Table

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

# The seats where a source is looked for: by all who have no row, and, if it has none itself, by those
# in rows. Its own row and the rows in reach are seats too, from -ROW_REACH on.
BY_ROWLESS = -100
ROWLESS = -101

GROUP = ("place_id", "bucket", "seat")  # those who share all three meet if their times do


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
        stays = keep(spread(visits), by=GROUP[:2])
        contacts = keep(both_ways(contacts))
        days = buckets_in_use(stays)

        spans = cases.select("person_id", opens=cases.since, closes=cases.until)
        # Those in `cases` count as reached before all time, so that nothing makes them contacts.
        reached = cases.select("person_id", exposed_at=ibis.literal(BEFORE_ALL, "int64"))
        levels = []
        for level in range(1, terms.levels + 1):
            there = keep(openings(spans, stays, terms.minimum, days), by=GROUP[:2])
            named = met_by_name(spans, contacts, terms.minimum)
            starts = starts_at_places(there, stays, terms.minimum).union(
                named.select("person_id", start=named.met_from)
            )
            new = keep(fresh(starts, reached, terms.minimum))
            met = met_at_places(new, there, stays, terms.minimum).union(met_at_start(new, named))
            labels = keep(first_of(met).mutate(level=ibis.literal(level, "int64")))
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


# ---- 0. Stays by bucket and seat, and contacts in both directions


def spread(visits: Table) -> Table:
    """A row for each group in which a stay looks for sources: (…, begins, bucket, seat).

    Two stays overlap only where they share a bucket of time, so that place and bucket can be joined
    on equality, which every engine does well. A long stay would fill many buckets: it stands in
    LONG alone, where every source is seen. `begins` is the first bucket of the stay.
    """
    short = visits.left - visits.entered <= SHORT
    stays = visits.mutate(
        begins=short.ifelse(bucket_of(visits.entered), LONG),
        ends=short.ifelse(bucket_of(visits.left), LONG),
        seat=visits.row.isnull().ifelse(numbers(BY_ROWLESS), numbers(ROWLESS, visits.row)),
    )
    stays = stays.mutate(bucket=ibis.range(stays.begins, stays.ends + 1))
    stays = stays.unnest("bucket").unnest("seat")
    return stays.select(*("person_id", "entered", "left", "row", "begins"), *GROUP)


def bucket_of(instant: IntegerValue) -> IntegerValue:
    return instant // BUCKET


def numbers(*values: int | IntegerValue) -> ArrayValue:
    return ibis.array([ibis.literal(0, "int64") + value for value in values])


def buckets_in_use(stays: Table) -> tuple[int, int]:
    """The first and the last bucket of short stays; (0, 0) where there are none."""
    short = stays.filter(stays.bucket != LONG)
    bounds = short.aggregate(
        first=short.bucket.min().fill_null(0), last=short.bucket.max().fill_null(0)
    )
    first, last = (column[0].as_py() for column in bounds.to_pyarrow().columns)
    return first, last


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
    return one.union(other)


# ---- 1. Where and when the sources can expose others


def openings(spans: Table, stays: Table, minimum: int, days: tuple[int, int]) -> Table:
    """The stays of sources, cut to their spans, in every group where others may look for them."""
    once = stays.filter(stays.bucket == stays.begins, stays.seat != ROWLESS)
    own = spans.join(once, "person_id")
    own = own.select(
        *("place_id", "row"),
        source_person_id=own.person_id,
        opens=ibis.greatest(own.opens, own.entered),
        closes=ibis.least(own.closes, own.left),
    )
    own = own.filter(lasts(own.opens, own.closes, minimum))
    first, last = days
    buckets = ibis.range(
        ibis.greatest(bucket_of(own.opens), first), ibis.least(bucket_of(own.closes), last) + 1
    )
    near = [own.row + distance for distance in range(-ROW_REACH, ROW_REACH + 1)]
    own = own.mutate(
        bucket=numbers(LONG).concat(buckets),
        seat=own.row.isnull().ifelse(numbers(BY_ROWLESS, ROWLESS), numbers(BY_ROWLESS, *near)),
    )
    return own.unnest("bucket").unnest("seat").select("source_person_id", "opens", "closes", *GROUP)


def lasts(begin: IntegerValue, end: IntegerValue, minimum: int) -> BooleanValue:
    return end - begin >= minimum


# ---- 2. When each stay and each contact row exposes


def starts_at_places(openings: Table, stays: Table, minimum: int) -> Table:
    """The earliest start of a meeting for each stay: (person_id, start).

    Pairing all sources of a place with all its stays would grow with the square of the crowd. Two
    things about a stay are enough, and one pass in the order of time tells both: until when those
    stay who were there when it began, and when the next of them comes.

    Sources find themselves too. That does no harm, as it always comes after their own exposure and
    so is beaten.
    """
    touched = stays.semi_join(openings, GROUP)
    events = openings.select(
        *GROUP,
        person_id=ibis.null("int64"),
        at=openings.opens,
        left=ibis.null("int64"),
        opens=openings.opens,
        closes=openings.closes,
        stays=ibis.literal(0, "int64"),  # whoever comes at the same instant is there
    ).union(
        touched.select(
            *GROUP,
            "person_id",
            at=touched.entered,
            left=touched.left,
            opens=ibis.null("int64"),
            closes=ibis.null("int64"),
            stays=ibis.literal(1, "int64"),
        )
    )
    in_time = {"group_by": GROUP, "order_by": ["at", "stays"]}
    events = events.mutate(
        there_until=events.closes.max().over(rows=(None, 0), **in_time),
        next_comes=events.opens.min().over(rows=(0, None), **in_time),
    )
    begun = events.filter(events.stays == 1)
    somebody_there = lasts(begun["at"], begun.there_until, minimum).fill_null(False)
    begun = begun.mutate(start=somebody_there.ifelse(begun["at"], begun.next_comes))
    return begun.filter(lasts(begun.start, begun.left, minimum)).select("person_id", "start")


def met_by_name(spans: Table, contacts: Table, minimum: int) -> Table:
    """Meetings by contact rows that last: (person_id, source_person_id, …, met_from, met_until)."""
    spans = spans.rename(source_person_id="person_id")
    met = spans.join(contacts, "source_person_id")
    met = met.select(
        *("person_id", "source_person_id"),
        place_id=ibis.null("int64"),
        setting=met.setting,
        met_from=ibis.greatest(met.opens, met.started),
        met_until=ibis.least(met.closes, met.ended),
    )
    return met.filter(lasts(met.met_from, met.met_until, minimum))


# ---- 3. Who is newly exposed, or earlier than before


def fresh(starts: Table, reached: Table, minimum: int) -> Table:
    """For each person the earliest start and exposure, unless the person has one as early."""
    first = starts.group_by("person_id").aggregate(start=starts.start.min())
    first = first.mutate(exposed_at=first.start + minimum)
    earlier = reached.rename(reached_id="person_id", reached_at="exposed_at")
    return first.anti_join(
        earlier,
        [first.person_id == earlier.reached_id, first.exposed_at >= earlier.reached_at],
    )


# ---- 4. The evidence


def met_at_places(fresh: Table, openings: Table, stays: Table, minimum: int) -> Table:
    """All meetings at places that began at a person's earliest start, as evidence."""
    begun = fresh.join(stays, "person_id")
    begun = begun.filter(
        begun.start >= begun.entered,
        lasts(begun.start, begun.left, minimum),
        (begun.bucket == LONG) | (begun.bucket == bucket_of(begun.start)),
    )
    met = begun.join(openings, GROUP)
    met = met.filter(
        ibis.greatest(met.opens, met.entered) == met.start,
        lasts(met.start, met.closes, minimum),
    )
    return met.select(
        *("person_id", "exposed_at", "source_person_id", "place_id"),
        setting=ibis.null("string"),
        met_from=met.start,
        met_until=ibis.least(met.closes, met.left),
    )


def met_at_start(fresh: Table, named: Table) -> Table:
    """All meetings by contact rows that began then, in the same columns."""
    met = fresh.join(named, [fresh.person_id == named.person_id, fresh.start == named.met_from])
    return met.select(
        *("person_id", "exposed_at", "source_person_id", "place_id"),
        *("setting", "met_from", "met_until"),
    )


def first_of(met: Table) -> Table:
    """For each person the first of its evidence, all of which began at the same instant."""
    order = [
        met.met_until.desc(),
        met.source_person_id,
        # Contact rows before places, and no setting before any; settings by code point.
        *(met.place_id.notnull(), met.place_id),
        *(met.setting.notnull(), met.setting),
    ]
    ranked = met.mutate(nth=ibis.row_number().over(group_by="person_id", order_by=order))
    return ranked.filter(ranked.nth == 0).drop("nth")


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
