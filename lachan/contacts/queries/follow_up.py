"""Whom to call and visit today, where each stands, and what was tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import BooleanField, CharField, DateTimeField

from lachan.arrivals.queries.communes import watching_units
from lachan.contacts.models import Assignment, Call, Contact
from lachan.contacts.queries.hand_overs import home
from lachan.contacts.queries.limits import limit
from lachan.contacts.rules.follow_up import Patience, Try
from lachan.contacts.terms import LimitName, Outcome, Permission, Rung, State, Way
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.scope import within
from lachan.people.models import Identifier
from lachan.people.terms import IdentifierKind
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names
from lachan.policies.queries.rules import rules_in_force


def patience(on: date) -> Patience:
    """The dated numbers of the ladder on the day."""

    def number(name: LimitName) -> int:
        return int(limit(name, on).value)

    return Patience(
        first=timedelta(minutes=number(LimitName.FIRST_CALL_MINUTES)),
        retry=timedelta(minutes=number(LimitName.RETRY_MINUTES)),
        own_tries=number(LimitName.OWN_TRIES),
        other_tries=number(LimitName.OTHER_TRIES),
        visit_tries=number(LimitName.VISIT_TRIES),
        visit=timedelta(hours=number(LimitName.VISIT_HOURS)),
        police=timedelta(hours=number(LimitName.POLICE_HOURS)),
    )


def is_let_be(contact: Contact, now: datetime) -> bool:
    """Whether no rule in force asks anything at the contact's level: nobody follows such.

    Where there are no rules yet, everybody is followed: that nothing is asked says nothing.
    """
    is_asked = contact.measure or contact.follow_until or contact.counted_level is None
    return not is_asked and _has_rules(now)


def _has_rules(now: datetime) -> bool:
    return bool(rules_in_force(home(), now).rules)


def let_be(now: datetime, of: str = "") -> Q:
    """The condition of `is_let_be`; `of` is the way to the contact, `assignments__contact__`."""
    if not _has_rules(now):
        return Q(pk__in=[])
    # Of an undetermined level something may be asked yet.
    asked = {"measure": "", "follow_until": None, "counted__isnull": False}
    return Q(**{f"{of}{name}": value for name, value in asked.items()})


def is_followed(now: datetime, of: str = "") -> Q:
    """Whose days are not over, and who is not let be; `of` as in `let_be`."""
    endless = Q(**{f"{of}follow_until": None}) & ~let_be(now, of)
    days_left = Q(**{f"{of}follow_until__gte": day_of(now)})
    return Q(**{f"{of}state": State.FOLLOWED}) & (days_left | endless)


def is_seen_today(now: datetime) -> Q:
    """Who was seen today already, on rows of `followed`."""
    return Q(seen__gte=at(day_of(now), 0))


def followed(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Those who are followed, with `next_rung`, `next_due`, `seen`, `ill` and `team_id`.

    Where a contact was not called since it was named, the first call is due.
    """
    first = timedelta(minutes=limit(LimitName.FIRST_CALL_MINUTES, day_of(now)).value)
    was_called = Q(following__last_at__gte=F("named_at"))
    own_team = Assignment.objects.filter(contact=OuterRef("pk"), ended_at=None)
    annotated: QuerySet[Any] = rows.filter(is_followed(now)).annotate(
        next_rung=Case(
            When(was_called, then=F("following__rung")),
            default=Value(Rung.FIRST),
            output_field=CharField(),
        ),
        next_due=Case(
            When(was_called, then=F("following__due_at")),
            default=F("named_at") + Value(first),
            output_field=DateTimeField(),
        ),
        seen=Case(
            When(was_called, then=F("following__seen_at")),
            default=None,
            output_field=DateTimeField(),
        ),
        ill=Case(
            When(was_called, then=F("following__has_symptoms")),
            default=False,
            output_field=BooleanField(),
        ),
        team_id=Subquery(own_team.values("team_id")[:1]),
        team_name=Subquery(own_team.values("team__name")[:1]),
    )
    return annotated


def to_follow(actor: Actor, now: datetime) -> QuerySet[Any]:
    """The contacts in sight whom somebody follows today.

    The late first calls first, of them those at the highest risk; then whoever is due first.
    """
    rows = followed(Contact.objects.visible_to(actor, Permission.READ), now)
    first_late_at_risk = Case(
        When(next_rung=Rung.FIRST, next_due__lt=now, then=F("risk") + 1),
        default=Value(0),
    )
    return rows.select_related("person__root__household", "following").order_by(
        first_late_at_risk.desc(), "next_due", "pk"
    )


def late(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Those on whom somebody should have called before now."""
    return rows.filter(next_due__lt=now)


def lost(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Those not seen for as many days as mean lost; who was never seen, since the naming."""
    return rows.filter(is_lost(now))


def is_lost(now: datetime) -> Q:
    """The condition of `lost`, on rows of `followed`."""
    today = day_of(now)
    days = limit(LimitName.LOST_DAYS, today).value
    before = at(today - timedelta(days=days - 1), 0)
    return Q(seen=None, named_at__lt=before) | Q(seen__isnull=False, seen__lt=before)


@dataclass(frozen=True)
class Figures:
    """Counts of those to follow at one instant."""

    everyone: int
    first_late: int
    late: int
    not_reached: int
    ill: int
    done: int
    lost: int


def figures(rows: QuerySet[Any], now: datetime) -> Figures:
    """The counts of the rows; the ill and the lost by queries of their own."""
    plain = rows.order_by()
    counted: dict[str, Any] = plain.aggregate(
        everyone=Count("pk"),
        first_late=Count("pk", filter=Q(next_rung=Rung.FIRST, next_due__lt=now)),
        late=Count("pk", filter=Q(next_due__lt=now)),
        not_reached=Count("pk", filter=~Q(next_rung__in=(Rung.FIRST, Rung.DAILY))),
        done=Count("pk", filter=is_seen_today(now)),
    )
    return Figures(**counted, ill=plain.filter(ill=True).count(), lost=lost(plain, now).count())


def get_followed(actor: Actor, key: UUID) -> Contact:
    """One contact in sight, or NotThere, whatever its state."""
    rows = Contact.objects.visible_to(actor, Permission.READ)
    found: Contact = rows.select_related("person__root__household", "following").get_visible(
        actor, Permission.READ, key=key
    )
    return found


def one_to_follow(actor: Actor, key: UUID, now: datetime) -> Any:
    """The contact with where it stands; None where nobody follows it any more."""
    return to_follow(actor, now).filter(key=key).first()


def calls_of(contact: Contact) -> QuerySet[Call]:
    """What was tried, newest first."""
    return Call.objects.filter(contact=contact)


def tries_of(contact: Contact) -> list[Try]:
    """What was tried, as the ladder asks."""
    rows = Call.objects.filter(contact=contact).values_list("at", "way", "outcome", "next_try_at")
    return [Try(when, Way(way), Outcome(outcome), again) for when, way, outcome, again in rows]


def tries_within(contacts: Iterable[Any], since: date) -> dict[int, list[Try]]:
    """Contact -> what was tried from the day on."""
    found: dict[int, list[Try]] = defaultdict(list)
    rows = Call.objects.filter(contact__in=list(contacts), at__gte=at(since, 0))
    for row in rows:
        found[row.contact_id].append(Try(row.at, Way(row.way), Outcome(row.outcome)))
    return found


def phones(
    actor: Actor, contacts: Sequence[Any], *, also_outside: bool = False
) -> dict[int, list[str]]:
    """Contact -> telephone numbers: the own, what calls told, the household's.

    Only of persons whom the actor may read; `also_outside` for the letter to another province,
    which is of no use without them.
    """
    readable = {
        row.person.root_id: row
        for row in contacts
        if also_outside or actor.may(PeoplePermission.READ, row.person.root.path)
    }
    found: dict[int, list[str]] = {row.pk: [] for row in contacts}
    numbers = Identifier.objects.filter(
        person__root__in=readable, kind=IdentifierKind.PHONE
    ).values_list("person__root", "value")
    for root, value in numbers.order_by("pk"):
        found[readable[root].pk].append(value)
    told = Call.objects.filter(contact__in=list(readable.values())).exclude(second_phone="")
    for contact_id, value in told.order_by("at").values_list("contact_id", "second_phone"):
        found[contact_id].append(value)
    for row in readable.values():
        household = row.person.root.household
        if household and household.phone:
            found[row.pk].append(household.phone)
    return {pk: list(dict.fromkeys(values)) for pk, values in found.items()}


def communes_followed(actor: Actor) -> list[tuple[str, str]]:
    """Communes in which somebody in sight is followed, with their names, for a filter."""
    rows = Contact.objects.visible_to(actor, Permission.READ).filter(state=State.FOLLOWED)
    of_path = watching_units(rows.order_by().values_list("path", flat=True).distinct())
    communes = sorted(set(of_path.values()))
    names = unit_names(communes)
    return [(path, names.get(path, path)) for path in communes]


def in_commune(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """Those for whom a unit, or one below it, answers."""
    return rows.filter(within((path,)))


def exported(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these rows those that the actor may take out of the system."""
    return rows.filter(within(actor.paths_for(Permission.EXPORT)))
