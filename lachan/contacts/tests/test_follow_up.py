"""Calls, teams and hand-overs as they are done, on the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lachan.audit.models import Entry
from lachan.contacts.actions.calls import record_call, tell_lateness
from lachan.contacts.actions.hand_overs import HandOverWords, ReceiptWords, hand_over, note_receipt
from lachan.contacts.actions.teams import TeamWords, assign_commune, assign_to, end_team, set_team
from lachan.contacts.models import Assignment, Call, Contact, Proposal
from lachan.contacts.queries import follow_up
from lachan.contacts.queries.contacts import contacts, counted, in_state
from lachan.contacts.queries.follow_up import is_let_be
from lachan.contacts.queries.hand_overs import outside
from lachan.contacts.queries.teams import ready_teams, teams, unassigned, with_load
from lachan.contacts.terms import CURRENT, LET_BE, Aim, Method, Outcome, Rung, State
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, ToldOtherwise
from lachan.notifications.models import Message
from lachan.policies.terms import Measure
from tests.cast import NOW, Cast

from .followed import COMMUNE, ELSEWHERE, WARD, a_contact, said

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


def due(cast, now=NOW):
    return list(follow_up.to_follow(cast.commune, now))


def a_team(cast, name="Tổ 1", path=COMMUNE, **changed):
    return set_team(cast.synthesist, TeamWords(path=path, name=name, **changed), now=NOW)


def letter(*contacts, **changed):
    words = HandOverWords(said().key, [one.pk for one in contacts], "CDC tỉnh Bạc Liêu", ELSEWHERE)
    return replace(words, **changed)


def test_late_first_calls_stand_first(cast):
    called = a_contact("Gọi Rồi", named_at=NOW - 5 * HOUR)
    record_call(cast.commune, called.key, said(Outcome.NO_ANSWER, NOW - 4 * HOUR), now=NOW)
    fresh = a_contact("Mới", named_at=NOW)
    forgotten = a_contact("Quên", named_at=NOW - 2 * HOUR)
    assert [row.pk for row in due(cast)] == [forgotten.pk, called.pk, fresh.pk]
    assert [row.pk for row in follow_up.late(follow_up.to_follow(cast.commune, NOW), NOW)] == [
        forgotten.pk,
        called.pk,
    ]


def test_a_call_says_where_the_contact_stands_and_when_it_was_first_reached(cast):
    contact = a_contact()
    record_call(cast.commune, contact.key, said(Outcome.NO_ANSWER), now=NOW)
    assert due(cast)[0].next_rung == Rung.AGAIN
    record_call(cast.commune, contact.key, said(Outcome.WELL, NOW + HOUR), now=NOW + HOUR)
    row = due(cast, NOW + HOUR)[0]
    assert (row.next_rung, row.seen, row.reached_at) == (Rung.DAILY, NOW + HOUR, NOW + HOUR)


def test_a_call_that_is_sent_twice_is_kept_once(cast):
    contact, words = a_contact(), said()
    first = record_call(cast.commune, contact.key, words, now=NOW)
    assert record_call(cast.commune, contact.key, words, now=NOW + DAY) == first
    assert Call.objects.count() == 1


def test_other_words_under_the_same_key_are_refused_and_the_first_stay(cast):
    contact, words = a_contact(), said(Outcome.NO_ANSWER)
    record_call(cast.commune, contact.key, words, now=NOW)
    ill = said(Outcome.SYMPTOMS, key=words.key)
    with pytest.raises(Refused):
        record_call(cast.commune, contact.key, ill, now=NOW)
    with pytest.raises(Refused):
        record_call(cast.commune, contact.key, replace(words, note="nhắn sau"), now=NOW)
    assert Call.objects.get().outcome == Outcome.NO_ANSWER


def test_a_button_pressed_twice_is_one_call_though_a_second_went_by(cast):
    contact, words = a_contact(), said(Outcome.NO_ANSWER, note="  máy   bận ")
    later = NOW + timedelta(seconds=1)
    first = record_call(cast.commune, contact.key, words, now=NOW)
    assert record_call(cast.commune, contact.key, replace(words, at=later), now=later) == first


def test_a_device_cannot_move_its_note_to_somebody_else(cast):
    words = said()
    record_call(cast.commune, a_contact().key, words, now=NOW)
    with pytest.raises(Refused):
        record_call(cast.commune, a_contact("Khác").key, words, now=NOW)


@pytest.mark.parametrize(
    "words",
    [
        said(at=NOW + HOUR),
        said(Outcome.SYMPTOMS, symptoms=()),
        said(Outcome.SYMPTOMS, symptoms_since=(NOW + DAY).date()),
        said(Outcome.NO_ANSWER, next_try_at=NOW - HOUR),
        said(Outcome.NO_ANSWER, next_try_at=NOW + 3 * DAY),
    ],
)
def test_words_that_cannot_be_are_refused(cast, words):
    with pytest.raises(Refused):
        record_call(cast.commune, a_contact().key, words, now=NOW)
    assert not Call.objects.exists()


def test_symptoms_are_said_aloud_and_propose_one_sample_a_contact(cast):
    contact, other = a_contact(), a_contact("Người Nữa")
    for number, one in enumerate((contact, contact, other)):
        words = said(Outcome.SYMPTOMS, NOW + number * HOUR)
        record_call(cast.commune, one.key, words, now=NOW + 3 * HOUR)
    proposal = Proposal.objects.get()
    assert (proposal.aim, proposal.path, proposal.people) == (Aim.TEST, COMMUNE, 2)
    assert {line.contact_id for line in proposal.lines.all()} == {contact.pk, other.pk}
    assert Entry.objects.filter(event="contacts.SymptomsTold").count() == 3
    assert Message.objects.filter(key__startswith="contacts.symptoms.").exists()


def test_who_is_named_anew_is_called_anew(cast):
    contact = a_contact(named_at=NOW - 3 * DAY)
    record_call(cast.commune, contact.key, said(at=NOW - 2 * DAY), now=NOW)
    Contact.objects.update(named_at=NOW)
    assert (due(cast)[0].next_rung, due(cast)[0].seen) == (Rung.FIRST, None)


def test_who_was_not_seen_for_three_days_is_lost(cast):
    lost = a_contact("Mất", named_at=NOW - 4 * DAY)
    record_call(cast.commune, lost.key, said(at=NOW - 3 * DAY), now=NOW)
    seen = a_contact("Thấy", named_at=NOW - 4 * DAY)
    record_call(cast.commune, seen.key, said(at=NOW - 2 * DAY), now=NOW)
    assert list(follow_up.lost(follow_up.to_follow(cast.commune, NOW), NOW)) == [lost]


def test_whose_days_are_over_is_not_followed(cast):
    a_contact("Hết Hạn", follow_until=(NOW - DAY).date())
    a_contact("Đã Khỏi", state=State.ENDED)
    assert due(cast) == []


def test_nobody_follows_whom_no_rule_asks_anything_of(cast, rules):
    let_be = a_contact("Xa Lắm", level=3, follow_until=None, named_at=NOW - 9 * DAY)
    assert due(cast) == []
    assert tell_lateness(NOW) == 0
    assert not unassigned(COMMUNE, NOW).exists()
    assert contacts(cast.commune).get() == let_be
    assert is_let_be(let_be, NOW)


def test_who_is_let_be_is_counted_and_listed_apart_from_those_being_followed_up(cast, rules):
    let_be, followed = a_contact("Xa", level=3, follow_until=None), a_contact()
    shown = [(row.level, row.number, row.followed) for row in counted(cast.commune, NOW)]
    assert shown == [(1, 1, 1), (3, 1, 0)]
    rows = contacts(cast.commune)
    assert {*in_state(rows, CURRENT, NOW)} == {followed, let_be}
    assert [*in_state(rows, State.FOLLOWED, NOW)] == [followed]
    assert [*in_state(rows, LET_BE, NOW)] == [let_be]


def test_without_any_rule_nobody_is_let_be(cast):
    a_contact("Xa", level=3, follow_until=None)
    assert [row.followed for row in counted(cast.commune, NOW)] == [1]
    assert not in_state(contacts(cast.commune), LET_BE, NOW).exists()


def test_whom_nobody_follows_any_more_is_no_load_of_the_team(cast, rules):
    rows = [a_contact(f"Người {number}") for number in range(3)]
    team = a_team(cast)
    assert assign_to(cast.synthesist, [row.pk for row in rows], team.key, now=NOW) == 3
    Contact.objects.filter(pk=rows[0].pk).update(level=3, follow_until=None)
    Contact.objects.filter(pk=rows[1].pk).update(follow_until=(NOW - DAY).date())
    assert with_load(teams(cast.commune), NOW).get().load == 1
    assert [ready.load for ready in ready_teams(COMMUNE, NOW)] == [1]


def test_without_any_rule_everybody_is_followed(cast):
    contact = a_contact("Xa Lắm", level=3, follow_until=None)
    assert due(cast) == [contact]
    assert not is_let_be(contact, NOW)


@pytest.mark.parametrize(
    "words",
    [
        {"level": None},
        {"level_by_hand": 0, "by_hand_because": "chưa rõ"},
        {"measure": Measure.HOME_QUARANTINE},
    ],
)
def test_who_may_yet_be_asked_something_is_followed_though_no_end_is_known(cast, rules, words):
    contact = a_contact(**({"level": 3, "follow_until": None} | words))
    assert due(cast) == [contact]
    assert not is_let_be(contact, NOW)


def test_of_late_first_calls_those_at_the_highest_risk_stand_first(cast):
    low = a_contact("Thấp", level=2, risk=1, named_at=NOW - 5 * HOUR)
    early = a_contact("Cao Sớm", risk=3, named_at=NOW - 4 * HOUR)
    late = a_contact("Cao Muộn", risk=3, named_at=NOW - 2 * HOUR)
    fresh = a_contact("Mới", risk=3, named_at=NOW)
    assert due(cast) == [early, late, low, fresh]


def test_another_commune_neither_sees_nor_calls(cast):
    contact = a_contact(path=WARD)
    assert due(cast) == []
    with pytest.raises(NotThere):
        record_call(cast.commune, contact.key, said(), now=NOW)
    with pytest.raises(NotThere):
        record_call(cast.neighbour, contact.key, said(), now=NOW)


def test_late_ones_are_reminded_of_once_in_two_hours(cast):
    a_contact(named_at=NOW - 2 * HOUR)
    assert tell_lateness(NOW) == 1
    assert tell_lateness(NOW + HOUR) == 0
    assert tell_lateness(NOW + 2 * HOUR) == 1
    assert Message.objects.filter(key__startswith="contacts.late.").count() == 2


def test_a_reminder_is_not_taken_for_a_call(cast):
    a_contact(named_at=NOW - 2 * HOUR)
    tell_lateness(NOW)
    assert due(cast)[0].next_rung == Rung.FIRST


def test_the_contacts_of_a_commune_are_given_evenly_in_one_action(cast):
    for number in range(7):
        a_contact(f"Người {number}")
    a_contact("Phường", path=WARD)
    a_team(cast), a_team(cast, "Tổ 2")
    assert assign_commune(cast.synthesist, COMMUNE, Method.ROUND_ROBIN, now=NOW) == 7
    assert assign_commune(cast.synthesist, COMMUNE, Method.ROUND_ROBIN, now=NOW) == 0
    loads = sorted(team.assignments.count() for team in {a.team for a in Assignment.objects.all()})
    assert loads == [3, 4]


def test_the_team_of_the_hamlet_gets_its_households(cast):
    here = a_contact(hamlet="Ấp 7")
    a_team(cast, hamlet="Ấp 1")
    near = a_team(cast, "Tổ 2", hamlet="ấp 7")
    assign_commune(cast.synthesist, COMMUNE, Method.NEAREST, now=NOW)
    assert Assignment.objects.get(contact=here).team == near


def test_chosen_contacts_go_to_another_team_and_the_first_is_remembered(cast):
    contact = a_contact()
    a_team(cast)
    assign_commune(cast.synthesist, COMMUNE, Method.ROUND_ROBIN, now=NOW)
    other = a_team(cast, "Tổ 2")
    assert assign_to(cast.synthesist, [contact.pk], other.key, now=NOW) == 1
    assert assign_to(cast.synthesist, [contact.pk], other.key, now=NOW) == 0
    assert due(cast)[0].team_name == "Tổ 2"
    assert contact.assignments.count() == 2


def test_the_contacts_of_a_team_that_ends_wait_for_another(cast):
    a_contact()
    team = a_team(cast)
    assign_commune(cast.synthesist, COMMUNE, Method.ROUND_ROBIN, now=NOW)
    end_team(cast.synthesist, team.key, now=NOW)
    assert due(cast)[0].team_id is None
    with pytest.raises(Refused):
        assign_commune(cast.synthesist, COMMUNE, Method.ROUND_ROBIN, now=NOW)


def test_an_officer_without_the_permission_assigns_nobody(cast):
    with pytest.raises(Refused):
        set_team(cast.commune, TeamWords(path=COMMUNE, name="Tổ"), now=NOW)
    with pytest.raises(Refused):
        assign_commune(cast.commune, COMMUNE, Method.ROUND_ROBIN, now=NOW)


def test_a_stranger_to_the_commune_is_no_member_of_its_team(cast):
    member = cast.users["commune"].pk
    assert a_team(cast, members=[member]).members.count() == 1
    with pytest.raises(Refused):
        a_team(cast, "Tổ 2", members=[cast.users["neighbour"].pk])


def test_who_lives_elsewhere_is_handed_over_once_and_the_receipt_noted(cast):
    away, _here = a_contact(path=ELSEWHERE), a_contact("Ở Nhà")
    assert list(outside(cast.synthesist)) == [away]
    sent_at = NOW + timedelta(seconds=40)
    row = hand_over(cast.synthesist, letter(away), now=sent_at)
    with pytest.raises(Refused):
        hand_over(cast.synthesist, letter(away), now=NOW)
    for wrong in (NOW - timedelta(minutes=1), NOW + HOUR):
        early = ReceiptWords("Lý Văn Láng", wrong, "12/CDC")
        with pytest.raises(Refused):
            note_receipt(cast.synthesist, row.key, early, now=sent_at)
    # Whoever is rung up at once has it in the minute of the sending, and that is what is typed.
    receipt = ReceiptWords("Lý Văn Láng", NOW, "12/CDC")
    done = note_receipt(cast.synthesist, row.key, receipt, now=sent_at)
    again = replace(receipt, by_name="Người Khác")
    assert note_receipt(cast.synthesist, row.key, again, now=NOW + HOUR) == done
    assert done.received_by_name == "Lý Văn Láng"
    assert outside(cast.synthesist).get().is_handed


def test_a_letter_sent_twice_is_one_whoever_of_the_list_had_gone_before(cast):
    before, away = a_contact(path=ELSEWHERE), a_contact("Khác", path=ELSEWHERE)
    hand_over(cast.synthesist, letter(before), now=NOW)
    words = letter(before, away)
    row = hand_over(cast.synthesist, words, now=NOW)
    assert hand_over(cast.synthesist, words, now=NOW + HOUR) == row
    assert [one.contact for one in row.handed.all()] == [away]


def test_other_contacts_or_another_body_under_the_key_of_a_letter_are_refused(cast):
    away, other = a_contact(path=ELSEWHERE), a_contact("Khác", path=ELSEWHERE)
    words = letter(away)
    hand_over(cast.synthesist, words, now=NOW)
    for otherwise in (
        {"contact_ids": [away.pk, other.pk]},
        {"contact_ids": [other.pk]},
        {"to_name": "CDC tỉnh Sóc Trăng"},
        {"letter": "9/SYT"},
    ):
        with pytest.raises(ToldOtherwise):
            hand_over(cast.synthesist, replace(words, **otherwise), now=NOW)
    assert not outside(cast.synthesist).get(pk=other.pk).is_handed


def test_who_is_named_anew_may_be_handed_over_anew(cast):
    away = a_contact(path=ELSEWHERE)
    hand_over(cast.synthesist, letter(away), now=NOW)
    Contact.objects.update(named_at=NOW + DAY)
    assert hand_over(cast.synthesist, letter(away), now=NOW + DAY)


def test_nobody_below_the_province_hands_over_or_sees_those_outside(cast):
    away = a_contact(path=ELSEWHERE)
    assert not outside(cast.commune).exists()
    with pytest.raises(Refused):
        hand_over(cast.commune, letter(away), now=NOW)


def test_who_lives_in_the_province_is_not_handed_out_of_it(cast):
    with pytest.raises(Refused):
        hand_over(cast.synthesist, letter(a_contact()), now=NOW)


def test_the_telephone_is_shown_only_to_who_may_read_the_person(cast):
    contact = a_contact(phone="0912345678")
    only_contacts = Actor(id=None, name="", grants=frozenset({("contacts.read", "96/")}))
    assert follow_up.phones(cast.commune, [contact])[contact.pk] == ["0912345678"]
    assert follow_up.phones(only_contacts, [contact])[contact.pk] == []
