"""Which body a name means: without a database."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.places.rules.collectives import collective_of, members
from lachan.places.rules.matching import Body, Place, best_match, matches, unit_path_of
from lachan.places.rules.names import accented_key, plain_key
from lachan.places.terms import OrganisationKind as Kind
from lachan.places.terms import UnitKind

PROVINCE = Place("Tỉnh Cà Mau", UnitKind.PROVINCE, "96/")
CITY = Place("Thành phố Cà Mau", UnitKind.DISTRICT, "96/964/")
U_MINH = Place("Huyện U Minh", UnitKind.DISTRICT, "96/966/")
AN_XUYEN = Place("Xã An Xuyên", UnitKind.COMMUNE, "96/964/32025/")
WARD = Place("Phường 4", UnitKind.COMMUNE, "96/964/32002/")
PLACES = (PROVINCE, CITY, U_MINH, AN_XUYEN, WARD)


def body(code, name, *short, kind=Kind.DEPARTMENT, unit=PROVINCE, below=""):
    above = tuple(
        sorted(
            (place for place in PLACES if unit.path.startswith(place.path)),
            key=lambda place: -len(place.path),
        )
    )
    return Body(
        id=abs(hash((code, unit.path))),
        name=name,
        abbreviations=short,
        kind=kind,
        path=f"{unit.path}{below}{code}/",
        above=above,
        is_subordinate=bool(below),
    )


BODIES = [
    body("tinh-uy", "Tỉnh ủy Cà Mau", "TU", kind=Kind.PARTY),
    body("thuong-truc-tinh-uy", "Thường trực Tỉnh ủy", "TT Tỉnh ủy", kind=Kind.PARTY),
    body("ban-thuong-vu", "Ban Thường vụ Tỉnh ủy", "BTVTU", kind=Kind.PARTY),
    body("ban-tuyen-giao", "Ban Tuyên giáo Tỉnh ủy", kind=Kind.PARTY),
    body("ban-dan-van", "Ban Dân vận Tỉnh ủy", kind=Kind.PARTY),
    body("ubnd", "Ủy ban nhân dân tỉnh Cà Mau", kind=Kind.PEOPLES_COMMITTEE),
    body(
        "bcd",
        "Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh",
        "BCĐ tỉnh",
        "Ban Chỉ đạo tỉnh",
        kind=Kind.STEERING_COMMITTEE,
    ),
    body("so-chi-huy", "Sở Chỉ huy phòng, chống dịch COVID-19 tỉnh", kind=Kind.STEERING_COMMITTEE),
    body("so-y-te", "Sở Y tế", "SYT", "Ngành Y tế", kind=Kind.HEALTH),
    body("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT"),
    body("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH"),
    body("so-cong-thuong", "Sở Công Thương", "SCT"),
    body("cdc", "Trung tâm Kiểm soát bệnh tật tỉnh", "CDC", kind=Kind.HEALTH, below="so-y-te/"),
    body("cong-an", "Công an tỉnh", "CA tỉnh", kind=Kind.POLICE),
    body("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ tỉnh", kind=Kind.FRONT),
    body("ldld", "Liên đoàn Lao động tỉnh", kind=Kind.UNION),
    *(
        body(code, name, kind=kind, unit=unit)
        for unit, party, full in (
            (CITY, "Thành ủy Cà Mau", "thành phố Cà Mau"),
            (U_MINH, "Huyện ủy U Minh", "huyện U Minh"),
        )
        for code, name, kind in (
            ("dang", party, Kind.PARTY),
            ("ubnd", f"Ủy ban nhân dân {full}", Kind.PEOPLES_COMMITTEE),
            ("bcd", f"Ban Chỉ đạo phòng, chống dịch COVID-19 {full}", Kind.STEERING_COMMITTEE),
            ("ttyt", f"Trung tâm Y tế {full}", Kind.HEALTH),
            ("ca", f"Công an {full}", Kind.POLICE),
        )
    ),
    body("ubnd", "Ủy ban nhân dân xã An Xuyên", kind=Kind.PEOPLES_COMMITTEE, unit=AN_XUYEN),
    body("dang-uy", "Đảng ủy xã An Xuyên", kind=Kind.PARTY, unit=AN_XUYEN),
    body("ubnd", "Ủy ban nhân dân Phường 4", kind=Kind.PEOPLES_COMMITTEE, unit=WARD),
]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Sở Y tế", "96/so-y-te/"),
        ("sở y tế", "96/so-y-te/"),
        ("SỞ Y TẾ", "96/so-y-te/"),
        ("SYT", "96/so-y-te/"),
        ("Sở Y tế tỉnh Cà Mau", "96/so-y-te/"),
        ("Sở Y tế Cà Mau", "96/so-y-te/"),
        ("So Y te", "96/so-y-te/"),
        ("Giám đốc Sở Y tế", "96/so-y-te/"),
        ("ngành Y tế", "96/so-y-te/"),
        ("UBND tỉnh", "96/ubnd/"),
        ("Uỷ ban nhân dân tỉnh", "96/ubnd/"),
        ("Ủy ban nhân dân tỉnh Cà Mau", "96/ubnd/"),
        ("Chủ tịch UBND tỉnh", "96/ubnd/"),
        ("Thường trực Tỉnh ủy", "96/thuong-truc-tinh-uy/"),
        ("Thường trực Tỉnh uỷ", "96/thuong-truc-tinh-uy/"),
        ("Tỉnh ủy", "96/tinh-uy/"),
        ("BTV Tỉnh ủy", "96/ban-thuong-vu/"),
        ("Sở Thông tin - Truyền thông", "96/so-tttt/"),
        ("Sở TT&TT", "96/so-tttt/"),
        ("Sở Lao động, Thương binh và Xã hội", "96/so-ldtbxh/"),
        ("Sở LĐTBXH", "96/so-ldtbxh/"),
        ("Sở Công thương", "96/so-cong-thuong/"),
        ("Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 tỉnh", "96/bcd/"),
        ("Ban Chỉ đạo tỉnh", "96/bcd/"),
        ("BCĐ phòng chống dịch tỉnh", "96/bcd/"),
        ("Sở Chỉ huy phòng, chống dịch bệnh COVID-19 tỉnh", "96/so-chi-huy/"),
        ("Công an tỉnh", "96/cong-an/"),
        ("CA tỉnh", "96/cong-an/"),
        ("Ủy ban Mặt trận Tổ quốc tỉnh", "96/mttq/"),
        ("UBMTTQVN tỉnh", "96/mttq/"),
        ("UBND huyện U Minh", "96/966/ubnd/"),
        ("UBND TP. Cà Mau", "96/964/ubnd/"),
        ("Thành ủy Cà Mau", "96/964/dang/"),
        ("Huyện ủy U Minh", "96/966/dang/"),
        ("UBND xã An Xuyên, thành phố Cà Mau", "96/964/32025/ubnd/"),
        ("UBND Phường 4, thành phố Cà Mau", "96/964/32002/ubnd/"),
        ("UBND phường 4", "96/964/32002/ubnd/"),
        ("Trưởng Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 huyện U Minh", "96/966/bcd/"),
    ],
)
def test_a_name_in_a_document_finds_its_body(words, path):
    found = best_match(words, BODIES, "96/")
    assert found is not None
    assert found.body.path == path


def test_the_name_as_it_is_has_the_highest_score():
    scores = [
        best_match(words, BODIES, "96/").score
        for words in ("Sở Y tế", "SYT", "So Y te", "Giám đốc Sở Y tế")
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_a_generic_name_means_the_body_of_ones_own_district():
    assert best_match("UBND huyện", BODIES, "96/966/").body.path == "96/966/ubnd/"
    assert best_match("Công an huyện", BODIES, "96/966/").body.path == "96/966/ca/"
    assert best_match("Trung tâm Y tế huyện", BODIES, "96/966/ubnd/").body.path == "96/966/ttyt/"


def test_the_province_is_found_from_a_district():
    assert best_match("UBND tỉnh", BODIES, "96/966/").body.path == "96/ubnd/"
    assert best_match("Sở Y tế", BODIES, "96/966/").body.path == "96/so-y-te/"


@pytest.mark.parametrize(
    "words", ["", "   ", "…", "Ban Quản lý dự án", "Sở", "Bộ Y tế", "cơ quan", "UBND", "Khóm 1"]
)
def test_an_unknown_name_finds_nobody(words):
    assert best_match(words, BODIES, "96/") is None


def test_two_bodies_of_one_name_equally_near_are_a_question():
    twins = [
        body("ubnd", "Ủy ban nhân dân xã Tân Thành", unit=CITY, kind=Kind.PEOPLES_COMMITTEE),
        body("ubnd", "Ủy ban nhân dân xã Tân Thành", unit=U_MINH, kind=Kind.PEOPLES_COMMITTEE),
    ]
    assert best_match("UBND xã Tân Thành", twins, "96/") is None
    assert len(matches("UBND xã Tân Thành", twins)) == 2
    assert best_match("UBND xã Tân Thành", twins, "96/966/").body.path == "96/966/ubnd/"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("UBND các huyện, thành phố", ["96/964/ubnd/", "96/966/ubnd/"]),
        ("UBND  các huyện, thành phố Cà Mau", ["96/964/ubnd/", "96/966/ubnd/"]),
        ("các UBND huyện, thành phố", ["96/964/ubnd/", "96/966/ubnd/"]),
        ("Chủ tịch UBND các huyện, thành phố Cà Mau", ["96/964/ubnd/", "96/966/ubnd/"]),
        ("Ủy ban nhân dân các huyện", ["96/966/ubnd/"]),
        ("các huyện ủy, thành ủy", ["96/964/dang/", "96/966/dang/"]),
        ("Các huyện uỷ, thành uỷ", ["96/964/dang/", "96/966/dang/"]),
        ("huyện ủy, thành ủy", ["96/964/dang/", "96/966/dang/"]),
        (
            "các huyện ủy, thành ủy, đảng ủy, đảng đoàn, ban cán sự đảng trực thuộc Tỉnh ủy",
            ["96/964/dang/", "96/966/dang/"],
        ),
        ("các địa phương", ["96/964/ubnd/", "96/966/ubnd/"]),
        ("chính quyền địa phương", ["96/964/ubnd/", "96/966/ubnd/"]),
        (
            "Trưởng Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 các huyện, thành phố Cà Mau",
            ["96/964/bcd/", "96/966/bcd/"],
        ),
        ("Trung tâm Y tế các huyện, thành phố", ["96/964/ttyt/", "96/966/ttyt/"]),
        ("UBND các xã, phường, thị trấn", ["96/964/32002/ubnd/", "96/964/32025/ubnd/"]),
        (
            "Bí thư Đảng ủy, Chủ tịch UBND các xã, phường, thị trấn",
            ["96/964/32002/ubnd/", "96/964/32025/dang-uy/", "96/964/32025/ubnd/"],
        ),
        (
            "các sở",
            ["96/so-cong-thuong/", "96/so-ldtbxh/", "96/so-tttt/", "96/so-y-te/"],
        ),
        (
            "các sở, ban, ngành",
            [
                "96/cong-an/",
                "96/so-cong-thuong/",
                "96/so-ldtbxh/",
                "96/so-tttt/",
                "96/so-y-te/",
            ],
        ),
        ("Mặt trận Tổ quốc và các đoàn thể", ["96/ldld/", "96/mttq/"]),
        ("Các Ban Xây dựng Đảng Tỉnh ủy", ["96/ban-dan-van/", "96/ban-tuyen-giao/"]),
    ],
)
def test_a_collective_is_each_of_its_members(words, expected):
    collective = collective_of(words, PLACES)
    assert collective is not None
    assert [found.path for found in members(collective, BODIES, "96/")] == expected


@pytest.mark.parametrize(
    "words",
    [
        "Sở Y tế",
        "UBND huyện U Minh",
        "Công an tỉnh",
        "các cơ quan",
        "hải quan",
        "nhân dân",
        "các doanh nghiệp",
        "UBND huyện",
        "",
    ],
)
def test_a_single_body_or_the_public_is_no_collective(words):
    assert collective_of(words, PLACES) is None


def test_in_a_district_the_localities_are_its_communes():
    collective = collective_of("các địa phương", PLACES)
    found = members(collective, BODIES, "96/964/")
    assert [one.path for one in found] == ["96/964/32002/ubnd/", "96/964/32025/ubnd/"]


def test_the_unit_of_a_bodys_path():
    assert unit_path_of("96/964/so-y-te/") == "96/964/"
    assert unit_path_of("96/so-y-te/cdc/") == "96/"
    assert unit_path_of("so-y-te/") == ""


@given(st.sampled_from(BODIES), st.sampled_from(["upper", "lower", "title", "swapcase"]))
def test_the_case_of_letters_never_matters(one, change):
    found = best_match(getattr(one.name, change)(), BODIES, one.path)
    assert found is not None
    assert found.body.path == one.path


@given(st.sampled_from(BODIES), st.sampled_from(["NFC", "NFD"]))
def test_how_a_phone_composes_letters_never_matters(one, form):
    found = best_match(unicodedata.normalize(form, one.name), BODIES, one.path)
    assert found is not None
    assert found.score == 1.0


@given(st.text(max_size=200))
def test_any_text_is_answered_without_error(words):
    best_match(words, BODIES, "96/")
    collective_of(words, PLACES)


@given(st.text(max_size=60))
def test_keys_are_stable(words):
    assert plain_key(plain_key(words)) == plain_key(words)
    assert accented_key(words.upper()) == accented_key(words.upper().lower())
