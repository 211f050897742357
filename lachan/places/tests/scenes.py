"""A body and a unit of province 96 for the neighbour test."""

from __future__ import annotations

from lachan.core.text import folded
from lachan.places.models import Organisation
from lachan.places.terms import OrganisationKind
from tests.scenes import MARK

# Units and the names of bodies are public: a neighbour must be able to hand a person over to them.
PUBLIC_ROWS = {"places:unit"}


def scene(cast) -> dict[str, dict[str, object]]:
    """A body of province 96 and the unit it stands in; url name -> kwargs that reach them."""
    unit = cast.units["96/"]
    body = Organisation.objects.create(
        code="co-quan-thu",
        name=f"Cơ quan {MARK}",
        search_text=folded(f"Cơ quan {MARK}"),
        kind=OrganisationKind.OTHER,
        unit=unit,
        path="96/co-quan-thu/",
        source=MARK,
    )
    return {
        "places:unit": {"pk": unit.pk},
        "places:organisation": {"pk": body.pk},
        "places:edit_organisation": {"pk": body.pk},
        "places:end_organisation": {"pk": body.pk},
    }
