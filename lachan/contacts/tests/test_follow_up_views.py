"""The pages of follow-up as officers use them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from lachan.audit.models import Entry
from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.teams import TeamWords, assign_to, set_team
from lachan.contacts.forms.teams import TeamForm
from lachan.contacts.models import Assignment, Call, CallScript, HandOver, Proposal, Team
from lachan.contacts.terms import Outcome
from lachan.people.models import Reading
from tests.browsing import text
from tests.cast import NOW, Cast

from .followed import COMMUNE, ELSEWHERE, WARD, a_contact, said

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast(db, settings) -> Cast:
    settings.CLOCK = "tests.cast.at_nine"
    return Cast.assemble()


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.users["commune"])
    return client


@pytest.fixture
def chief(cast, client):
    client.force_login(cast.users["synthesist"])
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"contacts:{name}", args=args), query)


def pdf_text(response) -> str:
    pages = pypdfium2.PdfDocument(response.content)
    return "".join(one.get_textpage().get_text_bounded() for one in pages)


def test_the_list_shows_the_commune_its_own_with_their_telephone(officer):
    a_contact("Nguyễn Thị Đây", phone="0912345678")
    a_contact("Nguyễn Văn Kia", path=WARD)
    shown = text(page(officer, "follow_up"))
    assert "Nguyễn Thị Đây" in shown
    assert 'href="tel:0912345678"' in shown
    assert "Nguyễn Văn Kia" not in shown


def test_a_late_first_call_is_marked_in_words_and_tone(officer):
    a_contact(named_at=NOW - 2 * HOUR)
    shown = text(page(officer, "follow_up"))
    assert 'class="follow-late" data-tone="danger"' in shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"late": "on"}, {"Muộn"}),
        ({"ill": "on"}, {"Sốt"}),
        ({"not_reached": "on"}, {"Vắng"}),
        ({"level": "2"}, {"Vắng"}),
        ({"level": "0"}, {"Muộn"}),
        ({"team": "own"}, {"Sốt"}),
        ({"team": "none", "late": "on"}, {"Muộn"}),
        ({"rung": "first"}, {"Muộn"}),
        ({"waiting": "on"}, {"Muộn", "Vắng"}),
        ({"seen": "on"}, {"Sốt"}),
        ({"commune": COMMUNE}, {"Muộn", "Sốt", "Vắng"}),
    ],
)
def test_filters_stand_in_the_address(cast, officer, query, names):
    a_contact("Muộn", level=None, named_at=NOW - 2 * HOUR)
    ill, away = a_contact("Sốt"), a_contact("Vắng", level=2)
    record_call(cast.commune, ill.key, said(Outcome.SYMPTOMS), now=NOW)
    record_call(cast.commune, away.key, said(Outcome.NO_ANSWER), now=NOW)
    member = cast.users["commune"].pk
    team = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 1", members=[member]), now=NOW)
    assign_to(cast.synthesist, [ill.pk], team.key, now=NOW)
    rows = page(officer, "follow_up", **query).context["listing"].page
    assert {row.name for row in rows} == names


def test_each_figure_opens_as_many_rows_as_it_counts(cast, officer, rules):
    for name, outcome in (("Khỏe", Outcome.WELL), ("Vắng", Outcome.NO_ANSWER), ("Muộn", None)):
        contact = a_contact(name, named_at=NOW - 2 * HOUR)
        if outcome:
            record_call(cast.commune, contact.key, said(outcome), now=NOW)
    let_be = a_contact("Xa", level=3, follow_until=None)
    record_call(cast.commune, let_be.key, said(Outcome.WELL), now=NOW)
    shown = text(page(officer, "follow_up"))
    told = page(officer, "follow_up").context["figures"]
    for query, number in (
        ("rung=first&late=on", told.first_late),
        ("not_reached=on", told.not_reached),
        ("seen=on", told.done),
    ):
        address = f"{reverse('contacts:follow_up')}?{query}"
        assert f'href="{escape(address)}"' in shown
        assert officer.get(address).context["listing"].page.paginator.count == number == 1


def test_a_form_for_many_communes_asks_no_more_often_than_for_one(cast):
    def asked(*paths):
        communes = [(path, path) for path in paths]
        with CaptureQueriesContext(connection) as seen:
            form = TeamForm(communes=communes, now=NOW)
        return len(seen), {name for _pk, name in form.fields["members"].choices}

    one, of_one = asked(COMMUNE)
    both, of_both = asked(COMMUNE, ELSEWHERE)
    assert both == one
    assert of_both == of_one | asked(ELSEWHERE)[1]
    assert of_both > of_one


def test_one_tap_writes_a_call_and_draws_the_cell_anew(officer):
    contact, key = a_contact(), uuid.uuid4()
    url = reverse("contacts:quick", args=[contact.key])
    for _turn in range(2):
        response = officer.post(
            url, {"key": key, "outcome": "no_answer"}, headers={"HX-Request": "true"}
        )
    assert Call.objects.get().outcome == Outcome.NO_ANSWER
    assert f'id="tap-{contact.pk}"' in text(response)
    assert "Gọi lại" in text(response)
    assert "<html" not in text(response)


def test_one_tap_works_without_the_script(officer):
    contact = a_contact()
    url = reverse("contacts:quick", args=[contact.key])
    response = officer.post(url, {"key": uuid.uuid4(), "outcome": "well"})
    assert response["Location"] == reverse("contacts:follow_up")
    assert Call.objects.get().outcome == Outcome.WELL


def test_the_script_stands_beside_the_form_and_the_call_is_kept(officer):
    contact = a_contact()
    shown = text(page(officer, "call", contact.key))
    assert "Xin chào, tôi là cán bộ truy vết" in shown
    response = officer.post(
        reverse("contacts:call", args=[contact.key]),
        {
            "key": uuid.uuid4(),
            "way": "visit",
            "outcome": "symptoms",
            "symptoms": ["fever", "cough"],
            "symptoms_since": "14/9/2021",
            "second_phone": "0987 654 321",
        },
    )
    assert response.status_code == 302
    call = Call.objects.get()
    assert (call.symptoms, call.second_phone) == (["fever", "cough"], "0987654321")


def test_a_call_that_cannot_be_is_shown_with_the_reason(officer):
    contact = a_contact()
    response = officer.post(
        reverse("contacts:call", args=[contact.key]),
        {"key": uuid.uuid4(), "way": "telephone", "outcome": "symptoms"},
    )
    assert response.status_code == 422
    assert "Hãy chọn triệu chứng." in text(response)


def test_an_agreed_hour_is_told_with_the_call_that_agreed_it(cast, officer):
    contact = a_contact()
    agreed = said(Outcome.REFUSED, next_try_at=NOW + 8 * HOUR)
    record_call(cast.commune, contact.key, agreed, now=NOW)
    assert "Gọi lại lúc 17:00 15/9/2021" in text(page(officer, "call", contact.key))


def test_an_agreed_hour_that_nobody_can_read_is_answered_with_an_example(officer):
    sent = {"key": uuid.uuid4(), "way": "telephone", "outcome": "no_answer", "next_try_at": "mai"}
    response = officer.post(reverse("contacts:call", args=[a_contact().key]), sent)
    assert "Ghi giờ và ngày theo mẫu 17:00 15/9/2021." in text(response)


def test_a_call_refused_for_its_other_words_is_another_one_when_it_is_sent_again(officer):
    url = reverse("contacts:call", args=[a_contact().key])
    sent = {"key": str(uuid.uuid4()), "way": "telephone", "outcome": "no_answer"}
    officer.post(url, sent)
    refused = officer.post(url, sent | {"outcome": "refused"})
    assert refused.status_code == 422
    again = refused.context["form"]["key"].value()
    assert officer.post(url, sent | {"outcome": "refused", "key": again}).status_code == 302
    assert Call.objects.count() == 2


def test_the_grid_says_each_day_in_letter_and_words(cast, officer):
    contact = a_contact(named_at=NOW - 2 * DAY)
    record_call(cast.commune, contact.key, said(Outcome.NO_ANSWER, NOW - DAY), now=NOW)
    record_call(cast.commune, contact.key, said(Outcome.WELL, NOW - DAY + HOUR), now=NOW)
    row = page(officer, "grid").context["listing"].page.object_list[0]
    assert [str(cell["words"]) for cell in row.days[:4]] == [
        "chưa gọi",
        "Liên lạc được, khỏe",
        "chưa gọi",
        "chưa vào diện theo dõi",
    ]
    assert str(row.days[1]["letter"]) == "K"


def test_the_paper_bears_the_rows_who_printed_it_and_its_pages(officer):
    for number in range(45):
        a_contact(f"Người Số {number}", phone=f"09123456{number:02}")
    response = page(officer, "follow_up_pdf")
    words = pdf_text(response)
    assert "Người Số 44" in words
    assert "Đỗ Thị Xã" in words
    assert len(pypdfium2.PdfDocument(response.content)) > 1


def test_the_paper_says_how_many_are_followed_and_how_many_of_them_it_bears(officer, monkeypatch):
    monkeypatch.setattr("lachan.contacts.views.follow_up.MOST_PRINTED", 2)
    for number in range(3):
        a_contact(f"Người {number}")
    words = " ".join(pdf_text(page(officer, "follow_up_pdf")).split())
    assert "3 người tiếp xúc" in words
    assert "Bản này chỉ in 2 người đầu danh sách" in words
    assert "Người 2" not in words


def test_the_place_on_a_paper_is_named_without_its_kind_of_unit(chief):
    a_contact(path="96/964/")
    words = " ".join(pdf_text(page(chief, "follow_up_pdf")).split())
    assert "phố Cà Mau, ngày" not in words
    assert "Cà Mau, ngày 15 tháng 9 năm 2021" in words


def the_file(client, query="", **values):
    words = {"reason": "giao cho tổ không có máy", "in_full": "no", "kind": "csv"} | values
    return client.post(reverse("contacts:follow_up_export") + query, words)


def test_the_file_asks_for_its_reason_and_keeps_the_filters(chief):
    sent = page(chief, "follow_up", export="xlsx", level="2", late="on", give="1")
    assert sent["Location"] == f"{reverse('contacts:follow_up_export')}?level=2&late=on"
    a_contact("Trần Thị Hai", level=2), a_contact("Trần Văn Một")
    lines = the_file(chief, "?level=2", in_full="yes").content.decode("utf-8-sig")
    assert "Trần Thị Hai" in lines
    assert "Trần Văn Một" not in lines
    assert the_file(chief, kind="xlsx").content.startswith(b"PK")


def test_the_file_is_masked_with_its_reason_and_on_record(chief):
    a_contact("Trần Thị Hai", phone="0912345678")
    content = the_file(chief).content.decode("utf-8-sig")
    assert "T. T. Hai" in content
    assert "•••••••678" in content
    assert "Trần Thị" not in content
    assert "giao cho tổ không có máy" in content.splitlines()[0]
    assert Entry.objects.get(event="contacts.Exported").payload["masked"] is True
    look = Reading.objects.get(page="contacts:follow_up_export")
    assert (look.count, look.purpose) == (1, "giao cho tổ không có máy")


def test_only_who_may_take_contacts_out_gets_the_file(cast, chief, officer):
    a_contact()
    officer.force_login(cast.users["commune"])
    assert page(officer, "follow_up_export").status_code == 409
    assert the_file(officer).status_code == 409
    officer.force_login(cast.users["synthesist"])
    assert the_file(officer, reason="ngắn").status_code == 422
    assert not Entry.objects.filter(event="contacts.Exported").exists()


@pytest.mark.parametrize("name", ["follow_up", "grid", "outside"])
def test_whose_name_a_list_shows_is_kept_person_by_person(chief, name):
    shown = [a_contact("Một", path="96/"), a_contact("Hai", path="96/")]
    page(chief, name)
    looks = Reading.objects.filter(page=f"contacts:{name}")
    assert {look.person_id for look in looks} == {one.person_id for one in shown}


def test_a_contact_says_that_no_rule_asks_for_its_follow_up(chief, rules):
    let_be = a_contact(level=3, follow_until=None)
    assert "không thuộc diện theo dõi" in text(page(chief, "contact", let_be.key))
    unsure = a_contact("Chưa Rõ", level=None, follow_until=None)
    assert "không thuộc diện theo dõi" not in text(page(chief, "contact", unsure.key))


def test_a_team_is_set_and_the_commune_given_out_in_one_go(cast, chief):
    for number in range(4):
        a_contact(f"Người {number}")
    member = cast.users["commune"].pk
    chief.post(reverse("contacts:teams"), {"commune": COMMUNE, "name": "Tổ 1", "members": [member]})
    assert list(Team.objects.get().members.all()) == [cast.users["commune"]]
    chief.post(reverse("contacts:assign"), {"commune": COMMUNE, "method": "round_robin"})
    assert Assignment.objects.count() == 4


def test_ticked_contacts_are_given_to_another_team(cast, chief):
    contact = a_contact()
    team = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 1"), now=NOW)
    assert 'name="row"' in text(page(chief, "follow_up", give="1"))
    chief.post(reverse("contacts:assign_to"), {"row": [contact.pk], "team": team.key})
    assert Assignment.objects.get().team == team


def test_whoever_does_not_hand_over_is_told_who_does_and_not_that_nobody_lives_outside(cast, chief):
    a_contact("Trần Xa", path=ELSEWHERE)
    chief.force_login(cast.users["commune"])
    shown = text(page(chief, "outside"))
    assert "Sở Y tế chuyển giao" in shown
    assert "Không có ai ở ngoài tỉnh" not in shown


def test_who_lives_outside_is_handed_over_with_a_letter_and_a_receipt(chief):
    away = a_contact("Trần Xa", path=ELSEWHERE, phone="0912345678")
    assert "Trần Xa" in text(page(chief, "outside"))
    chief.post(
        reverse("contacts:outside"),
        {"key": uuid.uuid4(), "row": [away.pk], "to_path": ELSEWHERE, "to_name": "CDC Bạc Liêu"},
    )
    row = HandOver.objects.get()
    words = pdf_text(page(chief, "letter", row.key))
    assert "Trần Xa" in words
    assert "0912345678" in words
    assert "CDC Bạc Liêu" in words
    told = page(chief, "outside").content.decode()
    assert "Trần Xa" in told
    assert 'name="to_name"' not in told
    assert row in page(chief, "hand_overs", waiting="on").context["listing"].page
    chief.post(
        reverse("contacts:hand_over", args=[row.key]),
        {"by_name": "Lý Văn Láng", "at": "09:00 15/9/2021", "answer": "7/CDC"},
    )
    row.refresh_from_db()
    assert (row.received_by_name, row.answer) == ("Lý Văn Láng", "7/CDC")
    assert row not in page(chief, "hand_overs", waiting="on").context["listing"].page


def test_a_letter_refused_for_its_other_contacts_is_another_one_when_it_is_sent_again(chief):
    rows = [a_contact("Trần Xa", path=ELSEWHERE).pk], [a_contact("Lý Xa", path=ELSEWHERE).pk]
    sent = {"key": str(uuid.uuid4()), "to_path": ELSEWHERE, "to_name": "CDC Bạc Liêu"}
    url = reverse("contacts:outside")
    chief.post(url, sent | {"row": rows[0]})
    refused = chief.post(url, sent | {"row": rows[1]})
    assert refused.status_code == 422
    again = refused.context["form"]["key"].value()
    assert chief.post(url, sent | {"row": rows[1], "key": again}).status_code == 302
    assert HandOver.objects.count() == 2


def test_rows_stay_ticked_when_the_hand_over_is_refused(chief):
    away, other = a_contact("Trần Xa", path=ELSEWHERE), a_contact("Lý Xa", path=ELSEWHERE)
    sent = chief.post(reverse("contacts:outside"), {"key": uuid.uuid4(), "row": [away.pk]})
    assert sent.status_code == 422
    assert f'value="{away.pk}" checked' in text(sent)
    assert f'value="{other.pk}" checked' not in text(sent)


def test_the_script_is_replaced_from_a_day_on_and_only_by_who_may(cast, chief):
    words = {"text": "# Chào\nLời mới", "valid_from": "15/9/2021", "source": "CV 1/CDC"}
    assert chief.post(reverse("contacts:script"), words).status_code == 302
    assert "Lời mới" in text(page(chief, "call", a_contact().key))
    chief.force_login(cast.users["commune"])
    assert chief.post(reverse("contacts:script"), words).status_code == 422
    assert CallScript.objects.count() == 1


def test_empty_lists_say_why(chief):
    for name in ("follow_up", "grid", "teams", "outside", "hand_overs"):
        assert 'class="empty' in text(page(chief, name)), name


def test_a_sample_that_a_call_proposes_has_its_page_though_no_trace_made_it(chief, cast):
    contact = a_contact("Nguyễn Thị Ho")
    record_call(cast.commune, contact.key, said(Outcome.SYMPTOMS, NOW), now=NOW)
    proposal = Proposal.objects.get()
    listed = text(page(chief, "proposals"))
    assert "Lấy mẫu xét nghiệm" in listed
    # No rule and no level made it: a dash says so, not an empty cell.
    assert 'data-label="Quy định" class="">–</td>' in listed
    shown = text(page(chief, "proposal", proposal.key))
    assert "Nguyễn Thị Ho" in shown
    assert "báo có triệu chứng" in shown
