"""Keeping accounts: opening, correcting, closing, resetting. Done by who administers there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.accounts import events
from lachan.accounts.actions.giving import give_grant
from lachan.accounts.models import User, search_text_of, sort_key_of
from lachan.accounts.queries.grants import account_of, get_person, place_at
from lachan.accounts.rules.opening import (
    SLIP_GROUP,
    SLIP_GROUPS,
    SLIP_LETTERS,
    obstacles_to_administer,
    obstacles_to_username,
    slip_password,
)
from lachan.accounts.terms import Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal


def temporary_password() -> str:
    """A new password for a slip of paper."""
    return slip_password(
        secrets.randbelow(len(SLIP_LETTERS)) for _ in range(SLIP_GROUPS * SLIP_GROUP)
    )


def open_account(
    actor: Actor,
    *,
    username: str,
    full_name: str,
    position: str = "",
    phone: str = "",
    email: str = "",
    path: str,
    role: str = "",
    reason: str = "",
    now: datetime,
) -> tuple[User, str]:
    """Open an account kept by a place; returns it with the temporary password, shown once.

    The account may do nothing until a role is given: at once, at the same place, when `role` and
    `reason` are said.
    """
    if not path or not actor.may(Permission.ADMINISTER, path):
        raise Refused(_("You may not open accounts at this place."))
    username = username.strip().lower()
    reasons = obstacles_to_username(username, is_taken=_is_taken(username))
    if not normal(full_name):
        reasons.append(_("Give the full name."))
    if place_at(path, day_of(now)) is None:
        reasons.append(_("There is no unit or body at this place on the first day."))
    refuse_if(reasons)
    password = temporary_password()
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    username,
                    email,
                    password,
                    full_name=full_name,
                    position=normal(position),
                    phone=normal(phone),
                    path=path,
                    must_change_password=True,
                    date_joined=now,
                )
        except IntegrityError:
            # Somebody else took the name between the question and the answer.
            raise Refused(_("This sign-in name is taken.")) from None
        event = events.AccountOpened(user.pk, user.username, user.full_name)
        record(event, actor=actor, path=path, subject=user)
        if role:
            give_grant(
                actor,
                user_id=user.pk,
                role=role,
                path=path,
                valid_from=day_of(now),
                reason=reason,
                now=now,
            )
    return user, password


def _is_taken(username: str) -> bool:
    return User.objects.filter(username__iexact=username).exists()


def correct_profile(
    actor: Actor,
    *,
    user_id: int,
    full_name: str,
    position: str,
    phone: str,
    email: str,
    reason: str,
    now: datetime,
) -> User:
    """Correct what is known about a person."""
    after = {
        "full_name": normal(full_name),
        "position": normal(position),
        "phone": normal(phone),
        "email": email.strip(),
    }
    if not after["full_name"]:
        raise Refused(_("Give the full name."))

    def correct(user: User) -> object | None:
        return write_profile(user, after)

    return _administer(actor, user_id, reason, now, correct)


def write_profile(user: User, after: dict[str, str]) -> events.ProfileChanged | None:
    """Write changed facts and what is found by them; None when nothing changes."""
    before = {key: getattr(user, key) for key in after}
    changed = [key for key in after if before[key] != after[key]]
    if not changed:
        return None
    for key in changed:
        setattr(user, key, after[key])
    user.search_text = search_text_of(user.username, user.full_name, user.position, user.phone)
    user.sort_key = sort_key_of(user.full_name)
    user.save(update_fields=[*changed, "search_text", "sort_key"])
    return events.ProfileChanged(
        user.pk,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def close_account(actor: Actor, *, user_id: int, reason: str, now: datetime) -> User:
    """Let nobody sign in by this account any more; its deputies end with it."""

    def close(user: User) -> object:
        if not user.is_active:
            raise Refused(_("The account is closed already."))
        user.is_active = False
        user.save(update_fields=["is_active"])
        return events.AccountClosed(user.pk, normal(reason))

    return _administer(actor, user_id, reason, now, close)


def reopen_account(actor: Actor, *, user_id: int, reason: str, now: datetime) -> User:
    """Let the person sign in again."""

    def reopen(user: User) -> object:
        if user.is_active:
            raise Refused(_("The account is open already."))
        user.is_active = True
        user.save(update_fields=["is_active"])
        return events.AccountReopened(user.pk, normal(reason))

    return _administer(actor, user_id, reason, now, reopen)


def reset_password(actor: Actor, *, user_id: int, reason: str, now: datetime) -> tuple[User, str]:
    """Give a new temporary password; the old one and every open session end with it."""
    password = temporary_password()

    def reset(user: User) -> object:
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        return events.PasswordReset(user.pk, normal(reason))

    return _administer(actor, user_id, reason, now, reset), password


def reset_second_factor(actor: Actor, *, user_id: int, reason: str, now: datetime) -> User:
    """Take away all authenticators, passkeys and recovery codes of a person who lost them."""

    def reset(user: User) -> object:
        removed, _by_table = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise Refused(_("The person has no second factor."))
        return events.SecondFactorReset(user.pk, removed, normal(reason))

    return _administer(actor, user_id, reason, now, reset)


def _administer(
    actor: Actor,
    user_id: int,
    reason: str,
    now: datetime,
    change: Callable[[User], object | None],
) -> User:
    """Lock the account, ask the rules, change it and record what `change` says has happened."""
    with transaction.atomic():
        get_person(actor, user_id)
        user = User.objects.select_for_update().get(pk=user_id)
        scopes = actor.paths_for(Permission.ADMINISTER)
        account = account_of(user, day_of(now))
        refuse_if(obstacles_to_administer(scopes, actor.id, account, reason))
        event = change(user)
        if event is not None:
            record(event, actor=actor, path=user.path or scopes[0], subject=user)
    return user
