"""A carrier's manifest: who sat where in which vehicle, got on and off."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import NOTE, WHERE, WHO
from lachan.lists.rules.kinds import Field, Kind
from lachan.people.terms import SourceKind

PASSENGERS = Kind(
    code="passengers",
    label=_("Passengers of a carrier"),
    fields=(
        *WHO,
        *WHERE,
        Field(
            "trip",
            _("Trip"),
            "text",
            (
                "chuyen",
                "ma chuyen",
                "so chuyen",
                "chuyen xe",
                "tuyen",
                "chuyen bay",
                "so hieu chuyen",
            ),
        ),
        Field(
            "plate",
            _("Plate"),
            "plate",
            ("bien so", "bien so xe", "bks", "bien kiem soat", "so xe", "bsx"),
        ),
        Field(
            "seat",
            _("Seat"),
            "text",
            ("so ghe", "ghe", "vi tri ghe", "giuong", "so giuong", "seat", "cho ngoi"),
        ),
        Field(
            "departed",
            _("Departed at"),
            "moment",
            (
                "gio khoi hanh",
                "ngay khoi hanh",
                "khoi hanh",
                "xuat ben",
                "gio xuat ben",
                "ngay di",
                "ngay gio khoi hanh",
                "thoi gian khoi hanh",
            ),
        ),
        Field(
            "pickup",
            _("Got on at"),
            "text",
            (
                "diem don",
                "noi don",
                "len xe",
                "noi len xe",
                "diem len xe",
                "don tai",
                "noi di",
                "diem len",
                "ben di",
            ),
        ),
        Field(
            "dropoff",
            _("Got off at"),
            "text",
            (
                "diem tra",
                "noi tra",
                "xuong xe",
                "noi xuong xe",
                "diem xuong xe",
                "tra tai",
                "noi den",
                "diem xuong",
                "ben den",
            ),
        ),
        NOTE,
    ),
    needs_commune=False,
    source_kind=SourceKind.MANIFEST,
)
