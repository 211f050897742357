"""Accounts made while a system is set up, by who has the machine: there is nobody to ask yet."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.accounts import events
from lachan.accounts.models import Grant, User
from lachan.accounts.queries import roles
from lachan.accounts.queries.grants import place_at
from lachan.accounts.rules.opening import obstacles_to_username
from lachan.audit.actions import record
from lachan.core.actor import system
from lachan.core.refused import Refused, refuse_if

SETUP = "set-up"


def establish_account(
    *,
    username: str,
    full_name: str,
    role: str,
    path: str,
    password: str,
    today: date,
    position: str = "",
    phone: str = "",
    email: str = "",
    reason: str = "",
    must_change_password: bool = False,
) -> User:
    """Make an account with a role at a place, unless it is there already; idempotent by username.

    Raises Refused for an unknown role, a place that does not exist on the day, or a name that
    cannot be one.
    """
    place = place_at(path, today)
    reasons = []
    if role not in roles():
        words = {"role": role, "known": ", ".join(roles())}
        reasons.append(_("There is no role %(role)s; there are %(known)s.") % words)
    if place is None:
        reasons.append(_("There is no unit or body at %(path)s on this day.") % {"path": path})
    reasons += obstacles_to_username(username, is_taken=False)
    refuse_if(reasons)
    if place is None:
        raise Refused(path)
    with transaction.atomic():
        user = User.objects.filter(username=username).first()
        actor = system(SETUP)
        if user is None:
            user = User.objects.create_user(
                username,
                email,
                password,
                full_name=full_name,
                position=position,
                phone=phone,
                path=path,
                must_change_password=must_change_password,
            )
            event = events.AccountOpened(user.pk, username, user.full_name)
            record(event, actor=actor, path=path, subject=user)
        if not Grant.objects.on(today).filter(user=user, role=role, path=path).exists():
            grant = Grant.objects.create(
                user=user,
                role=role,
                path=path,
                place_name=place.name,
                valid_from=today,
                reason=reason or _("set up with the system"),
            )
            given = events.RoleGiven(
                grant.pk, user.pk, user.full_name, role, today, None, grant.reason
            )
            record(given, actor=actor, path=path, subject=grant)
    return user
