"""Lists of returnees become arrivals: each row once, on the list of its commune."""

from __future__ import annotations

from datetime import date

from lachan.arrivals.actions.taking_lists import take_list
from lachan.arrivals.models import Arrival, ArrivalSource
from lachan.arrivals.reactions import LISTS
from lachan.arrivals.rules.listed import words_of_row
from lachan.lists.models import ListRow
from lachan.lists.tests.conftest import bring, person, take, the_day  # noqa: F401
from tests.cast import NOW

VALUES = {
    "name": "Nguyễn Văn Hùng",
    "unit": "96/964/32025/",
    "hamlet": "Ấp 7",
    "origin": "TP Hồ Chí Minh",
    "arrived": "2021-09-12",
    "since": "2021-08-01",
    "plate": "69A12345",
    "doses": 0,
    "result": "negative",
    "tested": "2021-09-11",
}


def words(**changes):
    return words_of_row(
        VALUES | changes, reference="lists.Row:1", path="96/", said_at=NOW, from_path="79/"
    )


def test_a_row_says_from_where_when_and_to_which_commune():
    said = words()
    assert said.facts.stays[0].area == "79/"
    assert said.facts.stays[0].since == date(2021, 8, 1)
    assert said.arrived_at.date() == date(2021, 9, 12)
    assert (said.destination_path, said.hamlet, said.plate) == ("96/964/32025/", "Ấp 7", "69A12345")


def test_what_a_row_does_not_say_stays_unknown():
    said = words(origin="", doses=None, result="", tested="", arrived="")
    assert said.facts.stays is None
    assert said.facts.vaccinations is None
    assert said.facts.tests is None
    assert said.arrived_at is None


def test_no_dose_is_known_but_a_number_of_doses_without_days_is_not():
    assert words(doses=0).facts.vaccinations == ()
    assert words(doses=2).facts.vaccinations is None


def test_every_row_that_could_be_used_comes_once(bring):  # noqa: F811
    imported = bring([person(number) for number in range(5)])
    usable = ListRow.objects.filter(list_id=imported.pk, person__isnull=False).count()
    assert take_list(LISTS, imported.pk, path="96/", now=NOW) == usable
    before = Arrival.objects.count()
    take_list(LISTS, imported.pk, path="96/", now=NOW)
    assert Arrival.objects.count() == before
    assert ArrivalSource.objects.filter(reference__startswith="lists.Row:").count() == usable
