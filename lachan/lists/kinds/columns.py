"""Columns that lists of every kind have: who the person is, and where they live."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.lists.rules.kinds import Field

NAME = Field(
    "name",
    _("Full name"),
    "name",
    (
        "ho va ten",
        "ho ten",
        "ten",
        "ho va ten nguoi khai",
        "ho ten cong dan",
        "ten hanh khach",
        "full name",
        "name",
        "nguoi ve",
        "ho ten nguoi ve",
        "ho chu dem va ten",
        "ho va ten khai sinh",
    ),
    required=True,
)
FAMILY_NAME = Field(
    "family_name",
    _("Family and middle name"),
    "text",
    ("ho", "ho dem", "ho va chu dem", "ho va dem", "ho lot", "ho va ten lot", "ho chu dem"),
)
BIRTH = Field(
    "birth",
    _("Born"),
    "birth",
    (
        "ngay sinh",
        "nam sinh",
        "ngay thang nam sinh",
        "ntns",
        "sinh nam",
        "sinh ngay",
        "ngay thang nam",
        "n sinh",
        "ngay, thang, nam sinh",
        "date of birth",
        "dob",
        "nam sinh ngay sinh",
        "ngay sinh nam sinh",
    ),
)
BIRTH_MALE = Field(
    "birth_male",
    _("Born (men's column)"),
    "birth",
    ("nam sinh nam", "ngay sinh nam", "nam sinh gioi tinh nam", "ngay thang nam sinh nam"),
)
BIRTH_FEMALE = Field(
    "birth_female",
    _("Born (women's column)"),
    "birth",
    ("nam sinh nu", "ngay sinh nu", "ngay thang nam sinh nu"),
)
SEX = Field("sex", _("Sex"), "sex", ("gioi tinh", "gioi", "phai", "nam nu", "gt", "sex", "gender"))
CARD = Field(
    "card",
    _("Citizen number or identity card"),
    "card",
    (
        "cccd",
        "cmnd",
        "so cccd",
        "so cmnd",
        "cmnd cccd",
        "cccd cmnd",
        "so cmnd cccd",
        "so cccd cmnd",
        "so dinh danh",
        "so dinh danh ca nhan",
        "cmt",
        "so cmt",
        "so giay to",
        "giay to tuy than",
        "can cuoc",
        "so can cuoc",
        "can cuoc cong dan",
        "chung minh",
        "so chung minh nhan dan",
        "cccd cmnd ho chieu",
        "cmnd cccd ho chieu",
        "id",
    ),
)
PASSPORT = Field("passport", _("Passport"), "text", ("ho chieu", "so ho chieu", "passport"))
PHONE = Field(
    "phone",
    _("Phone"),
    "phone",
    (
        "dien thoai",
        "so dien thoai",
        "sdt",
        "so dt",
        "dt",
        "dien thoai lien he",
        "sdt lien he",
        "so dt lien lac",
        "di dong",
        "so di dong",
        "phone",
        "tel",
        "lien he",
        "so lien lac",
        "sdt lien lac",
        "dien thoai lien lac",
    ),
)
ADDRESS = Field(
    "address",
    _("Address"),
    "text",
    (
        "dia chi",
        "noi o",
        "cho o",
        "noi o hien nay",
        "noi o hien tai",
        "cho o hien nay",
        "dia chi noi o",
        "dia chi hien tai",
        "dia chi thuong tru",
        "ho khau",
        "ho khau thuong tru",
        "hktt",
        "thuong tru",
        "noi thuong tru",
        "address",
        "dia chi cu the",
        "so nha",
        "dia chi luu tru",
        "noi luu tru",
        "dia chi cu tru",
        "noi cu tru",
    ),
)
HAMLET = Field(
    "hamlet",
    _("Hamlet"),
    "text",
    (
        "ap",
        "khom",
        "ap khom",
        "khom ap",
        "thon",
        "to",
        "thon ap",
        "ap khom to",
        "to dan pho",
        "khu pho",
        "ap khu pho",
    ),
)
COMMUNE = Field(
    "commune",
    _("Commune"),
    "text",
    (
        "xa",
        "phuong",
        "xa phuong",
        "phuong xa",
        "xa phuong thi tran",
        "xa phuong tt",
        "phuong xa thi tran",
        "noi den xa",
        "xa p tt",
    ),
)
DISTRICT = Field(
    "district",
    _("District"),
    "text",
    (
        "huyen",
        "quan",
        "quan huyen",
        "huyen tp",
        "huyen thanh pho",
        "quan huyen thanh pho",
        "huyen thi xa thanh pho",
        "tp huyen",
        "huyen tp ca mau",
    ),
)
PROVINCE = Field(
    "province", _("Province"), "text", ("tinh", "tinh thanh pho", "tinh thanh", "tinh tp")
)
NOTE = Field("note", _("Note"), "text", ("ghi chu", "note", "luu y", "ghi chu khac", "tinh trang"))

WHO = (NAME, FAMILY_NAME, BIRTH, BIRTH_MALE, BIRTH_FEMALE, SEX, CARD, PASSPORT, PHONE)
WHERE = (ADDRESS, HAMLET, COMMUNE, DISTRICT, PROVINCE)
