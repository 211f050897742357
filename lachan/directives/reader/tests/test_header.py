"""The frame of a document, in both worlds, whole or flattened by copying."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.header import Frame, read_frame, urgency_word
from lachan.directives.reader.names import sentence_case

STATE = """ỦY BAN NHÂN DÂN
TỈNH HÒA GIANG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 812/UBND-KGVX
V/v lập chốt ở cửa ngõ
Hòa Giang, ngày 05 tháng 8 năm 2021
HỎA TỐC

Kính gửi:
- Sở Y tế;
- Công an tỉnh.

1. Sở Y tế cử người trực chốt.

Nơi nhận:
- Như trên;
- Lưu: VT, KGVX.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Tám
"""

PARTY = """TỈNH ỦY HÒA GIANG
*
Số 91-CV/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Giang, ngày 05 tháng 8 năm 2021

Kính gửi: Các huyện ủy, thành ủy.

Tỉnh ủy yêu cầu rà soát.

Nơi nhận:
- Như trên,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Trần Thị Chín
"""


def codes(frame: Frame) -> list[str]:
    return [question.code for question in frame.questions]


def test_a_state_document_is_read_whole() -> None:
    frame = read_frame(STATE)
    assert (frame.kind, frame.world, frame.identifier) == ("công văn", "state", "812/UBND-KGVX")
    assert frame.issuer == "Ủy ban nhân dân tỉnh Hòa Giang"
    assert (frame.place, frame.issued_on) == ("Hòa Giang", date(2021, 8, 5))
    assert frame.urgency == "hỏa tốc"
    assert frame.subject == "lập chốt ở cửa ngõ"
    assert frame.addressees == ("Sở Y tế", "Công an tỉnh")
    assert [signer.name for signer in frame.signers] == ["Lê Văn Tám"]
    assert frame.questions == []
    assert STATE[slice(*frame.body)].strip() == "1. Sở Y tế cử người trực chốt."


def test_a_party_document_has_its_own_signs() -> None:
    frame = read_frame(PARTY)
    assert (frame.world, frame.identifier, frame.symbol) == ("party", "91-CV/TU", "CV/TU")
    assert frame.issuer == "Tỉnh ủy Hòa Giang"
    assert frame.addressees == ("Các huyện ủy, thành ủy",)
    assert [signer.name for signer in frame.signers] == ["Trần Thị Chín"]


def test_two_columns_side_by_side_are_told_apart() -> None:
    head = (
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH HÒA GIANG           Độc lập - Tự do - Hạnh phúc\n"
        "Số: 812/UBND-KGVX        Hòa Giang, ngày 05 tháng 8 năm 2021\n"
    )
    frame = read_frame(head + STATE[STATE.index("Kính gửi") :])
    assert (frame.identifier, frame.issued_on) == ("812/UBND-KGVX", date(2021, 8, 5))
    assert frame.issuer == "Ủy ban nhân dân tỉnh Hòa Giang"


def test_a_blank_stamp_is_asked_about_not_guessed() -> None:
    frame = read_frame(STATE.replace("HỎA TỐC\n", "HỎA TỐC\nCần đến trước ____ giờ, ngày ____\n"))
    assert frame.urgency == "hỏa tốc"
    assert codes(frame) == ["deliver_by_blank"]


def test_a_blank_day_of_issue_is_asked_about_not_guessed() -> None:
    frame = read_frame(STATE.replace("ngày 05 tháng 8", "ngày ... tháng 8"))
    assert frame.issued_on is None
    assert codes(frame) == ["issued_on_unclear"]


def test_a_blank_number_is_asked_about_not_guessed() -> None:
    frame = read_frame(STATE.replace("Số: 812/UBND-KGVX", "Số:      /UBND-KGVX"))
    assert frame.identifier is None
    assert codes(frame) == ["identifier_unclear"]


def test_a_symbol_without_its_hyphen_is_given_as_written_and_asked_about() -> None:
    frame = read_frame(STATE.replace("812/UBND-KGVX", "812/UBNDVX"))
    assert (frame.identifier, frame.place) == ("812/UBNDVX", "Hòa Giang")
    assert codes(frame) == ["identifier_damaged"]


def test_a_symbol_glued_to_the_place_does_not_become_part_of_it() -> None:
    frame = read_frame(
        "UBND TỈNH HÒA GIANG\nSố: 812/UBNDVX Hòa Giang, ngày 05 tháng 8 năm 2021\n\n"
        + STATE[STATE.index("Kính gửi") :]
    )
    assert (frame.identifier, frame.place) == ("812/UBNDVX", "Hòa Giang")
    assert frame.issued_on == date(2021, 8, 5)


def test_a_passing_hurry_is_no_degree_of_urgency() -> None:
    frame = read_frame(STATE.replace("HỎA TỐC\n", "").replace("cử người", "khẩn trương cử người"))
    assert frame.urgency is None


def test_a_page_without_a_frame_is_press() -> None:
    frame = read_frame("Sáng nay, huyện Tân Lạc đã lập chốt ở cầu Bà Mụ.")
    assert frame.is_press
    assert (frame.identifier, frame.issuer, frame.issued_on) == (None, None, None)


@pytest.mark.parametrize(
    "kind",
    ["CÔNG ĐIỆN", "CHỈ THỊ", "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "THÔNG BÁO", "KẾ HOẠCH", "HƯỚNG DẪN"],
)
def test_a_kind_stands_on_a_line_of_its_own(kind: str) -> None:
    frame = read_frame(STATE.replace("HỎA TỐC\n", f"{kind}\n"))
    assert frame.kind == kind.lower()


def test_a_word_of_urgency_has_one_spelling() -> None:
    assert urgency_word("HOẢ TỐC") == urgency_word("HỎA TỐC") == "hỏa tốc"


def test_names_in_capitals_become_names_as_spoken() -> None:
    assert sentence_case("ỦY BAN NHÂN DÂN HUYỆN TÂN LẠC") == "Ủy ban nhân dân huyện Tân Lạc"
    assert sentence_case("HUYỆN ỦY TÂN LẠC") == "Huyện ủy Tân Lạc"
    assert sentence_case("SỞ Y TẾ") == "Sở Y tế"


def test_a_subject_ends_where_the_body_begins() -> None:
    frame = read_frame(
        PARTY[: PARTY.index("Kính gửi")]
        + "CHỈ THỊ\nvề siết chặt các chốt\n\nThời gian qua, các xã đã cố gắng. Nay yêu cầu:\n\n"
        "1- Công an huyện trực chốt.\n"
    )
    assert frame.subject == "về siết chặt các chốt"
