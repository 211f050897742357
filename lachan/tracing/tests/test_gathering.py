"""Gathering follows what is told, in the number of its day, and reads no more than what changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models.signals import post_init

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.notifications.models import Message
from lachan.tracing.actions import notices as acting
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.models import Stay, TracingLimit
from lachan.tracing.queries.exposed import exposed
from lachan.tracing.terms import LimitName
from tests.cast import NOW

from .examples import COMMUNE, a_case, a_family, hour

HOUR = timedelta(hours=1)


@pytest.fixture
def door(cast):
    """A market with a code on its door."""
    return WatchPlace.objects.create(code="A3C9XK", path=COMMUNE, name="Chợ Cửa", opened_at=NOW)


@pytest.fixture
def scan(door):
    """Somebody scans the code at an instant."""
    return lambda person, at: PlaceVisit.objects.create(place=door, person=person, entered_at=at)


def take_longer_from(day, minutes):
    TracingLimit.objects.create(
        name=LimitName.USUAL_STAY_MINUTES, value=minutes, valid_from=day, source="CV 1/CDC"
    )


def lengths():
    rows = Stay.objects.filter(struck_at=None).order_by("entered_at")
    return [(row.left_at - row.entered_at) // timedelta(minutes=1) for row in rows]


def test_another_usual_stay_holds_from_its_day_on_and_leaves_the_past_as_it_was(cast, scan):
    (person,) = a_family(cast, "Lê Thị Quét")
    scan(person, hour(0, day=15) - timedelta(minutes=1))
    scan(person, hour(0, day=15))
    assert gather_stays(NOW) == 2
    take_longer_from(date(2021, 9, 15), 90)
    assert gather_stays(NOW + HOUR) == 1
    assert lengths() == [60, 90]
    assert Stay.objects.exclude(struck_at=None).get().entered_at == hour(0, day=15)


def test_who_scanned_was_there_as_long_as_was_usual_on_that_day(cast, scan):
    made, _people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    scan(made.case.person, hour(9, day=10))
    gather_stays(NOW)
    notice = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)
    (near, far) = a_family(cast, "Võ Thị Gần", "Võ Thị Xa", form_id="la")
    scan(near, hour(8, 30, day=10))
    scan(far, hour(7, 45, day=10))
    take_longer_from(date(2021, 9, 11), 120)
    sure = exposed(cast.synthesist, notice).sure
    assert [(one.person.full_name, one.until) for one in sure] == [("Võ Thị Gần", hour(9, 30))]


def test_of_all_that_stands_only_what_is_told_otherwise_is_read_and_written(cast, scan):
    (person,) = a_family(cast, "Lê Thị Quét")
    visits = [scan(person, NOW - HOUR * back) for back in range(1, 6)]
    assert gather_stays(NOW) == 5
    visits[0].left_at = NOW
    visits[0].save()
    visits[1].delete()
    read = []

    def seen(instance, **_signal):
        read.append(instance)

    post_init.connect(seen, sender=Stay)
    try:
        assert gather_stays(NOW + HOUR) == 0
        assert read == []
        visits[2].entered_at -= timedelta(minutes=5)
        visits[2].save()
        assert gather_stays(NOW + HOUR) == 1
    finally:
        post_init.disconnect(seen, sender=Stay)
    assert [row.entered_at for row in read] == [visits[2].entered_at]
    assert Stay.objects.filter(struck_at=None).count() == 4


def test_very_many_stays_of_a_notice_struck_at_once_propose_one_correction(cast, scan, run_jobs):
    made, _people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    for second in range(120):
        scan(made.case.person, hour(9, day=10) + timedelta(seconds=second))
    gather_stays(NOW)
    notice = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    PlaceVisit.objects.all().delete()
    gather_stays(NOW + HOUR)
    run_jobs()
    told = Message.objects.filter(key__startswith="tracing.notice.")
    assert len(set(told.values_list("key", flat=True))) == 1
