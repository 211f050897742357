"""Giving roles, taking them back, and letting somebody act for a leader."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from lachan.accounts import events
from lachan.accounts.models import Grant, User
from lachan.accounts.queries import roles
from lachan.accounts.queries.grants import (
    get_grant,
    grantor_at,
    held_of,
    place_at,
    possible_deputies,
)
from lachan.accounts.rules.deputies import DeputyWish, obstacles_to_deputise
from lachan.accounts.rules.grants import (
    Wish,
    obstacles_to_grant,
    obstacles_to_withdraw,
    reach_of,
)
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, refuse_if
from lachan.core.text import normal


def give_grant(
    actor: Actor,
    *,
    user_id: int,
    role: str,
    path: str,
    valid_from: date,
    valid_until: date | None = None,
    reason: str,
    now: datetime,
) -> Grant:
    """Give a person a role at a place for a time.

    The person is locked, so that two administrators cannot give the same role twice.
    Raises Refused with the reasons of `obstacles_to_grant`, NotThere when there is no such person.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise NotThere
        place, wanted = place_at(path, valid_from), roles().get(role)
        held = [held_of(grant) for grant in user.grants.select_related("deputises")]
        wish = Wish(
            user_id=user.pk,
            user_is_active=user.is_active,
            role=wanted,
            path=path,
            place_exists=place is not None,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason,
            held=held,
        )
        grantor = grantor_at(actor, reach_of(wanted, path))
        refuse_if(obstacles_to_grant(grantor, wish, day_of(now)))
        grant = Grant.objects.create(
            user=user,
            role=role,
            path=path,
            place_name=place.name if place else path,
            valid_from=valid_from,
            valid_until=valid_until,
            granted_by_id=actor.id,
            reason=normal(reason),
        )
        event = events.RoleGiven(
            grant_id=grant.pk,
            user_id=user.pk,
            person=user.full_name,
            role=role,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=grant.reason,
        )
        record(event, actor=actor, path=path, subject=grant)
    return grant


def withdraw_grant(actor: Actor, *, grant_id: int, reason: str, now: datetime) -> Grant:
    """Take a role back from now on; who acts by it acts no more.

    Of two administrators at the same moment one is told that it is done already.
    """
    with transaction.atomic():
        get_grant(actor, grant_id)
        grant = (
            Grant.objects.select_for_update(of=("self",))
            .select_related("user", "deputises")
            .get(pk=grant_id)
        )
        refuse_if(
            obstacles_to_withdraw(
                grantor_at(actor, grant.path), held_of(grant), grant.user_id, reason
            )
        )
        grant.withdrawn_at = now
        grant.withdrawn_because = normal(reason)
        grant.save(update_fields=["withdrawn_at", "withdrawn_because"])
        event = events.RoleWithdrawn(
            grant_id=grant.pk,
            user_id=grant.user_id,
            person=grant.user.full_name,
            role=grant.role,
            reason=grant.withdrawn_because,
        )
        record(event, actor=actor, path=grant.path, subject=grant)
    return grant


def deputise(
    actor: Actor,
    *,
    grant_id: int,
    deputy_id: int,
    valid_from: date,
    valid_until: date | None,
    reason: str,
    now: datetime,
) -> Grant:
    """Let somebody act for the leader who holds this grant, at the same place, for a time."""
    today = day_of(now)
    with transaction.atomic():
        get_grant(actor, grant_id)
        leader = (
            Grant.objects.select_for_update(of=("self",))
            .select_related("user", "deputises")
            .get(pk=grant_id)
        )
        deputy = User.objects.filter(pk=deputy_id).first()
        if deputy is None:
            raise NotThere
        named = Grant.objects.filter(deputises=leader).select_related("deputises")
        wish = DeputyWish(
            leader_id=leader.user_id,
            leader_grant=held_of(leader),
            leader_role=roles().get(leader.role),
            deputy_id=deputy.pk,
            deputy_is_active=deputy.is_active,
            deputy_is_known_here=possible_deputies(leader, today).filter(pk=deputy.pk).exists()
            or deputy.pk == leader.user_id,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason,
            deputies=tuple((grant.user_id, held_of(grant)) for grant in named),
        )
        refuse_if(obstacles_to_deputise(grantor_at(actor, leader.path), wish, today))
        assert valid_until is not None
        grant = Grant.objects.create(
            user=deputy,
            role=leader.role,
            path=leader.path,
            place_name=leader.place_name,
            valid_from=valid_from,
            valid_until=valid_until,
            deputises=leader,
            granted_by_id=actor.id,
            reason=normal(reason),
        )
        event = events.DeputyNamed(
            grant_id=grant.pk,
            leader_grant_id=leader.pk,
            leader=leader.user.full_name,
            deputy_id=deputy.pk,
            deputy=deputy.full_name,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=grant.reason,
        )
        record(event, actor=actor, path=leader.path, subject=grant)
    return grant
