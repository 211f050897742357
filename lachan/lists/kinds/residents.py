"""A commune's list of its households and who lives in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import NOTE, WHERE, WHO
from lachan.lists.rules.kinds import Field, Kind
from lachan.people.terms import ResidenceKind

RESIDENTS = Kind(
    code="residents",
    label=_("Households of a commune"),
    fields=(
        *WHO,
        *WHERE,
        Field(
            "household",
            _("Household number"),
            "text",
            (
                "so ho",
                "ho so",
                "ma ho",
                "so ho khau",
                "ho gia dinh so",
                "stt ho",
                "so so ho khau",
                "ho gia dinh",
            ),
        ),
        Field(
            "relation",
            _("Relation to the head"),
            "text",
            ("quan he", "quan he voi chu ho", "qh voi chu ho", "quan he chu ho"),
        ),
        Field(
            "insurance",
            _("Insurance number"),
            "text",
            ("so bhyt", "ma bhyt", "bhyt", "so the bhyt", "ma so bhxh", "so bhxh"),
        ),
        NOTE,
    ),
    needs_commune=True,
    residence_kind=ResidenceKind.PERMANENT,
    household="household",
)
