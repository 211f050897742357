"""How well tracing works: the figures agree with the lists that they open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lachan.contacts.models import Contact
from lachan.contacts.queries.performance import (
    Period,
    behind,
    contacts_of_cases,
    shares,
    waits,
)
from lachan.contacts.rules.performance import Figure, Part
from lachan.contacts.terms import State
from tests.cast import NOW, TODAY

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
    assert waits(PERIOD).runs in (0, 1)


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
