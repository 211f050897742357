"""Where a stay was: areas told as a path, a code or a name, in either administrative world.

Nothing is looked up in a database: the exported rules carry the names and paths of the areas that
they name and of all provinces. What cannot be recognised is None, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lachan.policies.rules.ruleset import Area, RuleSet

# From this day on a path of two digits is a province of the new world (NQ 202/2025/QH15).
NEW_WORLD_ON = date(2025, 7, 1)
BEFORE, AFTER, ABROAD = "before", "after", "abroad"

_PATH = re.compile(r"^(?:[0-9]{2}|abroad)(?:/[0-9A-Za-z]+)*/?\Z")
_CODE = re.compile(r"^(?:[0-9]{3}|[0-9]{5})\Z")
_APART = re.compile(r"[,;|\n]+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_KINDS = re.compile(
    r"^(?:thanh pho|tp|tinh|quan|huyen|thi xa|tx|phuong|xa|thi tran|tt|dac khu|nuoc)(?= [a-z])"
)
_ALIASES = {
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "tp hcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "tp ho chi minh": "ho chi minh",
}
_ABROAD = {"abroad", "nuoc ngoai", "ngoai", "o nuoc ngoai"}
# Countries from which people mostly come, where no rule names them itself.
_COUNTRIES = {
    *("campuchia", "cambodia", "lao", "laos", "thai lan", "thailand", "trung quoc", "china"),
    *("han quoc", "nhat ban", "dai loan", "singapore", "malaysia", "myanmar", "indonesia"),
    *("philippines", "an do", "hoa ky"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Paths of one world that together are where somebody was."""

    world: str
    paths: tuple[str, ...]


def name_key(words: str) -> str:
    """A name without case, diacritics and its kind: "TP. Hồ Chí Minh" is "ho chi minh".

    A number keeps its kind: "Quận 1" and "Phường 1" differ.
    """
    decomposed = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "d").lower())
    plain = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] != "M")
    key = _NOT_LETTERS.sub(" ", plain).strip()
    key = _ALIASES.get(key, key)
    key = _KINDS.sub("", key).strip()
    return _ALIASES.get(key, key)


def is_within(place: Place, area: Area) -> bool | None:
    """Whether the place lies in the area; None where only a part does, or it cannot be told."""
    if place.world == ABROAD:
        covers = area.before + area.after
    else:
        covers = area.before if place.world == BEFORE else area.after
    if not covers:
        return None
    if all(any(path.startswith(cover) for cover in covers) for path in place.paths):
        return True
    if any(
        path.startswith(cover) or cover.startswith(path) for path in place.paths for cover in covers
    ):
        return None
    return False


class Atlas:
    """The areas and provinces of one rule set, ready to be asked."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.areas = {area.key: area for area in ruleset.areas}
        self._provinces: dict[str, set[Place]] = {}
        self._worlds: dict[str, set[str]] = {}
        for province in ruleset.provinces:
            self._worlds.setdefault(province.path, set()).add(province.world)
            for name in (province.name, *province.names):
                place = Place(province.world, (province.path,))
                self._provinces.setdefault(name_key(name), set()).add(place)
        self._names: dict[str, list[Area]] = {}
        self._codes: dict[str, set[Place]] = {}
        for area in ruleset.areas:
            for key in sorted({name_key(name) for name in (area.name, *area.names)}):
                self._names.setdefault(key, []).append(area)
            for world, paths in ((BEFORE, area.before), (AFTER, area.after)):
                for path in paths:
                    code = path.rstrip("/").rsplit("/", 1)[-1]
                    self._codes.setdefault(code, set()).add(Place(world, (path,)))
        self._found: dict[tuple[str, bool], Place | None] = {}

    def place(self, words: str, day: date) -> Place | None:
        """Where the words say; `day` tells which world a bare province belongs to."""
        is_new = day >= NEW_WORLD_ON
        if (words, is_new) not in self._found:
            if len(self._found) > 50_000:
                self._found.clear()
            self._found[words, is_new] = self._place(
                words.strip(" \t\r\n"), AFTER if is_new else BEFORE
            )
        return self._found[words, is_new]

    def _place(self, words: str, world: str) -> Place | None:
        if _PATH.match(words):
            return self._by_path(words.rstrip("/") + "/", world)
        if _CODE.match(words):
            return _only(self._codes.get(words, ()), world)
        keys = [name_key(part) for part in _APART.split(words)]
        keys = [key for key in keys if key]
        if any(key in _ABROAD for key in keys):
            return Place(ABROAD, ("abroad/",))
        found = next((i for i in reversed(range(len(keys))) if keys[i] in self._provinces), None)
        if found is not None:
            province = _only(self._provinces[keys[found]], world)
            return self._finer(keys[:found], province) or province
        for key in sorted(self._provinces, key=lambda key: (-len(key), key)):
            whole = " ".join(keys)
            if key and whole.endswith(" " + key):
                province = _only(self._provinces[key], world)
                first = name_key(whole[: -len(key)])
                return self._finer([first], province) or province
        found_area = self._finer(keys, None)
        if found_area is None and any(key in _COUNTRIES for key in keys):
            return Place(ABROAD, ("abroad/",))
        return found_area

    def _by_path(self, path: str, world: str) -> Place | None:
        parts = path.rstrip("/").split("/")
        if parts[0] == ABROAD:
            return Place(ABROAD, (path,))
        worlds = self._worlds.get(parts[0] + "/", set())
        if self._worlds and not worlds:
            return None
        if len(parts) > 1:
            world = BEFORE if len(parts[1]) == 3 else AFTER
        return Place(world if not worlds or world in worlds else next(iter(worlds)), (path,))

    def _finer(self, keys: Iterable[str], province: Place | None) -> Place | None:
        """The one area that rules name so, within the province where one was told."""
        for key in keys:
            fitting = [
                place
                for area in self._names.get(key, ())
                if (place := _in_world(area, province)) is not None
            ]
            if len(fitting) == 1:
                return fitting[0]
        return None


def _only(places: Iterable[Place], world: str) -> Place | None:
    """The place in the day's world, or the only one that there is."""
    found = sorted(places, key=lambda place: (place.world, place.paths))
    there = [place for place in found if place.world == world]
    if len(there) == 1:
        return there[0]
    return found[0] if len(found) == 1 else None


def _in_world(area: Area, province: Place | None) -> Place | None:
    """The area's paths in the province's world; before 1/7/2025 where no province was told."""
    if province is None:
        if area.before and area.before[0].startswith("abroad/"):
            return Place(ABROAD, area.before)
        if area.before:
            return Place(BEFORE, area.before)
        return Place(AFTER, area.after) if area.after else None
    paths = area.before if province.world == BEFORE else area.after
    if paths and all(path.startswith(province.paths[0]) for path in paths):
        return Place(province.world, paths)
    return None
