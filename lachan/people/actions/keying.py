"""Key persons in by hand, and correct what is on record: both are sources like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.text import folded, normal
from lachan.people.actions.recognising import recognise
from lachan.people.events import Corrected, Keyed, Moved
from lachan.people.models import Household, Identifier, Person, Residence, Source
from lachan.people.rules.births import birth_words
from lachan.people.rules.claims import PersonClaim, Recognition
from lachan.people.rules.contradictions import still_open
from lachan.people.rules.households import address_key
from lachan.people.rules.recognition import said
from lachan.people.terms import IdentifierKind, Permission, ResidenceKind, Sex, SourceKind

CORRECTED = ("full_name", "sex", "birth_on", "birth_year", "nationality")


@dataclass(frozen=True)
class Address:
    """Where a household is: the unit's path, the hamlet and the house in words."""

    path: str
    hamlet: str = ""
    words: str = ""
    kind: ResidenceKind = ResidenceKind.STAY


@dataclass(frozen=True)
class Member:
    """One person of a keyed household; numbers are normalised already."""

    full_name: str
    sex: Sex = Sex.UNKNOWN
    birth_on: date | None = None
    birth_year: int | None = None
    nationality: str = "VN"
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()


def key_household(
    actor: Actor, address: Address, members: Sequence[Member], *, form_id: str, now: datetime
) -> list[Recognition]:
    """Key in the people of one household, the head first; the same form twice is taken once.

    Saves in any case: what is odd comes back as warnings. Raises Refused only for who may not
    edit at the unit, and for a form without a name.
    """
    if not actor.may(Permission.EDIT, address.path):
        raise Refused(_("you may not key in persons at this unit"))
    if not members:
        raise Refused(_("key in at least one name"))
    claims = [
        _claim(address, member, f"people.keyed:{form_id}:{number}", now)
        for number, member in enumerate(members, start=1)
    ]
    with transaction.atomic():
        answers = recognise(actor, claims, now=now)
        ids = [answer.person_id for answer in answers]
        if not all(answer.was_repeated for answer in answers):
            household_id = Person.objects.values_list("household_id", flat=True).get(pk=ids[0])
            _settle(household_id, ids[0], address)
            record(Keyed(tuple(ids), household_id), actor=actor, path=address.path)
    return answers


def _claim(address: Address, member: Member, reference: str, now: datetime) -> PersonClaim:
    numbers = {str(kind): value for kind, value in member.identifiers}
    words = {
        "full_name": member.full_name,
        "sex": str(member.sex),
        "birth": birth_words(member.birth_on, member.birth_year),
        "nationality": member.nationality,
        "hamlet": address.hamlet,
        "residence": address.words,
        **numbers,
    }
    return PersonClaim(
        reference=reference,
        kind=SourceKind.KEYED,
        path=address.path,
        said_at=now,
        full_name=member.full_name,
        sex=member.sex,
        birth_on=member.birth_on,
        birth_year=member.birth_year,
        nationality=member.nationality,
        identifiers=member.identifiers,
        residence_kind=address.kind,
        residence_path=address.path,
        residence_words=address.words,
        hamlet=address.hamlet,
        household_key="keyed",
        content={key: value for key, value in words.items() if value},
    )


def _settle(household_id: int | None, head_id: int, address: Address) -> None:
    """The first one keyed is the head where there is none; a missing hamlet is filled in."""
    if household_id is None:
        return
    if not Person.objects.filter(household_id=household_id, is_head=True).exists():
        Person.objects.filter(pk=head_id).update(is_head=True)
    if address.hamlet:
        Household.objects.filter(pk=household_id, hamlet="").update(hamlet=address.hamlet)


def correct(
    actor: Actor,
    person: Person,
    corrected: Member,
    *,
    residence: Address | None,
    note: str,
    now: datetime,
) -> Source:
    """Key a correction: a new source, and what it says holds from now on.

    The earlier sources stay word for word; a column keyed here is settled, so that a
    contradiction about it is no longer flagged. `residence` moves the person when its unit is
    another one. Raises Refused for who may not edit at the person's unit, or without a reason.
    """
    if not actor.may(Permission.EDIT, person.path):
        raise Refused(_("you may not correct this person"))
    if len(note.strip()) < 3:
        raise Refused(_("say where the correction comes from"))
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        after = {
            "full_name": normal(corrected.full_name),
            "sex": str(corrected.sex),
            "birth_on": corrected.birth_on,
            "birth_year": corrected.birth_on.year if corrected.birth_on else corrected.birth_year,
            "nationality": corrected.nationality,
        }
        changed = [name for name in CORRECTED if getattr(row, name) != after[name]]
        known = set(Identifier.objects.filter(person__root=row).values_list("kind", "value"))
        fresh = [pair for pair in corrected.identifiers if (str(pair[0]), pair[1]) not in known]
        source = _source(actor, row, corrected, residence, note, now)
        for name in CORRECTED:
            setattr(row, name, after[name])
        row.folded_name = folded(row.full_name)
        row.contradictions = still_open(row.contradictions, _told(after))
        Identifier.objects.bulk_create(
            [Identifier(person=row, kind=k, value=v, source=source) for k, v in fresh],
            ignore_conflicts=True,
        )
        before = row.path
        if residence is not None:
            changed.append("residence")
            _move(row, residence, source, now)
        row.changed_at = now
        row.save()
        changed += ["identifiers"] if fresh else []
        record(Corrected(row.pk, source.pk, tuple(changed)), actor=actor, path=before, subject=row)
        if row.path != before:
            record(Moved(((row.pk, before, row.path),)), actor=actor, path=row.path, subject=row)
    return source


def _told(after: Mapping[str, object]) -> Iterable[str]:
    return (name for name, value in after.items() if value)


def _source(
    actor: Actor,
    row: Person,
    corrected: Member,
    residence: Address | None,
    note: str,
    now: datetime,
) -> Source:
    address = residence or Address(path=row.path)
    number = row.sources.count() + 1
    claim = _claim(address, corrected, f"people.corrected:{row.pk}:{number}", now)
    return Source.objects.create(
        person=row,
        kind=SourceKind.KEYED,
        reference=claim.reference,
        path=row.path,
        content={**claim.content, "note": note.strip()},
        said=said(claim),
        said_at=now,
        recorded_at=now,
        recorded_by_id=actor.id,
    )


def _move(row: Person, residence: Address, source: Source, now: datetime) -> None:
    Residence.objects.create(
        person=row,
        kind=residence.kind,
        path=residence.path,
        hamlet=residence.hamlet,
        words=residence.words,
        source=source,
    )
    if residence.kind == ResidenceKind.PERMANENT and row.path_as_of:
        return
    row.path, row.path_as_of = residence.path, now
    key = address_key(residence.words)
    house = (
        Household.objects.filter(path=residence.path, address_key=key).order_by("pk").first()
        if key
        else None
    )
    if house is None:
        house = Household.objects.create(
            path=residence.path,
            hamlet=residence.hamlet,
            address=residence.words,
            address_key=key,
            recorded_at=now,
        )
    if row.household_id != house.pk:
        row.household, row.is_head = house, False
