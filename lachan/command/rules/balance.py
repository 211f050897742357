"""What came in must be accounted for: received = accepted + duplicate + held + rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """What one source delivered in one hour of the day, and what became of it."""

    source: str
    hour: int
    received: int
    accepted: int = 0
    duplicate: int = 0
    held: int = 0
    rejected: int = 0

    @property
    def difference(self) -> int:
        """Zero when everything is accounted for."""
        return self.received - self.accepted - self.duplicate - self.held - self.rejected


def unbalanced(rows: Iterable[Balance]) -> list[Balance]:
    """The rows that do not add up; a report with any is not signed."""
    return [row for row in rows if row.difference]


def summed(rows: Iterable[Balance], source: str = "") -> Balance:
    """All rows (of one source, or of all) as one."""
    chosen = [row for row in rows if not source or row.source == source]
    return Balance(
        source=source,
        hour=-1,
        received=sum(row.received for row in chosen),
        accepted=sum(row.accepted for row in chosen),
        duplicate=sum(row.duplicate for row in chosen),
        held=sum(row.held for row in chosen),
        rejected=sum(row.rejected for row in chosen),
    )
