"""How official paper words a day's report: Vietnamese, whatever language the screen speaks."""

from __future__ import annotations

from datetime import date, datetime

from lachan.command.terms import Group, Section, Standing
from lachan.core.dates import VIETNAM

UNKNOWN = "…"
UNKNOWN_NOTE = "Ghi chú: “…” là chưa có số liệu, không phải bằng 0."

GROUP_TITLES = {
    Group.EPIDEMIOLOGY: "Tình hình dịch tễ",
    Group.QUARANTINE: "Cách ly y tế",
    Group.TESTING: "Xét nghiệm",
    Group.TREATMENT: "Điều trị",
    Group.VACCINATION: "Tiêm chủng",
    Group.CHECKPOINTS: "Chốt kiểm soát",
    Group.VIOLATIONS: "Xử lý vi phạm",
    Group.LOGISTICS: "Hậu cần",
    Group.TASKS: "Nhiệm vụ, văn bản",
}
SECTION_TITLES = {
    Section.RESULTS: "KẾT QUẢ THỰC HIỆN TRONG NGÀY",
    Section.DIFFICULTIES: "KHÓ KHĂN, VƯỚNG MẮC",
    Section.PROPOSALS: "ĐỀ XUẤT, KIẾN NGHỊ",
    Section.HELP_WANTED: "ĐỀ NGHỊ HỖ TRỢ",
}
STANDING_WORDS = {
    Standing.AWAITED: "chưa đến hạn",
    Standing.SUBMITTED: "đúng hạn",
    Standing.LATE: "trễ hạn",
    Standing.RETURNED: "đã trả lại, chờ gửi lại",
    Standing.MISSING: "chưa gửi",
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def written(value: int | None) -> str:
    """`1.204`; the unknown is three dots, never a zero."""
    return UNKNOWN if value is None else f"{value:,}".replace(",", ".")


def change(value: int | None) -> str:
    """`+5`, `−3`, `0`; empty when there is nothing to compare."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{written(abs(value))}"


def day_words(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def hour_words(instant: datetime) -> str:
    """`17 giờ 00`."""
    local = instant.astimezone(VIETNAM)
    return f"{local.hour} giờ {local.minute:02d}"


def moment_words(instant: datetime) -> str:
    """`16 giờ 42 ngày 15/09/2021`."""
    return f"{hour_words(instant)} ngày {day_words(instant.astimezone(VIETNAM).date())}"


def subject(day: date) -> str:
    return f"Công tác phòng, chống dịch bệnh ngày {day_words(day)}"
