"""Facts as they are kept with an arrival: the keys of one line of `lachan decide`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from lachan.policies.rules.facts import Dose, Facts, Stay, Test


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as JSON; what is unknown is left out."""
    line: dict[str, Any] = {}
    if facts.stays is not None:
        line["stays"] = [
            {"area": s.area, "from": _text(s.since), "until": _text(s.until)} for s in facts.stays
        ]
    for name in ("vaccinations", "tests"):
        rows = getattr(facts, name)
        if rows is not None:
            line[name] = [
                {f.name: _text(getattr(row, f.name)) for f in fields(row)} for row in rows
            ]
    for name in ("arrived_at", "recovered_on", "has_recovered", "contact_level"):
        if getattr(facts, name) is not None:
            line[name] = _text(getattr(facts, name))
    if facts.last_exposure_at is not None:
        line["last_exposure_at"] = _text(facts.last_exposure_at)
    return line


def from_json(line: Mapping[str, Any]) -> Facts:
    """The facts that were kept."""
    return Facts(
        stays=_rows(line, "stays", _stay),
        arrived_at=_instant(line.get("arrived_at")),
        vaccinations=_rows(line, "vaccinations", _dose),
        recovered_on=_day(line.get("recovered_on")),
        has_recovered=line.get("has_recovered"),
        tests=_rows(line, "tests", _test),
        contact_level=line.get("contact_level"),
        last_exposure_at=_instant(line.get("last_exposure_at")),
    )


def _rows(line: Mapping[str, Any], name: str, read: Any) -> Any:
    rows = line.get(name)
    return None if rows is None else tuple(read(row) for row in rows)


def _stay(row: Mapping[str, Any]) -> Stay:
    return Stay(row["area"], _day(row.get("from")), _day(row.get("until")))


def _dose(row: Mapping[str, Any]) -> Dose:
    given = date.fromisoformat(row["given_on"])
    return Dose(given, row.get("number"), row.get("product") or "")


def _test(row: Mapping[str, Any]) -> Test:
    return Test(
        row.get("kind") or "",
        row.get("result") or "",
        _instant(row.get("taken_at")),
        _instant(row.get("result_at")),
        row.get("ct"),
    )


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
