"""Reading places: units on a day, bodies by name, and the search over both."""

from lachan.places.queries.organisations import (
    Gazetteer,
    OrganisationMatch,
    expand_collective,
    find_organisation,
    gazetteer_rows,
    organisations,
)
from lachan.places.queries.units import unit_at

__all__ = [
    "Gazetteer",
    "OrganisationMatch",
    "expand_collective",
    "find_organisation",
    "gazetteer_rows",
    "organisations",
    "unit_at",
]
