"""Areas by name: what a line that an official writes may mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lachan.core.actor import system
from lachan.places.queries.search import search
from lachan.places.terms import UnitKind
from lachan.policies.models import Area
from lachan.policies.rules.areas import name_key

KINDS = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
# Names of units are public; whoever writes a rule names areas outside their own jurisdiction.
READER = system("names of areas", "places.read")


def area_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of areas by key."""
    return dict(Area.objects.filter(key__in=list(keys)).values_list("key", "name"))


def area_keys(lines: Iterable[str], day: date) -> tuple[list[str], list[str]]:
    """For each line the area that it names: its key, or the unit's path where there is no area
    yet; and the lines that are not clear."""
    keys: list[str] = []
    unclear: list[str] = []
    known = list(Area.objects.all())
    for line in lines:
        wanted = name_key(line)
        same = [
            area
            for area in known
            if line == area.key
            or line in area.before
            or wanted in {name_key(name) for name in (area.name, *area.names)}
        ]
        if len(same) == 1:
            keys.append(same[0].key)
            continue
        paths = _paths(line, day)
        if len(paths) == 1:
            keys.append(paths[0])
        else:
            unclear.append(line)
    return keys, unclear


def found_areas(line: str, day: date) -> list[str]:
    """What the line may mean, in full, at most six."""
    return [match.label for match in search(READER, line, day=day, kinds=KINDS, limit=6)]


def _paths(line: str, day: date) -> list[str]:
    """Paths of the units that the line names exactly; those of the highest rank when several."""
    found = search(READER, line, day=day, kinds=KINDS, limit=20)
    if len(found) == 1:
        return [found[0].row.path]
    wanted = name_key(line)
    same = [
        match.row.path
        for match in found
        if wanted in (name_key(match.name), name_key(match.label)) or match.label == line
    ]
    ranks = {path.count("/") for path in same}
    return list(dict.fromkeys(path for path in same if path.count("/") == min(ranks)))
