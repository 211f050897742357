"""Teams, whom they look after, and those who have no team."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lachan.accounts.models import User
from lachan.accounts.queries.people import users_with_any
from lachan.arrivals.queries.naming import commune_names
from lachan.contacts.models import Contact, Team
from lachan.contacts.queries.follow_up import followed, is_followed
from lachan.contacts.queries.hand_overs import home
from lachan.contacts.rules.teams import Placed, Ready
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.core.scope import within


def teams(actor: Actor, commune: str = "") -> QuerySet[Team]:
    """The teams in sight that work now."""
    rows = Team.objects.visible_to(actor, Permission.READ).filter(ended_at=None)
    if commune:
        rows = rows.filter(within((commune,)))
    found: QuerySet[Team] = rows.prefetch_related("members")
    return found


def with_load(rows: QuerySet[Team], now: datetime) -> QuerySet[Any]:
    """The teams with `load`: how many contacts who are followed each looks after."""
    standing = Q(assignments__ended_at=None) & is_followed(now, "assignments__contact__")
    return rows.annotate(load=Count("assignments", filter=standing, distinct=True))


def get_team(actor: Actor, key: UUID, permission: Permission = Permission.READ) -> Team:
    """A team in sight by this permission, or NotThere."""
    found: Team = Team.objects.get_visible(actor, permission, key=key)
    return found


def possible_members(communes: Iterable[str], now: datetime) -> QuerySet[User]:
    """Who may follow contacts of one of the communes, and so can be in its teams."""
    return users_with_any(Permission.FOLLOW, communes, day_of(now)).order_by("full_name")


def members_named(path: str, usernames: Iterable[str], now: datetime) -> list[int]:
    """The ids of these accounts, or Refused where one of them may not follow contacts there."""
    wanted = set(usernames)
    found = possible_members([path], now).filter(username__in=wanted)
    ids = list(found.values_list("pk", flat=True))
    if len(ids) < len(wanted):
        raise Refused(_("Somebody among the members may not follow contacts there."))
    return ids


def ready_teams(commune: str, now: datetime) -> list[Ready]:
    """The commune's teams with their loads, as the rules want them."""
    rows = with_load(Team.objects.filter(within((commune,)), ended_at=None), now)
    return [Ready(team.pk, team.hamlet, team.load) for team in rows.order_by("pk")]


def unassigned(commune: str, now: datetime) -> QuerySet[Any]:
    """The followed contacts of a commune that no team has."""
    rows = followed(Contact.objects.filter(within((commune,))), now)
    return rows.filter(team_id=None)


def placed(contacts: Iterable[Any]) -> list[Placed]:
    """Contacts with the hamlet of their household, as the rules want them."""
    return [
        Placed(row.pk, row.person.root.household.hamlet if row.person.root.household else "")
        for row in contacts
    ]


def communes_to_assign(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Communes of today in which the actor may set teams, with their names."""
    return [
        (path, name)
        for path, name in commune_names(day_of(now))
        if actor.may(Permission.ASSIGN, path)
    ]


def waiting(actor: Actor, now: datetime) -> int:
    """How many followed contacts in sight have no team."""
    rows = followed(Contact.objects.visible_to(actor, Permission.READ), now)
    return rows.filter(within((home(),)), team_id=None).count()
