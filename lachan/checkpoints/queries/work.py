"""What a device takes down: rules, places, the hot list as hashes, passes, today's roster."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import digest as hmac_digest
from typing import Any

from django.conf import settings

from lachan.arrivals.queries.passes import revoked_ids, valid_keys
from lachan.checkpoints.models import HotEntry, Post, RosterEntry
from lachan.checkpoints.queries.devices import DeviceFacts
from lachan.checkpoints.rules.sealing import encoded
from lachan.core.dates import day_of
from lachan.core.path import ancestors, bounds, parent, parts
from lachan.places.models import Unit
from lachan.places.terms import UnitKind
from lachan.policies.queries import rules_in_force

HASH_BYTES = 16


def work_for(device: DeviceFacts, now: datetime) -> dict[str, Any]:
    """Everything but the instants: what the ETag is made of."""
    post = Post.objects.get(pk=device.post_id)
    salt = hot_salt(device)
    return {
        "post": {
            "code": post.code,
            "name": post.name,
            "place": post.place,
            "kind": post.kind,
            "area": post.unit_path,
        },
        "rules": rules_in_force(post.unit_path, now).to_json(),
        "places": [list(place) for place in places_for(parts(post.unit_path)[0], day_of(now))],
        "hot_salt": encoded(salt),
        "hot": [
            {"kind": row.kind, "hash": hot_hash(salt, row.value), "why": row.why}
            for row in hot_at(post.path, now)
        ],
        "revoked_passes": revoked_ids(None, now),
        "pass_keys": {name: encoded(key) for name, key in valid_keys(now).items()},
        "officers": [
            {"id": str(row.key), "name": row.full_name, "force": row.force}
            for row in roster_today(post.pk, now)
        ],
    }


@lru_cache(maxsize=8)
def places_for(province: str, day: date) -> tuple[tuple[str, str, str], ...]:
    """What an officer chooses from without a network: (path, name, within).

    The communes of the province, for where people go, and the districts of the whole country (until
    they ended), for where they come from. Provinces come with the rules.
    """
    there = Unit.objects.on(day)
    low, high = bounds(f"{province}/")
    communes = there.filter(kind=UnitKind.COMMUNE, path__gte=low, path__lt=high)
    districts = there.filter(kind=UnitKind.DISTRICT)
    names = dict(
        there.filter(kind__in=(UnitKind.PROVINCE, UnitKind.DISTRICT)).values_list(
            "path", "full_name"
        )
    )
    return tuple(
        (path, name, names.get(parent(path), ""))
        for rows in (communes, districts)
        for path, name in rows.order_by("path").values_list("path", "full_name")
    )


def etag_of(work: dict[str, Any]) -> str:
    """The same work has the same tag; when it was exported does not matter."""
    rules = {name: value for name, value in work["rules"].items() if name != "as_of"}
    text = json.dumps({**work, "rules": rules}, sort_keys=True, default=str)
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def hot_salt(device: DeviceFacts) -> bytes:
    """Sixteen bytes of this device alone, so that no table of hashes serves two of them."""
    return hmac_digest(settings.SECRET_KEY.encode(), f"hot:{device.key}".encode(), "sha256")[:16]


def hot_hash(salt: bytes, value: str) -> str:
    """The first 16 bytes of SHA-256 over salt and value, base64url."""
    return encoded(sha256(salt + value.encode()).digest()[:HASH_BYTES])


def hot_at(path: str, now: datetime) -> Any:
    """What a post at this path looks out for now: entries of its unit and of those above."""
    return HotEntry.objects.filter(
        path__in=["", *ancestors(path)], ended_at=None, until__gt=now
    ).order_by("pk")


def roster_today(post_id: int, now: datetime) -> list[RosterEntry]:
    """Who is on duty now, or within the next or last 12 hours: each person once.

    Of several shifts of one person the one that holds now counts, or the nearest.
    """
    half = timedelta(hours=12)
    rows = RosterEntry.objects.filter(
        post_id=post_id, starts_at__lt=now + half, ends_at__gt=now - half
    ).order_by("starts_at", "force", "full_name", "pk")
    nearest: dict[tuple[str, str], RosterEntry] = {}
    for row in sorted(rows, key=lambda row: max(row.starts_at - now, now - row.ends_at)):
        nearest.setdefault((row.force, row.full_name), row)
    kept = {row.pk for row in nearest.values()}
    return [row for row in rows if row.pk in kept]
