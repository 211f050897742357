"""Words of places."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "places.read"
    EDIT = "places.edit"


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
