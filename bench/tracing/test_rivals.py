"""The rivals that need no server, and the made province, are what the figures take them for."""

from __future__ import annotations

import numpy as np
import pytest

from bench.tracing import checking, world
from bench.tracing.rivals.networkx import Networkx, wrong
from lachan.tracing.engine.tables import Cases, Contacts, Exposures, Terms, Visits


def test_every_form_of_a_rival_gives_the_answer_of_brute_force(tmp_path):
    checking.check(["duckdb", "polars"], tmp_path, 1)


def test_an_answer_that_differs_stops_the_run():
    nothing = np.empty(0, np.int64)
    one = Exposures(*[nothing] * 9)
    other = Exposures(*[np.zeros(1, np.int64)] * 9)
    with pytest.raises(checking.Different, match="0 rows and 1"):
        checking.demand_equal(one, other, "polars")


def test_the_same_seed_makes_the_same_province_and_another_seed_another():
    one, same, other = (world.province(5_000, seed=seed).visits for seed in (7, 7, 8))
    assert all(
        np.array_equal(getattr(one, name), getattr(same, name)) for name in ("person", "entered")
    )
    assert not np.array_equal(one.person, other.person)


def test_a_province_has_exactly_the_visits_that_were_asked_for():
    here = world.province(12_345, persons=700, days=9)
    assert len(here.visits.person) == 12_345
    assert (here.visits.left > here.visits.entered).all()
    assert here.visits.row.min() == -1
    assert here.visits.row.max() == world.BUS_ROWS - 1


def test_everybody_sleeps_at_home_over_midnight():
    here = world.province(10_000).visits
    nights = (here.left - world.BEGAN) // world.DAY > (here.entered - world.BEGAN) // world.DAY
    people = len(np.unique(here.person))
    homes = np.unique(np.stack([here.person[nights], here.place[nights]]), axis=1)
    assert homes.shape[1] == people


def test_a_province_comes_back_from_disk_as_it_was(tmp_path):
    here = world.province(3_000)
    world.save(here, tmp_path)
    world.save_parquet(here, tmp_path, world.sampled_cases(here, 5))
    back, read = world.load(tmp_path), world.load_parquet(tmp_path)
    for name in ("person", "place", "entered", "left", "row"):
        wanted = getattr(here.visits, name)
        assert np.array_equal(getattr(back.visits, name), wanted)
        assert np.array_equal(getattr(read, name), wanted)
    assert np.array_equal(back.contacts.setting, here.contacts.setting)


def test_a_static_graph_leads_on_through_meetings_that_came_too_early():
    # 2 and 3 met in the morning; 1, who is ill, meets 2 only in the evening.
    visits = Visits(
        *(np.asarray(column) for column in ([2, 3, 1, 2], [1, 1, 2, 2])),
        *(np.asarray(column) for column in ([0, 0, 9_000, 9_000], [3_600, 3_600, 9_999, 9_999])),
        np.full(4, -1),
    )
    nobody = Contacts(*[np.empty(0, np.int64)] * 5)
    ill = Cases(np.asarray([1]), np.asarray([0]), np.asarray([99_999]))
    found = Networkx(visits, nobody, 900).trace(ill, Terms())
    truth = Exposures(np.asarray([2]), np.asarray([1]), *[np.zeros(1, np.int64)] * 7)
    assert found == {2: 1, 3: 2}
    assert wrong(found, truth) == (1, 0)
