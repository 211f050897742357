"""The words of tracing in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.tracing.rules.spans import Part
from lachan.tracing.terms import LimitName, LineKind, Precision, Setting, Source, Way

SETTINGS: dict[str, Any] = {
    Setting.HOUSEHOLD: _("Household"),
    Setting.WORKPLACE: _("Workplace"),
    Setting.MARKET: _("Market, shop"),
    Setting.SCHOOL: _("School"),
    Setting.VEHICLE: _("Vehicle"),
    Setting.HEALTH: _("Health facility"),
    Setting.WORSHIP: _("Place of worship"),
    Setting.EVENT: _("Wedding, funeral, meeting"),
    Setting.QUARANTINE: _("Quarantine site"),
    Setting.OTHER: _("Other place"),
}
SOURCES: dict[str, Any] = {
    Source.INTERVIEW: _("Interview"),
    Source.PHOTO: _("Hand-written list"),
    Source.FORM: _("The contact's own form"),
    Source.DECLARATION: _("Health declaration"),
    Source.CHECK_IN: _("Code at the door"),
    Source.TRIP: _("Passenger list"),
    Source.HOUSEHOLD: _("Household book"),
    Source.POST: _("Passage at a post"),
    Source.LIST: _("Row of a list"),
}
KINDS: dict[str, Any] = {
    LineKind.STAY: _("A place"),
    LineKind.MET: _("Person met"),
    LineKind.TRIP: _("A trip"),
    LineKind.HOUSEHOLD: _("At home"),
    LineKind.EVENT: _("What happened"),
}
ICONS: dict[str, str] = {
    LineKind.STAY: "map",
    LineKind.MET: "people",
    LineKind.TRIP: "vehicle",
    LineKind.HOUSEHOLD: "home",
    LineKind.EVENT: "comment",
}
PARTS: dict[str, Any] = {
    Part.MORNING: _("Morning"),
    Part.AFTERNOON: _("Afternoon"),
    Part.EVENING: _("Evening"),
    Part.NIGHT: _("Night"),
    Part.WHOLE_DAY: _("Whole day"),
}
PRECISIONS: dict[str, Any] = {
    Precision.MINUTE: _("hours told"),
    Precision.PART: _("hours about"),
    Precision.DAY: _("day told"),
}
WAYS: dict[str, Any] = {
    Way.TELEPHONE: _("By telephone"),
    Way.FACE: _("Face to face"),
    Way.FORM: _("By form"),
}
LIMITS: dict[str, Any] = {
    LimitName.LOOK_BACK_DAYS: _("Days looked back"),
    LimitName.USUAL_STAY_MINUTES: _("Length of a stay without an end (minutes)"),
    LimitName.FORM_HOURS: _("A contact's form is open for (hours)"),
    LimitName.FORM_ATTEMPTS: _("A contact's form can be sent (times)"),
    LimitName.LEAST_MEETING_MINUTES: _("A meeting exposes from (minutes)"),
    LimitName.LATENCY_HOURS: _("From an exposure until one can expose others (hours)"),
    LimitName.LEVELS: _("Levels that are traced (4: to F4)"),
    LimitName.MAX_INCUBATION_DAYS: _("Longest incubation (days); a cluster is closed after twice"),
    LimitName.SERIAL_BEFORE_DAYS: _("A case falls ill before its source by at most (days)"),
    LimitName.SERIAL_AFTER_DAYS: _("A case falls ill after its source by at most (days)"),
    LimitName.SERIAL_USUAL_DAYS: _("Usual serial interval (days)"),
}
