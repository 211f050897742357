"""Fields of this domain: a unit found by its code or path."""

from __future__ import annotations

from typing import Any

from lachan.core import fields
from lachan.places.models import Unit
from lachan.places.queries import unit_meant, unit_words


class UnitField(fields.UnitField):
    """A unit by its name, code or path. Clean: the unit itself, or None."""

    find = staticmethod(unit_meant)
    words_of = staticmethod(unit_words)

    def clean(self, value: Any) -> Unit | None:
        found: Unit | None = self.unit_of(value)
        return found
