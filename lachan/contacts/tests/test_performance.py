"""How well tracing works: the figures agree with the lists that they open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lachan.cases.models import Case
from lachan.cases.terms import Symptoms
from lachan.contacts.actions.calls import record_call
from lachan.contacts.models import Contact, Proposal
from lachan.contacts.queries.performance import Period, behind, shares
from lachan.contacts.queries.performance_times import (
    contacts_of_cases,
    since_onset,
    since_positive,
    waits,
)
from lachan.contacts.rules.performance import Figure, Part
from lachan.contacts.terms import Aim, Answer, State
from tests.cast import NOW, TODAY

from . import followed
from .examples import a_proposal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YESTERDAY = TODAY - DAY
pytestmark = pytest.mark.django_db

PERIOD = Period(TODAY - timedelta(days=29), TODAY)


def share(cast, figure, now=NOW):
    return next(s for s in shares(cast.leader, PERIOD, now) if s.figure == figure)


def told(cast, figure, now=NOW):
    found = share(cast, figure, now)
    return found.met, found.counted, found.waiting


def test_every_figure_counts_as_many_as_its_lists_hold(cast, world):
    for now in (NOW, NOW + timedelta(days=9)):
        for one in shares(cast.leader, PERIOD, now):
            numbers = {
                part: behind(cast.leader, PERIOD, one.figure, part, now).count() for part in Part
            }
            assert numbers[Part.MET] == one.met
            assert numbers[Part.ALL] == one.counted
            assert numbers[Part.MISSED] == one.counted - one.met
            assert numbers[Part.WAITING] == one.waiting


def test_calls_are_read_only_of_those_whose_days_are_over(cast, world):
    Contact.objects.filter(pk=world.second.pk).update(follow_until=None)
    with CaptureQueriesContext(connection) as seen:
        shares(cast.leader, PERIOD, NOW)
    plans = []
    for statement in (one["sql"] for one in seen if "contacts_call" in one["sql"]):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {statement}")
            plans += [line for (line,) in cursor.fetchall() if "on contacts_call" in line]
    assert plans
    assert all("never executed" in line for line in plans)


def test_who_can_still_be_reached_in_time_is_not_counted_as_missed(cast, world):
    Contact.objects.filter(pk=world.first.pk).update(named_at=NOW, reached_at=None)
    assert told(cast, Figure.REACHED_FIRST) == (0, 0, 1)
    assert told(cast, Figure.REACHED_FIRST, NOW + timedelta(hours=2)) == (0, 1, 0)
    Contact.objects.filter(pk=world.first.pk).update(reached_at=NOW + timedelta(minutes=59))
    assert told(cast, Figure.REACHED_FIRST, NOW + timedelta(hours=2)) == (1, 1, 0)
    Contact.objects.filter(pk=world.first.pk).update(reached_at=NOW + timedelta(minutes=61))
    assert told(cast, Figure.REACHED_FIRST, NOW + timedelta(hours=2)) == (0, 1, 0)


def test_a_case_that_was_a_contact_before_was_known(cast, world):
    assert told(cast, Figure.KNOWN_BEFORE) == (0, 1, 0)
    Contact.objects.filter(pk=world.second.pk).update(
        person=world.case.person, state=State.CASE, named_at=NOW - timedelta(days=3)
    )
    assert told(cast, Figure.KNOWN_BEFORE) == (1, 1, 0)


def test_a_case_with_somebody_met_is_counted_and_how_many(cast, world):
    assert told(cast, Figure.WITH_CONTACT) == (1, 1, 0)
    spread = contacts_of_cases(cast.leader, PERIOD)
    assert (spread.cases, spread.mean, spread.median, spread.most) == (1, 1, 1, 1)
    assert (spread.lower, spread.upper) == (1, 1)
    assert waits(PERIOD).runs in (0, 1)


def test_who_is_seen_on_every_day_was_followed_to_the_end(cast):
    """Named on the 12th, followed until the 14th: seen on the 13th and 14th, of which one fails."""
    words = {"state": State.ENDED, "named_at": NOW - 3 * DAY, "follow_until": YESTERDAY}
    seen, missed = followed.a_contact("Đủ", **words), followed.a_contact("Thiếu", **words)
    followed.a_contact("Còn", named_at=NOW - 3 * DAY)
    for contact, days_ago in ((seen, 2), (seen, 1), (missed, 2), (missed, 2)):
        record_call(cast.commune, contact.key, followed.said(at=NOW - days_ago * DAY), now=NOW)
    assert told(cast, Figure.ENDED) == (1, 2, 1)
    assert list(behind(cast.leader, PERIOD, Figure.ENDED, Part.MISSED, NOW)) == [missed]


def test_a_measure_from_before_the_naming_is_none_of_this_one(cast, world):
    made = a_proposal(world.run, world.first, answer=Answer.APPROVED, answered_at=NOW - 60 * DAY)
    later = NOW + 5 * DAY
    assert told(cast, Figure.ORDERED, later) == (0, 1, 0)
    Proposal.objects.filter(pk=made.pk).update(answered_at=NOW + HOUR)
    assert told(cast, Figure.ORDERED, later) == (1, 1, 0)


def test_who_is_f1_by_hand_is_counted_as_f1(cast, world):
    Contact.objects.filter(pk=world.second.pk).update(level_by_hand=1, by_hand_because="gặp ca")
    assert told(cast, Figure.REACHED_DAY, NOW + 5 * DAY) == (0, 2, 0)


def test_within_a_day_means_reached_and_with_a_measure(cast, world):
    a_proposal(world.run, world.first, answer=Answer.APPROVED, answered_at=NOW + HOUR)
    assert told(cast, Figure.DONE_DAY) == (0, 0, 1)
    assert told(cast, Figure.DONE_DAY, NOW + 2 * DAY) == (0, 1, 0)
    Contact.objects.filter(pk=world.first.pk).update(reached_at=NOW + HOUR)
    assert told(cast, Figure.DONE_DAY, NOW + 2 * DAY) == (1, 1, 0)


def test_today_s_figures_are_of_those_followed_now(cast, rules):
    seen = followed.a_contact("Gặp", named_at=NOW - 5 * DAY)
    record_call(cast.commune, seen.key, followed.said(at=NOW - HOUR), now=NOW)
    followed.a_contact("Quên", named_at=NOW - 5 * DAY)
    followed.a_contact("Mới")
    followed.a_contact("Xong", state=State.ENDED)
    followed.a_contact("Không Thuộc Diện", level=3, follow_until=None)
    assert told(cast, Figure.SEEN_TODAY) == (1, 2, 1)
    assert told(cast, Figure.NEVER_SEEN) == (2, 3, 0)
    assert told(cast, Figure.LOST) == (1, 3, 0)


def test_who_is_under_a_measure_since_when_and_who_was_released(cast, world):
    made = a_proposal(world.run, world.first, answer=Answer.APPROVED, answered_at=NOW - HOUR)
    a_proposal(world.run, world.second)
    assert told(cast, Figure.MEASURED) == (1, 1, 0)
    assert told(cast, Figure.MEASURED_SINCE) == (1, 1, 0)
    assert told(cast, Figure.RELEASED) == (0, 1, 0)
    assert told(cast, Figure.MEASURED_SINCE, NOW + DAY) == (0, 1, 0)
    assert told(cast, Figure.RELEASED, NOW + 10 * DAY) == (1, 1, 0)
    lift = a_proposal(world.run, world.first, aim=Aim.LIFT, answer=Answer.APPROVED)
    Proposal.objects.filter(pk=lift.pk).update(answered_at=NOW)
    assert Proposal.objects.filter(pk=made.pk).exists()
    assert told(cast, Figure.MEASURED, NOW + HOUR) == (0, 1, 0)
    assert told(cast, Figure.RELEASED, NOW + HOUR) == (1, 1, 0)


def test_a_case_that_was_under_a_measure_when_it_became_positive_is_counted(cast, world):
    Contact.objects.filter(pk=world.first.pk).update(person=world.case.person)
    made = a_proposal(world.run, world.first, answer=Answer.APPROVED)
    for answered_at, expected in ((NOW - 3 * DAY, 1), (NOW + DAY, 0)):
        Proposal.objects.filter(pk=made.pk).update(answered_at=answered_at)
        Case.objects.update(reported_at=NOW - HOUR, confirmed_at=NOW - 2 * HOUR, onset_on=None)
        assert told(cast, Figure.MEASURED_BEFORE) == (expected, 1, 0)
    Proposal.objects.filter(pk=made.pk).update(answered_at=NOW - 3 * DAY)
    lift = a_proposal(world.run, world.first, aim=Aim.LIFT, answer=Answer.APPROVED)
    Proposal.objects.filter(pk=lift.pk).update(answered_at=NOW - DAY)
    assert told(cast, Figure.MEASURED_BEFORE) == (0, 1, 0)
    ill = {"onset_on": (NOW - 2 * DAY).date(), "symptoms": Symptoms.PRESENT}
    Case.objects.update(**ill)
    assert told(cast, Figure.MEASURED_BEFORE) == (1, 1, 0)


def test_what_is_not_done_yet_counts_as_the_longest(cast, world):
    Case.objects.update(
        confirmed_at=NOW - HOUR,
        onset_on=(NOW - 4 * DAY).date(),
        symptoms=Symptoms.PRESENT,
        isolated_at=None,
    )
    Contact.objects.update(level_by_hand=1, by_hand_because="gặp ca", named_at=NOW)
    Contact.objects.filter(pk=world.first.pk).update(reached_at=NOW + HOUR)
    reached, ordered = since_positive(cast.leader, PERIOD, NOW + 2 * DAY)
    assert (reached.done, reached.number, reached.mean) == (1, 2, 2)
    assert (reached.median, reached.ninth_tenth) == (None, None)
    assert (ordered.done, ordered.number, ordered.unknown) == (0, 2, 0)
    isolated, confirmed = since_onset(cast.leader, PERIOD, NOW + 2 * DAY)
    assert (isolated.done, isolated.number, isolated.median) == (0, 1, None)
    assert (confirmed.mean, confirmed.median, confirmed.ninth_tenth) == (4, 4, 4)


def test_a_neighbour_counts_nobody(cast, world):
    assert all(not one.counted for one in shares(cast.neighbour, PERIOD, NOW))


def test_the_page_shows_each_figure_and_opens_its_list(cast, world, client, settings):
    settings.CLOCK = "tests.cast.at_nine"
    client.force_login(cast.users["leader"])
    page = client.get(reverse("contacts:performance"))
    assert page.status_code == 200
    for figure in Figure:
        opened = client.get(reverse("contacts:performance_list", args=[figure]))
        assert opened.status_code == 200
    assert (
        "Lê Văn Ca"
        in client.get(
            reverse("contacts:performance_list", args=[Figure.WITH_CONTACT])
        ).content.decode()
    )


def test_a_period_that_ends_before_it_begins_is_told(cast, client, settings):
    settings.CLOCK = "tests.cast.at_nine"
    client.force_login(cast.users["leader"])
    page = client.get(
        reverse("contacts:performance"), {"since": "2021-09-10", "until": "2021-09-01"}
    )
    assert page.status_code == 422
    assert "Ngày cuối trước ngày đầu" in page.content.decode()


def test_unknown_figures_are_not_there(cast, client):
    client.force_login(cast.users["leader"])
    assert client.get(reverse("contacts:performance_list", args=["nothing"])).status_code == 404
