"""An address as people write it, found in the units of a day; several answers are asked about.

1. The words are cut into pieces, each with the level that its own words say ("P.4": a commune-level
   unit called 4; "ấp 7": a hamlet) or none.
2. Each piece is looked up by its folded name. A commune stands if no piece contradicts it; the one
   that explains most pieces is taken, then the one of the type written, of the day, of the accents.
3. A unit that has ended by the day is followed to what it became; where that is not one whole unit,
   or several communes fit equally, nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from lachan.core.text import folded, normal
from lachan.places.rules.matching import UNIT_TYPES
from lachan.places.rules.names import accented_key, fold


class Level(StrEnum):
    PROVINCE = "province"
    CITY = "city"  # "thành phố": of a province, or a province itself
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit as far as addresses need it, for the time in which it was."""

    path: str
    kind: str
    full_name: str
    valid_from: date
    valid_until: date | None = None
    became: tuple[str, ...] = ()  # the units of the day that it became, when it has ended
    is_split: bool = False  # only part of it became one of them

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies, as far as it is known.

    `path` is of the smallest unit found (empty: none), `commune` that of its commune or empty.
    `code`: `address-unknown`, `address-no-commune`, `address-ambiguous`, or empty when there is
    nothing to ask. `options` are paths to choose from.
    """

    path: str = ""
    commune: str = ""
    hamlet: str = ""
    code: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    level: Level | None
    name: str  # folded, without the type
    accented: str
    kind: str  # the folded word of the type as written: "phuong", "xa"; may be empty
    words: str


_ALIASES = {
    **{"cm": "ca mau", "tpcm": "ca mau", "c mau": "ca mau", "bl": "bac lieu", "ct": "can tho"},
    **{"hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh", "sg": "ho chi minh"},
    **{
        "tp hcm": "ho chi minh",
        "hn": "ha noi",
        "bd": "binh duong",
        "dn": "dong nai",
        "la": "long an",
    },
    **{"brvt": "ba ria vung tau", "vung tau": "ba ria vung tau", "kg": "kien giang"},
    **{"st": "soc trang", "hue": "thua thien hue", "tg": "tien giang", "ag": "an giang"},
}

# (pattern on the folded text, pattern on the accented text, level, folded type). An abbreviation
# stands before a point, a space or a digit; "tổ" and "số" only before a digit.
_TYPES: tuple[tuple[str, str, Level, str], ...] = (
    (r"thi tran|tt(?=[.\s])\.?", r"thị trấn|tt(?=[.\s])\.?", Level.COMMUNE, "thi tran"),
    (r"thi xa|tx(?=[.\s])\.?", r"thị xã|tx(?=[.\s])\.?", Level.DISTRICT, "thi xa"),
    (
        r"thanh pho|t\.p\.?|tp(?=[.\s])\.?|tp(?=hcm|cm)",
        r"thành phố|t\.p\.?|tp(?=[.\s])\.?|tp(?=hcm|cm)",
        Level.CITY,
        "thanh pho",
    ),
    (r"dac khu", r"đặc khu", Level.COMMUNE, "dac khu"),
    (
        r"phuong|p(?=[.\s\d])\.?|f(?=[.\s]*\d)\.?",
        r"phường|p(?=[.\s\d])\.?|f(?=[.\s]*\d)\.?",
        Level.COMMUNE,
        "phuong",
    ),
    (r"huyen|h(?=[.\s])\.?", r"huyện|h(?=[.\s])\.?", Level.DISTRICT, "huyen"),
    (r"quan|q(?=[.\s\d])\.?", r"quận|q(?=[.\s\d])\.?", Level.DISTRICT, "quan"),
    (r"tinh|t(?=\.)\.", r"tỉnh|t(?=\.)\.", Level.PROVINCE, "tinh"),
    (r"xa|x(?=[.\s])\.?", r"xã|x(?=[.\s])\.?", Level.COMMUNE, "xa"),
    (r"khu pho|kp(?=[.\s\d])\.?", r"khu phố|kp(?=[.\s\d])\.?", Level.HAMLET, "khu pho"),
    (r"to dan pho|tdp", r"tổ dân phố|tdp", Level.STREET, "to"),
    (r"khom|k(?=[.\s]*\d)\.?", r"khóm|k(?=[.\s]*\d)\.?", Level.HAMLET, "khom"),
    (r"ap(?=[\s.\d])\.?", r"ấp", Level.HAMLET, "ap"),
    (r"thon", r"thôn", Level.HAMLET, "thon"),
    (r"to(?=\s*\d)", r"tổ(?=\s*\d)", Level.STREET, "to"),
    (r"duong(?=\s)", r"đường", Level.STREET, "duong"),
    (r"so(?=\s*\d)|sn(?=\s*\d)", r"số(?=\s*\d)|sn(?=\s*\d)", Level.STREET, "so"),
)


def _alternatives(position: int) -> re.Pattern[str]:
    groups = "|".join(f"(?P<t{index}>{entry[position]})" for index, entry in enumerate(_TYPES))
    return re.compile(rf"(?<![^\W_])(?:{groups})(?![^\W\d_])")


_FOLDED_TYPES, _ACCENTED_TYPES = _alternatives(0), _alternatives(1)
_SEPARATORS = re.compile(r"[,;|\n()]|(?<!\d)\s*[-–]\s*|\s+[-–]\s*|\s[-–]\s")


def pieces_of(words: str) -> list[Piece]:
    """The pieces of an address in the order written."""
    found: list[Piece] = []
    for segment in _SEPARATORS.split(normal(words)):
        segment = segment.strip(" .:")
        if segment:
            found += _cut(segment)
    return found


def _cut(segment: str) -> list[Piece]:
    lowered = segment.lower()
    plain = folded(segment)
    if len(plain) != len(lowered):
        lowered = plain
    # With diacritics, "quận" and "Hớn Quản" are told apart; without, the folded words must do.
    pattern, text = (_FOLDED_TYPES, plain) if lowered == plain else (_ACCENTED_TYPES, lowered)
    cuts = list(pattern.finditer(text))
    if not cuts:
        cuts = list(_FOLDED_TYPES.finditer(plain))
        cuts = cuts if cuts and cuts[0].start() == 0 else []
    if pattern is _FOLDED_TYPES:
        cuts = [cut for cut in cuts if cut.start() == 0 or cut.group() not in ("duong", "quan")]
    if not cuts:
        return [_piece(None, "", lowered, segment)]
    pieces = []
    if before := lowered[: cuts[0].start()].strip(" .,"):
        pieces.append(_piece(None, "", before, segment[: cuts[0].start()]))
    for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
        end = after.start() if after else len(lowered)
        name = lowered[cut.end() : end].strip(" .,:")
        _, _, level, kind = _TYPES[int(str(cut.lastgroup)[1:])]
        if name:
            pieces.append(_piece(level, kind, name, segment[cut.start() : end]))
    return pieces


def _piece(level: Level | None, kind: str, name: str, words: str) -> Piece:
    key = _name_key(name)
    if level is Level.HAMLET or level is Level.STREET:
        return Piece(level, key, name, kind, words.strip(" .,"))
    return Piece(level, _ALIASES.get(key, key), accented_key(name), kind, words.strip(" .,"))


def _name_key(name: str) -> str:
    return " ".join(
        word.lstrip("0") or "0" if word.isdecimal() else word for word in fold(name).split()
    )


@lru_cache(maxsize=32_768)
def _named(full_name: str) -> tuple[str, str, str]:
    """The folded type, the folded name and the accented name of a unit."""
    words = fold(full_name)
    kind = next((k for k in UNIT_TYPES if words.startswith(f"{k} ")), "")
    rest = full_name.split(" ", len(kind.split()))[-1] if kind else full_name
    return kind, _name_key(rest), accented_key(rest)


_HAMLET_NUMBER = re.compile(r"(\d{1,3}[a-z]?)\s+(\D.+)")
_KINDS = {
    Level.PROVINCE: ("province",),
    Level.CITY: ("district", "province"),
    Level.DISTRICT: ("district",),
    Level.COMMUNE: ("commune",),
}


@dataclass
class Gazetteer:
    """The units that addresses are read against: the home province whole, of others the names.

    `day` is the day whose units are wanted; `home` the path of the province.
    """

    spots: tuple[Spot, ...]
    day: date
    home: str
    _by_name: dict[str, list[Spot]] = field(default_factory=dict, init=False)
    _hamlets: dict[str, list[Spot]] = field(default_factory=dict, init=False)
    _names: dict[str, str] = field(default_factory=dict, init=False)
    _seen: dict[str, Place] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        by_name: dict[str, list[Spot]] = defaultdict(list)
        hamlets: dict[str, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            if spot.holds_on(self.day) or spot.path not in self._names:
                self._names[spot.path] = spot.full_name
            if spot.kind == "hamlet":
                hamlets[spot.path.rsplit("/", 2)[0] + "/"].append(spot)
            else:
                by_name[_named(spot.full_name)[1]].append(spot)
        self._by_name, self._hamlets = dict(by_name), dict(hamlets)

    def name_of(self, path: str) -> str:
        """The full name of a unit, as of the day; the path itself when it is unknown."""
        return self._names.get(path, path)

    def read(self, words: str) -> Place:
        """Where these words lie. The same words are looked up once."""
        key = normal(words)
        place = self._seen.get(key)
        if place is None:
            place = self._read(key)
            if len(self._seen) < 200_000:
                self._seen[key] = place
        return place

    def _read(self, words: str) -> Place:
        pieces = [part for piece in pieces_of(words) for part in self._known_parts(piece)]
        hamlet = next((p for p in pieces if p.level is Level.HAMLET), None)
        where = [p for p in pieces if p.level not in (Level.HAMLET, Level.STREET)]
        hamlet_words = hamlet.words if hamlet else ""
        place = self._communes(where)
        if place.commune and hamlet:
            return self._with_hamlet(place, hamlet)
        return Place(place.path, place.commune, hamlet_words, place.code, place.options)

    def _known_parts(self, piece: Piece) -> list[Piece]:
        """A piece as it is when its name is known; else cut where known names begin.

        "4 cm" is ward 4 in Cà Mau; "11 khánh an u minh" is a hamlet and two names.
        """
        if piece.level in (Level.STREET, Level.PROVINCE) or self._candidates(piece):
            return [piece]
        if piece.level is Level.HAMLET:
            cut = _HAMLET_NUMBER.match(piece.accented)
            if cut is None:
                return [piece]
            kind = piece.words[: len(piece.words) - len(piece.accented)]
            hamlet = Piece(piece.level, fold(cut[1]), cut[1], piece.kind, f"{kind}{cut[1]}")
            return [hamlet, *self._names_in(cut[2], None)]
        parts = self._names_in(piece.accented, piece.level)
        return parts or [piece]

    def _names_in(self, words: str, level: Level | None) -> list[Piece]:
        """Known names that make up all the words, the longest first; none when they do not."""
        rest = words.split()
        parts: list[Piece] = []
        while rest:
            for length in range(min(len(rest), 5), 0, -1):
                name = " ".join(rest[:length])
                piece = _piece(None if parts else level, "", name, name)
                if self._candidates(piece):
                    parts.append(piece)
                    rest = rest[length:]
                    break
            else:
                return []
        return parts

    def _candidates(self, piece: Piece) -> list[Spot]:
        kinds = _KINDS.get(piece.level) if piece.level else None
        found = [
            spot
            for spot in self._by_name.get(piece.name, ())
            if kinds is None or spot.kind in kinds
        ]
        known = [spot for spot in found if spot.valid_from <= self.day]
        return known or found

    def _communes(self, pieces: list[Piece]) -> Place:
        found = {piece: self._candidates(piece) for piece in pieces}
        typed = [p for p in pieces if p.level is Level.COMMUNE]
        naming = typed or [p for p in pieces if p.level is None]
        ranked: dict[tuple[int, ...], list[Spot]] = defaultdict(list)
        for piece in naming:
            for spot in found[piece]:
                if spot.kind == "commune" and (fit := self._fit(spot, piece, found)) is not None:
                    ranked[fit].append(spot)
        if ranked:
            return self._settled(ranked[max(ranked)])
        above = self._above(pieces, found)
        if above and not above.startswith(self.home):
            return Place(above)
        if typed or (above and self.home):
            code = "address-unknown" if typed else "address-no-commune"
            return Place(above, code=code)
        return Place(code="address-unknown" if pieces else "")

    def _fit(
        self, spot: Spot, piece: Piece, found: Mapping[Piece, list[Spot]]
    ) -> tuple[int, ...] | None:
        """How well a commune fits all the pieces; None when one of them contradicts it."""
        explained = 0
        for other, spots in found.items():
            if other is piece:
                continue
            wider = [s for s in spots if s.kind in ("province", "district")]
            if any(spot.path.startswith(s.path) for s in wider):
                explained += 1
            elif wider and other.level in (Level.PROVINCE, Level.CITY, Level.DISTRICT):
                return None
        kind, _, accented = _named(spot.full_name)
        same_kind = not piece.kind or piece.kind == kind
        same_accents = piece.accented == accented or piece.accented == piece.name
        return (explained, same_kind, spot.holds_on(self.day), same_accents)

    def _settled(self, spots: list[Spot]) -> Place:
        """What the communes that fit best are on the day: one is an answer, several a question."""
        paths: dict[str, None] = {}
        split = False
        for spot in spots:
            if spot.holds_on(self.day):
                paths[spot.path] = None
            else:
                split = split or spot.is_split or len(spot.became) != 1
                paths.update(dict.fromkeys(spot.became))
        options = tuple(paths)
        if len(options) == 1 and not split:
            return Place(options[0], options[0])
        if not options:
            return Place(code="address-unknown")
        return Place(code="address-ambiguous", options=options[:20])

    def _above(self, pieces: list[Piece], found: Mapping[Piece, list[Spot]]) -> str:
        """The path of the narrowest province or district that the pieces name together."""
        provinces = {s.path for p in pieces for s in found[p] if s.kind == "province"}
        districts: dict[str, None] = {}
        for piece in pieces:
            spots = [s for s in found[piece] if s.kind == "district"]
            inside = [s for s in spots if any(s.path.startswith(p) for p in provinces)]
            at_home = [s for s in spots if self.home and s.path.startswith(self.home)]
            for spot in inside or at_home or (spots if len(spots) == 1 else []):
                districts[spot.path] = None
        if len(districts) == 1:
            return next(iter(districts))
        roots = {path.split("/")[0] for path in districts} | {p.rstrip("/") for p in provinces}
        return f"{roots.pop()}/" if len(roots) == 1 else ""

    def _with_hamlet(self, place: Place, hamlet: Piece) -> Place:
        for spot in self._hamlets.get(place.commune, ()):
            name = _hamlet_key(spot.full_name)
            if spot.holds_on(self.day) and name == hamlet.name:
                return Place(spot.path, place.commune, hamlet.words)
        return Place(place.path, place.commune, hamlet.words)


def _hamlet_key(full_name: str) -> str:
    return re.sub(r"^(?:ap|khom|thon|khu pho) ", "", _name_key(full_name))


def widest(spots: Iterable[Spot]) -> set[str]:
    """The paths of the provinces among the spots."""
    return {spot.path for spot in spots if spot.kind == "province"}
