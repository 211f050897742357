"""A household of province 96 for the neighbour test."""

from __future__ import annotations

from lachan.people.actions.keying import Address, Member, key_household
from lachan.people.models import Person
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
    return {
        "people:person": one,
        "people:reveal": one,
        "people:correct": one,
        "people:household": {"key": person.household.key},
    }
