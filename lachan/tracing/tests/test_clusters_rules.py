"""Clusters, generations, doubts and the drawing of a tree: sentences without a database."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.core.dates import at
from lachan.tracing.rules.clusters import (
    Doubt,
    Limits,
    Member,
    clusters_of,
    doubts_of,
    exposure_span,
    generations,
)
from lachan.tracing.rules.exposure_map import centre, radius_of, spread, view_around
from lachan.tracing.rules.transmission_tree import drawing_of, rows_of

LIMITS = Limits(before=14, after=30, usual=5, incubation=14)
FIRST = date(2021, 9, 1)


def case(number: int, day: int = 1, source: int | None = None, **changed) -> Member:
    on = date(2021, 9, 1) + timedelta(days=day - 1)
    values = {"since": at(on - timedelta(days=2), 0), "until": at(on + timedelta(days=2), 12)}
    return Member(number, on, source=source, **(values | changed))


def doubts(member: Member, *others: Member) -> list[Doubt]:
    return doubts_of(member, {one.id: one for one in (member, *others)}, LIMITS)


def test_cases_hang_together_by_their_links_in_any_order():
    found = clusters_of([case(3, 9, 2), case(1), case(9, 4), case(2, 5, 1)])
    assert [[one.id for one in cluster.members] for cluster in found] == [[1, 2, 3], [9]]
    assert [cluster.generations for cluster in found] == [3, 1]


def test_a_link_to_a_case_that_is_not_there_holds_nothing():
    (one, other) = clusters_of([case(1, source=77), case(2, source=77)])
    assert len(one.members) == len(other.members) == 1


def test_a_circle_is_one_cluster_without_a_generation():
    (cluster,) = clusters_of([case(1, source=2), case(2, source=1), case(3, source=2)])
    assert cluster.generations is None
    assert generations(cluster.members) == {1: None, 2: None, 3: None}


def test_a_case_that_is_its_own_source_is_doubted_and_stops_nothing():
    odd = case(1, source=1)
    assert doubts(odd) == [Doubt.ITSELF]
    assert rows_of([odd]) == [odd]


@given(
    st.dictionaries(
        st.integers(0, 30), st.one_of(st.none(), st.integers(0, 35)), min_size=1, max_size=31
    )
)
def test_every_case_is_in_one_cluster_and_one_row_whatever_was_told(sources):
    members = [case(pk, pk % 9 + 1, source) for pk, source in sources.items()]
    found = clusters_of(members)
    assert sorted(one.id for cluster in found for one in cluster.members) == sorted(sources)
    for pk, source in sources.items():
        own = next(c for c in found if any(one.id == pk for one in c.members))
        assert source not in sources or any(one.id == source for one in own.members)
    assert sorted(one.id for one in rows_of(members)) == sorted(sources)
    levels = generations(members)
    for pk, level in levels.items():
        if level:
            assert level == (levels[sources[pk]] or 0) + 1


def test_a_cluster_is_closed_after_twice_the_longest_incubation_and_not_on_that_day():
    (cluster,) = clusters_of([case(1, 1)])
    assert not cluster.is_closed(FIRST + timedelta(days=28), LIMITS)
    assert cluster.is_closed(FIRST + timedelta(days=29), LIMITS)
    assert cluster.quiet_days(FIRST + timedelta(days=29)) == 29


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (15, []),
        (45, []),
        (46, [Doubt.TOO_LATE]),
        (13, []),
        (12, [Doubt.BEFORE_INFECTIOUS]),
        (1, [Doubt.BEFORE_INFECTIOUS]),
        (0, [Doubt.TOO_EARLY, Doubt.BEFORE_INFECTIOUS]),
    ],
)
def test_an_interval_is_doubted_outside_of_the_limits_and_before_the_window(day, expected):
    assert doubts(case(2, day, 1), case(1, 15)) == expected


def test_a_negative_interval_within_the_window_is_no_doubt():
    early = case(1, 15, since=at(date(2021, 9, 5), 0))
    assert doubts(case(2, 6, 1), early) == []


def test_nobody_is_infected_before_their_source_was_exposed():
    first, second = case(1, 10), case(2, 12, 1, since=None, until=None)
    assert doubts(case(3, 7, 2), second, first) == [Doubt.BEFORE_EXPOSURE]


def test_links_in_a_circle_and_from_a_discarded_case_are_doubted():
    one, other = case(1, 5, 2), case(2, 5, 1)
    assert doubts(one, other) == [Doubt.CIRCLE]
    assert doubts(case(2, 6, 1), case(1, 5, is_standing=False)) == [Doubt.DISCARDED]


def test_a_source_out_of_sight_of_the_rules_is_not_judged():
    assert doubts(case(2, 6, 1)) == []
    assert doubts(case(2, 6)) == []


def test_a_case_can_have_been_infected_in_the_longest_incubation_before_it():
    assert exposure_span(case(1, 20), LIMITS) == (date(2021, 9, 6), date(2021, 9, 20))


NOW = datetime(2021, 9, 20, 2, tzinfo=at(FIRST, 0).tzinfo)


def test_rows_follow_the_tree_the_earliest_infected_first():
    members = [case(1, 1), case(2, 9, 1), case(3, 4, 1), case(4, 6, 3), case(5, 2)]
    assert [one.id for one in rows_of(members)] == [1, 3, 4, 2, 5]


def test_days_go_from_left_to_right_and_each_line_ends_at_its_case():
    members = [case(1, 1), case(2, 9, 1), case(3, 4, 1)]
    drawing = drawing_of(members, NOW)
    marks = {mark.id: mark for mark in drawing.marks}
    assert marks[1].x < marks[3].x < marks[2].x
    assert [line.id for line in drawing.lines] == [3, 2]
    for line in drawing.lines:
        assert line.d == f"M{marks[1].x} {marks[1].y}V{marks[line.id].y}H{marks[line.id].x}"
    assert len({mark.y for mark in drawing.marks}) == 3


def test_everything_drawn_lies_within_the_drawing():
    members = [case(1, 1, until=None), case(2, 300, 1), case(3, 4, since=None, until=None)]
    drawing = drawing_of(members, NOW)
    for mark in drawing.marks:
        assert 0 <= mark.bar_x <= mark.bar_x + mark.bar_width < mark.name_x < drawing.width
        assert 0 < mark.x < drawing.width
        assert 0 < mark.y < drawing.height
    assert all(0 <= tick.x <= drawing.width for tick in drawing.ticks)
    assert next(mark for mark in drawing.marks if mark.id == 3).bar_width == 0


def test_a_window_without_an_end_goes_until_now():
    (mark,) = drawing_of([case(1, 1, until=None)], NOW).marks
    (ended,) = drawing_of([case(1, 1)], NOW).marks
    assert mark.is_open
    assert not ended.is_open
    assert mark.bar_width > ended.bar_width


def test_a_drawing_of_no_case_is_refused():
    with pytest.raises(ValueError, match="empty"):
        drawing_of([], NOW)


def test_the_centre_is_that_of_the_largest_ring():
    square = [[105, 9], [105.2, 9], [105.2, 9.2], [105, 9.2], [105, 9]]
    island = [[104, 8], [104.01, 8], [104.01, 8.01], [104, 8]]
    x, y = centre({"coordinates": [[island], [square]]})
    assert (round(x, 6), round(y, 6)) == (105.1, 9.1)


def test_spots_that_cover_each_other_move_apart_and_others_stay():
    found = spread([(10, 10), (90, 50), (10, 10), (10, 10), (14, 10)], [5] * 5)
    assert found[1] == (90, 50)
    close = [found[0], *found[2:]]
    for number, one in enumerate(close):
        for other in close[number + 1 :]:
            assert math.dist(one, other) > 9


def test_the_part_shown_holds_every_point_with_room():
    view = view_around([(10, 20), (900, 400)])
    assert view.x < 10
    assert view.x + view.width > 900
    assert view.y < 20
    assert view.y + view.height > 400
    assert view_around([(5, 5)]).width > 50


@given(
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 6000)), min_size=1, max_size=30),
    st.integers(1, 500),
)
def test_no_spot_is_cut_at_an_edge_of_the_map(points, cases):
    view = view_around(points)
    radius = round(radius_of(cases) * view.unit)
    for x, y in points:
        assert view.x <= x - radius
        assert x + radius <= view.x + view.width
        assert view.y <= y - radius
        assert y + radius <= view.y + view.height
