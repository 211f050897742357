"""A made province for measurements of tracing: who was where, at seconds, for a month.

    python -m bench.tracing.world --visits 1_000_000 --out FOLDER [--parquet]

Everybody has a home and sleeps there over midnight. Workers go to workplaces of heavy-tailed
sizes, pupils to classrooms; errands go to markets, eateries, buses (with seat rows) and other
people's homes, mostly near by and some anywhere, to heavy-tailed popular places, by people who are
heavy-tailed busy. One evening one venue holds 5,000. Visits come as they would arrive: day by day,
in no order within the day; ids say nothing of who lives with whom. The same seed gives the same
province.

A world is dense: without latency, F1…F4 of one case reach nearly everyone.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lachan.tracing.engine.tables import NO_ROW, NO_SETTING, Cases, Contacts, Visits

Column = NDArray[Any]

MINUTE, HOUR, DAY = 60, 3600, 86400
BEGAN = 1_625_072_400  # 2021-07-01T00:00:00+07:00
PERSONS_PER_VISIT = 0.012  # 360,000 people make 30 million visits in 30 days

NIGHTS = 0.45  # share of all visits that are nights, until every person sleeps every night
HOUSEHOLD_SIZES = (1, 2, 3, 4, 5, 6, 7, 8)
HOUSEHOLD_SHARES = (0.08, 0.16, 0.22, 0.25, 0.14, 0.08, 0.04, 0.03)
WORKERS, PUPILS = 0.55, 0.20
AT_WORK, AT_SCHOOL = 0.80, 0.75  # the most of them that come on one day
CLASSROOM = 40
LARGEST_WORKPLACE = 1_000
PEOPLE_PER_MARKET, PEOPLE_PER_EATERY, PEOPLE_PER_BUS = 2_500, 40, 2_500
BUS_TRIPS, BUS_ROWS = 12, 12
VENUE = 5_000
ANYWHERE = 0.2  # share of errands that do not stay near home
MOST_ERRANDS = 24  # how much busier than the idlest the busiest person is
SETTINGS = ("bữa cơm", "cà phê", "đám cưới", "đám giỗ", "đánh cờ")


@dataclass(frozen=True)
class Province:
    """Visits and named contacts of `persons` people (ids 1…persons) in `days` days from BEGAN."""

    visits: Visits
    contacts: Contacts
    persons: int
    days: int
    seed: int


@dataclass(frozen=True)
class _Towns:
    """Where people belong; positions, not ids. A place is home + work + … counted through."""

    home: Column  # of every person
    workers: Column
    workplace: Column  # of every worker
    pupils: Column
    classroom: Column  # of every pupil
    busy: Column  # persons, each as often as he is busy
    homes: int
    markets: range
    eateries: range
    buses: range
    venue: int


def province(
    visits: int = 30_000_000, persons: int | None = None, days: int = 30, seed: int = 7
) -> Province:
    """A made province. Without `persons`, as many as make that many visits in a dense month."""
    luck = np.random.default_rng(seed)
    people = persons or max(int(visits * PERSONS_PER_VISIT * 30 / days), 8)
    towns = _towns(luck, people)
    person_ids = luck.permutation(people) + 1
    place_ids = luck.permutation(towns.venue + 1) + 1
    made = Visits(*(np.empty(visits, np.int64) for _ in fields(Visits)))
    ends = np.linspace(0, visits, days + 1).astype(np.int64)
    for day, (start, end) in enumerate(pairwise(ends.tolist())):
        who, where, entered, left, row = _day(luck, towns, people, day, days, end - start)
        order = luck.permutation(len(who))
        made.person[start:end] = person_ids[who[order]]
        made.place[start:end] = place_ids[where[order]]
        made.entered[start:end] = entered[order] + (BEGAN + day * DAY)
        made.left[start:end] = left[order] + (BEGAN + day * DAY)
        made.row[start:end] = row[order]
    return Province(made, _contacts(luck, person_ids, days), people, days, seed)


def sampled_cases(here: Province, number: int, seed: int = 1) -> Cases:
    """`number` different people, ill in the first half: 3 days before onset to 2 days after."""
    luck = np.random.default_rng((here.seed, seed))
    who = luck.choice(here.persons, min(number, here.persons), replace=False) + 1
    since = BEGAN + luck.integers(0, max(here.days * DAY // 2, 1), len(who))
    return Cases(who.astype(np.int64), since, since + 5 * DAY)


# ---- Who belongs where


def _towns(luck: np.random.Generator, people: int) -> _Towns:
    sizes = luck.choice(HOUSEHOLD_SIZES, people, p=HOUSEHOLD_SHARES)
    homes = int(np.searchsorted(np.cumsum(sizes), people)) + 1
    home = np.repeat(np.arange(homes), sizes[:homes])[:people]
    role = luck.random(people)
    workers = np.flatnonzero(role < WORKERS)
    pupils = np.flatnonzero((role >= WORKERS) & (role < WORKERS + PUPILS))
    # Colleagues live within some hundreds of households of each other, classmates next door.
    near = np.argsort(workers + luck.normal(0, 2_000, len(workers)), kind="stable")
    staff = np.minimum(3 + 4 * luck.pareto(1.4, len(workers) // 3 + 1), LARGEST_WORKPLACE)
    staff_ends = np.cumsum(staff.astype(np.int64))
    workplace = np.empty(len(workers), np.int64)
    workplace[near] = np.searchsorted(staff_ends, np.arange(len(workers)), side="right")
    nth = homes + workplace
    first_room = int(nth.max(initial=homes - 1)) + 1
    classroom = first_room + np.arange(len(pupils)) // CLASSROOM
    end = int(classroom.max(initial=first_room - 1)) + 1
    ranges = []
    for apiece in (PEOPLE_PER_MARKET, PEOPLE_PER_EATERY, PEOPLE_PER_BUS):
        ranges.append(range(end, end + max(people // apiece, 2)))
        end = ranges[-1].stop
    errands = np.minimum(1 + 2 * luck.pareto(1.5, people), MOST_ERRANDS).astype(np.int64)
    busy = np.repeat(np.arange(people), errands)
    return _Towns(home, workers, nth, pupils, classroom, busy, homes, *ranges, venue=end)


# ---- One day, in seconds from its midnight


def _day(
    luck: np.random.Generator, towns: _Towns, people: int, day: int, days: int, number: int
) -> tuple[Column, ...]:
    nights = min(people, round(number * NIGHTS))
    rest = number - nights
    work = min(int(rest * 0.4), int(len(towns.workers) * AT_WORK))
    school = min(int(rest * 0.2), int(len(towns.pupils) * AT_SCHOOL))
    rest -= work + school
    evening = min(VENUE, people // 8, rest) if day == days // 3 else 0
    rest -= evening
    markets, eateries, buses = int(rest * 0.2), int(rest * 0.45), int(rest * 0.25)
    guests = rest - markets - eateries - buses
    parts = [
        _nights(luck, towns, people, nights),
        _work(luck, towns, work),
        _school(luck, towns, school),
        _venue(luck, towns, people, evening),
        _markets(luck, towns, markets),
        _eateries(luck, towns, eateries),
        _buses(luck, towns, buses),
        _guests(luck, towns, guests),
    ]
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _stays(who: Column, where: Column, entered: Column, lasted: Column, row: Any = NO_ROW) -> Any:
    began = entered.astype(np.int64)
    rows = np.broadcast_to(np.asarray(row, np.int64), who.shape)
    return who, where, began, began + np.maximum(lasted.astype(np.int64), MINUTE), rows


def _between(luck: np.random.Generator, low: float, high: float, number: int) -> Column:
    """Hours to seconds, evenly between two."""
    return luck.uniform(low * HOUR, high * HOUR, number)


def _nights(luck: np.random.Generator, towns: _Towns, people: int, number: int) -> Any:
    who = np.arange(people) if number == people else luck.choice(people, number, replace=False)
    entered = _between(luck, 17, 21.5, number)
    return _stays(who, towns.home[who], entered, _between(luck, 29.3, 31.5, number) - entered)


def _work(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    nth = luck.choice(len(towns.workers), number, replace=False)
    entered = _between(luck, 7, 8.2, number)
    left = _between(luck, 15.7, 17, number)
    return _stays(towns.workers[nth], towns.workplace[nth], entered, left - entered)


def _school(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    nth = luck.choice(len(towns.pupils), number, replace=False)
    room = towns.classroom[nth]
    opens = np.where(room % 2, 7.0, 13.0) * HOUR  # in two shifts
    entered = opens + _between(luck, -0.3, 0.1, number)
    return _stays(towns.pupils[nth], room, entered, _between(luck, 4.1, 4.6, number))


def _venue(luck: np.random.Generator, towns: _Towns, people: int, number: int) -> Any:
    who = luck.choice(people, number, replace=False)
    entered = _between(luck, 18.5, 19.5, number)
    return _stays(who, np.full(number, towns.venue), entered, _between(luck, 1.2, 2.5, number))


def _errand(luck: np.random.Generator, towns: _Towns, places: range, number: int) -> Any:
    """Somebody busy, and a place: the one near home, or a popular one anywhere."""
    who = towns.busy[luck.integers(0, len(towns.busy), number)]
    near = towns.home[who] * len(places) // towns.homes
    far = (luck.random(number) ** 2 * len(places)).astype(np.int64)
    return who, places.start + np.where(luck.random(number) < ANYWHERE, far, near)


def _markets(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    who, where = _errand(luck, towns, towns.markets, number)
    opens = np.where(luck.random(number) < 0.7, 5.0, 15.0) * HOUR
    lasted = luck.lognormal(np.log(18 * MINUTE), 0.5, number)
    return _stays(who, where, opens + _between(luck, 0, 4, number), np.minimum(lasted, 3 * HOUR))


def _eateries(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    who, where = _errand(luck, towns, towns.eateries, number)
    meal = np.asarray([6.0, 11.0, 18.0])[luck.integers(0, 3, number)] * HOUR
    lasted = luck.lognormal(np.log(25 * MINUTE), 0.4, number)
    return _stays(who, where, meal + _between(luck, 0, 2, number), np.minimum(lasted, 3 * HOUR))


def _buses(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    who, where = _errand(luck, towns, towns.buses, number)
    departs = 5 * HOUR + luck.integers(0, BUS_TRIPS, number) * (75 * MINUTE)
    aboard = _between(luck, 0, 0.4, number)
    row = luck.integers(0, BUS_ROWS, number)
    return _stays(who, where, departs + aboard, _between(luck, 0.2, 0.8, number), row)


def _guests(luck: np.random.Generator, towns: _Towns, number: int) -> Any:
    who, where = _errand(luck, towns, range(towns.homes), number)
    return _stays(who, where, _between(luck, 9, 20, number), _between(luck, 0.3, 3, number))


def _contacts(luck: np.random.Generator, person_ids: Column, days: int) -> Contacts:
    """Named contacts between people who live near each other, one to every twenty people."""
    people = len(person_ids)
    number = people // 20
    a = luck.integers(0, people, number)
    b = (a + luck.integers(1, 400, number)) % people
    started = BEGAN + luck.integers(0, days * DAY, number)
    return Contacts(
        person_ids[a],
        person_ids[b],
        started,
        started + luck.integers(5 * MINUTE, 3 * HOUR, number),
        luck.integers(NO_SETTING, len(SETTINGS), number),
        tuple(sorted(SETTINGS)),
    )


# ---- On disk


def save(here: Province, folder: Path) -> None:
    """Each column as one .npy file."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, names in (("visits", _VISITS), ("contacts", _CONTACTS)):
        for name in names:
            np.save(folder / f"{kind}.{name}.npy", getattr(getattr(here, kind), name))
    about = {"persons": here.persons, "days": here.days, "seed": here.seed}
    (folder / "world.json").write_text(json.dumps({**about, "settings": here.contacts.settings}))


def load(folder: Path, *, mapped: bool = False) -> Province:
    """What `save` wrote; `mapped` reads pages as they are needed."""
    about = json.loads((folder / "world.json").read_text())

    def columns(kind: str, names: tuple[str, ...]) -> list[Column]:
        mode = "r" if mapped else None
        return [np.load(folder / f"{kind}.{name}.npy", mmap_mode=mode) for name in names]

    return Province(
        Visits(*columns("visits", _VISITS)),
        Contacts(*columns("contacts", _CONTACTS), settings=tuple(about["settings"])),
        *(about["persons"], about["days"], about["seed"]),
    )


_VISITS = tuple(field.name for field in fields(Visits))
_CONTACTS = ("a", "b", "started", "ended", "setting")
_PART = 5_000_000


def save_parquet(here: Province, folder: Path, cases: Cases) -> None:
    """visits, contacts and cases as `lachan trace` reads them, a part of the visits at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)

    def instants(values: Column) -> pa.Array:
        return pa.array(values, pa.timestamp("s")).cast(pa.timestamp("ms", "UTC"))

    def part(start: int) -> pa.Table:
        chosen = [getattr(here.visits, name)[start : start + _PART] for name in _VISITS]
        person, place, entered, left, row = chosen
        return pa.table(
            {
                "person_id": person,
                "place_id": place,
                "entered_at": instants(entered),
                "left_at": instants(left),
                "row": pa.array(row.astype(np.int16), mask=row == NO_ROW),
            }
        )

    number = len(here.visits.person)
    with pq.ParquetWriter(
        folder / "visits.parquet", part(number).schema, compression="zstd"
    ) as out:
        for start in range(0, number, _PART):
            out.write_table(part(start))
    named = here.contacts
    words = np.asarray([*named.settings, None], dtype=object)[named.setting]
    pq.write_table(
        pa.table(
            {
                "person_a": named.a,
                "person_b": named.b,
                "started_at": instants(named.started),
                "ended_at": instants(named.ended),
                "setting": pa.array(words, pa.string()),
            }
        ),
        folder / "contacts.parquet",
    )
    pq.write_table(
        pa.table(
            {
                "person_id": cases.person,
                "infectious_from": instants(cases.since),
                "infectious_until": instants(cases.until),
            }
        ),
        folder / "cases.parquet",
    )


def load_parquet(folder: Path) -> Visits:
    """The visits that `save_parquet` wrote."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "visits.parquet")

    def seconds(name: str) -> Column:
        return np.asarray(table[name].cast(pa.timestamp("s", "UTC")).cast(pa.int64()))

    row = pc.fill_null(table["row"].cast(pa.int64()), NO_ROW)
    return Visits(
        *(np.asarray(table[name]) for name in ("person_id", "place_id")),
        *(seconds("entered_at"), seconds("left_at"), np.asarray(row)),
    )


def main() -> None:
    """Make a province and keep it."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--visits", type=int, default=30_000_000)
    options.add_argument("--persons", type=int)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--cases", type=int, default=20)
    options.add_argument("--parquet", action="store_true", help="as `lachan trace` reads it")
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    began = time.perf_counter()
    here = province(chosen.visits, chosen.persons, chosen.days, chosen.seed)
    print(f"{len(here.visits.person):,} visits of {here.persons:,} people", end=", ")
    print(f"{time.perf_counter() - began:.1f} s")
    if chosen.parquet:
        save_parquet(here, chosen.out, sampled_cases(here, chosen.cases))
    else:
        save(here, chosen.out)


if __name__ == "__main__":
    main()
