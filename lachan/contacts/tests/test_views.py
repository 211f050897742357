"""The pages of contacts, their proposals and the traces."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest
from django.urls import reverse

from lachan.audit.models import Entry
from lachan.cases.models import Case
from lachan.contacts.models import Contact, Exposure
from lachan.contacts.terms import Answer, State
from lachan.people.models import Person, Reading
from lachan.tracing.models import Venue
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Setting
from lachan.tracing.tests.examples import COMMUNE, WARD, a_family, hour, look_into
from tests.browsing import signed_in, text

from .examples import a_change, a_contact, a_proposal, a_run


@pytest.fixture(autouse=True)
def the_day(settings, db):
    settings.CLOCK = "tests.cast.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "synthesist")


def shown(browser, query=""):
    """Which of the two contacts the list shows."""
    page = text(browser.get(reverse("contacts:contacts") + query))
    return {name for name in ("Gần", "Xa") if f"{name}</a>" in page}


def page_of(browser, contact):
    return text(browser.get(reverse("contacts:contact", args=[contact.key])))


def test_the_list_filters_by_its_address(browser, world):
    number = f"{world.case.number}/{world.case.year}"
    a_proposal(world.run, world.first)
    later = a_run()
    a_change(world.second, later, Turn.NEARER)
    Contact.objects.filter(pk=world.second.pk).update(risk=3)
    for query, wanted in (
        ("", {"Gần", "Xa"}),
        (f"?commune={COMMUNE}", {"Gần"}),
        ("?commune=96/964/", {"Gần", "Xa"}),
        ("?level=1", {"Gần"}),
        ("?level=2", {"Xa"}),
        ("?level=0", set()),
        ("?setting=market", {"Gần"}),
        (f"?case={number}", {"Gần", "Xa"}),
        (f"?case={number} Xã An Xuyên", {"Gần", "Xa"}),
        (f"?case={number} Xã Nơi Khác", set()),
        (f"?case={world.case.key}&level=2", {"Xa"}),
        ("?case=99/1999", set()),
        ("?case=nonsense", set()),
        ("?risk=2", {"Xa"}),
        (f"?run={later.key}", {"Xa"}),
        ("?proposal=with", {"Gần"}),
        ("?proposal=without", {"Xa"}),
        ("?state=case", set()),
        ("?state=any", {"Gần", "Xa"}),
    ):
        assert shown(browser, query) == wanted, query


def test_without_a_state_only_those_are_listed_who_are_being_followed_up(browser, world):
    Contact.objects.filter(pk=world.second.pk).update(state=State.FREED)
    assert shown(browser) == {"Gần"}
    assert shown(browser, "?state=freed") == {"Xa"}


def test_what_a_trace_changed_is_listed_whatever_state_it_led_to(browser, world):
    a_change(world.second, world.run, Turn.FREED, level_before=2, level_after=None)
    Contact.objects.filter(pk=world.second.pk).update(state=State.FREED)
    assert shown(browser, f"?run={world.run.key}") == {"Xa"}


def test_undetermined_is_a_level_whether_traced_or_set_by_hand(browser, world):
    Contact.objects.filter(pk=world.first.pk).update(level=None)
    Contact.objects.filter(pk=world.second.pk).update(level_by_hand=0, by_hand_because="chưa rõ")
    assert shown(browser, "?level=0") == {"Gần", "Xa"}


def test_the_nearest_stand_first_and_the_undetermined_last(browser, world):
    Contact.objects.filter(pk=world.first.pk).update(level=None)
    page = text(browser.get(reverse("contacts:contacts")))
    assert page.index("Phạm Văn Xa</a>") < page.index("Trần Thị Gần</a>")


def test_the_level_that_counts_is_the_one_set_by_hand_also_for_the_database(world):
    for level, by_hand, wanted in (
        (2, None, 2),
        (2, 1, 1),
        (None, 3, 3),
        (None, None, None),
        (2, 0, None),
    ):
        rows = Contact.objects.filter(pk=world.first.pk)
        rows.update(level=level, level_by_hand=by_hand, by_hand_because="thử")
        row = rows.get()
        assert row.counted == wanted
        assert row.counted == row.counted_level


def test_the_table_counts_each_commune_and_level_with_a_link(browser, world):
    page = text(browser.get(reverse("contacts:contacts")))
    assert "?commune=96%2F964%2F32025%2F&amp;level=1" in page
    assert "?commune=96%2F964%2F31999%2F&amp;level=2" in page
    assert "counted in" in page


def test_a_filter_that_cannot_be_read_is_said_and_breaks_nothing(browser, world):
    page = browser.get(reverse("contacts:contacts") + "?risk=abc&level=77&run=x&page=zz&order=?")
    assert page.status_code == 200
    assert "cannot be read" in text(page)


def test_a_person_is_found_by_name_and_a_case_by_number_and_no_address_holds_it(browser, world):
    url = reverse("contacts:contacts")
    page = text(browser.post(url, {"q": "tran thi gan"}))
    assert "Trần Thị Gần" in page
    assert "Phạm Văn Xa" not in page
    number = f"{world.case.number}/{world.case.year}"
    assert "Phạm Văn Xa" in text(browser.post(url, {"q": number}))
    assert Reading.objects.filter(page="contacts:search", person=None).exists()


def test_who_is_searched_for_is_found_also_when_the_follow_up_is_over(browser, world):
    Contact.objects.filter(pk=world.first.pk).update(state=State.ENDED)
    assert "Trần Thị Gần" in text(browser.post(reverse("contacts:contacts"), {"q": "tran gan"}))


def export(browser, query="", **values):
    told = {"reason": "báo cáo giao ban sáng", "in_full": "no", "kind": "csv", **values}
    return browser.post(reverse("contacts:export") + query, told)


def test_a_file_is_masked_with_its_reason_and_on_record(browser, world):
    content = export(browser).content.decode("utf-8-sig")
    assert "T. T. G" in content
    assert "Trần Thị" not in content
    assert "báo cáo giao ban sáng" in content.splitlines()[0]
    assert Entry.objects.get(event="contacts.Exported").payload["masked"] is True


def test_a_masked_file_tells_no_address_of_a_home(browser, world):
    Venue.objects.update(setting=Setting.HOUSEHOLD, name="12 Lê Lợi")
    assert "12 Lê Lợi" in export(browser, in_full="yes").content.decode("utf-8-sig")
    masked = export(browser).content.decode("utf-8-sig")
    assert "12 Lê Lợi" not in masked
    assert "from 07:10 until 08:00" in masked


def test_the_list_names_a_case_out_of_sight_by_its_place_alone(cast, world):
    Case.objects.update(path=WARD)
    shown = text(signed_in(cast, "commune").get(reverse("contacts:contacts")))
    assert "Trần Thị Gần" in shown
    assert f"{world.case.number}/{world.case.year}" not in shown
    assert "a case of Phường 9" in shown


def test_a_file_holds_what_the_filters_say_and_excel_opens_it(browser, world):
    made = export(browser, "?level=2", in_full="yes", kind="xlsx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert "Phạm Văn Xa" in strings
    assert "Trần Thị Gần" not in strings


def test_a_file_needs_a_reason_and_the_permission(cast, browser, world):
    assert export(browser, reason="ngắn").status_code == 422
    assert signed_in(cast, "commune").get(reverse("contacts:export")).status_code == 409
    assert not Entry.objects.filter(event="contacts.Exported").exists()


# One contact


def test_the_page_tells_the_evidence_in_one_sentence(browser, world):
    page = page_of(browser, world.first)
    assert (
        "Trần Thị Gần met case 1/2021 Xã An Xuyên (Lê Văn Ca) at Chợ Thử Nghiệm (market, shop) "
        "from 07:10 until 08:00 on 10/9/2021 (50 minutes together)." in page
    )


def test_the_chain_leads_from_the_case_to_the_person_with_who_told_each_link(browser, world):
    page = page_of(browser, world.second)
    chain = page[page.index("How do we know") :]
    places = [
        chain.index(words)
        for words in (
            "Case 1/2021 Xã An Xuyên (Lê Văn Ca)",
            "Trần Thị Gần met case 1/2021",
            "Phạm Văn Xa was at home with Trần Thị Gần",
        )
    ]
    assert places == sorted(places)
    assert "Interview, Đỗ Thị Xã, 09:00 15/9/2021" in page
    assert "Household book" in page
    assert reverse("contacts:contact", args=[world.first.key]) in page


def test_persons_out_of_sight_are_only_somebody_of_their_commune(cast, world):
    far = signed_in(cast, "commune")
    Contact.objects.filter(pk=world.second.pk).update(path=COMMUNE)
    Contact.objects.filter(pk=world.first.pk).update(path=WARD)
    Person.objects.filter(pk=world.first.person_id).update(path=WARD)
    page = page_of(far, world.second)
    assert "Trần Thị Gần" not in page
    assert "a person of Phường 9" in page
    assert reverse("contacts:contact", args=[world.first.key]) not in page


def test_a_chain_whose_source_is_nearer_over_another_one_is_shown_as_far_as_it_holds(
    browser, world
):
    Contact.objects.filter(pk=world.second.pk).update(level=3)
    page = page_of(browser, world.second)
    assert "not shown" in page
    assert "Phạm Văn Xa was at home with Trần Thị Gần" in page


def test_a_person_who_met_several_cases_has_all_of_them_with_their_days(cast, browser, world):
    other, *_others = a_family(cast, "Ngô Thị Hai", form_id="hai")
    second_case = look_into(cast, other).case
    for day in (11, 12):
        Exposure.objects.create(
            contact=world.first,
            case=second_case,
            on=hour(7, day=day).date(),
            is_home=True,
            met_from=hour(7, day=day),
            met_until=hour(8, day=day),
        )
    page = page_of(browser, world.first)
    assert page.index("Case 2/2021 Xã An Xuyên (Ngô Thị Hai)") < page.index(
        "from 07:00 until 08:00 on 12/9"
    )
    assert "from 07:00 until 08:00 on 11/9/2021" in page


@pytest.mark.parametrize(
    ("turn", "before", "after", "wanted"),
    [
        (Turn.NAMED, None, 2, "Newly found to be exposed: F2"),
        (Turn.FREED, 2, None, "No longer exposed: was F2"),
        (Turn.POSITIVE, 1, None, "Became a case: was F1"),
        (Turn.NEARER, 2, 1, "Nearer to a case: F2 → F1"),
        (Turn.FARTHER, 1, 3, "Farther from a case: F1 → F3"),
        (Turn.EARLIER, 2, 2, "Still F2, exposed earlier"),
        (Turn.LATER, 2, 2, "Still F2, exposed later"),
        (Turn.REPROVED, 2, 2, "on other evidence"),
    ],
)
def test_every_change_is_explained_with_the_meeting_behind_it(
    browser, world, turn, before, after, wanted
):
    a_change(
        world.second,
        world.run,
        turn,
        level_before=before,
        level_after=after,
        exposed_before=hour(9),
        exposed_after=hour(8),
    )
    page = page_of(browser, world.second)
    assert wanted in page
    assert page.count("Phạm Văn Xa was at home with Trần Thị Gần") == 3


def test_a_level_set_by_hand_says_by_whom_and_why_and_can_be_taken_back(browser, world):
    url = reverse("contacts:set_level", args=[world.first.key])
    assert browser.post(url, {"level": "3", "reason": "hỏi lại: chỉ đi ngang"}).status_code == 302
    page = page_of(browser, world.first)
    assert "Level set by hand: F3" in page
    assert "Lê Thị Tổng" in page
    assert "hỏi lại: chỉ đi ngang" in page
    assert "The trace reckons: F1." in page
    assert browser.post(url, {"level": "back", "reason": "gặp thật, xác minh"}).status_code == 302
    page = page_of(browser, world.first)
    assert "The trace reckons" not in page
    assert "taken back" in page


def test_a_level_by_hand_needs_a_reason(browser, world):
    url = reverse("contacts:set_level", args=[world.first.key])
    assert browser.post(url, {"level": "0", "reason": "x"}).status_code == 422
    world.first.refresh_from_db()
    assert world.first.level_by_hand is None


def test_looking_at_a_contact_is_logged_for_everybody_whom_it_names(browser, world):
    page_of(browser, world.second)
    read = set(Reading.objects.filter(page="contacts:contact").values_list("person_id", flat=True))
    assert {world.second.person_id, world.first.person_id} <= read


def test_a_contact_of_whom_nothing_is_known_has_a_page(cast, browser):
    person, *_others = a_family(cast, "Không Rõ")
    contact = a_contact(person, level=None, follow_until=None)
    page = page_of(browser, contact)
    assert "undetermined" in page
    assert "No chain of meetings" in page


# Proposals


def test_proposals_filter_by_their_address(browser, world):
    a_proposal(world.run, world.first)
    a_proposal(world.run, world.second, path=WARD, level=2, rule="f2@1", aim="lift", measure="test")
    for query, wanted in (
        ("", 2),
        (f"?commune={WARD}", 1),
        ("?aim=lift", 1),
        ("?measure=home_quarantine", 1),
        ("?level=2", 1),
        ("?level=0", 0),
        ("?rule=f2@1", 1),
        ("?answer=approved", 0),
    ):
        page = text(browser.get(reverse("contacts:proposals") + query))
        assert page.count('class="cell-title"') == wanted, query


def test_a_proposal_shows_persons_days_rule_and_what_is_missing(browser, world):
    made = a_proposal(world.run, world.first, undetermined=["vaccinated"])
    page = text(browser.get(reverse("contacts:proposal", args=[made.key])))
    for words in ("Trần Thị Gần", "10/9/2021", "24/9/2021", "16/9/2021", "5599/BYT-MT"):
        assert words in page
    assert "facts are missing" in page


def test_a_proposal_is_approved_and_nothing_else_changes(browser, world):
    made = a_proposal(world.run, world.first)
    before = Contact.objects.values().get(pk=world.first.pk)
    assert browser.post(reverse("contacts:approve", args=[made.key])).status_code == 302
    made.refresh_from_db()
    assert (made.answer, made.answered_by_name) == (Answer.APPROVED, "Lê Thị Tổng")
    assert Contact.objects.values().get(pk=world.first.pk) == before
    assert browser.post(reverse("contacts:approve", args=[made.key])).status_code == 409


def test_a_proposal_that_grew_since_it_was_read_is_not_approved_unread(browser, world):
    made = a_proposal(world.run, world.first)
    url = reverse("contacts:approve", args=[made.key])
    page = text(browser.get(reverse("contacts:proposal", args=[made.key])))
    assert f'name="people" value="{made.people}"' in page
    assert browser.post(url, {"people": made.people + 1}).status_code == 409
    made.refresh_from_db()
    assert made.answer == Answer.OPEN
    assert browser.post(url, {"people": made.people}).status_code == 302


def test_a_refusal_needs_its_reason(browser, world):
    made = a_proposal(world.run, world.first)
    url = reverse("contacts:refuse", args=[made.key])
    assert browser.post(url, {"reason": ""}).status_code == 422
    assert browser.post(url, {"reason": "đã cách ly tập trung"}).status_code == 302
    page = text(browser.get(reverse("contacts:proposal", args=[made.key])))
    assert "đã cách ly tập trung" in page


def test_several_are_approved_at_once_and_what_cannot_be_is_said(browser, world):
    made = [a_proposal(world.run, world.first) for _ in range(2)]
    done = a_proposal(world.run, world.first, answer=Answer.REFUSED, answered_by_name="Ai đó")
    page = browser.post(
        reverse("contacts:approve_several"),
        {"row": [row.pk for row in (*made, done)] + ["nonsense"]},
        follow=True,
    )
    assert "2 proposals were approved." in text(page)
    assert "Not approved" in text(page)


def test_an_officer_without_the_right_sees_no_button_and_is_refused(cast, world):
    made = a_proposal(world.run, world.first)
    officer = signed_in(cast, "commune")
    page = text(officer.get(reverse("contacts:proposal", args=[made.key])))
    assert reverse("contacts:approve", args=[made.key]) not in page
    assert officer.post(reverse("contacts:approve", args=[made.key])).status_code == 409


def test_the_annex_is_an_official_list_on_paper(cast, browser, world):
    made = a_proposal(world.run, world.first)
    answer = browser.get(reverse("contacts:annex", args=[made.key]))
    paper = pypdfium2.PdfDocument(answer.content)
    words = "".join(page.get_textpage().get_text_bounded() for page in paper)
    assert "Trần Thị Gần" in words
    assert Reading.objects.filter(page="contacts:annex", count=1).exists()


# Traces


def test_a_trace_shows_why_when_how_long_and_the_list_behind_each_figure(browser, world):
    a_change(world.first, world.run)
    a_change(world.second, world.run, Turn.NEARER, level_before=3)
    run = world.run
    run.subject = f"cases.case:{world.case.pk}"
    run.save()
    url = reverse("contacts:run", args=[run.key])
    page = text(browser.get(url))
    assert "A new case" in page
    assert "case 1/2021 Xã An Xuyên (Lê Văn Ca)" in page
    assert "60.0 s after" in page
    narrowed = text(browser.get(url + "?turn=nearer"))
    assert "Nearer to a case: F3 → F2" in narrowed
    assert "Newly found to be exposed" not in narrowed
    assert reverse("contacts:run", args=[run.key]) in text(browser.get(reverse("contacts:runs")))


def test_a_commune_sees_its_own_part_of_a_trace(cast, world):
    a_change(world.first, world.run)
    a_change(world.second, world.run)
    page = text(signed_in(cast, "commune").get(reverse("contacts:run", args=[world.run.key])))
    assert "Trần Thị Gần" in page
    assert "Phạm Văn Xa met" not in page
    assert "/ 2" in page


def test_whose_case_a_trace_names_stands_in_the_log(browser, world):
    subject = f"cases.case:{world.case.pk}"
    run = a_run(subject=subject)
    page = text(browser.get(reverse("contacts:run", args=[run.key])))
    assert "Lê Văn Ca" in page
    assert Reading.objects.filter(person=world.case.person.root, page="contacts:run").exists()


def test_the_file_of_a_trace_asks_for_its_reason(browser, world):
    a_change(world.first, world.run)
    url = reverse("contacts:run", args=[world.run.key])
    sent = browser.get(url + "?export=xlsx")
    assert sent.headers["Location"] == f"{reverse('contacts:export')}?run={world.run.key}"


def test_the_first_call_is_a_dated_number(browser):
    url = reverse("contacts:limits")
    assert "60" in text(browser.get(url))
    values = {
        "name": "first_call_minutes",
        "value": "30",
        "valid_from": "15/9/2021",
        "source": "Văn bản thử",
    }
    assert browser.post(url, values).status_code == 302
    assert "Văn bản thử" in text(browser.get(url))
