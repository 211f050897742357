"""Record who came over the border, what became of them, and who keeps watch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal
from lachan.people.actions.recognising import recognise
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind
from lachan.transport.events import DutyRostered, DutyWithdrawn, EntryMoved, EntryRecorded
from lachan.transport.models import BorderDuty, BorderEntry
from lachan.transport.terms import EntryKind, EntryStatus, Force, Permission

# What follows what; the way back is a correction and is not offered.
NEXT = {
    EntryStatus.FOUND: (
        EntryStatus.HANDED_OVER,
        EntryStatus.QUARANTINED,
        EntryStatus.RETURNED,
        EntryStatus.CLOSED,
    ),
    EntryStatus.HANDED_OVER: (EntryStatus.QUARANTINED, EntryStatus.RETURNED, EntryStatus.CLOSED),
    EntryStatus.QUARANTINED: (EntryStatus.RETURNED, EntryStatus.CLOSED),
    EntryStatus.RETURNED: (EntryStatus.CLOSED,),
    EntryStatus.CLOSED: (),
}


@dataclass(frozen=True)
class Entrant:
    """Who came; numbers are normalised already."""

    full_name: str
    sex: Sex = Sex.UNKNOWN
    birth_on: date | None = None
    birth_year: int | None = None
    nationality: str = "VN"
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()


@dataclass(frozen=True)
class EntryFacts:
    """Where, when and how somebody came, and who found or received them."""

    path: str
    kind: EntryKind
    place: str
    at: datetime
    from_country: str = ""
    found_by: str = ""
    force: Force | str = ""
    note: str = ""


@dataclass(frozen=True)
class DutyFacts:
    """A shift at the border; `people` are officers on duty, one name a person."""

    path: str
    section: str
    force: Force
    begins_at: datetime
    ends_at: datetime
    people: tuple[str, ...] = ()
    phone: str = ""
    note: str = ""


def record_entry(
    actor: Actor, entrant: Entrant, facts: EntryFacts, *, form_id: str, now: datetime
) -> BorderEntry:
    """Keep that somebody came over the border; the same form twice is one entry."""
    _may_edit(actor, facts.path)
    obstacles = []
    if not normal(entrant.full_name):
        obstacles.append(_("type the name; an unknown person as “not known”"))
    if facts.at > now:
        obstacles.append(_("the entry lies ahead"))
    refuse_if(obstacles)
    reference = f"transport.border:{form_id}"
    with transaction.atomic():
        claim = PersonClaim(
            reference=reference,
            kind=SourceKind.BORDER,
            path=facts.path,
            said_at=facts.at,
            full_name=entrant.full_name,
            sex=entrant.sex,
            birth_on=entrant.birth_on,
            birth_year=entrant.birth_year,
            nationality=entrant.nationality,
            identifiers=entrant.identifiers,
            content={
                "full_name": entrant.full_name,
                "nationality": entrant.nationality,
                **{str(kind): value for kind, value in entrant.identifiers},
            },
        )
        (answer,) = recognise(actor, [claim], now=now)
        # A repeated form finds the row; two at once wait for each other within recognise().
        known: BorderEntry | None = BorderEntry.objects.filter(reference=reference).first()
        if known is not None:
            return known
        entry: BorderEntry = BorderEntry.objects.create(
            **asdict(facts), person_id=answer.person_id, reference=reference, recorded_at=now
        )
        record(
            EntryRecorded(entry.pk, str(facts.kind), answer.person_id),
            actor=actor,
            path=entry.path,
            subject=entry,
        )
    return entry


def move_entry(
    actor: Actor, entry_id: int, status: EntryStatus, *, handed_to: str = "", now: datetime
) -> BorderEntry:
    """The entrant was handed over, quarantined or sent back, or the case is closed."""
    with transaction.atomic():
        entry: BorderEntry | None = (
            BorderEntry.objects.visible_to(actor, Permission.EDIT)
            .select_for_update()
            .filter(pk=entry_id)
            .first()
        )
        if entry is None:
            raise NotThere
        if status == entry.status:
            return entry
        obstacles = []
        if status not in NEXT[EntryStatus(entry.status)]:
            obstacles.append(_("this step does not follow from where the case stands"))
        if status in (EntryStatus.HANDED_OVER, EntryStatus.QUARANTINED) and not normal(handed_to):
            obstacles.append(_("say to whom the person was handed over"))
        refuse_if(obstacles)
        entry.status = status
        if normal(handed_to):
            entry.handed_to, entry.handed_at = normal(handed_to)[:200], now
        entry.save(update_fields=["status", "handed_to", "handed_at"])
        record(EntryMoved(entry.pk, str(status)), actor=actor, path=entry.path, subject=entry)
    return entry


def roster_duty(actor: Actor, facts: DutyFacts, *, now: datetime) -> BorderDuty:
    """Give a shift its people. Raises Refused where that force has the shift there already."""
    _may_edit(actor, facts.path)
    obstacles = []
    if facts.ends_at <= facts.begins_at:
        obstacles.append(_("the shift ends before it begins"))
    if not facts.people:
        obstacles.append(_("name at least one person on duty"))
    refuse_if(obstacles)
    with transaction.atomic():
        if BorderDuty.objects.filter(
            path=facts.path,
            section=facts.section,
            force=facts.force,
            begins_at__lt=facts.ends_at,
            ends_at__gt=facts.begins_at,
            withdrawn_at__isnull=True,
        ).exists():
            raise Refused(_("this force is on duty there at that time already"))
        duty: BorderDuty = BorderDuty.objects.create(
            **(asdict(facts) | {"people": list(facts.people)}), recorded_at=now
        )
        record(DutyRostered(duty.pk, str(facts.force)), actor=actor, path=duty.path, subject=duty)
    return duty


def withdraw_duty(actor: Actor, duty_id: int, reason: str, *, now: datetime) -> None:
    """Take a shift off the roster."""
    with transaction.atomic():
        duty: BorderDuty | None = (
            BorderDuty.objects.visible_to(actor, Permission.EDIT)
            .select_for_update()
            .filter(pk=duty_id, withdrawn_at__isnull=True)
            .first()
        )
        if duty is None:
            raise NotThere
        if len(reason.strip()) < 3:
            raise Refused(_("say why the shift is taken off the roster"))
        duty.withdrawn_at = now
        duty.save(update_fields=["withdrawn_at"])
        record(DutyWithdrawn(duty.pk, reason.strip()), actor=actor, path=duty.path, subject=duty)


def _may_edit(actor: Actor, path: str) -> None:
    if not actor.may(Permission.EDIT, path):
        raise Refused(_("you may not edit transport at this unit"))
