"""People on a list of returnees come into the register of arrivals, each row once."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from itertools import islice

from lachan.arrivals.actions.joining import BATCH, join_arrivals
from lachan.arrivals.queries.naming import read_place
from lachan.arrivals.rules.listed import words_of_row
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.lists.queries.rows import imported_rows


def take_list(actor: Actor, list_id: int, *, path: str, now: datetime) -> int:
    """Join every imported row of the list with what is known; returns how many rows there were.

    In batches with a transaction each, so that it goes on where it stopped when it is run again:
    a row that was taken is passed over by its reference. `path` is the unit that received it.
    """
    today = day_of(now)

    @cache
    def origin_of(words: str) -> str:
        """The unit that the words name, or empty: the same few origins stand in every row."""
        unit = read_place(words, "", today).unit if words else None
        return unit.path if unit else ""

    taken = 0
    waiting = imported_rows(list_id)
    while rows := list(islice(waiting, BATCH)):
        join_arrivals(
            actor,
            [
                words_of_row(
                    row.values,
                    reference=row.reference,
                    path=path,
                    said_at=now,
                    from_path=origin_of(str(row.values.get("origin") or "")),
                )
                for row in rows
            ],
            now=now,
        )
        taken += len(rows)
    return taken
