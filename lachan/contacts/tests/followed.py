"""Contacts to follow, made without a trace: all people are invented."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from lachan.contacts.actions.calls import CallWords
from lachan.contacts.models import Contact
from lachan.contacts.terms import Outcome, State, Way
from lachan.core.text import folded
from lachan.people.models import Household, Person
from tests.cast import NOW

COMMUNE = "96/964/32025/"
WARD = "96/964/31999/"
ELSEWHERE = "95/"


def a_person(name: str, path: str = COMMUNE, hamlet: str = "", phone: str = "") -> Person:
    """Somebody, with a household where a hamlet or a telephone is told."""
    home = None
    if hamlet or phone:
        home = Household.objects.create(
            path=path, hamlet=hamlet, address="12", phone=phone, recorded_at=NOW
        )
    row = Person.objects.create(
        path=path,
        full_name=name,
        folded_name=folded(name),
        birth_year=1990,
        household=home,
        recorded_at=NOW,
        changed_at=NOW,
    )
    row.root = row
    row.save(update_fields=["root"])
    return row


def a_contact(
    name: str = "Phạm Thị Tiếp",
    *,
    path: str = COMMUNE,
    named_at: datetime = NOW,
    hamlet: str = "",
    phone: str = "",
    **changed,
) -> Contact:
    """A contact at level 1, followed for two weeks."""
    values = {
        "path": path,
        "person": a_person(name, path, hamlet, phone),
        "state": State.FOLLOWED,
        "level": 1,
        "exposed_at": named_at - timedelta(days=1),
        "last_exposed_at": named_at - timedelta(days=1),
        "named_at": named_at,
        "changed_at": named_at,
        "follow_until": date(2021, 9, 28),
    }
    return Contact.objects.create(**(values | changed))


def said(outcome: Outcome = Outcome.WELL, at: datetime = NOW, **changed) -> CallWords:
    """A call as it is written down."""
    values = {"key": uuid.uuid4(), "at": at, "way": Way.TELEPHONE, "outcome": outcome}
    if outcome == Outcome.SYMPTOMS:
        values["symptoms"] = ("fever",)
    return CallWords(**(values | changed))
