"""What a kind of list holds: its fields, by which headings they are known, how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lachan.people.terms import ResidenceKind, SourceKind


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column.

    `synonyms` are headings as lists write them, folded (no diacritics, no signs); a heading that
    begins with one, or holds one as whole words, is likely this field too. `reader` names one in
    `rules.readers.READERS`.
    """

    name: str
    label: Any
    reader: str
    synonyms: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list. Adding one is adding a file to `lachan/lists/kinds/`.

    `needs_commune`: a row whose commune is not known is asked about, unless the receiving unit is
    a commune itself. `address` names the fields of which the address is made, the smallest place
    first. `household` names the field whose equal words mean one household, or is empty.
    """

    code: str
    label: Any
    fields: tuple[Field, ...]
    needs_commune: bool
    source_kind: SourceKind = SourceKind.LIST_ROW
    residence_kind: ResidenceKind = ResidenceKind.STAY
    address: tuple[str, ...] = ("address", "hamlet", "commune", "district", "province")
    household: str = ""

    def field(self, name: str) -> Field:
        """The field of this name; KeyError when the kind has none."""
        return self.by_name[name]

    @property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    def values_read(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that upper domains get: all fields of the kind that were told."""
        return {name: value for name, value in values.items() if value not in (None, "")}
