"""A PDF reads in the order of reading, whatever the order in which it was drawn."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.directives.reader.sources import Limits, Unreadable, load_source
from lachan.directives.reader.sources.layout import page_paragraphs
from lachan.directives.reader.sources.lines import Glyph
from lachan.directives.reader.sources.source import Deadline
from lachan.directives.reader.sources.tests.pages import pdf

PAGE = r"""
#set page(paper: "a4", numbering: "1")
#set text(lang: "vi", size: 13pt)
#grid(columns: (1fr, 1.3fr), align: center,
  [ỦY BAN NHÂN DÂN \ *TỈNH SÔNG MÂY* \ Số: 123/UBND-VX \
   V/v tăng cường các biện pháp phòng, chống dịch bệnh],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA* \ *VIỆT NAM* \ _Sông Mây, ngày 05 tháng 8 năm 2021_])

#align(center)[Kính gửi: \ - Sở Y tế; \ - Ủy ban nhân dân các huyện, thành phố.]

#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
Thực hiện Công văn số 5599/BYT-MT ngày 14/7/2021 của Bộ Y tế về việc giảm thời gian cách ly,
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các đơn vị khẩn trương thực hiện các nội dung sau đây:

#set par(first-line-indent: 0pt)
+ Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát toàn bộ người về từ vùng dịch,
  báo cáo trước 16 giờ ngày 06/8/2021.
+ Các huyện lập chốt kiểm soát.

#grid(columns: (1fr, 1fr), [*Nơi nhận:* \ - Như trên; \ - Lưu: VT.],
  align(center)[*KT. CHỦ TỊCH \ PHÓ CHỦ TỊCH* \ \ *Nguyễn Văn Mẫu*])
#pagebreak()
Phụ lục danh sách chốt kiểm soát liên ngành trên địa bàn tỉnh.
"""

READ = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH SÔNG MÂY",
    "Số: 123/UBND-VX",
    "V/v tăng cường các biện pháp",
    "phòng, chống dịch bệnh",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
    "VIỆT NAM",
    "Sông Mây, ngày 05 tháng 8 năm 2021",
    "Kính gửi:",
    "- Sở Y tế;",
    "- Ủy ban nhân dân các huyện, thành phố.",
    "Thực hiện Công văn số 5599/BYT-MT ngày 14/7/2021 của Bộ Y tế về việc giảm thời gian cách ly,"
    " Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các đơn vị khẩn trương thực hiện các nội dung sau đây:",
    "1. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát toàn bộ người về từ vùng dịch,"
    " báo cáo trước 16 giờ ngày 06/8/2021.",
    "2. Các huyện lập chốt kiểm soát.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Nguyễn Văn Mẫu",
    "Phụ lục danh sách chốt kiểm soát liên ngành trên địa bàn tỉnh.",
]


def typeset(source: str) -> bytes:
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        load_source(data, "x.pdf", limits or Limits())
    return refused.value.code


def test_a_letter_in_two_columns_reads_in_order_and_its_lines_are_joined() -> None:
    source = load_source(typeset(PAGE), "x.pdf")
    assert source.text.split("\n") == READ
    assert source.media_type == "application/pdf"
    assert source.notes == ()
    assert [source.text[offset:][:7] for offset in source.breaks] == ["ỦY BAN ", "Phụ lục"]


def spread(lines: list[tuple[float, float, str]]) -> list[Glyph]:
    """Glyphs of size 12, six points a letter; spaces are gaps, as in many a PDF."""
    return [
        Glyph(letter, x + 6 * at, x + 6 * at + 6, y, 12)
        for x, y, text in lines
        for at, letter in enumerate(text)
        if letter != " "
    ]


COLUMNS = [
    (60, 800, "ỦY BAN NHÂN DÂN"),
    (300, 800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
    (66, 785, "TỈNH SÔNG MÂY"),
    (320, 785, "Độc lập - Tự do"),
    (48, 770, "V/v phòng dịch bệnh"),
    (40, 730, "1. Sở Y tế báo cáo Ủy ban nhân dân tỉnh về tình hình dịch bệnh trong ngày, những"),
    (40, 715, "khó khăn và vướng mắc."),
]


@given(st.integers())
def test_the_order_of_drawing_does_not_matter(seed: int) -> None:
    glyphs = spread(COLUMNS)
    random.Random(seed).shuffle(glyphs)
    assert page_paragraphs(glyphs, Deadline(5)) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG MÂY",
        "V/v phòng dịch bệnh",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "Độc lập - Tự do",
        "1. Sở Y tế báo cáo Ủy ban nhân dân tỉnh về tình hình dịch bệnh trong ngày, những khó khăn"
        " và vướng mắc.",
    ]


def test_letters_drawn_twice_for_boldness_are_read_once() -> None:
    glyphs = spread([(60, 800, "QUYẾT ĐỊNH")])
    twice = glyphs + [
        Glyph(glyph.text, glyph.x0 + 0.3, glyph.x1 + 0.3, glyph.y, glyph.size) for glyph in glyphs
    ]
    assert page_paragraphs(twice, Deadline(5)) == ["QUYẾT ĐỊNH"]


def test_a_table_of_figures_is_read_row_by_row() -> None:
    rows = [("TT", "Xã", "Số ca"), ("1", "An Lạc", "12"), ("2", "Bình Sơn", "7")]
    glyphs = spread(
        [
            (x, 800 - 15 * at, cell)
            for at, row in enumerate(rows)
            for x, cell in zip((60, 120, 300), row, strict=True)
        ]
    )
    assert page_paragraphs(glyphs, Deadline(5)) == [
        "| TT | Xã | Số ca |",
        "| 1 | An Lạc | 12 |",
        "| 2 | Bình Sơn | 7 |",
    ]


glyphs_anywhere = st.lists(
    st.builds(
        Glyph,
        st.sampled_from(["a", " ", "ộ", "1", "-"]),
        st.floats(-1e6, 1e6),
        st.floats(-1e6, 1e6),
        st.floats(-1e6, 1e6),
        st.floats(1, 400),
    ),
    max_size=60,
)


@given(glyphs_anywhere)
def test_no_glyph_is_lost_wherever_it_stands(glyphs: list[Glyph]) -> None:
    kept = "".join(page_paragraphs(glyphs, Deadline(5)))
    assert {letter for letter in kept if not letter.isspace()} <= {g.text for g in glyphs}


def test_a_scan_is_refused_with_the_advice_to_key_it_in() -> None:
    with pytest.raises(Unreadable, match="key it in beside the picture") as refused:
        load_source(pdf("", "", pictures=[0, 1]), "scan.pdf")
    assert refused.value.code == "no-text-layer"


SENTENCE = "BT /F 12 Tf 60 700 Td (So Y te bao cao Uy ban nhan dan tinh truoc ngay 05/8/2021) Tj ET"


def test_letters_behind_a_picture_are_asked_about() -> None:
    source = load_source(pdf(SENTENCE, pictures=[0]), "x.pdf")
    assert "recognised-by-machine" in [note.code for note in source.questions]


def test_pages_that_are_only_pictures_are_named() -> None:
    source = load_source(pdf(SENTENCE, "", SENTENCE, pictures=[1]), "x.pdf")
    note = next(note for note in source.questions if note.code == "picture-pages")
    assert ": 2." in note.en


def test_a_password_is_refused_and_mere_restrictions_are_not() -> None:
    assert refusal(pdf(SENTENCE, password="secret")) == "encrypted"
    assert load_source(pdf(SENTENCE, password=""), "x.pdf").text.startswith("So Y te")


def test_damaged_and_endless_files_are_refused() -> None:
    assert refusal(b"%PDF-1.7\n" + b"\0\xff" * 500) == "damaged"
    assert refusal(pdf(*[SENTENCE] * 5), Limits(pages=4)) == "too-many-pages"
    assert refusal(pdf(*[SENTENCE] * 5), Limits(characters=100)) == "too-long"


def test_a_stream_that_swells_is_stopped() -> None:
    bomb = pdf("0 0 m " * 20_000_000, filter_name="FlateDecode")
    assert len(bomb) < 1_000_000
    assert refusal(bomb, Limits(seconds=3, memory_bytes=400_000_000)) in {
        "damaged",
        "too-slow",
        "no-text-layer",
    }


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_spoilt_pdf_gives_text_or_a_sentence(data: st.DataObject) -> None:
    good = bytearray(pdf(SENTENCE, filter_name="FlateDecode"))
    for _ in range(data.draw(st.integers(1, 30))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        assert load_source(bytes(good), "x.pdf").text


def test_the_child_takes_nothing_of_the_house_with_it() -> None:
    program = (Path(__file__).parents[1] / "pdf_child.py").read_text(encoding="utf-8")
    assert "lachan" not in program
