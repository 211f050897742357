"""Ask who was at the places of a notice, and hand each commune its people."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.accounts.queries import nearest_users_with
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency
from lachan.people.actions.reading import log_reading
from lachan.tracing import events
from lachan.tracing.actions.handing import receive, require_send, tell_commune
from lachan.tracing.models import Notice, NoticeList
from lachan.tracing.queries.exposed import Found, exposed
from lachan.tracing.queries.notices import doubted_places, get_list, get_notice
from lachan.tracing.terms import NoticeState, Permission


def ask_exposed(actor: Actor, notice: Notice, *, now: datetime) -> Found:
    """Who was at the places of a notice in sight; whom it showed is kept."""
    found = exposed(actor, notice)
    shown = [one.person.pk for one in (*found.sure, *found.possible)]
    log_reading(actor, shown, "tracing:notice_people", now)
    return found


def hand_lists(actor: Actor, key: UUID, *, now: datetime) -> list[NoticeList]:
    """Give each commune those of its people who surely were there and whom it was not handed."""
    seen = get_notice(actor, key)
    require_send(actor, seen.path)
    made = []
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=seen.pk)
        if notice.state == NoticeState.WITHDRAWN:
            raise Refused(_("This notice was withdrawn."))
        found = exposed(actor, notice)
        sent = set(notice.lists.values_list("path", "persons"))
        wanted: dict[str, set[int]] = {}
        for one in found.sure:
            if (one.commune, one.person.pk) not in sent:
                wanted.setdefault(one.commune, set()).add(one.person.pk)
        for commune, persons in sorted(wanted.items()):
            row = NoticeList.objects.create(
                notice=notice, path=commune, sent_at=now, sent_by_name=actor.name
            )
            row.persons.set(persons)
            said = events.NoticeListSent(notice.pk, row.pk, tuple(sorted(persons)))
            title = ngettext(
                "%(number)d person of your area was at a place of a notice",
                "%(number)d persons of your area were at a place of a notice",
                len(persons),
            ) % {"number": len(persons)}
            tell_commune(row, said, title, actor=actor, now=now)
            made.append(row)
    return made


def receive_list(actor: Actor, key: UUID, *, now: datetime) -> NoticeList:
    """The commune has it; said twice is said once, the first one stands."""
    return receive(actor, get_list(actor, key), events.NoticeListReceived, now=now)


def doubt_notices(actor: Actor, stays: tuple[int, ...], *, now: datetime) -> None:
    """Stays were struck: the notices that rest on them are to be corrected, and who may is told."""
    # The key of a message is short, and very many stays may be struck at once.
    news = sha256(".".join(map(str, sorted(stays))).encode()).hexdigest()[:32]
    by_notice: dict[Notice, list[int]] = {}
    for place in doubted_places(stays):
        by_notice.setdefault(place.notice, []).append(place.pk)
    for notice, places in by_notice.items():
        with transaction.atomic():
            said = events.NoticeDoubted(notice.pk, tuple(places))
            record(said, actor=actor, path=notice.path, subject=notice)
            notify(
                nearest_users_with(Permission.ANNOUNCE, notice.path, day_of(now)),
                title=_("A notice is to be corrected"),
                body=_("What a case told of a place was struck. Look at its hours."),
                link=reverse("tracing:notice", args=[notice.key]),
                urgency=Urgency.URGENT,
                key=f"tracing.notice.{notice.pk}.{news}",
                path=notice.path,
                now=now,
            )
