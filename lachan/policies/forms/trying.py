"""A person's facts, typed in to see what the rules say; nothing of it is kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.dates import VIETNAM
from lachan.policies.forms.rules import DAYS, INSTANTS
from lachan.policies.rules.facts import Dose, Facts, Stay, Test

NEVER, UNKNOWN = "no", ""
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
RECOVERY = [
    (UNKNOWN, gettext_lazy("not known")),
    (NEVER, gettext_lazy("never had the illness")),
    ("yes", gettext_lazy("had the illness")),
]
RESULTS = [
    (UNKNOWN, gettext_lazy("not known")),
    (NEVER, gettext_lazy("no test")),
    ("negative", gettext_lazy("negative")),
    ("positive", gettext_lazy("positive")),
]
KINDS = [("pcr", "RT-PCR"), ("rapid", gettext_lazy("rapid test"))]
LEVELS = [
    (UNKNOWN, gettext_lazy("no contact known")),
    *((str(n), f"F{n}") for n in range(5)),
]


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.TextInput(attrs={"placeholder": "15/9/2021", "class": "input-short"})
    return forms.DateField(
        label=label, input_formats=list(DAYS), widget=widget, required=False, **options
    )


def _instant(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.TextInput(attrs={"placeholder": "14:00 15/9/2021", "class": "input-medium"})
    return forms.DateTimeField(
        label=label, input_formats=list(INSTANTS), widget=widget, required=False, **options
    )


class FactsForm(forms.Form):
    """What is left empty is unknown; "none" is said by its tick."""

    arrived_at = _instant(gettext_lazy("Arrives at"))
    stays = forms.CharField(
        label=gettext_lazy("Stayed in"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": "TP Hồ Chí Minh 1/7/2021 24/7/2021"}
        ),
        help_text=gettext_lazy(
            "One place a line, by name or path, then from and until if known. Empty: not known."
        ),
    )
    doses = forms.CharField(
        label=gettext_lazy("Days of vaccine doses"),
        required=False,
        help_text=gettext_lazy("For example 1/6/2021, 28/6/2021; 0 for none. Empty: not known."),
    )
    recovered = forms.ChoiceField(
        label=gettext_lazy("The illness"), choices=RECOVERY, required=False
    )
    recovered_on = _day(gettext_lazy("Recovered on"))
    result = forms.ChoiceField(label=gettext_lazy("Last test"), choices=RESULTS, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of test"), choices=KINDS, required=False)
    taken_at = _instant(gettext_lazy("Sample taken at"))
    result_at = _instant(gettext_lazy("Result at"))
    contact_level = forms.ChoiceField(
        label=gettext_lazy("Contact level"), choices=LEVELS, required=False
    )
    last_exposure_at = _instant(gettext_lazy("Last contact with a case at"))
    at = _instant(
        gettext_lazy("Decide as known at"),
        help_text=gettext_lazy("Empty: as known now, or at the arrival where that is later."),
    )

    def clean_stays(self) -> tuple[Stay, ...] | None:
        lines = [line.strip() for line in self.cleaned_data["stays"].splitlines() if line.strip()]
        return tuple(_stay(line) for line in lines) or None

    def clean_doses(self) -> tuple[Dose, ...] | None:
        words = self.cleaned_data["doses"].strip()
        if not words:
            return None
        if words in ("0", "-"):
            return ()
        days = _days(words)
        if not days or _DAY.sub("", words).strip(" ,;\n"):
            raise forms.ValidationError(_("Write days as 1/6/2021, 28/6/2021, or 0 for none."))
        return tuple(Dose(day) for day in days)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("recovered") == "yes" and not given.get("recovered_on"):
            self.add_error("recovered_on", _("Give the day of recovery."))
        if given.get("result") in ("negative", "positive") and not (
            given.get("taken_at") or given.get("result_at")
        ):
            self.add_error("result_at", _("Give the hour of the sample or of the result."))
        return given

    def facts(self) -> Facts:
        """What was typed, unknown kept apart from none."""
        given = self.cleaned_data
        return Facts(
            stays=given["stays"],
            arrived_at=given["arrived_at"],
            vaccinations=given["doses"],
            recovered_on=given["recovered_on"] if given["recovered"] == "yes" else None,
            has_recovered={NEVER: False, "yes": True}.get(given["recovered"]),
            tests=self._tests(),
            contact_level=int(given["contact_level"]) if given["contact_level"] else None,
            last_exposure_at=given["last_exposure_at"],
        )

    def _tests(self) -> tuple[Test, ...] | None:
        given = self.cleaned_data
        if given["result"] == UNKNOWN:
            return None
        if given["result"] == NEVER:
            return ()
        kind = given["kind"] or "pcr"
        return (Test(kind, given["result"], given["taken_at"], given["result_at"]),)

    def instant(self, now: datetime) -> datetime:
        """The instant at which it is decided."""
        chosen: datetime | None = self.cleaned_data["at"]
        came = self.cleaned_data["arrived_at"] or self.cleaned_data["last_exposure_at"]
        return chosen or (came if came and came > now else now)


def _stay(line: str) -> Stay:
    days = _days(line)
    area = _DAY.sub("", line).strip(" ,;-–")
    if not area:
        raise forms.ValidationError(_("Say where, before the days: TP Hồ Chí Minh 1/7/2021"))
    since = days[0] if days else None
    until = days[1] if len(days) > 1 else None
    if since and until and until < since:
        raise forms.ValidationError(_("The stay would end before it begins."))
    return Stay(area, since, until)


def _days(words: str) -> list[date]:
    found = []
    for day, month, year in _DAY.findall(words):
        try:
            found.append(datetime(int(year), int(month), int(day), tzinfo=VIETNAM).date())
        except ValueError as wrong:
            raise forms.ValidationError(
                _("%(day)s is no day.") % {"day": f"{day}/{month}/{year}"}
            ) from wrong
    return found
