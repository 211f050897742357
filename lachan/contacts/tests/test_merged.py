"""Contacts whose records turn out to be one person's, and to be two after all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.levels import set_level
from lachan.contacts.actions.teams import TeamWords, assign_to, set_team
from lachan.contacts.actions.tracing import trace_again
from lachan.contacts.models import Contact, Proposal
from lachan.contacts.queries.chains import chain_to
from lachan.contacts.queries.follow_up import to_follow
from lachan.contacts.terms import Aim, Answer, Cause, State
from lachan.people.actions.merging import merge_pair, undo_merge
from lachan.people.models import CandidatePair, Person
from lachan.tracing.models import Stay
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Source
from lachan.tracing.tests.examples import COMMUNE, WARD, hour
from tests.cast import NOW

from .followed import a_person, said
from .test_consequences import approve_all, trace
from .town import positive

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=10)


@pytest.fixture
def binh(cast, town, rules):
    """Bình, F1 of An: called, given to a team, with an approved measure."""
    people, _stays = town
    positive(cast, people["an"])
    trace()
    approve_all()
    contact = Contact.objects.get(person=people["binh"])
    record_call(cast.commune, contact.key, said(at=NOW + MINUTES), now=NOW + MINUTES)
    team = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ A"), now=NOW)
    assign_to(cast.synthesist, [contact.pk], team.key, now=NOW)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def twin():
    """An older record, which will stand for the person."""
    row = a_person("Trần Bình")
    Person.objects.filter(pk=row.pk).update(
        birth_on=date(1980, 1, 2), recorded_at=NOW - timedelta(days=9)
    )
    return row


def merge(cast, one, other):
    """Two records are found to be one person's."""
    left, right = sorted((one, other), key=lambda row: row.pk)
    pair = CandidatePair.objects.create(
        left=left,
        right=right,
        path=left.path,
        other_path=right.path,
        probability=1,
        weight=9,
        proposed_at=NOW,
    )
    return merge_pair(cast.synthesist, pair.pk, now=NOW)


def standing(contact):
    contact.refresh_from_db()
    names = ("state", "level", "level_by_hand", "named_at", "reached_at", "measure", "follow_until")
    return [getattr(contact, name) for name in names]


def traced():
    """A trace after records were merged or parted."""
    run = trace_again(Cause.PEOPLE_MERGED, "", asked_at=NOW, now=NOW)
    assert run is not None
    return run


def at_the_market(person, town):
    _people, stays = town
    Stay.objects.create(
        person=person,
        venue=stays["an"].venue,
        entered_at=hour(9, 20, day=13),
        left_at=hour(9, 50, day=13),
        source=Source.INTERVIEW,
        recorded_at=NOW,
    )


def test_a_merge_leaves_a_contact_what_it_was_and_so_does_taking_it_back(cast, binh, twin, town):
    before, number = standing(binh), Contact.objects.count()
    made = merge(cast, binh.person, twin)
    assert made.winner == twin
    for _step in range(2):
        assert traced().changes == {}
        assert standing(binh) == before
        assert Contact.objects.count() == number
        assert binh in set(to_follow(cast.leader, NOW))
        assert not Proposal.objects.filter(answer=Answer.OPEN).exists()
        assert not Proposal.objects.filter(aim=Aim.LIFT).exists()
        if made.undone_at is None:
            made = undo_merge(cast.synthesist, made.pk, now=NOW)


def test_the_chain_goes_on_through_a_merged_record(cast, binh, twin, town):
    people, _stays = town
    merge(cast, binh.person, twin)
    traced()
    chain = chain_to(Contact.objects.get(person=people["dung"]))
    assert [link.contact.level for link in chain.links] == [1, 2, 3]


def test_the_chain_of_two_contacts_who_are_one_shows_the_one_who_is_followed(
    cast, binh, twin, town
):
    people, _stays = town
    at_the_market(twin, town)
    trace()
    merge(cast, binh.person, twin)
    traced()
    chain = chain_to(Contact.objects.get(person=people["dung"]))
    assert chain.links[0].contact == binh


def test_a_merged_contact_lives_where_the_record_that_stands_says(cast, binh, twin, town):
    Person.objects.filter(pk=twin.pk).update(path=WARD)
    merge(cast, binh.person, twin)
    traced()
    binh.refresh_from_db()
    assert (binh.path, binh.state) == (WARD, State.FOLLOWED)


def test_a_level_set_by_hand_outlives_a_merge(cast, binh, twin, town):
    set_level(cast.city, binh.key, 2, "đeo khẩu trang cả buổi", now=NOW)
    merge(cast, binh.person, twin)
    traced()
    binh.refresh_from_db()
    assert (binh.level, binh.counted_level) == (1, 2)


def test_of_two_contacts_who_are_one_the_one_who_was_reached_is_followed(cast, binh, twin, town):
    at_the_market(twin, town)
    trace()
    approve_all()
    other, before = Contact.objects.get(person=twin), standing(binh)
    made = merge(cast, binh.person, twin)
    run = traced()
    assert not {Turn.NAMED, Turn.FREED} & run.changes.keys()
    assert (standing(binh), standing(other)[0]) == (before, State.FREED)
    assert [row for row in to_follow(cast.leader, NOW) if row in (binh, other)] == [binh]
    assert not Proposal.objects.filter(aim=Aim.LIFT).exists()
    assert trace().changes == {}
    undo_merge(cast.synthesist, made.pk, now=NOW)
    traced()
    assert (standing(binh)[0], standing(other)[0]) == (State.FOLLOWED, State.FOLLOWED)
    assert standing(binh) == before


def test_a_contact_who_turns_out_to_be_a_case_by_a_merge_is_one(cast, binh, twin, town):
    positive(cast, twin)
    merge(cast, binh.person, twin)
    assert traced().changes[Turn.POSITIVE] == 1
    binh.refresh_from_db()
    assert binh.state == State.CASE
