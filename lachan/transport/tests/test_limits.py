"""Setting the numbers of this domain: the action, the page, the command."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lachan.audit.models import Entry
from lachan.core.limit_setting import set_number
from lachan.core.refused import Refused
from lachan.transport.actions.limits import NUMBERS
from lachan.transport.models import TransportLimit
from lachan.transport.queries.limits import ROWS, limit
from lachan.transport.rules.limits import BOUNDS
from lachan.transport.terms import LimitName
from tests.browsing import signed_in
from tests.cast import NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)
SOURCE = "Công văn 308-CV/TU, khoản 2"
NAME = LimitName.STAY_HOURS


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.transport.tests.test_limits.at_nine"
    settings.LANGUAGE_CODE = "en"


def typed(**changed):
    return {
        "name": str(NAME),
        "value": "48",
        "valid_from": "16/9/2021",
        "source": SOURCE,
        **changed,
    }


def test_every_number_has_bounds_and_its_shipped_value_lies_within(db):
    assert set(BOUNDS) == set(LimitName)
    for row in (line.row for line in ROWS.lines(TODAY)):
        assert (
            BOUNDS[LimitName(row.name)].lowest <= row.value <= BOUNDS[LimitName(row.name)].highest
        )


def test_a_value_holds_from_its_day_and_is_on_record(cast):
    set_number(NUMBERS, cast.synthesist, NAME, 48, TOMORROW, SOURCE, now=NOW)
    assert limit(LimitName.STAY_HOURS, TODAY).value == 24
    assert limit(LimitName.STAY_HOURS, TOMORROW).value == 48
    entry = Entry.objects.get(event="transport.LimitSet")
    assert entry.payload["value"] == 48
    assert entry.actor_id == cast.synthesist.id


def test_a_day_on_which_a_value_begins_already_is_refused(cast):
    set_number(NUMBERS, cast.leader, NAME, 48, TOMORROW, SOURCE, now=NOW)
    with pytest.raises(Refused):
        set_number(NUMBERS, cast.leader, NAME, 48 + 1, TOMORROW, SOURCE, now=NOW)
    assert TransportLimit.objects.get().value == 48


@pytest.mark.parametrize(
    ("value", "valid_from", "source"),
    [
        (0, TOMORROW, SOURCE),
        (100_001, TOMORROW, SOURCE),
        (48, date(2021, 9, 14), SOURCE),
        (48, TOMORROW, " "),
    ],
)
def test_a_senseless_value_the_past_or_no_source_is_refused(cast, value, valid_from, source):
    with pytest.raises(Refused):
        set_number(NUMBERS, cast.leader, NAME, value, valid_from, source, now=NOW)
    assert not TransportLimit.objects.exists()


@pytest.mark.parametrize("who", ["city", "commune", "health", "neighbour", "clerk"])
def test_only_who_sets_limits_for_the_whole_province_may(cast, who):
    with pytest.raises(Refused):
        set_number(NUMBERS, getattr(cast, who), NAME, 48, TOMORROW, SOURCE, now=NOW)


def test_the_page_sets_a_value_and_shows_it_beside_the_one_that_holds(cast):
    page = signed_in(cast, "synthesist")
    answer = page.post(reverse("transport:limits"), typed(), follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "The new value was saved." in text
    assert "to come" in text
    assert "holds today" in text
    assert "not yet confirmed" in text
    assert TransportLimit.objects.get().valid_from == TOMORROW


def test_the_page_says_at_the_field_what_is_wrong(cast):
    page = signed_in(cast, "synthesist")
    answer = page.post(reverse("transport:limits"), typed(value="0", valid_from="14/9/2021"))
    assert answer.status_code == 422
    assert "The value must lie between" in answer.content.decode()
    assert "The past is not changed" in answer.content.decode()
    page.post(reverse("transport:limits"), typed())
    again = page.post(reverse("transport:limits"), typed())
    assert again.status_code == 422
    assert "begins on that day already" in again.content.decode()


def test_who_may_not_set_limits_sees_them_without_the_form(cast):
    page = signed_in(cast, "commune")
    shown = page.get(reverse("transport:limits")).content.decode()
    assert "holds today" in shown
    assert "Set a new value" not in shown
    assert "may not set" in page.post(reverse("transport:limits"), typed()).content.decode()
    assert not TransportLimit.objects.exists()
