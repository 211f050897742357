"""Small nasty worlds to trace in: drawn from a seed, or by Hypothesis, which shrinks them.

Both draw from the same menus: few people and places, so that everything happens to someone;
instants on a grid, so that many are equal; stays of no length, over midnight and over several days;
seat rows; several windows of one person; contact rows of a person with himself; ids over all of
int64.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from lachan.tracing.engine.tables import (
    FOREVER,
    NO_ROW,
    NO_SETTING,
    Cases,
    Contacts,
    Terms,
    Visits,
    whole,
)

MINUTE, HOUR, DAY = 60, 3600, 86400
LOWEST, HIGHEST = -(2**63), 2**63 - 1

# The midnight of a summer's day, an hour of its evening, and the first instant of the clock.
BEGINNINGS = (1_625_097_600, 1_625_097_600 + 17 * HOUR, 0)
STEPS = (1, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR)
LENGTHS = (
    *(0, 1, 899, 900, 901, 30 * MINUTE, 6 * HOUR, DAY - 1, DAY, DAY + 1),
    # Around a day and a half and around 2**17 seconds, where a packed stay may no longer fit.
    *(36 * HOUR - 1, 36 * HOUR, 36 * HOUR + 1, 2**17 - 1, 2**17, 50 * HOUR, 5 * DAY),
)
IDS = (LOWEST, LOWEST + 1, -(2**40), -7, -1, 0, 1, 2, 3, 2**31, 2**53 + 1, HIGHEST - 1, HIGHEST)
ROWS = (NO_ROW, NO_ROW, 0, 1, 2, 3, 4, 5, 6, 252, 254)
SETTINGS = ("Nhà", "chợ", "ăn cơm", "Đám cưới")
LEVELS = (1, 2, 3, 4, 4, 6)
MINIMUMS = (0, 1, 900, 900, 1800)
LATENCIES = (0, 0, 0, 1, 900, DAY, 2 * DAY)


class World(NamedTuple):
    """What `trace` takes: `trace(*world)`."""

    cases: Cases
    visits: Visits
    contacts: Contacts
    terms: Terms


def assembled(cases, visits, contacts, terms: Terms) -> World:
    """A world of rows: (person, since, until), (person, place, entered, left, row), and
    (a, b, started, ended, index into SETTINGS or NO_SETTING)."""
    settings = tuple(sorted(SETTINGS))
    return World(
        Cases(*columns(cases, 3)),
        Visits(*columns(visits, 5)),
        Contacts(*columns(contacts, 5), settings=settings),
        terms,
    )


def columns(rows, width: int):
    return whole(list(zip(*rows, strict=True)) or [[]] * width)


# ---- From a seed


def seeded_worlds(seed: int, count: int) -> list[World]:
    """`count` worlds that share their terms; the same seed gives the same worlds."""
    luck = np.random.default_rng(seed)
    beginning = pick(luck, BEGINNINGS)
    step = pick(luck, STEPS)
    minimum = pick(luck, MINIMUMS)
    terms = Terms(
        levels=pick(luck, LEVELS),
        minimum=minimum if step > 1 else min(minimum, 3),
        latency=pick(luck, [latency for latency in LATENCIES if latency < 12 * step]),
        horizon=pick(luck, (int(FOREVER), beginning + step * int(luck.integers(0, 40)))),
    )
    return [seeded_world(luck, beginning, step, terms) for _ in range(count)]


def seeded_world(luck: np.random.Generator, beginning: int, step: int, terms: Terms) -> World:
    def some(menu, least: int, most: int) -> list[int]:
        return luck.permutation(whole(menu))[: luck.integers(least, most + 1)].tolist()

    def instant() -> int:
        edge = pick(luck, (0, 0, 0, 0, 1, -1))
        return beginning + step * int(luck.integers(0, spread)) + edge

    def length() -> int:
        return pick(luck, LENGTHS) if luck.random() < 0.3 else step * int(luck.integers(0, 7))

    def span() -> tuple[int, int]:
        started = instant()
        return started, started + length()

    def window() -> tuple[int, int]:
        since, until = span()
        return since, pick(luck, (until, until, until + DAY, int(FOREVER), int(FOREVER), since - 1))

    # Close worlds are full of ties; wide ones, with one case, have long chains.
    wide = luck.random() < 0.6
    people, places = (
        (some(IDS, 7, 12), some(IDS, 4, 8)) if wide else (some(IDS, 2, 7), some(IDS, 1, 2))
    )
    spread = int(luck.integers(2, 30))
    rows = ROWS if luck.random() < 0.4 else (NO_ROW,)
    ill = people[: 1 if wide else luck.integers(1, min(4, len(people)))]
    return assembled(
        [
            (pick(luck, ill), *window())
            for _ in range(luck.choice([1, 1, 2] if wide else [0, 1, 3, 5]))
        ],
        [
            (pick(luck, people), pick(luck, places), *span(), pick(luck, rows))
            for _ in range(luck.integers(20, 45) if wide else luck.integers(0, 20))
        ],
        [
            (pick(luck, people), pick(luck, people), *span(), setting(luck))
            for _ in range(luck.integers(0, 10))
        ],
        terms,
    )


def pick(luck: np.random.Generator, menu) -> int:
    return int(menu[luck.integers(len(menu))])


def setting(luck: np.random.Generator) -> int:
    return int(luck.integers(NO_SETTING, len(SETTINGS)))


# ---- By Hypothesis


@st.composite
def worlds(draw) -> World:
    """A world that Hypothesis can shrink."""
    beginning, step = draw(st.sampled_from(BEGINNINGS)), draw(st.sampled_from(STEPS))
    people = st.sampled_from(draw(st.lists(st.sampled_from(IDS), min_size=2, unique=True)))
    places = st.sampled_from(draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3)))
    instants = st.builds(
        lambda steps, edge: beginning + step * steps + edge,
        st.integers(0, 40),
        st.sampled_from((0, 1, -1)),
    )
    lengths = st.one_of(st.integers(0, 6).map(lambda steps: step * steps), st.sampled_from(LENGTHS))
    spans = st.builds(lambda started, long: (started, started + long), instants, lengths)
    windows = st.one_of(spans, instants.map(lambda since: (since, int(FOREVER))))
    rows, settings = st.sampled_from(ROWS), st.integers(NO_SETTING, len(SETTINGS) - 1)
    terms = st.builds(
        Terms,
        levels=st.integers(1, 5),
        minimum=st.sampled_from(MINIMUMS),
        latency=st.sampled_from(LATENCIES),
        horizon=st.one_of(st.just(int(FOREVER)), instants),
    )
    return assembled(
        draw(st.lists(st.builds(lambda who, span: (who, *span), people, windows), max_size=3)),
        draw(
            st.lists(
                st.builds(
                    lambda who, where, span, row: (who, where, *span, row),
                    *(people, places, spans, rows),
                ),
                max_size=12,
            )
        ),
        draw(
            st.lists(
                st.builds(
                    lambda a, b, span, setting: (a, b, *span, setting),
                    *(people, people, spans, settings),
                ),
                max_size=5,
            )
        ),
        draw(terms),
    )


# ---- Many in one


def apart(batch: list[World]) -> list[World]:
    """The same worlds, with ids that no two of them share and that lie over all of int64.

    The order of the ids within a world stays as it was, since smaller ones go first in ties.
    """
    people = [
        np.unique(np.concatenate([cases.person, visits.person, contacts.a, contacts.b]))
        for cases, visits, contacts, _ in batch
    ]
    places = [np.unique(world.visits.place) for world in batch]
    most = max(len(ids) for ids in people + places)

    def renumbered(values, ids, world: int):
        stride = 2**64 // (most + 1)
        return whole([LOWEST + int(rank) * stride + world for rank in np.searchsorted(ids, values)])

    moved = []
    for number, (cases, visits, contacts, terms) in enumerate(batch):
        mine, here = people[number], places[number]
        moved.append(
            World(
                Cases(renumbered(cases.person, mine, number), cases.since, cases.until),
                Visits(
                    renumbered(visits.person, mine, number),
                    renumbered(visits.place, here, number),
                    *(visits.entered, visits.left, visits.row),
                ),
                Contacts(
                    renumbered(contacts.a, mine, number),
                    renumbered(contacts.b, mine, number),
                    *(contacts.started, contacts.ended, contacts.setting, contacts.settings),
                ),
                terms,
            )
        )
    return moved


def joined(batch: list[World]) -> World:
    """Worlds that share their terms and no id, as one world."""

    def together(part: str, names: tuple[str, ...]):
        tables = [getattr(world, part) for world in batch]
        return [np.concatenate([getattr(table, name) for table in tables]) for name in names]

    return World(
        Cases(*together("cases", ("person", "since", "until"))),
        Visits(*together("visits", ("person", "place", "entered", "left", "row"))),
        Contacts(
            *together("contacts", ("a", "b", "started", "ended", "setting")),
            settings=batch[0].contacts.settings,
        ),
        batch[0].terms,
    )
