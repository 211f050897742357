"""The local engine's index: it can be changed, saved, mapped, and says the same as before."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from lachan.tracing.engine import local
from lachan.tracing.engine.local import tracing
from lachan.tracing.engine.tables import Cases, Contacts, Exposures, Terms, Visits
from lachan.tracing.engine.tests import oracle, worlds

WORLDS = range(40)


def exposures(index: local.Index, world: worlds.World):
    return oracle.rows_of(index.trace(world.cases, world.terms))


def part_of(table, which):
    columns = {
        name: column[which]
        for name, column in vars(table).items()
        if isinstance(column, np.ndarray)
    }
    return replace(table, **columns)


@pytest.mark.parametrize("seed", WORLDS)
def test_stays_added_later_are_traced_as_if_they_had_been_there(seed):
    luck = np.random.default_rng(seed)
    for world in worlds.seeded_worlds(seed, 5):
        first = luck.random(len(world.visits.person)) < 0.6
        early = luck.random(len(world.contacts.a)) < 0.6
        index = local.build(part_of(world.visits, first), part_of(world.contacts, early))
        index = local.changed(
            index,
            added=part_of(world.visits, ~first),
            contacts_added=part_of(world.contacts, ~early),
        )
        assert exposures(index, world) == oracle.rows_of(oracle.trace(*world))


@pytest.mark.parametrize("seed", WORLDS)
def test_a_struck_stay_takes_exactly_its_consequences_away(seed):
    luck = np.random.default_rng(seed)
    for world in worlds.seeded_worlds(seed, 5):
        struck = luck.random(len(world.visits.person)) < 0.4
        withdrawn = luck.random(len(world.contacts.a)) < 0.4
        index = local.changed(
            local.build(world.visits, world.contacts),
            struck=part_of(world.visits, struck),
            contacts_struck=part_of(world.contacts, withdrawn),
        )
        left = world._replace(
            visits=part_of(world.visits, ~struck), contacts=part_of(world.contacts, ~withdrawn)
        )
        assert exposures(index, left) == oracle.rows_of(oracle.trace(*left))


def test_an_index_goes_on_as_it_was_when_another_is_made_of_it():
    world = worlds.seeded_worlds(3, 1)[0]
    index = local.build(world.visits, world.contacts)
    before = exposures(index, world)
    local.changed(index, struck=world.visits)
    assert exposures(index, world) == before


def test_striking_a_stay_that_is_not_there_is_refused():
    index = local.build(visits([(1, 1, 0, 3600)]))
    with pytest.raises(KeyError, match="not in the index"):
        local.changed(index, struck=visits([(1, 1, 0, 3601)]))


@pytest.mark.parametrize("seed", WORLDS)
def test_a_saved_index_says_the_same_when_it_is_mapped(seed, tmp_path):
    for number, world in enumerate(worlds.seeded_worlds(seed, 3)):
        local.build(world.visits, world.contacts).save(tmp_path / str(number))
        index = local.open_index(tmp_path / str(number))
        assert exposures(index, world) == oracle.rows_of(oracle.trace(*world))


def test_saving_again_writes_only_the_days_that_changed(tmp_path):
    index = local.build(visits([(1, 1, day * 86_400, day * 86_400 + 3600) for day in range(5)]))
    index.save(tmp_path)
    before = {path.name for path in tmp_path.glob("day-*")}
    index = local.changed(local.open_index(tmp_path), added=visits([(2, 1, 86_400, 90_000)]))
    index.save(tmp_path)
    after = {path.name for path in tmp_path.glob("day-*")}
    assert len(before) == len(after) == 5
    assert len(before - after) == 1


def test_an_index_of_another_version_or_cut_off_is_not_opened(tmp_path):
    local.build(visits([(1, 1, 0, 3600)])).save(tmp_path)
    day = next(tmp_path.glob("day-*"))
    whole = day.read_bytes()
    day.write_bytes(whole[:100])
    with pytest.raises(local.UnreadableIndex, match="shorter"):
        local.open_index(tmp_path)
    day.write_bytes(whole)
    contents = json.loads((tmp_path / "index.json").read_text())
    (tmp_path / "index.json").write_text(json.dumps({**contents, "version": 0}))
    with pytest.raises(local.UnreadableIndex, match="version 0"):
        local.open_index(tmp_path)


@pytest.mark.parametrize("reach", [0, 10**6])
@pytest.mark.parametrize("shared", [-1, 2**62])
def test_the_answer_does_not_depend_on_the_way_taken(monkeypatch, reach, shared):
    monkeypatch.setattr(tracing, "REACH", reach)
    monkeypatch.setattr(tracing, "SHARED", shared)
    for seed in WORLDS:
        for world in worlds.seeded_worlds(seed, 5):
            index = local.build(world.visits, world.contacts)
            assert exposures(index, world) == oracle.rows_of(oracle.trace(*world))


def test_traces_at_once_do_not_disturb_each_other():
    world = worlds.seeded_worlds(7, 1)[0]
    index = local.build(world.visits, world.contacts)
    wanted = exposures(index, world)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: exposures(index, world), range(200)))
    assert all(result == wanted for result in results)


def test_nobody_and_nothing_give_nothing():
    nobody = Cases(*[np.empty(0, np.int64)] * 3)
    assert len(local.build(visits([])).trace(nobody, Terms())) == 0
    stranger = Cases(*[np.array([9])] * 3)
    assert len(local.build(visits([(1, 1, 0, 3600)])).trace(stranger, Terms())) == 0


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(1, 1, 10, 9)], "ends before it begins"),
        ([(1, 1, 0, 1), (1, 1, 70 * 366 * 86_400, 70 * 366 * 86_400 + 1)], "68 years"),
    ],
)
def test_stays_that_cannot_be_are_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        local.build(visits(rows))


def visits(rows) -> Visits:
    return Visits(*worlds.columns([(*row, -1) for row in rows], 5))


def test_a_crowd_is_traced_as_brute_force_would():
    """More than `PAIRS` sources and targets at one place take another way through the loop."""
    luck = np.random.default_rng(11)
    people = 240
    begins = luck.integers(0, 12, people) * 600
    world = worlds.World(
        Cases(np.arange(0, 60), np.full(60, 0), np.full(60, 40_000)),
        Visits(
            luck.permutation(people),
            luck.integers(0, 2, people),
            begins,
            begins + luck.integers(1, 8, people) * 600,
            luck.integers(-1, 9, people),
        ),
        Contacts(*[np.empty(0, np.int64)] * 5),
        Terms(),
    )
    index = local.build(world.visits, world.contacts)
    found: Exposures = index.trace(world.cases, world.terms)
    assert len(found) > 60
    assert oracle.rows_of(found) == oracle.rows_of(oracle.trace(*world))


@pytest.mark.parametrize("seed", WORLDS)
def test_many_cases_at_once_are_each_traced_as_if_alone(seed):
    for world in worlds.seeded_worlds(seed, 5):
        index = local.build(world.visits, world.contacts)
        position, found = index.each(world.cases, world.terms)
        rows = oracle.rows_of(found)
        for number in range(len(world.cases.person)):
            alone = part_of(world.cases, [number])
            wanted = oracle.trace(
                alone, world.visits, world.contacts, replace(world.terms, levels=1)
            )
            here = [row for at, row in zip(position, rows, strict=True) if at == number]
            assert here == oracle.rows_of(wanted)


@pytest.mark.parametrize("seed", WORLDS)
def test_an_index_holds_exactly_the_stays_that_it_was_given(seed):
    for world in worlds.seeded_worlds(seed, 5):
        index = local.build(world.visits, world.contacts)
        held = local.stays_of(index)
        assert sorted(rows_of(held)) == sorted(rows_of(world.visits))
        assert local.fingerprint(held) == local.fingerprint(world.visits)
        if len(world.visits.person):
            fewer = part_of(world.visits, slice(1, None))
            assert local.fingerprint(fewer) != local.fingerprint(world.visits)


def rows_of(visits: Visits):
    columns = (visits.person, visits.place, visits.entered, visits.left, visits.row)
    return list(zip(*(column.tolist() for column in columns), strict=True))
