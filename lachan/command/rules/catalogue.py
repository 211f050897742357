"""The figures with which a province begins; it edits them as dated rows from there.

Groups follow what documents 001–004 of 2020–2021 order to be reported: returnees, quarantine at
home and in sites, tests, cases and beds, checkpoints, violations, and the day's tasks.
"""

from __future__ import annotations

from dataclasses import dataclass

from lachan.command.terms import Group, Reporter


@dataclass(frozen=True)
class Figure:
    """One line of the first set; see `models.form.FigureDefinition` for the meanings."""

    code: str
    label: str
    unit: str
    group: Group
    reporters: tuple[Reporter, ...]
    total: str = ""
    is_cumulative: bool = False
    query: str = ""


LEVELS = (Reporter.DISTRICT, Reporter.COMMUNE)
HEALTH = (Reporter.HEALTH,)
ORDER = (Reporter.POLICE, Reporter.MILITARY, Reporter.BORDER_GUARD)
ALL = (
    *LEVELS,
    *HEALTH,
    *ORDER,
    Reporter.DEPARTMENT,
    Reporter.PARTY,
    Reporter.FRONT,
    Reporter.OTHER,
)
PROVINCE = (Reporter.PROVINCE,)

CATALOGUE: tuple[Figure, ...] = (
    Figure("cases-new", "Số ca mắc mới trong ngày", "ca", Group.EPIDEMIOLOGY, LEVELS),
    Figure(
        *("cases-community", "Trong đó: ca phát hiện trong cộng đồng", "ca", Group.EPIDEMIOLOGY),
        LEVELS,
        total="cases-new",
    ),
    Figure(
        *("cases-total", "Số ca mắc lũy kế", "ca", Group.EPIDEMIOLOGY),
        LEVELS,
        is_cumulative=True,
    ),
    Figure("f1-new", "Số F1 truy vết được trong ngày", "người", Group.EPIDEMIOLOGY, LEVELS),
    Figure(
        *("returnees-new", "Số người từ vùng dịch về trong ngày", "người", Group.EPIDEMIOLOGY),
        LEVELS,
    ),
    Figure(
        *("re-positive", "Số ca tái dương tính phát hiện trong ngày", "ca", Group.EPIDEMIOLOGY),
        HEALTH,
    ),
    Figure("site-quarantine", "Đang cách ly tập trung", "người", Group.QUARANTINE, LEVELS),
    Figure("site-places", "Sức chứa các khu cách ly tập trung", "chỗ", Group.QUARANTINE, LEVELS),
    Figure("home-quarantine", "Đang cách ly y tế tại nhà", "người", Group.QUARANTINE, LEVELS),
    Figure("released", "Hoàn thành cách ly trong ngày", "người", Group.QUARANTINE, LEVELS),
    Figure("sampled", "Số mẫu lấy trong ngày", "mẫu", Group.TESTING, LEVELS),
    Figure("tested", "Số mẫu có kết quả RT-PCR trong ngày", "mẫu", Group.TESTING, HEALTH),
    Figure(
        *("tested-positive", "Trong đó: dương tính", "mẫu", Group.TESTING),
        HEALTH,
        total="tested",
    ),
    Figure("in-treatment", "Số ca đang điều trị", "ca", Group.TREATMENT, HEALTH),
    Figure(
        *("severe", "Trong đó: nặng, nguy kịch", "ca", Group.TREATMENT),
        HEALTH,
        total="in-treatment",
    ),
    Figure("beds-free", "Giường điều trị còn trống", "giường", Group.TREATMENT, HEALTH),
    Figure(
        "recovered-total",
        "Số ca khỏi bệnh lũy kế",
        "ca",
        Group.TREATMENT,
        HEALTH,
        is_cumulative=True,
    ),
    Figure(
        "deaths-total",
        "Số ca tử vong lũy kế",
        "ca",
        Group.TREATMENT,
        HEALTH,
        is_cumulative=True,
    ),
    Figure("doses-today", "Số mũi tiêm trong ngày", "mũi", Group.VACCINATION, LEVELS),
    Figure(
        "doses-total", "Số mũi tiêm lũy kế", "mũi", Group.VACCINATION, LEVELS, is_cumulative=True
    ),
    Figure(
        "checkpoints",
        "Số chốt kiểm soát đang hoạt động",
        "chốt",
        Group.CHECKPOINTS,
        (*LEVELS, Reporter.POLICE, Reporter.BORDER_GUARD),
    ),
    Figure(
        "passages",
        "Số lượt người qua chốt trong ngày",
        "lượt",
        Group.CHECKPOINTS,
        (*LEVELS, Reporter.POLICE, Reporter.BORDER_GUARD),
    ),
    Figure(
        "unlawful-entry",
        "Số người nhập cảnh trái phép phát hiện",
        "người",
        Group.CHECKPOINTS,
        (Reporter.BORDER_GUARD, Reporter.POLICE),
    ),
    Figure(
        "violations",
        "Số trường hợp vi phạm bị xử lý trong ngày",
        "trường hợp",
        Group.VIOLATIONS,
        (*LEVELS, Reporter.POLICE),
    ),
    Figure("teams", "Số Tổ COVID-19 cộng đồng hoạt động trong ngày", "tổ", Group.LOGISTICS, LEVELS),
    Figure("households-helped", "Số hộ được hỗ trợ trong ngày", "hộ", Group.LOGISTICS, LEVELS),
    Figure(
        "forces",
        "Lực lượng huy động trong ngày",
        "người",
        Group.LOGISTICS,
        (*LEVELS, *ORDER),
    ),
    Figure(
        "tasks-done",
        "Nhiệm vụ hoàn thành trong ngày",
        "nhiệm vụ",
        Group.TASKS,
        ALL,
        query="tasks.done",
    ),
    Figure("tasks-late", "Nhiệm vụ trễ hạn", "nhiệm vụ", Group.TASKS, ALL, query="tasks.late"),
    Figure(
        "tasks-unacknowledged",
        "Nhiệm vụ chưa xác nhận đã nhận",
        "nhiệm vụ",
        Group.TASKS,
        ALL,
        query="tasks.unacknowledged",
    ),
    Figure(
        "tasks-help-wanted",
        "Nhiệm vụ xin hỗ trợ",
        "nhiệm vụ",
        Group.TASKS,
        ALL,
        query="tasks.help_wanted",
    ),
    Figure(
        "documents-received",
        "Văn bản chỉ đạo nhận trong ngày",
        "văn bản",
        Group.TASKS,
        PROVINCE,
        query="documents.received",
    ),
    Figure(
        "documents-approved",
        "Văn bản duyệt giao việc trong ngày",
        "văn bản",
        Group.TASKS,
        PROVINCE,
        query="documents.approved",
    ),
    Figure(
        "province-tasks-open",
        "Nhiệm vụ toàn tỉnh chưa hoàn thành",
        "nhiệm vụ",
        Group.TASKS,
        PROVINCE,
        query="tasks.open",
    ),
    Figure(
        "province-tasks-late",
        "Nhiệm vụ toàn tỉnh trễ hạn",
        "nhiệm vụ",
        Group.TASKS,
        PROVINCE,
        query="tasks.late",
    ),
)
