"""Making an index of stays, and making it anew where stays were added or struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.days import ANY_SEAT, Day, arrange, scatter
from lachan.tracing.engine.local.index import Index
from lachan.tracing.engine.local.longs import Longs, arrange_longs, extended, seats_of
from lachan.tracing.engine.local.meeting import NEVER
from lachan.tracing.engine.local.numbering import Numbering, by_home, distinct
from lachan.tracing.engine.local.packing import DAY, MOST_PERSONS
from lachan.tracing.engine.local.threads import share
from lachan.tracing.engine.tables import (
    LARGEST_ROW,
    NO_ROW,
    NO_SETTING,
    Contacts,
    Numbers,
    Visits,
    whole,
)

SPAN = NEVER - 4 * DAY  # seconds between the first and the last stay's beginning: 68 years

FiveColumns = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]

_NOTHING = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.uint8)


def no_visits() -> Visits:
    """No stays at all."""
    nothing = np.empty(0, np.int64)
    return Visits(nothing, nothing, nothing, nothing, nothing)


def no_contacts() -> Contacts:
    """No contact rows at all."""
    nothing = np.empty(0, np.int64)
    return Contacts(nothing, nothing, nothing, nothing, nothing)


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
        longs=arrange_longs(*long.exact(), places=len(places), persons=len(persons)),
        contacts=_contact_rows(contacts, persons),
        persons=persons,
        places=places,
        setting_of=contacts.setting.astype(np.int32),
        settings=contacts.settings,
    )


def changed(
    index: Index,
    *,
    added: Visits | None = None,
    struck: Visits | None = None,
    contacts_added: Contacts | None = None,
    contacts_struck: Contacts | None = None,
) -> Index:
    """`index` with some stays and contact rows added and others taken away.

    Only the days that the stays touch are made anew; each struck row takes away one equal row.
    Raises KeyError when there is none, ValueError as `build` does.
    """
    added, struck = added or no_visits(), struck or no_visits()
    more, fewer = contacts_added or no_contacts(), contacts_struck or no_contacts()
    _examine(added, more)
    persons = index.persons.extended(np.concatenate([added.person, more.a, more.b]))
    places = index.places.extended(added.place)
    short, long = Columns.of(added, persons, places).parted()
    less_short, less_long = Columns.of(struck, persons, places).parted()
    days = {day.number: day for day in index.days}
    coming, going = _by_day(short), _by_day(less_short)
    for number in sorted({*coming, *going}):
        before = days[number].columns() if number in days else _NOTHING
        stays = _without(before, going.get(number, _NOTHING), (1, 2))
        place, packed, seat = (
            np.concatenate(pair) for pair in zip(stays, coming.get(number, _NOTHING), strict=True)
        )
        if len(place):
            days[number] = arrange(
                number, place, packed, seat, places=len(places), persons=len(persons)
            )
        else:
            days.pop(number, None)
    longs = _longs_changed(index.longs, long, less_long, len(places), len(persons))
    contacts = _contacts_changed(index, more, fewer)
    begins = [int(column.min()) for column in (added.entered, more.started) if len(column)]
    if len(index.persons):
        begins.append(index.base)
    lasts = [int(column.max()) for column in (longs.entered, contacts.started) if len(column)]
    _examine_span(begins, [*(day.morning for day in days.values()), *lasts])
    return Index(
        base=min(begins, default=0) // DAY * DAY,
        days=tuple(days[number] for number in sorted(days)),
        longs=longs,
        contacts=_contact_rows(contacts, persons),
        persons=persons,
        places=places,
        setting_of=contacts.setting.astype(np.int32),
        settings=contacts.settings,
    )


def _longs_changed(longs: Longs, more: Columns, fewer: Columns, places: int, persons: int) -> Longs:
    if not len(more.person) and not len(fewer.person):
        return extended(longs, places, persons)
    kept = _without(longs.columns, fewer.exact(), (0, 2, 3, 4), place=1)
    who, where, since, until, seat = (
        np.concatenate(pair) for pair in zip(kept, more.exact(), strict=True)
    )
    return arrange_longs(who, where, since, until, seat, places, persons)


def contacts_of(index: Index) -> Contacts:
    """The contact rows of an index; which of the two is `a` may differ from what was given."""
    rows = index.contacts
    return Contacts(
        index.persons.ids[rows.person[0::2]],
        index.persons.ids[rows.person[1::2]],
        rows.entered[0::2],
        rows.left[0::2],
        index.setting_of,
        index.settings,
    )


def _contacts_changed(index: Index, more: Contacts, fewer: Contacts) -> Contacts:
    parts = (contacts_of(index), more, fewer)
    words = sorted({word for part in parts for word in part.settings})
    number = {word: at for at, word in enumerate(words)}
    ours, more, fewer = (_with_words(part, number) for part in parts)
    gone = _keys(fewer)
    kept = []
    for at, key in enumerate(_keys(ours)):
        if gone and key in gone:
            gone.remove(key)
        else:
            kept.append(at)
    if gone:
        raise KeyError(f"{len(gone)} contact rows to strike are not in the index")
    return Contacts(
        **{
            name: np.concatenate([getattr(ours, name)[kept], getattr(more, name)])
            for name in ("a", "b", "started", "ended", "setting")
        },
        settings=tuple(words),
    )


def _with_words(contacts: Contacts, number: dict[str, int]) -> Contacts:
    map_of = np.array([*(number[word] for word in contacts.settings), NO_SETTING], np.int64)
    return replace(contacts, setting=map_of[contacts.setting])


def _keys(contacts: Contacts) -> list[tuple[int, ...]]:
    pairs = np.sort(np.stack([contacts.a, contacts.b]), axis=0)
    rows = np.stack([*pairs, contacts.started, contacts.ended, contacts.setting], axis=1)
    return [tuple(row) for row in rows.tolist()]


def _by_day(short: Columns) -> dict[int, tuple[Numbers, ...]]:
    return {
        number: (place, packed, seat)
        for number, place, packed, seat in scatter(
            short.person, short.place, short.entered, short.left, short.row, share
        )
    }


def _without(
    columns: Sequence[Numbers], gone: Sequence[Numbers], keys: Sequence[int], place: int = 0
) -> list[Numbers]:
    """Rows, sorted by place, without one equal row for each of `gone`."""
    kept = np.ones(len(columns[0]), np.bool_)
    for row in zip(*gone, strict=True):
        first, last = (
            int(np.searchsorted(columns[place], row[place], s)) for s in ("left", "right")
        )
        equal = kept[first:last].copy()
        for key in keys:
            equal &= columns[key][first:last] == row[key]
        if not equal.any():
            raise KeyError("a stay to strike is not in the index")
        kept[first + int(equal.argmax())] = False
    return [column[kept] for column in columns]


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

    def exact(self) -> FiveColumns:
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
    _examine_span([c.min() for c in begins], [c.max() for c in begins])


def _examine_span(firsts: Sequence[int], lasts: Sequence[int]) -> None:
    if firsts and lasts and int(max(lasts)) - int(min(firsts)) > SPAN:
        raise ValueError("stays begin more than 68 years apart")


@loop
def _is_long(entered, left):  # type: ignore[no-untyped-def]
    long = np.empty(len(entered), np.bool_)
    for index in range(len(entered)):
        long[index] = left[index] // DAY - entered[index] // DAY > 1
    return long
