"""What devices and pages need to verify personal codes."""

from __future__ import annotations

from datetime import datetime

from lachan.arrivals.models import Pass, PassKey


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
