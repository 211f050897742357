"""People who came to the demo province: declared in all ways, some of them seen at a post.

Invented people. Everything goes through the same actions as the pages use.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from config.population import Record, invent
from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.actions.joining import join_arrival
from lachan.arrivals.actions.teams import PlaceWords, TeamWords, open_place, set_team
from lachan.arrivals.actions.watching import receive, say_not_here
from lachan.arrivals.models import Arrival, Declaration
from lachan.arrivals.queries.naming import commune_names
from lachan.arrivals.rules.claims import ArrivalWords
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.arrivals.terms import Channel, Permission, WatchState
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind
from lachan.policies.rules.facts import Facts, Test

ORIGINS = (
    ("79/", "Thành phố Hồ Chí Minh"),
    ("74/", "Bình Dương"),
    ("75/", "Đồng Nai"),
    ("92/", "Cần Thơ"),
    ("", "Khu nhà trọ gần chợ đầu mối"),
)
SIZES = (1, 4, 2, 1, 3, 1, 2, 5, 1, 1, 2, 1, 3, 1, 1, 2)
HAMLETS = ("Ấp 7", "Ấp 1", "", "Khóm 3")
VISITED = "Chợ trung tâm xã"


def let_people_arrive(actor: Actor, now: datetime) -> None:
    """Households declare, a post sees some of them, communes acknowledge; once."""
    if Declaration.objects.exists():
        return
    communes = _communes(day_of(now))
    records = iter(invent(sum(SIZES), 7, [path for path, _name in communes], again=()))
    for number, size in enumerate(SIZES):
        _declare(actor, number, [next(records) for _ in range(size)], communes, now)
    _pass_a_post(actor, now)
    officer = Actor(
        id=None,
        name="Công chức xã (thử nghiệm)",
        grants=frozenset((str(permission), "") for permission in Permission),
    )
    _work_on_lists(officer, communes, now)


def _communes(today: date) -> list[tuple[str, str]]:
    """An Xuyên, where somebody of the demo works, and three other communes."""
    found = commune_names(today)
    chosen = [one for one in found if "An Xuyên" in one[1]][:1]
    return [*chosen, *[one for one in found if one not in chosen][:3]]


def _declare(
    actor: Actor,
    number: int,
    records: list[Record],
    communes: list[tuple[str, str]],
    now: datetime,
) -> None:
    path, name = communes[0 if number % 2 == 0 else number % len(communes)]
    from_path, from_words = ORIGINS[number % len(ORIGINS)]
    came = now - timedelta(hours=2 + number * 3)
    hamlet = HAMLETS[number % len(HAMLETS)]
    channel = (Channel.PHONE, Channel.PHONE, Channel.TELEPHONE, Channel.PAPER)[number % 4]
    draft = Draft(
        people=tuple(_person(record, number + place) for place, record in enumerate(records)),
        path=path,
        declared_at=came - timedelta(hours=1),
        channel=channel,
        slip_number=f"A-{number:04}" if channel == Channel.PAPER else "",
        phone=f"09{number:02}000{number:03}",
        from_words=from_words,
        from_path=from_path,
        left_on=day_of(came),
        arrives_at=came,
        trip_words="Xe máy" if number % 3 else "Xe khách",
        destination_path=path,
        destination_words=", ".join(p for p in (f"Số {number + 1}", hamlet, name) if p),
        hamlet=hamlet,
    )
    by = PUBLIC if channel == Channel.PHONE else actor
    declare(by, draft, now=came - timedelta(hours=1))


def _person(record: Record, number: int) -> DeclaredOne:
    citizen = ((IdentifierKind.CITIZEN, record.citizen),) if record.citizen else ()
    return DeclaredOne(
        full_name=record.full_name,
        birth_on=record.birth_on,
        birth_year=record.birth_year,
        sex=Sex(record.sex),
        identifiers=citizen,
        doses=(0, 1, 2, None)[number % 4],
        last_dose_on=date(2021, 8, 20) if number % 4 in (1, 2) else None,
        has_no_test=number % 3 == 0,
        symptoms="ho, sốt" if number % 11 == 5 else "",
        content={"full_name": record.full_name, "birth": str(record.birth_year or "")},
    )


def _pass_a_post(actor: Actor, now: datetime) -> None:
    """The post saw every third of them: the same people, other words, one coming."""
    for row in list(Arrival.objects.standing().select_related("person__root").order_by("pk"))[::3]:
        person = row.person.root or row.person
        number = person.identifiers.filter(kind=IdentifierKind.CITIZEN).first()
        if number is None:
            continue
        seen_at = row.arrived_at + timedelta(minutes=50)
        join_arrival(
            actor,
            ArrivalWords(
                claim=PersonClaim(
                    reference=f"demo.Passage:{row.pk}",
                    kind=SourceKind.PASSAGE,
                    path=row.path,
                    said_at=seen_at,
                    full_name=person.full_name,
                    birth_on=person.birth_on,
                    birth_year=person.birth_year,
                    identifiers=((IdentifierKind.CITIZEN, number.value),),
                ),
                facts=Facts(tests=(Test("rapid", "negative", seen_at, seen_at),)),
                arrived_at=seen_at,
                plate="69A12345",
            ),
            now=seen_at,
        )


def _work_on_lists(officer: Actor, communes: list[tuple[str, str]], now: datetime) -> None:
    sent = Arrival.objects.standing().filter(state=WatchState.SENT).order_by("pk")
    ids = list(sent.values_list("pk", flat=True))
    receive(officer, ids[::2], now=now - timedelta(minutes=30))
    if ids[1::9]:
        say_not_here(officer, ids[1::9], "Nhà khóa cửa", now=now - timedelta(minutes=20))
    path = communes[0][0]
    for hamlet in ("Ấp 7", "Ấp 1"):
        words = TeamWords(
            path,
            f"Tổ COVID-19 cộng đồng {hamlet}",
            [(f"Lâm Văn Tổ {hamlet[-1]}", f"091122233{hamlet[-1]}"), ("Trần Thị Viên", "")],
            hamlet,
            "các hộ của ấp",
        )
        set_team(officer, words, now=now)
    open_place(officer, PlaceWords(path, VISITED, "Ấp 1", "Ban quản lý chợ"), now=now)
