"""The words of clusters in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.tracing.rules.clusters import DayBasis, Doubt

BASES: dict[str, Any] = {
    DayBasis.ONSET: _("onset of symptoms"),
    DayBasis.SAMPLE: _("day of the sample, no onset"),
    DayBasis.REPORT: _("day of the report, neither onset nor sample"),
}
DOUBTS: dict[str, Any] = {
    Doubt.ITSELF: _("The case is named as its own source."),
    Doubt.CIRCLE: _("The links run in a circle: nobody is infected by those whom they infected."),
    Doubt.TOO_EARLY: _("The case fell ill too long before its source."),
    Doubt.TOO_LATE: _("The case fell ill too long after its source; one between may be missing."),
    Doubt.BEFORE_INFECTIOUS: _("The case fell ill before its source became infectious."),
    Doubt.BEFORE_EXPOSURE: _("The case fell ill before its source was itself exposed."),
    Doubt.DISCARDED: _("The source case was discarded: it was no case."),
}
