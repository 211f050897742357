"""Which columns the files of a trace have, and what a cell of each may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from lachan.tracing.engine.tables import LARGEST_ROW


class Kind(IntEnum):
    """What a cell holds; the kernels of `cells.py` know these by number."""

    NUMBER = 0  # a whole number of 64 bits: a person, a place
    INSTANT = 1
    OPEN_END = 2  # an instant; empty means that there is no end
    SEAT_ROW = 3  # 0…254; empty means that none is known
    WORDS = 4  # any text; empty means none


class Fault(IntEnum):
    """Why a cell cannot be used; GOOD where it can."""

    GOOD = 0
    EMPTY = 1
    NO_NUMBER = 2
    TOO_LARGE = 3
    NO_INSTANT = 4
    DAY_ONLY = 5
    NO_SUCH_TIME = 6
    YEAR = 7
    SEAT_ROW = 8
    OPEN_QUOTE = 9
    TOO_MANY_CELLS = 10
    NO_CELL = 11
    ENDS_EARLY = 12


FIRST_YEAR, LAST_YEAR = 1900, 2199
LAST_YEAR_OF_AN_END = 9999  # "31/12/9999" is how many systems write that there is no end


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the header (any case); files may lack one that is not required."""

    name: str
    kind: Kind
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table of the trace; `begins` and `ends` are where its interval stands."""

    name: str
    columns: tuple[Column, ...]
    begins: int
    ends: int

    @property
    def words(self) -> int | None:
        """Where the column of words stands, if there is one."""
        kinds = [column.kind for column in self.columns]
        return kinds.index(Kind.WORDS) if Kind.WORDS in kinds else None

    def words_of(self, fault: Fault, column: int) -> str:
        """The sentence about a bad cell of the column at this position."""
        if fault is Fault.ENDS_EARLY:
            return f"is before {self.columns[self.begins].name}"
        if fault is Fault.YEAR and self.columns[column].kind is Kind.OPEN_END:
            return f"is not within the years {FIRST_YEAR}…{LAST_YEAR_OF_AN_END}; empty means no end"
        return _SENTENCES[fault]


_SENTENCES = {
    Fault.EMPTY: "is empty",
    Fault.NO_NUMBER: "is no whole number",
    Fault.TOO_LARGE: "does not fit 64 bits",
    Fault.NO_INSTANT: "is no instant such as 2021-07-27T08:30:00+07:00",
    Fault.DAY_ONLY: "is a day without an hour",
    Fault.NO_SUCH_TIME: "is no day or hour that exists",
    Fault.YEAR: f"is not within the years {FIRST_YEAR}…{LAST_YEAR}",
    Fault.SEAT_ROW: f"is no row from 0 to {LARGEST_ROW}",
    Fault.OPEN_QUOTE: "has a quotation mark that is not closed, or letters after the closing one",
    Fault.NO_CELL: "is not there: the line has fewer cells than the header",
    Fault.TOO_MANY_CELLS: "is followed by more cells than the header has",
}

CASES = Layout(
    "cases",
    (
        Column("person_id", Kind.NUMBER),
        Column("infectious_from", Kind.INSTANT),
        Column("infectious_until", Kind.OPEN_END),
    ),
    begins=1,
    ends=2,
)
VISITS = Layout(
    "visits",
    (
        Column("person_id", Kind.NUMBER),
        Column("place_id", Kind.NUMBER),
        Column("entered_at", Kind.INSTANT),
        Column("left_at", Kind.INSTANT),
        Column("row", Kind.SEAT_ROW, is_required=False),
    ),
    begins=2,
    ends=3,
)
CONTACTS = Layout(
    "contacts",
    (
        Column("person_a", Kind.NUMBER),
        Column("person_b", Kind.NUMBER),
        Column("started_at", Kind.INSTANT),
        Column("ended_at", Kind.INSTANT),
        Column("setting", Kind.WORDS, is_required=False),
    ),
    begins=2,
    ends=3,
)
