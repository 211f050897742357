"""What people do to their own account, and what signing in leaves on record."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lachan.accounts import events
from lachan.accounts.actions.keeping import write_profile
from lachan.accounts.models import User
from lachan.accounts.queries import Workplace, workplaces_of
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.text import normal


def change_own_contact(actor: Actor, *, phone: str, email: str) -> User:
    """Change one's own telephone number and e-mail; name and position are the administrator's."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=actor.id or 0).first()
        if user is None:
            raise NotThere
        event = write_profile(user, {"phone": normal(phone), "email": email.strip()})
        if event is not None:
            record(event, actor=actor, path=user.path, subject=user)
    return user


def choose_workplace(actor: Actor, *, key: str, today: date) -> Workplace:
    """The workplace with this key, if it is one of the actor's own; the choice is recorded.

    Raises NotThere for a place where the person has no role today.
    """
    with transaction.atomic():
        user = User.objects.filter(pk=actor.id or 0).first()
        places = workplaces_of(user, today) if user else []
        chosen = next((place for place in places if place.key == key), None)
        if user is None or chosen is None:
            raise NotThere
        event = events.WorkplaceChosen(user.pk, chosen.on_behalf_of)
        record(event, actor=actor, path=chosen.path, subject=user)
    return chosen


def password_changed(user: User, password: str) -> None:
    """Set a password that the person chose; it is no longer a temporary one."""
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        _record(user, events.PasswordChanged(user.pk))


def second_factor_changed(user: User, *, kind: str, change: str) -> None:
    """Record that a person added or removed an authenticator, a passkey or recovery codes."""
    with transaction.atomic():
        _record(user, events.SecondFactorChanged(user.pk, kind, change))


def signed_in(user: User) -> None:
    """Record that a person signed in."""
    with transaction.atomic():
        _record(user, events.SignedIn(user.pk))


def sign_in_failed(username: str) -> None:
    """Record a wrong password for a name that exists.

    What was typed is not kept: people type passwords into the wrong field.
    """
    with transaction.atomic():
        user = User.objects.filter(username__iexact=username).first()
        if user is not None:
            event = events.SignInFailed(user.pk)
            record(event, actor=Actor(None, ""), path=user.path, subject=user)


def _record(user: User, event: object) -> None:
    record(event, actor=Actor(user.pk, user.full_name), path=user.path, subject=user)
