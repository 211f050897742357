"""How do we know: the chain of meetings from a case to a contact, and who told each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lachan.cases.models import Case
from lachan.contacts.models import Contact
from lachan.contacts.queries.contacts import contacts_of, root_id
from lachan.people.models import Person
from lachan.tracing.models import NamedContact, Stay
from lachan.tracing.terms import Source

# Who told a meeting is asked of a few rows: a market has thousands, a meeting has two.
_MOST_TOLD = 20


@dataclass(frozen=True)
class Told:
    """What says that a person was there: by which way, who wrote it down, when; no more is known
    of the household book.
    """

    person: int
    source: Source
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Link:
    """One meeting of the chain; `contact` is whom it exposed, `told` what says so."""

    contact: Contact
    source: Person
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Chain:
    """The links from the case down to the contact; `is_whole` when the first is with the case.

    It is not whole where a source is nearer to a case over another chain now: then the links
    begin below that source, who has a page with a chain of their own.
    """

    case: Case | None
    links: tuple[Link, ...]
    is_whole: bool


def chain_to(contact: Contact) -> Chain:
    """Read the chain back from the contact, source by source, until the case."""
    links: list[Link] = []
    current: Contact | None = contact
    is_whole = False
    while current is not None and current.source is not None and current.level:
        links.insert(0, Link(current, current.source, tuple(_told(current))))
        is_whole = current.level == 1
        if is_whole:
            break
        source = root_id(current.source)
        above = contacts_of([source]).get(source)
        current = above if above is not None and above.level == current.level - 1 else None
    return Chain(contact.case, tuple(links), is_whole)


def _told(contact: Contact) -> Iterator[Told]:
    if contact.met_from is None or contact.source is None:
        return
    pair = {root_id(contact.person), root_id(contact.source)}
    if contact.venue_id is not None:
        stays = Stay.objects.filter(
            venue_id=contact.venue_id,
            person__root_id__in=pair,
            entered_at__lte=contact.met_until,
            left_at__gte=contact.met_from,
            struck_at__isnull=True,
        )
        for stay in stays.select_related("line", "person").order_by("pk")[:_MOST_TOLD]:
            by = stay.line.recorded_by_name if stay.line else ""
            yield Told(root_id(stay.person), Source(stay.source), by, stay.recorded_at)
    elif contact.is_home:
        yield Told(root_id(contact.person), Source.HOUSEHOLD, "", None)
    else:
        one, other = pair if len(pair) == 2 else (*pair, *pair)
        either_way = Q(person_a__root_id=one, person_b__root_id=other) | Q(
            person_a__root_id=other, person_b__root_id=one
        )
        meetings = NamedContact.objects.filter(
            either_way,
            started_at__lte=contact.met_until,
            ended_at__gte=contact.met_from,
            struck_at__isnull=True,
        )
        for meeting in meetings.select_related("line", "person_a").order_by("pk")[:_MOST_TOLD]:
            by = meeting.line.recorded_by_name if meeting.line else ""
            yield Told(root_id(meeting.person_a), Source(meeting.source), by, meeting.recorded_at)
