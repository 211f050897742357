"""The pages: the time line, a line in few taps, offers, sending, pictures, the contact's form."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lachan.people.models import Reading
from lachan.tracing.actions.investigating import close_investigation
from lachan.tracing.actions.lines import strike_line
from lachan.tracing.actions.own_forms import give_form
from lachan.tracing.models import FormLink, HandOff, Line, Photo, Venue
from lachan.tracing.queries.links import token_of
from lachan.tracing.terms import LineKind, Source
from tests.browsing import signed_in, text
from tests.cast import NOW

from .examples import COMMUNE, a_case, a_family, look_into, met, span, stay, told

pytestmark = pytest.mark.usefixtures("the_day")


@pytest.fixture
def browser(cast):
    return signed_in(cast, "commune")


@pytest.fixture
def visitor(db):
    return Client(headers={"accept-language": "en"})


def typed(kind=LineKind.STAY, **changed):
    return {"kind": str(kind), "key": str(uuid.uuid4()), "day": "2021-09-10", **changed}


def test_the_time_line_shows_every_day_asked_and_logs_whom_it_showed(cast, browser):
    made, _people = a_case(cast)
    told(cast, made, stay())
    told(cast, made, met())
    page = text(browser.get(reverse("tracing:timeline", args=[made.key])))
    assert len(re.findall(r'id="day-', page)) == 20
    assert page.count("Nothing told yet") == 19
    for words in ("Chợ Thử Nghiệm", "7:00–8:00", "Phạm Thị Gặp", "Trần Thị Vợ", "Send now"):
        assert words in page
    assert Reading.objects.filter(page="tracing:timeline").count() == 4


def test_a_place_is_told_with_a_name_and_an_hour(cast, browser):
    made, _people = a_case(cast)
    form = browser.get(reverse("tracing:add", args=[made.key]), {"day": "2021-09-10"})
    key = re.search(r'name="key" value="([^"]+)"', text(form))[1]
    values = typed(key=key, place="Quán cà phê Gió", since="7h30", until="9h", setting="other")
    address = reverse("tracing:add", args=[made.key])
    for _time in range(2):
        answer = browser.post(address, values)
        assert answer.headers["Location"].endswith("#day-2021-09-10")
    line = Line.objects.get()
    assert (line.venue.name, line.venue.path, str(line.key)) == ("Quán cà phê Gió", COMMUNE, key)
    assert line.reported["since"] == "7h30"


def test_save_and_next_begins_a_line_of_the_same_day_and_kind(cast, browser):
    made, _people = a_case(cast)
    values = typed(LineKind.MET, person="Bạn Cùng Bàn", birth="1990", part="morning", next="1")
    answer = browser.post(reverse("tracing:add", args=[made.key]), values)
    assert "kind=met" in answer.headers["Location"]
    assert "day=2021-09-10" in answer.headers["Location"]
    assert Line.objects.get().met.birth_year == 1990


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [
        (LineKind.STAY, {}, "Say which place it was."),
        (LineKind.STAY, {"place": "Chợ", "since": "sáng"}, "Write the hour as 7:30"),
        (LineKind.MET, {}, "Say who was met."),
        (LineKind.MET, {"person": "An", "phone": "123"}, "10 digits"),
        (LineKind.STAY, {"place": "Chợ", "unit": "999999"}, "On that day no unit"),
        (LineKind.STAY, {"place": "Chợ", "day": "2021-09-15", "since": "23:00"}, "in the future"),
        (LineKind.TRIP, {"place": "Xe", "row": "300"}, "from 0 to 254"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_what_was_typed_stays(
    cast, browser, kind, changed, words
):
    made, _people = a_case(cast)
    answer = browser.post(reverse("tracing:add", args=[made.key]), typed(kind, **changed))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Line.objects.exists()


def test_places_and_persons_are_offered_while_one_types(cast, browser):
    made, people = a_case(cast)
    told(cast, made, stay())
    places = text(browser.post(reverse("tracing:offer_places"), {"place": "cho thu ng"}))
    assert str(Venue.objects.get().key) in places
    persons = text(browser.post(reverse("tracing:offer_persons"), {"person": "tran thi vo"}))
    assert str(people[1].key) in persons
    assert Reading.objects.filter(page="tracing:persons").exists()
    nothing = text(browser.post(reverse("tracing:offer_places"), {"place": "không đâu cả"}))
    assert "it is made when you save" in nothing


def test_a_line_is_corrected_and_the_old_one_stays_readable(cast, browser):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    address = reverse("tracing:line", args=[old.key])
    assert 'value="07:00"' in text(browser.get(address))
    values = typed(replaces=old.key, since="15:00", until="16")
    name = old.venue.name
    values |= {"place": name, "place_words": name, "place_key": old.venue.key}
    browser.post(address, values)
    page = text(browser.get(reverse("tracing:timeline", args=[made.key])))
    assert "15:00–16:00" in page
    assert "told anew" in page
    assert Venue.objects.count() == 1


def test_two_versions_are_shown_beside_each_other(cast, browser):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    for hour in (15, 17):
        told(cast, made, stay(when=span(hour, hour + 1), replaces=old.key))
    page = text(browser.get(reverse("tracing:timeline", args=[made.key])))
    assert page.count("two versions") == 2


def corrected(browser, line):
    """The page after a correction of this line, whatever became of it meanwhile."""
    values = typed(replaces=line.key, place_key=line.venue.key, place="x", since="15", until="16")
    address = reverse("tracing:line", args=[line.key])
    return text(browser.post(address, values, follow=True))


def test_who_corrects_a_line_after_another_is_told_by_whom_and_both_versions_stand(cast, browser):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    assert "while you were writing" not in corrected(browser, old)
    page = corrected(browser, old)
    assert "Đỗ Thị Xã corrected this line while you were writing" in page
    assert page.count("two versions") == 2
    opened = text(browser.get(reverse("tracing:line", args=[old.key])))
    assert "Đỗ Thị Xã told it anew" in opened
    assert 'name="since"' not in opened


def test_who_corrects_a_struck_line_is_told_why_it_was_struck_and_their_version_stands(
    cast, browser
):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    strike_line(cast.commune, old.key, "nhầm người", now=NOW)
    page = corrected(browser, old)
    assert "Đỗ Thị Xã struck this line while you were writing: “nhầm người”" in page
    assert "told after it was struck" in page
    assert Line.objects.filter(struck_at=None).count() == 1


def test_who_strikes_a_line_that_was_corrected_is_told_that_the_new_version_stands(cast, browser):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    corrected(browser, old)
    address = reverse("tracing:strike", args=[old.key])
    page = text(browser.post(address, {"reason": "nhớ nhầm"}, follow=True))
    assert "The new version stands" in page
    assert Line.objects.filter(struck_at=None).count() == 1


def test_a_line_is_struck_with_a_reason(cast, browser):
    made, _people = a_case(cast)
    line = told(cast, made, stay())
    browser.post(reverse("tracing:strike", args=[line.key]), {"reason": "nhớ nhầm"})
    assert "nhớ nhầm" in text(browser.get(reverse("tracing:timeline", args=[made.key])))


def test_who_else_was_there_is_shown_and_kept(cast, browser):
    made, _people = a_case(cast)
    line = told(cast, made, stay())
    (other,) = a_family(cast, "Đỗ Văn Cạnh", form_id="canh")
    told(cast, look_into(cast, other), stay())
    page = text(browser.get(reverse("tracing:who_else", args=[line.key])))
    assert "Đỗ Văn Cạnh" in page
    assert Reading.objects.filter(page="tracing:who_else", person=other).exists()


def test_lines_are_sent_received_and_listed(cast, browser):
    made, _people = a_case(cast)
    told(cast, made, stay())
    browser.post(reverse("tracing:send", args=[made.key]))
    sent = HandOff.objects.get()
    listed = text(browser.get(reverse("tracing:hand_offs")))
    assert "not yet received" in listed
    assert f"{made.case.number}/{made.case.year}" in listed
    page = reverse("tracing:hand_off", args=[sent.key])
    assert "Chợ Thử Nghiệm" in text(browser.get(page))
    browser.post(reverse("tracing:receive", args=[sent.key]))
    sent.refresh_from_db()
    assert sent.received_at == NOW


def test_a_picture_is_keyed_line_by_line(cast, browser):
    made, _people = a_case(cast)
    png = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n..", content_type="image/png")
    taken = browser.post(reverse("tracing:photo_take", args=[made.key]), {"photo": png})
    photo = Photo.objects.get()
    assert taken.headers["Location"] == reverse("tracing:photo", args=[photo.key])
    values = typed(LineKind.MET, person="Người Trên Giấy", since="18", until="20")
    saved = browser.post(reverse("tracing:photo", args=[photo.key]), values)
    # The next row of the same list begins with the same day and hours, and with nobody's name.
    assert 'value="18"' in text(browser.get(saved.headers["Location"]))
    assert 'value="Người' not in text(browser.get(saved.headers["Location"]))
    assert Line.objects.get().photo == photo
    assert Line.objects.get().source == Source.PHOTO
    assert browser.get(reverse("tracing:picture", args=[photo.key])).headers["Content-Type"] == (
        "image/png"
    )
    assert "Người Trên Giấy" in text(browser.get(reverse("tracing:photo", args=[photo.key])))


def test_the_lists_can_be_searched_filtered_and_those_without_names_exported(cast, browser):
    made, _people = a_case(cast)
    told(cast, made, stay())
    address = reverse("tracing:investigations")
    assert "Lê Văn Ca" in text(browser.get(address))
    assert "Lê Văn Ca" in text(browser.post(address, {"q": "le van ca"}))
    assert "Lê Văn Ca" not in text(browser.post(address, {"q": "khong ai"}))
    assert "Lê Văn Ca" not in text(browser.get(address, {"state": "closed"}))
    assert "Chợ Thử Nghiệm" in text(browser.get(reverse("tracing:venues"), {"q": "cho thu"}))
    for name in ("venues", "hand_offs"):
        exported = browser.get(reverse(f"tracing:{name}"), {"export": "xlsx"})
        assert exported.content.startswith(b"PK")


def test_investigations_leave_as_a_file_by_the_export_of_cases_alone(cast, browser):
    a_case(cast)
    query = {"export": "xlsx", "unit": COMMUNE}
    sent = browser.get(reverse("tracing:investigations"), query, follow=True)
    assert sent.status_code == 409
    assert sent.redirect_chain[0][0].startswith(reverse("cases:export"))
    assert "Lê Văn Ca" not in text(sent)
    browser.force_login(cast.users["synthesist"])
    asked = browser.get(reverse("tracing:investigations"), query, follow=True)
    assert asked.status_code == 200
    assert "Lê Văn Ca" not in text(asked)


def given(cast):
    made, _people = a_case(cast)
    contact = told(cast, made, met()).met
    return give_form(cast.commune, made.key, contact.pk, now=NOW)


def sheet(**changed):
    return {
        "m-TOTAL_FORMS": "3",
        "m-INITIAL_FORMS": "0",
        "sheet": str(uuid.uuid4()),
        "m-0-full_name": "Bạn Của Tôi",
        "m-0-day": "2021-09-14",
        "m-1-day": "2021-09-15",
        "m-2-day": "2021-09-15",
        **changed,
    }


def test_a_contact_fills_in_the_form_without_an_account(cast, visitor, browser):
    link = given(cast)
    address = reverse("tracing:own_form", args=[token_of(link)])
    page = visitor.get(address)
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "Phạm Thị Gặp" not in text(page)
    values = sheet()
    for _time in range(2):
        assert "Thank you" in text(visitor.post(address, values))
    line = Line.objects.get(source=Source.FORM)
    assert (line.met.full_name, line.person) == ("Bạn Của Tôi", link.person)
    # On the page of the case it is no meeting of the case; who told is of another unit.
    days = text(browser.get(reverse("tracing:timeline", args=[line.investigation.key])))
    assert days.count("met by a contact") == 1


def test_an_empty_sheet_is_said_to_be_empty_and_counts_as_a_try(cast, visitor):
    link = given(cast)
    address = reverse("tracing:own_form", args=[token_of(link)])
    answer = visitor.post(address, sheet(**{"m-0-full_name": "", "m-0-day": "2021-09-15"}))
    assert answer.status_code == 422
    assert "Name at least one person." in text(answer)
    link.refresh_from_db()
    assert link.attempts == 1


def test_more_people_fit_on_the_sheet_and_nothing_is_sent_yet(cast, visitor):
    link = given(cast)
    address = reverse("tracing:own_form", args=[token_of(link)])
    answer = visitor.post(address, sheet(more="1"))
    assert "Person 6" in text(answer)
    assert "Bạn Của Tôi" in text(answer)
    assert FormLink.objects.get().attempts == 0


def test_a_closed_or_false_address_shows_no_form(cast, visitor):
    link = given(cast)
    FormLink.objects.update(revoked_at=NOW)
    closed = visitor.get(reverse("tracing:own_form", args=[token_of(link)]))
    assert closed.status_code == 410
    assert "This form was withdrawn." in text(closed)
    assert visitor.get(reverse("tracing:own_form", args=["a:b"])).status_code == 404


def test_a_form_of_an_investigation_that_has_ended_says_so_before_anybody_writes(
    cast, visitor, browser
):
    link = given(cast)
    close_investigation(cast.commune, link.investigation.key, now=NOW)
    address = reverse("tracing:own_form", args=[token_of(link)])
    for closed in (visitor.get(address), visitor.post(address, sheet())):
        assert closed.status_code == 410
        assert "This investigation has ended" in text(closed)
    link.refresh_from_db()
    assert link.attempts == 0
    days = browser.get(reverse("tracing:timeline", args=[link.investigation.key]))
    assert "the form takes no more answers" in text(days)


def test_the_address_of_a_form_is_shown_to_the_investigator_once(cast, browser):
    made, _people = a_case(cast)
    contact = told(cast, made, met()).met
    contact.root.path = COMMUNE
    contact.root.save(update_fields=["path"])
    page = reverse("tracing:timeline", args=[made.key])
    browser.post(reverse("tracing:form_give", args=[made.key]), {"person": contact.key})
    address = token_of(FormLink.objects.get())
    assert address in text(browser.get(page))
    assert address not in text(browser.get(page))
    browser.post(
        reverse("tracing:form_revoke", args=[FormLink.objects.get().key]), {"reason": "nhầm"}
    )
    assert "This form was withdrawn." in text(browser.get(page))


def test_interviews_days_and_the_end_are_set_on_the_page(cast, browser):
    made, _people = a_case(cast)
    page = reverse("tracing:timeline", args=[made.key])
    began = browser.post(
        reverse("tracing:interview", args=[made.key]), {"key": uuid.uuid4(), "way": "telephone"}
    )
    assert "interview=" in began.headers["Location"]
    browser.post(reverse("tracing:days", args=[made.key]), {"days": "14", "source": "CV 1/SYT"})
    assert len(re.findall(r'id="day-', text(browser.get(page)))) == 14
    browser.post(reverse("tracing:close", args=[made.key]))
    assert "Open again" in text(browser.get(page))
    assert (
        browser.post(reverse("tracing:add", args=[made.key]), typed(place="x")).status_code == 422
    )
    browser.post(reverse("tracing:close", args=[made.key]), {"again": "1"})
    assert "Open again" not in text(browser.get(page))


def test_a_case_without_an_investigation_gets_one(cast, browser):
    made, _people = a_case(cast)
    answer = browser.post(reverse("tracing:open", args=[made.case.key]))
    assert answer.headers["Location"] == reverse("tracing:timeline", args=[made.key])
