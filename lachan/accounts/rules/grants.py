"""Who may give a role to whom: the reasons against, in words.

Nobody gives what lies outside their jurisdiction, nor to themselves, nor, without the right to
appoint, a role that holds more than their own. See docs/decisions/0017-who-may-grant.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lachan.accounts.terms import GrantState, Permission, Role
from lachan.core.path import territory

# Longer than any term of office: a later day is a slip of the pen.
LONGEST = timedelta(days=366 * 10)
LONGEST_DEPUTY = timedelta(days=92)
SHORTEST_REASON = 5


@dataclass(frozen=True)
class Grantor:
    """Who wants to give: what they may do at the place in question."""

    id: int | None
    permissions_there: frozenset[str]
    is_deputy: bool = False


@dataclass(frozen=True)
class Held:
    """A grant that somebody holds, has held or will hold."""

    role: str
    path: str
    valid_from: date
    valid_until: date | None
    is_withdrawn: bool = False
    deputises: int | None = None

    def overlaps(self, valid_from: date, valid_until: date | None) -> bool:
        """Whether the two spans of days have a day in common; both ends are inclusive."""
        return (valid_until is None or self.valid_from <= valid_until) and (
            self.valid_until is None or valid_from <= self.valid_until
        )


@dataclass(frozen=True)
class Wish:
    """The grant that is wanted."""

    user_id: int
    user_is_active: bool
    role: Role | None
    path: str
    place_exists: bool
    valid_from: date
    valid_until: date | None
    reason: str
    held: Sequence[Held] = ()


def state_of(held: Held, today: date) -> GrantState:
    """How a grant stands on a day, leaving aside the leader whom a deputy acts for."""
    if held.is_withdrawn:
        return GrantState.WITHDRAWN
    if held.valid_from > today:
        return GrantState.AHEAD
    if held.valid_until is not None and held.valid_until < today:
        return GrantState.ENDED
    return GrantState.HOLDS


def place_of(role: Role, permission: str, path: str) -> str:
    """Where a permission of a role holds that is given at a path.

    At the path, but what the role may do in its territory, in the whole unit that a body hangs in.
    """
    return territory(path) if permission in role.in_territory else path


def reach_of(role: Role | None, path: str) -> str:
    """The widest place at which anything of the role holds: who gives it answers for all of it."""
    return territory(path) if role is not None and role.in_territory else path


def may_give(grantor: Grantor, role: Role) -> bool:
    """Whether this role is the grantor's to give: it holds no more than theirs, or they appoint."""
    appoints = role.is_office and Permission.APPOINT in grantor.permissions_there
    return appoints or role.permissions <= grantor.permissions_there


def obstacles_to_grant(grantor: Grantor, wish: Wish, today: date) -> list[str]:
    """Why the grant may not be given; empty when it may."""
    if Permission.GRANT not in grantor.permissions_there:
        # Alone: whoever may not give roles there learns nothing about the rest.
        return [_("You may not give roles at this place: it lies outside your jurisdiction.")]
    return [
        *_of_grantor(grantor, wish),
        *_of_role(grantor, wish.role),
        *_of_person(wish),
        *_of_days(wish.valid_from, wish.valid_until, today, LONGEST),
        *_of_reason(wish.reason),
    ]


def _of_grantor(grantor: Grantor, wish: Wish) -> Iterable[str]:
    if grantor.id is not None and grantor.id == wish.user_id:
        yield _("Nobody gives a role to themselves: somebody else must do it.")
    if grantor.is_deputy:
        yield _("Who acts for somebody else gives no roles.")
    if not wish.place_exists:
        yield _("There is no unit or body at this place on the first day.")


def _of_role(grantor: Grantor, role: Role | None) -> Iterable[str]:
    if role is None:
        yield _("There is no such role.")
        return
    if not may_give(grantor, role):
        yield _("This role may do more than you may at this place; only an administrator gives it.")


def _of_person(wish: Wish) -> Iterable[str]:
    if not wish.user_is_active:
        yield _("The account is closed; open it first.")
    if wish.role is None:
        return
    for held in wish.held:
        same = held.role == wish.role.code and held.path == wish.path
        if (
            same
            and not held.is_withdrawn
            and held.deputises is None
            and held.overlaps(wish.valid_from, wish.valid_until)
        ):
            yield _("The person already holds this role at this place in these days.")
            return


def _of_days(
    valid_from: date, valid_until: date | None, today: date, longest: timedelta
) -> Iterable[str]:
    if valid_from < today:
        yield _("A role is given from today or a later day, never backwards.")
    if valid_until is None:
        return
    if valid_until < valid_from:
        yield _("The last day lies before the first day.")
    elif valid_until - valid_from > longest:
        yield _("The time is longer than %(days)d days.") % {"days": longest.days}


def _of_reason(reason: str) -> Iterable[str]:
    if len(reason.strip()) < SHORTEST_REASON:
        yield _("Give the reason: the number of the decision, or a few words.")


def obstacles_to_withdraw(grantor: Grantor, held: Held, user_id: int, reason: str) -> list[str]:
    """Why a grant may not be withdrawn; empty when it may.

    One may give up one's own role only through somebody else: a province must not be left without
    a leader by a slip of the hand. Who let somebody act for them may always take that back.
    """
    if held.is_withdrawn:
        return [_("This role has already been withdrawn.")]
    if held.deputises is not None and held.deputises == grantor.id:
        return list(_of_reason(reason))
    if Permission.GRANT not in grantor.permissions_there:
        return [_("You may not withdraw roles at this place.")]
    return [
        *([_("Nobody withdraws their own role.")] if grantor.id == user_id else []),
        *([_("Who acts for somebody else withdraws no roles.")] if grantor.is_deputy else []),
        *_of_reason(reason),
    ]
