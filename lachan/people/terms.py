"""Words of people."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "people.read"
    EDIT = "people.edit"
    LINK = "people.link"
    EXPORT = "people.export"


class IdentifierKind(StrEnum):
    """What names a person on paper; see field.md B2 for the layouts."""

    CITIZEN = "citizen"  # số định danh cá nhân, CCCD: 12 digits
    OLD_CARD = "old_card"  # CMND: 9 digits
    PASSPORT = "passport"
    INSURANCE = "insurance"  # mã số BHYT / BHXH
    PHONE = "phone"  # of a household as often as of a person: never proof of identity


class Sex(StrEnum):
    UNKNOWN = ""
    MALE = "male"
    FEMALE = "female"


class SourceKind(StrEnum):
    """By which way words about a person reached the system."""

    LIST_ROW = "list_row"
    DECLARATION = "declaration"
    PASSAGE = "passage"
    MANIFEST = "manifest"
    KEYED = "keyed"
    BORDER = "border"


class ResidenceKind(StrEnum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    STAY = "stay"  # where the person is now, as last said


class PairState(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
