"""Hand contacts who live elsewhere to those who answer for them there, and note the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.models import Contact, HandedContact, HandOver
from lachan.contacts.queries.hand_overs import home, outside
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.refused import Refused, ToldOtherwise, refuse_if
from lachan.core.text import normal

LIMIT = 1_000


@dataclass(frozen=True)
class HandOverWords:
    """To whom, as it was typed; `key` is made on the device, `to_path` empty where unknown."""

    key: UUID
    contact_ids: Sequence[int]
    to_name: str
    to_path: str = ""
    letter: str = ""


@dataclass(frozen=True)
class ReceiptWords:
    """Who there said that they have it, and the number of their answer."""

    by_name: str
    at: datetime
    answer: str = ""


def hand_over(actor: Actor, words: HandOverWords, *, now: datetime) -> HandOver:
    """One letter with these contacts; each goes once a naming.

    The same key again gives the letter that is there; ToldOtherwise where it went to another body,
    or without somebody of these. Two who press at once: the second waits at the first contact, and
    is told that they were sent.
    """
    found = []
    if not actor.may(Permission.ASSIGN, home()):
        found.append(_("You may not hand contacts over for the province."))
    if not words.contact_ids:
        found.append(_("Choose at least one person."))
    if len(words.contact_ids) > LIMIT:
        found.append(_("At most %(limit)d persons at once.") % {"limit": LIMIT})
    if not normal(words.to_name):
        found.append(_("Say to which body they go."))
    refuse_if(found)
    with transaction.atomic():
        wanted = outside(actor).filter(pk__in=words.contact_ids).values("pk")
        rows = list(
            Contact.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",))
        )
        sent = set(
            HandedContact.objects.filter(contact__in=rows).values_list("contact_id", "named_at")
        )
        left = [row for row in rows if (row.pk, row.named_at) not in sent]
        there = HandOver.objects.filter(key=words.key).first()
        if there is not None:
            if not _is_told_by(words, there, left):
                raise ToldOtherwise(
                    _("A letter to another body, or with other contacts, was sent under this key.")
                )
            return there
        if not left:
            raise Refused(_("All of them were handed over already."))
        row: HandOver = HandOver.objects.create(
            key=words.key,
            path=home(),
            to_path=words.to_path,
            to_name=normal(words.to_name),
            letter=normal(words.letter),
            sent_at=now,
            sent_by_id=actor.id,
            sent_by_name=actor.name,
        )
        HandedContact.objects.bulk_create(
            HandedContact(hand_over=row, contact=one, named_at=one.named_at) for one in left
        )
        record(
            events.HandedOver(row.pk, row.to_path, len(left)),
            actor=actor,
            path=row.path,
            subject=row,
        )
    return row


def _is_told_by(words: HandOverWords, there: HandOver, left: Sequence[Contact]) -> bool:
    """Whether these words are those of the letter; whom it left out had gone before it."""
    sent = set(there.handed.values_list("contact_id", flat=True))
    body = (there.to_path, there.to_name, there.letter)
    return (
        body == (words.to_path, normal(words.to_name), normal(words.letter))
        and sent <= set(words.contact_ids)
        and sent.issuperset(row.pk for row in left)
    )


def note_receipt(actor: Actor, key: UUID, words: ReceiptWords, *, now: datetime) -> HandOver:
    """Somebody there has it; said twice is said once, the first one stands."""
    with transaction.atomic():
        row: HandOver = HandOver.objects.select_for_update().get_visible(
            actor, Permission.ASSIGN, key=key
        )
        if row.received_at is not None:
            return row
        found = []
        if not normal(words.by_name):
            found.append(_("Say who received it."))
        # A receipt is told to the minute: one of the minute of the sending is after it.
        if not row.sent_at.replace(second=0, microsecond=0) <= words.at <= now:
            found.append(_("The receipt lies after the sending, and not in the future."))
        refuse_if(found)
        row.received_at = words.at
        row.received_by_name = normal(words.by_name)
        row.answer = normal(words.answer)
        row.save(update_fields=["received_at", "received_by_name", "answer"])
        record(events.HandOverReceived(row.pk), actor=actor, path=row.path, subject=row)
    return row
