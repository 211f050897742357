"""Who does what, with whom, for whom: duties are read, background and aims are not."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.duties import tasks_in
from lachan.directives.reader.model import Task

ISSUED = date(2021, 8, 10)


def tasks(text: str) -> tuple[Task, ...]:
    return tasks_in(text, (0, len(text)), issued_on=ISSUED)[0]


def one(text: str) -> Task:
    (task,) = tasks(text)
    return task


def test_a_body_that_acts_leads() -> None:
    task = one("1. Sở Y tế khẩn trương truy vết người đi chợ Bàu Sen.")
    assert (task.clause, task.lead) == ("1", ("Sở Y tế",))


def test_a_body_that_is_told_leads_and_not_the_one_that_tells() -> None:
    assert one("1. Giao Công an huyện lập chốt.").lead == ("Công an huyện",)
    assert one("Chủ tịch UBND tỉnh yêu cầu Sở Y tế truy vết.").lead == ("Sở Y tế",)


def test_with_whom_is_support() -> None:
    task = one("1. Sở Y tế chủ trì, phối hợp với Công an tỉnh lấy mẫu tại chợ.")
    assert (task.lead, task.support) == (("Sở Y tế",), ("Công an tỉnh",))


def test_to_whom_is_reported() -> None:
    task = one("1. Sở Y tế tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 12/8/2021.")
    assert task.report_to == ("Ủy ban nhân dân tỉnh",)
    assert task.due is not None


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("báo cáo kết quả về Sở trước 16 giờ hằng ngày", "Sở"),
        ("báo cáo số người mới đến cho Sở Y tế", "Sở Y tế"),
        ("gửi danh sách về Trung tâm Y tế huyện trước ngày 12/8/2021", "Trung tâm Y tế huyện"),
        ("tổng hợp báo cáo UBND tỉnh định kỳ 5 ngày/lần", "UBND tỉnh"),
        ("kịp thời báo cáo, đề xuất UBND tỉnh xem xét", "UBND tỉnh"),
        ("báo cáo Sở Y tế tình hình cách ly", "Sở Y tế"),
    ],
)
def test_a_report_has_many_turns_of_phrase(words: str, to: str) -> None:
    assert one(f"1. Công an huyện lập chốt, {words}.").report_to == (to,)


@pytest.mark.parametrize(
    "words",
    [
        "kiểm tra đơn vị gửi hàng",
        "hướng dẫn người dân theo báo cáo của Sở Y tế",
        "xử lý báo cáo do các đơn vị lập",
    ],
)
def test_a_report_that_is_only_spoken_of_goes_to_nobody(words: str) -> None:
    assert one(f"1. Công an huyện {words}.").report_to == ()


def test_clauses_under_a_body_belong_to_it() -> None:
    found = tasks("2. Giao Sở Y tế:\na) Lấy mẫu tại chợ.\nb) Truy vết người bán cá.\n3. Hết.")
    assert [(task.clause, task.lead) for task in found] == [
        ("a", ("Sở Y tế",)),
        ("b", ("Sở Y tế",)),
    ]


def test_a_paragraph_without_a_label_under_a_heading_that_names_bodies_belongs_to_them() -> None:
    found = tasks(
        "I. Trung tâm Y tế huyện\n\nTiếp nhận mẫu, trả kết quả trong ngày.\n\n"
        "II. Công an huyện, Huyện đoàn\n\nGiữ trật tự tại điểm lấy mẫu."
    )
    assert [task.lead for task in found] == [
        ("Trung tâm Y tế huyện",),
        ("Công an huyện", "Huyện đoàn"),
    ]


def test_the_next_heading_ends_what_the_one_before_gave() -> None:
    found = tasks("1. Sở Y tế:\n- Lấy mẫu.\n2. Kinh phí\n- Bố trí theo quy định.")
    assert [task.lead for task in found] == [("Sở Y tế",), ()]


def test_a_standing_office_named_with_being_one_leads_what_it_is_told_to() -> None:
    found = tasks(
        "1. Sở Y tế\n- Là cơ quan thường trực, chủ trì, phối hợp với Công an tỉnh lập kế hoạch."
    )
    assert [(task.lead, task.support) for task in found] == [(("Sở Y tế",), ("Công an tỉnh",))]


def test_unusual_bodies_are_told_by_what_follows_them() -> None:
    task = one(
        "2. Các Ban Xây dựng Đảng, Văn phòng Huyện ủy theo chức năng, nhiệm vụ theo dõi, đôn đốc."
    )
    assert task.lead == ("Các Ban Xây dựng Đảng", "Văn phòng Huyện ủy")


def test_each_of_a_circle_of_committees_and_unions_leads() -> None:
    task = one(
        "1. Cấp ủy, chính quyền, MTTQ và các đoàn thể từ huyện đến cơ sở tăng cường tuyên truyền."
    )
    assert task.lead == ("Cấp ủy", "chính quyền", "MTTQ", "các đoàn thể từ huyện đến cơ sở")


def test_being_assigned_inside_a_title_does_not_hide_who_acts() -> None:
    task = one(
        "3. Các đồng chí Ủy viên Ban Thường vụ Huyện ủy được phân công phụ trách xã trực tiếp"
        " kiểm tra các chốt."
    )
    assert task.lead[0].startswith("Các đồng chí Ủy viên Ban Thường vụ Huyện ủy")


@pytest.mark.parametrize(
    "text",
    [
        "Những ngày qua, Sở Y tế đã truy vết 200 người.",
        "Thực hiện Công văn số 91-CV/TU ngày 02/7/2021 của Tỉnh ủy.",
        "1. Mục tiêu: không để dịch lan rộng.",
        "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện Công văn này.",
    ],
)
def test_background_aims_and_closing_words_are_no_duties(text: str) -> None:
    assert tasks(text) == ()


def test_a_duty_with_two_deadlines_is_two_duties() -> None:
    found = tasks(
        "1. Sở Y tế lấy mẫu xong trước ngày 12/8/2021; tổng hợp kết quả trước ngày 14/8/2021."
    )
    assert [task.due.at.day for task in found if task.due] == [11, 13]
    assert {task.lead for task in found} == {("Sở Y tế",)}


TABLE = """2. Phân công nhiệm vụ

| STT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn |
|---|---|---|---|---|
| 1 | Lấy mẫu toàn xã | Trung tâm Y tế huyện | Công an huyện, UBND xã Phú | Trước ngày 14/8/2021 |
| 2 | Chuẩn bị khu cách ly | Ban Chỉ huy quân sự huyện | | 15/8/2021 |
| 3 | Báo cáo tiến độ | Phòng Y tế huyện | | Hằng ngày |
"""


def test_rows_of_a_table_of_assignments_are_duties() -> None:
    found = tasks(TABLE)
    assert [(task.clause, task.lead) for task in found] == [
        ("1", ("Trung tâm Y tế huyện",)),
        ("2", ("Ban Chỉ huy quân sự huyện",)),
        ("3", ("Phòng Y tế huyện",)),
    ]
    assert found[0].support == ("Công an huyện", "UBND xã Phú")
    assert [task.due.at.isoformat() if task.due else None for task in found] == [
        "2021-08-13T23:59:59+07:00",
        "2021-08-15T23:59:59+07:00",
        None,
    ]
    assert found[2].repeats is not None
    assert found[2].repeats.every == "day"


def test_the_span_of_a_row_lies_in_the_row() -> None:
    for task in tasks(TABLE):
        row = TABLE[slice(*task.span)]
        assert "\n" not in row
        assert task.lead[0] in row


def test_a_table_of_figures_is_no_list_of_duties() -> None:
    assert tasks("| STT | Xã | Số mẫu |\n|---|---|---|\n| 1 | Phú Lộc | 120 |\n") == ()


def test_a_row_takes_the_last_day_of_a_range_and_the_hour_of_every_day() -> None:
    rows = (
        "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian hoàn thành |\n"
        "| 1 | Tập huấn | Sở Y tế | 12-13/8/2021 |\n"
        "| 2 | Báo cáo UBND tỉnh | Sở Y tế | 17 giờ hằng ngày |\n"
        "| 3 | Mua sinh phẩm | Sở Y tế | Tháng 8/2021 |\n"
    )
    first, second, third = tasks(rows)
    assert first.due is not None
    assert first.due.at.isoformat() == "2021-08-13T23:59:59+07:00"
    assert (second.due, second.report_to) == (None, ("UBND tỉnh",))
    assert second.repeats is not None
    assert second.repeats.until == "17:00"
    assert third.due is not None
    assert (third.due.at.day, third.due.precision) == (31, "month")


def test_a_body_before_a_colon_leads_what_follows() -> None:
    assert one("2. Sở Tài chính: Bố trí kinh phí mua sinh phẩm.").lead == ("Sở Tài chính",)


def test_a_member_before_a_colon_is_no_duty() -> None:
    assert tasks("1. Trưởng ban: ông Lê Văn Tám.") == ()


def test_a_topic_before_a_colon_does_not_hide_who_acts() -> None:
    found = tasks("1. Về xét nghiệm: Sở Y tế lấy mẫu; giao Bệnh viện Đa khoa tỉnh mua 02 máy.")
    assert [task.lead for task in found] == [("Sở Y tế",), ("Bệnh viện Đa khoa tỉnh",)]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Phòng Cảnh sát giao thông tuần tra quốc lộ", "Phòng Cảnh sát giao thông"),
        ("Ban Quản lý dự án đầu tư xây dựng rà soát thợ", "Ban Quản lý dự án đầu tư xây dựng"),
        ("Sở Y tế là cơ quan đầu mối, tổng hợp số liệu", "Sở Y tế"),
        ("Trước ngày 12/8/2021, Sở Y tế lấy mẫu toàn xã", "Sở Y tế"),
    ],
)
def test_words_around_and_inside_a_name_do_not_change_it(words: str, lead: str) -> None:
    assert one(f"1. {words}.").lead == (lead,)


def test_a_section_of_aims_orders_nothing_and_the_next_one_does() -> None:
    found = tasks(
        "I. MỤC TIÊU\n- Mọi công nhân được xét nghiệm.\nII. PHÂN CÔNG\n1. Sở Y tế lấy mẫu.\n"
    )
    assert [task.lead for task in found] == [("Sở Y tế",)]


def test_support_may_begin_a_clause() -> None:
    _, task = tasks("1. Giao Sở Y tế:\n- Lấy mẫu.\n- Phối hợp với Công an tỉnh lập chốt.\n")
    assert task.support == ("Công an tỉnh",)


def test_a_shop_with_hours_is_no_body_that_acts():
    text = (
        "Bộ Y tế đề nghị những người đã đến các nơi sau liên hệ cơ quan y tế:\n\n"
        "1. Phòng khám An Khang (số 4 đường Lúa) ngày 12-3 từ 9 giờ đến 10 giờ.\n\n"
        "2. Phòng trà Bến Cũ ngày 13-3."
    )
    tasks, _ = tasks_in(text, (0, len(text)), issued_on=None)
    assert [task.lead for task in tasks if task.lead] == []
