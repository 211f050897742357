"""Files that people send: lists of hamlets, of bodies, of changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import DayField

_TABLES = ".csv,.xlsx,.xls,.ods,.txt"


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("List"), widget=forms.ClearableFileInput(attrs={"accept": _TABLES})
    )


class HamletFileForm(forms.Form):
    file = _file()
    day = DayField(
        label=_("Communes as of"),
        help_text=_("Codes and names of communes are looked up on this day."),
    )


class OrganisationFileForm(forms.Form):
    file = _file()


class AmendmentFileForm(forms.Form):
    file = _file()
