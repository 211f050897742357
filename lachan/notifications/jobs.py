"""The job that delivers one message on one channel."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from lachan.notifications.actions import DELIVER
from lachan.notifications.actions import deliver as send


@app.task(name=DELIVER, queue="messages")
def deliver(*, delivery_id: int) -> None:
    """Deliver once; trying again is the action's own decision, so the queue does not repeat it."""
    send(delivery_id, import_string(settings.CLOCK)())
