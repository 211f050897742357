"""The standard bodies of a unit, from our list; and rows of a file of organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lachan.core.path import closed
from lachan.places.rules.amendments import day_of
from lachan.places.rules.names import fold
from lachan.places.rules.tree import FIRST_DAY, TYPES, short_name
from lachan.places.terms import OrganisationKind, UnitKind

COLUMNS = (
    *("path", "name", "abbreviations", "kind", "superior"),
    *("valid_from", "valid_until", "source"),
)
SEPARATOR = ";"
SOURCE = "Danh sách cơ quan mẫu của Lá Chắn"
_CODE = re.compile(r"^[a-z][a-z0-9-]*$")
_PARTY_CODE = re.compile(r"^(tinh|thanh|huyen|thi|quan)-uy$")
# Type of the unit -> its Party committee and its youth union.
_PARTY = {
    "tỉnh": ("Tỉnh ủy", "Tỉnh đoàn"),
    "thành phố": ("Thành ủy", "Thành đoàn"),
    "huyện": ("Huyện ủy", "Huyện đoàn"),
    "thị xã": ("Thị ủy", "Thị đoàn"),
    "quận": ("Quận ủy", "Quận đoàn"),
}


@dataclass(frozen=True, slots=True)
class Standard:
    """A line of our list: a body that every unit of a level has, for a time."""

    level: UnitKind
    code: str
    name: str
    abbreviations: tuple[str, ...]
    kind: OrganisationKind
    superior: str
    below: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body to be: its superior is a path, or empty."""

    path: str
    name: str
    abbreviations: tuple[str, ...]
    kind: OrganisationKind
    superior: str
    valid_from: date
    valid_until: date | None
    source: str

    @property
    def code(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]


def standard_of(row: Mapping[str, str]) -> Standard:
    """A line of the list; the list is ours, so a fault in it is an error."""
    return Standard(
        level=UnitKind(row["level"]),
        code=row["code"],
        name=row["name"],
        abbreviations=tuple(filter(None, row["abbreviations"].split(SEPARATOR))),
        kind=OrganisationKind(row["kind"]),
        superior=row["superior"],
        below=row["below"],
        since=date.fromisoformat(row["since"]) if row["since"] else FIRST_DAY,
        until=date.fromisoformat(row["until"]) if row["until"] else None,
    )


def words_for(full_name: str) -> dict[str, str]:
    """What stands for the braces of the list: {unit} "huyện U Minh", {party} "Huyện ủy", ..."""
    kind = next((word for word in TYPES if full_name.startswith(f"{word} ")), "")
    name = full_name.removeprefix(f"{kind} ")
    type_word = kind.lower()
    party, youth = _PARTY.get(type_word, ("Đảng ủy", "Đoàn Thanh niên"))
    return {
        "unit": full_name if name.isdigit() else f"{type_word} {name}",
        "name": short_name(full_name),
        "type": type_word,
        "type_code": fold(type_word).replace(" ", "-"),
        "party": party,
        "party_code": fold(party).replace(" ", "-"),
        "youth": youth,
    }


def bodies_of(
    standards: Iterable[Standard],
    *,
    path: str,
    full_name: str,
    kind: UnitKind,
    valid_from: date,
    valid_until: date | None,
    above: Mapping[str, str],
) -> list[BodyRow]:
    """The standard bodies of one unit for the time in which both it and they exist.

    `above` gives the path of a body of the unit above for the code in a superior like `^ubnd`,
    by the beginning of its code ("^ubnd" is "ubnd-tinh" in a province).
    """
    words = words_for(full_name)
    rows = []
    for one in standards:
        if one.level != kind:
            continue
        since = max(valid_from, one.since)
        ends = [day for day in (valid_until, one.until) if day is not None]
        until = min(ends, default=None)
        if until is not None and until <= since:
            continue
        code = one.code.format(**words)
        below = f"{one.below}/" if one.below else ""
        superior = one.superior.format(**words)
        if superior.startswith("^"):
            superior_path = _above(superior[1:], above)
        else:
            superior_path = f"{path}{superior}/" if superior else ""
        names = dict.fromkeys(short.format(**words) for short in one.abbreviations)
        name = one.name.format(**words)
        names.pop(name, None)
        rows.append(
            BodyRow(
                path=f"{path}{below}{code}/",
                name=name,
                abbreviations=tuple(names),
                kind=one.kind,
                superior=superior_path,
                valid_from=since,
                valid_until=until,
                source=SOURCE,
            )
        )
    return rows


def _above(codes: str, above: Mapping[str, str]) -> str:
    """The path of a body above: the first of "ttyt|so-y-te" that is there; any Party committee."""
    for code in codes.split("|"):
        if code in above:
            return above[code]
        if code == "dang-uy" or code.endswith("-uy"):
            party = next((known for known in above if _PARTY_CODE.match(known)), None)
            if party is not None:
                return above[party]
        longer = next((known for known in above if known.startswith(f"{code}-")), None)
        if longer is not None:
            return above[longer]
    return ""


def body_of(row: Mapping[str, str]) -> BodyRow:
    """The body in one row of a file. Raises ValueError with all reasons, one a line."""
    cells = {key: (row.get(key) or "").strip() for key in COLUMNS}
    problems = []
    path, superior = closed(cells["path"]), closed(cells["superior"])
    code = path.rstrip("/").rsplit("/", 1)[-1]
    if not path or not path[0].isdigit() or not _CODE.match(code):
        problems.append(
            _("“%(word)s” is no path of a body like 96/so-y-te") % {"word": cells["path"]}
        )
    if not cells["name"]:
        problems.append(_("the name is missing"))
    if cells["kind"] not in set(OrganisationKind):
        problems.append(
            _("kind “%(word)s” is none of %(known)s")
            % {"word": cells["kind"], "known": ", ".join(OrganisationKind)}
        )
    days: dict[str, date | None] = {}
    for key in ("valid_from", "valid_until"):
        days[key] = day_of(cells[key]) if cells[key] else None
        if cells[key] and days[key] is None:
            problems.append(
                _("the day “%(word)s” is not like 2024-12-01 or 01/12/2024") % {"word": cells[key]}
            )
    since = days["valid_from"] or FIRST_DAY
    until = days["valid_until"]
    if until is not None and until <= since:
        problems.append(_("it ends before it begins"))
    if problems:
        raise ValueError("\n".join(problems))
    return BodyRow(
        path=path,
        name=cells["name"],
        abbreviations=tuple(
            filter(None, (part.strip() for part in cells["abbreviations"].split(SEPARATOR)))
        ),
        kind=OrganisationKind(cells["kind"]),
        superior=superior,
        valid_from=since,
        valid_until=until,
        source=cells["source"],
    )
