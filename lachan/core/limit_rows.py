"""Where the dated numbers of a domain stand: the shipped rows, and those an installation added."""

from __future__ import annotations

import csv
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Generic

from django.apps import apps

from lachan.core.limits import Line, Row, held, lines


class LimitRows(Generic[Row]):
    """The numbers of one domain; `model` has the columns of `lachan.core.limits.Dated`.

    The shipped rows (`data/limits.csv` of the domain, each with its source) hold until an
    installation adds its own.
    """

    def __init__(self, model: type[Row], names: type[StrEnum]) -> None:
        self.model: Any = model
        self.names = names

    def limit(self, name: StrEnum, on: date) -> Row:
        """The row that holds on the day; of several the one that begins latest.

        Raises LookupError where none holds (before 2020).
        """
        found = held(self._rows(), on).get(name)
        if found is None:
            raise LookupError(f"no limit {name} holds on {on}")
        return found

    def lines(self, on: date) -> list[Line[Row]]:
        """All rows, ended ones and those to come as well, as they stand on the day."""
        return lines(self._rows(), self.names, on)

    def _rows(self) -> list[Row]:
        return [*self._shipped, *self.model._default_manager.all()]

    @cached_property
    def _shipped(self) -> tuple[Row, ...]:
        home = Path(apps.get_app_config(self.model._meta.app_label).path)
        with (home / "data" / "limits.csv").open(encoding="utf-8", newline="") as shipped:
            return tuple(
                self.model(
                    name=row["name"],
                    value=int(row["value"]),
                    valid_from=date.fromisoformat(row["valid_from"]),
                    valid_until=(
                        date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
                    ),
                    source=row["source"],
                )
                for row in csv.DictReader(shipped)
            )
