"""The record on its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from lachan.accounts.events import ProfileChanged, RoleGiven
from lachan.audit.actions import record
from lachan.audit.queries import known_events
from lachan.audit.rules import event_name
from tests.cast import NOW, TODAY

ROOT = Path(__file__).resolve().parents[3]


def at_nine():
    return NOW


@pytest.fixture
def page(client, cast, settings):
    settings.CLOCK = "lachan.audit.tests.test_views.at_nine"
    with transaction.atomic():
        given = RoleGiven(1, 2, "Huỳnh Văn Phố", "clerk", TODAY, None, "QĐ 12/QĐ-UBND")
        record(given, actor=cast.leader, path="96/964/", subject=cast.users["city"])
        changed = ProfileChanged(2, {"phone": "0913"}, {"phone": "0914"})
        record(changed, actor=cast.admin, path="96/", subject=cast.users["city"])
        record(ProfileChanged(9, {}, {}), actor=cast.neighbour, path="95/")

    def get(address: str = "", *, who: str = "synthesist"):
        client.force_login(cast.users[who])
        return client.get(reverse("audit:entries") + address)

    return get


def rows(response) -> list[str]:
    return [row.event for row in response.context["listing"].page.object_list]


def test_the_record_shows_ones_own_jurisdiction_newest_first(page):
    assert rows(page()) == ["accounts.ProfileChanged", "accounts.RoleGiven"]
    assert "Thành phố Cà Mau" in page().content.decode()
    assert rows(page(who="neighbour")) == ["accounts.ProfileChanged"]
    assert rows(page(who="commune")) == []


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("?who=lãnh", 1),
        ("?event=accounts.RoleGiven", 1),
        ("?place=thanh pho ca mau", 1),
        ("?place=nowhere", 0),
        ("?since=15/9/2021&until=15/9/2021", 2),
        ("?since=16/9/2021", 0),
        ("?until=14/9/2021", 0),
    ],
)
def test_the_filters(page, address, count):
    assert len(rows(page(address))) == count


def test_an_entry_shows_what_was_before_and_after(page, client):
    pk = page().context["listing"].page.object_list[0].pk
    text = client.get(reverse("audit:entry", args=[pk])).content.decode()
    assert "<del>0913</del>" in text
    assert "<ins>0914</ins>" in text
    assert page("?export=xlsx")["Content-Type"].endswith("sheet")


def test_a_neighbours_entry_is_not_there(page, client):
    pk = page().context["listing"].page.object_list[0].pk
    page(who="neighbour")
    assert client.get(reverse("audit:entry", args=[pk])).status_code == 404


def test_every_event_has_a_vietnamese_name():
    listed = re.findall(r"^\| `(\w+\.\w+)`", (ROOT / "docs" / "events.md").read_text(), re.M)
    assert set(listed) >= {event for event in known_events() if event.startswith("accounts.")}
    with override("vi"):
        nameless = [event for event in known_events() if "." in event_name(event).split(":")[0]]
        english = [event for event in known_events() if event_name(event).isascii()]
    assert nameless == []
    assert english == []
