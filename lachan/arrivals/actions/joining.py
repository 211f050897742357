"""Words of sources become comings, many at a time.

1. Recognise whom the words are about; leave out what was taken before.
2. Lock those persons, so that two transactions do not make two comings of one.
3. For each person put the words, old and new, that hang together into one coming.
4. Tell each coming anew from all its words; put it on the list of its commune; decide.
5. Write; record once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lachan.arrivals import events
from lachan.arrivals.actions.deciding import COLUMNS as DECIDED_COLUMNS
from lachan.arrivals.actions.deciding import decide_again
from lachan.arrivals.models import Arrival, ArrivalSource, DeclaredPerson, Pass, WatchStep
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.queries.limits import hours
from lachan.arrivals.rules.claims import ArrivalWords
from lachan.arrivals.rules.joining import Coming, Told, hanging_together, joined
from lachan.arrivals.rules.keeping import to_json
from lachan.arrivals.rules.paths import meeting
from lachan.arrivals.terms import Cause, LimitName, StepKind, WatchState
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import refuse_if
from lachan.core.rows import update_rows
from lachan.core.text import folded
from lachan.people.actions.recognising import recognise
from lachan.people.models import Person

BATCH = 1000
TOLD_COLUMNS = [
    *("path", "arrived_at", "first_known_at", "changed_at", "from_words", "from_path", "plate"),
    *("trip_words", "destination_words", "hamlet", "household_key", "symptoms", "facts"),
    *("source_kinds", "joined_into", "is_placed_by_hand", "withdrawn_at"),
]
_WATCH_COLUMNS = ("path", "state", "sent_at", "received_at", "received_by", "is_placed_by_hand")


def join_arrival(actor: Actor, words: ArrivalWords, *, now: datetime) -> Arrival:
    """The coming that these words belong to; see `join_arrivals`."""
    return join_arrivals(actor, [words], now=now)[0]


def join_arrivals(actor: Actor, words: Sequence[ArrivalWords], *, now: datetime) -> list[Arrival]:
    """For each source's words, in order, the coming that they belong to.

    Words about one person whose instants lie within the joining window of one another (a dated
    row, 48 hours as shipped) become ONE coming, in whatever order they are brought, and two
    comings become one when later words bridge them. The same reference is taken once: brought
    again, it gives the coming that it belongs to and nothing is written. Each coming is decided by
    the rules in force now and stands at once on the list of the commune it goes to; where no
    commune is known it is "unplaced" and shown at the top until somebody says where.

    Set-based: for a batch of up to some 5,000 words the number of statements does not grow. Call
    it inside the transaction of whoever keeps the referenced rows.
    """
    if not words:
        return []
    with transaction.atomic():
        # § 1
        recognised = recognise(actor, [one.claim for one in words], now=now)
        person_of = {answer.reference: answer.person_id for answer in recognised}
        taken = _taken({one.reference for one in words})
        fresh: dict[str, ArrivalWords] = {}
        for one in words:
            if one.reference not in taken:
                fresh.setdefault(one.reference, one)
        if fresh:
            # § 2
            roots = _locked_roots({person_of[reference] for reference in fresh})
            # § 3, § 4
            bench = _Bench(actor, now, roots, hours(LimitName.JOIN_HOURS, day_of(now)))
            for reference, one in fresh.items():
                bench.bring(one, person_of[reference])
            bench.settle()
            # § 5
            bench.write()
            record(
                events.Joined(
                    words=len(words),
                    new=len(bench.new),
                    joined=len(fresh) - len(bench.new),
                    repeated=len(words) - len(fresh),
                    arrival_ids=tuple(sorted(a.pk for a in bench.touched)),
                ),
                actor=actor,
                path=meeting([arrival.path for arrival in bench.touched]),
                subject=bench.touched[0] if len(bench.touched) == 1 else None,
            )
        found = _taken({one.reference for one in words})
        arrivals = Arrival.objects.in_bulk(set(found.values()))
        return [arrivals[found[one.reference]] for one in words]


def withdraw_source(actor: Actor, reference: str, reason: str, *, now: datetime) -> Arrival | None:
    """The coming that this source told of, without its words; see `withdraw_sources`."""
    return next(iter(withdraw_sources(actor, {reference: reason}, now=now)), None)


def withdraw_sources(actor: Actor, reasons: Mapping[str, str], *, now: datetime) -> list[Arrival]:
    """Words that were a mistake (reference -> reason) count no more; the comings that changed.

    A coming of which other sources know is told anew from these and decided again; where they no
    longer hang together it becomes several. One of which nobody else knows is withdrawn: it leaves
    every list, its watch ends with the reason. The words stay on record, so that they are never
    taken again. What is unknown, or was withdrawn before, changes nothing. Whoever withdraws words
    that have not been brought yet must see to it that they are not brought.
    """
    refuse_if([] if all(reasons.values()) else [_("Say why these words no longer count.")])
    with transaction.atomic():
        counted = ArrivalSource.objects.filter(reference__in=reasons, withdrawn_at=None)
        roots = _locked_roots(set(counted.values_list("person_id", flat=True)))
        sources = list(counted.order_by("pk"))
        if not sources:
            return []
        for source in sources:
            source.withdrawn_at = now
            source.withdrawn_reason = reasons[source.reference][:300]
        update_rows(sources, ["withdrawn_at", "withdrawn_reason"])
        bench = _Bench(actor, now, roots, hours(LimitName.JOIN_HOURS, day_of(now)))
        bench.withdraw(sources)
        bench.settle()
        bench.write()
        changed = [*bench.touched, *bench.withdrawn]
        record(
            events.SourcesWithdrawn(
                sources=len(sources),
                ended=len(bench.withdrawn),
                arrival_ids=tuple(sorted(arrival.pk for arrival in changed)),
            ),
            actor=actor,
            path=meeting([arrival.path for arrival in changed]),
            subject=changed[0] if len(changed) == 1 else None,
        )
        return changed


def _taken(references: set[str]) -> dict[str, int]:
    rows = ArrivalSource.objects.filter(reference__in=references)
    return dict(rows.values_list("reference", "arrival_id"))


@dataclass(frozen=True)
class _Root:
    """The row that stands for a person now, and under which roof it lives."""

    pk: int
    household_id: int | None


def _locked_roots(person_ids: set[int]) -> dict[int, _Root]:
    """Person row -> its root, locked in the order of ids."""
    root_of = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "root_id"))
    rows = (
        Person.objects.select_for_update(of=("self",))
        .filter(pk__in=set(root_of.values()))
        .order_by("pk")
        .values_list("pk", "household_id")
    )
    locked = {pk: _Root(pk, household_id) for pk, household_id in rows}
    return {person_id: locked[root] for person_id, root in root_of.items() if root is not None}


@dataclass
class _Piece:
    """One source's words on the bench: told before (with its row) or new."""

    told: Told
    source: ArrivalSource
    arrival: Arrival | None = None


@dataclass
class _Bench:
    """All words about the persons of one batch, and the comings that they make."""

    actor: Actor
    now: datetime
    roots: dict[int, _Root]
    window: timedelta
    pieces: dict[int, list[_Piece]] = field(default_factory=dict)
    new: list[Arrival] = field(default_factory=list)
    known: list[Arrival] = field(default_factory=list)
    absorbed: list[Arrival] = field(default_factory=list)
    withdrawn: list[Arrival] = field(default_factory=list)
    # Comings to be told anew although no words are new, and those that have been told.
    anew: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    moved: list[ArrivalSource] = field(default_factory=list)
    made: list[ArrivalSource] = field(default_factory=list)
    steps: list[WatchStep] = field(default_factory=list)

    def __post_init__(self) -> None:
        roots = {root.pk: root for root in self.roots.values()}
        rows = (
            ArrivalSource.objects.filter(person__root__in=roots, withdrawn_at=None)
            .select_related("arrival")
            .annotate(root_id=F("person__root_id"))
        )
        arrivals: dict[int, Arrival] = {}
        for row in rows:
            arrival = arrivals.setdefault(row.arrival_id, row.arrival)
            self.pieces.setdefault(row.root_id, []).append(_Piece(row.told(), row, arrival))

    @property
    def touched(self) -> list[Arrival]:
        return [*self.new, *self.known]

    def bring(self, words: ArrivalWords, person_id: int) -> None:
        """Lay new words beside what is known of the person."""
        source = _source_of(words, person_id, self.now)
        root = self.roots[person_id]
        self.pieces.setdefault(root.pk, []).append(_Piece(source.told(), source))

    def withdraw(self, sources: Sequence[ArrivalSource]) -> None:
        """The comings of these words, which are on the bench no more, are told anew or end."""
        reason_of = {source.arrival_id: source.withdrawn_reason for source in sources}
        left = {p.arrival.pk for pieces in self.pieces.values() for p in pieces if p.arrival}
        self.anew = reason_of.keys() & left
        self.withdrawn = list(Arrival.objects.filter(pk__in=reason_of.keys() - left).order_by("pk"))
        for arrival in self.withdrawn:
            self._step(
                arrival,
                StepKind.ENDED,
                state_before=arrival.state,
                path_before=arrival.path,
                note=reason_of[arrival.pk],
            )
            arrival.state = WatchState.ENDED
            arrival.withdrawn_at = arrival.changed_at = self.now

    def settle(self) -> None:
        """Make comings of all words, place them, and decide about those that changed."""
        households = {root.pk: root.household_id for root in self.roots.values()}
        comings: list[tuple[Arrival, Coming, int | None]] = []
        for root_id, pieces in self.pieces.items():
            for group in hanging_together([piece.told.came_at for piece in pieces], self.window):
                members = [pieces[position] for position in group]
                known = {piece.arrival.pk for piece in members if piece.arrival}
                if all(piece.arrival is not None for piece in members) and (
                    len(known) == 1 and not known & self.anew
                ):
                    continue
                arrival = self._one_of(members)
                coming = joined([piece.told for piece in members])
                arrival.source_kinds = sorted({piece.told.kind for piece in members})
                comings.append((arrival, coming, households[root_id]))
        communes = watching_units(coming.path for _arrival, coming, _household in comings)
        for arrival, coming, household_id in comings:
            self._tell(arrival, coming, household_id)
            self._place(arrival, placed=coming.path in communes)

    def _one_of(self, members: Sequence[_Piece]) -> Arrival:
        """The coming of these words: the oldest of those known, or a new one."""
        known = sorted(
            {
                piece.arrival.pk: piece.arrival
                for piece in members
                if piece.arrival and piece.arrival.pk not in self.told
            }.items()
        )
        if known:
            arrival = known[0][1]
            self.told.update(pk for pk, _arrival in known)
            self.known.append(arrival)
            for _pk, other in known[1:]:
                _take_over(arrival, other)
                other.joined_into = arrival
                other.changed_at = self.now
                self.absorbed.append(other)
        else:
            arrival = Arrival(
                person_id=members[0].source.person_id,
                first_known_at=self.now,
                changed_at=self.now,
            )
            self.new.append(arrival)
        for piece in members:
            if piece.source.pk is None:
                self.made.append(piece.source)
            elif piece.arrival is not arrival:
                self.moved.append(piece.source)
            piece.source.arrival = arrival
        return arrival

    def _tell(self, arrival: Arrival, coming: Coming, household_id: int | None) -> None:
        arrival.arrived_at = coming.arrived_at
        arrival.from_words = coming.from_words[:300]
        arrival.from_path = coming.from_path
        arrival.plate = coming.plate
        arrival.trip_words = coming.trip_words[:200]
        arrival.destination_words = coming.destination_words[:400]
        arrival.hamlet = coming.hamlet
        arrival.household_key = _household_key(coming, household_id, arrival.person_id)
        arrival.symptoms = coming.symptoms[:300]
        arrival.facts = to_json(coming.facts)
        arrival.changed_at = self.now
        if arrival.is_placed_by_hand:
            return
        if arrival.pk is not None and arrival.path != coming.path:
            arrival.state = WatchState.UNPLACED
        arrival.path = coming.path

    def _place(self, arrival: Arrival, *, placed: bool) -> None:
        if not placed or arrival.state not in (WatchState.UNPLACED, ""):
            return
        self._step(arrival, StepKind.SENT, state_before=WatchState.UNPLACED)
        arrival.state = WatchState.SENT
        arrival.sent_at = self.now
        arrival.told_late_at = None

    def _step(self, arrival: Arrival, kind: StepKind, **before: str) -> None:
        """The watch goes on a step, now and by this actor, where the coming stands."""
        self.steps.append(
            WatchStep(
                arrival=arrival,
                kind=kind,
                path_after=arrival.path,
                taken_at=self.now,
                taken_by_id=self.actor.id,
                taken_by_name=self.actor.name,
                **before,
            )
        )

    def write(self) -> None:
        """Everything, by a constant number of statements; decisions need the ids of new rows."""
        Arrival.objects.bulk_create(self.new, batch_size=BATCH)
        ArrivalSource.objects.bulk_create(self.made, batch_size=BATCH)
        for source in self.moved:
            source.arrival = source.arrival  # its coming may be new: it has its number only now
        update_rows(self.moved, ["arrival"])
        decide_again(self.actor, self.new, Cause.FIRST, self.now)
        decide_again(self.actor, self.known, Cause.WORDS, self.now)
        WatchStep.objects.bulk_create(self.steps, batch_size=BATCH)
        columns = list(dict.fromkeys([*TOLD_COLUMNS, *DECIDED_COLUMNS]))
        update_rows([*self.touched, *self.absorbed, *self.withdrawn], columns)
        for other in self.absorbed:
            DeclaredPerson.objects.filter(arrival=other).update(arrival=other.joined_into)
            Pass.objects.filter(arrival=other).update(arrival=other.joined_into)


def _take_over(arrival: Arrival, other: Arrival) -> None:
    """A commune that found the person under the other coming has found this one."""
    arrival.first_known_at = min(arrival.first_known_at, other.first_known_at)
    if other.is_placed_by_hand and not arrival.is_placed_by_hand:
        for column in _WATCH_COLUMNS:
            setattr(arrival, column, getattr(other, column))


def _source_of(words: ArrivalWords, person_id: int, now: datetime) -> ArrivalSource:
    return ArrivalSource(
        person_id=person_id,
        reference=words.reference,
        kind=words.kind,
        said_at=words.claim.said_at,
        came_at=words.came_at,
        recorded_at=now,
        recorded_path=words.claim.path,
        from_words=words.from_words[:300],
        from_path=words.from_path,
        plate=words.plate[:20],
        trip_words=words.trip_words[:200],
        destination_words=words.destination_words[:400],
        destination_path=words.destination_path,
        hamlet=words.hamlet[:120],
        symptoms=words.symptoms[:300],
        facts=to_json(words.facts),
    )


def _household_key(coming: Coming, household_id: int | None, person_id: int) -> str:
    """Who stays under one roof: one household on record, else one address, else alone."""
    if household_id is not None:
        return f"household:{household_id}"
    address = folded(coming.destination_words)
    if any(sign.isdigit() for sign in address):
        return f"address:{folded(coming.hamlet)}:{address}"[:200]
    return f"person:{person_id}"
