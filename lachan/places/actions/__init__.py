"""Changing places: loading units, amending them, bodies, hamlets, boundaries."""

from lachan.places.actions.loading import Counts, load_units
from lachan.places.actions.organisations import establish_organisations

__all__ = ["Counts", "establish_organisations", "load_units"]
