"""What people type about places."""

from lachan.places.forms.files import AmendmentFileForm, HamletFileForm, OrganisationFileForm
from lachan.places.forms.filters import HamletFilter, OrganisationFilter, UnitFilter
from lachan.places.forms.organisations import (
    AddOrganisationForm,
    EditOrganisationForm,
    EndOrganisationForm,
)
from lachan.places.forms.units import AmendmentForm

__all__ = [
    "AddOrganisationForm",
    "AmendmentFileForm",
    "AmendmentForm",
    "EditOrganisationForm",
    "EndOrganisationForm",
    "HamletFileForm",
    "HamletFilter",
    "OrganisationFileForm",
    "OrganisationFilter",
    "UnitFilter",
]
