"""When people last met the level before, held against brute force."""

from __future__ import annotations

import pytest

from lachan.tracing.engine import local
from lachan.tracing.engine.tables import NO_ROW, Terms
from lachan.tracing.engine.tests import oracle, worlds

HOUR, DAY = 3600, 86_400


def by_brute_force(labels, world) -> list[int]:
    """Every meeting with everybody of the level before, cut to when they expose; the last end."""
    visits, contacts, terms = world.visits, world.contacts, world.terms
    meetings = [*oracle.meetings_at_places(visits), *oracle.meetings_by_name(contacts)]
    since = {
        (int(person), int(level)): int(exposed) + terms.latency
        for person, level, exposed in zip(
            labels.person, labels.level, labels.exposed_at, strict=True
        )
    }
    return [
        max(
            [int(met_until)]
            + [
                piece.met_until
                for meeting in meetings
                if level > 1
                and meeting.person == person != meeting.source
                and (opens := since.get((meeting.source, int(level) - 1))) is not None
                for piece in oracle.cut(meeting, opens, terms.horizon, int(level), terms.minimum)
            ]
        )
        for person, level, met_until in zip(
            labels.person, labels.level, labels.met_until, strict=True
        )
    ]


@pytest.mark.parametrize("seed", range(40))
def test_the_last_meeting_with_the_level_before_is_found_in_any_world(seed):
    for world in worlds.seeded_worlds(seed, 5):
        index = local.build(world.visits, world.contacts)
        labels = index.trace(world.cases, world.terms)
        assert index.latest(labels, world.terms).tolist() == by_brute_force(labels, world)
        # The workspace that was borrowed is as it was.
        again = index.trace(world.cases, world.terms)
        assert oracle.rows_of(again) == oracle.rows_of(labels)


def test_an_f2_is_counted_from_the_last_day_with_an_f1_not_from_the_first():
    def stay(person, place, day, hour):
        since = day * DAY + hour * HOUR
        return person, place, since, since + HOUR, NO_ROW

    stays = [stay(1, 7, 1, 1), stay(2, 7, 1, 1)]
    stays += [stay(person, 8, day, 2) for day in (1, 3, 5) for person in (2, 3)]
    world = worlds.assembled([(1, 0, 9 * DAY)], stays, [], Terms(levels=2))
    index = local.build(world.visits, world.contacts)
    labels = index.trace(world.cases, world.terms)
    assert labels.person.tolist() == [2, 3]
    assert labels.met_until.tolist() == [DAY + 2 * HOUR, DAY + 3 * HOUR]
    assert index.latest(labels, world.terms).tolist() == [DAY + 2 * HOUR, 5 * DAY + 3 * HOUR]
