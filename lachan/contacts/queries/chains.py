"""How do we know: the chain of meetings from a case to a contact, and who told each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from lachan.cases.models import Case
from lachan.contacts.models import Contact, Label
from lachan.contacts.queries.contacts import contacts_of, root_id
from lachan.people.models import Person
from lachan.tracing.engine.tables import NO_SETTING
from lachan.tracing.models import NamedContact, Stay, Venue
from lachan.tracing.queries.feed import SETTINGS
from lachan.tracing.terms import Setting, Source

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

    It is not whole where the last trace knows no label of a source at the level that the chain
    needs: then the links begin below that source, who has a page with a chain of their own.
    """

    case: Case | None
    links: tuple[Link, ...]
    is_whole: bool


def chain_to(contact: Contact) -> Chain:
    """Read the chain back from the contact, source by source, until the case.

    A source whose own page tells of a nearer chain is read at the level of this one: the last
    trace keeps every label that nothing beats, so the farther and earlier one as well.
    """
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
        if above is not None and above.level != current.level - 1:
            above = _as_labelled(above, current.level - 1)
        current = above
    return Chain(contact.case, tuple(links), is_whole)


def _as_labelled(contact: Contact, level: int) -> Contact | None:
    """The contact as the last trace has them at another level of theirs; never to be saved.

    None where it has none. The table has no index by person, since a million rows are written with
    each trace: it is read through once, and only where a source came nearer.
    """
    rows: Any = Person.objects.filter(root_id=root_id(contact.person))
    people = list(rows.values_list("pk", flat=True))
    label = Label.objects.filter(level=level, person__in=people).order_by("exposed_at").first()
    source = (
        Person.objects.select_related("root").filter(pk=label.source).first() if label else None
    )
    if label is None or source is None:
        return None
    is_home = bool(label.at_place) and label.place < 0
    venue = Venue.objects.filter(pk=label.place).first() if label.at_place else None
    named = "" if label.setting == NO_SETTING else SETTINGS[label.setting]
    setting = Setting.HOUSEHOLD if is_home else named
    return Contact(
        pk=contact.pk,
        key=contact.key,
        path=contact.path,
        person=contact.person,
        level=level,
        case=contact.case,
        source=source,
        venue=venue,
        is_home=is_home,
        setting=str(venue.setting if venue is not None else setting),
        met_from=datetime.fromtimestamp(label.met_from, UTC),
        met_until=datetime.fromtimestamp(label.met_until, UTC),
    )


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
