"""The pages of persons, as an officer uses them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lachan.audit.models import Entry
from lachan.core.actor import system
from lachan.people.actions.recognising import recognise
from lachan.people.models import CandidatePair, Person, Reading, Source
from lachan.people.tests.conftest import COMMUNE, WARD, claim
from tests.cast import NOW

CITIZEN = "096087000123"


def nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.people.tests.test_views.nine"


@pytest.fixture
def sign_in(cast):
    def _sign_in(username: str = "commune") -> Client:
        client = Client()
        client.force_login(cast.users[username])
        return client

    return _sign_in


def made(*claims) -> list[Person]:
    answers = recognise(system("lists"), claims, now=NOW)
    return [Person.objects.get(pk=answer.person_id) for answer in answers]


def page_of(person: Person, name: str = "people:person") -> str:
    return reverse(name, args=[person.key])


def test_the_list_masks_numbers_and_shows_only_ones_own_unit(sign_in):
    made(claim("Nguyễn Văn Mẫu", citizen=CITIZEN), claim("Trần Thị Khác", path=WARD))
    text = sign_in().get(reverse("people:persons")).content.decode()
    assert "Nguyễn Văn Mẫu" in text
    assert "Trần Thị Khác" not in text
    assert CITIZEN not in text
    assert "•••••••••123" in text


@pytest.mark.parametrize("words", ["nguyen mau", "Mẫu Nguyễn", "mau", "mau 1987", "0960 8700 0123"])
def test_a_person_is_found_without_diacritics_and_by_a_number(sign_in, words):
    made(claim("Nguyễn Văn Mẫu", citizen=CITIZEN), claim("Trần Thị Khác"))
    answer = sign_in().post(reverse("people:persons"), {"q": words})
    text = answer.content.decode()
    assert "Nguyễn Văn Mẫu" in text
    assert "Trần Thị Khác" not in text


def test_a_search_never_leaves_the_readers_unit_and_is_counted(sign_in):
    made(claim("Nguyễn Văn Mẫu", citizen=CITIZEN), claim("Nguyễn Văn Xa", path=WARD))
    text = sign_in().post(reverse("people:persons"), {"q": "nguyen"}).content.decode()
    assert "Nguyễn Văn Xa" not in text
    reading = Reading.objects.get()
    assert (reading.page, reading.count, reading.person) == ("people:search", 1, None)
    assert "nguyen" not in str(reading.__dict__).lower()


def test_a_search_keeps_the_filters_of_the_address(sign_in):
    made(claim("Nguyễn Văn Mẫu"), claim("Nguyễn Thị Mẫu", sex="female"))
    text = sign_in().post(reverse("people:persons") + "?sex=female", {"q": "mau"}).content.decode()
    assert "Nguyễn Thị Mẫu" in text
    assert "Nguyễn Văn Mẫu" not in text


def test_the_flag_of_an_open_pair_is_shown_and_can_be_filtered_by(sign_in):
    left, right, _other = made(
        claim("Nguyễn Văn Mẫu"), claim("Nguyễn Văn Mậu"), claim("Lê Thị Khác")
    )
    CandidatePair.objects.create(
        left=left,
        right=right,
        path=left.path,
        other_path=right.path,
        probability=0.9,
        weight=4,
        proposed_at=NOW,
    )
    rows = sign_in().get(reverse("people:persons") + "?flag=twice").context["shown"]
    assert {row.pk for row in rows} == {left.pk, right.pk}


def test_opening_a_person_is_logged_and_numbers_stay_masked_even_in_the_sources(sign_in):
    (person,) = made(claim(citizen=CITIZEN, content={"Số CCCD": CITIZEN, "Ghi chú": "F1"}))
    answer = sign_in().get(page_of(person))
    text = answer.content.decode()
    assert CITIZEN not in text
    assert "Ghi chú" in text
    assert answer["Cache-Control"] == "no-store, private"
    reading = Reading.objects.get(person=person)
    assert (reading.page, reading.path, reading.fields) == ("people:person", COMMUNE, [])


def test_numbers_are_shown_in_full_for_a_reason_that_is_kept(sign_in):
    (person,) = made(claim(citizen=CITIZEN, phone="0912345678"))
    client = sign_in()
    fields = {"fields_shown": ["citizen"], "reason": "gọi về cách ly"}
    text = client.post(page_of(person, "people:reveal"), fields).content.decode()
    assert CITIZEN in text
    assert "0912345678" not in text
    reading = Reading.objects.get(page="people:reveal")
    assert (reading.purpose, reading.fields) == ("gọi về cách ly", ["citizen"])
    entry = Entry.objects.get(event="people.Revealed")
    assert CITIZEN not in str(entry.payload)


def test_without_a_reason_nothing_is_shown_in_full(sign_in):
    (person,) = made(claim(citizen=CITIZEN))
    fields = {"fields_shown": ["citizen"], "reason": ""}
    answer = sign_in().post(page_of(person, "people:reveal"), fields)
    assert answer.status_code == 422
    assert CITIZEN not in answer.content.decode()
    assert not Reading.objects.filter(page="people:reveal").exists()


def test_contradictions_stand_side_by_side_until_somebody_settles_them(sign_in):
    person, _ = made(
        claim(citizen=CITIZEN, birth_on=date(1987, 3, 4)),
        claim(citizen=CITIZEN, birth_on=date(1987, 4, 3)),
    )
    client = sign_in()
    text = client.get(page_of(person)).content.decode()
    assert "4/3/1987" in text
    assert "3/4/1987" in text
    fields = {
        "full_name": person.full_name,
        "sex": "male",
        "birth": "3/4/1987",
        "nationality": "VN",
        "note": "đã xem thẻ",
    }
    answer = client.post(page_of(person, "people:correct"), fields)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.birth_on == date(1987, 4, 3)
    assert person.contradictions == []
    assert person.sources.filter(kind="keyed").get().content["note"] == "đã xem thẻ"
    assert person.sources.count() == 3


def test_a_correction_to_another_unit_hands_the_person_over(sign_in):
    (person,) = made(claim(citizen=CITIZEN))
    client = sign_in("synthesist")
    fields = {
        "full_name": person.full_name,
        "sex": "male",
        "birth": "1987",
        "nationality": "VN",
        "unit": WARD,
        "words": "12/3 Lý Bôn",
        "kind": "stay",
        "note": "tự khai",
    }
    assert client.post(page_of(person, "people:correct"), fields).status_code == 302
    person.refresh_from_db()
    assert person.path == WARD
    assert person.household.path == WARD
    assert Entry.objects.filter(event="people.Moved").count() == 1
    assert sign_in().get(page_of(person)).status_code == 404


def keyed(*names: str, **fields) -> dict[str, str]:
    values = {
        "form_id": "abc123",
        "unit": COMMUNE,
        "hamlet": "Ấp 2",
        "words": "12/3 Lý Bôn",
        "kind": "stay",
        "m-TOTAL_FORMS": "5",
        "m-INITIAL_FORMS": "0",
    }
    for row, name in enumerate(names):
        values[f"m-{row}-full_name"] = name
    return values | fields


def test_a_household_is_keyed_in_at_once_and_the_first_is_its_head(sign_in):
    client = sign_in()
    fields = keyed(
        "Nguyễn Văn Cha", "Trần Thị Mẹ", **{"m-0-birth": "1960", "m-0-phone": "+84912345678"}
    )
    answer = client.post(reverse("people:key_in"), fields, follow=True)
    assert answer.resolver_match.view_name == "people:household"
    head = Person.objects.get(is_head=True)
    assert (head.full_name, head.birth_year) == ("Nguyễn Văn Cha", 1960)
    assert head.identifiers.get().value == "0912345678"
    assert head.household.members.count() == 2


def test_the_same_form_sent_twice_is_taken_once(sign_in):
    client = sign_in()
    for _ in range(2):
        client.post(reverse("people:key_in"), keyed("Nguyễn Văn Cha"))
    assert Person.objects.count() == Source.objects.count() == 1


def test_an_odd_number_is_saved_and_said(sign_in):
    fields = keyed("Nguyễn Văn Cha", **{"m-0-citizen": "123", "m-0-birth": "1960"})
    answer = sign_in().post(reverse("people:key_in"), fields, follow=True)
    assert Person.objects.count() == 1
    assert [m.level_tag for m in answer.context["messages"]] == ["success", "warning"]


def test_a_birth_that_cannot_be_is_refused_at_its_field(sign_in):
    fields = keyed("Nguyễn Văn Cha", **{"m-0-birth": "31/2/1987"})
    answer = sign_in().post(reverse("people:key_in"), fields)
    assert answer.status_code == 422
    assert answer.context["members"].forms[0].errors["birth"]
    assert Person.objects.count() == 0


def test_more_rows_are_given_without_losing_what_was_keyed(sign_in):
    answer = sign_in().post(reverse("people:key_in"), keyed("Nguyễn Văn Cha", more="1"))
    text = answer.content.decode()
    assert "Nguyễn Văn Cha" in text
    assert "m-9-full_name" in text
    assert Person.objects.count() == 0


def test_nobody_keys_in_at_a_unit_of_others(sign_in):
    answer = sign_in().post(reverse("people:key_in"), keyed("Nguyễn Văn Cha", unit=WARD))
    assert answer.status_code == 409
    assert Person.objects.count() == 0


def exported(client, **fields):
    values = {"unit": "96/", "reason": "Rà soát theo công văn 308", "in_full": "no"} | fields
    return client.post(reverse("people:export"), values)


def cells_of(answer) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def test_a_file_of_persons_is_masked_and_says_who_when_and_why(sign_in):
    made(claim("=Nguyễn Văn Mẫu", citizen=CITIZEN))
    rows = cells_of(exported(sign_in("leader")))
    text = str(rows)
    assert CITIZEN not in text
    assert "•••••••••123" in text
    assert "=Nguyễn" not in text
    assert "Trần Văn Lãnh" in rows[0][0]
    assert "Rà soát theo công văn 308" in rows[0][0]
    reading = Reading.objects.get()
    assert (reading.page, reading.count) == ("people:export", 1)
    assert Entry.objects.filter(event="people.Exported").count() == 1


def test_a_name_that_looks_like_a_formula_stays_text_in_full(sign_in):
    made(claim("=1+1 Mẫu", citizen=CITIZEN))
    answer = exported(sign_in("leader"), in_full="yes")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert "=1+1 Mẫu" in str(cells_of(answer))
    assert CITIZEN in str(cells_of(answer))


def test_no_file_without_a_reason_and_none_for_whom_it_is_not(sign_in):
    made(claim())
    assert exported(sign_in("leader"), reason="vì").status_code == 422
    assert exported(sign_in("commune")).status_code == 409
    assert not Entry.objects.filter(event="people.Exported").exists()


def test_the_export_of_the_list_leads_to_the_file_with_a_reason(sign_in):
    answer = sign_in("leader").get(reverse("people:persons") + "?export=xlsx")
    assert answer.headers["Location"] == reverse("people:export")


def test_who_audits_sees_who_looked_at_whom(sign_in):
    (person,) = made(claim())
    sign_in().get(page_of(person))
    text = sign_in("admin").get(reverse("people:readings")).content.decode()
    assert "Đỗ Thị Xã" in text
    assert "Nguyễn Văn Mẫu" not in text
    assert "Nguyễn Văn Mẫu" in sign_in("leader").get(reverse("people:readings")).content.decode()
    assert sign_in("commune").get(reverse("people:readings")).status_code == 409
