"""People who were vaccinated: which vaccine, which dose, when, where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import NOTE, WHERE, WHO
from lachan.lists.rules.kinds import Field, Kind

VACCINATED = Kind(
    code="vaccinated",
    label=_("Vaccinated people"),
    fields=(
        *WHO,
        *WHERE,
        Field(
            "vaccine",
            _("Vaccine"),
            "text",
            ("vac xin", "vaccine", "ten vac xin", "loai vac xin", "ten vaccine", "loai vaccine"),
        ),
        Field(
            "dose", _("Dose"), "count", ("mui", "mui so", "mui thu", "mui tiem", "lieu", "so mui")
        ),
        Field(
            "injected", _("Injected on"), "day", ("ngay tiem", "ngay tiem mui", "ngay tiem chung")
        ),
        Field("lot", _("Lot"), "text", ("so lo", "lo", "lo vac xin", "lo sx", "so lo vac xin")),
        Field(
            "site", _("Injected at"), "text", ("noi tiem", "diem tiem", "co so tiem", "don vi tiem")
        ),
        Field(
            "insurance",
            _("Insurance number"),
            "text",
            ("so bhyt", "ma bhyt", "bhyt", "so the bhyt"),
        ),
        NOTE,
    ),
    needs_commune=False,
)
