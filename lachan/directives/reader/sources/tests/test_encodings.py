"""Bytes of every Vietnamese encoding come back as the same letters, and the encoding is said."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.directives.reader.sources import Manner, Unreadable, load_source
from lachan.directives.reader.sources.syllables import is_syllable
from lachan.directives.reader.sources.tables import from_tcvn3, from_vni
from lachan.directives.reader.sources.tests.pages import LETTER, tcvn3, vni, windows_1258
from lachan.directives.reader.sources.twice_encoded import is_twice_encoded

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]


def codes(data: bytes) -> list[str]:
    return [note.code for note in load_source(data, "x").notes]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LETTER.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + LETTER.encode(), "UTF-8 with a byte order mark"),
        (LETTER.encode("utf-16"), "UTF-16 (little-endian)"),
        (b"\xfe\xff" + LETTER.encode("utf-16-be"), "UTF-16 (big-endian)"),
        (LETTER.encode("utf-16-le"), "UTF-16 (little-endian) without a byte order mark"),
        (LETTER.encode("utf-16-be"), "UTF-16 (big-endian) without a byte order mark"),
        (windows_1258(LETTER), "Windows-1258"),
        (vni(LETTER), "VNI (fonts VNI-Times)"),
        (unicodedata.normalize("NFD", LETTER).encode(), "UTF-8"),
        (LETTER.replace("\n", "\r\n").encode(), "UTF-8"),
    ],
)
def test_every_encoding_gives_the_same_letters_and_is_said(data: bytes, said: str) -> None:
    source = load_source(data, "letter.txt")
    assert (source.text, source.encoding) == (LETTER, said)
    assert ("encoding" in codes(data)) == (said != "UTF-8")


def test_tcvn3_gives_the_letters_and_says_that_capitals_were_lost() -> None:
    source = load_source(tcvn3(LETTER), "letter.txt")
    assert source.text.lower() == LETTER.lower()
    assert source.encoding == "TCVN3 (ABC, fonts .VnTime)"
    assert codes(tcvn3(LETTER)) == ["encoding", "case-lost"]


def test_tcvn3_pasted_into_a_unicode_file_is_turned_and_said() -> None:
    pasted = tcvn3(LETTER).decode("cp1252")
    source = load_source(pasted.encode(), "letter.txt")
    assert source.text.lower() == LETTER.lower()
    assert source.encoding == "UTF-8, TCVN3 (ABC, fonts .VnTime)"


def test_a_line_in_another_encoding_is_asked_about_and_left_alone() -> None:
    line = tcvn3("Thực hiện nghiêm túc việc khử khuẩn, giữ khoảng cách").decode("cp1252")
    source = load_source((LETTER * 3 + line).encode(), "x")
    assert source.text.endswith(line)
    assert [note.code for note in source.questions] == ["mixed-encodings"]


@given(st.text(alphabet=[letter for letter in LETTERS if letter], min_size=1))
def test_every_small_letter_survives_each_old_encoding(text: str) -> None:
    assert from_tcvn3(tcvn3(text).decode("cp1252")) == text
    assert unicodedata.normalize("NFC", windows_1258(text).decode("cp1258")) == text


@pytest.mark.parametrize("letter", [*LETTERS, *[letter.upper() for letter in LETTERS], "đ", "Đ"])
def test_every_letter_survives_vni(letter: str) -> None:
    assert from_vni(vni(letter).decode("cp1252")) == letter


@pytest.mark.parametrize("page", ["cp1252", "cp1258", "latin-1"])
def test_utf8_saved_twice_is_refused_with_a_question(page: str) -> None:
    spoilt = "".join(
        bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in LETTER.encode()
    )
    with pytest.raises(Unreadable) as refused:
        load_source(spoilt.encode(), "letter.txt")
    assert refused.value.code == "mojibake"
    assert refused.value.why.endswith("?")
    assert refused.value.why_vi.endswith("?")


def test_one_spoilt_paragraph_in_a_good_text_is_enough() -> None:
    spoilt = "Tá»‰nh á»§y yÃªu cáº§u bÃ¡o cÃ¡o"
    with pytest.raises(Unreadable, match="original file"):
        load_source((LETTER * 20 + spoilt).encode(), "x")


@given(st.lists(st.sampled_from([*LETTER.split(), "“nhà”", "đã…”", "Á–", "NGÃ…"]), max_size=60))
def test_good_vietnamese_is_never_taken_for_spoilt(words: list[str]) -> None:
    assert not is_twice_encoded(" ".join(words))


def test_letters_that_became_question_marks_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        load_source(LETTER.encode("ascii", errors="replace"), "x")
    assert refused.value.code == "letters-lost"


def test_a_few_lost_letters_are_asked_about() -> None:
    source = load_source((LETTER * 5 + "c\ufffdch ly").encode(), "x")
    assert [note.code for note in source.questions] == ["letters-lost"]


def test_look_alike_letters_are_asked_about_and_not_mended() -> None:
    text = LETTER.replace("Số: 123/UBND-VX", "Số: 123/UВND-VX")
    source = load_source(text.encode(), "x")
    assert "UВND" in source.text
    assert [note.code for note in source.questions] == ["look-alikes"]


def test_a_text_without_any_mark_is_asked_about() -> None:
    plain = b"So Y te bao cao Uy ban nhan dan tinh truoc 16 gio ngay 06 thang 8 nam 2021. " * 4
    assert codes(plain) == ["no-marks"]


def test_another_language_is_refused_with_a_question() -> None:
    russian = "Постановление главного врача о мерах против болезни в городе и области"
    with pytest.raises(Unreadable) as refused:
        load_source(russian.encode(), "x")
    assert refused.value.code == "not-vietnamese"


def test_bytes_that_fit_no_encoding_are_refused_with_a_question() -> None:
    with pytest.raises(Unreadable) as refused:
        load_source("Ein Schüler öffnete früh die Tür".encode("cp1252"), "x")
    assert refused.value.code == "encoding-unknown"


def test_marks_that_turn_the_writing_do_not_reach_the_reader() -> None:
    assert load_source("Số\u202e 12\u200b/UBND".encode(), "x").text == "Số 12/UBND"


@pytest.mark.parametrize("word", ["nghiêng", "Uỷ", "ỦY", "quyết", "giữ", "khuỷu", "ấp", "thuở"])
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["bÖnh", "ñy", "nhaân", "Ã¡o", "dÞch", "Tür", "thùngé"])
def test_spoilt_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_question_is_told_from_a_notice() -> None:
    assert {note.manner for note in load_source(windows_1258(LETTER), "x").notes} == {Manner.NOTICE}
