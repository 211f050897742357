"""Files of cases, visits and contacts to the tables of a trace.

CSV and Parquet, one or many, packed or not; docs/formats.md says what is taken. Good rows are kept
and bad ones told to the `Account`; a file that cannot be read at all raises `Unreadable`. No row is
ever an object of Python: 30 million visits need their columns and some megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lachan.tracing.engine.reading.account import SHOWN, Account, BadRow, Tally, Unreadable
from lachan.tracing.engine.reading.batch import Settings
from lachan.tracing.engine.reading.cells import instant_of
from lachan.tracing.engine.reading.columns import CASES, CONTACTS, VISITS
from lachan.tracing.engine.reading.copies import Copies, copied
from lachan.tracing.engine.reading.files import sources
from lachan.tracing.engine.reading.rows import Paths, good_rows
from lachan.tracing.engine.tables import Cases, Contacts, Numbers, Visits

__all__ = [
    "SHOWN",
    "Account",
    "BadRow",
    "Copies",
    "Paths",
    "Tally",
    "Unreadable",
    "copied",
    "instant_of",
    "read_cases",
    "read_contacts",
    "read_visits",
    "sources",
]

_WINDOW = (np.int64,) * 3
_STAY = (*(np.int64,) * 4, np.int16)
_CONTACT = (*(np.int64,) * 4, np.int32)


def read_cases(paths: Paths, account: Account) -> Cases:
    """The windows of the people from whom the trace starts."""
    return Cases(
        *_columns((values for values, _words in good_rows(paths, CASES, account)), _WINDOW)
    )


def read_visits(paths: Paths, account: Account) -> Visits:
    """All stays at places. `row` is int16; no paths give no stays."""
    return Visits(
        *_columns((values for values, _words in good_rows(paths, VISITS, account)), _STAY)
    )


def read_contacts(paths: Paths, account: Account) -> Contacts:
    """All named contacts, their settings in order."""
    settings = Settings()
    rows = good_rows(paths, CONTACTS, account)
    parts = ([*values[:4], settings.numbers(words)] for values, words in rows)
    a, b, started, ended, numbers = _columns(parts, _CONTACT)
    words, order = settings.in_order()
    return Contacts(a, b, started, ended, order[numbers], words)


def _columns(parts: Iterable[Iterable[Numbers]], kinds: tuple[type, ...]) -> list[Numbers]:
    """The batches put together, column by column, each let go as soon as it was copied."""
    kept: list[list[Numbers]] = [[] for _ in kinds]
    for part in parts:
        for column, values, kind in zip(kept, part, kinds, strict=True):
            column.append(np.array(values, kind))
    joined = []
    for column, kind in zip(kept, kinds, strict=True):
        joined.append(np.concatenate(column) if column else np.empty(0, kind))
        column.clear()
    return joined
