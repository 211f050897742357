"""Telling people, delivering, and what people do with their messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from lachan.accounts.models import User
from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.text import folded
from lachan.notifications.channels import NotSent, channels
from lachan.notifications.models import Delivery, Message, Preferences
from lachan.notifications.rules import (
    GIVEN_UP_AFTER,
    goes_out_at,
    pause_before_try,
    shortened,
)
from lachan.notifications.terms import DeliveryState, Urgency

DELIVER = "deliver"
IN_APP = "in_app"


def notify(
    recipients: Iterable[User],
    *,
    title: str,
    body: str = "",
    link: str = "",
    urgency: Urgency = Urgency.ORDINARY,
    key: str,
    path: str = "",
    entry: Entry | None = None,
    now: datetime | None = None,
) -> int:
    """Tell people something, once; returns how many had not been told before.

    1. Write a message for each recipient who has none with this key.
    2. Write a delivery for each channel that reaches them and that they have not switched off.
    3. Defer a job for each delivery that leaves the system, after the recipient's quiet hours.
    All in the caller's transaction, so that nobody is told what did not happen: RuntimeError
    outside one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify() must be called inside the transaction of what it tells")
    people = {user.pk: user for user in recipients if user.is_active}
    if not people:
        return 0
    moment = now or import_string(settings.CLOCK)()
    # § 1
    Message.objects.bulk_create(
        [
            Message(
                recipient=user,
                key=key,
                title=shortened(title),
                body=body,
                link=link,
                urgency=urgency,
                path=path,
                search_text=folded(f"{title} {body}"),
                entry=entry,
                created_at=moment,
            )
            for user in people.values()
        ],
        ignore_conflicts=True,
    )
    # A message has an in-app delivery from the start: those without were written just now. A
    # rival with the same key made us wait for its transaction, so its deliveries are seen here.
    written = list(Message.objects.filter(key=key, recipient__in=people, deliveries__isnull=True))
    # § 2
    wishes = {row.user_id: row for row in Preferences.objects.filter(user__in=people)}
    deliveries: list[Delivery] = []
    for message in written:
        message.recipient = people[message.recipient_id]
        deliveries += _deliveries(message, wishes.get(message.recipient_id), moment)
    Delivery.objects.bulk_create(deliveries)
    # § 3
    for delivery in deliveries:
        if delivery.state == DeliveryState.WAITING:
            _defer(delivery.pk, delivery.due_at - moment)
    return len(written)


def _deliveries(message: Message, wish: Preferences | None, now: datetime) -> list[Delivery]:
    off = set(wish.channels_off) if wish else set()
    due = goes_out_at(now, wish.quiet_hours() if wish else None, Urgency(message.urgency))
    made = []
    for code, channel in channels().items():
        if code == IN_APP:
            there = Delivery(
                message=message, channel=code, state=DeliveryState.SENT, due_at=now, sent_at=now
            )
            made.append(there)
            continue
        is_off = channel.can_be_switched_off and code in off
        if not is_off and channel.reaches(message.recipient):
            made.append(Delivery(message=message, channel=code, due_at=due))
    return made


def _defer(delivery_id: int, wait: timedelta) -> None:
    """Defer the job; the lock lets only one job a delivery wait in the queue."""
    lock = f"{DELIVER}-{delivery_id}"
    seconds = round(wait.total_seconds())
    task = (
        jobs.configure_task(DELIVER, queueing_lock=lock, schedule_in={"seconds": seconds})
        if seconds > 0
        else jobs.configure_task(DELIVER, queueing_lock=lock)
    )
    task.defer(delivery_id=delivery_id)


def _defer_unless_waiting(delivery_id: int, wait: timedelta) -> bool:
    """Defer the job unless one waits already: the queue says so by an error of the database."""
    try:
        with transaction.atomic():
            _defer(delivery_id, wait)
    except AlreadyEnqueued:
        return False
    return True


def deliver(delivery_id: int, now: datetime) -> DeliveryState | None:
    """Send one delivery, at most once; None when it is not (or no longer) waiting.

    1. Claim it, and commit: of two workers one finds it waiting.
    2. Send.
    3. Write down what came of it. Whoever dies between 1 and 3 leaves it claimed, and
       `settle_lost` later calls it unknown.
    """
    # § 1
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("message__recipient")
            .filter(pk=delivery_id, state=DeliveryState.WAITING)
            .first()
        )
        if delivery is None:
            return None
        delivery.state = DeliveryState.SENDING
        delivery.claimed_at = now
        delivery.tries += 1
        delivery.save(update_fields=["state", "claimed_at", "tries"])
    # § 2
    error, state = "", DeliveryState.SENT
    pause = None
    try:
        channels()[delivery.channel].send(delivery.message)
    except NotSent as refused:
        error, pause = str(refused), pause_before_try(delivery.tries)
        state = DeliveryState.FAILED if pause is None else DeliveryState.WAITING
    except Exception as failure:
        error, state = f"{type(failure).__name__}: {failure}", DeliveryState.UNKNOWN
    # § 3
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING).update(
            state=state,
            last_error=error[:300],
            due_at=now + (pause or timedelta()),
            sent_at=now if state == DeliveryState.SENT else None,
        )
        if pause is not None:
            _defer_unless_waiting(delivery.pk, pause)
    return state


def settle_lost(now: datetime) -> int:
    """Settle what was lost with a process that died; how many deliveries were touched.

    What a sender had claimed may have gone out: it is unknown, and not sent again. What nobody
    had claimed did not go out: its job is deferred anew, unless one still waits.
    """
    before = now - GIVEN_UP_AFTER
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=before)
    settled = lost.update(state=DeliveryState.UNKNOWN, last_error="the sender did not come back")
    forgotten = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lt=before)
    for delivery_id in forgotten.values_list("pk", flat=True):
        settled += _defer_unless_waiting(delivery_id, timedelta())
    return settled


def mark_read(actor: Actor, message_id: int, now: datetime) -> Message:
    """One message is read; reading it again changes nothing."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update().filter(pk=message_id, recipient_id=actor.id).first()
        )
        if message is None:
            raise NotThere
        if message.read_at is None:
            message.read_at = now
            message.save(update_fields=["read_at"])
    return message


def mark_all_read(actor: Actor, now: datetime) -> int:
    """All messages that are there now are read; how many."""
    return Message.objects.filter(
        recipient_id=actor.id, read_at__isnull=True, created_at__lte=now
    ).update(read_at=now)


def mark_unread(actor: Actor, read_at: datetime) -> int:
    """Take back a reading by its instant: what was read then is unread again; how many."""
    return Message.objects.filter(recipient_id=actor.id, read_at=read_at).update(read_at=None)


def prefer(
    actor: Actor, *, channels_off: Iterable[str], quiet: tuple[time, time] | None
) -> Preferences:
    """Keep how a person wants to be told; what cannot be switched off stays on."""
    off = sorted(
        code for code in channels_off if code in channels() and channels()[code].can_be_switched_off
    )
    kept, _made = Preferences.objects.update_or_create(
        user_id=actor.id or 0,
        defaults={
            "channels_off": off,
            "quiet_from": quiet[0] if quiet else None,
            "quiet_until": quiet[1] if quiet else None,
        },
    )
    return kept
