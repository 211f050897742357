"""The form on which a carrier declares its own trips."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.transport.actions.trips import TripFacts
from lachan.transport.forms.trips import JourneyForm
from lachan.transport.models import Carrier
from lachan.transport.rules.manifest import Manifest, manifest_of
from lachan.transport.rules.vehicles import plate_words


class OwnTripForm(JourneyForm):
    """A trip of one of the carrier's own vehicles, with who is on board."""

    vehicle = forms.ChoiceField(label=_("Vehicle"), choices=())
    rows = forms.CharField(
        label=_("Passengers, one a line"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": "A1; Nguyễn Văn Mẫu; 1987\nA2; Trần Thị Thử; 1990"}
        ),
        help_text=_(
            "Seat; full name; year of birth; number of a paper; telephone; got on at; got off at. "
            "What you do not know is left out."
        ),
    )
    field_order = ("vehicle", "origin", "destination", "departs_at", "arrives_at", "stops", "rows")

    def __init__(self, *args: Any, carrier: Carrier, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.carrier = carrier
        self.read = Manifest()
        del self.fields["number"]
        self.fields["vehicle"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), plate_words(row.plate)) for row in carrier.vehicles.all()
        ]

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        self.read = manifest_of(text, today=self.today)
        if text.strip() and not self.read.lines:
            raise forms.ValidationError(
                _("No name was found. Type one passenger a line: A1; Nguyễn Văn Mẫu; 1987")
            )
        return text

    def facts(self) -> TripFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return TripFacts(
            path=self.carrier.path,
            origin=data["origin"],
            destination=data["destination"],
            departs_at=data["departs_at"],
            vehicle_id=int(data["vehicle"]),
            arrives_at=data["arrives_at"],
            stops=self.stop_facts(),
        )
