"""Which paths are communes or hamlets, where somebody can watch over people."""

from __future__ import annotations

from collections.abc import Iterable

from lachan.arrivals.models import Arrival
from lachan.arrivals.terms import Permission
from lachan.core import path as paths
from lachan.core.actor import Actor, system
from lachan.places.queries import units
from lachan.places.queries.units import unit_names
from lachan.places.terms import Permission as PlacePermission
from lachan.places.terms import UnitKind

_EVERYWHERE = system("arrivals", PlacePermission.READ)


def watching_units(wanted: Iterable[str]) -> dict[str, str]:
    """For each path that lies in a commune, the commune's path; others are left out.

    A unit counts whenever it existed: people give old names, and rows keep old paths.
    """
    chains = {path: paths.ancestors(path) for path in set(wanted) if path}
    above = {where for chain in chains.values() for where in chain}
    communes = set(
        units(_EVERYWHERE)
        .filter(path__in=above, kind=UnitKind.COMMUNE)
        .values_list("path", flat=True)
    )
    return {
        path: commune
        for path, chain in chains.items()
        if (commune := next((where for where in chain if where in communes), ""))
    }


def communes_in_sight(actor: Actor) -> list[tuple[str, str]]:
    """Communes on whose lists somebody in sight is, with their names, for a filter."""
    rows = Arrival.objects.visible_to(actor, Permission.READ).standing()
    found = watching_units(rows.order_by().values_list("path", flat=True).distinct())
    communes = sorted(set(found.values()))
    names = unit_names(communes)
    return [(path, names.get(path, path)) for path in communes]
