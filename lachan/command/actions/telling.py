"""Whom a reporting day concerns, and telling them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lachan.accounts import queries as accounts
from lachan.core.dates import day_of
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency

DESK = "/command/daily/"


def tell(
    paths: Iterable[str],
    *,
    permission: str,
    title: str,
    text: str,
    key: str,
    now: datetime,
    link: str = DESK,
    urgent: bool = False,
) -> int:
    """Tell those who hold the permission at each path, or at the next place above that has such.

    The same person is told the same key once, whatever restarts; returns the number of messages.
    """
    told = 0
    for path in paths:
        told += notify(
            accounts.nearest_users_with(permission, path, day_of(now)),
            title=title,
            body=text,
            link=link,
            urgency=Urgency.URGENT if urgent else Urgency.ORDINARY,
            key=key,
            path=path,
            now=now,
        )
    return told
