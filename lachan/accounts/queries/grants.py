"""Who has which role where, as far as the asker may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from lachan.accounts.models import Grant, User
from lachan.accounts.queries.people import roles, roles_with
from lachan.accounts.rules.grants import Grantor, Held, reach_of, state_of
from lachan.accounts.rules.opening import Account
from lachan.accounts.terms import GrantState, Permission
from lachan.audit.models import Entry
from lachan.audit.queries import histories_of
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.places.models import Organisation, Unit


@dataclass(frozen=True)
class Place:
    """A unit or a body at which a role can be held."""

    path: str
    name: str


def place_at(path: str, day: date) -> Place | None:
    """The unit or the body with this path on the day."""
    unit = Unit.objects.on(day).filter(path=path).values_list("full_name", flat=True).first()
    if unit is not None:
        return Place(path, unit)
    body = Organisation.objects.on(day).filter(path=path).values_list("name", flat=True).first()
    return Place(path, body) if body is not None else None


def names_of_places(wanted: Iterable[str]) -> dict[str, str]:
    """The names of units and bodies by path, whatever the day."""
    listed = {path for path in wanted if path}
    names = dict(Unit.objects.filter(path__in=listed).values_list("path", "full_name"))
    names |= dict(Organisation.objects.filter(path__in=listed).values_list("path", "name"))
    return names


def grants(actor: Actor) -> QuerySet[Grant]:
    """All grants at places that the actor may read, of all days."""
    return (
        Grant.objects.visible_to(actor, Permission.READ)
        .select_related("user", "deputises__user", "granted_by")
        .order_by("user__sort_key", "user_id", "path", "role", "id")
    )


def get_grant(actor: Actor, grant_id: int) -> Grant:
    """One grant in the actor's sight, or NotThere."""
    found = grants(actor).filter(pk=grant_id).first()
    if found is None:
        raise NotThere
    return found


def people(actor: Actor) -> QuerySet[User]:
    """The people whose account or one of whose roles lies where the actor may read."""
    scopes = actor.paths_for(Permission.READ)
    held = Grant.objects.filter(within(scopes))
    return User.objects.filter(within(scopes) | Q(pk__in=held.values("user_id")))


def get_person(actor: Actor, user_id: int) -> User:
    """One person in the actor's sight, or NotThere."""
    found = people(actor).filter(pk=user_id).first()
    if found is None:
        raise NotThere
    return found


def grants_seen(actor: Actor, user: User) -> list[Grant]:
    """The person's grants as far as the actor may see them; what lies elsewhere stays unsaid."""
    return list(grants(actor).filter(user=user).order_by("-valid_from", "path", "id"))


def state_on(grant: Grant, today: date) -> GrantState:
    """How a grant stands on the day; a deputy's ends with the leader's."""
    own = state_of(held_of(grant), today)
    if own == GrantState.HOLDS and grant.deputises is not None:
        leader = state_of(held_of(grant.deputises), today)
        return own if leader == GrantState.HOLDS else GrantState.ENDED
    return own


def held_of(grant: Grant) -> Held:
    """The grant as the rules see it."""
    return Held(
        role=grant.role,
        path=grant.path,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        is_withdrawn=grant.withdrawn_at is not None,
        deputises=grant.deputises.user_id if grant.deputises else None,
    )


def grantor_at(actor: Actor, path: str) -> Grantor:
    """What the actor may do at the place, for the rules."""
    return Grantor(
        id=actor.id,
        permissions_there=frozenset(
            permission for permission, where in actor.grants if paths.contains(where, path)
        ),
        is_deputy=bool(actor.on_behalf_of),
    )


def account_of(user: User, today: date) -> Account:
    """The account as the rules see it: with every place where its roles hold or will hold."""
    held = Grant.objects.filter(user=user, withdrawn_at__isnull=True).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )
    table = roles()
    return Account(
        id=user.pk,
        is_active=user.is_active,
        path=user.path,
        grant_paths=tuple(
            reach_of(table.get(role), where) for role, where in held.values_list("role", "path")
        ),
    )


def own_leading_grants(actor: Actor, today: date) -> list[Grant]:
    """The actor's own grants for which somebody else may act."""
    user = User.objects.filter(pk=actor.id or 0).first()
    return leading_grants(user, today, path=actor.workplace) if user else []


def leading_grants(user: User, today: date, *, path: str | None = None) -> list[Grant]:
    """The roles by which a person leads today, for which somebody may act; by place."""
    leading = roles_with(Permission.DEPUTISE)
    rows = Grant.objects.on(today).filter(user=user, role__in=leading, deputises__isnull=True)
    return list(rows if path is None else rows.filter(path=path))


def grants_within(path: str, today: date) -> QuerySet[Grant]:
    """All roles that hold today at a place and below it, by place; for who keeps the machine."""
    return (
        Grant.objects.on(today)
        .filter(within((path,)), user__is_active=True)
        .select_related("user", "deputises__user")
        .order_by("path", "role", "user__sort_key", "id")
    )


def user_named(username: str) -> User | None:
    """The account with this sign-in name."""
    return User.objects.filter(username=username).first()


def possible_deputies(grant: Grant, today: date) -> QuerySet[User]:
    """Those who may act for the holder of a grant: who work at that place or below it."""
    here = Grant.objects.on(today).filter(within((grant.path,)))
    return User.objects.filter(is_active=True, pk__in=here.values("user_id")).exclude(
        pk=grant.user_id
    )


def deputies_of(grants_: Iterable[Grant]) -> QuerySet[Grant]:
    """The grants by which somebody acts for the holders of these."""
    return (
        Grant.objects.filter(deputises__in=[grant.pk for grant in grants_])
        .select_related("user", "deputises__user")
        .order_by("-valid_from", "id")
    )


def get_self(actor: Actor) -> User:
    """The actor's own account, or NotThere for the system."""
    found = User.objects.filter(pk=actor.id or 0).first()
    if found is None:
        raise NotThere
    return found


def second_factors_of(user: User) -> list[str]:
    """The kinds of second factor that a person has set up."""
    return list(
        Authenticator.objects.filter(user=user)
        .order_by("type")
        .values_list("type", flat=True)
        .distinct()
    )


def person_history(actor: Actor, user: User, held: Iterable[Grant]) -> QuerySet[Entry]:
    """What happened to a person and their roles, where the actor may read; newest first."""
    return histories_of([user, *held]).filter(within(actor.paths_for(Permission.READ)))
