"""Set teams, end them, and give them contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.arrivals.queries.communes import watching_units
from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.actions.device_lists import end_devices
from lachan.contacts.models import Assignment, Contact, Team
from lachan.contacts.queries.teams import placed, possible_members, ready_teams, unassigned
from lachan.contacts.rules.teams import nearest, round_robin
from lachan.contacts.terms import Method, Permission, State
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal

METHODS = {Method.ROUND_ROBIN: round_robin, Method.NEAREST: nearest}


@dataclass(frozen=True)
class TeamWords:
    """A team as it was typed; `members` are ids of accounts."""

    path: str
    name: str
    phone: str = ""
    hamlet: str = ""
    members: Sequence[int] = ()


def set_team(actor: Actor, words: TeamWords, *, now: datetime) -> Team:
    """A team looks after contacts of a commune from now on."""
    found = []
    if not actor.may(Permission.ASSIGN, words.path):
        found.append(_("You may not set teams in this commune."))
    if not normal(words.name):
        found.append(_("Name the team."))
    members = list(possible_members([words.path], now).filter(pk__in=words.members))
    if len(members) < len(set(words.members)):
        found.append(_("Somebody among the members may not follow contacts there."))
    refuse_if(found)
    with transaction.atomic():
        _lock(words.path)
        if Team.objects.filter(path=words.path, name=normal(words.name), ended_at=None).exists():
            raise Refused(_("The commune has a team of this name already."))
        team: Team = Team.objects.create(
            path=words.path,
            name=normal(words.name),
            phone=words.phone,
            hamlet=normal(words.hamlet),
            begun_at=now,
        )
        team.members.set(members)
        record(events.TeamSet(team.pk, len(members)), actor=actor, path=team.path, subject=team)
    return team


def end_team(actor: Actor, key: UUID, *, now: datetime) -> Team:
    """The team looks after nobody any more: its contacts wait for another one."""
    with transaction.atomic():
        _lock(Team.objects.get_visible(actor, Permission.ASSIGN, key=key).path)
        team: Team = Team.objects.select_for_update().get(key=key)
        refuse_if([_("This team has ended already.")] if team.ended_at else [])
        team.ended_at = now
        team.save(update_fields=["ended_at"])
        team.assignments.filter(ended_at=None).update(ended_at=now)
        end_devices(actor, team, now=now)
        record(
            events.TeamSet(team.pk, team.members.count(), ended=True),
            actor=actor,
            path=team.path,
            subject=team,
        )
    return team


def assign_commune(actor: Actor, commune: str, method: Method, *, now: datetime) -> int:
    """Give all contacts of the commune that have no team to its teams; how many.

    Two who press at once give each contact once: the second waits, and finds nobody left.
    """
    if watching_units([commune]).get(commune) != commune:
        raise NotThere
    refuse_if(
        []
        if actor.may(Permission.ASSIGN, commune)
        else [_("You may not give contacts to teams in this commune.")]
    )
    with transaction.atomic():
        _lock(commune)
        teams = ready_teams(commune, now)
        refuse_if([] if teams else [_("The commune has no team yet: set one first.")])
        rows = list(unassigned(commune, now).select_related("person__root__household"))
        given = METHODS[method](placed(rows), teams)
        return _give(actor, given, method, commune, now)


def assign_to(actor: Actor, contact_ids: Sequence[int], team_key: UUID, *, now: datetime) -> int:
    """Give chosen contacts to a team, whoever had them before; how many changed."""
    refuse_if([] if contact_ids else [_("Choose at least one person.")])
    with transaction.atomic():
        rows = Contact.objects.visible_to(actor, Permission.ASSIGN).filter(
            pk__in=contact_ids, state=State.FOLLOWED
        )
        found = list(rows.only("pk", "path").order_by("pk"))
        if not found:
            raise NotThere
        team: Team = Team.objects.get_visible(actor, Permission.ASSIGN, key=team_key)
        for place in sorted({*watching_units(row.path for row in found).values(), team.path}):
            _lock(place)
        team.refresh_from_db()
        reasons = [_("This team has ended already.")] if team.ended_at else []
        if not all(paths.contains(team.path, row.path) for row in found):
            reasons.append(_("The team works in another commune than somebody among them."))
        refuse_if(reasons)
        has = Assignment.objects.filter(contact__in=found, team=team, ended_at=None)
        stay = set(has.values_list("contact_id", flat=True))
        given = {row.pk: team.pk for row in found if row.pk not in stay}
        return _give(actor, given, "by_hand", team.path, now)


def _give(actor: Actor, given: Mapping[int, int], method: str, path: str, now: datetime) -> int:
    if not given:
        return 0
    old = Assignment.objects.filter(contact__in=list(given), ended_at=None)
    before = old.update(ended_at=now)
    Assignment.objects.bulk_create(
        [
            Assignment(
                contact_id=contact,
                team_id=team,
                assigned_at=now,
                assigned_by_id=actor.id,
                assigned_by_name=actor.name,
            )
            for contact, team in given.items()
        ],
        batch_size=1000,
    )
    record(
        events.Assigned(str(method), len(given), len(set(given.values())), before),
        actor=actor,
        path=path,
    )
    return len(given)


def _lock(commune: str) -> None:
    """Whoever sets or gives in a commune waits for who does so already, until the transaction ends.

    There may be no row yet to be locked, so the lock is on the commune's name.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contacts.teams.{commune}"]
        )
