"""What a reader makes of a cell: a value, and what must be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lachan.lists.terms import Weight


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason about one cell; `code` is stable, its words are in `remark_words`.

    `field` is the canonical name of the column ("" for the whole row), `value` what stood there.
    `options` are paths or values among which a person can choose.
    """

    code: str
    weight: Weight
    field: str = ""
    value: str = ""
    options: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "weight": str(self.weight),
            "field": self.field,
            "value": self.value,
            "options": list(self.options),
        }


@dataclass(frozen=True, slots=True)
class Read:
    """A value as read (None when nothing can be used), with at most one remark."""

    value: Any = None
    code: str = ""
    weight: Weight = Weight.NOTE
