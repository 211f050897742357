"""A laboratory's results: whose specimen, taken when, tested how, found what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import NOTE, WHERE, WHO
from lachan.lists.rules.kinds import Field, Kind

RESULTS = Kind(
    code="results",
    label=_("Laboratory results"),
    fields=(
        *WHO,
        *WHERE,
        Field(
            "specimen",
            _("Specimen code"),
            "text",
            (
                "ma mau",
                "ma so mau",
                "so mau",
                "code",
                "ma xn",
                "ma xet nghiem",
                "ma barcode",
                "barcode",
                "sid",
            ),
        ),
        Field(
            "sampled",
            _("Sampled on"),
            "day",
            ("ngay lay mau", "ngay lay", "lay mau ngay", "ngay lay mau xn"),
        ),
        Field(
            "tested",
            _("Tested on"),
            "day",
            (
                "ngay xet nghiem",
                "ngay xn",
                "ngay tra kq",
                "ngay tra ket qua",
                "ngay ket qua",
                "ngay thuc hien",
            ),
        ),
        Field(
            "test",
            _("Test"),
            "text",
            (
                "loai xet nghiem",
                "phuong phap",
                "ky thuat",
                "loai mau",
                "ky thuat xn",
                "xet nghiem",
                "phuong phap xn",
            ),
        ),
        Field(
            "result",
            _("Result"),
            "result",
            (
                "ket qua",
                "ket qua xet nghiem",
                "kq",
                "kqxn",
                "kq xn",
                "ket qua xn",
                "ket luan",
                "ket qua pcr",
                "ket qua realtime rt pcr",
            ),
            required=True,
        ),
        Field("ct", _("Ct value"), "text", ("ct", "gia tri ct", "chi so ct", "ct value")),
        Field("pool", _("Pool"), "text", ("gop", "mau gop", "pool", "ma gop")),
        Field(
            "orderer",
            _("Ordered by"),
            "text",
            (
                "noi gui",
                "don vi gui",
                "noi lay mau",
                "don vi lay mau",
                "noi gui mau",
                "don vi gui mau",
            ),
        ),
        NOTE,
    ),
    needs_commune=False,
)
