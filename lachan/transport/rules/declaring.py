"""The duty to declare passengers before departure (directive 308-CV/TU, transport paragraph).

"quy định bắt buộc chở khách phải khai báo với chính quyền địa phương": who departs undeclared is
named to the commune of the carrier.
"""

from __future__ import annotations

from datetime import datetime

from lachan.transport.terms import Declared


def declared(departs_at: datetime, declared_at: datetime | None, now: datetime) -> Declared:
    """How the duty stands at `now`; declaring at the minute of departure is in time."""
    if declared_at is not None:
        return Declared.IN_TIME if declared_at <= departs_at else Declared.LATE
    return Declared.NOT_YET if now < departs_at else Declared.MISSING


def is_to_be_named(departs_at: datetime, declared_at: datetime | None, now: datetime) -> bool:
    """Whether the carrier is named to its commune: departed, and not declared before."""
    return declared(departs_at, declared_at, now) in (Declared.LATE, Declared.MISSING)
