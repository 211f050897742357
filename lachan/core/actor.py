"""Who is looking or acting: a frozen set of grants, built for one request."""

from __future__ import annotations

from dataclasses import dataclass, field

from lachan.core import path as paths


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system itself) with what they may do and where.

    `grants` holds pairs (permission, path): the permission holds at the path and below it.
    `workplace` is the path at which the person has chosen to work now; `on_behalf_of` names the
    leader for whom a deputy acts, or is empty.
    """

    id: int | None
    name: str
    grants: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    workplace: str = ""
    on_behalf_of: str = ""

    def may(self, permission: str, path: str) -> bool:
        """Whether the permission holds for a row whose responsible unit has this path."""
        return any(
            granted == permission and paths.contains(where, path) for granted, where in self.grants
        )

    def may_somewhere(self, permission: str) -> bool:
        """Whether the permission is held at any place: enough to show a page, never a row."""
        return any(granted == permission for granted, _ in self.grants)

    def may_in_territory(self, permission: str) -> bool:
        """Whether the permission is held at any unit, not only at a body (`96/cong-an-tinh/`).

        Persons, cases and places lie in units: who holds it at a body alone can do nothing by it,
        and is shown no button.
        """
        return any(
            granted == permission and paths.territory(where) == where
            for granted, where in self.grants
        )

    def paths_for(self, permission: str) -> tuple[str, ...]:
        """The outermost paths at which the permission is held, sorted; empty when nowhere."""
        held = sorted({where for granted, where in self.grants if granted == permission})
        return tuple(
            where
            for where in held
            if not any(other != where and paths.contains(other, where) for other in held)
        )


NOBODY = Actor(id=None, name="")


def system(name: str, *permissions: str) -> Actor:
    """The system acting by itself (a scheduled job, a reaction), everywhere, by this name."""
    return Actor(
        id=None, name=name, grants=frozenset((permission, "") for permission in permissions)
    )
