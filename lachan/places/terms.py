"""Words of places."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ = "places.read"
    EDIT = "places.edit"
    LIST_HAMLETS = "places.list_hamlets"


class UnitKind(StrEnum):
    """Levels of administrative units; districts ended on 1/7/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


class OrganisationKind(StrEnum):
    """To which system of the state or the Party an organisation belongs."""

    PARTY = "party"
    PEOPLES_COMMITTEE = "peoples_committee"
    STEERING_COMMITTEE = "steering_committee"
    DEPARTMENT = "department"
    HEALTH = "health"
    POLICE = "police"
    MILITARY = "military"
    BORDER_GUARD = "border_guard"
    FRONT = "front"
    UNION = "union"
    OTHER = "other"


UNIT_LABELS = {
    UnitKind.PROVINCE: _("Province level"),
    UnitKind.DISTRICT: _("District level"),
    UnitKind.COMMUNE: _("Commune level"),
    UnitKind.HAMLET: _("Hamlet"),
}
ORGANISATION_LABELS = {
    OrganisationKind.PARTY: _("Party"),
    OrganisationKind.PEOPLES_COMMITTEE: _("People's committee"),
    OrganisationKind.STEERING_COMMITTEE: _("Steering committee"),
    OrganisationKind.DEPARTMENT: _("Department"),
    OrganisationKind.HEALTH: _("Health"),
    OrganisationKind.POLICE: _("Police"),
    OrganisationKind.MILITARY: _("Military"),
    OrganisationKind.BORDER_GUARD: _("Border guard"),
    OrganisationKind.FRONT: _("Fatherland Front"),
    OrganisationKind.UNION: _("Union or association"),
    OrganisationKind.OTHER: _("Other"),
}
