"""Giao thay mặt: a leader lets another act for them at their place, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lachan.accounts.rules.grants import LONGEST_DEPUTY, SHORTEST_REASON, Grantor, Held, state_of
from lachan.accounts.terms import GrantState, Permission, Role


@dataclass(frozen=True)
class DeputyWish:
    """The leader's grant, who is to act by it, and for how long."""

    leader_id: int
    leader_grant: Held
    leader_role: Role | None
    deputy_id: int
    deputy_is_active: bool
    deputy_is_known_here: bool
    valid_from: date
    valid_until: date | None
    reason: str
    deputies: tuple[tuple[int, Held], ...] = ()


def obstacles_to_deputise(grantor: Grantor, wish: DeputyWish, today: date) -> list[str]:
    """Why the deputy may not be named; empty when they may.

    The leader may, for a role that leads; so may who gives roles at that place.
    """
    is_own = grantor.id is not None and grantor.id == wish.leader_id
    held = wish.leader_grant
    reasons = []
    if held.deputises is not None or grantor.is_deputy:
        reasons.append(_("A deputy may not name a further deputy."))
    if is_own:
        if Permission.DEPUTISE not in grantor.permissions_there:
            reasons.append(_("This role has no deputies."))
    elif Permission.GRANT not in grantor.permissions_there:
        return [_("You may not give roles at this place: it lies outside your jurisdiction.")]
    if wish.leader_role is None or Permission.DEPUTISE not in wish.leader_role.permissions:
        reasons.append(_("Only somebody who leads can be deputised for."))
    if state_of(held, today) in (GrantState.ENDED, GrantState.WITHDRAWN):
        reasons.append(_("The leader's own role has ended."))
    reasons += _of_deputy(grantor, wish)
    reasons += _of_days(wish, today)
    if len(wish.reason.strip()) < SHORTEST_REASON:
        reasons.append(_("Give the reason: the number of the decision, or a few words."))
    return list(dict.fromkeys(reasons))


def _of_deputy(grantor: Grantor, wish: DeputyWish) -> list[str]:
    reasons = []
    if wish.deputy_id == wish.leader_id:
        reasons.append(_("Nobody acts for themselves."))
    elif wish.deputy_id == grantor.id:
        reasons.append(_("Nobody gives a role to themselves: somebody else must do it."))
    if not wish.deputy_is_active:
        reasons.append(_("The account is closed; open it first."))
    if not wish.deputy_is_known_here:
        reasons.append(_("The deputy must already work within the leader's jurisdiction."))
    if any(
        user_id == wish.deputy_id
        and not held.is_withdrawn
        and held.overlaps(wish.valid_from, wish.valid_until)
        for user_id, held in wish.deputies
    ):
        reasons.append(_("The person already acts for this leader in these days."))
    return reasons


def _of_days(wish: DeputyWish, today: date) -> list[str]:
    if wish.valid_until is None:
        return [_("Say until which day the deputy acts.")]
    reasons = []
    if wish.valid_from < today:
        reasons.append(_("A role is given from today or a later day, never backwards."))
    if wish.valid_until < wish.valid_from:
        reasons.append(_("The last day lies before the first day."))
    elif wish.valid_until - wish.valid_from > LONGEST_DEPUTY:
        reasons.append(_("The time is longer than %(days)d days.") % {"days": LONGEST_DEPUTY.days})
    held = wish.leader_grant
    if wish.valid_from < held.valid_from or (
        held.valid_until is not None and wish.valid_until > held.valid_until
    ):
        reasons.append(_("The days must lie within those of the leader's own role."))
    return reasons
