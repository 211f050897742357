"""Several who decide at one moment, on the real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from lachan.audit.models import Entry
from lachan.cases.tests.examples import figures
from lachan.contacts.actions.levels import set_level
from lachan.contacts.actions.proposals import approve, refuse
from lachan.contacts.models import LevelSet, Proposal
from lachan.core.refused import Refused
from tests.cast import NOW, Cast

from .examples import a_proposal, a_world

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


@pytest.fixture
def world(cast):
    figures()
    return a_world(cast)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all works at one moment, each on a connection of its own; what they gave or raised."""
    start = threading.Barrier(len(works))
    found: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            found[number] = work()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


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
