"""The demo's public notices: one published, one corrected since, and a draft with a question.

Three cases tell of public places where they were while they could infect others, one of them of a
coach. Others were there too: told in an interview, by a scan at the door, or only by the words of
a declaration. Invented, all of it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.models import WatchPlace
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.actions.investigating import open_investigation
from lachan.tracing.actions.lines import LineWords, add_line, strike_line
from lachan.tracing.actions.notices import (
    approve_notice,
    confirm_place,
    draft_notice,
    publish_notice,
    strike_place,
)
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.models import Line, Notice, Venue
from lachan.tracing.queries.notices import notices, places_of
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import LineKind, Precision, Setting

PHONE = "0290 3831 009"
WARD, COMMUNE = "964/31999/", "964/32023/"
MARKET = PlaceWords("Chợ Bến Thử", Setting.MARKET)
STATION = PlaceWords("Trạm Y tế Phường 9", Setting.HEALTH)
PHARMACY = PlaceWords("Nhà thuốc Minh Thử", Setting.HEALTH)
CAFE = PlaceWords("Quán cà phê Bến Sông", Setting.OTHER)
# References of the cases, by what becomes of their notice.
PUBLISHED, CORRECTED, DRAFTED = "demo.Case:32", "demo.Case:33", "demo.Case:34"
SEAT_ROW = 5
# Name, year of birth, hour of the day, words of the way, whether the code of a door was scanned.
OTHERS = (
    ("Lưu Thị Quét", 1984, 16.25, "Xe máy", True),
    ("Kha Văn Cửa", 1991, 16.5, "Xe máy", True),
    ("Tăng Văn Khai", 1970, 7.5, "Xe máy, có ghé Chợ Bến Thử", False),
)


def let_notices_be_drafted(actor: Actor, leader: Actor, province: str, now: datetime) -> None:
    """Each of three cases gives a notice; a second time adds nothing."""
    if notices(actor).exists():
        return
    names = (PUBLISHED, CORRECTED, DRAFTED)
    rows = {case.reference: case for case in Case.objects.filter(reference__in=names)}
    if len(rows) == len(names):
        telling = _Telling(actor, province, now)
        published, corrected, drafted = (rows[name] for name in names)
        _let_others_declare(province, _first_day(published), now)
        _publish(telling, leader, published, corrected)
        _correct(telling, leader, corrected)
        _leave_a_draft(telling, drafted)


class _Telling:
    """Lines told in the cases' interviews, each once."""

    def __init__(self, actor: Actor, province: str, now: datetime) -> None:
        self.actor, self.province, self.now = actor, province, now

    def at(
        self, case: Case, place: PlaceWords, midnight: datetime, since: float, until: float
    ) -> Line:
        """The case was at a place of the ward between two hours of a day."""
        where = PlaceWords(place.name, place.setting, self.province + WARD, key=place.key)
        begins, ends = (midnight + timedelta(hours=hour) for hour in (since, until))
        return self.line(case, LineKind.STAY, where, begins, ends)

    def line(
        self,
        case: Case,
        kind: LineKind,
        place: PlaceWords,
        begins: datetime,
        ends: datetime,
        row: int | None = None,
    ) -> Line:
        """One line of the case's investigation."""
        investigation = open_investigation(self.actor, case, now=self.now)
        words = LineWords(
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"demo.notice:{case.pk}:{place.name}:{begins}"),
            kind=kind,
            span=Span(begins, ends, Precision.MINUTE),
            place=place,
            row=row,
        )
        return add_line(self.actor, investigation.key, words, now=self.now)

    def draft(self, case: Case) -> Notice:
        """A notice of this case alone."""
        return draft_notice(self.actor, [case], phone=PHONE, now=self.now)


def _first_day(case: Case) -> datetime:
    """Midnight before the first day on which the case could infect others."""
    assert case.infectious_from is not None
    return at(day_of(case.infectious_from), 0)


def _let_others_declare(province: str, day: datetime, now: datetime) -> None:
    """Two scan the code at the door of a market; one tells the name of another on the way."""
    door = WatchPlace.objects.order_by("pk").first()
    for number, (name, born, hour, trip_words, is_scan) in enumerate(OTHERS):
        moment = day + timedelta(hours=hour)
        draft = Draft(
            people=(DeclaredOne(name, birth_year=born),),
            path=province + COMMUNE,
            declared_at=moment,
            phone=f"0918000{number:03}",
            from_words="Cần Thơ",
            arrives_at=moment,
            trip_words=trip_words,
            destination_path=province + COMMUNE,
            destination_words=f"Số {70 + number}, Ấp 1",
            place_code=door.code if door is not None and is_scan else "",
        )
        declare(PUBLIC, draft, now=moment)
    gather_stays(now)


def _publish(telling: _Telling, leader: Actor, case: Case, other: Case) -> None:
    """A market, a health station and a door with a code; another case was at the market too."""
    day = _first_day(case)
    telling.at(case, MARKET, day, 6, 8.25)
    telling.at(case, STATION, day, 32, 33.5)
    door = Venue.objects.filter(reference__startswith="arrivals.watchplace:").order_by("pk").first()
    if door is not None:
        telling.at(case, PlaceWords(key=door.key), day, 16, 17)
    telling.at(other, MARKET, day, 6.5, 7.75)
    _tell_all(leader, telling.draft(case), telling.now)


def _correct(telling: _Telling, leader: Actor, case: Case) -> None:
    """What the case told of a pharmacy was of another day: struck, and the notice corrected."""
    day = _first_day(case)
    telling.at(case, STATION, day, 8, 8.75)
    mistaken = telling.at(case, PHARMACY, day, 17.25, 17.75)
    notice = telling.draft(case)
    _tell_all(leader, notice, telling.now)
    strike_line(telling.actor, mistaken.key, "kể nhầm ngày", now=telling.now)
    (row,) = notice.places.filter(name=PHARMACY.name, struck_at__isnull=True)
    strike_place(
        leader, notice.key, row.pk, "xác minh lại: không đến vào ngày này", now=telling.now
    )


def _leave_a_draft(telling: _Telling, case: Case) -> None:
    """A café where nobody else was is asked about; a coach is told by its rows."""
    day = _first_day(case)
    telling.at(case, MARKET, day, 6.25, 7)
    telling.at(case, CAFE, day, 31, 32.25)
    for venue in Venue.objects.filter(reference__startswith="transport.trip:").order_by("pk")[:1]:
        stay = venue.stays.filter(struck_at__isnull=True).order_by("entered_at").first()
        if stay is not None:
            coach = PlaceWords(key=venue.key)
            telling.line(case, LineKind.TRIP, coach, stay.entered_at, stay.left_at, SEAT_ROW)
    telling.draft(case)


def _tell_all(leader: Actor, notice: Notice, now: datetime) -> None:
    """Every question answered, approved and published."""
    for row in places_of(notice):
        if row.is_asked:
            words = "cơ sở có biển hiệu, mở cửa cho mọi người"
            confirm_place(leader, notice.key, row.pk, words, now=now)
    approve_notice(leader, notice.key, now=now)
    publish_notice(leader, notice.key, now=now)
