"""Declarations: by the token of who declared, by code for officers, and whom to ring."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import Q

from lachan.arrivals.models import Arrival, Declaration, DeclaredPerson, TeamMember
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.terms import Permission
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.text import folded


def declaration_by_token(token: uuid.UUID) -> Declaration:
    """The declaration of whoever holds the token: the device that declared it. NotThere else."""
    row: Declaration | None = Declaration.objects.filter(token=token).first()
    if row is None:
        raise NotThere
    return row


def declaration_known(code: str) -> Declaration | None:
    """Whether a code was given out: for the public look-up, which shows nothing of persons."""
    row: Declaration | None = Declaration.objects.filter(code=code).first() if code else None
    return row


def visible_declarations(actor: Actor) -> Any:
    """The declarations in sight."""
    return Declaration.objects.visible_to(actor, Permission.READ)


def people_of(declaration: Declaration) -> list[DeclaredPerson]:
    """The people of a declaration with what was decided for each, in their order."""
    rows = declaration.people.select_related("arrival", "person__root").prefetch_related("passes")
    return list(rows.order_by("position"))


def who_answers(arrival: Arrival, on: date) -> TeamMember | None:
    """The member of the community team who answers for this person: of the hamlet, else of the
    commune; None where no team was set."""
    commune = watching_units([arrival.path]).get(arrival.path, "")
    members = answering_members(commune, on) if commune else {}
    return members.get(folded(arrival.hamlet)) or members.get("")


def answering_members(commune: str, on: date) -> dict[str, TeamMember]:
    """Folded hamlet ("": the whole commune) -> the first member of its first team on the day."""
    low, high = paths.bounds(commune)
    rows = (
        TeamMember.objects.filter(
            Q(team__valid_until__isnull=True) | Q(team__valid_until__gt=on),
            team__path__gte=low,
            team__path__lt=high,
            team__valid_from__lte=on,
        )
        .select_related("team")
        .order_by("team_id", "position", "id")
    )
    members: dict[str, TeamMember] = {}
    for row in rows:
        members.setdefault(row.team.hamlet_key, row)
    return members


def get_declaration(actor: Actor, declaration_id: int) -> Declaration:
    """One declaration in sight, or that the actor took: a caller may go to another's commune."""
    row: Declaration | None = Declaration.objects.filter(
        pk=declaration_id, recorded_by_id=actor.id, recorded_by__isnull=False
    ).first()
    if row is None:
        row = Declaration.objects.get_visible(actor, Permission.READ, pk=declaration_id)
    return row
