"""The demo's investigations: what a few cases told, line by line, two interviewers at work."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lachan.cases.queries.cases import cases
from lachan.cases.terms import STANDING
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.actions.investigating import begin_interview, open_investigation
from lachan.tracing.actions.lines import LineWords, MetWords, add_line
from lachan.tracing.actions.own_forms import give_form
from lachan.tracing.actions.sending import send_lines
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.models import Investigation
from lachan.tracing.rules.spans import Part, span_of
from lachan.tracing.terms import LineKind, Setting, Way

CASES = 4
USUAL = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """A line as the demo's cases tell it: so many days before the last, and when."""

    back: int
    kind: LineKind
    since: str = ""
    until: str = ""
    part: str = ""
    place: tuple[str, Setting] | None = None
    met: dict[str, Any] = field(default_factory=dict)
    row: int | None = None
    words: str = ""


MARKET = ("Chợ Phường 9", Setting.MARKET)
CAFE = ("Quán cà phê Gió Sông", Setting.OTHER)
FACTORY = ("Công ty chế biến thủy sản Năm Căn", Setting.WORKPLACE)
LINES = (
    Told(1, LineKind.EVENT, "19:00", words="Sốt 38,5 độ, đau họng, tự mua thuốc uống"),
    Told(1, LineKind.HOUSEHOLD, part=Part.WHOLE_DAY),
    Told(2, LineKind.STAY, "6:00", "7:15", place=MARKET, words="Mua cá ở dãy phía sông"),
    Told(
        2,
        LineKind.MET,
        "15:00",
        "16:30",
        met={"full_name": "Trịnh Thị Láng Giềng", "birth_year": 1979, "phone": "0912000777"},
        words="Ngồi nói chuyện trước hiên, không khẩu trang",
    ),
    Told(3, LineKind.STAY, "7:30", "8:45", place=CAFE),
    Told(
        3,
        LineKind.MET,
        part=Part.MORNING,
        met={"full_name": "Cao Văn Cùng Bàn", "birth_year": 1985},
        words="Cùng bàn ở quán cà phê",
    ),
    Told(4, LineKind.STAY, "6:45", "17:00", place=FACTORY, words="Chuyền 3, ca ngày"),
    Told(5, LineKind.STAY, "6:45", "17:00", place=FACTORY, words="Chuyền 3, ca ngày"),
    Told(
        8,
        LineKind.TRIP,
        "4:30",
        "11:00",
        place=("Xe khách 69B-012.34, TP. Hồ Chí Minh – Cà Mau", Setting.VEHICLE),
        row=7,
    ),
)
# They live in other provinces: somebody there must be told.
ELSEWHERE = (
    Told(
        1,
        LineKind.MET,
        "9:00",
        "10:00",
        met={
            "full_name": "Quách Thị Bạn Hàng",
            "birth_year": 1972,
            "phone": "0912000888",
            "path": "95/",
        },
        words="Từ Giá Rai xuống lấy cá, bốc hàng cùng nhau",
    ),
    Told(
        2,
        LineKind.MET,
        "10:00",
        "11:30",
        met={"full_name": "Mạc Văn Tài Xế", "birth_year": 1988, "path": "95/"},
        words="Lái xe tải, ngồi chung ca-bin",
    ),
    Told(
        2,
        LineKind.MET,
        part=Part.EVENING,
        met={
            "full_name": "Ngụy Thị Phương Xa",
            "birth_year": 1990,
            "phone": "0912000999",
            "path": "79/",
        },
        words="Về thăm nhà hai ngày rồi trở lên thành phố",
    ),
)


def let_cases_be_investigated(actor: Actor, other: Actor, now: datetime) -> None:
    """The latest cases tell where they were; a second time adds nothing."""
    gather_stays(now)
    found = cases(actor).filter(classification__in=STANDING).order_by("-reported_at", "-pk")
    for number, case in enumerate(found[:CASES]):
        investigation = open_investigation(
            actor, case, team=f"Tổ truy vết số {number + 1}", now=now
        )
        if not investigation.lines.exists():
            told = LINES[number % 2 :: 1 + number // 2]
            _tell(actor, other, investigation, told if number else (*told, *ELSEWHERE), now)
            if number:
                send_lines(actor, investigation.key, now=now)


def _tell(
    actor: Actor, other: Actor, investigation: Investigation, told: tuple[Told, ...], now: datetime
) -> None:
    interview = begin_interview(
        actor,
        investigation.key,
        Way.TELEPHONE,
        interview_key=uuid.uuid4(),
        now=now - timedelta(hours=1),
    )
    last = day_of(min(investigation.case.infectious_until or now, now))
    written = []
    for turn, one in enumerate(told):
        who = other if turn % 3 == 2 else actor
        words = _line(one, last, investigation.path, interview.key)
        try:
            written.append(add_line(who, investigation.key, words, now=now))
        except Refused:  # nobody knows the household of this one
            continue
    stays = [line for line in written if line.kind == LineKind.STAY]
    if stays:  # two correct the same line, each by what they heard
        for who, since, until in ((actor, "5:30", "6:30"), (other, "6:30", "8:00")):
            again = Told((last - day_of(stays[0].started_at)).days, LineKind.STAY, since, until)
            corrected = _line(again, last, investigation.path, interview.key)
            add_line(who, investigation.key, _instead(corrected, stays[0]), now=now)
    met = [line.met for line in written if line.met]
    if met:
        give_form(actor, investigation.key, met[0].pk, now=now)


def _line(one: Told, last: date, path: str, interview: uuid.UUID) -> LineWords:
    return LineWords(
        key=uuid.uuid4(),
        kind=one.kind,
        span=span_of(last - timedelta(days=one.back), one.part, one.since, one.until, usual=USUAL),
        place=PlaceWords(one.place[0], one.place[1], path) if one.place else None,
        met=MetWords(**{"path": path} | one.met) if one.met else None,
        row=one.row,
        words=one.words,
        interview_key=interview,
    )


def _instead(words: LineWords, line: Any) -> LineWords:
    return LineWords(
        key=words.key,
        kind=words.kind,
        span=words.span,
        place=PlaceWords(key=line.venue.key),
        interview_key=words.interview_key,
        replaces=line.key,
    )
