"""Numbers and symbols of both worlds: as written, never mended."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.citations import citations_in
from lachan.directives.reader.symbols import Identifier, day_after, identifiers_in


def one(text: str) -> Identifier:
    (found,) = identifiers_in(text)
    return found


@pytest.mark.parametrize(
    ("words", "number", "symbol", "world"),
    [
        ("91-CV/TU", "91", "CV/TU", "party"),
        ("07-CT/HU", "07", "CT/HU", "party"),
        ("812/UBND-KGVX", "812", "UBND-KGVX", "state"),
        ("44/QĐ-UBND", "44", "QĐ-UBND", "state"),
        ("09/CĐ-CTUBND", "09", "CĐ-CTUBND", "state"),
        ("98/KCB-QLCL&CĐT", "98", "KCB-QLCL&CĐT", "state"),
        ("07/2020/QĐ-TTg", "07", "2020/QĐ-TTg", "state"),
        ("30/2021/QH15", "30", "2021/QH15", "state"),
    ],
)
def test_the_separator_tells_the_world(words: str, number: str, symbol: str, world: str) -> None:
    found = one(f"Công văn số {words} ngày")
    assert (found.text, found.number, found.symbol, found.world) == (words, number, symbol, world)
    assert not found.damaged


def test_stray_spaces_are_taken_out_and_the_span_keeps_them() -> None:
    text = "Số 07 -CV/BCĐ"
    found = one(text)
    assert found.text == "07-CV/BCĐ"
    assert text[slice(*found.span)] == "07 -CV/BCĐ"


def test_a_symbol_without_its_hyphen_stays_as_written_and_is_called_damaged() -> None:
    found = one("Số: 512/UBNDVX")
    assert found.text == "512/UBNDVX"
    assert found.damaged


def test_a_word_glued_to_a_symbol_is_no_part_of_it() -> None:
    assert one("Quyết định 77/QĐ-BYTngày 02/7/2021").text == "77/QĐ-BYT"


@pytest.mark.parametrize("words", ["ngày 12/7", "24/7", "1/2 quân số", "số ca là 12/Tổ"])
def test_fractions_and_days_are_no_symbols(words: str) -> None:
    assert list(identifiers_in(words)) == []


def test_the_day_right_after_a_symbol_belongs_to_it() -> None:
    text = "91-CV/TU ngày 02 tháng 7 năm 2021 của Tỉnh ủy"
    found = one(text)
    day, stop = day_after(text, found.span[1])
    assert day == date(2021, 7, 2)
    assert text[:stop].endswith("2021")


def test_a_day_without_a_year_does_not_name_a_document() -> None:
    assert day_after("91-CV/TU ngày 02/7 của Tỉnh ủy", 8)[0] is None


def test_a_document_is_cited_once_and_does_not_cite_itself() -> None:
    text = "Số: 5/UBND-VX\nTheo 44/QĐ-UBND ngày 02/7/2021; sửa 44/QĐ-UBND ngày 02/7/2021."
    cites, questions = citations_in(text, (4, 13), "5/UBND-VX")
    assert [(cite.identifier, cite.issued_on) for cite in cites] == [
        ("44/QĐ-UBND", date(2021, 7, 2))
    ]
    assert questions == []


def test_a_cited_damaged_symbol_is_asked_about() -> None:
    _, questions = citations_in("Theo Quyết định 44/QĐUBND ngày 02/7/2021.", None, None)
    assert [question.code for question in questions] == ["citation_damaged"]


def test_a_directive_cited_without_its_year_is_asked_about() -> None:
    cites, questions = citations_in("giãn cách theo Chỉ thị 16 trên toàn huyện", None, None)
    assert [cite.identifier for cite in cites] == ["Chỉ thị 16"]
    assert [question.code for question in questions] == ["citation_yearless"]
