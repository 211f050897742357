"""Community teams and places with a code: set them, end them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.arrivals import events
from lachan.arrivals.models import TeamMember, WatchPlace, WatchTeam
from lachan.arrivals.rules.codes import ALPHABET, LENGTH, code_of
from lachan.arrivals.terms import Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import refuse_if
from lachan.core.text import folded, normal

CODES = len(ALPHABET) ** LENGTH


@dataclass(frozen=True)
class TeamWords:
    """A team as it was typed; `members` are (name, phone), who answers first."""

    path: str
    name: str
    members: Sequence[tuple[str, str]]
    hamlet: str = ""
    households: str = ""


def set_team(actor: Actor, words: TeamWords, *, now: datetime) -> WatchTeam:
    """A community team answers for a hamlet (or a commune) from today on."""
    refuse_if(
        []
        if actor.may(Permission.RECEIVE, words.path)
        else [_("You may not set teams in this commune.")]
    )
    refuse_if([] if words.members else [_("A team has at least one member.")])
    with transaction.atomic():
        team: WatchTeam = WatchTeam.objects.create(
            path=words.path,
            hamlet=normal(words.hamlet),
            hamlet_key=folded(words.hamlet),
            households=normal(words.households),
            name=normal(words.name),
            valid_from=day_of(now),
        )
        TeamMember.objects.bulk_create(
            [
                TeamMember(team=team, full_name=name, phone=phone, position=position)
                for position, (name, phone) in enumerate(words.members)
            ]
        )
        record(
            events.TeamSet(team_id=team.pk, members=len(words.members)),
            actor=actor,
            path=team.path,
            subject=team,
        )
    return team


def end_team(actor: Actor, team_id: int, *, now: datetime) -> WatchTeam:
    """The team answers for nobody from today on."""
    with transaction.atomic():
        team: WatchTeam = WatchTeam.objects.select_for_update().get_visible(
            actor, Permission.RECEIVE, pk=team_id
        )
        today = day_of(now)
        refuse_if([_("This team has ended already.")] if team.valid_until else [])
        team.valid_until = max(today, team.valid_from)
        team.save(update_fields=["valid_until"])
        record(
            events.TeamSet(team_id=team.pk, members=team.members.count(), ended=True),
            actor=actor,
            path=team.path,
            subject=team,
        )
    return team


@dataclass(frozen=True)
class PlaceWords:
    """A public place as it was typed."""

    path: str
    name: str
    address: str = ""
    answers: str = ""
    phone: str = ""


def open_place(actor: Actor, words: PlaceWords, *, now: datetime) -> WatchPlace:
    """The place gets a code for its door."""
    refuse_if(
        []
        if actor.may(Permission.RECEIVE, words.path)
        else [_("You may not give codes to places in this commune.")]
    )
    with transaction.atomic():
        code = code_of(secrets.randbelow(CODES))
        while WatchPlace.objects.filter(code=code).exists():
            code = code_of(secrets.randbelow(CODES))
        place: WatchPlace = WatchPlace.objects.create(
            code=code,
            path=words.path,
            name=normal(words.name),
            address=normal(words.address),
            answers=normal(words.answers),
            phone=words.phone,
            opened_at=now,
        )
        record(
            events.PlaceOpened(place_id=place.pk, code=code),
            actor=actor,
            path=place.path,
            subject=place,
        )
    return place
