"""What a new trace changes for each person, and which meeting made or unmade the change.

A contact turns positive, a result is corrected, a stay is struck: the trace is made again and held
against the one before. Changes are told, and their consequences proposed; nothing is applied here.
A trace may reach a whole province, so all of it is reckoned in columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lachan.tracing.engine.tables import Exposures, Numbers
from lachan.tracing.rules.chains import first_rows, keys, parents

NONE = -1
_FIELDS = ("exposed_at", "source", "place", "at_place", "setting", "met_from", "met_until")


class Turn(StrEnum):
    """What became of a person between two traces."""

    NAMED = "named"  # was not exposed, is now
    FREED = "freed"  # was exposed, is no longer
    POSITIVE = "positive"  # was exposed, is a case now
    NEARER = "nearer"  # a lower level
    FARTHER = "farther"  # a higher level
    EARLIER = "earlier"  # the same level, exposed earlier
    LATER = "later"  # the same level, exposed later
    REPROVED = "reproved"  # the same level and instant, on other evidence; not if it only goes on


TURNS = tuple(Turn)


@dataclass(frozen=True)
class Changes:
    """One line for everyone for whom two traces differ, by person.

    turn           a position in TURNS
    before, after  the row of the person's first label in each trace, NONE for nobody exposed
    because        the row of the first meeting of the new chain that did not stand before or, where
                   a chain fell away, of the old one that no longer stands; NONE where neither did
    is_new         whether `because` is a row of the later trace
    """

    person: Numbers
    turn: Numbers
    before: Numbers
    after: Numbers
    because: Numbers
    is_new: Numbers


def changes(
    before: Exposures, after: Exposures, cases_before: Numbers, cases_after: Numbers
) -> Changes:
    """Everyone for whom the two traces differ. Who is a case is nobody's contact meanwhile."""
    old_person, old = _contacts(before, cases_before)
    new_person, new = _contacts(after, cases_after)
    person = np.union1d(old_person, new_person)
    was = _rows_of(person, old_person, old)
    now = _rows_of(person, new_person, new)
    turn = _turns(before, after, was, now, np.isin(person, cases_after))
    differs = turn != NONE
    person, was, now, turn = (column[differs] for column in (person, was, now, turn))
    made = _first_missing(after, before)
    unmade = _first_missing(before, after)
    better = (now != NONE) & ((was == NONE) | _is_no_worse(before, after, was, now))
    because = np.where(better, _at(made, now), _at(unmade, was))
    return Changes(person, turn, was, now, because, better)


def _contacts(labels: Exposures, cases: Numbers) -> tuple[Numbers, Numbers]:
    """(person, row of the first label) of everyone who is not a case."""
    rows = first_rows(labels)
    person = labels.person[rows]
    kept = ~np.isin(person, cases)
    return person[kept], rows[kept]


def _rows_of(person: Numbers, known: Numbers, rows: Numbers) -> Numbers:
    found = np.full(len(person), NONE, np.int64)
    found[np.searchsorted(person, known)] = rows
    return found


def _turns(
    before: Exposures, after: Exposures, was: Numbers, now: Numbers, is_case: Numbers
) -> Numbers:
    level_was, level_now = _at(before.level, was), _at(after.level, now)
    exposed_was, exposed_now = _at(before.exposed_at, was), _at(after.exposed_at, now)
    told = {
        Turn.NAMED: was == NONE,
        Turn.POSITIVE: (now == NONE) & is_case,
        Turn.FREED: now == NONE,
        Turn.NEARER: level_now < level_was,
        Turn.FARTHER: level_now > level_was,
        Turn.EARLIER: exposed_now < exposed_was,
        Turn.LATER: exposed_now > exposed_was,
        Turn.REPROVED: _differ(before, after, was, now) & ~_goes_on(before, after, was, now),
    }
    return np.select(list(told.values()), [TURNS.index(turn) for turn in told], NONE)


def _goes_on(before: Exposures, after: Exposures, was: Numbers, now: Numbers) -> Numbers:
    """Where it is the same meeting, which lasts longer by now: as every day in one home."""
    same = _at(after.met_until, now) > _at(before.met_until, was)
    for name in _FIELDS:
        if name != "met_until":
            same &= _at(getattr(before, name), was) == _at(getattr(after, name), now)
    return same


def _is_no_worse(before: Exposures, after: Exposures, was: Numbers, now: Numbers) -> Numbers:
    level_was, level_now = _at(before.level, was), _at(after.level, now)
    sooner = _at(after.exposed_at, now) <= _at(before.exposed_at, was)
    better: Numbers = (level_now < level_was) | ((level_now == level_was) & sooner)
    return better


def missing(labels: Exposures, others: Exposures) -> Numbers:
    """Which rows do not stand among `others`, or stand there with other evidence."""
    if not len(others):
        return np.ones(len(labels), np.bool_)
    everyone = np.union1d(labels.person, others.person)
    ours, theirs = keys(labels, everyone), keys(others, everyone)
    place = np.minimum(np.searchsorted(theirs, ours), len(others) - 1)
    absent: Numbers = theirs[place] != ours
    return absent | _differ(others, labels, place, np.arange(len(labels)))


def _first_missing(labels: Exposures, others: Exposures) -> Numbers:
    """Of each row's chain, the first row that is not among `others`; NONE where all are."""
    found = np.where(missing(labels, others), np.arange(len(labels)), NONE)
    above = parents(labels)
    for level in np.unique(labels.level)[1:]:
        rows = np.flatnonzero(labels.level == level)
        inherited = found[above[rows]]
        found[rows] = np.where(inherited != NONE, inherited, found[rows])
    return found


def _differ(one: Exposures, other: Exposures, rows: Numbers, others: Numbers) -> Numbers:
    differ = np.zeros(len(rows), np.bool_)
    for name in _FIELDS:
        differ |= _at(getattr(one, name), rows) != _at(getattr(other, name), others)
    return differ


def _at(column: Numbers, rows: Numbers) -> Numbers:
    """Values of rows; what stands for NONE means nothing."""
    if not len(column):
        return np.full(len(rows), NONE, np.int64)
    return column[rows]
