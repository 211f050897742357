"""Who looks after whom: evenly, or by hamlet. The same contacts and teams give the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lachan.core.text import folded


@dataclass(frozen=True, slots=True)
class Placed:
    """A contact to be given to a team, and the hamlet of its household, empty where unknown."""

    contact_id: int
    hamlet: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A team, where it is at home, and how many it looks after already."""

    team_id: int
    hamlet: str = ""
    load: int = 0


def round_robin(contacts: Sequence[Placed], teams: Sequence[Ready]) -> dict[int, int]:
    """Contact -> team: each to the team that has fewest then, of equal ones the first.

    Teams that began even end even to within one. Empty without teams.
    """
    loads = {team.team_id: team.load for team in sorted(teams, key=lambda t: t.team_id)}
    return {one.contact_id: _fewest(loads) for one in _in_order(contacts)} if loads else {}


def nearest(contacts: Sequence[Placed], teams: Sequence[Ready]) -> dict[int, int]:
    """Contact -> team of its hamlet (of several the one with fewest), else the one with fewest.

    Those of a known hamlet come first, so that the others even out what that makes uneven.
    """
    loads = {team.team_id: team.load for team in sorted(teams, key=lambda t: t.team_id)}
    if not loads:
        return {}
    at_home: dict[str, list[int]] = {}
    for team in sorted(teams, key=lambda t: t.team_id):
        if team.hamlet:
            at_home.setdefault(folded(team.hamlet), []).append(team.team_id)
    given = {}
    ordered = _in_order(contacts)
    for one in ordered:
        if near := at_home.get(folded(one.hamlet)):
            given[one.contact_id] = _fewest(loads, near)
    for one in ordered:
        if one.contact_id not in given:
            given[one.contact_id] = _fewest(loads)
    return given


def _in_order(contacts: Sequence[Placed]) -> list[Placed]:
    return sorted(contacts, key=lambda one: one.contact_id)


def _fewest(loads: dict[int, int], among: Sequence[int] | Mapping[int, int] = ()) -> int:
    chosen = min(among or loads, key=lambda team: (loads[team], team))
    loads[chosen] += 1
    return chosen
