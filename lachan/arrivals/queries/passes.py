"""What devices and pages need to verify personal codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lachan.arrivals.events import PassRevoked
from lachan.arrivals.models import Arrival, Pass, PassKey
from lachan.arrivals.rules.passes import pass_state
from lachan.arrivals.terms import PassState, Permission
from lachan.audit.actions import name_of, subject_of
from lachan.audit.queries import histories_of
from lachan.core.actor import Actor


def valid_keys(now: datetime) -> dict[str, bytes]:
    """Key id (hex) -> raw Ed25519 public key, of all keys whose codes may still hold."""
    rows = PassKey.objects.filter(signs_from__lte=now, valid_until__gt=now)
    return {row.key_id: bytes.fromhex(row.public_key) for row in rows}


def revoked_ids(since: datetime | None, now: datetime) -> list[str]:
    """Tokens (hex) of codes taken back after `since` (None: ever) that would still hold."""
    rows = Pass.objects.filter(revoked_at__isnull=False, expires_at__gt=now)
    if since is not None:
        rows = rows.filter(revoked_at__gt=since)
    return list(rows.order_by("revoked_at", "pk").values_list("token", flat=True))


@dataclass(frozen=True)
class GivenPass:
    """A code as it stands; `revoked_by` is empty unless it was taken back."""

    row: Pass
    state: PassState
    revoked_by: str
    may_revoke: bool


def passes_of(actor: Actor, arrival: Arrival, now: datetime) -> list[GivenPass]:
    """The codes given out for one coming, newest first; the caller may see the coming."""
    rows = list(Pass.objects.filter(Q(arrival=arrival) | Q(declared__arrival=arrival)))
    entries = histories_of(rows).filter(event=name_of(PassRevoked))
    revokers = {entry.subject: entry.actor_name for entry in entries}
    found = []
    for row in rows:
        state = pass_state(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)
        may_revoke = state is PassState.VALID and actor.may(Permission.DECIDE, row.path)
        found.append(GivenPass(row, state, revokers.get(subject_of(row), ""), may_revoke))
    return found
