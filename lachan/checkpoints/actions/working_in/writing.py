"""The rows that events make; the same events make the same rows in whatever order they come."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from lachan.checkpoints.models import (
    Event,
    Opening,
    Passage,
    PassagePerson,
    PassageVehicle,
    PostTest,
    Shift,
    Slip,
    Strike,
)
from lachan.checkpoints.rules.envelope import Sighting, flags_of, happened_at
from lachan.checkpoints.rules.payloads import (
    LaterTestWords,
    OpeningWords,
    PassageWords,
    PersonWords,
    ShiftWords,
    SlipWords,
    StrikeWords,
    TestWords,
    Words,
)
from lachan.checkpoints.terms import Flag
from lachan.core.text import folded
from lachan.policies.rules.reading import NotFacts, facts_of

# Tables whose rows a strike crosses out.
_STRUCK = (Passage, Slip, Shift, Opening, PostTest)
_ANEW = (PassagePerson, PassageVehicle, Passage, Slip, PostTest, Strike, Shift)


@dataclass(slots=True)
class Read:
    """An event that could be read."""

    event: Event
    sighting: Sighting
    words: Words


@dataclass(slots=True)
class Rows:
    """What a portion of events makes."""

    opened: list[Read] = field(default_factory=list)
    made_people: list[PassagePerson] = field(default_factory=list)
    _made: dict[type[Any], list[Any]] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        return len(self._made.get(Passage, ()))

    @property
    def people(self) -> int:
        return len(self.made_people)

    @property
    def later_tests(self) -> list[PostTest]:
        """Tests that were told by an event of their own."""
        return [t for t in self._made.get(PostTest, ()) if t.event_id != t.passage_id]

    @property
    def vehicles(self) -> list[PassageVehicle]:
        """Vehicles of this portion's passages."""
        return list(self._made.get(PassageVehicle, ()))

    @property
    def passage_ids(self) -> list[UUID]:
        return [row.event_id for row in self._made.get(Passage, ())]

    def add(self, event: Event, sighting: Sighting, words: Words) -> None:
        """Lay down what one event tells."""
        read = Read(event, sighting, words)
        self.opened.append(read)
        match words:
            case PassageWords():
                self._add_passage(read, words)
            case SlipWords():
                self._put(
                    Slip(
                        event=event,
                        device=event.device,
                        happened_at=happened_at(sighting),
                        flags=list(flags_of(sighting)),
                        **_where(event),
                        **asdict(words),
                    )
                )
            case OpeningWords():
                self._put(
                    Opening(
                        key=event.pk,
                        event=event,
                        recorded_at=event.received_at,
                        **_where(event),
                        **asdict(words),
                    )
                )
            case ShiftWords():
                self._put(
                    Shift(
                        event=event,
                        happened_at=happened_at(sighting),
                        officer=_officer(event),
                        **_where(event),
                        **{**asdict(words), "officers": list(words.officers)},
                    )
                )
            case LaterTestWords():
                self._put(_test(event, sighting, words.passage, words.person, words.test))
            case StrikeWords():
                self._put(
                    Strike(
                        event=event,
                        post=event.device.post,
                        target_id=words.target,
                        reason=words.reason,
                    )
                )

    def _add_passage(self, read: Read, words: PassageWords) -> None:
        event, sighting = read.event, read.sighting
        passage = Passage(
            event=event,
            device=event.device,
            seq=event.seq,
            happened_at=happened_at(sighting),
            received_at=event.received_at,
            officer=_officer(event),
            direction=words.direction,
            outcome=words.outcome,
            colour=words.colour,
            measure=words.measure,
            verdict=words.verdict,
            override_by=words.override_by,
            override_reason=words.override_reason,
            number_of_people=len(words.people),
            slip_number=words.slip,
            note=words.note,
            flags=list(flags_of(sighting)),
            **_where(event),
        )
        self._put(passage)
        for position, person in enumerate(words.people):
            if not _has_readable_facts(person) and Flag.FACTS not in passage.flags:
                passage.flags.append(str(Flag.FACTS))
            row = _person(passage, position, person)
            self.made_people.append(row)
            if person.test is not None:
                self._put(_test(event, sighting, event.pk, position, person.test))
        if words.vehicle is not None:
            self._put(
                PassageVehicle(
                    passage=passage,
                    **{**asdict(words.vehicle), "stops": list(words.vehicle.stops)},
                )
            )

    def _put(self, row: Any) -> None:
        self._made.setdefault(type(row), []).append(row)

    def write(self, now: datetime) -> None:
        """Everything in a constant number of statements; what is there already stays."""
        for table in (Passage, PassageVehicle, Slip, PostTest, Strike, Shift, Opening):
            if rows := self._made.get(table):
                table.objects.bulk_create(rows, ignore_conflicts=True)
        if self.made_people:
            PassagePerson.objects.bulk_create(self.made_people, ignore_conflicts=True)
        self._strike()
        self._supersede()

    def _strike(self) -> None:
        """Cross out what a strike of the same post names, whichever of the two came first."""
        ids = [one.event.pk for one in self.opened]
        strikes = Strike.objects.filter(Q(pk__in=ids) | Q(target_id__in=ids))
        targets = [(one.post_id, one.target_id, one.reason) for one in strikes]
        if not targets:
            return
        for table in _STRUCK:
            for post_id, target, reason in targets:
                said = {"struck_reason": reason} if table is Passage else {}
                table.objects.filter(post_id=post_id, event_id=target).update(
                    is_struck=True, **said
                )

    def _supersede(self) -> None:
        """An opening told again with its end takes the place of the one without."""
        if Opening not in self._made:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE checkpoints_opening AS open SET is_ended_elsewhere = true
                WHERE open.ends_at IS NULL AND open.post_id = ANY(%s) AND EXISTS (
                    SELECT FROM checkpoints_opening AS ended
                    WHERE ended.post_id = open.post_id AND ended.starts_at = open.starts_at
                      AND ended.ends_at IS NOT NULL
                )
                """,
                [sorted({row.post_id for row in self._made[Opening]})],
            )

    @staticmethod
    def erase() -> None:
        """Take away what was made of events; the events and what the office recorded stay."""
        for table in _ANEW:
            table.objects.all().delete()
        Opening.objects.filter(event__isnull=False).delete()


def _where(event: Event) -> dict[str, Any]:
    return {"post": event.device.post, "path": event.device.path}


def _officer(event: Event) -> str:
    officer = json.loads(event.body).get("officer")
    return str(officer or "").replace("\x00", "")[:120]


def _person(passage: Passage, position: int, words: PersonWords) -> PassagePerson:
    fields = asdict(words)
    del fields["test"]
    return PassagePerson(
        passage=passage,
        position=position,
        path=passage.path,
        folded_name=folded(words.full_name),
        **fields,
    )


def _has_readable_facts(words: PersonWords) -> bool:
    try:
        facts_of(dict(words.facts))
    except NotFacts:
        return False
    return True


def _test(
    event: Event, sighting: Sighting, passage_id: UUID, position: int, words: TestWords
) -> PostTest:
    return PostTest(
        event=event,
        passage_id=passage_id,
        position=position,
        kind=words.kind,
        result=words.result,
        taken_at=words.at or happened_at(sighting),
        **_where(event),
    )
