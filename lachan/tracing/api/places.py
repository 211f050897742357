"""Places as programs name them, in lines and in notices."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Field, Schema

from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.api.fields import Text, unit_path
from lachan.tracing.terms import Setting


class PlaceIn(Schema):
    """A place by its key, or by its name in a unit, which a path, a code or a name means."""

    key: UUID | None = None
    name: Text = Field("", max_length=200)
    setting: Setting = Setting.OTHER
    path: Text = Field("", max_length=120)
    address: Text = Field("", max_length=300)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)

    def words(self, today: date) -> PlaceWords:
        """As actions take it; Refused where no unit of today is meant.

        Of a place that is chosen by its key, the unit is known.
        """
        path = "" if self.key else unit_path(self.path, today)
        return PlaceWords(**self.dict() | {"path": path})
