"""A province's first set of figures, duties, hours and letterheads, to be edited from there."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lachan.accounts import queries as accounts
from lachan.accounts.models import User
from lachan.audit.actions import record
from lachan.command import events
from lachan.command.models import FigureDefinition, Letterhead, ReportDuty, ReportHours
from lachan.command.queries.form import plain_letterhead, reporter, scope_of
from lachan.command.rules.catalogue import CATALOGUE
from lachan.command.terms import Reporter, Source
from lachan.core.actor import system
from lachan.places.models import Organisation, Unit

HOURS_SOURCE = (
    "Chỉ đạo của Ban Thường vụ Tỉnh ủy Cà Mau ngày 29/7/2021: “mỗi ngày 1 lần, trong thời gian từ "
    "16 giờ đến 17 giờ”"
)
DUTY_SOURCE = "Đơn vị báo cáo hằng ngày, thiết lập ban đầu"
# Bodies of the province itself that report besides the districts.
SYSTEMS = (Reporter.HEALTH, Reporter.POLICE, Reporter.MILITARY, Reporter.BORDER_GUARD)


@transaction.atomic
def establish_reporting(province_path: str, day: date) -> int:
    """Set a province's reporting up as of a day; return the number of duties made.

    Districts' people's committees report, or the communes' where districts are no more; with them
    the health, police, military and border-guard bodies of the province. What exists already stays
    as it is, so that it can be run again.
    """
    figures = _establish_figures(province_path, day)
    ReportHours.objects.get_or_create(
        path=province_path, defaults={"valid_from": day, "source": HOURS_SOURCE}
    )
    made = 0
    for position, body in enumerate(_bodies(province_path, day)):
        _establish_letterhead(body, day)
        if not ReportDuty.objects.filter(organisation=body, recipient_path=province_path).exists():
            contact = _contact(body)
            ReportDuty.objects.create(
                path=body.path,
                organisation=body,
                recipient_path=province_path,
                valid_from=day,
                contact_name=contact.full_name if contact else "",
                contact_phone=contact.phone if contact else "",
                source=DUTY_SOURCE,
                position=position,
            )
            made += 1
    _establish_office(province_path, day)
    if figures or made:
        record(
            events.ReportingEstablished(day=day, figures=figures, duties=made),
            actor=system("set-up"),
            path=province_path,
        )
    return made


def _establish_figures(path: str, day: date) -> int:
    known = set(FigureDefinition.objects.filter(path=path).values_list("code", flat=True))
    rows = [
        FigureDefinition(
            path=path,
            code=figure.code,
            label=figure.label,
            unit_of_measure=figure.unit,
            group=figure.group,
            reporters=[str(kind) for kind in figure.reporters],
            source=Source.COMPUTED if figure.query else Source.TYPED,
            query=figure.query,
            is_cumulative=figure.is_cumulative,
            total_code=figure.total,
            position=position,
            valid_from=day,
        )
        for position, figure in enumerate(CATALOGUE)
        if figure.code not in known
    ]
    FigureDefinition.objects.bulk_create(rows)
    return len(rows)


def _bodies(path: str, day: date) -> list[Organisation]:
    """Committees of the level below the province, by unit code, then the province's systems."""
    inside = (
        Organisation.objects.on(day)
        .filter(path__startswith=path)
        .select_related("unit", "superior__unit")
    )
    units = Unit.objects.on(day).filter(path__startswith=path)
    level = "district" if units.filter(kind="district").exists() else "commune"
    committees = inside.filter(kind="peoples_committee", unit__kind=level).order_by("unit__path")
    systems = [
        body
        for body in inside.filter(unit__path=path).order_by("path")
        if reporter(body) in SYSTEMS and not _reports_through_another(body)
    ]
    return [*committees, *systems]


def _reports_through_another(body: Organisation) -> bool:
    """A hospital's or centre's figures are its department's: counted there, not twice."""
    return body.superior is not None and reporter(body.superior) == reporter(body)


def _contact(body: Organisation) -> User | None:
    """The head of the body (or of its unit), to be rung when its report is missing.

    Whoever is known now: a system may be set up for days before its people had accounts.
    """
    leading = [code for code, role in accounts.roles().items() if role.leads]
    places = [body.path, *({scope_of(body)} - {body.path})]
    for place in places:
        found = User.objects.filter(grants__path=place, grants__role__in=leading, is_active=True)
        person: User | None = found.exclude(phone="").first()
        if person is not None:
            return person
    return None


def _establish_letterhead(body: Organisation, day: date) -> None:
    if Letterhead.objects.filter(path=body.path).exists():
        return
    row = plain_letterhead(body)
    row.valid_from = day
    row.addressees = ["Thường trực Tỉnh ủy", "Ủy ban nhân dân tỉnh", "Ban Chỉ đạo tỉnh"]
    province = body.unit.parent or body.unit
    if reporter(body) not in (Reporter.DISTRICT, Reporter.COMMUNE):
        row.superior = f"ỦY BAN NHÂN DÂN {province.full_name.upper()}"
        row.place = body.unit.name
        row.chief_title = "Giám đốc"
    row.save()


def _establish_office(path: str, day: date) -> None:
    """The province's own: the Steering Committee under the Party, as in document 05-CV/BCĐ."""
    unit = Unit.objects.on(day).filter(path=path).first()
    if unit is None or Letterhead.objects.filter(path=path).exists():
        return
    Letterhead.objects.create(
        path=path,
        valid_from=day,
        world="party",
        superior=f"TỈNH ỦY {unit.name.upper()}",
        issuer="BAN CHỈ ĐẠO PHÒNG, CHỐNG DỊCH COVID-19",
        body_symbol="BCĐ",
        place=unit.name,
        addressees=["Thường trực Tỉnh ủy"],
        recipients=[
            "Như trên",
            "Ủy ban nhân dân tỉnh",
            "Thành viên Ban Chỉ đạo tỉnh",
            "Lưu Văn phòng Tỉnh ủy",
        ],
        authority="TM. BAN CHỈ ĐẠO",
        chief_title="Trưởng ban",
    )
