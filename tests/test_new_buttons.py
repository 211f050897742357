"""A button that begins something is shown only to who may do it somewhere, and opens."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from config.roles import ROLES
from lachan.accounts.models import Grant
from tests.cast import TODAY

# Lists, and what each of them lets somebody begin.
LISTS = {
    "cases:line_list": "cases:open",
    "contacts:contacts": None,
    "contacts:proposals": None,
    "contacts:follow_up": None,
    "contacts:teams": None,
    "contacts:hand_overs": None,
    "contacts:runs": None,
    "tracing:investigations": None,
    "tracing:clusters": None,
    "tracing:notices": "tracing:notice_draft",
    "tracing:venues": None,
    "tracing:hand_offs": None,
    "people:persons": "people:key_in",
    "arrivals:arrivals": None,
    "checkpoints:posts": "checkpoints:create",
    "transport:vehicles": "transport:vehicle_new",
    "transport:trips": "transport:trip_new",
    "transport:carriers": "transport:carrier_new",
    "transport:freight": "transport:run_new",
    "transport:border": "transport:entry_new",
}
USERS = ("city", "commune", "health", "police", "desk", "leader", "clerk")


class Links(HTMLParser):
    """Addresses of the page's links that look like buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and "button" in (values.get("class") or "").split():
            self.found.append(values.get("href") or "")


def buttons(client: Client, page: str) -> list[str] | None:
    """The buttons of a list; None where the reader may not open it."""
    response = client.get(reverse(page))
    if response.status_code != 200:
        return None
    links = Links()
    links.feed(re.sub(r"(?s)<nav.*?</nav>", "", response.content.decode()))
    return links.found


@pytest.fixture
def office(cast, settings):
    """`office("police")` is their browser; `health` works as a body of health."""
    settings.CLOCK = "tests.cast.at_nine"
    Grant.objects.filter(user=cast.users["health"]).update(role="health_head")
    cast.users["desk"] = cast.users["nobody"]
    Grant.objects.create(
        user=cast.users["desk"],
        role="health_officer",
        path="96/so-y-te/",
        place_name="Sở Y tế",
        valid_from=TODAY,
    )

    def _office(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name])
        return client

    return _office


@pytest.mark.parametrize("name", USERS)
def test_every_button_of_a_list_opens(office, name):
    client = office(name)
    dead = []
    for page in LISTS:
        for address in buttons(client, page) or []:
            where = reverse(page) + address if address.startswith("?") else address
            status = client.get(where).status_code
            if status != 200:
                dead.append((page, where, status))
    assert not dead


def test_who_works_at_a_body_alone_is_offered_nothing_that_lies_in_a_unit(office):
    client = office("police")
    for page, new in LISTS.items():
        shown = buttons(client, page)
        assert new is None or shown is None or reverse(new) not in shown, page


@pytest.mark.parametrize("name", ["commune", "city", "health", "desk"])
def test_who_works_in_a_unit_or_for_it_is_offered_a_new_case(office, name):
    assert reverse("cases:open") in (buttons(office(name), "cases:line_list") or [])
    assert reverse("tracing:notice_draft") in (buttons(office(name), "tracing:notices") or [])


def test_what_a_role_may_do_in_its_territory_it_may_do():
    for role in ROLES.values():
        assert role.in_territory <= role.permissions
