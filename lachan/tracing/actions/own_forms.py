"""The contact's own form ("Biểu mẫu 4"): give it out, take its answer, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.people.models import Person
from lachan.tracing import events
from lachan.tracing.actions.lines import LineWords, digest_of, tell_line
from lachan.tracing.models import FormLink, Line
from lachan.tracing.queries.investigations import get_investigation
from lachan.tracing.queries.limits import limit
from lachan.tracing.queries.links import get_link, link_by_token, why_closed
from lachan.tracing.terms import LimitName, Permission, Source

CONTACT = system("contact's form")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contact sent: lines that are told once each within the sheet `form_key`."""

    form_key: UUID
    lines: Sequence[LineWords]


def give_form(actor: Actor, key: UUID, person_id: int, *, now: datetime) -> FormLink:
    """A form for one person of the investigation; a new one each time it is asked for."""
    investigation = get_investigation(actor, key)
    if not actor.may(Permission.INVESTIGATE, investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    person = Person.objects.select_related("root").get(pk=person_id)
    root = person.root or person
    named = Line.objects.filter(investigation=investigation, met__root=root)
    if root != investigation.person and not named.exists():
        raise Refused(_("This person is not named in the investigation."))
    today = day_of(now)
    with transaction.atomic():
        link: FormLink = FormLink.objects.create(
            path=investigation.path,
            investigation=investigation,
            person=root,
            made_at=now,
            made_by_id=actor.id,
            expires_at=now + timedelta(hours=limit(LimitName.FORM_HOURS, today).value),
            most_attempts=limit(LimitName.FORM_ATTEMPTS, today).value,
        )
        made = events.FormLinked(link.pk, link.person_id)
        record(made, actor=actor, path=link.path, subject=link)
    return link


def revoke_form(actor: Actor, key: UUID, reason: str, *, now: datetime) -> FormLink:
    """Close a form before its time."""
    seen = get_link(actor, key)
    if not actor.may(Permission.INVESTIGATE, seen.investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    with transaction.atomic():
        link: FormLink = FormLink.objects.select_for_update().get(pk=seen.pk)
        if link.revoked_at is None:
            link.revoked_at, link.revoked_because = now, normal(reason)[:300]
            link.save(update_fields=["revoked_at", "revoked_because"])
            revoked = events.FormRevoked(link.pk, link.revoked_because)
            record(revoked, actor=actor, path=seen.investigation.path, subject=link)
    return link


def open_form(token: str, *, now: datetime) -> FormLink:
    """The form of an address; Refused with the sentence for the contact where it is closed."""
    link = link_by_token(token)
    refuse_if(why_closed(link, now))
    return link


def count_attempt(token: str, *, now: datetime) -> FormLink:
    """Count that something was sent, in a transaction of its own, so that bad tries count too."""
    link = open_form(token, now=now)
    with transaction.atomic():
        counted = FormLink.objects.filter(pk=link.pk, attempts__lt=F("most_attempts")).update(
            attempts=F("attempts") + 1
        )
        if not counted:
            raise Refused(_("This form was sent too often."))
    link.refresh_from_db(fields=["attempts"])
    return link


def answer_form(link: FormLink, answer: Answer, *, now: datetime) -> list[Line]:
    """Write what the contact told; the same sheet sent again writes only what is new in it."""
    with transaction.atomic():
        known = set(Line.objects.filter(investigation=link.investigation_id).values_list("key"))
        lines = [
            tell_line(
                CONTACT,
                link.investigation,
                link.person.root or link.person,
                replace(
                    words,
                    key=uuid5(link.key, f"{answer.form_key}:{digest_of(words)}"),
                    source=Source.FORM,
                ),
                now=now,
            )
            for words in answer.lines
        ]
        fresh = {line.pk for line in lines if (line.key,) not in known}
        if fresh:
            FormLink.objects.filter(pk=link.pk).update(answered_at=now)
            answered = events.FormAnswered(link.pk, len(fresh))
            record(answered, actor=CONTACT, path=link.investigation.path, subject=link)
    return lines
