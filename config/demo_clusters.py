"""What the demo's cases tell of the places where they met: for most links a meeting, not for all.

Invented; the coordinates are those of public places in and around Cà Mau, given roughly.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.tracing.actions.investigating import open_investigation
from lachan.tracing.actions.lines import LineWords, add_line
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import LineKind, Precision, Setting

PLACES: dict[str, tuple[PlaceWords, ...]] = {
    "964/32023/": (
        PlaceWords("Chợ nổi Cà Mau", Setting.MARKET, latitude=9.1745, longitude=105.1465),
        PlaceWords("Tiệm tạp hóa Ba Sương", Setting.MARKET, latitude=9.205, longitude=105.128),
        PlaceWords("Nhà văn hóa ấp Tân Dân", Setting.EVENT, latitude=9.212, longitude=105.112),
    ),
    "964/31999/": (
        PlaceWords("Xí nghiệp may Đất Mũi", Setting.WORKPLACE, latitude=9.183, longitude=105.158),
        PlaceWords("Quán cơm Cô Út", Setting.OTHER, latitude=9.179, longitude=105.163),
        PlaceWords("Chùa Phật Tổ", Setting.WORSHIP, latitude=9.176, longitude=105.153),
    ),
    "966/32047/": (PlaceWords("Chợ Nguyễn Phích", Setting.MARKET),),
    "966/32044/": (
        PlaceWords("Trạm Y tế xã Khánh Hội", Setting.HEALTH, latitude=9.387, longitude=104.83),
    ),
    "968/32098/": (PlaceWords("Đám cưới ấp 5", Setting.EVENT),),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Every so many links nobody remembers a meeting.
FORGOTTEN = 6
# Both told of the place, the one came before the other left.
LATER = timedelta(minutes=25)


def let_meetings_be_told(actor: Actor, province: str, now: datetime) -> None:
    """The source and the case of a link tell of one place on one day; once."""
    rows = list(
        Case.objects.filter(reference__regex=r"^demo\.Case:\d+$")
        .select_related("source_case", "person")
        .order_by("reported_at", "pk")
    )
    linked = [row for row in rows if row.source_case is not None]
    for number, row in enumerate(linked):
        source = row.source_case
        assert source is not None
        if number % FORGOTTEN != FORGOTTEN - 1:
            _meet(actor, source, row, _place(province, source, number), number, now)
    sought = [row for row in rows if row.source_case is None and not row.origin_words]
    for number, row in enumerate(sought):
        near = [
            one
            for one in rows
            if one.pk != row.pk
            and one.infectious_from
            and timedelta(0) < row.reported_at - one.reported_at < 8 * DAY
        ]
        for turn, source in enumerate(near[-2:]):
            _meet(actor, source, row, _place(province, source, number + turn), number, now)


def _place(province: str, source: Case, number: int) -> PlaceWords:
    offered = PLACES[source.path.removeprefix(province)]
    chosen = offered[number % len(offered)]
    return PlaceWords(
        chosen.name,
        chosen.setting,
        source.path,
        latitude=chosen.latitude,
        longitude=chosen.longitude,
    )


def _meet(
    actor: Actor, source: Case, case: Case, place: PlaceWords, number: int, now: datetime
) -> None:
    """On the last day on which the source was infectious and the case still well."""
    if source.infectious_from is None:
        return
    ill_on = case.onset_on or day_of(case.reported_at)
    first = day_of(source.infectious_from)
    free_until = day_of(source.infectious_until or now)
    day = max(first, min(free_until - DAY, ill_on - 3 * DAY))
    since = at(day, 6 + number % 10, 15)
    for told, begins in ((source, since), (case, since + LATER)):
        span = Span(begins, begins + (1 + number % 3) * HOUR, Precision.MINUTE)
        _tell(actor, told, place, span, number, now)


def _tell(
    actor: Actor, case: Case, place: PlaceWords, span: Span, number: int, now: datetime
) -> None:
    key = uuid.uuid5(
        uuid.NAMESPACE_OID, f"demo.meeting:{case.pk}:{span.started_at}:{place.name}:{number}"
    )
    investigation = open_investigation(actor, case, now=now)
    words = LineWords(key=key, kind=LineKind.STAY, span=span, place=place)
    add_line(actor, investigation.key, words, now=now)
