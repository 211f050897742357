"""A commune's list of hamlets (ấp, khóm): which row is good, which is faulty and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lachan.places.rules.names import accented_key, fold
from lachan.places.rules.tables import Row

HEADINGS: dict[str, tuple[str, ...]] = {
    "hamlet": (
        "tên ấp, khóm",
        "ấp, khóm",
        "ấp khóm",
        "khóm, ấp",
        "ấp/khóm",
        "khóm/ấp",
        "tên ấp/khóm",
        "tên khóm, ấp",
        "tên thôn",
        "ấp",
        "khóm",
        "thôn",
        "tổ dân phố",
        "hamlet",
        "tên ấp",
        "tên khóm",
    ),
    "commune_code": (
        "mã xã",
        "mã đơn vị",
        "mã đvhc",
        "mã phường xã",
        "mã xã, phường",
        "ward_code",
        "commune_code",
        "code",
        "mã",
    ),
    "commune": (
        "xã, phường, thị trấn",
        "xã, phường",
        "xã/phường",
        "phường/xã",
        "tên xã",
        "xã phường thị trấn",
        "xã",
        "phường",
        "ward",
        "commune",
    ),
    "district": (
        "huyện, thành phố",
        "huyện/thành phố",
        "quận/huyện",
        "huyện",
        "thành phố",
        "district",
        "tên huyện",
    ),
    "code": ("mã ấp", "mã khóm", "mã ấp, khóm", "mã ấp/khóm", "hamlet_code"),
}
REQUIRED = (("hamlet",), ("commune_code", "commune"))
_TYPES = ("ấp", "khóm", "thôn", "tổ dân phố", "khu phố", "bản", "buôn", "làng", "sóc", "xóm")
_OWN_CODE = re.compile(r"[\w-]{1,12}")
MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune to which a row can belong; `district` is the name of the unit above it."""

    path: str
    code: str
    full_name: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Hamlet:
    number: int
    commune: Commune
    full_name: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same hamlet: its commune and its name, wherever the tone stands."""
        return self.commune.path, accented_key(self.full_name)


@dataclass
class Sorted:
    """The rows of a list; `received = new + duplicates + faults`."""

    new: list[Hamlet] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    faults: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    @property
    def received(self) -> int:
        return len(self.new) + len(self.duplicates) + len(self.faults)


def sorted_rows(
    rows: Iterable[Row], communes: Iterable[Commune], known: Iterable[tuple[str, str]]
) -> Sorted:
    """Sort the rows into new hamlets, known ones (here or earlier in the file) and faulty rows."""
    by_code: dict[str, list[Commune]] = {}
    by_name: dict[str, list[Commune]] = {}
    for commune in communes:
        by_code.setdefault(commune.code, []).append(commune)
        by_name.setdefault(fold(commune.full_name), []).append(commune)
    seen = set(known)
    result = Sorted()
    for number, row in rows:
        try:
            name = hamlet_name(row.get("hamlet", ""))
            commune = _commune_of(row, by_code, by_name)
        except ValueError as problem:
            result.faults.append((number, str(problem), dict(row)))
            continue
        hamlet = Hamlet(number, commune, name)
        if hamlet.key in seen:
            result.duplicates.append(number)
        else:
            seen.add(hamlet.key)
            result.new.append(hamlet)
    return result


def hamlet_name(words: str) -> str:
    """The name as it is kept: "ấp 7" is "Ấp 7". Raises ValueError, in words, for none."""
    if not words:
        raise ValueError(_("the name of the hamlet is missing"))
    if len(words) > MOST_LETTERS:
        raise ValueError(_("the name is longer than %(most)d letters") % {"most": MOST_LETTERS})
    if not any(letter.isalnum() for letter in words):
        raise ValueError(_("“%(words)s” is no name") % {"words": words})
    if words.isdigit():
        raise ValueError(
            _("“%(words)s” is only a number: write Ấp %(words)s or Khóm %(words)s")
            % {"words": words}
        )
    for kind in _TYPES:
        if words.lower().startswith(f"{kind} "):
            return kind.capitalize() + words[len(kind) :]
    return words


def _commune_of(
    row: Mapping[str, str],
    by_code: Mapping[str, list[Commune]],
    by_name: Mapping[str, list[Commune]],
) -> Commune:
    """The commune of a row, by code if there is one, else by name and district."""
    code = row.get("commune_code", "").strip()
    if code:
        found = by_code.get(code.zfill(5), [])
        if not found:
            raise ValueError(_("no commune here has the code %(code)s") % {"code": code})
        return found[0]
    name = row.get("commune", "")
    if not name:
        raise ValueError(_("the commune is missing"))
    found = by_name.get(fold(name), []) or [
        commune
        for kind in ("xa", "phuong", "thi tran")
        for commune in by_name.get(f"{kind} {fold(name)}", [])
    ]
    district = fold(row.get("district", ""))
    if district and len(found) > 1:
        found = [commune for commune in found if fold(commune.district).endswith(district)]
    if not found:
        raise ValueError(_("there is no commune “%(name)s” here") % {"name": name})
    if len(found) > 1:
        raise ValueError(
            _("%(count)d communes are called “%(name)s”; give the district or the code")
            % {"count": len(found), "name": name}
        )
    return found[0]
