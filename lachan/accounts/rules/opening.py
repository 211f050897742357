"""Opening, closing and resetting accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lachan.accounts.rules.grants import SHORTEST_REASON
from lachan.core import path as paths

USERNAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
# Without letters and digits that are confused when read from paper: 0 O 1 l I.
SLIP_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
SLIP_GROUPS, SLIP_GROUP = 4, 4


@dataclass(frozen=True)
class Account:
    """The account that is to be opened, closed or reset, and where its rights reach."""

    id: int
    is_active: bool
    path: str
    grant_paths: tuple[str, ...] = ()


def obstacles_to_username(username: str, *, is_taken: bool) -> list[str]:
    """Why a sign-in name cannot be given: "nguyen.van.an" is one, "Nguyễn Văn An" is not."""
    if not USERNAME.fullmatch(username) or not 3 <= len(username) <= 60:
        return [
            _(
                "A sign-in name has 3 to 60 small letters without diacritics, digits, dots or "
                "hyphens, and begins with a letter, such as nguyen.van.an."
            )
        ]
    return [_("This sign-in name is taken.")] if is_taken else []


def obstacles_to_administer(
    administered_paths: Iterable[str], actor_id: int | None, account: Account, reason: str
) -> list[str]:
    """Why this administrator may not close, open or reset the account.

    Whoever resets a password could sign in as that person: so the account itself and every place
    where the person holds a role must lie within the administrator's jurisdiction.
    """
    scopes = tuple(administered_paths)
    # An account that no place keeps is kept by the places where its roles are.
    kept = {account.path} if account.path or not account.grant_paths else set()
    reach = kept | set(account.grant_paths)
    reasons = []
    if not all(any(paths.contains(scope, place) for scope in scopes) for place in reach):
        reasons.append(
            _("The person also holds roles outside your jurisdiction; a wider office must do this.")
        )
    if actor_id == account.id:
        reasons.append(_("Nobody does this to their own account."))
    if len(reason.strip()) < SHORTEST_REASON:
        reasons.append(_("Give the reason: the number of the decision, or a few words."))
    return reasons


def slip_password(choices: Iterable[int]) -> str:
    """A temporary password for paper, such as `k7dm-x2pa-…`, from random numbers.

    16 letters of 32 are 79 bits: nobody guesses it before its first use.
    """
    letters = [SLIP_LETTERS[number % len(SLIP_LETTERS)] for number in choices]
    groups = [
        "".join(letters[start : start + SLIP_GROUP]) for start in range(0, len(letters), SLIP_GROUP)
    ]
    return "-".join(groups)
