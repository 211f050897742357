"""People who come back from a region of the epidemic: from where, since when, to which hamlet."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from lachan.lists.kinds.columns import ADDRESS, NOTE, WHERE, WHO
from lachan.lists.rules.kinds import Field, Kind

DESTINATION = replace(
    ADDRESS,
    label=_("Destination address"),
    synonyms=(
        *(
            "dia chi noi den",
            "noi den",
            "noi ve",
            "dia chi noi ve",
            "ve dia chi",
            "dia chi ve",
            "noi o tai dia phuong",
            "noi cach ly",
            "dia chi cach ly",
            "noi luu tru tai dia phuong",
            "noi o tai ca mau",
            "dia chi tai ca mau",
            "dia chi o ca mau",
            "den dia chi",
        ),
        *ADDRESS.synonyms,
    ),
)

RETURNEES = Kind(
    code="returnees",
    label=_("People coming back"),
    fields=(
        *WHO,
        DESTINATION,
        *WHERE[1:],
        Field(
            "origin",
            _("From where"),
            "text",
            (
                "noi di",
                "di tu",
                "ve tu",
                "tu vung dich",
                "ve tu vung dich",
                "noi xuat phat",
                "tu dau",
                "ve tu dau",
                "den tu",
                "tu noi nao",
                "dia phuong ve",
                "vung dich",
                "noi o vung dich",
                "noi den tu",
                "tinh ve",
                "noi tro ve",
                "dia chi noi di",
                "noi lam viec",
                "tu dia phuong",
                "tro ve tu",
                "ve tu tinh thanh",
                "from",
            ),
        ),
        Field(
            "arrived",
            _("Arrived on"),
            "day",
            (
                "ngay ve",
                "ngay den",
                "ngay ve dia phuong",
                "ngay ve den dia phuong",
                "thoi gian ve",
                "ngay gio ve",
                "ngay nhap canh",
                "ngay ve ca mau",
                "ngay tro ve",
                "thoi gian den",
                "ngay den dia phuong",
                "ngay ve den",
                "ve ngay",
            ),
        ),
        Field(
            "since",
            _("There since"),
            "day",
            (
                "o tu ngay",
                "tu ngay",
                "o vung dich tu ngay",
                "ngay den vung dich",
                "ngay roi",
                "ngay di",
                "ngay khoi hanh",
            ),
        ),
        Field(
            "vehicle",
            _("Means of transport"),
            "text",
            (
                "phuong tien",
                "phuong tien ve",
                "phuong tien di chuyen",
                "di bang",
                "loai xe",
                "phuong tien di lai",
            ),
        ),
        Field(
            "plate",
            _("Plate"),
            "plate",
            ("bien so", "bien so xe", "bks", "bien kiem soat", "so xe", "bsx"),
        ),
        Field(
            "doses",
            _("Doses"),
            "count",
            (
                "so mui",
                "tiem vac xin",
                "so mui vac xin",
                "mui tiem",
                "so mui tiem",
                "tiem chung",
                "da tiem",
                "so mui da tiem",
                "tiem vaccine",
                "so mui vaccine",
                "vac xin",
                "vaccine",
                "tinh trang tiem",
                "tiem ngua",
            ),
        ),
        Field(
            "tested",
            _("Last test on"),
            "day",
            (
                "ngay xet nghiem",
                "ngay xn",
                "ngay lay mau",
                "xet nghiem ngay",
                "ngay test",
                "ngay xn gan nhat",
            ),
        ),
        Field(
            "result",
            _("Last result"),
            "text",
            ("ket qua", "ket qua xet nghiem", "kq xn", "kqxn", "ket qua xn", "kq", "ket qua test"),
        ),
        NOTE,
    ),
    needs_commune=True,
)
