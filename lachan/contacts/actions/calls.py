"""Write down calls and visits, propose samples, set what is said, remind of those not called."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.accounts.queries import nearest_users_with
from lachan.arrivals.queries.communes import watching_units
from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.actions.samples import sample_proposed
from lachan.contacts.models import Call, CallScript, Contact, Following
from lachan.contacts.queries.follow_up import followed, late, patience, tries_of
from lachan.contacts.queries.hand_overs import home
from lachan.contacts.rules.calls import CallWords
from lachan.contacts.rules.follow_up import Standing, standing
from lachan.contacts.rules.follow_up_words import RUNGS
from lachan.contacts.terms import SEEN, Outcome, Permission, Rung, State
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.core.refused import ToldOtherwise, refuse_if
from lachan.core.text import normal
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency

# A device's clock may be a little ahead.
AHEAD = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=48)
REMIND_EVERY = timedelta(hours=2)


def record_call(actor: Actor, contact_key: UUID, words: CallWords, *, now: datetime) -> Call:
    """Somebody called or visited; the same key again gives the call that is there.

    1. The contact is locked, so that calls from two devices are reckoned one after the other.
    2. Where it stands is reckoned from all its calls: they may come in any order.
    3. Symptoms propose a sample, and are said aloud.

    Raises NotThere for a contact out of sight, Refused for words that cannot be, and for a key
    under which other words are kept.
    """
    refuse_if(_obstacles(words, now))
    with transaction.atomic():
        # § 1
        contact: Contact = Contact.objects.select_for_update(of=("self",)).get_visible(
            actor, Permission.FOLLOW, key=contact_key
        )
        there = Call.objects.filter(key=words.key).first()
        if there is not None:
            if there.contact_id != contact.pk:
                raise ToldOtherwise(_("This note was sent for another contact already."))
            if not is_told_by(words, there):
                raise ToldOtherwise(
                    _("This call was written down already, with other words. Write another one.")
                )
            return there
        call = Call.objects.create(
            key=words.key,
            contact=contact,
            path=contact.path,
            at=words.at,
            **_kept(words),
            by_id=actor.id,
            by_name=actor.name,
            recorded_at=now,
        )
        # § 2
        stands = _reckon(contact, now)
        record(
            events.FollowedUp(contact.pk, call.pk, call.way, call.outcome, stands.rung),
            actor=actor,
            path=contact.path,
            subject=contact,
        )
        # § 3
        if call.outcome == Outcome.SYMPTOMS:
            _propose_sample(actor, contact, call, now)
    return call


def is_told_by(words: CallWords, call: Call) -> bool:
    """Whether the call is kept with these words; a button pressed twice tells another instant."""
    return all(getattr(call, name) == value for name, value in _kept(words).items())


def _kept(words: CallWords) -> dict[str, Any]:
    is_ill = words.outcome == Outcome.SYMPTOMS
    return {
        "way": words.way,
        "outcome": words.outcome,
        "symptoms": list(words.symptoms) if is_ill else [],
        "symptoms_since": words.symptoms_since if is_ill else None,
        "next_try_at": words.next_try_at,
        "second_phone": words.second_phone,
        "note": normal(words.note)[:300],
    }


def _obstacles(words: CallWords, now: datetime) -> list[str]:
    found = []
    if words.at > now + AHEAD:
        found.append(_("The call lies in the future. Is the hour right?"))
    if words.outcome == Outcome.SYMPTOMS and not words.symptoms:
        found.append(_("Say which symptoms."))
    if words.symptoms_since and words.symptoms_since > day_of(now):
        found.append(_("The symptoms cannot begin in the future."))
    again = words.next_try_at
    if again and not words.at < again <= words.at + LONGEST_WAIT:
        found.append(_("The next try comes after the call, within two days."))
    return found


def _reckon(contact: Contact, now: datetime) -> Standing:
    tries = [one for one in tries_of(contact) if one.at >= contact.named_at]
    stands = standing(contact.named_at, tries, patience(day_of(now)))
    last = max(tries, key=lambda one: one.at, default=None)
    Following.objects.update_or_create(
        contact=contact,
        defaults={
            "rung": stands.rung,
            "due_at": stands.due_at,
            "tries": stands.tries,
            "last_at": last.at if last else None,
            "last_outcome": last.outcome if last else "",
            "seen_at": stands.seen_at,
            "has_symptoms": stands.has_symptoms,
            "told_late_at": None,
        },
    )
    reached_at = min((one.at for one in tries if one.outcome in SEEN), default=None)
    if contact.reached_at != reached_at:
        contact.reached_at = reached_at
        contact.save(update_fields=["reached_at"])
    return stands


def _propose_sample(actor: Actor, contact: Contact, call: Call, now: datetime) -> None:
    if contact.state != State.FOLLOWED:
        return
    today = day_of(now)
    proposal = sample_proposed(contact, now)
    record(
        events.SymptomsTold(contact.pk, call.pk, tuple(call.symptoms), proposal.pk),
        actor=actor,
        path=contact.path,
        subject=contact,
    )
    notify(
        nearest_users_with(Permission.DECIDE, contact.path, today),
        title=_("A contact told of symptoms: take a sample"),
        body=_("Open the contact, and decide on the sample that is proposed."),
        link=reverse("contacts:call", args=[contact.key]),
        urgency=Urgency.URGENT,
        key=f"contacts.symptoms.{call.pk}",
        path=contact.path,
        now=now,
    )


def set_script(
    actor: Actor, text: str, valid_from: date, source: str, *, now: datetime
) -> CallScript:
    """What is said in calls from a day on, by this document; the past is not changed."""
    found = []
    if not actor.may(Permission.SET_LIMITS, home()):
        found.append(_("You may not set what is said in calls."))
    if not text.strip():
        found.append(_("Write what is asked and said."))
    if not source.strip():
        found.append(_("Name the document that sets the text."))
    if valid_from < day_of(now):
        found.append(_("The text can hold from today on at the earliest."))
    refuse_if(found)
    with transaction.atomic():
        row, _is_new = CallScript.objects.update_or_create(
            valid_from=valid_from,
            defaults={
                "text": text.strip(),
                "source": normal(source)[:300],
                "set_by_name": actor.name,
            },
        )
        record(
            events.ScriptSet(row.pk, valid_from, row.source), actor=actor, path=home(), subject=row
        )
    return row


def tell_lateness(now: datetime) -> int:
    """Remind of contacts whose call or visit is overdue; how many contacts.

    Once in two hours a contact. The commune is told; of those whom the police of the commune
    should have found, the level above.
    """
    with transaction.atomic():
        due = late(followed(Contact.objects.all(), now), now).filter(
            Q(following=None)
            | Q(following__told_late_at=None)
            | Q(following__told_late_at__lte=now - REMIND_EVERY)
        )
        rows = list(due.order_by("pk").select_for_update(of=("self",), skip_locked=True))
        if not rows:
            return 0
        communes = watching_units(row.path for row in rows)
        waiting: Counter[tuple[str, str]] = Counter()
        for row in rows:
            place = communes.get(row.path, row.path)
            is_above = row.next_rung == Rung.POLICE
            waiting[paths.parent(place) or place if is_above else place, row.next_rung] += 1
        for (place, rung), number in sorted(waiting.items()):
            _remind(place, rung, number, now)
        Following.objects.bulk_create(
            [
                Following(contact=row, rung=row.next_rung, due_at=row.next_due, told_late_at=now)
                for row in rows
            ],
            update_conflicts=True,
            unique_fields=["contact"],
            update_fields=["told_late_at"],
        )
    return len(rows)


def _remind(place: str, rung: str, number: int, now: datetime) -> None:
    moment = now.astimezone(VIETNAM)
    notify(
        nearest_users_with(Permission.FOLLOW, place, day_of(now)),
        title=ngettext(
            "%(number)d contact is overdue: %(rung)s",
            "%(number)d contacts are overdue: %(rung)s",
            number,
        )
        % {"number": number, "rung": RUNGS[Rung(rung)]},
        link=f"{reverse('contacts:follow_up')}?late=on",
        urgency=Urgency.URGENT,
        key=f"contacts.late.{place}.{rung}.{moment:%Y%m%d%H%M}",
        path=place,
        now=now,
    )
