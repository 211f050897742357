"""All stays of a province, laid out so that a trace reads memory in the order in which it lies.

An index never changes: `changed` gives a new one that shares every day that did not change, so
traces go on meanwhile on the one they began with. PostgreSQL stays the system of record.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.days import ANY_SEAT, Day, arrange, scatter
from lachan.tracing.engine.local.longs import Longs, arrange_longs, seats_of
from lachan.tracing.engine.local.meeting import NEVER, WIDTH
from lachan.tracing.engine.local.numbering import Numbering, by_home, distinct
from lachan.tracing.engine.local.packing import DAY, MOST_PERSONS
from lachan.tracing.engine.local.threads import CORES, share
from lachan.tracing.engine.local.workspace import Workspace
from lachan.tracing.engine.tables import LARGEST_ROW, NO_ROW, Contacts, Numbers, Visits, whole

SPAN = NEVER - 4 * DAY  # seconds between the first and the last stay's beginning: 68 years


def no_visits() -> Visits:
    """No stays at all."""
    nothing = np.empty(0, np.int64)
    return Visits(nothing, nothing, nothing, nothing, nothing)


def no_contacts() -> Contacts:
    """No contact rows at all."""
    nothing = np.empty(0, np.int64)
    return Contacts(nothing, nothing, nothing, nothing, nothing)


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

    # Reading

    @property
    def nbytes(self) -> int:
        """Memory of all arrays together, in bytes."""
        names = self.persons.ids.nbytes + self.places.ids.nbytes + self.setting_of.nbytes
        return sum(part.nbytes for part in (*self.days, self.longs, self.contacts)) + names

    def table(self) -> Numbers:
        """The addresses and lengths of all days' arrays, a line a day (`meeting.MORNING`…)."""
        made = self.__dict__.get("_table")
        if made is None:
            made = np.empty((len(self.days), WIDTH), np.int64)
            for line, day in zip(made, self.days, strict=True):
                line[:] = _line(day)
            self.__dict__["_table"] = made
        return made  # type: ignore[no-any-return]

    def rank(self) -> Numbers:
        """Of each person number, its place when identifiers are sorted."""
        made = self.__dict__.get("_rank")
        if made is None:
            made = np.empty(len(self.persons), np.int32)
            made[np.argsort(self.persons.ids, kind="stable")] = np.arange(len(made), dtype=np.int32)
            self.__dict__["_rank"] = made
        return made  # type: ignore[no-any-return]

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
                cores=CORES,
            )

    def give_back(self, workspace: Workspace) -> None:
        """Leave a cleared workspace for the next trace."""
        self._free.append(workspace)

    # Changing

    def changed(
        self,
        *,
        added: Visits | None = None,
        struck: Visits | None = None,
        contacts_added: Contacts | None = None,
        contacts_struck: Contacts | None = None,
    ) -> Index:
        """This index with some stays and contact rows added and others taken away.

        Each struck row takes away one equal row. Raises KeyError when there is none.
        """
        added, struck = added or no_visits(), struck or no_visits()
        more, fewer = contacts_added or no_contacts(), contacts_struck or no_contacts()
        raise NotImplementedError


def build(visits: Visits, contacts: Contacts | None = None) -> Index:
    """The index of these stays and contact rows.

    Raises ValueError for a stay that ends before it begins, a row outside 0…254, or stays that
    begin more than 68 years apart.
    """
    contacts = contacts or no_contacts()
    _examine(visits, contacts)
    places = Numbering(distinct(visits.place))
    place = places.numbers_of(visits.place)
    persons = Numbering(distinct(visits.person, contacts.a, contacts.b))
    persons = by_home(
        persons, persons.numbers_of(visits.person), place, visits.left - visits.entered
    )
    if len(persons) > MOST_PERSONS:
        raise ValueError(f"more than {MOST_PERSONS:,} persons")
    columns = Columns.of(visits, persons, places)
    short, long = columns.parted()
    begins = [column.min() for column in (visits.entered, contacts.started) if len(column)]
    return Index(
        base=int(min(begins)) // DAY * DAY if begins else 0,
        days=_days(short, len(places), len(persons)),
        longs=arrange_longs(*long.exact(), len(places), len(persons)),
        contacts=_contact_rows(contacts, persons),
        persons=persons,
        places=places,
        setting_of=contacts.setting.astype(np.int32),
        settings=contacts.settings,
    )


@dataclass(frozen=True)
class Columns:
    """Stays with numbers in the place of identifiers."""

    person: Numbers
    place: Numbers
    entered: Numbers
    left: Numbers
    row: Numbers

    @classmethod
    def of(cls, visits: Visits, persons: Numbering, places: Numbering) -> Columns:
        """These visits, numbered."""
        return cls(
            persons.numbers_of(visits.person),
            places.numbers_of(visits.place),
            whole(visits.entered),
            whole(visits.left),
            np.asarray(visits.row),
        )

    def parted(self) -> tuple[Columns, Columns]:
        """(stays that touch one day or two, stays that touch more)."""
        long = _is_long(self.entered, self.left)
        if not long.any():
            return self, self._where(slice(0, 0))
        return self._where(~long), self._where(long)

    def exact(self) -> tuple[Numbers, ...]:
        """As `arrange_longs` takes them."""
        return self.person, self.place, self.entered, self.left, seats_of(self.row)

    def _where(self, which: Any) -> Columns:
        return Columns(
            self.person[which],
            self.place[which],
            self.entered[which],
            self.left[which],
            self.row[which],
        )


def _days(short: Columns, places: int, persons: int) -> tuple[Day, ...]:
    parts = scatter(short.person, short.place, short.entered, short.left, short.row, share)
    return tuple(share(arrange, [(*part, places, persons) for part in parts]))


def _contact_rows(contacts: Contacts, persons: Numbering) -> Longs:
    numbers = np.arange(len(contacts.a), dtype=np.int32)
    seats = np.full(2 * len(numbers), ANY_SEAT, np.uint8)
    return arrange_longs(
        np.concatenate([persons.numbers_of(contacts.a), persons.numbers_of(contacts.b)]),
        np.concatenate([numbers, numbers]),
        np.concatenate([contacts.started, contacts.started]),
        np.concatenate([contacts.ended, contacts.ended]),
        seats,
        len(numbers),
        len(persons),
    )


def _examine(visits: Visits, contacts: Contacts) -> None:
    if (visits.left < visits.entered).any() or (contacts.ended < contacts.started).any():
        raise ValueError("a stay or contact ends before it begins")
    if len(visits.row) and not NO_ROW <= visits.row.min() <= visits.row.max() <= LARGEST_ROW:
        raise ValueError(f"a row is not between 0 and {LARGEST_ROW}")
    begins = [column for column in (visits.entered, contacts.started) if len(column)]
    if begins and max(c.max() for c in begins) - min(c.min() for c in begins) > SPAN:
        raise ValueError("stays begin more than 68 years apart")


@loop
def _is_long(entered, left):  # type: ignore[no-untyped-def]
    long = np.empty(len(entered), np.bool_)
    for index in range(len(entered)):
        long[index] = left[index] // DAY - entered[index] // DAY > 1
    return long


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
        int(day.crowd),
    ]
