"""What checkpoints and the domain that takes a kind of event say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a device, opened: what it holds, who recorded it, when it happened.

    `happened_at` is the device's word, put right by what its clock was off when it sent the event.
    """

    event_id: UUID
    device_id: int
    device_name: str
    officer: str
    happened_at: datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list for a device: its tag, and what stands in it; None where the device has this one."""

    tag: str
    content: Mapping[str, Any] | None
