"""The words of people in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.people.terms import IdentifierKind, ResidenceKind, Sex, SourceKind

IDENTIFIER_KINDS: dict[str, Any] = {
    IdentifierKind.CITIZEN: _("Citizen number"),
    IdentifierKind.OLD_CARD: _("Old identity card"),
    IdentifierKind.PASSPORT: _("Passport"),
    IdentifierKind.INSURANCE: _("Health insurance card"),
    IdentifierKind.PHONE: _("Telephone"),
}
SEXES: dict[str, Any] = {Sex.UNKNOWN: _("unknown"), Sex.MALE: _("male"), Sex.FEMALE: _("female")}
SOURCE_KINDS: dict[str, Any] = {
    SourceKind.LIST_ROW: _("Row of a list"),
    SourceKind.DECLARATION: _("Declaration"),
    SourceKind.PASSAGE: _("Passage at a post"),
    SourceKind.MANIFEST: _("Passenger list of a vehicle"),
    SourceKind.KEYED: _("Keyed in by hand"),
    SourceKind.BORDER: _("Border crossing"),
}
RESIDENCES: dict[str, Any] = {
    ResidenceKind.PERMANENT: _("Permanent residence"),
    ResidenceKind.TEMPORARY: _("Temporary residence"),
    ResidenceKind.STAY: _("Stays now"),
}
FIELDS: dict[str, Any] = {
    "full_name": _("Full name"),
    "sex": _("Sex"),
    "birth_on": _("Day of birth"),
    "birth_year": _("Year of birth"),
    "nationality": _("Nationality"),
    "residence": _("Residence"),
    "identifiers": _("Numbers"),
    "birth": _("Birth"),
    "address": _("Address"),
    "note": _("Note"),
    # As an investigation is told.
    "person": _("Who was met"),
    "since": _("From (hour)"),
    "until": _("To (hour)"),
    "part": _("Or about when"),
    "place": _("Which place"),
    "words": _("What else was told"),
    # As a post writes it down.
    "post": _("Post"),
    "role": _("Travels as"),
    **IDENTIFIER_KINDS,
}
EVENTS: dict[str, Any] = {
    "people.Keyed": _("Keyed in"),
    "people.Corrected": _("Corrected"),
    "people.Revealed": _("Shown in full"),
    "people.Merged": _("Merged with another record"),
    "people.Unmerged": _("Merge taken back"),
    "people.Moved": _("Came under another unit"),
}
PAGES: dict[str, Any] = {
    "people:person": _("Page of the person"),
    "people:reveal": _("Numbers shown in full"),
    "people:search": _("Search"),
    "people:export": _("Export"),
    "people:household": _("Household"),
    "people:pair": _("Two records compared"),
    "people:pairs": _("Persons who may be one"),
    "people:correct": _("Correction"),
    "cases:list": _("Line list"),
    "cases:case": _("Case"),
    "cases:open": _("Open a case"),
    "cases:search": _("Search"),
    "cases:export": _("Export"),
    "transport:vehicles": _("Vehicles"),
    "transport:carriers": _("Carriers"),
    "transport:trips": _("Trips"),
    "transport:trip": _("Trip"),
    "transport:near": _("Who sat near"),
    "transport:freight": _("Goods vehicles"),
    "transport:run": _("Goods vehicle"),
    "transport:border": _("Border"),
    "transport:entry": _("Entry over the border"),
    "tracing:investigations": _("Investigations"),
    "tracing:timeline": _("Investigation"),
    "tracing:line": _("Correct or strike"),
    "tracing:persons": _("Search"),
    "tracing:who_else": _("Who else was there"),
    "tracing:photo": _("Hand-written list"),
    "tracing:picture": _("Hand-written list"),
    "tracing:hand_off": _("Received from traces"),
    "contacts:device": _("List on a device"),
}
