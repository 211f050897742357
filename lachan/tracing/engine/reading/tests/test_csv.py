"""CSV as it is met: delimiters, quotes, line ends, encodings, and rows that are wrong."""

from __future__ import annotations

import csv
import gzip

import pytest

from lachan.tracing.engine.reading import (
    Account,
    Unreadable,
    read_cases,
    read_contacts,
    read_visits,
)
from lachan.tracing.engine.reading import text as text_files
from lachan.tracing.engine.tables import FOREVER, NO_ROW

EIGHT = 1_627_344_000  # 2021-07-27T00:00:00Z


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path."""

    def write(content: str | bytes, name="visits.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def visits_of(*paths):
    """The good rows as tuples, and everything that was said."""
    said = []
    with Account(said.append) as account:
        visits = read_visits(paths, account)
    columns = (visits.person, visits.place, visits.entered, visits.left, visits.row)
    return list(zip(*(column.tolist() for column in columns), strict=True)), said


PLAIN = (
    "person_id,place_id,entered_at,left_at,row\n1,2,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z,3\n"
)
ROW = (1, 2, EIGHT, EIGHT + 3600, 3)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\n\n" + PLAIN.replace("\n", "\n\n \n,,,,\n"),
        PLAIN.replace("person_id", " Person_ID ").replace("row", '"ROW"'),
        PLAIN.replace("1,2,", '"1" , "2",'),
        PLAIN.replace("Z", "+00:00").replace("1,2,", "+1,2.0,"),
        "note,row,left_at,entered_at,place_id,person_id\n"
        '"a ""b""\n1,2",3,2021-07-27T08:00:00+07:00,2021-07-27T07:00:00+07:00,2,1\n',
    ],
)
def test_the_same_row_in_many_forms(file, content):
    rows, said = visits_of(file(content))
    assert rows == [ROW]
    assert not said


def test_an_empty_row_and_a_missing_column_of_rows_are_unknown_rows(file):
    without = PLAIN.replace(",row", "").replace(",3\n", "\n")
    assert visits_of(file(without)) == visits_of(file(PLAIN.replace(",3\n", ",\n")))
    assert visits_of(file(without))[0] == [(*ROW[:4], NO_ROW)]


def test_a_packed_file_is_unpacked(file):
    assert visits_of(file(gzip.compress(PLAIN.encode()), "v.csv.gz"))[0] == [ROW]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("x,2,{a},{b},", "person_id “x” is no whole number"),
        (",2,{a},{b},", "person_id is empty"),
        ("NaN,2,{a},{b},", "person_id “NaN” is no whole number"),
        ("1.5,2,{a},{b},", "person_id “1.5” is no whole number"),
        ("1,9223372036854775808,{a},{b},", "place_id “9223372036854775808” does not fit 64 bits"),
        ("1,-9223372036854775809,{a},{b},", "place_id “-9223372036854775809” does not fit 64"),
        ("1,2,2021-07-27,{b},", "entered_at “2021-07-27” is a day without an hour"),
        ("1,2,{a},,", "left_at is empty"),
        ("1,2,{b},{a},", "left_at “2021-07-27T00:00:00Z” is before entered_at"),
        ("1,2,{a},1021-07-27T01:00:00Z,", "left_at “1021-07-27T01:00:00Z” is not within"),
        ("1,2,{a},{b},255", "row “255” is no row from 0 to 254"),
        ("1,2,{a},{b},-1", "row “-1” is no row from 0 to 254"),
        ("1,2", "entered_at is not there: the line has fewer cells than the header"),
        ("1,2,{a},{b},3,4", "“4” is followed by more cells than the header has"),
        ('1,"2,{a},{b},3', "has a quotation mark that is not closed"),
        ('1,"2"x,{a},{b},3', "has a quotation mark that is not closed"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column_and_the_others_are_kept(file, cells, words):
    bad = cells.format(a="2021-07-27T00:00:00Z", b="2021-07-27T01:00:00Z")
    good = PLAIN.splitlines()[1]
    path = file(PLAIN + bad + "\n" + good + "\n")
    rows, said = visits_of(path)
    assert rows == [ROW, ROW]
    (sentence,) = said
    assert sentence.startswith(f"{path}, line 3: ")
    assert words in sentence


def test_the_line_is_the_one_of_an_editor(file):
    content = (
        'note,person_id,place_id,entered_at,left_at\r\n\r\n"two\r\nlines\nthree",1,2,x,y\r\n'
        '"",2,2,x,y\r\n'
    )
    _rows, said = visits_of(file(content))
    assert ["line 3: " in said[0], "line 6: " in said[1]] == [True, True]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_where_the_file_is_cut_into_pieces_changes_nothing(file, monkeypatch, size):
    content = (
        "note;person_id;place_id;entered_at;left_at;row\r\n"
        '"a;""b""\r\nc";1;2;2021-07-27T00:00:00Z;2021-07-27T01:00:00Z;3\r\n'
        'x;"1";2;2021-07-27T00:00:00Z;2021-07-27T01:00:00Z;\r\n'
        "x;1;2;2021-07-27T00:00:00Z;never;\r\n"
        'é"x;1;2;2021-07-27T00:00:00Z;2021-07-27T01:00:00Z;3'
    )
    path = file(content)
    whole = visits_of(path)
    assert len(whole[0]) == 3
    assert "line 5: left_at “never”" in whole[1][0]
    monkeypatch.setattr("lachan.tracing.engine.reading.files._PIECE", size)
    assert visits_of(path) == whole


def test_room_for_few_rows_gives_the_same_rows(file, monkeypatch):
    path = file(PLAIN + PLAIN.splitlines()[1] * 1 + "\n" + "x,1\n" + PLAIN.splitlines()[1])
    whole = visits_of(path)
    monkeypatch.setattr(text_files, "_ROOM", 1)
    assert visits_of(path) == whole


def test_twenty_bad_rows_are_said_and_all_are_written(file, tmp_path):
    path = file(PLAIN + "x,2,a,b,c\n" * 50)
    said = []
    with Account(said.append, tmp_path / "rejects.csv") as account:
        visits = read_visits([path], account)
    assert len(visits.person) == 1
    assert len(said) == 20
    assert account.tallies["visits"].rows == 51
    assert account.left_out == 50
    with (tmp_path / "rejects.csv").open(newline="") as rejects:
        rows = list(csv.DictReader(rejects))
    assert [row["line"] for row in rows] == [str(line) for line in range(3, 53)]
    assert rows[0] == {
        **{"file": str(path), "line": "3", "row": "", "column": "person_id"},
        **{"value": "x", "reason": "is no whole number"},
    }


def test_fractions_of_a_second_are_cut_off_and_counted(file):
    content = PLAIN + (
        "1,2,2021-07-27T00:00:00.9Z,2021-07-27T01:00:00.999Z,3\n"
        "1,2,2021-07-27T00:00:00.000Z,2021-07-27T01:00:00,3\n"
    )
    with Account() as account:
        visits = read_visits([file(content)], account)
    assert visits.left.tolist() == [EIGHT + 3600] * 3
    assert account.cut == 1


def test_a_case_without_an_end_stays_infectious(file):
    content = (
        "person_id,infectious_from,infectious_until\n"
        "1,2021-07-27T00:00:00Z,\n2,2021-07-27T00:00:00Z,9999-12-31T00:00:00Z\n"
        "3,,2021-07-27T00:00:00Z\n4,2021-07-27T00:00:00Z\n"
        "5,2021-07-27T00:00:00Z,2021-07-26T23:59:59Z\n"
    )
    said = []
    cases = read_cases([file(content)], Account(said.append))
    assert cases.person.tolist() == [1, 2]
    assert cases.until.tolist() == [int(FOREVER), 253_402_214_400]
    assert ["infectious_from is empty" in said[0], "is not there" in said[1]] == [True, True]
    assert "is before infectious_from" in said[2]


NAMES = (
    "Đám cưới ở nhà văn hoá",
    "Quán cà phê Sông Đốc",
    "Ăn cơm cùng nhà",
    "Chợ phường Tân Thành",
)
CONTACTS = "person_a,person_b,started_at,ended_at,setting\n" + "".join(
    f"{i},9,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z,{name}\n" for i, name in enumerate(NAMES)
)


def contacts_of(path):
    said = []
    contacts = read_contacts([path], Account(said.append))
    words = [contacts.settings[i] if i >= 0 else None for i in contacts.setting]
    return words, contacts.settings, said


def tcvn3(text: str) -> bytes:
    from lachan.directives.reader.sources.tables import TCVN3

    bytes_of = {letter: byte for byte, letter in TCVN3.items() if byte < 256}
    # Capitals with a tone do not exist there.
    return bytes(bytes_of.get(letter, ord(letter) & 255) for letter in text)


def cp1258(text: str) -> bytes:
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = ""
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in decomposed if mark in tones)
        plain = "".join(mark for mark in decomposed if mark not in tones)
        written += unicodedata.normalize("NFC", plain) + tone
    return written.encode("cp1258")


@pytest.mark.parametrize(
    ("encoded", "said"),
    [
        (CONTACTS.encode(), []),
        (b"\xef\xbb\xbf" + CONTACTS.encode(), ["recognised as UTF-8 with a byte order mark"]),
        (CONTACTS.encode("utf-16"), ["recognised as UTF-16 (little-endian)"]),
        (b"\xfe\xff" + CONTACTS.encode("utf-16-be"), ["recognised as UTF-16 (big-endian)"]),
        (cp1258(CONTACTS), ["recognised as Windows-1258"]),
        (tcvn3(CONTACTS), ["recognised as TCVN3 (ABC, fonts .VnTime)"]),
    ],
)
def test_vietnamese_in_any_encoding_is_read_and_said(file, encoded, said):
    path = file(encoded, "contacts.csv")
    words, settings, sentences = contacts_of(path)
    assert words == list(NAMES)
    assert settings == tuple(sorted(NAMES))
    assert sentences == [f"{path}: {sentence}" for sentence in said]


def test_two_spellings_in_unicode_are_one_setting(file):
    import unicodedata

    words, settings, _said = contacts_of(
        file(CONTACTS + unicodedata.normalize("NFD", CONTACTS).split("\n", 1)[1])
    )
    assert words == [*NAMES, *NAMES]
    assert len(settings) == len(NAMES)


def test_words_that_cannot_be_told_are_refused_but_numbers_are_read(file):
    unknown = CONTACTS.replace(NAMES[0], "\xe9\xe8").encode("latin-1", "replace")
    with pytest.raises(
        Unreadable, match=r"contacts\.csv: the encoding of its words cannot be told"
    ):
        contacts_of(file(unknown, "contacts.csv"))
    noted = PLAIN.replace("row", "row,note").replace("3\n", "3,caf\xe9\n").encode("latin-1")
    rows, said = visits_of(file(noted))
    assert rows == [ROW]
    assert "only numbers are read" in said[0]


def test_blank_and_missing_settings_are_none(file):
    content = CONTACTS + "1,2,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z,  \n"
    assert contacts_of(file(content))[0][-1] is None
    without = "".join(line.rsplit(",", 1)[0] + "\n" for line in CONTACTS.splitlines())
    words, _settings, said = contacts_of(file(without))
    assert words == [None] * len(NAMES)
    assert "has no column setting; it is left empty" in said[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty, it has not even a header"),
        (b"\n\n", "is empty, it has not even a header"),
        (b"person_id,place_id,entered_at\n1,2,x\n", r"has no column left_at \(it has: person_id, "),
        (b"person_id|place_id\n", r"\(it has: person_id\|place_id\)"),
        (PLAIN.replace("row", "place_id").encode(), "more than one column is called place_id"),
        (b"PK\x03\x04 a workbook", "is a workbook or an archive"),
        (b"a\0b", "is neither text nor Parquet"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-9], "cannot be read to its end"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(file, content, why):
    with pytest.raises(Unreadable, match=why):
        visits_of(file(content))


def test_a_header_alone_is_a_file_without_rows(file):
    assert visits_of(file(PLAIN.splitlines()[0])) == ([], [])


def test_a_mark_that_is_never_closed_costs_one_line_even_in_a_long_file(file, monkeypatch):
    monkeypatch.setattr("lachan.tracing.engine.reading.files._PIECE", 1 << 16)
    good = PLAIN.splitlines()[1] + "\n"
    path = file(PLAIN + '"1,2,3\n' + good * 30_000)
    rows, said = visits_of(path)
    assert len(rows) == 30_001
    assert 'line 3: “"1,2,3” has a quotation mark that is not closed' in said[0]
