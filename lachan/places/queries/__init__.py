"""Reading places: units on a day, bodies by name, and the search over both."""

from lachan.places.queries.naming import unit_meant, unit_words
from lachan.places.queries.organisations import (
    Gazetteer,
    OrganisationMatch,
    all_organisations,
    editable_organisations,
    expand_collective,
    find_organisation,
    gazetteer_rows,
    organisations,
)
from lachan.places.queries.search import Found, matching_words, search
from lachan.places.queries.units import (
    EVER,
    Became,
    became,
    get_unit,
    path_at,
    unit_at,
    units,
)

__all__ = [
    "EVER",
    "Became",
    "Found",
    "Gazetteer",
    "OrganisationMatch",
    "all_organisations",
    "became",
    "editable_organisations",
    "expand_collective",
    "find_organisation",
    "gazetteer_rows",
    "get_unit",
    "matching_words",
    "organisations",
    "path_at",
    "search",
    "unit_at",
    "unit_meant",
    "unit_words",
    "units",
]
