"""All stays of a province, laid out so that a trace reads memory in the order in which it lies.

An index never changes: `changed` gives a new one that shares every day that did not change, so
traces go on meanwhile on the one they began with. PostgreSQL stays the system of record.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from lachan.tracing.engine.local.days import Day
from lachan.tracing.engine.local.each import each
from lachan.tracing.engine.local.latest import latest
from lachan.tracing.engine.local.longs import Longs
from lachan.tracing.engine.local.meeting import WIDTH
from lachan.tracing.engine.local.numbering import Numbering
from lachan.tracing.engine.local.storage import (
    map_arrays,
    read_contents,
    write_arrays,
    write_contents,
)
from lachan.tracing.engine.local.threads import PARTS
from lachan.tracing.engine.local.tracing import Progress, trace
from lachan.tracing.engine.local.workspace import Workspace
from lachan.tracing.engine.tables import Cases, Exposures, Numbers, Terms, whole

_NAMES = (("persons", "<i8"), ("places", "<i8"), ("setting_of", "<i4"))


@dataclass(frozen=True)
class Note:
    """What whoever feeds an index keeps with it: how far they got. Columns are of int64."""

    told: dict[str, Any]
    columns: dict[str, Numbers]


@dataclass(frozen=True)
class Index:
    """Days of short stays, a table of long ones, and the names of people and places.

    base        the first second of the first day; the state of a trace counts from here
    contacts    contact rows, each a place of its own (its number) that only two people visit
    setting_of  the setting of each contact row, an index into `settings` or NO_SETTING
    """

    base: int
    days: tuple[Day, ...]
    longs: Longs
    contacts: Longs
    persons: Numbering
    places: Numbering
    setting_of: Numbers
    settings: tuple[str, ...]
    _free: deque[Workspace] = field(default_factory=deque, repr=False, compare=False)

    def trace(self, cases: Cases, terms: Terms, progress: Progress | None = None) -> Exposures:
        """Everyone exposed to these cases, with the evidence: see `tracing.trace`."""
        return trace(self, cases, terms, progress)

    def each(self, cases: Cases, terms: Terms) -> tuple[Numbers, Exposures]:
        """Each case by itself to its F1: see `each.each`; of the terms only `minimum` counts."""
        return each(self, cases, terms.minimum)

    def latest(self, labels: Exposures, terms: Terms) -> Numbers:
        """Until when each line of `labels` last met the level before: see `latest.latest`."""
        return latest(self, labels, terms)

    def save(self, folder: Path, note: Note | None = None) -> None:
        """Write what the folder does not hold yet; whoever opened it before keeps what he has.

        `note` is kept with it, for `read_note`.
        """
        folder.mkdir(parents=True, exist_ok=True)
        days = []
        for day in self.days:
            path = folder / day.file
            if not path.exists():
                write_arrays(path, (getattr(day, name) for name, _ in day.ARRAYS))
            lengths = [len(getattr(day, name)) for name, _ in day.ARRAYS]
            days.append({"number": day.number, "name": day.name, "lengths": lengths})
        names = f"names-{uuid4().hex}.bin"
        lengths = write_arrays(
            folder / names,
            (
                self.persons.ids,
                self.places.ids,
                self.setting_of,
                *(getattr(t, name) for t in (self.longs, self.contacts) for name, _ in t.ARRAYS),
            ),
        )
        contents = {
            "base": self.base,
            "settings": self.settings,
            "days": days,
            "names": names,
            "lengths": lengths,
        }
        files = {names, *(day.file for day in self.days)}
        if note:
            file = f"note-{uuid4().hex}.bin"
            columns = [whole(column) for column in note.columns.values()]
            lengths = write_arrays(folder / file, columns)
            contents["note"] = {
                "told": note.told,
                "file": file,
                "columns": dict(zip(note.columns, lengths, strict=True)),
            }
            files.add(file)
        write_contents(folder, contents, files)

    @property
    def nbytes(self) -> int:
        """Memory of all arrays together, in bytes."""
        names = self.persons.ids.nbytes + self.places.ids.nbytes + self.setting_of.nbytes
        parts: list[Day | Longs] = [*self.days, self.longs, self.contacts]
        return sum(part.nbytes for part in parts) + names

    def table(self) -> Numbers:
        """The addresses and lengths of all days' arrays, a line a day (`meeting.MORNING`…)."""
        made: Numbers | None = self.__dict__.get("_table")
        if made is None:
            made = np.empty((len(self.days), WIDTH), np.int64)
            for line, day in zip(made, self.days, strict=True):
                line[:] = _line(day)
            self.__dict__["_table"] = made
        return made

    def by_id(self) -> Numbers:
        """All person numbers, sorted by identifier."""
        made: Numbers | None = self.__dict__.get("_by_id")
        if made is None:
            made = np.argsort(self.persons.ids, kind="stable").astype(np.int32)
            self.__dict__["_by_id"] = made
        return made

    def rank(self) -> Numbers:
        """Of each person number, its place in `by_id`."""
        made: Numbers | None = self.__dict__.get("_rank")
        if made is None:
            made = np.empty(len(self.persons), np.int32)
            made[self.by_id()] = np.arange(len(made), dtype=np.int32)
            self.__dict__["_rank"] = made
        return made

    def borrow(self) -> Workspace:
        """A workspace of the right size that nobody else uses; `give_back` when cleared."""
        try:
            return self._free.pop()
        except IndexError:
            crowd = max((int(np.diff(day.starts).max()) for day in self.days), default=0)
            long_crowd = self.longs.crowd
            return Workspace(
                persons=len(self.persons),
                groups=max((len(day.places) for day in self.days), default=0) + 1,
                crowd=crowd + long_crowd + 1,
                candidates=max((len(day.rows) for day in self.days), default=0)
                + len(self.longs.person)
                + 2,
                parts=PARTS,
            )

    def give_back(self, workspace: Workspace) -> None:
        """Leave a cleared workspace for the next trace."""
        self._free.append(workspace)


def read_note(folder: Path) -> Note | None:
    """What was kept with the index in `folder`; None where nothing was. Raises UnreadableIndex."""
    kept = read_contents(folder).get("note")
    if kept is None:
        return None
    layout = [(name, "<i8") for name in kept["columns"]]
    columns = map_arrays(folder / kept["file"], layout, list(kept["columns"].values()))
    return Note(kept["told"], columns)


def open_index(folder: Path) -> Index:
    """The index that was saved in `folder`, mapped. Raises UnreadableIndex."""
    contents = read_contents(folder)
    days = []
    for day in contents["days"]:
        path = folder / f"day-{day['number']}-{day['name']}.bin"
        arrays = map_arrays(path, Day.ARRAYS, day["lengths"])
        days.append(Day(day["number"], name=day["name"], **arrays))
    layout = [
        *_NAMES,
        *((f"longs.{name}", kind) for name, kind in Longs.ARRAYS),
        *((f"contacts.{name}", kind) for name, kind in Longs.ARRAYS),
    ]
    names = map_arrays(folder / contents["names"], layout, contents["lengths"])
    longs, contacts = (
        Longs(**{name: names[f"{table}.{name}"] for name, _ in Longs.ARRAYS})
        for table in ("longs", "contacts")
    )
    return Index(
        contents["base"],
        tuple(days),
        longs,
        contacts,
        Numbering(names["persons"]),
        Numbering(names["places"]),
        names["setting_of"],
        tuple(contents["settings"]),
    )


def _line(day: Day) -> list[int]:
    """The day's line in the table of addresses, in the order of `meeting.MORNING`…"""
    return [
        day.morning,
        day.rows.ctypes.data,
        len(day.rows),
        day.starts.ctypes.data,
        len(day.places),
        day.places.ctypes.data,
        day.seats_at.ctypes.data,
        day.seats.ctypes.data,
        len(day.seats),
        day.group_marks.ctypes.data,
        len(day.group_marks),
        day.by_person.ctypes.data,
        day.persons_at.ctypes.data,
        len(day.persons_at) - 1,
    ]
