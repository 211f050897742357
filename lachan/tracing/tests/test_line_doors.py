"""What a page makes of what was typed: nothing lost, nobody moved, nobody taken for another."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lachan.core.refused import NotThere, Refused
from lachan.people.models import Person, Reading
from lachan.tracing.actions.lines import MetWords
from lachan.tracing.actions.own_forms import give_form, revoke_form
from lachan.tracing.actions.photos import keep_photo
from lachan.tracing.models import Investigation, Line
from lachan.tracing.queries.links import token_of
from lachan.tracing.terms import LineKind, Precision, Source
from tests.browsing import signed_in, text
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, hour, met, span, stay, told

pytestmark = pytest.mark.usefixtures("the_day")

PHONE = "0912345678"
FAR = MetWords("Hồ Văn Xa", PHONE, birth_on=date(1980, 1, 2), path=WARD)


@pytest.fixture
def browser(cast):
    return signed_in(cast, "commune")


@pytest.fixture
def made(cast):
    return a_case(cast)[0]


def typed(kind=LineKind.MET, **changed):
    return {"kind": str(kind), "key": str(uuid.uuid4()), "day": "2021-09-10", **changed}


def corrected(browser, line, **changed):
    """Post the form that corrects a line as its page fills it, but for what is changed."""
    address = reverse("tracing:line", args=[line.key])
    form = browser.get(address).context["form"]
    values = {bound.name: bound.value() for bound in form if bound.value() is not None}
    # The units of the cast are found by their paths, not by the words of the page.
    return browser.post(address, {"kind": line.kind, **values, "unit": COMMUNE, **changed})


# The key of a line


def test_other_words_under_the_same_key_are_not_said_to_be_saved_and_are_not_lost(made, browser):
    address = reverse("tracing:add", args=[made.key])
    values = typed(LineKind.STAY, place="Chợ Sáng", setting="market")
    browser.post(address, values)
    again = values | {"place": "Quán Khuya", "day": "2021-09-11"}
    answer = browser.post(address, again)
    assert answer.status_code == 422
    assert "these are not saved yet" in text(answer)
    assert 'value="Quán Khuya"' in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    key = re.search(r'name="key" value="([^"]+)"', text(answer))[1]
    assert browser.post(address, again | {"key": key}).status_code == 302
    assert set(Line.objects.values_list("venue__name", flat=True)) == {"Chợ Sáng", "Quán Khuya"}


def test_a_sheet_of_a_contact_sent_again_with_other_names_writes_those_as_well(cast, made):
    link = give_form(cast.commune, made.key, told(cast, made, met()).met.pk, now=NOW)
    address = reverse("tracing:own_form", args=[token_of(link)])
    sheet = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "sheet": str(uuid.uuid4())}
    for name in ("Bạn Thứ Nhất", "Bạn Thứ Hai", "Bạn Thứ Hai"):
        Client().post(address, sheet | {"m-0-full_name": name, "m-0-day": "2021-09-14"})
    names = Line.objects.filter(source=Source.FORM).values_list("met__full_name", flat=True)
    assert sorted(names) == ["Bạn Thứ Hai", "Bạn Thứ Nhất"]


# Where people live


def test_who_is_on_record_elsewhere_is_not_moved_by_a_commune_that_nobody_told(cast, made, browser):
    person = told(cast, made, met(met=FAR)).met
    values = typed(person="Hồ Văn Xa", birth="2/1/1980", phone=PHONE)
    browser.post(reverse("tracing:add", args=[made.key]), values)
    assert Line.objects.latest("pk").met == person
    person.refresh_from_db()
    assert person.path == WARD
    assert not person.residences.filter(path=COMMUNE).exists()


def test_a_new_person_is_cared_for_by_the_unit_of_the_case_and_has_no_residence_yet(made, browser):
    browser.post(reverse("tracing:add", args=[made.key]), typed(person="Lý Thị Mới"))
    person = Line.objects.get().met
    assert (person.path, person.path_as_of) == (COMMUNE, None)
    assert not person.residences.exists()


def test_whom_a_contact_names_does_not_live_where_the_contact_does(cast, made):
    contact = told(cast, made, met()).met
    link = give_form(cast.commune, made.key, contact.pk, now=NOW)
    sheet = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "sheet": str(uuid.uuid4())}
    sheet |= {"m-0-full_name": "Bạn Hà Nội", "m-0-address": "Hà Nội", "m-0-day": "2021-09-14"}
    Client().post(reverse("tracing:own_form", args=[token_of(link)]), sheet)
    person = Line.objects.get(source=Source.FORM).met
    assert (person.path, person.path_as_of) == (COMMUNE, None)
    assert [(row.path, row.words) for row in person.residences.all()] == [("", "Hà Nội")]


# Who and where is meant


def test_a_person_chosen_stands_only_with_the_words_that_were_chosen(cast, browser):
    made, people = a_case(cast)
    address = reverse("tracing:add", args=[made.key])
    chosen = {"person_key": people[1].key, "person_words": "tran thi"}
    browser.post(address, typed(person="tran thi", **chosen))
    assert Line.objects.latest("pk").met == people[1]
    browser.post(address, typed(person="Ngô Văn Khác", **chosen))
    assert Line.objects.latest("pk").met.full_name == "Ngô Văn Khác"
    offers = text(browser.post(reverse("tracing:offer_persons"), {"person": "tran thi"}))
    assert 'name="person_words" value="tran thi"' in offers


def test_a_place_chosen_stands_only_with_the_words_that_were_chosen(cast, made, browser):
    market = told(cast, made, stay()).venue
    values = typed(LineKind.STAY, place="Quán Khác", setting="other")
    chosen = {"place_key": market.key, "place_words": market.name}
    browser.post(reverse("tracing:add", args=[made.key]), values | chosen)
    assert Line.objects.latest("pk").venue.name == "Quán Khác"
    offers = text(browser.post(reverse("tracing:offer_places"), {"place": "cho thu"}))
    assert 'name="place_words" value="cho thu"' in offers


def test_a_number_typed_for_a_name_goes_where_numbers_stand_and_the_name_is_asked(made, browser):
    address = reverse("tracing:add", args=[made.key])
    answer = browser.post(address, typed(person="0912 345 678"))
    assert answer.status_code == 422
    assert "Write the name" in text(answer)
    form = answer.context["form"]
    assert (form["person"].value(), form["phone"].value()) == ("", PHONE)
    assert not Person.objects.filter(full_name__contains="0912").exists()


def test_a_line_about_somebody_of_another_ward_is_corrected(cast, made, browser):
    line = told(cast, made, met(met=FAR))
    answer = corrected(browser, line, since="15:00", until="16:00")
    assert answer.status_code == 302
    new = Line.objects.get(replaces=line)
    assert (new.met, new.started_at) == (line.met, hour(15))
    # The key of somebody out of sight opens nothing but the line that names them already.
    other = told(cast, made, met("Bùi Văn Kín"))
    values = {"person_key": str(line.met.key), "person_words": other.met.full_name}
    assert corrected(browser, other, **values).status_code == 404


def test_what_was_told_as_about_an_hour_stays_so_until_the_hours_are_told_anew(cast, made, browser):
    about = span(7, 9)
    line = told(cast, made, stay(when=type(about)(hour(7), hour(9), Precision.PART)))
    corrected(browser, line, words="mua cá")
    second = Line.objects.get(replaces=line)
    assert (second.words, second.precision) == ("mua cá", Precision.PART)
    corrected(browser, second, part="evening")
    third = Line.objects.get(replaces=second)
    assert (third.started_at, third.precision) == (hour(18), Precision.PART)
    corrected(browser, third, since="18:10", until="18:40")
    assert Line.objects.get(replaces=third).precision == Precision.MINUTE


def test_the_pages_of_a_line_log_the_case_that_their_way_back_names(cast, made, browser):
    def shown(page):
        return set(Reading.objects.filter(page=page).values_list("person", flat=True))

    browser.get(reverse("tracing:add", args=[made.key]))
    assert shown("tracing:add") == {made.person.pk}
    contact = told(cast, made, met()).met
    link = give_form(cast.commune, made.key, contact.pk, now=NOW)
    sheet = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "sheet": str(uuid.uuid4())}
    sheet |= {"m-0-full_name": "Bạn Của Tôi", "m-0-day": "2021-09-14"}
    Client().post(reverse("tracing:own_form", args=[token_of(link)]), sheet)
    line = Line.objects.get(source=Source.FORM)
    browser.get(reverse("tracing:line", args=[line.key]))
    assert shown("tracing:line") == {made.person.pk, contact.pk, line.met_id}


# Pictures and forms


def test_a_picture_is_not_kept_by_the_browser_and_whom_it_shows_is_logged(cast, made, browser):
    photo = keep_photo(cast.commune, made.key, b"\x89PNG\r\n\x1a\n", now=NOW)
    line = told(cast, made, met(photo_key=photo.key))
    answer = browser.get(reverse("tracing:picture", args=[photo.key]))
    assert answer.headers["Cache-Control"] == "no-store, private"
    shown = Reading.objects.filter(page="tracing:picture").values_list("person", flat=True)
    assert set(shown) == {made.person.pk, line.met_id}


def test_a_picture_is_webp_by_both_of_its_words(cast, made):
    photo = keep_photo(cast.commune, made.key, b"RIFF\x10\x00\x00\n" + b"WEBPVP8 ", now=NOW)
    assert photo.kind == "image/webp"
    with pytest.raises(Refused):
        keep_photo(cast.commune, made.key, b"RIFF\x10\x00\x00\x00WAVEfmt ", now=NOW)


def test_a_form_is_withdrawn_by_the_unit_that_has_the_case_now(cast, made):
    link = give_form(cast.synthesist, made.key, told(cast, made, met()).met.pk, now=NOW)
    Investigation.objects.update(path=WARD)
    with pytest.raises(NotThere):
        revoke_form(cast.commune, link.key, "nhầm", now=NOW)
    assert revoke_form(cast.city, link.key, "nhầm", now=NOW).revoked_at == NOW
