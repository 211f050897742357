"""Whole documents, any text at all, and the yardstick's corpus without a guess."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reader.score import mark
from bench.reader.truth import Case, cases
from lachan.directives.reader.model import Reading
from lachan.directives.reader.reading import read_document

REAL = Path(__file__).parents[5] / "shared" / "directives"
KEYS = [
    "file",
    "kind",
    "world",
    "identifier",
    "number",
    "symbol",
    "issuer",
    "place",
    "issued_on",
    "urgency",
    "subject",
    "addressees",
    "copies",
    "signers",
    "cites",
    "tasks",
    "rules",
    "figures",
    "questions",
]
TASK_KEYS = ["clause", "text", "span", "lead", "support", "report_to", "due", "repeats"]
RULE_KEYS = ["origins", "since", "until", "who", "measure", "span", "words"]

DISPATCH = """CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA GIANG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 09/CĐ-UBND
Hòa Giang, ngày 03 tháng 8 năm 2021

CÔNG ĐIỆN KHẨN
Về việc tăng cường chốt kiểm soát

Chủ tịch Ủy ban nhân dân tỉnh điện:
- Giám đốc Sở Y tế;
- Chủ tịch UBND các huyện, thành phố.

Trước tình hình dịch bệnh diễn biến phức tạp, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Y tế cử cán bộ trực tại các chốt, hoàn thành trước 17 giờ ngày 04/8/2021.

2. Công an tỉnh chủ trì, phối hợp với Sở Giao thông vận tải điều tiết xe chở hàng.

3. UBND các huyện, thành phố báo cáo Ủy ban nhân dân tỉnh trước 16 giờ hằng ngày.

Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Lê Văn Tám
"""

LOCKDOWN = """ỦY BAN NHÂN DÂN
HUYỆN TÂN LẠC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 1204/QĐ-UBND
Tân Lạc, ngày 12 tháng 8 năm 2021

QUYẾT ĐỊNH
Về việc thiết lập vùng cách ly y tế ấp Bàu Sen

Căn cứ Luật Phòng, chống bệnh truyền nhiễm;
Xét đề nghị của Trưởng phòng Y tế,

QUYẾT ĐỊNH:

Điều 1. Thiết lập vùng cách ly y tế đối với ấp Bàu Sen, xã Phú Lộc, từ 18 giờ ngày 12/8/2021.

Điều 2. Giao Ủy ban nhân dân xã Phú Lộc lập 02 chốt kiểm soát; Công an huyện bố trí lực lượng trực.

Điều 3. Trung tâm Y tế huyện lấy mẫu toàn bộ người dân trong vùng, xong trong ngày 13/8/2021.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.
CHỦ TỊCH
Trần Thị Chín
"""


def spans_of(thing: Any) -> Iterator[list[int]]:
    """Every span anywhere in the JSON of a reading."""
    if isinstance(thing, dict):
        if thing.get("span") is not None:
            yield thing["span"]
        thing = list(thing.values())
    if isinstance(thing, list):
        for part in thing:
            yield from spans_of(part)


def hold_the_contract(reading: Reading) -> None:
    """The keys of docs/formats.md, in JSON, with every span inside the text."""
    got = json.loads(json.dumps(reading.as_json(), ensure_ascii=False))
    assert list(got) == KEYS
    for task in got["tasks"]:
        assert list(task) == TASK_KEYS
        assert not task["due"] or list(task["due"]) == ["at", "relation", "precision", "words"]
        assert not task["repeats"] or list(task["repeats"]) == ["every", "from", "until", "words"]
    for rule in got["rules"]:
        assert list(rule) == RULE_KEYS
    for low, high in (*spans_of(got), *reading.spans.values()):
        assert 0 <= low <= high <= len(reading.text)


def test_a_dispatch_is_read_whole() -> None:
    reading = read_document(DISPATCH, file="09.txt")
    assert (reading.kind, reading.identifier, reading.urgency) == (
        "công điện",
        "09/CĐ-UBND",
        "khẩn",
    )
    assert reading.issued_on == date(2021, 8, 3)
    assert [(task.clause, task.lead) for task in reading.tasks] == [
        ("1", ("Sở Y tế",)),
        ("2", ("Công an tỉnh",)),
        ("3", ("UBND các huyện, thành phố",)),
    ]
    assert reading.tasks[0].due is not None
    assert reading.tasks[0].due.at.isoformat() == "2021-08-04T17:00:00+07:00"
    assert reading.tasks[1].support == ("Sở Giao thông vận tải",)
    assert reading.tasks[2].report_to == ("Ủy ban nhân dân tỉnh",)
    assert reading.tasks[2].repeats is not None
    assert reading.tasks[2].repeats.until == "16:00"
    hold_the_contract(reading)


def test_the_articles_of_a_decision_that_give_duties_are_duties() -> None:
    reading = read_document(LOCKDOWN)
    leads = [(task.clause, task.lead) for task in reading.tasks if task.lead]
    assert leads == [
        ("Điều 2", ("Ủy ban nhân dân xã Phú Lộc",)),
        ("Điều 2", ("Công an huyện",)),
        ("Điều 3", ("Trung tâm Y tế huyện",)),
    ]
    hold_the_contract(reading)


def test_conclusions_of_a_meeting_are_duties() -> None:
    head = LOCKDOWN[: LOCKDOWN.index("QUYẾT ĐỊNH\nVề")].replace("QĐ-UBND", "TB-UBND")
    reading = read_document(
        head + "THÔNG BÁO\nKết luận của Chủ tịch UBND huyện tại cuộc họp ngày 11/8/2021\n\n"
        "Sau khi nghe các đơn vị báo cáo, Chủ tịch UBND huyện kết luận như sau:\n\n"
        "1. Đánh giá cao các xã đã giữ vững vùng xanh.\n\n"
        "2. Thống nhất giao Phòng Tài chính - Kế hoạch tham mưu kinh phí, trình UBND huyện trước"
        " ngày 15/8/2021.\n\n"
        "3. Đề nghị Huyện đoàn huy động 50 tình nguyện viên.\n"
    )
    assert reading.kind == "thông báo"
    assert [(task.clause, task.lead) for task in reading.tasks] == [
        ("2", ("Phòng Tài chính - Kế hoạch",)),
        ("3", ("Huyện đoàn",)),
    ]
    assert reading.tasks[0].report_to == ("UBND huyện",)


def test_news_is_press_and_has_no_number_of_its_own() -> None:
    reading = read_document(
        "Sáng 05/8, huyện Tân Lạc lập thêm hai chốt. Chủ tịch UBND huyện yêu cầu Công an huyện"
        " trực xuyên đêm."
    )
    assert reading.kind == "tin tức"
    assert reading.identifier is None
    assert [task.lead for task in reading.tasks] == [("Công an huyện",)]


def test_a_document_that_lacks_its_day_number_and_issuer_is_asked_about_each() -> None:
    reading = read_document("Kính gửi: Các xã, thị trấn.\n\n1. Công an huyện lập chốt.\n")
    assert {question.about for question in reading.questions} >= {
        "issued_on",
        "identifier",
        "issuer",
    }


def test_a_blank_deadline_is_asked_about_not_guessed() -> None:
    reading = read_document(
        DISPATCH.replace("trước 17 giờ ngày 04/8/2021", "trước ngày ..... tháng 8 năm 2021")
    )
    assert reading.tasks[0].due is None
    assert "day_blank" in [question.code for question in reading.questions]


def test_questions_are_asked_in_both_languages() -> None:
    reading = read_document("Kính gửi: Các xã.\n\n1. Công an huyện lập chốt trước ngày ... .\n")
    assert reading.questions
    assert all(question.why and question.why_vi and question.code for question in reading.questions)


BITS = "Số: ngày tháng năm từ đến trước / - . ; : | ** ___ … ( ) 9999 00 31/02/2021 0/0/0000"
# Pieces of directives, so that any text comes near to one.
PIECES = st.sampled_from(
    [
        *DISPATCH.split("\n"),
        *LOCKDOWN.split(" "),
        *BITS.split(),
        "\n",
        "\n\n",
        "9999/12/31 24 giờ",
        "từ ngày 00/13/0000",
        "hằng ngày",
        "quý IV/9999",
        "trước tháng 1/0001",
        "trước ngày 01/01/0001",
        "đến hết ngày 31/12/9999",
        "Kính gửi:",
        "Nơi nhận:",
        "- Lưu",
        "Người về từ",
        "| STT | Nội dung | Đơn vị chủ trì | Thời hạn |\n",
        "|---|---|\n",
        "| 1 | Lấy mẫu | Sở Y tế | 12/8 |\n",
    ]
)


@given(st.text(max_size=400))
def test_any_text_at_all_is_read(text: str) -> None:
    hold_the_contract(read_document(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40), st.sampled_from(["", " "]))
def test_any_heap_of_pieces_of_directives_is_read(pieces: list[str], between: str) -> None:
    hold_the_contract(read_document(between.join(pieces)))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "\n",
        "\t|",
        "-",
        "*",
        "(",
        "_",
        ".",
        "; ",
        "1",
        "1/",
        "1. ",
        "12/8/2021 ",
        "ngày ",
        "trước ngày ",
        "từ ngày 1/8 đến ",
        "Sở Y tế, ",
        "Sở Y tế và ",
        "Các sở, ",
        "Số: ",
        "44/QĐ-UBND ",
        "A-A-",
        "44/A-",
        "Báo cáo ",
        "báo cáo Sở Y tế ",
        "phối hợp với ",
        "phối hợp với Sở Y tế ",
        "Cấp ủy, chính quyền, ",
        "không phải cách ly ",
        "Người từ Long An ",
        "Kính gửi: ",
        "Nơi nhận: ",
        "Hòa ",
        "HÒA ",
        "ngoài ra, ",
        "yêu cầu Sở Y tế ",
        "yêu cầu ",
        "100 ca mắc ",
        "\n\n1. Sở Y tế: ",
        "\n- ",
        "| a | b |\n",
        "| STT | Nội dung | Đơn vị chủ trì |\n",
        "| 1 | Lấy mẫu | Sở Y tế |\n",
    ],
)
def test_a_long_repetition_of_anything_is_read_to_its_end(piece: str) -> None:
    assert isinstance(read_document(piece * (40_000 // len(piece))), Reading)


@pytest.mark.parametrize(
    "piece", ["a", "\n- ", "1. Sở Y tế, ", "báo cáo về ", "| 1 | a | Sở Y tế |\n"]
)
def test_300_kilobytes_of_one_thing_are_read_to_their_end(piece: str) -> None:
    assert isinstance(read_document(piece * (300_000 // len(piece))), Reading)


def test_a_long_document_is_read_to_its_last_clause() -> None:
    clauses = "".join(f"{n % 90 + 1}. Sở Y tế lấy mẫu tại ấp số {n}.\n" for n in range(3000))
    start = DISPATCH.index("1. Sở")
    reading = read_document(DISPATCH[:start] + clauses + DISPATCH[DISPATCH.index("Nơi nhận") :])
    assert len(reading.tasks) == 3000


CORPUS = list(cases(None))


@pytest.mark.parametrize("case", CORPUS, ids=[case.path.stem for case in CORPUS])
def test_nothing_of_the_invented_corpus_is_guessed(case: Case) -> None:
    assert mark(case).wrong == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the five real documents are not in this repository")
def test_nothing_of_the_real_documents_is_guessed() -> None:
    found = [case for case in cases(REAL) if case.group == "real"]
    assert len(found) == 5
    for case in found:
        assert mark(case).wrong == []
        hold_the_contract(read_document(case.path.read_text(encoding="utf-8")))
