"""Words of accounts."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    READ = "accounts.read"
    GRANT = "accounts.grant"


@dataclass(frozen=True)
class Role:
    """A named set of permissions, as in an office: what one may do, never where."""

    code: str
    label: str
    permissions: frozenset[str]
