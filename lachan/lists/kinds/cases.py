"""Cases of a disease as health offices list them: who, since when, tested how, from where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import NOTE, WHERE, WHO
from lachan.lists.kinds.results import RESULTS
from lachan.lists.rules.kinds import Field, Kind

CASES = Kind(
    code="cases",
    label=_("Cases"),
    fields=(
        *WHO,
        *WHERE,
        Field(
            "classification",
            _("Classification"),
            "text",
            ("phan loai", "phan loai ca", "phan loai ca benh", "loai ca", "loai ca benh"),
        ),
        Field(
            "reported",
            _("Reported on"),
            "day",
            ("ngay bao cao", "ngay cong bo", "ngay phat hien", "ngay ghi nhan", "ngay thong bao"),
        ),
        Field(
            "onset",
            _("Onset on"),
            "day",
            ("ngay khoi phat", "khoi phat", "ngay khoi benh", "ngay mac", "ngay phat benh"),
        ),
        *(RESULTS.field(name) for name in ("sampled", "test")),
        Field("result", _("Result"), "result", RESULTS.field("result").synonyms),
        RESULTS.field("ct"),
        Field(
            "isolated",
            _("Isolated on"),
            "day",
            ("ngay cach ly", "cach ly tu ngay", "ngay nhap vien", "ngay vao vien"),
        ),
        Field(
            "origin",
            _("Infected where"),
            "text",
            (
                "nguon lay",
                "noi lay",
                "dia diem lay nhiem",
                "xam nhap",
                "nguon goc",
                "noi lay nhiem",
                "di ve tu",
                "ve tu",
            ),
        ),
        Field(
            "epidemiology",
            _("Epidemiology"),
            "text",
            (
                "dich te",
                "yeu to dich te",
                "tien su dich te",
                "lien quan dich te",
                "lich su dich te",
                "tien su tiep xuc",
            ),
        ),
        Field("symptoms", _("Symptoms"), "text", ("trieu chung", "trieu chung lam sang")),
        NOTE,
    ),
    needs_commune=True,
)
