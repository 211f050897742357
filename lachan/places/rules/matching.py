"""Which body a name in a document means: exact, abbreviated, without diacritics, or nobody.

A wrong body is worse than none: where two bodies answer equally well, nobody is found and the
reader of the document asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lachan.places.rules.names import accented_key, fold, is_within, plain_key, without_end
from lachan.places.terms import OrganisationKind, UnitKind

# Words of a unit's type, folded, longest first.
UNIT_TYPES = ("thi tran", "thanh pho", "thi xa", "dac khu", "phuong", "huyen", "quan", "tinh", "xa")

# How far a match can be trusted; a person decides below CERTAIN.
EXACT, ABBREVIATED, FOLDED, GENERIC, OF_A_PERSON = 1.0, 0.98, 0.95, 0.9, 0.85
CERTAIN = 0.85

# A person of a body stands for the body: "Giám đốc Sở Y tế", "Trưởng Ban Chỉ đạo tỉnh".
_PERSON = re.compile(
    r"^(?:(?:dong chi|cac dong chi|cac|ong|ba|lanh dao|thu truong|nguoi dung dau|pho|bi thu"
    r"|chu tich|chanh|chanh van phong|giam doc|truong|chi huy truong|chu nhiem|thuong truc"
    r"|tap the|toan the) )+"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as far as names need it: its full name ("Huyện U Minh"), kind and path."""

    full_name: str
    kind: UnitKind
    path: str

    @property
    def type(self) -> str:
        """The folded word of its type: "huyen"; empty when the name does not begin with one."""
        name = fold(self.full_name)
        return next((word for word in UNIT_TYPES if name.startswith(f"{word} ")), "")

    @property
    def name(self) -> str:
        """The folded name without the type: "u minh"."""
        return fold(self.full_name).removeprefix(f"{self.type} ")


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as far as matching needs it; `above` are its units, nearest first."""

    id: int
    name: str
    abbreviations: tuple[str, ...]
    kind: OrganisationKind
    path: str
    above: tuple[Place, ...] = ()
    is_subordinate: bool = field(default=False, compare=False)

    @property
    def unit(self) -> Place | None:
        return self.above[0] if self.above else None


@dataclass(frozen=True, slots=True)
class Match:
    """A body, how well the words fit its name (1.0 exact), and by what they were matched."""

    body: Body
    score: float
    how: str


def unit_path_of(path: str) -> str:
    """The path of the unit in or below which a path lies: `96/so-y-te/` is in `96/`.

    Codes of units are digits (hamlets: digits and a letter); codes of bodies begin with a letter.
    """
    parts = []
    for part in path.split("/"):
        if not part[:1].isdigit():
            break
        parts.append(f"{part}/")
    return "".join(parts)


@lru_cache(maxsize=32_768)
def keys_of(body: Body) -> dict[str, float]:
    """Every plain key that means this body, with the trust it deserves.

    1. The name, and the name with its unit, the unit's parent and the province named after it.
    2. The same for each abbreviation.
    3. The generic form: "Ủy ban nhân dân huyện" of Ủy ban nhân dân huyện U Minh.
    """
    keys: dict[str, float] = {}
    for words, trust in ((body.name, FOLDED), *((a, ABBREVIATED) for a in body.abbreviations)):
        for key in _with_places(plain_key(words), body.above):
            keys.setdefault(key, trust)
    unit = body.unit
    if unit is not None and unit.type:
        generic = without_end(plain_key(body.name), unit.name)
        keys.setdefault(generic, GENERIC)
        if not generic.endswith(f" {unit.type}") and not generic.endswith(f"{unit.type} uy"):
            keys.setdefault(f"{generic} {unit.type}", GENERIC)
    return keys


def _with_places(key: str, above: tuple[Place, ...]) -> list[str]:
    """The key, and the key with the names of the units above put after it."""
    found = [key]
    for place in above:
        if not place.name or not place.type:
            continue
        longer = []
        for known in found:
            if is_within(place.name, known):
                continue
            if known.endswith((f" {place.type}", f" {place.type} uy")):
                longer.append(f"{known} {place.name}")
            else:
                longer += [f"{known} {place.type} {place.name}", f"{known} {place.name}"]
        found += longer
    return found


def readings_of(words: str) -> list[tuple[str, float]]:
    """The plain keys to look for, best first, each with the most that it can be trusted."""
    key = plain_key(words)
    readings = [(key, EXACT)]
    body = _PERSON.sub("", key)
    if body and body != key:
        readings.append((body, OF_A_PERSON))
    return readings


def matches(words: str, bodies: Iterable[Body]) -> list[Match]:
    """All bodies that the words can mean, best first; equal scores in the order given."""
    known = list(bodies)
    accented = accented_key(words)
    for reading, most in readings_of(words):
        if not reading:
            continue
        found = [
            _scored(accented, body, trust, most)
            for body in known
            if (trust := keys_of(body).get(reading)) is not None
        ]
        if found:
            return sorted(found, key=lambda match: -match.score)
    return []


def _scored(accented: str, body: Body, trust: float, most: float) -> Match:
    if accented == accented_key(body.name):
        return Match(body, EXACT, "name")
    if any(accented == accented_key(short) for short in body.abbreviations):
        return Match(body, min(ABBREVIATED, most), "abbreviation")
    if most == OF_A_PERSON:
        return Match(body, OF_A_PERSON, "person")
    return Match(body, min(trust, most), "generic" if trust == GENERIC else "folded")


def best_match(words: str, bodies: Iterable[Body], within_path: str = "") -> Match | None:
    """The one body meant by whoever speaks at `within_path`, or None when nobody or several.

    Among equally good names the nearest counts: of one's own unit first, then of the units
    above, then of those below. An accent that differs decides before nearness does.
    """
    found = matches(words, bodies)
    if not found:
        return None
    here = unit_path_of(within_path)
    accented = accented_key(words)
    ranked = sorted(
        found,
        key=lambda match: (
            match.how not in ("name", "abbreviation"),
            not _same_accents(accented, match.body),
            *_distance(match.body.path, here),
        ),
    )
    best, others = ranked[0], ranked[1:]
    if others and _rank(accented, best, here) == _rank(accented, others[0], here):
        return None
    return best


def _rank(accented: str, match: Match, here: str) -> tuple[object, ...]:
    return (
        match.how in ("name", "abbreviation"),
        _same_accents(accented, match.body),
        _distance(match.body.path, here),
    )


def _same_accents(accented: str, body: Body) -> bool:
    """Whether the words, as far as they name the body's own unit, have its diacritics."""
    unit = body.unit
    if unit is None:
        return True
    name = accented_key(unit.full_name)
    return is_within(name, accented) or is_within(name.split(" ", 1)[-1], accented)


def _distance(path: str, here: str) -> tuple[int, int]:
    """How far a body is from where one speaks: own unit, above (nearest first), below, aside."""
    unit = unit_path_of(path)
    if unit == here:
        return (0, 0)
    if here.startswith(unit):
        return (1, here.count("/") - unit.count("/"))
    if unit.startswith(here):
        return (2, unit.count("/") - here.count("/"))
    return (3, 0)
