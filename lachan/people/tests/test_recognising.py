"""Recognition on the real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from lachan.audit.models import Entry
from lachan.core.actor import system
from lachan.people.actions.recognising import recognise
from lachan.people.models import Household, Identifier, Person, Residence, Source
from lachan.people.tests.conftest import COMMUNE, WARD, claim
from tests.cast import NOW

READER = system("lists")
CITIZEN = "096087000123"


def recognised(*claims, now=NOW):
    return recognise(READER, claims, now=now)


@pytest.mark.django_db
def test_a_new_person_is_written_with_everything_the_source_said():
    (answer,) = recognised(
        claim(
            "Nguyễn  Văn Mẫu",
            citizen=CITIZEN,
            phone="0912345678",
            residence_path=WARD,
            residence_words="12/3 Lý Bôn, Phường 9",
            hamlet="Khóm 1",
            household_key="1",
        )
    )
    person = Person.objects.get(pk=answer.person_id)
    assert answer.is_new
    assert (person.full_name, person.folded_name) == ("Nguyễn Văn Mẫu", "nguyen van mau")
    assert person.root_id == person.pk
    assert set(person.identifiers.values_list("kind", "value")) == {
        ("citizen", CITIZEN),
        ("phone", "0912345678"),
    }
    assert person.residences.get().words == "12/3 Lý Bôn, Phường 9"
    assert person.household.address_key == "12/3 ly bon"
    assert person.sources.get().content == {"Họ và tên": "Nguyễn  Văn Mẫu"}


@pytest.mark.django_db
def test_the_same_reference_is_taken_once():
    first = claim(citizen=CITIZEN)
    (before,) = recognised(first)
    (after,) = recognised(first)
    assert after.was_repeated
    assert (after.person_id, after.is_new) == (before.person_id, False)
    assert Source.objects.count() == Person.objects.count() == 1


@pytest.mark.django_db
def test_a_reference_that_stands_twice_in_one_batch_is_taken_once():
    row = claim(citizen=CITIZEN)
    first, second = recognised(row, row)
    assert (first.is_new, second.is_new, second.was_repeated) == (True, False, True)
    assert Source.objects.count() == 1


@pytest.mark.django_db
def test_the_same_card_number_and_a_compatible_name_are_one_person():
    (first,) = recognised(claim("Nguyễn Văn Mẫu", citizen=CITIZEN))
    (second,) = recognised(claim("MAU NGUYEN VAN", citizen=CITIZEN, birth_on=None))
    assert second.person_id == first.person_id
    assert Identifier.objects.count() == 1
    assert Source.objects.filter(person_id=first.person_id).count() == 2


@pytest.mark.django_db
def test_people_of_one_batch_are_recognised_among_themselves():
    rows = [claim("Nguyễn Văn Mẫu", citizen=CITIZEN), claim("Nguyen Van Mau", citizen=CITIZEN)]
    first, second = recognised(*rows)
    assert first.person_id == second.person_id
    assert (first.is_new, second.is_new) == (True, False)


@pytest.mark.django_db
def test_what_one_row_adds_leads_the_next_row_to_the_person():
    rows = [
        claim(citizen=CITIZEN),
        claim(citizen=CITIZEN, old_card="381234567"),
        claim(old_card="381234567"),
    ]
    assert len({answer.person_id for answer in recognised(*rows)}) == 1


@pytest.mark.django_db
def test_the_same_phone_is_not_the_same_person():
    answers = recognised(
        claim("Nguyễn Văn Mẫu", phone="0912345678"),
        claim("Trần Thị Mẫu", phone="0912345678"),
        claim("Nguyễn Văn Mẫu", phone="0912345678", birth_on=date(2012, 1, 1)),
    )
    assert len({answer.person_id for answer in answers}) == 3


@pytest.mark.django_db
def test_name_birth_and_phone_together_are_the_same_person():
    (first,) = recognised(claim("Nguyễn Văn Mẫu", phone="0912345678"))
    (second,) = recognised(claim("nguyen van mau", phone="0912345678"))
    (third,) = recognised(claim("nguyen van mau", phone="0987654321"))
    assert second.person_id == first.person_id
    assert third.person_id != first.person_id


@pytest.mark.django_db
def test_a_shared_card_number_makes_another_person_and_a_warning():
    (first,) = recognised(claim("Nguyễn Văn Mẫu", old_card="381234567"))
    (second,) = recognised(claim("Trần Thị Khác", old_card="381234567"))
    assert second.is_new
    assert second.person_id != first.person_id
    assert second.warnings


@pytest.mark.django_db
def test_a_contradiction_keeps_both_sources_and_is_flagged():
    (first,) = recognised(claim(citizen=CITIZEN, birth_on=date(1987, 3, 4)))
    recognised(claim(citizen=CITIZEN, birth_on=date(1987, 4, 3)))
    person = Person.objects.get(pk=first.person_id)
    assert person.birth_on == date(1987, 3, 4)
    assert person.contradictions == ["birth_on"]
    assert {s.said["birth_on"] for s in person.sources.all()} == {"1987-03-04", "1987-04-03"}


@pytest.mark.django_db
def test_who_is_said_to_live_elsewhere_later_comes_under_the_other_unit():
    (answer,) = recognised(claim(citizen=CITIZEN, residence_path=COMMUNE))
    recognised(claim(citizen=CITIZEN, residence_path=WARD, said_at=NOW + timedelta(days=1)))
    assert Person.objects.get(pk=answer.person_id).path == WARD
    entry = Entry.objects.get(event="people.Moved")
    assert entry.payload == {"moves": [[answer.person_id, COMMUNE, WARD]]}
    assert entry.path == "96/964/"


@pytest.mark.django_db
def test_a_move_of_a_merged_row_takes_its_root_along():
    row, root = recognised(claim(citizen=CITIZEN, residence_path=COMMUNE), claim("Lê Thị Gốc"))
    Person.objects.filter(pk=row.person_id).update(root_id=root.person_id)
    recognised(claim(citizen=CITIZEN, residence_path=WARD, said_at=NOW + timedelta(days=1)))
    assert Person.objects.get(pk=root.person_id).path == WARD


@pytest.mark.django_db
def test_one_batch_puts_people_under_one_roof_and_the_next_finds_the_house():
    house = {"residence_path": WARD, "residence_words": "Số 12/3 Lý Bôn, P. 9"}
    recognised(
        claim("Nguyễn Văn Cha", household_key="a", **house),
        claim("Trần Thị Mẹ", household_key="a", **house),
        claim("Lê Văn Khác", household_key="b", residence_path=WARD, residence_words="Khóm 1"),
    )
    recognised(claim("Nguyễn Thị Con", household_key="z", **house))
    assert sorted(h.members.count() for h in Household.objects.all()) == [1, 3]


@pytest.mark.django_db
def test_a_household_of_known_people_takes_in_the_new_ones():
    recognised(claim("Nguyễn Văn Cha", citizen=CITIZEN, household_key="a"))
    recognised(
        claim("Nguyễn Văn Cha", citizen=CITIZEN, household_key="b"),
        claim("Nguyễn Thị Con", household_key="b"),
    )
    assert Household.objects.get().members.count() == 2


@pytest.mark.django_db
def test_answers_come_in_the_order_of_the_claims_and_one_entry_records_the_batch():
    rows = [claim(f"Nguyễn Văn Số {n}", citizen=f"09608700{n:04}") for n in range(40)]
    answers = recognised(*rows)
    assert [answer.reference for answer in answers] == [row.reference for row in rows]
    entry = Entry.objects.get(event="people.Recognised")
    assert entry.payload["new"] == 40
    assert entry.path == COMMUNE
    assert "Nguyễn" not in str(entry.payload)


@pytest.mark.django_db
def test_a_batch_costs_the_same_number_of_statements_whatever_its_size():
    def statements(size: int, start: int) -> int:
        rows = [
            claim(
                "Nguyễn Văn Mẫu",
                citizen=f"0960870{(start + n) % (start + size - 1):05}",
                phone=f"0912{start + n:06}",
                residence_path=(WARD, COMMUNE)[n % 2],
                residence_words=f"{n} Lý Bôn",
                household_key=str(n // 4),
                said_at=NOW + timedelta(seconds=start + n),
            )
            for n in range(size)
        ]
        recognised(*rows)
        again = [
            claim(
                "Nguyễn Văn Mẫu",
                citizen=dict(row.identifiers)["citizen"],
                residence_path=WARD,
                said_at=NOW + timedelta(days=1),
            )
            for row in rows
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            recognised(*again)
        return len(seen)

    assert statements(10, 0) == statements(400, 1000)


@pytest.mark.django_db
def test_nothing_said_about_a_residence_writes_none():
    recognised(claim())
    assert Residence.objects.count() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_meet_the_same_new_card_make_one_person():
    def run(n: int) -> int:
        try:
            rows = [claim("Nguyễn Văn Mẫu", citizen=f"0960870{k:05}") for k in range(20)]
            return len(recognised(*(rows if n % 2 else reversed(rows))))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(run, range(6))) == [20] * 6
    assert Person.objects.count() == 20
    assert Source.objects.count() == 120


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_reference_at_the_same_time_is_taken_once():
    row = claim("Nguyễn Văn Mẫu")

    def run(_: int) -> bool:
        try:
            return recognised(row)[0].was_repeated
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(run, range(6))) == [False] + [True] * 5
    assert Person.objects.count() == 1
