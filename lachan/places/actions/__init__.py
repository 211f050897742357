"""Changing places: loading units, amending them, bodies, hamlets, boundaries."""

from lachan.places.actions.amending import Amended, amend_units
from lachan.places.actions.boundaries import import_boundaries
from lachan.places.actions.files import cells_of
from lachan.places.actions.hamlets import import_hamlets
from lachan.places.actions.loading import Counts, load_units
from lachan.places.actions.organisations import (
    add_organisation,
    change_organisation,
    correct_organisation,
    end_organisation,
    establish_organisations,
    import_organisations,
)

__all__ = [
    "Amended",
    "Counts",
    "add_organisation",
    "amend_units",
    "cells_of",
    "change_organisation",
    "correct_organisation",
    "end_organisation",
    "establish_organisations",
    "import_boundaries",
    "import_hamlets",
    "import_organisations",
    "load_units",
]
