"""Partial lists to the communes, pictures, contacts' own forms, gathered stays."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.audit.models import Entry
from lachan.cases.actions.correcting import correct_case, facts_of, isolate, move_case
from lachan.core.refused import NotThere, Refused
from lachan.notifications.models import Message
from lachan.people.models import Source as PersonSource
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.actions.lines import MetWords, strike_line
from lachan.tracing.actions.own_forms import (
    Answer,
    answer_form,
    count_attempt,
    give_form,
    open_form,
    revoke_form,
)
from lachan.tracing.actions.photos import finish_photo, keep_photo, picture_of
from lachan.tracing.actions.sending import receive_lines, send_lines
from lachan.tracing.models import FormLink, HandedLine, HandOff, Investigation, Line, Stay, Venue
from lachan.tracing.queries.hand_offs import beyond, get_hand_off, handed_lines, unsent
from lachan.tracing.queries.links import link_by_token, token_of
from lachan.tracing.terms import LineKind, Source
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, a_family, met, span, stay, told

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"mot buc anh"


@pytest.fixture(autouse=True)
def the_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_each_commune_gets_the_lines_that_it_must_know_and_each_line_once(cast):
    made, _people = a_case(cast)
    market, meeting = told(cast, made, stay()), told(cast, made, met())
    told(cast, made, stay(None, span(20, 21), kind=LineKind.EVENT, words="sốt"))
    first = send_lines(cast.commune, made.key, now=NOW)
    assert {(row.path, line.pk) for row in first for line in handed_lines(row)} == {
        (COMMUNE, market.pk),
        (WARD, meeting.pk),
    }
    assert send_lines(cast.commune, made.key, now=NOW) == []
    later = told(cast, made, met("Bùi Thị Muộn", span(15, 16)))
    (second,) = send_lines(cast.commune, made.key, now=NOW + HOUR)
    assert [line.pk for line in handed_lines(second)] == [later.pk]
    assert Entry.objects.filter(event="tracing.LinesSent").count() == 3


def test_what_concerns_another_province_is_said_and_not_sent_where_nobody_receives(cast):
    made, _people = a_case(cast)
    away = MetWords(full_name="Phan Thị Xa", path="95/")
    told(cast, made, met(met=away))
    assert send_lines(cast.commune, made.key, now=NOW) == []
    assert beyond(made) == {"95/": 1}


def test_the_commune_is_told_at_once_and_says_that_it_has_it(cast):
    made, _people = a_case(cast)
    told(cast, made, stay())
    (sent,) = send_lines(cast.commune, made.key, now=NOW)
    assert Message.objects.filter(recipient=cast.users["commune"], link__contains=str(sent.key))
    receive_lines(cast.commune, sent.key, now=NOW + HOUR)
    received = receive_lines(cast.city, sent.key, now=NOW + 2 * HOUR)
    assert received.received_at == NOW + HOUR


def test_a_line_struck_after_it_was_sent_is_seen_as_struck_and_its_correction_is_sent(cast):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    (sent,) = send_lines(cast.commune, made.key, now=NOW)
    told(cast, made, stay(when=span(15, 16), replaces=old.key))
    assert [line.struck_at is None for line in handed_lines(sent)] == [False]
    assert len(unsent(made)[COMMUNE]) == 1


def test_a_struck_line_is_not_sent(cast):
    made, _people = a_case(cast)
    line = told(cast, made, stay())
    strike_line(cast.commune, line.key, "kể nhầm", now=NOW)
    assert send_lines(cast.commune, made.key, now=NOW) == []


def test_the_neighbour_neither_sends_nor_reads_what_was_sent(cast):
    made, _people = a_case(cast)
    told(cast, made, stay())
    with pytest.raises(NotThere):
        send_lines(cast.neighbour, made.key, now=NOW)
    (sent,) = send_lines(cast.commune, made.key, now=NOW)
    with pytest.raises(NotThere):
        get_hand_off(cast.neighbour, sent.key)
    assert HandedLine.objects.count() == HandOff.objects.count() == 1


def test_a_picture_is_kept_once_and_as_it_was(cast):
    made, _people = a_case(cast)
    photo = keep_photo(cast.commune, made.key, PNG, now=NOW)
    assert keep_photo(cast.commune, made.key, PNG, now=NOW).pk == photo.pk
    assert picture_of(photo) == PNG
    with pytest.raises(Refused):
        keep_photo(cast.commune, made.key, b"%PDF-1.7", now=NOW)
    line = told(cast, made, met(photo_key=photo.key, source=Source.PHOTO))
    assert line.photo == photo
    assert finish_photo(cast.commune, photo.key, now=NOW).keyed_at == NOW


def test_a_picture_that_was_changed_on_disk_is_not_shown(cast, tmp_path):
    made, _people = a_case(cast)
    photo = keep_photo(cast.commune, made.key, PNG, now=NOW)
    next(tmp_path.rglob(photo.digest)).write_bytes(PNG + b"!")
    with pytest.raises(Refused):
        picture_of(photo)


def a_form(cast):
    made, _people = a_case(cast)
    contact = told(cast, made, met()).met
    link = give_form(cast.commune, made.key, contact.pk, now=NOW)
    return made, contact, link, token_of(link)


def test_the_address_of_a_form_says_nothing_and_cannot_be_made_up(cast):
    _made, contact, link, token = a_form(cast)
    assert link_by_token(token) == link
    for secret in (contact.full_name, contact.key.hex, str(contact.key)):
        assert secret not in token
    for false in (token[:-1], uuid.uuid4().hex, f"{uuid.uuid4().hex}:{token.split(':')[1]}", ""):
        with pytest.raises(NotThere):
            link_by_token(false)


def test_a_form_is_given_to_who_is_named_only(cast):
    made, _people = a_case(cast)
    (stranger,) = a_family(cast, "Võ Văn Lạ", form_id="la")
    with pytest.raises(Refused):
        give_form(cast.commune, made.key, stranger.pk, now=NOW)


def test_what_a_contact_tells_are_lines_of_the_contact_and_a_sheet_counts_once(cast):
    made, contact, _link, token = a_form(cast)
    sheet = Answer(uuid.uuid4(), [met("Bạn Một", span(7, 8)), met("Bạn Hai", span(9, 10))])
    for _time in range(2):
        answer_form(count_attempt(token, now=NOW), sheet, now=NOW)
    lines = Line.objects.filter(source=Source.FORM)
    assert {line.met.full_name for line in lines} == {"Bạn Một", "Bạn Hai"}
    assert {line.person for line in lines} == {contact}
    assert PersonSource.objects.filter(kind="declaration").count() == 2
    assert Entry.objects.get(event="tracing.FormAnswered").payload["lines"] == 2
    assert made.lines.count() == 3


def test_a_form_closes_after_its_time_its_tries_and_when_it_is_withdrawn(cast):
    _made, _contact, link, token = a_form(cast)
    assert open_form(token, now=link.expires_at - HOUR)
    with pytest.raises(Refused):
        open_form(token, now=link.expires_at)
    for _time in range(link.most_attempts):
        count_attempt(token, now=NOW)
    with pytest.raises(Refused):
        count_attempt(token, now=NOW)
    FormLink.objects.update(attempts=0)
    revoke_form(cast.commune, link.key, "gửi nhầm người", now=NOW)
    with pytest.raises(Refused):
        open_form(token, now=NOW)


@pytest.fixture
def door(cast):
    """A market with a code on its door."""
    return WatchPlace.objects.create(code="A3C9XK", path=COMMUNE, name="Chợ Cửa", opened_at=NOW)


def test_check_ins_become_stays_once_and_follow_what_is_told(cast, door):
    (person,) = a_family(cast, "Lê Thị Quét")
    visit = PlaceVisit.objects.create(place=door, person=person, entered_at=NOW - 3 * HOUR)
    assert (gather_stays(NOW), gather_stays(NOW)) == (1, 0)
    standing = Stay.objects.get()
    assert (standing.left_at, standing.source) == (NOW - 2 * HOUR, Source.CHECK_IN)
    PlaceVisit.objects.filter(pk=visit.pk).update(left_at=NOW - HOUR)
    assert gather_stays(NOW + HOUR) == 1
    standing.refresh_from_db()
    assert standing.struck_at == NOW + HOUR
    visit.delete()
    assert gather_stays(NOW + HOUR) == 0
    assert not Stay.objects.filter(struck_at=None).exists()
    assert Venue.objects.get().reference == f"arrivals.watchplace:{door.pk}"


def test_a_case_is_looked_into_as_soon_as_it_is_opened_and_until_it_is_isolated(cast, run_jobs):
    made, _people = a_case(cast)
    case = made.case
    Investigation.objects.all().delete()
    run_jobs()
    again = Investigation.objects.get(case=case)
    assert (again.days, again.last_on) == (20, None)
    isolate(cast.synthesist, case.key, NOW, now=NOW)
    move_case(cast.synthesist, case.key, WARD, reason="chuyển nơi ở", now=NOW)
    run_jobs()
    again.refresh_from_db()
    assert (again.last_on, again.path) == (NOW.date(), WARD)


def test_an_investigation_asks_about_the_days_that_a_correction_tells(cast, run_jobs):
    made, _people = a_case(cast)
    isolate(cast.synthesist, made.case.key, NOW - 2 * DAY, now=NOW)
    run_jobs()
    made.case.refresh_from_db()
    right = replace(
        facts_of(made.case), isolated_at=NOW - DAY, sampled_at=NOW - 6 * DAY, onset_on=None
    )
    correct_case(cast.synthesist, made.case.key, right, reason="nhập nhầm ngày", now=NOW)
    run_jobs()
    made.refresh_from_db()
    assert (made.zero_on, made.last_on) == (date(2021, 9, 9), date(2021, 9, 14))


def test_a_visit_corrected_into_the_days_looked_back_takes_the_place_of_the_old_one(cast, door):
    (person,) = a_family(cast, "Lê Thị Quét")
    visit = PlaceVisit.objects.create(place=door, person=person, entered_at=NOW - 19 * DAY)
    assert gather_stays(NOW) == 1
    PlaceVisit.objects.filter(pk=visit.pk).update(entered_at=NOW - 16 * DAY)
    later = NOW + 3 * DAY
    assert (gather_stays(later), gather_stays(later)) == (1, 0)
    assert Stay.objects.get(struck_at=None).entered_at == NOW - 16 * DAY
    assert Stay.objects.get(struck_at=later).entered_at == NOW - 19 * DAY
