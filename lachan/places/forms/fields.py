"""Fields of this domain: a unit found by its code or path."""

from __future__ import annotations

from typing import Any

from lachan.core import fields
from lachan.places.models import Unit
from lachan.places.queries import unit_at


class UnitField(fields.UnitField):
    """A unit by its code or path. Clean: the unit itself, or None."""

    find = staticmethod(unit_at)

    def clean(self, value: Any) -> Unit | None:
        found: Unit | None = self.unit_of(value)
        return found
