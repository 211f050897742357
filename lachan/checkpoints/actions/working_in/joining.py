"""Tell arrivals who came through a post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lachan.arrivals.actions.joining import join_arrivals, withdraw_sources
from lachan.arrivals.rules.claims import ArrivalWords
from lachan.checkpoints.actions.working_in.writing import Rows
from lachan.checkpoints.models import Passage, PassagePerson, PostTest, Strike
from lachan.checkpoints.terms import Direction, PassageOutcome, PersonRole
from lachan.core.actor import Actor
from lachan.core.path import parts
from lachan.core.rows import update_rows
from lachan.people.actions.recognising import recognise
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind
from lachan.policies.rules.facts import Facts, Test
from lachan.policies.rules.reading import NotFacts, facts_of
from lachan.transport.actions import Sighting, note_passages
from lachan.transport.terms import Direction as VehicleDirection
from lachan.transport.terms import Role, VehicleKind

ROLES = {
    PersonRole.DRIVER: Role.DRIVER,
    PersonRole.RIDER: Role.DRIVER,
    PersonRole.COMPANION: Role.HELPER,
}


def join(actor: Actor, rows: Rows, now: datetime) -> None:
    """Who came in, and was not sent back, has arrived; of all others only who they are is kept.

    A person who goes on to another province, or was turned back, stands on no commune's list. What
    was struck tells arrivals nothing: told before, it is withdrawn; struck before, it never joins.
    """
    _withdraw(actor, rows, now)
    struck = set(
        Passage.objects.filter(pk__in=rows.passage_ids, is_struck=True).values_list("pk", flat=True)
    )
    people = [p for p in rows.made_people if p.full_name and p.passage_id not in struck]
    coming = [person for person in people if is_coming(person)]
    arrivals = join_arrivals(actor, [words_of(person) for person in coming], now=now)
    for person, arrival in zip(coming, arrivals, strict=True):
        person.arrival = arrival
    saved = {(person.passage_id, person.position): person for person in coming}
    found = PassagePerson.objects.filter(passage__in={key for key, _ in saved})
    changed = []
    for row in found:
        worked_in = saved.get((row.passage_id, row.position))
        if worked_in is not None:
            row.arrival = worked_in.arrival
            changed.append(row)
    update_rows(changed, ["arrival"])
    recognise(actor, [words_of(p).claim for p in people if not is_coming(p)], now=now)
    _join_later_tests(actor, rows, now)
    _note_vehicles(actor, rows, now)


def _withdraw(actor: Actor, rows: Rows, now: datetime) -> None:
    """Take back what arrivals were told by passages and tests that these events strike."""
    strikes = {
        (strike.post_id, strike.target_id): strike.reason or _("recorded by mistake")
        for strike in Strike.objects.filter(pk__in=[one.event.pk for one in rows.opened])
    }
    if not strikes:
        return
    targets = {target for _post, target in strikes}
    people = PassagePerson.objects.filter(
        passage__in=targets, passage__is_struck=True
    ).select_related("passage")
    reasons = {
        person.reference: strikes[person.passage.post_id, person.passage_id] for person in people
    }
    tests = PostTest.objects.filter(
        Q(passage_id__in={person.passage_id for person in people})
        | Q(event_id__in=targets, is_struck=True)
    )
    for test in tests:
        reason = strikes.get((test.post_id, test.event_id)) or strikes.get(
            (test.post_id, test.passage_id)
        )
        if reason is not None:
            reasons[reference_of(test)] = reason
    withdraw_sources(actor, reasons, now=now)
    people.update(arrival=None)


def _note_vehicles(actor: Actor, rows: Rows, now: datetime) -> None:
    """Tell transport which vehicles went in and out, with those on board who were recognised."""
    aboard: dict[UUID, list[tuple[int, Role]]] = {}
    for person in rows.made_people:
        if person.arrival is not None:
            role = ROLES.get(PersonRole(person.role), Role.PASSENGER)
            aboard.setdefault(person.passage_id, []).append((person.arrival.person_id, role))
    sightings = []
    for vehicle in rows.vehicles:
        passage = vehicle.passage
        if not vehicle.plate or passage.outcome == PassageOutcome.REFUSED:
            continue
        people = aboard.get(passage.pk, [])
        drivers = [person_id for person_id, role in people if role == Role.DRIVER]
        sightings.append(
            Sighting(
                vehicle.plate,
                direction=VehicleDirection(passage.direction),
                at=passage.happened_at,
                path=passage.post.unit_path,
                reference=f"checkpoints.Event:{passage.pk}",
                trailer=vehicle.trailer_plate,
                kind=VehicleKind(vehicle.kind) if vehicle.kind in frozenset(VehicleKind) else None,
                driver_id=drivers[0] if drivers else None,
                aboard=[one for one in people if one[0] not in drivers[:1]],
                goods=vehicle.goods,
                origin=vehicle.from_words,
                destination=vehicle.to_words,
            )
        )
    note_passages(actor, sightings, now=now)


def is_coming(person: PassagePerson) -> bool:
    """Whether the person came into the province to stay, as far as the post knows."""
    passage = person.passage
    province = parts(passage.post.unit_path)[0]
    goes_on = bool(person.destination_path) and parts(person.destination_path)[0] != province
    return (
        passage.direction == Direction.IN
        and passage.outcome != PassageOutcome.REFUSED
        and not goes_on
    )


def reference_of(test: PostTest) -> str:
    """The name of a later test's words, the same after every rebuild."""
    return f"checkpoints.PostTest:{test.event_id}"


def words_of(person: PassagePerson, test: PostTest | None = None) -> ArrivalWords:
    """The post's words about one person; with a later test, words of their own."""
    passage = person.passage
    vehicle = getattr(passage, "vehicle", None)
    facts = _facts(person)
    if test is not None:
        facts = Facts(tests=(Test(test.kind, test.result, taken_at=test.taken_at),))
    unit = passage.post.unit_path
    goes_within = person.destination_path.startswith(f"{parts(unit)[0]}/")
    return ArrivalWords(
        claim=PersonClaim(
            reference=reference_of(test) if test else person.reference,
            kind=SourceKind.PASSAGE,
            path=person.destination_path if goes_within else unit,
            said_at=passage.happened_at,
            full_name=person.full_name,
            sex=Sex(person.sex),
            birth_on=person.birth_on,
            birth_year=person.birth_year,
            identifiers=tuple(_identifiers(person)),
            residence_path=person.destination_path,
            residence_words=person.destination_words,
            household_key="",
            content={"post": passage.post.name, "role": person.role},
        ),
        facts=facts,
        arrived_at=passage.happened_at,
        from_words=person.from_words,
        from_path=person.from_path,
        plate=vehicle.plate if vehicle else "",
        destination_words=person.destination_words,
        destination_path=person.destination_path,
    )


def _facts(person: PassagePerson) -> Facts:
    try:
        facts = facts_of(dict(person.facts))
    except NotFacts:
        facts = Facts()
    if facts.arrived_at is None:
        facts = replace(facts, arrived_at=person.passage.happened_at)
    return facts


def _identifiers(person: PassagePerson) -> Iterable[tuple[IdentifierKind, str]]:
    for kind, value in (
        (IdentifierKind.CITIZEN, person.citizen_id),
        (IdentifierKind.OLD_CARD, person.old_card),
        (IdentifierKind.PASSPORT, person.passport),
        (IdentifierKind.PHONE, person.phone),
    ):
        if value:
            yield kind, value


def _join_later_tests(actor: Actor, rows: Rows, now: datetime) -> None:
    """A test told after the passage, or before the passage came, is told when both are there."""
    tests = list(rows.later_tests)
    tests += PostTest.objects.filter(passage_id__in=rows.passage_ids).exclude(
        event_id__in=[*rows.passage_ids, *(test.event_id for test in tests)]
    )
    if not tests:
        return
    struck = set(
        PostTest.objects.filter(
            event_id__in=[test.event_id for test in tests], is_struck=True
        ).values_list("event_id", flat=True)
    )
    passages = Passage.objects.in_bulk({test.passage_id for test in tests})
    people = {
        (person.passage_id, person.position): person
        for person in PassagePerson.objects.filter(passage__in=passages).select_related(
            "passage__post", "passage__vehicle"
        )
    }
    told = [
        words_of(person, test)
        for test in tests
        if (person := people.get((test.passage_id, test.position))) is not None
        and person.full_name
        and is_coming(person)
        and person.passage.post_id == test.post_id
        and not (person.passage.is_struck or test.event_id in struck)
    ]
    join_arrivals(actor, told, now=now)
