"""What is reported, by whom and until when, on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import QuerySet

from lachan.accounts.models import User
from lachan.command.models import FigureDefinition, Letterhead, ReportDuty, ReportHours
from lachan.command.rules.figures import Change, reporter_of
from lachan.command.terms import Permission, Reporter
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import at
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.places.models import Organisation


@dataclass(frozen=True)
class Hours:
    """The hours of one reporting day, as instants, and from what change on one must confirm."""

    day: date
    opens_at: datetime
    reminds_at: datetime
    cut_off_at: datetime
    change: Change = field(default_factory=Change)
    source: str = ""


def hours_on(path: str, day: date) -> Hours:
    """The hours in force at a place on a day: of the nearest place above that set any."""
    rows = ReportHours.objects.on(day).filter(path__in=[*paths.ancestors(path), ""])
    row = max(rows, key=lambda found: len(found.path), default=None) or ReportHours()
    return Hours(
        day=day,
        opens_at=_instant(day, row.opens),
        reminds_at=_instant(day, row.reminds),
        cut_off_at=_instant(day, row.cut_off),
        change=Change(percent=row.ask_change_percent, least=row.ask_change_least),
        source=row.source,
    )


def _instant(day: date, hour: time) -> datetime:
    return at(day, hour.hour, hour.minute)


def duties_on(recipient_path: str, day: date) -> list[ReportDuty]:
    """The bodies that owe this office a report of the day, in the office's order."""
    rows = ReportDuty.objects.on(day).filter(recipient_path=recipient_path)
    return list(rows.select_related("organisation__unit"))


def recipients_on(day: date) -> list[str]:
    """The paths of all offices to which somebody owes a report of this day."""
    found = ReportDuty.objects.on(day).values_list("recipient_path", flat=True)
    return sorted(set(found))


def reporter(organisation: Organisation) -> Reporter:
    """As what the body reports."""
    return reporter_of(organisation.kind, organisation.unit.kind)


def scope_of(organisation: Organisation) -> str:
    """What a body answers for: a committee for its whole unit, others for themselves."""
    if reporter(organisation) in (Reporter.DISTRICT, Reporter.COMMUNE):
        return organisation.unit.path
    return organisation.path


def definitions_on(recipient_path: str, day: date) -> list[FigureDefinition]:
    """All figures that an office asks for on a day."""
    return list(FigureDefinition.objects.on(day).filter(path=recipient_path))


def definitions_for(
    definitions: list[FigureDefinition], reporting: Reporter
) -> list[FigureDefinition]:
    """Those of the figures that this kind of body reports."""
    return [definition for definition in definitions if reporting in definition.reporters]


def own_duties(actor: Actor, day: date) -> list[ReportDuty]:
    """The duties of the actor's own unit: of the body at their workplace, or directly in it."""
    scopes = set(actor.paths_for(Permission.REPORT)) | set(actor.paths_for(Permission.SUBMIT))
    rows = ReportDuty.objects.on(day).filter(within(tuple(sorted(scopes))))
    return [
        duty
        for duty in rows.select_related("organisation__unit")
        if actor.workplace in (duty.path, paths.parent(duty.path))
        and duty.recipient_path != actor.workplace
    ]


def consolidating_path(
    actor: Actor, day: date, permission: Permission = Permission.CONSOLIDATE
) -> str:
    """The office whose consolidation of this day the actor works on (or may read), or empty.

    The one at their workplace if units owe it reports, else the nearest one within their sight.
    """
    scopes = actor.paths_for(permission)
    found = [
        path for path in recipients_on(day) if any(paths.contains(scope, path) for scope in scopes)
    ]
    if actor.workplace in found:
        return actor.workplace
    return min(found, key=lambda path: (len(path), path), default="")


def letterhead_on(organisation: Organisation, day: date) -> Letterhead:
    """How the body heads its reports on a day; a plain one made of its name when none was set."""
    row: Letterhead | None = Letterhead.objects.on(day).filter(path=organisation.path).first()
    return row or plain_letterhead(organisation)


def office_letterhead(path: str, day: date) -> Letterhead:
    """How the office at this path heads its consolidation; else as its first body heads its own."""
    row: Letterhead | None = Letterhead.objects.on(day).filter(path=path).first()
    if row is not None:
        return row
    inside = Organisation.objects.on(day).filter(unit__path=path)
    body = inside.filter(kind="steering_committee").first() or inside.first()
    return letterhead_on(body, day) if body else Letterhead(path=path, issuer="", chief_title="")


def short_name(organisation: Organisation) -> str:
    """A committee by its unit ("U Minh"), other bodies by their name, for the head of a column."""
    if scope_of(organisation) == organisation.unit.path:
        unit = organisation.unit
        return f"TP {unit.name}" if unit.full_name.startswith("Thành phố") else unit.name
    return organisation.name


def plain_letterhead(organisation: Organisation) -> Letterhead:
    """An unsaved letterhead made of what is known of the body."""
    short = next((name for name in organisation.abbreviations if " " not in name), "")
    is_committee = reporter(organisation) in (Reporter.DISTRICT, Reporter.COMMUNE)
    unit = organisation.unit
    return Letterhead(
        path=organisation.path,
        world="party" if organisation.kind == "party" else "state",
        superior="",
        issuer=organisation.name.upper(),
        body_symbol=short or ("UBND" if is_committee else _initials(organisation.name)),
        place=unit.name,
        recipients=["Như trên", "Lưu: VT"],
        authority="TM. ỦY BAN NHÂN DÂN" if is_committee else "",
        chief_title="Chủ tịch" if is_committee else "Thủ trưởng đơn vị",
    )


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:8]


def title_of(actor: Actor) -> str:
    """The actor's official title, as it stands under a signature."""
    return User.objects.filter(pk=actor.id or 0).values_list("position", flat=True).first() or ""


def visible_definitions(actor: Actor) -> QuerySet[FigureDefinition]:
    """Every figure ever asked for, where the actor sets what is reported."""
    rows: QuerySet[FigureDefinition] = FigureDefinition.objects.visible_to(
        actor, Permission.CONFIGURE
    )
    return rows


def get_definition(actor: Actor, definition_id: int) -> FigureDefinition:
    """One figure's definition; NotThere when it is out of sight."""
    row: FigureDefinition | None = visible_definitions(actor).filter(pk=definition_id).first()
    if row is None:
        raise NotThere
    return row


def visible_duties(actor: Actor) -> QuerySet[ReportDuty]:
    """Every duty to report, past ones too, where the actor sets them."""
    rows: QuerySet[ReportDuty] = ReportDuty.objects.visible_to(actor, Permission.CONFIGURE)
    return rows.select_related("organisation__unit")


def get_duty(actor: Actor, duty_id: int) -> ReportDuty:
    """One duty; NotThere when it is out of sight."""
    row: ReportDuty | None = visible_duties(actor).filter(pk=duty_id).first()
    if row is None:
        raise NotThere
    return row


def bodies(actor: Actor, day: date) -> QuerySet[Organisation]:
    """The bodies that could be given a duty to report."""
    rows: QuerySet[Organisation] = Organisation.objects.on(day).filter(
        within(actor.paths_for(Permission.CONFIGURE))
    )
    return rows
