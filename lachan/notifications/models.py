"""Messages to people, how far each got on each channel, and how people want to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.accounts.models import User
from lachan.audit.models import Entry
from lachan.core.scope import path_field
from lachan.notifications.rules import QuietHours
from lachan.notifications.terms import DeliveryState, Urgency


class Message(models.Model):
    """What one person is told. `key` names what is told: the same is told to nobody twice.

    `link` is a local address; `entry` the record of what caused the message, if there is one.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    urgency = models.CharField(
        max_length=10, choices=[(u, u) for u in Urgency], default=Urgency.ORDINARY
    )
    path = path_field(blank=True)
    search_text = models.TextField(editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], name="the same is told to a person once"
            ),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="a message leads to a local address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
            models.Index(fields=["recipient", "-created_at"], name="message_by_recipient"),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One message on one channel: sent at most once, whatever is killed in the middle."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=30)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in DeliveryState], default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"], name="a message goes out once on a channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["claimed_at"],
                condition=Q(state=DeliveryState.SENDING),
                name="delivery_being_sent",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"


class Preferences(models.Model):
    """How one person wants to be told: channels switched off, and quiet hours (both or none)."""

    user = models.OneToOneField(User, models.CASCADE, related_name="message_preferences")
    channels_off = models.JSONField(default=list, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
                name="quiet hours begin and end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"

    def quiet_hours(self) -> QuietHours | None:
        """The quiet hours as the rules see them."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)
