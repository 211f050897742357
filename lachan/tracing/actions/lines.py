"""Write, correct and strike single lines; several interviewers never wait for each other.

A line is inserted, never changed, so that nobody can write over another's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, ToldOtherwise, refuse_if
from lachan.core.text import normal
from lachan.people.actions.recognising import recognise
from lachan.people.models import Person
from lachan.people.queries.persons import family_of, person_by_key
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind
from lachan.tracing import events
from lachan.tracing.actions.venues import PlaceWords, find_or_make_venue, home_of
from lachan.tracing.models import (
    Interview,
    Investigation,
    Line,
    NamedContact,
    Photo,
    Stay,
    Venue,
)
from lachan.tracing.queries.investigations import get_investigation, get_line
from lachan.tracing.rules.lines import obstacles_to_line
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import AT_A_PLACE, LineKind, Permission, Setting, Source

REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class MetWords:
    """Somebody met: chosen (`key`), or named with what is known of them.

    `path` is the unit where they live, empty where nobody told it.
    """

    full_name: str = ""
    phone: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    sex: Sex = Sex.UNKNOWN
    path: str = ""
    address: str = ""
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line as it is told. `key` is made by whoever tells it: the same key is one line."""

    key: UUID
    kind: LineKind
    span: Span
    place: PlaceWords | None = None
    met: MetWords | None = None
    setting: Setting | None = None
    row: int | None = None
    words: str = ""
    source: Source = Source.INTERVIEW
    interview_key: UUID | None = None
    photo_key: UUID | None = None
    replaces: UUID | None = None
    reported: Mapping[str, str] = field(default_factory=dict)


def digest_of(words: LineWords) -> str:
    """The SHA-256 of all that is told in a line but its key: the same words have the same one."""
    told = {name: value for name, value in asdict(words).items() if name != "key"}
    return hashlib.sha256(json.dumps(told, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> str:
    """One instant is the same words, whatever offset a device writes it with."""
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)


def add_line(actor: Actor, investigation_key: UUID, words: LineWords, *, now: datetime) -> Line:
    """Write one line, and the stays and the meeting that it tells; the same key twice is once.

    1. A line with this key is the answer already, if the words are the same: ToldOtherwise if not.
    2. Find or make the place and the person met.
    3. Insert the line; where it replaces one, strike that one unless somebody did before.
    4. Write what the engine reads.
    """
    investigation = get_investigation(actor, investigation_key)
    if not actor.may(Permission.INVESTIGATE, investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    return tell_line(actor, investigation, investigation.person, words, now=now)


def tell_line(
    actor: Actor, investigation: Investigation, teller: Person, words: LineWords, *, now: datetime
) -> Line:
    """`add_line` for whoever was let in by another door: `teller` is whose line it is."""
    # § 1
    before = Line.objects.filter(key=words.key).first()
    if before is not None:
        return _same(before, investigation, words)
    refuse_if(
        obstacles_to_line(
            words.kind,
            words.span,
            has_place=words.place is not None or words.kind == LineKind.HOUSEHOLD,
            has_met=words.met is not None,
            words=words.words,
            row=words.row,
            is_closed=investigation.closed_at is not None,
            zero_on=investigation.zero_on,
            now=now,
        )
    )
    try:
        with transaction.atomic():
            return _written(actor, investigation, teller, words, now)
    except IntegrityError:  # the same line arrived twice at one moment
        again = Line.objects.filter(key=words.key).first()
        if again is None:
            raise
        return _same(again, investigation, words)


def _same(line: Line, investigation: Investigation, words: LineWords) -> Line:
    if line.investigation_id != investigation.pk:
        raise Refused(_("this line belongs to another case"))
    # A line of before there was a digest cannot tell.
    if line.digest not in ("", digest_of(words)):
        raise ToldOtherwise(
            _("This line was saved before with other words, which stand; these are not saved yet.")
        )
    return line


def _written(
    actor: Actor, investigation: Investigation, teller: Person, words: LineWords, now: datetime
) -> Line:
    # § 2
    old = _replaced(investigation, words.replaces)
    venue = _venue(actor, teller, words, old, now)
    met = _met(actor, investigation, words, old, now) if words.met else None
    if met is not None and met.root_id == teller.root_id:
        raise Refused(_("The person met is the case itself; choose another person."))
    # § 3
    line = Line.objects.create(
        key=words.key,
        investigation=investigation,
        interview=_of(Interview, investigation, words.interview_key),
        photo=_of(Photo, investigation, words.photo_key),
        person=teller,
        kind=words.kind,
        source=words.source,
        started_at=words.span.started_at,
        ended_at=words.span.ended_at,
        precision=words.span.precision,
        venue=venue,
        met=met,
        setting=venue.setting if venue else words.setting or "",
        row=words.row,
        words=normal(words.words)[:500],
        reported=dict(words.reported),
        digest=digest_of(words),
        replaces=old,
        recorded_at=now,
        recorded_by_id=actor.id,
        recorded_by_name=actor.name,
    )
    if old is not None and old.struck_at is None:
        _strike(actor, old, REPLACED, now)
    # § 4
    stays = _stays(line, teller, now)
    contact = _contact(line, now)
    record(
        events.LineAdded(
            investigation.pk,
            line.pk,
            str(line.kind),
            str(line.source),
            old.pk if old else None,
            tuple(stay.pk for stay in stays),
            contact.pk if contact else None,
        ),
        actor=actor,
        path=investigation.path,
        subject=line,
    )
    return line


def _venue(
    actor: Actor, teller: Person, words: LineWords, old: Line | None, now: datetime
) -> Venue | None:
    if words.place is not None:
        # Whoever corrects the line may not see the place, or the person met, that stays.
        if old is not None and old.venue is not None and old.venue.key == words.place.key:
            return old.venue
        return find_or_make_venue(actor, words.place, now=now)
    if words.kind != LineKind.HOUSEHOLD:
        return None
    root = teller.root or teller
    if root.household is None:
        raise Refused(_("No household is known for this person; choose the place instead."))
    return home_of(root.household, now=now)


def _met(
    actor: Actor, investigation: Investigation, words: LineWords, old: Line | None, now: datetime
) -> Person:
    met = words.met
    assert met is not None
    if met.key is not None:
        if old is not None and old.met is not None and old.met.key == met.key:
            return old.met.root or old.met
        return person_by_key(actor, met.key)
    if not any(letter.isalpha() for letter in met.full_name):  # nothing, or a number
        raise Refused(_("Say who was met."))
    kind = SourceKind.DECLARATION if words.source == Source.FORM else SourceKind.KEYED
    claim = PersonClaim(
        reference=f"tracing.line:{words.key}",
        kind=kind,
        # Somebody has to care for a new person: the unit of the case, until a residence is told.
        path=met.path or investigation.path,
        said_at=now,
        full_name=normal(met.full_name),
        sex=met.sex,
        birth_on=met.birth_on,
        birth_year=met.birth_year,
        identifiers=((IdentifierKind.PHONE, met.phone),) if met.phone else (),
        residence_path=met.path,
        residence_words=normal(met.address),
        content=_of_person(words.reported) or {"full_name": met.full_name},
    )
    (answer,) = recognise(actor, [claim], now=now)
    return Person.objects.select_related("root").get(pk=answer.person_id)


def _of_person(reported: Mapping[str, str]) -> dict[str, str]:
    """What was told of the person met; the hours are the line's and no part of who it is."""
    return {name: said for name, said in reported.items() if name not in ("since", "until", "part")}


def _replaced(investigation: Investigation, key: UUID | None) -> Line | None:
    if key is None:
        return None
    # Locked, so that of two corrections at once one strikes and both are told.
    row = Line.objects.select_for_update().filter(key=key, investigation=investigation).first()
    if row is None:
        raise NotThere
    return row


def _of(model: Any, investigation: Investigation, key: UUID | None) -> Any:
    """The interview or picture of this key, which must be one of this investigation."""
    if key is None:
        return None
    row = model.objects.filter(key=key, investigation=investigation).first()
    if row is None:
        raise NotThere
    return row


def _stays(line: Line, teller: Person, now: datetime) -> list[Stay]:
    """The stay of the teller; a stay at home is one of everybody in the household book."""
    if line.kind not in AT_A_PLACE or line.venue is None:
        return []
    root = teller.root or teller
    people = [root]
    if line.kind == LineKind.HOUSEHOLD:
        people += family_of(root)
    return Stay.objects.bulk_create(
        Stay(
            person=person,
            venue=line.venue,
            entered_at=line.started_at,
            left_at=line.ended_at,
            row=line.row,
            source=line.source if person == root else Source.HOUSEHOLD,
            line=line,
            recorded_at=now,
        )
        for person in people
    )


def _contact(line: Line, now: datetime) -> NamedContact | None:
    if line.kind != LineKind.MET or line.met is None:
        return None
    return NamedContact.objects.create(
        person_a=line.person,
        person_b=line.met,
        started_at=line.started_at,
        ended_at=line.ended_at,
        setting=line.setting or Setting.OTHER,
        source=line.source,
        line=line,
        recorded_at=now,
    )


def strike_line(actor: Actor, key: UUID, reason: str, *, now: datetime) -> Line:
    """Strike a line with its stays and its meeting; striking twice is striking once."""
    seen = get_line(actor, key)
    if not actor.may(Permission.INVESTIGATE, seen.investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    if len(reason.strip()) < 3:
        raise Refused(_("say why the line is struck"))
    with transaction.atomic():
        line = Line.objects.select_for_update().get(pk=seen.pk)
        if line.struck_at is None:
            _strike(actor, line, normal(reason)[:300], now)
    return line


def _strike(actor: Actor, line: Line, reason: str, now: datetime) -> None:
    struck = {"struck_at": now, "struck_by_id": actor.id, "struck_because": reason}
    stays = list(line.stays.filter(struck_at__isnull=True).values_list("pk", flat=True))
    Stay.objects.filter(pk__in=stays).update(**struck)
    contact = NamedContact.objects.filter(line=line, struck_at__isnull=True).first()
    if contact is not None:
        NamedContact.objects.filter(pk=contact.pk).update(**struck)
    line.struck_at, line.struck_by_id, line.struck_because = now, actor.id, reason
    line.save(update_fields=["struck_at", "struck_by", "struck_because"])
    record(
        events.LineStruck(
            line.investigation_id,
            line.pk,
            reason,
            tuple(stays),
            contact.pk if contact else None,
        ),
        actor=actor,
        path=line.investigation.path,
        subject=line,
    )
