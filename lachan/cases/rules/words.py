"""The words of cases in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.cases.terms import (
    Circumstance,
    Classification,
    LimitName,
    Origin,
    Outcome,
    RePositiveState,
    Result,
    SourceState,
    Symptoms,
    WindowBasis,
)

CLASSIFICATIONS: dict[str, Any] = {
    Classification.SUSPECTED: _("Suspected case"),
    Classification.PROBABLE: _("Probable case"),
    Classification.CONFIRMED: _("Confirmed case"),
    Classification.DISCARDED: _("Discarded case"),
}
CLASSIFICATION_TONES = {
    Classification.SUSPECTED: ("warn", "empty"),
    Classification.PROBABLE: ("warn", "half"),
    Classification.CONFIRMED: ("danger", "full"),
    Classification.DISCARDED: ("neutral", "cross"),
}
SYMPTOMS: dict[str, Any] = {
    Symptoms.UNKNOWN: _("symptoms not known"),
    Symptoms.NONE: _("no symptoms"),
    Symptoms.PRESENT: _("has symptoms"),
}
RESULTS: dict[str, Any] = {
    Result.UNKNOWN: _("no result yet"),
    Result.POSITIVE: _("positive"),
    Result.NEGATIVE: _("negative"),
}
ORIGINS: dict[str, Any] = {
    Origin.UNKNOWN: _("not determined"),
    Origin.IMPORTED: _("imported"),
    Origin.LOCAL: _("infected in the province"),
}
SOURCES: dict[str, Any] = {
    SourceState.INQUIRY: _("under inquiry"),
    SourceState.KNOWN: _("source known"),
    SourceState.UNKNOWN: _("source not found"),
}
OUTCOMES: dict[str, Any] = {
    Outcome.RECOVERED: _("recovered"),
    Outcome.DIED: _("died"),
    Outcome.TRANSFERRED: _("transferred to another province"),
}
RE_POSITIVE_STATES: dict[str, Any] = {
    RePositiveState.SUSPECTED: _("suspected re-positive"),
    RePositiveState.CONFIRMED: _("confirmed re-positive"),
    RePositiveState.REFUTED: _("refuted re-positive"),
}
RE_POSITIVE_TONES = {
    RePositiveState.SUSPECTED: ("warn", "half"),
    RePositiveState.CONFIRMED: ("danger", "full"),
    RePositiveState.REFUTED: ("neutral", "cross"),
}
CIRCUMSTANCES: dict[str, Any] = {
    Circumstance.UNKNOWN: _("not known yet"),
    Circumstance.AFTER_CENTRALISED: _("after centralised quarantine"),
    Circumstance.AFTER_HOME_TREATMENT: _("after treatment at home"),
    Circumstance.AFTER_HOSPITAL: _("after discharge from hospital"),
    Circumstance.IN_COMMUNITY: _("found in the community"),
}
WINDOW_BASES: dict[str, Any] = {
    WindowBasis.ONSET: _("counted from onset"),
    WindowBasis.SAMPLE: _("counted from the sample"),
}
LIMITS: dict[LimitName, Any] = {
    LimitName.RE_POSITIVE_DAYS: _("Days after recovery in which a positive is a re-positive"),
    LimitName.SOURCE_HOURS: _("Hours until a local case must have its source"),
}
FIELDS: dict[str, Any] = {
    "onset_on": _("Onset"),
    "symptoms": _("Symptoms"),
    "sampled_at": _("Sampled"),
    "reported_at": _("Reported"),
    "isolated_at": _("Isolated"),
    "cleared_at": _("No longer infectious by a test"),
    "has_link": _("Epidemiological link"),
    "pcr": _("PCR"),
    "antigen": _("Rapid antigen test"),
    "ct": _("CT value"),
    "note": _("Note"),
}
EVENTS: dict[str, Any] = {
    "cases.Opened": _("Case opened"),
    "cases.Classified": _("Classified"),
    "cases.WindowChanged": _("Infectious window changed"),
    "cases.Corrected": _("Corrected"),
    "cases.SourceSet": _("Source and origin set"),
    "cases.Isolated": _("Isolated"),
    "cases.Moved": _("Came under another unit"),
    "cases.Ended": _("Episode ended"),
    "cases.Reopened": _("Episode opened again"),
    "cases.RePositiveLinked": _("Linked to the earlier episode"),
    "cases.RePositiveUnlinked": _("Link to the earlier episode taken back"),
    "cases.RePositiveDecided": _("Re-positive described"),
}
