"""Count how often one address or device uses a public door, and close it when it is too often."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from lachan.arrivals.models import PublicUse
from lachan.arrivals.queries.limits import limit
from lachan.arrivals.terms import Door
from lachan.core.dates import day_of

KEPT = timedelta(hours=48)


def may_use(door: Door, who: str, now: datetime) -> bool:
    """Count one use of the door by this address or device; False when it is one too many.

    Only a keyed digest of `who` is kept, for two days. Counted in a transaction of its own before
    the work, so that refused tries count as well.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    table = PublicUse._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (digest, door, hour, uses) VALUES (%s, %s, %s, 1)"  # noqa: S608
            " ON CONFLICT (digest, door, hour)"
            f" DO UPDATE SET uses = {table}.uses + 1 RETURNING uses",
            [_digest(who), str(door), hour],
        )
        (uses,) = cursor.fetchone()
    return bool(uses <= limit(door.limit, day_of(now)).value)


def forget_uses(now: datetime) -> int:
    """Forget the counts of more than two days ago; how many."""
    return PublicUse.objects.filter(hour__lt=now - KEPT).delete()[0]


def _digest(who: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]
