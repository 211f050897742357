"""Public exposure notices: drafted, edited, approved, published, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from os.path import commonpath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lachan.arrivals.queries.naming import long_names_of
from lachan.audit.actions import record
from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.tracing import events
from lachan.tracing.actions.venues import PlaceWords, find_or_make_venue
from lachan.tracing.models import Notice, NoticePlace, NoticeVersion, Venue
from lachan.tracing.queries import notices as queries
from lachan.tracing.queries.notice_homes import Homes, homes_in, place_in_words
from lachan.tracing.rules.homes import AskedBecause
from lachan.tracing.rules.notices import (
    LeftOutBecause,
    Spell,
    drafted,
    identifying,
    joined,
    obstacles_to_approval,
    obstacles_to_phone,
    obstacles_to_publication,
    words_of_home,
    words_of_private_vehicle,
    words_that_identify,
)
from lachan.tracing.terms import NoticeState, Permission


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What an editor writes."""

    title: str
    guidance: str
    phone: str


@dataclass(frozen=True, slots=True)
class PlaceAdded:
    """A place with hours added by hand, chosen or typed as in an investigation."""

    place: PlaceWords
    started_at: datetime
    ended_at: datetime


def draft_notice(actor: Actor, cases: Sequence[Case], *, phone: str = "", now: datetime) -> Notice:
    """Draft a notice from all public places of the cases within their infectious windows.

    The unit that announces is the lowest one that holds all the cases.
    """
    if not cases:
        raise Refused(_("Choose a case."))
    path = _lowest_over([case.path for case in cases])
    if not actor.may(Permission.INVESTIGATE, path):
        raise Refused(_("you may not investigate at this unit"))
    phone = normal(phone)
    refuse_if(obstacles_to_phone(phone))
    names, homes = queries.names_around(cases), Homes(cases)
    places: dict[int, list[Spell]] = {}
    left_out: dict[int, LeftOutBecause] = {}
    asked: dict[int, AskedBecause] = {}
    for case in cases:
        window = queries.window_of(case, now)
        if window is None:
            raise Refused(
                _("From when the case %(number)s may infect others is not known yet.")
                % {"number": f"{case.number}/{case.year}"}
            )
        draft = drafted(
            queries.visits_of(case, homes), since=window[0], until=window[1], names=names
        )
        left_out |= draft.left_out
        asked |= draft.asked
        for venue, spells in draft.places.items():
            places.setdefault(venue, []).extend(spells)
    venues = Venue.objects.in_bulk([*places, *left_out])
    # The public reads Vietnamese, whatever the language of whoever drafts.
    with transaction.atomic(), override("vi"):
        notice = Notice.objects.create(
            path=path,
            title=_("Urgent notice: places and times with a risk of COVID-19 infection"),
            guidance=_(
                "Whoever was at one of these places at the times stated: stay at home, keep away "
                "from others, and ring the health service at once to be told what to do."
            ),
            phone=phone[:40],
            left_out=[[venues[pk].name, str(why)] for pk, why in left_out.items()],
            drafted_at=now,
            drafted_by_name=actor.name,
            changed_at=now,
        )
        notice.cases.set(cases)
        shown = {pk: spells for pk, spells in places.items() if pk not in left_out}
        told = {venues[pk]: joined(rows) for pk, rows in shown.items()}
        _write_drafted(notice, told, asked, now)
        said = events.NoticeDrafted(notice.pk, len(shown), len(left_out))
        record(said, actor=actor, path=path, subject=notice)
    return notice


def _write_drafted(
    notice: Notice,
    places: dict[Venue, tuple[Spell, ...]],
    asked: dict[int, AskedBecause],
    now: datetime,
) -> None:
    units = long_names_of({venue.path for venue in places}, day_of(now))
    trips = queries.trips_of(places)
    for venue, spells in places.items():
        rows = queries.seat_rows(pk for spell in spells for pk in spell.stays)
        for spell in spells:
            row = NoticePlace.objects.create(
                notice=notice,
                venue=venue,
                path=venue.path,
                name=queries.name_of(venue, trips.get(venue.pk), rows),
                address=venue.address,
                unit_words=units.get(venue.path, "")[:300],
                started_at=spell.started_at,
                ended_at=spell.ended_at,
                asked_because=asked.get(venue.pk, ""),
                recorded_at=now,
            )
            row.stays.set(spell.stays)


def edit_notice(
    actor: Actor, key: UUID, words: NoticeWords, *, seen_at: datetime | None = None, now: datetime
) -> Notice:
    """Write other words; an approved draft is to be approved anew, a published one read anew.

    Refused where the notice was changed after `seen_at`, its `changed_at` when it was shown.
    """
    with transaction.atomic():
        notice = _locked(actor, key, seen_at=seen_at)
        title, guidance, phone = normal(words.title), words.guidance.strip(), normal(words.phone)
        refuse_if(obstacles_to_phone(phone))
        _refuse_names(notice, f"{title} . {guidance}")
        if not title:
            raise Refused(_("Give the notice a title."))
        notice.title, notice.guidance, notice.phone = title[:200], guidance[:2000], phone[:40]
        _changed(actor, notice, now)
        said = events.NoticeEdited(notice.pk, notice.version)
        record(said, actor=actor, path=notice.path, subject=notice)
    return notice


def add_place(
    actor: Actor, key: UUID, added: PlaceAdded, reason: str, *, now: datetime
) -> NoticePlace:
    """Add a place and its hours, with the reason; a home is refused, a doubt is asked about.

    It is the place that investigations know by these words: who tells of it was surely there.
    """
    reason = _reason(reason)
    with transaction.atomic():
        notice = _locked(actor, key)
        if added.ended_at <= added.started_at:
            raise Refused(_("The hours end before they begin."))
        venue = find_or_make_venue(actor, added.place, now=now)
        trip = queries.trips_of([venue]).get(venue.pk)
        name = queries.name_of(venue, trip)
        address = normal(added.place.address)[:300] or venue.address
        if trip is not None and trip.carrier is None:
            raise Refused(words_of_private_vehicle(name))
        _refuse_names(notice, f"{name} . {address}")
        asked = _refuse_homes(notice, venue, address)
        (spell,) = joined([Spell(added.started_at, added.ended_at)])
        row = NoticePlace.objects.create(
            notice=notice,
            venue=venue,
            path=venue.path,
            name=name,
            address=address,
            unit_words=long_names_of({venue.path}, day_of(now)).get(venue.path, "")[:300],
            started_at=spell.started_at,
            ended_at=spell.ended_at,
            added_because=reason,
            asked_because=asked,
            recorded_at=now,
        )
        _changed(actor, notice, now)
        said = events.NoticePlaceAdded(notice.pk, row.pk, reason)
        record(said, actor=actor, path=notice.path, subject=notice)
    return row


def strike_place(
    actor: Actor, key: UUID, place_id: int, reason: str, *, now: datetime
) -> NoticePlace:
    """Take a place with its hours out; what the public has read stays there, struck.

    A place that was still asked about was never told: neither is that it was taken out.
    """
    reason = _reason(reason)
    with transaction.atomic():
        notice = _locked(actor, key)
        row = _place(notice, place_id)
        was_public = notice.state == NoticeState.PUBLISHED and not row.is_asked
        if was_public:
            _refuse_names(notice, reason)
        row.struck_at, row.struck_because = now, reason
        row.is_public_strike = was_public
        row.save(update_fields=["struck_at", "struck_because", "is_public_strike"])
        _changed(actor, notice, now)
        said = events.NoticePlaceStruck(notice.pk, row.pk, reason)
        record(said, actor=actor, path=notice.path, subject=notice)
    return row


def confirm_place(
    actor: Actor, key: UUID, place_id: int, reason: str, *, now: datetime
) -> NoticePlace:
    """The hours stand although a stay was struck, or the place is no home; with the reason.

    That a place is no home is said by who may announce.
    """
    reason = _reason(reason)
    with transaction.atomic():
        notice = _locked(actor, key)
        row = _place(notice, place_id)
        was_asked = row.is_asked
        if was_asked and not actor.may(Permission.ANNOUNCE, notice.path):
            raise Refused(_("Whether it is a home is said by who may announce the notice."))
        row.checked_at = now
        row.save(update_fields=["checked_at"])
        if was_asked:
            _changed(actor, notice, now)
        said = events.NoticePlaceChecked(notice.pk, row.pk, reason)
        record(said, actor=actor, path=notice.path, subject=notice)
    return row


def approve_notice(
    actor: Actor, key: UUID, *, seen_at: datetime | None = None, now: datetime
) -> Notice:
    """A leader says that it may be read by everybody; who it was stays inside.

    Refused where it was changed after `seen_at`: nobody approves what they have not read.
    """
    with transaction.atomic():
        notice = _locked(actor, key, Permission.ANNOUNCE, seen_at=seen_at)
        content = queries.content_of(notice)
        words = [notice.title, notice.guidance]
        words += [f"{place['name']} . {place['address']}" for place in content["places"]]
        names = queries.names_around(notice.cases.all())
        open_questions = [row for row in queries.places_of(notice) if row.is_asked]
        refuse_if(
            obstacles_to_approval(
                state=NoticeState(notice.state),
                places=len(content["places"]),
                guidance=notice.guidance,
                phone=notice.phone,
                found=[one for text in words for one in identifying(text, names)],
                homes=_names_of(homes_in(notice)),
                asked=_names_of(open_questions),
                doubted=queries.names_in_doubt(notice),
            )
        )
        notice.state = NoticeState.APPROVED
        notice.approved_at, notice.approved_by_id = now, actor.id
        notice.approved_by_name = actor.name
        notice.save()
        record(events.NoticeApproved(notice.pk), actor=actor, path=notice.path, subject=notice)
    return notice


def publish_notice(actor: Actor, key: UUID, *, now: datetime) -> Notice:
    """Everybody may read it from now on; publishing twice is publishing once."""
    with transaction.atomic():
        notice = _locked(actor, key, Permission.ANNOUNCE)
        if notice.state == NoticeState.PUBLISHED:
            return notice
        refuse_if(obstacles_to_publication(notice.state, queries.names_in_doubt(notice)))
        notice.state, notice.published_at = NoticeState.PUBLISHED, now
        _tell_anew(actor, notice, now)
        said = events.NoticePublished(notice.pk, notice.version)
        record(said, actor=actor, path=notice.path, subject=notice)
    return notice


def withdraw_notice(actor: Actor, key: UUID, reason: str, *, now: datetime) -> Notice:
    """It holds no longer; a published one stays at its address, struck, with the reason."""
    reason = _reason(reason)
    with transaction.atomic():
        notice = _locked(actor, key)
        _refuse_names(notice, reason)
        was_public = notice.state == NoticeState.PUBLISHED
        notice.withdrawn_at, notice.withdrawn_because = now, reason
        # A draft given up was never public, and never will be.
        notice.state = NoticeState.WITHDRAWN
        if was_public:
            _tell_anew(actor, notice, now)
        else:
            notice.save()
        said = events.NoticeWithdrawn(notice.pk, reason)
        record(said, actor=actor, path=notice.path, subject=notice)
    return notice


def _lowest_over(paths: Sequence[str]) -> str:
    shared = commonpath(list(paths))
    return f"{shared}/" if shared else ""


def _reason(words: str) -> str:
    if len(words.strip()) < 3:
        raise Refused(_("Say why."))
    return normal(words)[:300]


def _refuse_names(notice: Notice, text: str) -> None:
    found = identifying(text, queries.names_around(notice.cases.all()))
    if found:
        raise Refused(words_that_identify(found))


def _refuse_homes(notice: Notice, venue: Venue, address: str) -> str:
    """Refuse what surely is a home; why else somebody is to be asked, or nothing."""
    homes = Homes(notice.cases.select_related("person"))
    words = place_in_words(venue.path, venue.name, address)
    known = homes.places({venue.pk: venue})[venue.pk]
    if homes.is_home(words) or homes.is_home(known):
        raise Refused(words_of_home(venue.name))
    return str(homes.why_asked(words) or homes.why_asked(known) or "")


def _names_of(places: Sequence[NoticePlace]) -> list[str]:
    return list(dict.fromkeys(row.name for row in places))


def _place(notice: Notice, place_id: int) -> NoticePlace:
    row = notice.places.filter(pk=place_id, struck_at__isnull=True).first()
    if row is None:
        raise Refused(_("This place is no longer in the notice."))
    return row


def _locked(
    actor: Actor,
    key: UUID,
    needed: Permission = Permission.INVESTIGATE,
    *,
    seen_at: datetime | None = None,
) -> Notice:
    """The notice, held; one that the public reads is changed by who may announce only.

    Refused where it was changed after `seen_at`.
    """
    seen = queries.get_notice(actor, key)
    notice: Notice = Notice.objects.select_for_update().get(pk=seen.pk)
    if notice.state == NoticeState.PUBLISHED:
        needed = Permission.ANNOUNCE
    if not actor.may(needed, notice.path):
        raise Refused(_("you may not change or announce this notice"))
    if notice.state == NoticeState.WITHDRAWN:
        raise Refused(_("This notice was withdrawn."))
    if seen_at is not None and notice.changed_at != seen_at:
        raise Refused(_("Somebody changed this notice meanwhile: read it anew first."))
    return notice


def _changed(actor: Actor, notice: Notice, now: datetime) -> None:
    if notice.state == NoticeState.PUBLISHED:
        _tell_anew(actor, notice, now)
        return
    notice.state, notice.approved_at, notice.approved_by_id = NoticeState.DRAFT, None, None
    notice.approved_by_name, notice.changed_at = "", now
    notice.save()


def _tell_anew(actor: Actor, notice: Notice, now: datetime) -> None:
    """Write what the public reads from now on as the next version."""
    notice.version += 1
    notice.changed_at = now
    notice.save()
    NoticeVersion.objects.create(
        notice=notice,
        number=notice.version,
        content=queries.content_of(notice),
        made_at=now,
        made_by_name=actor.name,
    )
