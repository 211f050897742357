"""Personal codes on the page of a coming, and taking them back there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.models import Pass
from lachan.arrivals.queries.passes import passes_of
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.arrivals.rules.passes import pass_state
from lachan.arrivals.terms import PassState
from lachan.arrivals.tests.examples import COMMUNE
from tests.browsing import signed_in
from tests.cast import NOW

HOUR = timedelta(hours=1)


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.arrivals.tests.test_passes.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def given(cast):
    """The one code of a person who declared coming to the commune."""
    one = DeclaredOne("Trần Thị Khai", birth_year=1980, content={"full_name": "Trần Thị Khai"})
    draft = Draft(
        (one,), COMMUNE, NOW, phone="0912345678", arrives_at=NOW, destination_path=COMMUNE
    )
    declare(PUBLIC, draft, now=NOW)
    return Pass.objects.get()


def page_of(client, given):
    return client.get(reverse("arrivals:arrival", args=[given.arrival_id])).content.decode()


def revoke_url(given):
    return reverse("arrivals:pass_revoke", args=[given.arrival_id, given.pk])


@pytest.mark.parametrize(
    ("expires", "revoked", "state"),
    [
        (NOW + HOUR, None, PassState.VALID),
        (NOW, None, PassState.EXPIRED),
        (NOW + HOUR, NOW, PassState.REVOKED),
        (NOW - HOUR, NOW - 2 * HOUR, PassState.REVOKED),
    ],
)
def test_a_code_holds_until_its_end_unless_it_was_taken_back(expires, revoked, state):
    assert pass_state(expires_at=expires, revoked_at=revoked, now=NOW) is state


def test_the_page_shows_the_code_and_takes_it_back_with_who_and_why(cast, given):
    client = signed_in(cast, "city")
    assert "the code holds" in page_of(client, given)
    answer = client.post(revoke_url(given), {"reason": "Mất điện thoại"}, follow=True)
    text = answer.content.decode()
    assert "The code was taken back." in text
    assert "Mất điện thoại" in text
    assert cast.users["city"].full_name in text
    assert revoke_url(given) not in text
    given.refresh_from_db()
    assert given.revoked_at is not None


def test_a_code_is_not_taken_back_without_a_reason(cast, given):
    answer = signed_in(cast, "city").post(revoke_url(given), {"reason": " "}, follow=True)
    assert "Say why the code is taken back." in answer.content.decode()
    given.refresh_from_db()
    assert given.revoked_at is None


def test_who_may_not_decide_sees_the_code_without_the_form(cast, given):
    client = signed_in(cast, "commune")
    text = page_of(client, given)
    assert "the code holds" in text
    assert revoke_url(given) not in text
    assert client.post(revoke_url(given), {"reason": "thử"}).status_code == 404
    given.refresh_from_db()
    assert given.revoked_at is None


def test_a_code_of_somebody_else_is_not_there(cast, given):
    url = reverse("arrivals:pass_revoke", args=[given.arrival_id, given.pk + 1])
    assert signed_in(cast, "city").post(url, {"reason": "thử"}).status_code == 404


def test_a_code_that_ran_out_offers_no_taking_back(cast, given):
    [told] = passes_of(cast.city, given.arrival, given.expires_at)
    assert told.state is PassState.EXPIRED
    assert not told.may_revoke
