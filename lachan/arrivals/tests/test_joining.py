"""Words of several sources become one coming, on the list of one commune."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from lachan.arrivals.actions.joining import join_arrival, join_arrivals
from lachan.arrivals.models import Arrival, ArrivalDecision, ArrivalSource, WatchStep
from lachan.arrivals.terms import StepKind, WatchState
from lachan.arrivals.tests.examples import COMMUNE, OTHER, words
from lachan.audit.models import Entry
from lachan.people.terms import SourceKind
from tests.cast import NOW


def test_a_coming_stands_on_the_list_of_its_commune_with_its_decision(cast):
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    assert arrival.path == COMMUNE
    assert arrival.state == WatchState.SENT
    assert arrival.sent_at == NOW
    assert arrival.decided_at == NOW
    assert arrival.decisions.count() == 1
    assert [step.kind for step in arrival.steps.all()] == [StepKind.SENT]


def test_the_same_reference_is_taken_once(cast):
    first = join_arrival(cast.synthesist, words(), now=NOW)
    entries = Entry.objects.filter(event="arrivals.Joined").count()
    again = join_arrival(cast.synthesist, words(), now=NOW + timedelta(hours=1))
    assert again.pk == first.pk
    assert ArrivalSource.objects.count() == 1
    assert Entry.objects.filter(event="arrivals.Joined").count() == entries


def test_declaration_list_and_passage_of_one_coming_are_one_whatever_their_order(cast):
    told = [
        words("d:1", came_at=NOW - timedelta(hours=40)),
        words("l:1", kind=SourceKind.LIST_ROW, came_at=None, said_at=NOW - timedelta(hours=20)),
        words("p:1", kind=SourceKind.PASSAGE, came_at=NOW, said_at=NOW, plate="69A12345"),
    ]
    seen = set()
    for order in itertools.permutations(told):
        point = transaction.savepoint()
        for one in order:
            join_arrival(cast.synthesist, one, now=NOW)
        arrival = Arrival.objects.standing().get()
        assert arrival.sources.count() == 3
        seen.add((arrival.arrived_at, arrival.path, arrival.plate, tuple(arrival.source_kinds)))
        transaction.savepoint_rollback(point)
    assert len(seen) == 1


def test_two_comings_become_one_when_later_words_bridge_them(cast):
    early = join_arrival(cast.synthesist, words("a:1", came_at=NOW), now=NOW)
    late = join_arrival(cast.synthesist, words("a:2", came_at=NOW + timedelta(hours=90)), now=NOW)
    assert early.pk != late.pk
    bridge = join_arrival(cast.synthesist, words("a:3", came_at=NOW + timedelta(hours=45)), now=NOW)
    assert bridge.pk == early.pk
    late.refresh_from_db()
    assert late.joined_into_id == early.pk
    assert bridge.sources.count() == 3


def test_a_coming_of_next_month_is_another_one(cast):
    join_arrival(cast.synthesist, words("a:1"), now=NOW)
    join_arrival(cast.synthesist, words("a:2", came_at=NOW + timedelta(days=30)), now=NOW)
    assert Arrival.objects.standing().count() == 2


def test_without_a_commune_nobody_watches_and_words_that_name_one_place_it(cast):
    arrival = join_arrival(cast.synthesist, words("a:1", to=""), now=NOW)
    assert (arrival.path, arrival.state) == ("96/", WatchState.UNPLACED)
    placed = join_arrival(
        cast.synthesist, words("a:2", to=OTHER, said_at=NOW), now=NOW + timedelta(hours=1)
    )
    assert placed.pk == arrival.pk
    assert (placed.path, placed.state) == (OTHER, WatchState.SENT)


def test_many_words_take_no_more_statements_than_few(cast, django_assert_max_num_queries):
    def batch(number, start):
        return [
            words(f"l:{i}", name=f"Nguyễn Văn Số {i}", number=f"0960900{i:05}")
            for i in range(start, start + number)
        ]

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        join_arrivals(cast.synthesist, batch(5, 0), now=NOW)
    with CaptureQueriesContext(connection) as many:
        join_arrivals(cast.synthesist, batch(200, 100), now=NOW)
    assert len(many) <= len(few) + 5
    assert Arrival.objects.count() == 205
    assert ArrivalDecision.objects.count() == 205
    assert WatchStep.objects.count() == 205


def test_people_named_twice_in_one_batch_come_once(cast):
    found = join_arrivals(
        cast.synthesist,
        [words("a:1"), words("p:1", kind=SourceKind.PASSAGE), words("a:1")],
        now=NOW,
    )
    assert len({arrival.pk for arrival in found}) == 1
    assert Arrival.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_the_same_moment_make_one_coming(cast):
    from threading import Barrier, Thread

    from django.db import connection

    start = Barrier(4)
    failures = []

    def bring(i):
        try:
            start.wait()
            join_arrival(
                cast.actor("synthesist"), words(f"p:{i}", kind=SourceKind.PASSAGE), now=NOW
            )
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=bring, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert Arrival.objects.standing().count() == 1
    assert ArrivalSource.objects.count() == 4
