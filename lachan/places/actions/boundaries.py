"""Take in boundaries from GeoJSON, by the code of the unit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.scope import within
from lachan.places.actions.rows import lock_units
from lachan.places.events import BoundariesImported
from lachan.places.models import Unit
from lachan.places.rules.geometry import BadGeometry, boundary_of, code_in, code_property
from lachan.places.terms import Permission

MOST_BYTES = 200_000_000


@dataclass
class Imported:
    """What became of the features; `received = matched + unmatched + faulty`."""

    by: str = ""
    matched: list[str] = field(default_factory=list)
    unmatched: list[tuple[int, str]] = field(default_factory=list)
    faulty: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def received(self) -> int:
        return len(self.matched) + len(self.unmatched) + len(self.faulty)


def import_boundaries(
    actor: Actor, content: bytes, *, file: str, day: date, code_name: str = ""
) -> Imported:
    """Give the units of the day the boundaries of a GeoJSON file, whole or not at all per unit.

    `code_name` is the property that holds the unit's code; without it, the one that holds codes
    most often. Features that name no unit, or whose geometry is no boundary, are reported with
    their number; the others are kept. Raises Refused for what is no GeoJSON.
    """
    scopes = actor.paths_for(Permission.EDIT)
    if not scopes:
        raise Refused(_("you may not change places here"))
    features = _features(content)
    with transaction.atomic():
        lock_units()
        rows = Unit.objects.filter(within(scopes)).on(day).defer("boundary").order_by("-path")
        units = {unit.code: unit for unit in rows}
        name = code_name or code_property(features, set(units))
        if name is None:
            raise Refused(
                _("no property of the features holds codes of units of %(day)s; name it")
                % {"day": f"{day:%d/%m/%Y}"}
            )
        result = Imported(name)
        changed = {}
        for number, feature in enumerate(features, start=1):
            code = code_in(feature, name)
            unit = units.get(code)
            if unit is None:
                result.unmatched.append((number, code))
                continue
            try:
                unit.boundary = boundary_of(feature.get("geometry"))
            except BadGeometry as problem:
                result.faulty.append((number, code, str(problem)))
                continue
            changed[unit.pk] = unit
            result.matched.append(code)
        Unit.objects.bulk_update(changed.values(), ["boundary"], batch_size=500)
        if changed:
            record(
                BoundariesImported(
                    file, len(result.matched), len(result.unmatched) + len(result.faulty)
                ),
                actor=actor,
                path=scopes[0],
            )
    return result


def _features(content: bytes) -> list[dict[str, Any]]:
    if len(content) > MOST_BYTES:
        raise Refused(_("the file is larger than %(most)d MB") % {"most": MOST_BYTES // 1_000_000})
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise Refused(_("this is no GeoJSON: it is no JSON text")) from problem
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = {"type": "FeatureCollection", "features": [document]}
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise Refused(_("this is no GeoJSON: it has no features"))
    features = [one for one in found if isinstance(one, dict)]
    if not features:
        raise Refused(_("the file has no features"))
    for feature in features:
        if not isinstance(feature.get("properties") or {}, dict):
            feature["properties"] = {}
    return features
