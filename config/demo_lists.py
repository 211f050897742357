"""A list of returnees as a ward typed it, and an area named after they had come.

Invented people. The list is read, imported and joined with the arrivals; some of its rows are held
and ask a question. Then a province is named for the rule on who comes from where, and those who
came from there in the morning are decided again.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

from config.population import Record, invent
from lachan.arrivals.reactions import on_lists_imported, on_policies_area_named
from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.lists.actions.choosing import Choice, choose_columns
from lachan.lists.actions.receiving import Incoming, receive_list
from lachan.lists.actions.running import run, start
from lachan.lists.models import ReceivedList
from lachan.policies.actions.naming import name_areas
from lachan.policies.actions.rules import look_at_preview, put_in_force
from lachan.policies.models import RuleVersion
from lachan.policies.terms import RuleState

HEADINGS = (
    *("STT", "Họ và tên", "Năm sinh", "Số CCCD/CMND", "Số điện thoại", "Về từ", "Ngày về"),
    *("Địa chỉ nơi đến", "Ghi chú"),
)
COMMUNES = {
    "96/964/32023/": "xã An Xuyên, TP Cà Mau",
    "96/964/31999/": "P.9, TP.CM",
    "96/966/32044/": "thị trấn U Minh, huyện U Minh",
    "96/968/32098/": "TT Sông Đốc, H. Trần Văn Thời",
}
ORIGINS = ("Sóc Trăng", "Bạc Liêu", "TP.HCM", "Sóc Trăng", "Bình Dương")
NUMBER = 40
# What stands in these rows (by their place) that nobody can settle but a person.
UNSETTLED = {
    4: {"Địa chỉ nơi đến": "xã Tân Thành Đông, huyện Cà Mau"},
    9: {"Địa chỉ nơi đến": "xã Tân Lộc hoặc Tân Phú"},
    13: {"Số CCCD/CMND": "9.60E+10"},
    17: {"Năm sinh": "31/02/1990"},
    22: {"Số CCCD/CMND": "38123"},
    30: {"Họ và tên": ""},
}
RULE = "cm-2021-07-25"
NAMED = "94/"


def let_a_list_come(actor: Actor, approver: Actor, now: datetime) -> None:
    """Bring the list in and name the area, once; `actor` drafts and `approver` decides."""
    if ReceivedList.objects.exists():
        return
    came = now - timedelta(hours=2)
    incoming = Incoming(
        _written(day_of(now)).encode("utf-8-sig"),
        "Danh sach nguoi ve 15-9.csv",
        "returnees",
        "96/",
        "Công an phường 9",
    )
    received = receive_list(actor, incoming, now=came)
    choose_columns(actor, received.pk, Choice(), now=came)
    start(actor, received.pk, import_when_read=True, now=came, deferred=False)
    run(received.pk, lambda: came)
    on_lists_imported(_last("lists.Imported"))
    _name_an_area(actor, approver, now)


def _name_an_area(actor: Actor, approver: Actor, now: datetime) -> None:
    rule = RuleVersion.objects.filter(
        code=RULE, state=RuleState.IN_FORCE, valid_from__lte=now
    ).first()
    if rule is None:
        return
    draft = name_areas(
        actor,
        rule.pk,
        [NAMED],
        effective_at=now,
        reaches_back_to=now - timedelta(days=7),
        document="Công văn thử nghiệm",
        words="bổ sung tỉnh Sóc Trăng: cách ly tập trung (dữ liệu thử)",
        now=now,
    )
    _row, shown = look_at_preview(approver, draft.pk, now=now)
    put_in_force(approver, draft.pk, seen=shown.digest, now=now)
    on_policies_area_named(_last("policies.AreaNamed"))


def _last(event: str) -> Entry:
    """What was just recorded: its reaction runs here as well as in the worker, which adds nothing.

    The province stands complete when the demo says that it is loaded.
    """
    return Entry.objects.filter(event=event).latest("pk")


def _written(today: date) -> str:
    out = io.StringIO()
    sheet = csv.DictWriter(out, HEADINGS, delimiter=";", lineterminator="\n")
    sheet.writeheader()
    people = invent(NUMBER, 11, list(COMMUNES), again=())
    for number, record in enumerate(people):
        sheet.writerow(_row(number, record, today) | UNSETTLED.get(number, {}))
    return out.getvalue()


def _row(number: int, record: Record, today: date) -> dict[str, object]:
    return {
        "STT": number + 1,
        "Họ và tên": record.full_name.upper() if number % 3 == 0 else record.full_name,
        "Năm sinh": f"{record.birth_on:%d/%m/%Y}" if record.birth_on else record.birth_year or "",
        "Số CCCD/CMND": record.citizen or record.old_card or "",
        "Số điện thoại": record.phone or "",
        "Về từ": ORIGINS[number % len(ORIGINS)],
        "Ngày về": f"{today:%d/%m/%Y}",
        "Địa chỉ nơi đến": f"Số {number + 1}, {COMMUNES[record.path]}",
        "Ghi chú": "đi cùng gia đình" if number % 7 == 0 else "",
    }
