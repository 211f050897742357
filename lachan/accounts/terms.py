"""Words of accounts."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What one may do with accounts, at a place and below it.

    `GRANT` gives and withdraws roles that hold no more than one's own; `APPOINT` besides gives
    any office role; `DEPUTISE` lets another act in one's own stead; `ADMINISTER` opens and closes
    accounts and resets passwords and second factors.
    """

    READ = "accounts.read"
    GRANT = "accounts.grant"
    APPOINT = "accounts.appoint"
    DEPUTISE = "accounts.deputise"
    ADMINISTER = "accounts.administer"


@dataclass(frozen=True)
class Role:
    """A named set of permissions, as in an office: what one may do, never where.

    `is_office` roles do the province's work; the others keep the system. Who `leads` answers for
    the place at which the role is held. `in_territory` are those permissions that hold, for a
    body, in the whole unit it hangs in: the department of health works for all of the province.
    """

    code: str
    label: str
    permissions: frozenset[str]
    is_office: bool = True
    leads: bool = False
    in_territory: frozenset[str] = frozenset()


class GrantState(StrEnum):
    """How a grant stands on a day."""

    HOLDS = "holds"
    AHEAD = "ahead"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
