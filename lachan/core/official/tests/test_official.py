"""Official paper holds the decree's measures, and takes every text as data."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx as word
import pypdfium2
import pytest
from docx.oxml.ns import qn

from lachan.core.official import (
    Annex,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signature,
    Table,
    World,
    docx,
    identifier,
    pdf,
    place_and_day,
)

HOSTILE = "#panic() {{ 7*7 }} {% x %} <b>đậm</b> =cmd|' /C calc'!A0 $x$ @ref *a* \\ /* c */ ${x}"
LETTERS = "ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳýỷỹỵ ĩ đ ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ Đ"
PAPER = Paper(
    superior="ỦY BAN NHÂN DÂN TỈNH CÀ MAU",
    issuer="SỞ Y TẾ",
    number=7,
    symbol="BC-SYT",
    place="Cà Mau",
    day=date(2021, 2, 5),
    subject="Công tác phòng, chống dịch ngày 05/02/2021",
    urgency="hoả tốc",
    addressees=("Thường trực Tỉnh ủy", "Ủy ban nhân dân tỉnh"),
    blocks=(
        Heading("I. KẾT QUẢ"),
        Paragraph(LETTERS),
        Paragraph(HOSTILE),
        Items(("Một", "Hai")),
        Table(
            ("Chỉ tiêu", "Số"),
            (("Dịch tễ",), *((f"Số ca {i}", "1.204") for i in range(60))),
            widths=(4, 1),
            numeric=(1,),
        ),
    ),
    recipients=("Như trên", "Lưu: VT, NVY"),
    signature=Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Nguyễn Văn A"),
    annexes=(Annex("Phụ lục I", "ĐƠN VỊ", (Table(("Đơn vị",), (("U Minh",),)),), True),),
)
PARTY = replace(
    PAPER, world=World.PARTY, superior="", issuer="TỈNH ỦY CÀ MAU", number=12, symbol="BC/TU"
)


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def words_of(content: bytes) -> str:
    root = word.Document(io.BytesIO(content)).element
    return "\n".join(
        "".join(node.text or "" for node in line.iter(qn("w:t"))) for line in root.iter(qn("w:p"))
    )


@pytest.mark.parametrize(
    ("world", "number", "symbol", "written"),
    [
        (World.STATE, 7, "BC-SYT", "07/BC-SYT"),
        (World.STATE, 4456, "UBND-KGVX", "4456/UBND-KGVX"),
        (World.PARTY, 5, "CV/BCĐ", "05-CV/BCĐ"),
        (World.PARTY, 308, "CV/TU", "308-CV/TU"),
    ],
)
def test_each_world_joins_number_and_symbol_its_own_way(world, number, symbol, written):
    assert identifier(world, number, symbol) == written


def test_days_below_ten_and_the_first_two_months_get_a_zero():
    assert place_and_day("Cà Mau", date(2021, 2, 5)) == "Cà Mau, ngày 05 tháng 02 năm 2021"
    assert place_and_day("Cà Mau", date(2021, 9, 15)) == "Cà Mau, ngày 15 tháng 9 năm 2021"


def test_one_addressee_stands_beside_kinh_gui_and_several_below_it():
    assert PAPER.addressee_lines == (
        "Kính gửi:",
        "- Thường trực Tỉnh ủy;",
        "- Ủy ban nhân dân tỉnh.",
    )
    assert replace(PAPER, addressees=("Tỉnh ủy",)).addressee_lines == ("Kính gửi: Tỉnh ủy.",)


def test_the_state_pdf_says_what_the_decree_asks_with_every_diacritic():
    first = pages_of(pdf(PAPER))[0]
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/BC-SYT",
        "Cà Mau, ngày 05 tháng 02 năm 2021",
        "HOẢ TỐC",
        "BÁO CÁO",
    ):
        assert words in first
    for letter in LETTERS.replace(" ", ""):
        assert letter in first


def test_the_party_writes_no_motto_and_no_colon():
    first = pages_of(pdf(PARTY))[0]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert "Số 12-BC/TU" in first
    assert "Độc lập" not in first
    assert "\n*\n" in first


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin():
    content = pdf(PAPER)
    document = pypdfium2.PdfDocument(content)
    assert len(document) >= 3
    assert not pages_of(content)[0].startswith("1\n")
    assert pages_of(content)[1].startswith("2")
    page = document[1].get_textpage()
    left, bottom, right, _top = page.get_charbox(0)
    assert (left + right) / 2 == pytest.approx((30 + 190) / 2 * 72 / 25.4, abs=4)
    assert bottom > (297 - 20) * 72 / 25.4


def test_the_pdf_keeps_its_margins():
    document = pypdfium2.PdfDocument(pdf(PAPER))
    page = document[0].get_textpage()
    boxes = [
        page.get_charbox(i) for i in range(page.count_chars()) if page.get_text_range(i, 1).strip()
    ]
    millimetre = 72 / 25.4
    assert min(box[0] for box in boxes) >= 30 * millimetre - 1
    assert max(box[2] for box in boxes) <= 190 * millimetre + 1
    assert min(box[1] for box in boxes) >= 20 * millimetre - 4


def test_texts_are_data_in_the_pdf():
    text = "".join(pages_of(pdf(PAPER))).replace("\n", " ")
    assert "{{ 7*7 }}" in text
    assert "#panic()" in text
    assert "<b>đậm</b>" in text


def test_texts_are_data_in_the_word_file():
    text = words_of(docx(PAPER))
    assert HOSTILE in text
    assert LETTERS in text


@pytest.mark.parametrize("paper", [PAPER, PARTY])
def test_the_word_file_has_the_margins_and_the_face_of_the_decree(paper):
    document = word.Document(io.BytesIO(docx(paper)))
    upright, lying = document.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    margins = (
        upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin,
    )  # fmt: skip
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 20]
    assert upright.different_first_page_header_footer
    assert "PAGE" in upright.header._element.xml
    assert "PAGE" not in upright.first_page_header._element.xml
    assert lying.page_width > lying.page_height
    normal = document.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert 'w:cs="Times New Roman"' in normal.element.xml


def test_the_same_paper_gives_the_same_pdf():
    assert pdf(PAPER) == pdf(PAPER)


def test_a_paper_without_number_leaves_its_place_blank():
    assert "Số:" in pages_of(pdf(replace(PAPER, number=None)))[0]
    assert "None" not in pages_of(pdf(replace(PAPER, number=None)))[0]


def test_control_characters_do_no_harm():
    paper = replace(PAPER, blocks=(Paragraph("a\x00b\x07c\nd"), Items(("\x0b",))))
    assert "abc" in "".join(pages_of(pdf(paper)))
    assert "abc" in words_of(docx(paper))
