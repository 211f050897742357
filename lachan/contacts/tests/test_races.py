"""Several who decide at one moment, on the real PostgreSQL."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from lachan.audit.models import Entry
from lachan.cases.tests.examples import figures
from lachan.contacts.actions.levels import set_level
from lachan.contacts.actions.proposals import approve, refuse
from lachan.contacts.actions.tracing import trace_again
from lachan.contacts.models import LevelSet, Proposal
from lachan.contacts.terms import Aim, Answer, Cause
from lachan.core.refused import Refused
from lachan.policies.actions.importing import import_pack
from lachan.tracing.models import Stay
from lachan.tracing.tests.examples import COMMUNE
from tests.at_once import at_once
from tests.cast import NOW, Cast

from .examples import a_proposal, a_world
from .town import a_town, positive

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


@pytest.fixture
def world(cast):
    figures()
    return a_world(cast)


def test_of_many_who_answer_a_proposal_at_once_one_does(cast, world):
    made = a_proposal(world.run, world.first)
    deciders = [cast.city, cast.synthesist, cast.leader]
    found = at_once(
        *(lambda actor=actor: approve(actor, made.key, now=NOW) for actor in deciders),
        *(lambda actor=actor: refuse(actor, made.key, "không cần", now=NOW) for actor in deciders),
    )
    assert sum(isinstance(answer, Proposal) for answer in found) == 1
    assert sum(isinstance(answer, Refused) for answer in found) == 5
    entries = Entry.objects.filter(event__startswith="contacts.Proposal")
    assert entries.count() == 1
    made.refresh_from_db()
    assert entries.get().event.lower().endswith(made.answer)


def test_of_many_who_set_one_level_at_once_one_does(cast, world):
    found = at_once(
        *[lambda: set_level(cast.city, world.first.key, 2, "xác minh lại", now=NOW)] * 4
    )
    assert sum(isinstance(answer, Refused) for answer in found) == 3
    assert LevelSet.objects.count() == 1


def waits_for_a_lock() -> bool:
    """Whether somebody waits for another one's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_what_somebody_approves_while_a_trace_runs_stands_and_its_end_is_proposed(cast):
    people, stays = a_town(cast)
    import_pack(NOW)
    positive(cast, people["an"])
    trace_again(Cause.BY_HAND, "", asked_at=NOW, now=NOW)
    made = Proposal.objects.get(path=COMMUNE, level=1)
    Stay.objects.filter(pk=stays["binh"].pk).update(struck_at=NOW, struck_because="nhầm người")
    is_approved = threading.Event()

    def decide() -> None:
        with transaction.atomic():
            approve(cast.city, made.key, now=NOW)
            is_approved.set()
            # Until the trace stands before what was decided, and waits.
            deadline = time.monotonic() + 30
            while not waits_for_a_lock() and time.monotonic() < deadline:
                is_approved.wait(0.01)

    def run() -> None:
        is_approved.wait(30)
        trace_again(Cause.BY_HAND, "", asked_at=NOW, now=NOW)

    assert at_once(decide, run) == [None, None]
    made.refresh_from_db()
    assert (made.answer, made.answered_by_name) == (Answer.APPROVED, cast.city.name)
    assert Proposal.objects.filter(aim=Aim.LIFT, lines__contact__person=people["binh"]).exists()
