"""The figures of protocols in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "infectious-before-onset-days": _("Infectious before onset"),
    "infectious-before-sample-days": _("Infectious before the positive sample, without symptoms"),
    "look-back-asymptomatic-days": _("Look-back for cases without symptoms, source unknown"),
    "look-back-days": _("Look-back for the list of contacts"),
    "close-contact-metres": _("Distance of a close contact"),
    "second-contact-metres": _("Distance of a contact's contact (F2)"),
    "close-contact-minutes": _("Duration of a close contact"),
    "self-monitoring-days": _("Self-monitoring of contacts"),
    "re-positive-ct": _("CT from which a sample counts as no longer infectious"),
    "infectious-until-ct": _("CT until which a case is infectious"),
    "discharge-day-asymptomatic": _("Discharge of cases without symptoms, earliest day"),
    "discharge-samples": _("Samples before discharge"),
    "discharge-sample-gap-hours": _("Between the samples before discharge, at least"),
    "home-care-release-days": _("Home treatment, released with a negative test after"),
    "home-care-longest-days-vaccinated": _("Home treatment of the vaccinated, at most"),
    "home-care-longest-days": _("Home treatment of the unvaccinated, at most"),
    "after-discharge-days": _("Monitoring at home after discharge"),
    "discharge-last-sample-hours": _("Last sample before discharge, at most"),
    "community-retest-hours": _("Second test of a weak positive found in the community, after"),
    "lockdown-least-days": _("Medical lockdown, at least"),
    "bed-distance-metres": _("Distance between beds in quarantine"),
}
UNITS: dict[str, Any] = {
    "ngày": _("days"),
    "giờ": _("hours"),
    "phút": _("minutes"),
    "mét": _("metres"),
    "mẫu": _("samples"),
    "CT": "CT",
}


def figure_name(name: str) -> str:
    """What the figure is; a name that nobody described stands for itself."""
    return str(NAMES.get(name, name))


def figure_value(value: Decimal, unit: str) -> str:
    """`2 ngày`, `1,5 mét`."""
    number = f"{value.normalize():f}".replace(".", ",")
    return f"{number} {UNITS.get(unit, unit)}"
