"""What has happened to accounts and roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AccountOpened:
    """Somebody got an account, with a temporary password on paper."""

    user_id: int
    username: str
    full_name: str


@dataclass(frozen=True)
class AccountClosed:
    """An account can no longer sign in; its roles stay on record and do not hold."""

    user_id: int
    reason: str


@dataclass(frozen=True)
class AccountReopened:
    """A closed account can sign in again."""

    user_id: int
    reason: str


@dataclass(frozen=True)
class ProfileChanged:
    """Facts about a person were corrected."""

    user_id: int
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True)
class RoleGiven:
    """A person got a role at a place for a time."""

    grant_id: int
    user_id: int
    person: str
    role: str
    valid_from: date
    valid_until: date | None
    reason: str


@dataclass(frozen=True)
class RoleWithdrawn:
    """A role was taken back before its time; who acted by it acts no more."""

    grant_id: int
    user_id: int
    person: str
    role: str
    reason: str


@dataclass(frozen=True)
class DeputyNamed:
    """A leader lets somebody act for them at their place ("giao thay mặt")."""

    grant_id: int
    leader_grant_id: int
    leader: str
    deputy_id: int
    deputy: str
    valid_from: date
    valid_until: date
    reason: str


@dataclass(frozen=True)
class PasswordReset:
    """An administrator gave a new temporary password; the old one and all sessions ended."""

    user_id: int
    reason: str


@dataclass(frozen=True)
class PasswordChanged:
    """A person chose a new password."""

    user_id: int


@dataclass(frozen=True)
class SecondFactorReset:
    """An administrator took away a person's codes and passkeys, so that they can add new ones."""

    user_id: int
    removed: int
    reason: str


@dataclass(frozen=True)
class SecondFactorChanged:
    """A person added or removed an authenticator, a passkey or recovery codes."""

    user_id: int
    kind: str
    change: str


@dataclass(frozen=True)
class SignedIn:
    """A person signed in."""

    user_id: int


@dataclass(frozen=True)
class SignInFailed:
    """A known sign-in name was given with a wrong password."""

    user_id: int


@dataclass(frozen=True)
class WorkplaceChosen:
    """A person with roles in several places chose where to work."""

    user_id: int
    on_behalf_of: str
