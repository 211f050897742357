"""A list of returnees as tired people make it, with the truth beside it.

`write_workbook(path, rows=2000, seed=…)` writes an .xlsx with title rows, a heading of two rows of
merged cells, column numbers, groups, a heading repeated in the middle, hidden rows, days in six
ways, cards that a spreadsheet has spoilt, formulas in names, unknown and ambiguous communes, people
who stand in it twice, a total and a signature block. `write_text(path, …)` writes the same rows as
.csv (TCVN3, Windows-1258, UTF-8 …). `python bench/lists/returnees.py OUT.xlsx [ROWS] [SEED]`.

Persons come from `config/population.py`: none of them exists.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config.population import Record, invent

# Communes of Cà Mau as of 2021 (GSO), each with two ways in which addresses name it.
COMMUNES = {
    "96/964/32023/": ("xã An Xuyên, TP Cà Mau", "X. An Xuyên - TPCM"),
    "96/964/31999/": ("phường 9, thành phố Cà Mau", "P.9, TP.CM"),
    "96/964/32002/": ("phường 4, TP. Cà Mau", "P4, TP Cà Mau"),
    "96/964/32038/": ("xã Hòa Thành, TP Cà Mau", "xã Hoà Thành, Tp. Cà Mau"),
    "96/966/32044/": ("thị trấn U Minh, huyện U Minh", "TT. U Minh, H. U Minh"),
    "96/966/32059/": ("xã Khánh An, huyện U Minh, tỉnh Cà Mau", "Khánh An - U Minh - Cà Mau"),
    "96/967/32077/": ("xã Thới Bình, huyện Thới Bình", "X.Thới Bình, H.Thới Bình"),
    "96/968/32098/": ("thị trấn Sông Đốc, huyện Trần Văn Thời", "TT Sông Đốc, H. Trần Văn Thời"),
    "96/969/32140/": ("xã Hưng Mỹ, huyện Cái Nước", "Hưng Mỹ, Cái Nước"),
    "96/970/32167/": ("xã Tân Thuận, huyện Đầm Dơi", "xa Tan Thuan, huyen Dam Doi"),
    "96/971/32191/": ("thị trấn Năm Căn, huyện Năm Căn", "TT Năm Căn"),
    "96/973/32248/": ("xã Đất Mũi, huyện Ngọc Hiển", "Đất Mũi, Ngọc Hiển, Cà Mau"),
}
ORIGINS = (
    *("TP.HCM", "Tp Hồ Chí Minh, Q. Bình Tân", "Bình Dương", "Thuận An, Bình Dương", "Đồng Nai"),
    *("Long An", "TP Cần Thơ", "tp hcm", "Quận 8, TPHCM", "Biên Hòa - Đồng Nai"),
)
HEADINGS = (
    *("STT", "Họ và tên", "Nam", "Nữ", "Số CCCD/CMND", "Số điện thoại", "Về từ"),
    *("Ngày về", "Loại xe", "Biển số", "Địa chỉ nơi đến", "Số mũi vắc xin", "Ngày xét nghiệm"),
    "Ghi chú",
)
# What is wrong with a row, and what becomes of it.
REFUSED = ("no name", "formula", "signs for a name")
HELD = (
    *("rounded card", "lost zero", "no such day", "swapped day", "unknown commune"),
    *("two communes fit", "no commune", "no address", "masked card", "half a card"),
)


@dataclass
class Truth:
    """What a reader of the file must find.

    `received` rows are about persons: `good` + `held` + `refused`. `persons` are the different
    persons among the good rows, `repeated` the good rows that speak of one again without an error
    in what names them. `aside` are rows about nobody; `hidden` rows are among the received.
    `faults` maps the number of each bad row to what is wrong with it.
    """

    rows: int = 0
    received: int = 0
    good: int = 0
    held: int = 0
    refused: int = 0
    persons: int = 0
    repeated: int = 0
    aside: int = 0
    hidden: int = 0
    faults: dict[int, str] = field(default_factory=dict)


@dataclass
class Line:
    """One line of the sheet; `about` tells a person, a bad row, or a row about nobody."""

    cells: list[Any]
    about: str
    fault: str = ""
    truth: int = -1
    repeats: bool = False
    hidden: bool = False


def lines(
    rows: int, seed: int, *, bad: float = 0.05, again: float = 0.06, hidden: float = 0.004
) -> Iterator[Line]:
    """The lines below the heading: `rows` of them about persons, and some about nobody."""
    chance = random.Random(seed)
    people = invent(rows, seed, tuple(COMMUNES), again=())
    seen: list[tuple[Record, list[Any]]] = []
    for number in range(1, rows + 1):
        if number in (1, rows // 3):
            yield Line(
                [f"{'I' if number == 1 else 'II'}. Đoàn xe ngày {10 + number % 18}/9/2021"], "group"
            )
        if number == rows // 2:
            yield Line(list(HEADINGS), "heading")
        fault = ""
        if seen and chance.random() < again:
            record, earlier = chance.choice(seen)
            cells = [number, *earlier[1:]]
            if chance.random() < 0.5:
                cells[1] = str(cells[1]).upper()
            cells[13] = "ghi hai lần"
            yield Line(cells, "person", truth=record.truth, repeats=True)
            continue
        record = next(people)
        cells = _cells(chance, record, number)
        if chance.random() < bad:
            fault = chance.choice(REFUSED + HELD)
            _spoil(chance, cells, fault)
        elif record.citizen or record.old_card:
            seen.append((record, cells))
            if len(seen) > 4_000:
                seen.pop(0)
        yield Line(
            cells, "person", fault, record.truth, hidden=not fault and chance.random() < hidden
        )
    yield Line(["", "Tổng cộng:", "", "", rows], "total")
    yield Line([""] * 10 + ["Cà Mau, ngày 14 tháng 9 năm 2021"], "signature")
    yield Line(["", "Người lập bảng", *[""] * 8, "Thủ trưởng đơn vị"], "signature")


def _cells(chance: random.Random, record: Record, number: int) -> list[Any]:
    birth = _birth(chance, record)
    came = date(2021, 9, 1) + timedelta(days=chance.randint(0, 13))
    commune = chance.choice(COMMUNES[record.path])
    own_car = chance.random() < 0.3
    male = record.sex == "male"
    card = record.citizen or record.old_card
    if card and chance.random() < 0.1:
        card = f"{card[:3]} {card[3:6]} {card[6:]}"
    return [
        number,
        record.full_name.upper() if chance.random() < 0.2 else record.full_name,
        birth if male else "",
        "" if male else birth,
        card,
        _phone(chance, record.phone),
        chance.choice(ORIGINS),
        came if chance.random() < 0.6 else f"{came.day}/{came.month}/{came.year}",
        "Xe khách" if not own_car else "Xe máy",
        f"{chance.randint(50, 69)}B-{chance.randint(100, 999)}.{chance.randint(10, 99)}",
        f"{record.hamlet}, {commune}" if chance.random() < 0.8 else f"{record.address}, {commune}",
        chance.choice(("", 0, 1, 2, "1 mũi", "2 mũi", "chưa tiêm")),
        f"{chance.randint(1, 13):02}/9/2021" if chance.random() < 0.7 else "",
        "",
    ]


def _birth(chance: random.Random, record: Record) -> Any:
    born = record.birth_on
    if born is None:
        return record.birth_year
    way = chance.randrange(10)
    if way < 4:
        return born
    if way == 4:
        return f"{born.day}-{born.month}-{born.year}"
    if way == 5:
        return born.isoformat()
    if way == 6:
        return f" {born.day:02} / {born.month:02} / {born.year} "
    if way == 7:
        return f"{born.day:02}.{born.month:02}.{born.year}"
    return f"{born.day:02}/{born.month:02}/{born.year}"


def _phone(chance: random.Random, phone: str) -> Any:
    way = chance.randrange(10)
    if not phone or way == 0:
        return ""
    if way == 1:
        return int(phone)  # the zero in front is lost
    if way == 2:
        return f"{phone[:4]}.{phone[4:7]}.{phone[7:]}"
    if way == 3:
        return f"+84{phone[1:]}"
    return phone


def _spoil(chance: random.Random, cells: list[Any], fault: str) -> None:
    born = 2 if cells[2] not in ("", None) else 3
    made: dict[str, tuple[int, Any]] = {
        "no name": (1, ""),
        "formula": (1, '=HYPERLINK("http://x","Nguyễn Văn A")'),
        "signs for a name": (1, "?????"),
        "rounded card": (4, "9.60E+10"),
        "lost zero": (4, f"96{chance.randint(100000000, 999999999)}"),
        "masked card": (4, "096*****1234"),
        "half a card": (4, "38123"),
        "no such day": (born, "31/02/1990"),
        "swapped day": (born, "05/25/1990"),
        "unknown commune": (10, "Ấp 3, xã Tân Hòa Lạc"),
        "two communes fit": (10, "Ấp 2, Thới Bình"),
        "no commune": (10, "huyện U Minh"),
        "no address": (10, ""),
    }
    column, words = made[fault]
    cells[column] = words


def _count(truth: Truth, line: Line, row: int, seen: set[int]) -> None:
    truth.rows += 1
    if line.about != "person":
        truth.aside += 1
        return
    truth.received += 1
    truth.hidden += line.hidden
    if line.fault in REFUSED:
        truth.refused += 1
    elif line.fault:
        truth.held += 1
    else:
        truth.good += 1
        truth.repeated += line.repeats
        seen.add(line.truth)
        truth.persons = len(seen)
        return
    truth.faults[row] = line.fault


def write_workbook(path: Path | str, rows: int = 2_000, seed: int = 96, **chances: float) -> Truth:
    """Write the list as .xlsx; `chances` are those of `lines` (bad, again, hidden)."""
    truth, seen = Truth(), set()
    # All in memory: written row by row, xlsxwriter loses the cells that are merged over two rows.
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Danh sách")
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 13, "DANH SÁCH CÔNG DÂN TỪ VÙNG DỊCH TRỞ VỀ ĐỊA PHƯƠNG", head)
    sheet.merge_range(1, 0, 1, 13, "(Kèm theo Công văn số 1234/SGTVT-VT ngày 14/9/2021)", head)
    _write_heading(sheet, head)
    row = 6
    for line in lines(rows, seed, **chances):
        for column, value in enumerate(line.cells):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value != "":
                sheet.write_string(row, column, value)
        if line.hidden:
            sheet.set_row(row, None, None, {"hidden": True})
        row += 1
        _count(truth, line, row, seen)
    notes = book.add_worksheet("Ghi chú")
    notes.write_string(0, 0, "Danh sách lập từ số liệu của các chốt.")
    book.close()
    return truth


def _write_heading(sheet: Any, head: Any) -> None:
    """Two rows with merged cells, then a row of column numbers (rows 4 to 6 of the sheet)."""
    spans = {2: (3, "Ngày tháng năm sinh"), 8: (9, "Phương tiện")}
    for column, (last, words) in spans.items():
        sheet.merge_range(3, column, 3, last, words, head)
    for column, words in enumerate(HEADINGS):
        if column in (2, 3, 8, 9):
            sheet.write_string(4, column, words, head)
        else:
            sheet.merge_range(3, column, 4, column, words, head)
        sheet.write_string(5, column, f"({column + 1})", head)


def write_text(
    path: Path | str,
    rows: int = 2_000,
    seed: int = 96,
    *,
    encoding: str = "tcvn3",
    separator: str = ";",
    **chances: float,
) -> Truth:
    """Write the same rows as .csv with one heading row: `tcvn3`, `cp1258`, `utf-8`, `utf-8-sig`."""
    truth, seen = Truth(), set()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    headings = list(HEADINGS)
    headings[2], headings[3] = "Năm sinh nam", "Năm sinh nữ"
    writer.writerow(headings)
    for row, line in enumerate(lines(rows, seed, **chances), start=2):
        writer.writerow(
            f"{v.day:02}/{v.month:02}/{v.year}" if isinstance(v, date) else v for v in line.cells
        )
        _count(truth, line, row, seen)
    Path(path).write_bytes(encoded(out.getvalue(), encoding))
    truth.hidden = 0
    return truth


def encoded(text: str, encoding: str) -> bytes:
    """Text in one of the encodings of Vietnamese offices, also those that Python does not know."""
    if encoding == "tcvn3":
        from lachan.directives.reader.sources.tables import TCVN3

        table = {letter: byte for byte, letter in TCVN3.items() if byte < 256}
        # TCVN3 has no capitals with tones: they are the same bytes in another font.
        return bytes(
            table.get(letter)
            or table.get(letter.lower())
            or (ord(letter) if ord(letter) < 128 else 63)
            for letter in text
        )
    if encoding == "cp1258":
        import unicodedata

        made = bytearray()
        for letter in text:
            try:
                made += letter.encode("cp1258")
            except UnicodeEncodeError:
                # A vowel with a shape is one byte, its tone another one behind it.
                base, marks = "", ""
                for mark in unicodedata.normalize("NFD", letter):
                    if mark in "\u0300\u0301\u0303\u0309\u0323":
                        marks += mark
                    else:
                        base += mark
                made += unicodedata.normalize("NFC", base).encode("cp1258", "replace")
                made += marks.encode("cp1258", "replace")
        return bytes(made)
    return text.encode(encoding)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not arguments:
        sys.exit(__doc__)
    print(
        write_workbook(
            arguments[0],
            int(arguments[1]) if len(arguments) > 1 else 2_000,
            int(arguments[2]) if len(arguments) > 2 else 96,
        )
    )
