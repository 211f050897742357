"""Pages of arrivals: declaring without an account, and what offices do with it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from lachan.arrivals.actions.joining import join_arrival
from lachan.arrivals.actions.rerunning import plan_rerun
from lachan.arrivals.actions.teams import PlaceWords, TeamWords, open_place, set_team
from lachan.arrivals.models import Arrival, Declaration, Pass, PlaceVisit, PublicUse
from lachan.arrivals.terms import WatchState
from lachan.arrivals.tests.examples import COMMUNE, OTHER, words
from lachan.people.models import Reading
from lachan.policies.actions.importing import import_pack
from lachan.policies.models import RuleVersion
from tests.cast import NOW


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.arrivals.tests.test_views.at_nine"


@pytest.fixture
def office(cast):
    """`office("commune")` is a browser in which that person has signed in."""

    def _office(username: str) -> Client:
        client = Client()
        client.force_login(cast.users[username])
        return client

    return _office


def answers(*people: dict, **changes) -> dict:
    """What somebody fills in: one person unless more are given."""
    people = people or ({"full_name": "Nguyễn Văn Về", "birth": "1990"},)
    typed = {
        "phone": "0912 345 678",
        "from_place": "bac lieu",
        "arrives_at": "8:00 15/9/2021",
        "commune": "an xuyen",
        "hamlet": "Ấp 7",
        "address": "Nhà ông Tư",
        "p-TOTAL_FORMS": str(len(people)),
        "p-INITIAL_FORMS": "0",
        **changes,
    }
    for position, person in enumerate(people):
        typed |= {f"p-{position}-{name}": value for name, value in person.items()}
    return typed


def text_of_pdf(response) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(response.content))
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_somebody_declares_without_an_account_and_gets_code_qr_and_rule(cast):
    client = Client()
    assert client.get(reverse("arrivals:declare")).status_code == 200
    response = client.post(reverse("arrivals:declare"), answers(), follow=True)
    page = response.content.decode()
    declaration = Declaration.objects.get()
    assert response.redirect_chain
    assert f"{declaration.code[:3]} {declaration.code[3:]}" in page
    assert "<svg" in page
    assert response["Cache-Control"] == "no-store, private"
    arrival = Arrival.objects.get()
    assert (arrival.path, arrival.state) == (COMMUNE, WatchState.SENT)
    assert arrival.from_path == "95/"
    assert "Nguyễn Văn Về" not in page
    assert "0912" not in page


def test_a_household_types_address_and_phone_once(cast):
    people = [{"full_name": f"Trần Thị {n}", "birth": str(1980 + i)} for i, n in enumerate("ABC")]
    Client().post(reverse("arrivals:declare"), answers(*people))
    arrivals = list(Arrival.objects.all())
    assert len(arrivals) == 3
    assert len({arrival.household_key for arrival in arrivals}) == 1
    assert Pass.objects.count() == 3


def test_one_more_person_keeps_what_was_typed_and_scolds_nobody(cast):
    typed = answers({"full_name": "Nguyễn Văn Về", "birth": ""}) | {"more": "1"}
    response = Client().post(reverse("arrivals:declare"), typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nguyễn Văn Về" in page
    assert 'name="p-1-full_name"' in page
    assert "field-error" not in page
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words_expected"),
    [
        ("phone", "12345", "10 chữ số"),
        ("commune", "khong co dau", "khong co dau"),
        ("arrives_at", "hom nay", "17:00 15/9/2021"),
        ("arrives_at", "8:00 15/9/2031", "31/7"),
        ("p-0-birth", "abc", "1987"),
        ("p-0-full_name", "123", "Nguyễn Văn An"),
    ],
)
def test_an_error_says_which_field_why_and_what_to_type(cast, field, value, words_expected):
    response = Client().post(reverse("arrivals:declare"), answers() | {field: value})
    page = response.content.decode()
    assert response.status_code == 422
    errors = re.findall(r'class="field-error" id="(\w[\w-]*)_error">(.*?)</p>', page, re.S)
    assert [name for name, _text in errors] == [f"id_{field}"]
    if field != "arrives_at" or "2031" not in value:
        assert words_expected in errors[0][1]


def test_places_are_offered_while_typing_without_diacritics(cast):
    url = reverse("arrivals:place_names")
    page = Client().get(url, {"where": "home", "commune": "an xuyen"}).content.decode()
    assert "Xã An Xuyên" in page
    page = Client().get(url, {"where": "anywhere", "from_place": "bac lieu"}).content.decode()
    assert "Tỉnh Bạc Liêu" in page


def test_a_code_is_looked_up_without_learning_whose_it_is(cast):
    client = Client()
    client.post(reverse("arrivals:declare"), answers())
    code = Declaration.objects.get().code
    page = client.post(reverse("arrivals:look_up"), {"code": code.lower()}).content.decode()
    assert code[:3] in page
    assert "Về" not in page.replace("Về trang", "")
    page = client.post(reverse("arrivals:look_up"), {"code": "0912345678"}).content.decode()
    assert "0912345678" not in page


def test_too_many_look_ups_from_one_device_are_refused(cast):
    client = Client()
    url = reverse("arrivals:look_up")
    statuses = [client.post(url, {"code": "AAAAAA"}).status_code for _ in range(22)]
    assert statuses[:20] == [200] * 20
    assert statuses[-1] == 429
    assert not PublicUse.objects.filter(digest__contains="127.0.0.1").exists()


def test_a_place_s_code_records_who_was_there(cast):
    place = open_place(cast.city, PlaceWords(COMMUNE, "Chợ An Xuyên"), now=NOW)
    url = f"{reverse('arrivals:declare')}?place={place.code}"
    page = Client().get(url).content.decode()
    assert "Chợ An Xuyên" in page
    assert f'value="{place.code}"' in page
    Client().post(reverse("arrivals:declare"), answers(place=place.code))
    visit = PlaceVisit.objects.get()
    assert (visit.place_id, visit.entered_at) == (place.pk, NOW)


def test_an_operator_takes_a_call_and_tells_the_code_then_the_next(cast, office):
    client = office("commune")
    page = client.get(reverse("arrivals:take")).content.decode()
    assert "field-error" not in page
    typed = answers() | {"channel": "telephone", "slip_number": "", "declared_at": ""}
    response = client.post(reverse("arrivals:take"), typed, follow=True)
    declaration = Declaration.objects.get()
    assert declaration.recorded_by == cast.users["commune"]
    assert f"{declaration.code[:3]} {declaration.code[3:]}" in response.content.decode()


def test_a_slip_is_keyed_once(cast, office):
    client = office("commune")
    typed = answers() | {"channel": "paper", "slip_number": "0042", "declared_at": ""}
    client.post(reverse("arrivals:take"), typed)
    again = client.post(reverse("arrivals:take"), typed)
    assert again.status_code == 422
    assert Declaration.objects.get().code in again.content.decode()


def test_the_register_shows_filters_and_finds_by_name_number_and_code(cast, office):
    join_arrival(cast.synthesist, words(), now=NOW)
    join_arrival(
        cast.synthesist,
        words("a:2", name="Lê Thị Khác", number="096190000999", to=OTHER),
        now=NOW,
    )
    client = office("leader")
    url = reverse("arrivals:arrivals")
    assert "Lê Thị Khác" in client.get(url).content.decode()
    assert "Lê Thị Khác" not in client.get(url, {"unit": COMMUNE}).content.decode()
    for query in ("nguyen ve", "096090000123"):
        page = client.post(url, {"q": query}).content.decode()
        assert "Nguyễn Văn Về" in page
        assert "Lê Thị Khác" not in page
    export = client.get(url, {"export": "xlsx"})
    assert export.content.startswith(b"PK")


def test_a_page_of_one_coming_shows_sources_decision_and_history(cast, office):
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    page = office("leader").get(reverse("arrivals:arrival", args=[arrival.pk])).content.decode()
    for reason in arrival.reasons:
        assert reason["clause"] in page
    assert (
        office("neighbour").get(reverse("arrivals:arrival", args=[arrival.pk])).status_code == 404
    )


def test_a_reason_opens_the_rule_that_it_names(cast, office):
    import_pack(NOW)
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    named = {reason["rule"] for reason in arrival.reasons}
    rule = next(row for row in RuleVersion.objects.all() if str(row) in named)
    page = office("leader").get(reverse("arrivals:arrival", args=[arrival.pk])).content.decode()
    assert reverse("policies:rule", args=[rule.pk]) in page


def test_whoever_looks_at_the_register_is_written_down(cast, office):
    join_arrival(cast.synthesist, words(), now=NOW)
    office("leader").get(reverse("arrivals:arrivals"))
    reading = Reading.objects.get(page="arrivals:arrivals")
    assert (reading.reader_id, reading.count) == (cast.users["leader"].pk, 1)


def test_rules_that_begin_later_are_planned_and_not_among_what_changed(cast, office):
    for entry, due in ((1, NOW), (2, NOW + timedelta(days=3))):
        plan_rerun(entry, path="96/", rule=f"r{entry}", words="", due_at=due, now=NOW)
    answer = office("leader").get(reverse("arrivals:reruns"))
    assert [run.rule for run in answer.context["reruns"]] == ["r1"]
    assert [run.rule for run in answer.context["planned"]] == ["r2"]


def test_a_commune_acknowledges_its_list_and_takes_it_back(cast, office):
    first = join_arrival(cast.synthesist, words(), now=NOW)
    client = office("commune")
    page = client.get(reverse("arrivals:list")).content.decode()
    assert "Nguyễn Văn Về" in page
    response = client.post(
        reverse("arrivals:bulk"),
        {"row": [first.pk], "step": "receive", "back": "list"},
        follow=True,
    )
    first.refresh_from_db()
    assert first.state == WatchState.RECEIVED
    undo = re.search(r"/arrivals/undo/[^\"']+", response.content.decode())[0]
    client.post(undo)
    first.refresh_from_db()
    assert first.state == WatchState.SENT


def test_passing_on_puts_a_person_on_another_list(cast, office):
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    url = reverse("arrivals:step", args=[arrival.pk, "pass-on"])
    client = office("commune")
    assert client.post(url, {"commune": "khong co"}).status_code == 422
    client.post(url, {"commune": "phuong 9", "reason": "Ở nhà chị gái"})
    arrival.refresh_from_db()
    assert (arrival.path, arrival.state) == (OTHER, WatchState.SENT)
    assert client.get(reverse("arrivals:arrival", args=[arrival.pk])).status_code == 404


def test_household_watch_names_who_answers_on_the_page_and_on_paper(cast, office):
    join_arrival(cast.synthesist, words(hamlet="Ấp 7", destination_words="Số 12"), now=NOW)
    set_team(
        cast.city, TeamWords(COMMUNE, "Tổ số 3", [("Lâm Văn Tổ", "0911222333")], "ap 7"), now=NOW
    )
    client = office("commune")
    page = client.get(reverse("arrivals:watch")).content.decode()
    for shown in ("Nguyễn Văn Về", "Số 12", "Ấp 7", "Lâm Văn Tổ", "0911222333"):
        assert shown in page
    paper = text_of_pdf(client.get(reverse("arrivals:watch_pdf"), {"commune": COMMUNE}))
    for shown in ("Nguyễn Văn Về", "Lâm Văn Tổ"):
        assert shown in paper


def test_who_is_no_longer_bound_is_not_watched(cast, office):
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    Arrival.objects.filter(pk=arrival.pk).update(ends_on=(NOW - timedelta(days=1)).date())
    page = office("commune").get(reverse("arrivals:watch")).content.decode()
    assert "Nguyễn Văn Về" not in page


@pytest.mark.parametrize("name", ["blank_form", "board"])
def test_papers_are_printed_in_vietnamese(cast, office, name):
    response = office("commune").get(reverse(f"arrivals:{name}"), {"size": "a3"})
    assert response.content.startswith(b"%PDF")
    assert "KHAI BÁO Y TẾ" in text_of_pdf(response).upper()


def test_a_poster_s_code_is_at_least_fifteen_centimetres_wide(cast, office):
    place = open_place(cast.city, PlaceWords(COMMUNE, "Chợ An Xuyên"), now=NOW)
    response = office("city").get(reverse("arrivals:poster", args=[place.pk]))
    page = pypdfium2.PdfDocument(io.BytesIO(response.content))[0]
    assert "Chợ An Xuyên" in page.get_textpage().get_text_bounded()
    marks = [box.get_bounds() for box in page.get_objects() if box.type == 2]
    left, right = min(m[0] for m in marks), max(m[2] for m in marks)
    assert (right - left) / 72 * 2.54 >= 15


def test_figures_open_the_lists_that_they_count(cast, office):
    join_arrival(cast.synthesist, words(), now=NOW)
    client = office("leader")
    page = client.get(reverse("arrivals:figures")).content.decode()
    for link in re.findall(r'href="(/arrivals/\?[^"]+)"', page):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_a_scanned_card_fills_the_form_and_is_not_kept(cast, office):
    card = "096190000123|381234567|Lê Thị Thẻ|15091990|Nữ|Xã An Xuyên|01012020"
    typed = answers({"full_name": "", "birth": "", "card": card})
    typed |= {"channel": "telephone", "slip_number": "", "declared_at": ""}
    client = office("commune")
    page = client.post(reverse("arrivals:take"), typed | {"read": "1"}).content.decode()
    assert 'value="Lê Thị Thẻ"' in page
    assert 'value="096190000123"' in page
    assert card not in page
    assert not Declaration.objects.exists()
    client.post(reverse("arrivals:take"), typed)
    assert Arrival.objects.get().person.full_name == "Lê Thị Thẻ"


def test_the_code_on_a_door_opens_the_form_of_that_place(cast):
    place = open_place(cast.city, PlaceWords(COMMUNE, "Chợ An Xuyên"), now=NOW)
    url = reverse("arrivals:declare_at", args=[place.code])
    assert "Chợ An Xuyên" in Client().get(url, follow=True).content.decode()


@pytest.mark.parametrize("number", ["abc", "-5", "²", "9" * 30, ""])
def test_a_number_of_people_that_is_none_is_no_fault_of_the_page(cast, number):
    typed = answers() | {"more": "1", "p-TOTAL_FORMS": number}
    assert Client().post(reverse("arrivals:declare"), typed).status_code == 200
