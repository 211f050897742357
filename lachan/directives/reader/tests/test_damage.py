"""Hurt text: refused, or read with a question, never mended in silence."""

from __future__ import annotations

from lachan.directives.reader import damage
from lachan.directives.reader.reading import read_document

GARBLED = "Sá»Ÿ Y táº¿ khẩn trÆ°Æ¡ng truy váº¿t ngÆ°á»i Ä‘i chá»£"


def test_garbled_text_is_refused_with_a_question() -> None:
    reading = read_document(GARBLED)
    assert [question.code for question in reading.questions] == ["text_garbled"]
    assert reading.tasks == ()


def test_empty_text_is_refused_with_a_question() -> None:
    for text in ("", "  \n\t "):
        assert [question.code for question in read_document(text).questions] == ["text_empty"]


def test_good_vietnamese_is_not_taken_for_garbled() -> None:
    assert not damage.is_mojibake("Ủy ban nhân dân tỉnh yêu cầu các địa phương Âu Lâu, Ấn Độ")


def test_cyrillic_look_alikes_are_read_and_asked_about() -> None:
    reading = read_document("1. Sở Y tế lấy mẫu theo Quyết định 44/QĐ-UВND ngày 02/7/2021.")
    assert [cite.identifier for cite in reading.cites] == ["44/QĐ-UBND"]
    assert "look_alikes" in [question.code for question in reading.questions]


def test_marks_of_bold_type_are_blanked_and_nothing_moves() -> None:
    text = "**1.** Sở Y tế **lấy mẫu**"
    plain, strange = damage.latin(text)
    assert len(plain) == len(text)
    assert "*" not in plain
    assert strange == []


def test_decomposed_letters_and_foreign_line_ends_have_one_form() -> None:
    assert damage.normal("Sở Y tế\r\nlấy\rmẫu") == "Sở Y tế\nlấy\nmẫu"
