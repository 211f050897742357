"""The bell, as its owner uses it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from lachan.notifications.actions import notify
from lachan.notifications.models import Message, Preferences
from lachan.notifications.terms import Urgency
from tests.cast import NOW


def at_nine():
    return NOW


@pytest.fixture
def enter(client, cast, settings):
    settings.CLOCK = "lachan.notifications.tests.test_views.at_nine"
    client.cookies["django_language"] = "en"

    def sign_in(username: str):
        client.force_login(cast.users[username])
        return client

    return sign_in


@pytest.fixture
def message(cast):
    with transaction.atomic():
        for number, urgency in ((1, Urgency.EXPRESS), (2, Urgency.ORDINARY)):
            notify(
                [cast.users["health"]],
                title=f"Nhiệm vụ quá hạn số {number}",
                body="Sở Y tế, hạn 12:00",
                link="/tasks/" if number == 1 else "",
                urgency=urgency,
                key=f"late:{number}",
                now=NOW,
            )
    return Message.objects.get(key="late:1")


def test_the_bell_counts_and_the_list_shows_unread_first(enter, message):
    client = enter("health")
    assert ">2<" in client.get(reverse("notifications:bell")).content.decode()
    client.post(reverse("notifications:read", args=[message.pk]))
    rows = client.get(reverse("notifications:inbox")).context["listing"].page.object_list
    assert [row.key for row in rows] == ["late:2", "late:1"]
    assert ">1<" in client.get(reverse("notifications:bell")).content.decode()


def test_opening_marks_it_read_and_goes_where_it_leads(enter, message):
    client = enter("health")
    page = client.get(reverse("notifications:message", args=[message.pk])).content.decode()
    assert f"TB-{message.pk:06d}" in page
    opened = client.post(reverse("notifications:read", args=[message.pk]))
    assert opened.headers["Location"] == "/tasks/"
    message.refresh_from_db()
    assert message.read_at == NOW


def test_all_are_read_at_once_and_that_is_taken_back(enter, message):
    client = enter("health")
    page = client.post(reverse("notifications:read_all"), follow=True)
    [said] = page.context["messages"]
    assert Message.objects.filter(read_at__isnull=True).count() == 0
    assert client.post(said.extra_tags).status_code == 302
    assert Message.objects.filter(read_at__isnull=True).count() == 2
    assert client.post(said.extra_tags).status_code == 404


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("?which=unread", 2),
        ("?which=read", 0),
        ("?urgency=express", 1),
        ("?q=qua han", 2),
        ("?q=trực chốt", 0),
    ],
)
def test_the_filters(enter, message, address, count):
    page = enter("health").get(reverse("notifications:inbox") + address)
    assert len(page.context["listing"].page.object_list) == count


def test_nobody_else_reads_it_not_even_the_leader(enter, message):
    for who in ("leader", "police", "neighbour"):
        client = enter(who)
        assert client.get(reverse("notifications:message", args=[message.pk])).status_code == 404
        assert client.post(reverse("notifications:read", args=[message.pk])).status_code == 404
        assert "quá hạn" not in client.get(reverse("notifications:inbox")).content.decode()


def test_how_one_is_told_is_kept(enter, cast):
    client, url = enter("health"), reverse("notifications:preferences")
    assert client.get(url).status_code == 200
    saved = client.post(url, {"channels": [], "quiet_from": "22:00", "quiet_until": "6:00"})
    assert saved.status_code == 302
    kept = Preferences.objects.get(user=cast.users["health"])
    assert kept.channels_off == ["email"]
    assert kept.quiet_hours() is not None
    client.post(url, {"channels": ["email"], "quiet_from": "", "quiet_until": ""})
    kept.refresh_from_db()
    assert (kept.channels_off, kept.quiet_hours()) == ([], None)


@pytest.mark.parametrize(
    "hours",
    [
        {"quiet_from": "22:00", "quiet_until": ""},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"quiet_from": "tối", "quiet_until": "6:00"},
    ],
)
def test_half_a_time_is_refused_in_words(enter, hours):
    answer = enter("health").post(reverse("notifications:preferences"), hours)
    assert answer.status_code == 422
    assert not Preferences.objects.exists()
