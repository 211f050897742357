"""Keep the engine's index at what PostgreSQL says: built once, then brought up to date.

The index lies in files of this machine (`settings.TRACING_INDEX`), which every process maps. One
process at a time writes; the others find what it wrote. Nothing is lost with the folder: it is made
again from the stays.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from lachan.tracing.engine.local.building import build, changed, contacts_of
from lachan.tracing.engine.local.checking import fingerprint, stays_of
from lachan.tracing.engine.local.index import Index, Note, open_index, read_note
from lachan.tracing.engine.local.storage import CONTENTS, UnreadableIndex
from lachan.tracing.engine.tables import Contacts, Numbers, Visits
from lachan.tracing.queries import feed
from lachan.tracing.queries.feed import Roots, Rows

NOTHING = np.empty(0, np.int64)
_HALF = 31
LOCK = "lock"
STAYS, MEETINGS = "tracing_stay", "tracing_namedcontact"


@dataclass(frozen=True)
class Taken:
    """Which rows of a table are in the index.

    All standing ids to `settled`, and of the larger ones those in `beyond`. `marks` are (id,
    transaction) that become settled; `struck` are ids that were struck lately and seen to.
    """

    settled: int
    beyond: Numbers
    marks: tuple[tuple[int, int], ...]
    struck: Numbers

    def has(self, ids: Numbers) -> Numbers:
        """Which of these ids were taken, unless they were struck before that."""
        return (ids <= self.settled) | np.isin(ids, self.beyond)

    def settle(self, oldest: int) -> Taken:
        """What is settled now that every transaction before `oldest` has ended."""
        done = [largest for largest, coming in self.marks if coming <= oldest]
        settled = max([self.settled, *done])
        return replace(
            self,
            settled=settled,
            beyond=self.beyond[self.beyond > settled],
            marks=tuple(one for one in self.marks if one[0] > settled),
        )


@dataclass(frozen=True)
class State:
    """How far the index got: what was taken of each table, who stood for whom, and when."""

    stays: Taken
    meetings: Taken
    roots: Roots
    at: datetime

    def note(self) -> Note:
        """As it is kept beside the index."""
        told: dict[str, Any] = {"at": self.at.isoformat()}
        columns = {"merged": self.roots.merged, "root": self.roots.root}
        for name, taken in (("stays", self.stays), ("meetings", self.meetings)):
            told[name] = {"settled": taken.settled, "marks": taken.marks}
            columns |= {f"{name} beyond": taken.beyond, f"{name} struck": taken.struck}
        return Note(told, columns)

    @classmethod
    def of(cls, note: Note) -> State:
        """As it was kept."""
        stays, meetings = (
            Taken(
                note.told[name]["settled"],
                note.columns[f"{name} beyond"],
                tuple((largest, coming) for largest, coming in note.told[name]["marks"]),
                note.columns[f"{name} struck"],
            )
            for name in ("stays", "meetings")
        )
        known = Roots(note.columns["merged"], note.columns["root"])
        return cls(stays, meetings, known, datetime.fromisoformat(note.told["at"]))


@dataclass(frozen=True)
class Standing:
    """The index as it stands, with how far it got; `generation` tells two of them apart."""

    index: Index
    state: State
    generation: tuple[int, int]


@dataclass(frozen=True)
class Agreement:
    """Whether index and database hold the same: (rows, sum of hashes) of each."""

    stays: tuple[int, int]
    stays_recorded: tuple[int, int]
    meetings: tuple[int, int]
    meetings_recorded: tuple[int, int]

    @property
    def holds(self) -> bool:
        """Whether they agree."""
        return self.stays == self.stays_recorded and self.meetings == self.meetings_recorded


_held: dict[Path, Standing] = {}


def current_index(now: datetime) -> Standing:
    """The index with everything that is committed, built or brought up to date where needed."""
    with _folder() as folder:
        standing = _opened(folder)
        if standing is None:
            return _kept(folder, *_built(now))
        try:
            index, state = _refreshed(standing.index, standing.state, now)
        except KeyError:
            # A row was changed past the rule that rows are struck and told anew.
            return _kept(folder, *_built(now))
        if index is standing.index and state is standing.state:
            # Nothing to write, but people were asked about until now.
            seen = replace(standing, state=replace(state, at=max(now, state.at)))
            _held[folder] = seen
            return seen
        return _kept(folder, index, state)


def rebuild_index(now: datetime) -> Standing:
    """The index made again from the stays, whatever the folder held."""
    with _folder() as folder:
        return _kept(folder, *_built(now))


def forget_index() -> None:
    """Take the folder away; the next trace makes it again."""
    with _folder() as folder:
        _held.pop(folder, None)
        for path in folder.iterdir():
            if path.name != LOCK:
                path.unlink()


def check_index(now: datetime) -> Agreement:
    """Hold the index, brought up to date, against every row of the database."""
    standing = current_index(now)
    recorded, meetings = _everything(standing.state.roots)
    return Agreement(
        fingerprint(stays_of(standing.index)),
        fingerprint(recorded),
        _fingerprint_of(contacts_of(standing.index)),
        _fingerprint_of(meetings),
    )


@contextmanager
def _folder() -> Iterator[Path]:
    """The folder of the index, for one process at a time."""
    folder = Path(settings.TRACING_INDEX)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _opened(folder: Path) -> Standing | None:
    """What the folder holds; None where it holds nothing that can be used."""
    try:
        generation = _generation(folder)
        held = _held.get(folder)
        if held and held.generation == generation:
            return held
        note = read_note(folder)
        if note is None:
            return None
        standing = Standing(open_index(folder), State.of(note), generation)
    except (OSError, UnreadableIndex, KeyError):
        return None
    _held[folder] = standing
    return standing


def _kept(folder: Path, index: Index, state: State) -> Standing:
    index.save(folder, state.note())
    # Mapped, not held: the memory is shared with every other process that traces.
    _held[folder] = standing = Standing(open_index(folder), state, _generation(folder))
    return standing


def _generation(folder: Path) -> tuple[int, int]:
    told = (folder / CONTENTS).stat()
    return told.st_ino, told.st_mtime_ns


def _built(now: datetime) -> tuple[Index, State]:
    known = feed.roots()
    marks = {table: feed.mark(table) for table in (STAYS, MEETINGS)}
    oldest = feed.oldest_running()
    stays = feed.stays_after(0)
    meetings = feed.meetings_after(0)
    homes = feed.homes_of(feed.everybody_at_home())
    state = State(
        _taken(marks[STAYS], stays["id"], feed.stays_struck(now)["id"], oldest),
        _taken(marks[MEETINGS], meetings["id"], feed.meetings_struck(now)["id"], oldest),
        known,
        now,
    )
    visits = _together(feed.visits_of(stays, known), homes)
    return build(visits, feed.contacts_of(meetings, known)), state


def _taken(mark: tuple[int, int], ids: Numbers, struck: Numbers, oldest: int) -> Taken:
    return Taken(0, np.sort(ids), (mark,), np.sort(struck)).settle(oldest)


def _refreshed(index: Index, state: State, now: datetime) -> tuple[Index, State]:
    """Bring in what was added, struck, merged and told of households since."""
    known = feed.roots()
    oldest = feed.oldest_running()
    turned = state.roots.turned(known)
    stays = _Change(state.stays, feed.mark(STAYS), oldest, feed.stays_after)
    meetings = _Change(state.meetings, feed.mark(MEETINGS), oldest, feed.meetings_after)
    stays.take_struck(feed.stays_struck(state.at))
    meetings.take_struck(feed.meetings_struck(state.at))
    moved = feed.stays_of_persons(turned) if len(turned) else None
    moved_meetings = feed.meetings_of_persons(turned) if len(turned) else None
    touched = np.union1d(feed.people_changed(state.at), _roots_touched(state.roots, known, turned))
    coming, going = _homes_changed(index, touched)
    added, struck = feed.visits_of(stays.added, known), feed.visits_of(stays.struck, state.roots)
    if moved:
        moved = stays.were_taken(moved)
        added = _together(added, feed.visits_of(moved, known))
        struck = _together(struck, feed.visits_of(moved, state.roots))
    more = feed.contacts_of(meetings.added, known)
    fewer = feed.contacts_of(meetings.struck, state.roots)
    if moved_meetings:
        moved_meetings = meetings.were_taken(moved_meetings)
        more = _both(more, feed.contacts_of(moved_meetings, known))
        fewer = _both(fewer, feed.contacts_of(moved_meetings, state.roots))
    added, struck = _together(added, coming), _together(struck, going)
    after = State(stays.after, meetings.after, known, max(now, state.at))
    if not any(map(len, (added.person, struck.person, more.a, fewer.a))):
        return index, after if stays.is_new or meetings.is_new else state
    return (
        changed(index, added=added, struck=struck, contacts_added=more, contacts_struck=fewer),
        after,
    )


class _Change:
    """What became of one table since the index was made."""

    def __init__(
        self, taken: Taken, mark: tuple[int, int], oldest: int, after: Callable[[int], Rows]
    ) -> None:
        self.before = taken.settle(oldest)
        rows = after(self.before.settled)
        self.added = _where(rows, ~np.isin(rows["id"], self.before.beyond))
        marks = self.before.marks
        if mark[0] > max([self.before.settled, *(largest for largest, _ in marks)]):
            marks = (*marks, mark)
        self.after = replace(
            self.before, beyond=np.union1d(self.before.beyond, self.added["id"]), marks=marks
        )

    def take_struck(self, rows: Rows) -> None:
        """Of the rows that were struck lately, those that the index holds are to leave it."""
        new = ~np.isin(rows["id"], self.before.struck)
        was_added = np.isin(rows["id"], self.added["id"])
        # Struck while this was read: never goes in.
        self.added = _where(self.added, ~np.isin(self.added["id"], rows["id"]))
        self.struck = _where(rows, new & self.before.has(rows["id"]) & ~was_added)
        self.after = replace(self.after, struck=np.sort(rows["id"]))

    def were_taken(self, rows: Rows) -> Rows:
        """Of these standing rows, those that the index holds already."""
        return _where(rows, self.before.has(rows["id"]))

    @property
    def is_new(self) -> bool:
        """Whether anything was found that must be remembered."""
        return (
            self.before.settled != self.after.settled
            or len(self.added["id"]) > 0
            or len(self.struck["id"]) > 0
            or not np.array_equal(self.before.struck, self.after.struck)
            or self.before.marks != self.after.marks
        )


def _roots_touched(before: Roots, after: Roots, turned: Numbers) -> Numbers:
    return np.unique(np.concatenate([before.of(turned), after.of(turned)]))


def _homes_changed(index: Index, persons: Numbers) -> tuple[Visits, Visits]:
    """(households to add, to strike) of these people, by what the index holds of them."""
    wanted = feed.homes_of(feed.at_home(persons)) if len(persons) else feed.homes_of(_NOBODY)
    longs = index.longs
    asked = np.zeros(len(index.persons), np.bool_)
    numbers = index.persons.numbers_of(persons)
    asked[numbers[numbers >= 0]] = True
    at = np.flatnonzero(asked[longs.person]) if len(longs.person) else NOTHING
    places = index.places.ids[longs.place[at]]
    at, places = at[places < 0], places[places < 0]
    held = _pairs(index.persons.ids[longs.person[at]], -places)
    told = _pairs(wanted.person, -wanted.place)
    return _homes(np.setdiff1d(told, held)), _homes(np.setdiff1d(held, told))


def _pairs(persons: Numbers, households: Numbers) -> Numbers:
    """Person and household in one number: neither has more than 2^31 rows."""
    return (persons << _HALF) | households


def _homes(pairs: Numbers) -> Visits:
    return feed.homes_of({"person": pairs >> _HALF, "household": pairs & ((1 << _HALF) - 1)})


_NOBODY = {"person": NOTHING, "household": NOTHING}


def _everything(known: Roots) -> tuple[Visits, Contacts]:
    visits = feed.visits_of(feed.stays_after(0), known)
    homes = feed.homes_of(feed.everybody_at_home())
    return _together(visits, homes), feed.contacts_of(feed.meetings_after(0), known)


def _fingerprint_of(contacts: Contacts) -> tuple[int, int]:
    pairs = np.sort(np.stack([contacts.a, contacts.b]), axis=0)
    words = np.array([feed.SETTINGS.index(word) for word in contacts.settings] + [-1], np.int64)
    setting = words[contacts.setting] if len(contacts.setting) else NOTHING
    return fingerprint(Visits(pairs[0], pairs[1], contacts.started, contacts.ended, setting))


def _together(one: Visits, other: Visits) -> Visits:
    return Visits(
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("person", "place", "entered", "left", "row")
        )
    )


def _both(one: Contacts, other: Contacts) -> Contacts:
    def joined(name: str) -> Numbers:
        return np.concatenate([getattr(one, name), getattr(other, name)])

    a, b, started, ended, setting = map(joined, ("a", "b", "started", "ended", "setting"))
    return Contacts(a, b, started, ended, setting, one.settings)


def _where(rows: Rows, which: Numbers) -> Rows:
    return {name: column[which] for name, column in rows.items()}
