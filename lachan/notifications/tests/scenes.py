"""Messages to somebody of province 96, for the neighbour test."""

from __future__ import annotations

from django.db import transaction

from lachan.notifications.actions import notify
from lachan.notifications.models import Message
from tests.cast import NOW
from tests.scenes import MARK

# A message is its recipient's alone: not even the province's leader reads it.
SEEN_BY = dict.fromkeys(
    (
        *("notifications:message", "notifications:read", "notifications:unread"),
        "notifications:inbox",
    ),
    "city",
)


def scene(cast) -> dict[str, dict]:
    """Rows that belong to province 96; url name -> kwargs that reach them."""
    with transaction.atomic():
        notify(
            [cast.users["city"]],
            title=f"Tin {MARK}",
            body=f"Nội dung {MARK}",
            key=MARK,
            path="96/964/",
            now=NOW,
        )
    message = Message.objects.get(key=MARK)
    return {
        "notifications:message": {"pk": message.pk},
        "notifications:read": {"pk": message.pk},
        "notifications:unread": {"stamp": 0},
    }
