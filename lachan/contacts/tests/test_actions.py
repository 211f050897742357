"""Levels by hand and proposals: who may, once, on record, and nothing else."""

from __future__ import annotations

import pytest

from lachan.audit.models import Entry
from lachan.contacts.actions.levels import set_level
from lachan.contacts.actions.proposals import approve, refuse
from lachan.contacts.models import Contact, LevelSet
from lachan.contacts.terms import Answer
from lachan.core.refused import NotThere, Refused
from lachan.tracing.tests.examples import WARD
from tests.cast import NOW

from .examples import a_proposal

pytestmark = pytest.mark.usefixtures("english")
REASON = "xác minh lại tại chỗ"


def fresh(contact):
    return Contact.objects.get(pk=contact.pk)


def test_a_level_by_hand_counts_before_the_traced_one_and_is_on_record(cast, world):
    set_level(cast.synthesist, world.second.key, 1, REASON, now=NOW)
    row = fresh(world.second)
    assert (row.level, row.counted_level, row.counted) == (2, 1, 1)
    assert LevelSet.objects.get().set_by_name == "Lê Thị Tổng"
    entry = Entry.objects.get(event="contacts.LevelSet")
    assert (entry.path, entry.payload["before"], entry.payload["level"]) == (WARD, None, 1)


def test_taking_a_level_back_gives_what_was_traced_and_keeps_both_steps(cast, world):
    set_level(cast.synthesist, world.first.key, 0, REASON, now=NOW)
    assert fresh(world.first).counted_level is None
    set_level(cast.synthesist, world.first.key, None, REASON, now=NOW)
    row = fresh(world.first)
    assert (row.counted_level, row.level_by_hand, row.by_hand_because) == (1, None, "")
    assert LevelSet.objects.count() == 2


@pytest.mark.parametrize(
    ("level", "reason", "said"),
    [
        (10, REASON, "1 to 9"),
        (-1, REASON, "1 to 9"),
        (2, "x", "say why"),
        (2, "   \t  x ", "say why"),
        (2, "x" * 301, "say why"),
        (None, REASON, "no level was set"),
    ],
)
def test_a_level_is_refused_with_the_reason(cast, world, level, reason, said):
    with pytest.raises(Refused, match=said):
        set_level(cast.synthesist, world.first.key, level, reason, now=NOW)
    assert not LevelSet.objects.exists()


def test_the_same_level_twice_is_no_second_event(cast, world):
    set_level(cast.synthesist, world.first.key, 2, REASON, now=NOW)
    with pytest.raises(Refused, match="already"):
        set_level(cast.synthesist, world.first.key, 2, REASON, now=NOW)
    assert Entry.objects.filter(event="contacts.LevelSet").count() == 1


def test_only_who_decides_at_the_commune_sets_levels_and_answers(cast, world):
    made = a_proposal(world.run, world.first)
    for act in (
        lambda: set_level(cast.commune, world.first.key, 2, REASON, now=NOW),
        lambda: approve(cast.commune, made.key, now=NOW),
        lambda: refuse(cast.commune, made.key, REASON, now=NOW),
    ):
        with pytest.raises(Refused):
            act()


def test_what_is_out_of_sight_is_not_there(cast, world):
    made = a_proposal(world.run, world.first)
    for act in (
        lambda: set_level(cast.neighbour, world.first.key, 2, REASON, now=NOW),
        lambda: approve(cast.neighbour, made.key, now=NOW),
        lambda: refuse(cast.neighbour, made.key, REASON, now=NOW),
    ):
        with pytest.raises(NotThere):
            act()


def test_a_proposal_is_answered_once(cast, world):
    made = a_proposal(world.run, world.first)
    refuse(cast.city, made.key, REASON, now=NOW)
    with pytest.raises(Refused, match="refused"):
        approve(cast.city, made.key, now=NOW)
    made.refresh_from_db()
    assert (made.answer, made.answered_because) == (Answer.REFUSED, REASON)
    assert not Entry.objects.filter(event="contacts.ProposalApproved").exists()


def test_what_a_later_trace_overtook_can_be_approved_no_more(cast, world):
    made = a_proposal(world.run, world.first, answer=Answer.OVERTAKEN)
    with pytest.raises(Refused, match="overtaken"):
        approve(cast.city, made.key, now=NOW)


def test_an_approval_tells_the_commune_and_the_number_of_people(cast, world):
    made = a_proposal(world.run, world.first, world.second)
    approve(cast.city, made.key, now=NOW)
    entry = Entry.objects.get(event="contacts.ProposalApproved")
    assert entry.path == made.path
    assert entry.payload == {
        "proposal_id": made.pk,
        "aim": "measure",
        "measure": "home_quarantine",
        "people": 2,
    }
