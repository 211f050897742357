"""Contacts to follow, made without a trace: all people are invented."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from lachan.checkpoints.models import Device, Post
from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.hand_overs import HandOverWords, hand_over
from lachan.contacts.actions.teams import TeamWords, assign_to, set_team
from lachan.contacts.models import Contact, Team, TeamDevice
from lachan.contacts.rules.calls import CallWords
from lachan.contacts.terms import Outcome, State, Way
from lachan.core.text import folded
from lachan.people.models import Household, Person
from tests.cast import NOW
from tests.scenes import MARK

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


def a_device(name: str = "Máy tổ 1", *, unit: str = COMMUNE, team: Team | None = None) -> Device:
    """A device as it lies in the table after its enrolment, given to the team."""
    post, _is_new = Post.objects.get_or_create(
        path=f"{unit}tram-y-te/",
        defaults={
            "unit_path": unit,
            "code": "tram-y-te",
            "name": "Trạm y tế",
            "opened_on": NOW.date(),
        },
    )
    device = Device.objects.create(
        post=post, path=post.path, name=name, public_key="", token_hash=name, enrolled_at=NOW
    )
    if team is not None:
        TeamDevice.objects.create(device=device, team=team, given_at=NOW, given_by_name="Thử")
    return device


def said(outcome: Outcome = Outcome.WELL, at: datetime = NOW, **changed) -> CallWords:
    """A call as it is written down."""
    values = {"key": uuid.uuid4(), "at": at, "way": Way.TELEPHONE, "outcome": outcome}
    if outcome == Outcome.SYMPTOMS:
        values["symptoms"] = ("fever",)
    return CallWords(**(values | changed))


def follow_up_scene(cast) -> dict[str, dict[str, object]]:
    """A contact with a team and a call, and one who was handed over; url name -> kwargs."""
    contact = a_contact(f"Tiếp {MARK}", hamlet=f"Ấp {MARK}", phone="0912345678")
    team = set_team(cast.synthesist, TeamWords(COMMUNE, f"Tổ {MARK}"), now=NOW)
    assign_to(cast.synthesist, [contact.pk], team.key, now=NOW)
    record_call(cast.commune, contact.key, said(Outcome.NO_ANSWER, note=f"Nhắn {MARK}"), now=NOW)
    # Who lives at no known unit is the province's to hand over, and nobody else's to see.
    away = a_contact(f"Xa {MARK}", path="96/")
    words = HandOverWords(uuid.uuid4(), [away.pk], f"CDC {MARK}", ELSEWHERE)
    sent = hand_over(cast.synthesist, words, now=NOW)
    return {
        "contacts:call": {"key": contact.key},
        "contacts:quick": {"key": contact.key},
        "contacts:team_end": {"key": team.key},
        "contacts:device_take": {"key": team.key, "device": a_device(f"Máy {MARK}", team=team).key},
        "contacts:hand_over": {"key": sent.key},
        "contacts:letter": {"key": sent.key},
    }
