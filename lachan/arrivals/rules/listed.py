"""What a row of a list of returnees says about one coming."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from lachan.arrivals.rules.claims import ArrivalWords
from lachan.core.dates import at
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import SourceKind
from lachan.policies.rules.facts import Facts, Stay, Test

# A list gives days; noon stands for the hour that it does not give.
NOON = 12
_RESULTS = {"negative": "negative", "positive": "positive"}


def words_of_row(
    values: Mapping[str, Any], *, reference: str, path: str, said_at: datetime, from_path: str
) -> ArrivalWords:
    """The words of one row, whose person is recognised already under the same reference.

    `values` are a returnees list's (see lists.queries.rows.ImportedRow); `path` is the unit that
    received the list; `from_path` the unit to which the origin was read, or empty. A number of
    doses without days says nothing that a rule can count, except that none is none.
    """
    came_on = _day(values.get("arrived"))
    arrived_at = at(came_on, NOON) if came_on else None
    unit = str(values.get("unit") or "")
    origin = str(values.get("origin") or "")
    return ArrivalWords(
        claim=PersonClaim(
            reference=reference,
            kind=SourceKind.LIST_ROW,
            path=unit or path,
            said_at=said_at,
            full_name=str(values.get("name") or ""),
        ),
        facts=Facts(
            stays=(Stay(from_path or origin, since=_day(values.get("since")), until=came_on),)
            if origin
            else None,
            arrived_at=arrived_at,
            vaccinations=() if values.get("doses") == 0 else None,
            tests=_tests(values),
        ),
        arrived_at=arrived_at,
        from_words=origin,
        from_path=from_path,
        plate=str(values.get("plate") or ""),
        trip_words=str(values.get("vehicle") or ""),
        destination_words=str(values.get("address") or ""),
        destination_path=unit,
        hamlet=str(values.get("hamlet") or "")[:120],
    )


def _tests(values: Mapping[str, Any]) -> tuple[Test, ...] | None:
    result = _RESULTS.get(str(values.get("result") or ""))
    taken_on = _day(values.get("tested"))
    if result is None or taken_on is None:
        return None
    return (Test("", result, taken_at=at(taken_on, NOON), result_at=at(taken_on, NOON)),)


def _day(words: Any) -> date | None:
    return date.fromisoformat(str(words)[:10]) if words else None
