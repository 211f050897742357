"""Everything that can be read of events, as plain values: what must be the same in any order."""

from __future__ import annotations

from typing import Any

from lachan.checkpoints.models import (
    Opening,
    Passage,
    PassagePerson,
    PassageVehicle,
    PostTest,
    Shift,
    Slip,
    Strike,
)

# Rows are made anew by a rebuild, and when an event came differs from one order to another.
LEFT_OUT = {"id", "received_at", "recorded_at", "arrival"}


def read_state() -> dict[str, list[dict[str, Any]]]:
    """Table -> its rows, ordered by content."""
    state = {}
    for table in (
        *(Opening, Passage, PassagePerson, PassageVehicle),
        *(PostTest, Shift, Slip, Strike),
    ):
        names = [f.attname for f in table._meta.concrete_fields if f.name not in LEFT_OUT]
        state[table.__name__] = sorted(table.objects.values(*names), key=repr)
    return state
