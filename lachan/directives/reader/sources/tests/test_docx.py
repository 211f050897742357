"""A Word document reads as its printed page does."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from lachan.directives.reader.sources import Limits, Unreadable, load_source
from lachan.directives.reader.sources.numbering import written
from lachan.directives.reader.sources.tests.pages import PARAGRAPH, docx, tcvn3

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def lines(data: bytes) -> list[str]:
    return load_source(data, "x.docx").text.split("\n")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def item(text: str, number: int, level: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        f"</w:pPr>{run(text)}</w:p>"
    )


NUMBERING = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/>"
    "</w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
    "<w:lvlText w:val='%2.'/></w:lvl><w:lvl w:ilvl='2'><w:start w:val='1'/>"
    "<w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%3)'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val='\uf0b7'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='1'>"
    "<w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>"
)


def test_a_head_in_two_columns_reads_left_then_right() -> None:
    document = python_docx.Document()
    left, right = document.add_table(1, 2).rows[0].cells
    left.text = "ỦY BAN NHÂN DÂN\nTỈNH SÔNG MÂY\nSố: 12/UBND-VX"
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSông Mây, ngày 05 tháng 8 năm 2021"
    document.add_paragraph("Kính gửi: Sở Y tế")
    out = io.BytesIO()
    document.save(out)
    assert lines(out.getvalue()) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG MÂY",
        "Số: 12/UBND-VX",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Sông Mây, ngày 05 tháng 8 năm 2021",
        "Kính gửi: Sở Y tế",
    ]


def test_a_table_of_figures_reads_row_by_row() -> None:
    document = python_docx.Document()
    table = document.add_table(2, 3, style="Table Grid")
    for row, words in zip(table.rows, (["TT", "Xã", "Số ca"], ["1", "An Lạc", "12"]), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    out = io.BytesIO()
    document.save(out)
    assert lines(out.getvalue()) == ["| TT | Xã | Số ca |", "| 1 | An Lạc | 12 |"]


def test_numbers_that_word_counts_are_written_out() -> None:
    body = (
        item("Mục đích", 1) + item("Sở Y tế", 1, 1) + item("lấy mẫu", 1, 2) + item("cách ly", 1, 2)
        + item("tại nhà", 1, 3) + item("Công an tỉnh", 1, 1) + item("Tổ chức thực hiện", 1)
        + item("Sở Công Thương", 1, 1) + item("Sở Tài chính", 2, 1) + item("Sở Tư pháp", 1, 1)
    )  # fmt: skip
    assert lines(docx(body, numbering=NUMBERING)) == [
        "I. Mục đích",
        "1. Sở Y tế",
        "a) lấy mẫu",
        "b) cách ly",
        "- tại nhà",
        "2. Công an tỉnh",
        "II. Tổ chức thực hiện",
        "1. Sở Công Thương",
        "1. Sở Tài chính",
        "2. Sở Tư pháp",
    ]


def test_a_list_may_come_from_the_style_of_the_paragraph() -> None:
    document = python_docx.Document()
    for text in ("Sở Y tế", "Công an tỉnh"):
        document.add_paragraph(text, style="List Number")
    out = io.BytesIO()
    document.save(out)
    assert lines(out.getvalue()) == ["1. Sở Y tế", "2. Công an tỉnh"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (1994, "upperRoman", "MCMXCIV"),
        (9, "lowerRoman", "ix"),
        (9, "chicago", "9"),
        (999_999_999, "lowerLetter", "999999999"),
    ],
)
def test_counts_are_written_in_words_forms(count: int, form: str, shown: str) -> None:
    assert written(count, form) == shown


def test_deleted_words_are_left_out_and_the_changes_are_asked_about() -> None:
    body = (
        f"<w:p>{run('Sở Y tế báo cáo trước ')}<w:del>{run('ngày 05/8/2021')}</w:del>"
        f"<w:ins>{run('ngày 06/8/2021')}</w:ins></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('Công an tỉnh ')}</w:p>"
        f"<w:p>{run('phối hợp.')}</w:p>"
    )
    source = load_source(docx(body), "x.docx")
    assert source.text == "Sở Y tế báo cáo trước ngày 06/8/2021\nCông an tỉnh phối hợp."
    assert [note.code for note in source.questions] == ["tracked-changes"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('Số: 12/UBND-VX')}<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(docx(body)) == ["Số: 12/UBND-VX", "HỎA TỐC"]


def test_breaks_tabs_capitals_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>Sở</w:t><w:tab/><w:t>Y tế</w:t><w:br/><w:t>Số 05</w:t><w:noBreakHyphen/>"
        f"<w:t>CV</w:t></w:r>{run(' hỏa tốc', '<w:caps/>')}{run('ẩn', '<w:vanish/>')}</w:p>"
    )
    source = load_source(docx(body), "x.docx")
    assert source.text == "Sở\tY tế\nSố 05-CV HỎA TỐC"
    assert [note.code for note in source.notes] == ["hidden-text"]


def test_heads_and_feet_are_read_and_page_numbers_are_not() -> None:
    reference = "<w:sectPr><w:headerReference r:id='h'/><w:footerReference r:id='f'/></w:sectPr>"
    data = docx(
        PARAGRAPH + reference,
        header1=f"<w:hdr {W}><w:p>{run('SỞ Y TẾ SÔNG MÂY')}</w:p></w:hdr>",
        footer1=f"<w:ftr {W}><w:p>{run('Trang 2/3')}</w:p>"
        f"<w:p>{run('Lưu hành nội bộ')}</w:p></w:ftr>",
        footnotes=f"<w:footnotes {W}><w:footnote w:id='1'><w:p>{run('Công văn số 5/BYT-MT')}</w:p>"
        "</w:footnote></w:footnotes>",
        relations="<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        "relationships'><Relationship Id='h' Target='header1.xml'/>"
        "<Relationship Id='f' Target='/word/footer1.xml'/></Relationships>",
    )
    found = lines(data)
    assert found[0] == "SỞ Y TẾ SÔNG MÂY"
    assert found[-2:] == ["[1] Công văn số 5/BYT-MT", "Lưu hành nội bộ"]


def test_runs_in_old_fonts_are_turned_and_said() -> None:
    old = tcvn3("khẩn trương thực hiện").decode("cp1252")
    head = tcvn3("sở y tế").decode("cp1252")
    body = (
        "<w:p>"
        + run(head, "<w:rFonts w:ascii='.VnTimeH'/>")
        + run(f" {old}", "<w:rFonts w:ascii='.VnTime'/>")
        + run(", báo cáo")
        + "</w:p>"
    )
    source = load_source(docx(body), "x.docx")
    assert source.text == "SỞ Y TẾ khẩn trương thực hiện, báo cáo"
    assert [note.code for note in source.notes] == ["legacy-font-tcvn3"]


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        load_source(data, "x.docx", limits or Limits())
    return refused.value.code


def test_a_package_that_unpacks_too_far_is_refused_before_it_is_unpacked() -> None:
    assert refusal(docx("<w:p/>" * 20_000_000)) == "bomb"


def test_a_part_longer_than_a_directive_is_refused_before_it_is_unpacked() -> None:
    assert refusal(docx(PARAGRAPH * 1000), Limits(part_bytes=10_000)) == "too-long"


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    data = docx(PARAGRAPH * 1000)
    size = len(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")).to_bytes(4, "little")
    assert data.count(size) == 2
    assert refusal(data.replace(size, (100).to_bytes(4, "little"))) == "damaged"


def test_a_package_of_very_many_members_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "")
        for number in range(1_001):
            package.writestr(f"word/{number}.xml", "")
    assert refusal(out.getvalue()) == "bomb"


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY c '&a;&a;&a;&a;'>]>",
        "<!DOCTYPE b [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE b SYSTEM 'https://example.org/b.dtd'>",
    ],
)
def test_entities_and_outside_declarations_are_refused(declaration: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<?xml version='1.0'?>{declaration}<b>&a;</b>")
    assert refusal(out.getvalue()) == "xml-entities"


def test_a_package_nested_deeper_than_any_page_is_refused() -> None:
    assert refusal(docx("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000)) == "damaged"


def test_a_cut_package_is_refused() -> None:
    assert refusal(docx(PARAGRAPH)[:-30]) == "damaged"
