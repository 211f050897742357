"""Names of units, on the day that is asked for."""

from __future__ import annotations

from datetime import date

from lachan.places.models import Unit
from lachan.places.queries.units import unit_names
from lachan.places.terms import UnitKind


def test_a_unit_bears_the_name_of_the_day_that_is_asked_for(db):
    for name, since, until in (
        ("Tỉnh Đồng Nai", date(1900, 1, 1), date(2026, 4, 30)),
        ("Thành phố Đồng Nai", date(2026, 4, 30), None),
    ):
        Unit.objects.create(
            code="75",
            kind=UnitKind.PROVINCE,
            name="Đồng Nai",
            full_name=name,
            search_text="dong nai",
            path="75/",
            valid_from=since,
            valid_until=until,
        )
    assert unit_names(["75/"], date(2021, 9, 15)) == {"75/": "Tỉnh Đồng Nai"}
    assert unit_names(["75/", "", "76/"]) == {"75/": "Thành phố Đồng Nai"}
    # What only came later is named all the same.
    assert unit_names(["75/"], date(1899, 1, 1)) == {"75/": "Thành phố Đồng Nai"}
