"""Several officers at once, on the real PostgreSQL."""

from __future__ import annotations

import uuid

import pytest

from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.hand_overs import HandOverWords, hand_over
from lachan.contacts.actions.teams import TeamWords, assign_commune, assign_to, set_team
from lachan.contacts.models import Assignment, Call, Contact, HandedContact, Proposal
from lachan.contacts.terms import Method, Outcome
from lachan.core.refused import Refused
from tests.at_once import at_once
from tests.cast import NOW, Cast

from .followed import COMMUNE, ELSEWHERE, a_contact, said

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


def test_giving_out_at_once_gives_each_contact_once_and_evenly(cast):
    for number in range(10):
        a_contact(f"Người {number}")
    actor = cast.synthesist
    for number in range(3):
        set_team(actor, TeamWords(COMMUNE, f"Tổ {number}"), now=NOW)
    found = at_once(*[lambda: assign_commune(actor, COMMUNE, Method.ROUND_ROBIN, now=NOW)] * 4)
    assert sorted(found) == [0, 0, 0, 10]
    loads = [Assignment.objects.filter(team=team, ended_at=None).count() for team in teams()]
    assert sorted(loads) == [3, 3, 4]


def teams() -> set[int]:
    return set(Assignment.objects.values_list("team", flat=True))


def test_giving_out_calling_and_giving_away_at_once_wait_for_each_other(cast):
    contacts = [a_contact(f"Người {number}") for number in range(6)]
    ids = [one.pk for one in contacts]
    actor = cast.synthesist
    one, other = (set_team(actor, TeamWords(COMMUNE, n), now=NOW) for n in ("Tổ 1", "Tổ 2"))
    found = at_once(
        lambda: assign_commune(actor, COMMUNE, Method.ROUND_ROBIN, now=NOW),
        lambda: assign_to(actor, ids, one.key, now=NOW),
        lambda: assign_to(actor, ids[::-1], other.key, now=NOW),
        lambda: [record_call(actor, c.key, said(), now=NOW) for c in contacts],
    )
    assert not [result for result in found if isinstance(result, Exception)]
    assert Assignment.objects.filter(ended_at=None).count() == 6
    assert Call.objects.count() == 6


def test_one_call_that_arrives_many_times_at_once_is_one_call(cast):
    contact, words, actor = a_contact(), said(Outcome.SYMPTOMS), cast.commune
    found = at_once(*[lambda: record_call(actor, contact.key, words, now=NOW).pk] * 5)
    assert len(set(found)) == 1
    assert (Call.objects.count(), Proposal.objects.get().people) == (1, 1)


def test_symptoms_of_several_contacts_at_once_stand_in_one_proposal(cast):
    contacts, actor = [a_contact(f"Người {number}") for number in range(5)], cast.commune
    found = at_once(
        *(
            lambda one=one: record_call(actor, one.key, said(Outcome.SYMPTOMS), now=NOW)
            for one in contacts
        )
    )
    assert not [result for result in found if isinstance(result, Exception)]
    assert Proposal.objects.get().people == 5


def test_a_contact_that_several_hand_over_at_once_goes_once(cast):
    away, actor = a_contact(path=ELSEWHERE), cast.synthesist
    found = at_once(
        *[
            lambda: hand_over(
                actor, HandOverWords(uuid.uuid4(), [away.pk], "CDC", ELSEWHERE), now=NOW
            )
        ]
        * 4
    )
    assert len([result for result in found if isinstance(result, Refused)]) == 3
    assert HandedContact.objects.count() == 1
    assert Contact.objects.count() == 1
