"""A household of province 96 for the neighbour test."""

from __future__ import annotations

from lachan.people.actions.keying import Address, Member, key_household
from lachan.people.models import CandidatePair, Person
from lachan.people.terms import IdentifierKind
from tests.cast import NOW
from tests.scenes import MARK

COMMUNE = "96/964/32025/"


def scene(cast) -> dict[str, dict[str, object]]:
    """Two persons of one house; url name -> kwargs that reach them."""
    answers = key_household(
        cast.actor("synthesist"),
        Address(COMMUNE, hamlet=f"Ấp {MARK}", words=f"12 {MARK}"),
        [
            Member(
                f"Nguyễn {MARK}",
                identifiers=((IdentifierKind.CITIZEN, "096087000123"),),
            ),
            Member(f"Trần {MARK}"),
        ],
        form_id="scene",
        now=NOW,
    )
    person = Person.objects.select_related("household").get(pk=answers[0].person_id)
    one = {"key": person.key}
    left, right = sorted(answer.person_id for answer in answers)
    pair = {"pair_id": _pair(left, right).pk}
    return {
        "people:person": one,
        "people:reveal": one,
        "people:correct": one,
        "people:pair": pair,
        "people:pair_decide": pair,
        "people:pair_undo": pair,
        "people:household": {"key": person.household.key},
    }


def _pair(left: int, right: int) -> CandidatePair:
    return CandidatePair.objects.create(
        left_id=left,
        right_id=right,
        path=COMMUNE,
        other_path=COMMUNE,
        probability=0.9,
        weight=5,
        features={"name": "alike"},
        proposed_at=NOW,
    )
