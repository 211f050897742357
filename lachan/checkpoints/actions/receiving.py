"""Take a batch of events: kept for good before it is answered, whatever else may fail.

1. Read the batch and hold each event against its digest, outside the transaction.
2. Lock the device, so that its numbers are counted by one transaction at a time.
3. Find which events are here already, and what is missing.
4. Keep the new ones in one statement; what an officer must see goes into quarantine.
5. Count: what was received is accounted for.

The answer depends on the raw events alone; working them in is a job (`actions.working_in`).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection, transaction

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.models import Quarantined
from lachan.checkpoints.queries.devices import DeviceFacts, device_actor
from lachan.checkpoints.rules.envelope import (
    Envelope,
    Unfit,
    complete_until,
    digest_of,
    instant,
    missing,
    read_event,
)
from lachan.checkpoints.rules.sealing import decoded, is_signed, public_key_of
from lachan.checkpoints.terms import BATCH_BYTES, BATCH_EVENTS, EVENT_BYTES, Code, Outcome

_LOCK_DEVICE = """
    SELECT highest_seq, complete_seq, revoked_at IS NOT NULL, unsent
    FROM checkpoints_device WHERE id = %s FOR NO KEY UPDATE
"""
_KNOWN = "SELECT id, digest FROM checkpoints_event WHERE id = ANY(%s)"
_ABOVE = "SELECT seq FROM checkpoints_event WHERE device_id = %s AND seq > %s"
_KEEP = """
    WITH incoming AS (
        SELECT * FROM unnest(
            %(ids)s::uuid[], %(seqs)s::bigint[], %(kinds)s::text[], %(digests)s::text[],
            %(bodies)s::text[], %(captured)s::timestamptz[], %(outcomes)s::text[]
        ) AS row (id, seq, kind, digest, body, captured_at, outcome)
    ), kept AS (
        INSERT INTO checkpoints_event (
            id, device_id, seq, kind, digest, body, captured_at, skew_seconds, received_at, outcome
        )
        SELECT id, %(device)s, seq, kind, digest, body, captured_at, %(skew)s, %(now)s, outcome
        FROM incoming ORDER BY id
        ON CONFLICT (id) DO NOTHING
        RETURNING id, seq
    ), waiting AS (
        INSERT INTO checkpoints_waitingevent (event_id, device_id, seq, since)
        SELECT id, %(device)s, seq, %(now)s FROM kept WHERE %(works)s
    )
    SELECT id FROM kept
"""
_COUNT = """
    WITH seen AS (
        UPDATE checkpoints_device SET
            last_contact_at = %(now)s, highest_seq = %(highest)s, complete_seq = %(complete)s,
            app = %(app)s, unsent = %(unsent)s, skew_seconds = coalesce(%(skew)s, skew_seconds),
            unsent_since = CASE WHEN %(unsent)s = 0 THEN NULL
                ELSE coalesce(unsent_since, %(now)s) END
        WHERE id = %(device)s
    )
    INSERT INTO checkpoints_intake AS intake (
        device_id, hour, received, stored, duplicate, different, held, refused
    ) VALUES (
        %(device)s, date_trunc('hour', %(now)s::timestamptz), %(received)s, %(stored)s,
        %(duplicate)s, %(different)s, %(held)s, %(refused)s
    )
    ON CONFLICT (device_id, hour) DO UPDATE SET
        received = intake.received + excluded.received,
        stored = intake.stored + excluded.stored,
        duplicate = intake.duplicate + excluded.duplicate,
        different = intake.different + excluded.different,
        held = intake.held + excluded.held,
        refused = intake.refused + excluded.refused
"""
SKEW_LIMIT = 2**31 - 1


class BatchRefused(Exception):
    """The batch as a whole is not one: the device keeps everything; `status` is for HTTP."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the device is told, in the order of its events."""

    events: list[dict[str, Any]]
    missing_seq: list[tuple[int, int]]


@dataclass(slots=True)
class _Batch:
    """What came, read: the envelopes by place in the batch, or why there is none."""

    read: list[Envelope | Unfit]
    app: str
    unsent: int
    skew: int | None
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ids(self) -> list[UUID]:
        return list({one.id: None for one in self.read if isinstance(one, Envelope)})


def receive(device: DeviceFacts, body: bytes, signature: str, *, now: datetime) -> Answer:
    """Keep the events of a batch and say of each what became of it.

    Raises BatchRefused when it is too large, not signed by this device, or not a batch; then
    nothing was kept. One bad event refuses only itself.
    """
    # § 1
    batch = _read(device, body, signature, now)
    with transaction.atomic(), connection.cursor() as cursor:
        # § 2
        cursor.execute(_LOCK_DEVICE, [device.id])
        highest, complete, is_revoked, unsent = cursor.fetchone()
        # § 3
        ids = batch.ids
        cursor.execute(_KNOWN, [ids])
        known: dict[UUID, str] = dict(cursor.fetchall())
        above: set[int] = set()
        if highest > complete:
            cursor.execute(_ABOVE, [device.id, complete])
            above = {seq for (seq,) in cursor.fetchall()}
        # § 4
        fresh: dict[UUID, Envelope] = {}
        for one in batch.read:
            if isinstance(one, Envelope) and one.id not in known:
                fresh.setdefault(one.id, one)
        above |= {one.seq for one in fresh.values() if one.seq > complete}
        reached = complete_until(complete, above)
        if fresh:
            known |= _keep(
                cursor, device, list(fresh.values()), reached, batch.skew, now, is_revoked
            )
        counts, suspicious = _answer(batch, fresh, known, reached)
        if is_revoked:
            suspicious += [(Code.REVOKED, one) for one in fresh.values()]
        if suspicious:
            _put_in_quarantine(device, suspicious, now)
        # § 5
        cursor.execute(
            _COUNT,
            {
                "device": device.id,
                "now": now,
                "highest": max(highest, *above) if above else highest,
                "complete": reached,
                "app": batch.app,
                "unsent": unsent if batch.unsent < 0 else batch.unsent,
                "skew": batch.skew,
                "received": len(batch.read),
                **{str(outcome): counts[outcome] for outcome in Outcome},
            },
        )
    return Answer(batch.answers, missing(reached, above))


def _read(device: DeviceFacts, body: bytes, signature: str, now: datetime) -> _Batch:
    if len(body) > BATCH_BYTES:
        raise BatchRefused(413, "too_large")
    try:
        signed = is_signed(_key(device.public_key), decoded(signature), body)
    except ValueError:
        signed = False
    if not signed:
        raise BatchRefused(401, "wrong_signature")
    try:
        batch = json.loads(body)
        raw = batch["events"]
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise BatchRefused(400, "not_a_batch") from wrong
    if not isinstance(raw, list):
        raise BatchRefused(400, "not_a_batch")
    if batch.get("device") != device.key:
        raise BatchRefused(403, "other_device")
    if len(raw) > BATCH_EVENTS:
        raise BatchRefused(413, "too_many")
    sent_at, unsent = instant(batch.get("sent_at")), batch.get("unsent")
    skew = int((sent_at - now).total_seconds()) if sent_at else None
    return _Batch(
        read=[read_event(one, device.key) for one in raw],
        app=str(batch.get("app") or "")[:40].replace("\x00", ""),
        unsent=unsent if type(unsent) is int and 0 <= unsent < SKEW_LIMIT else -1,
        skew=max(-SKEW_LIMIT, min(SKEW_LIMIT, skew)) if skew is not None else None,
    )


@lru_cache(maxsize=2048)
def _key(spki: str) -> ec.EllipticCurvePublicKey:
    return public_key_of(decoded(spki))


def _keep(
    cursor: Any,
    device: DeviceFacts,
    fresh: list[Envelope],
    reached: int,
    skew: int | None,
    now: datetime,
    is_revoked: bool,
) -> dict[UUID, str]:
    """Insert what is new; digests of those that another transaction was quicker with."""
    outcomes = [_kept_as(one, reached) for one in fresh]
    cursor.execute(
        _KEEP,
        {
            "ids": [one.id for one in fresh],
            "seqs": [one.seq for one in fresh],
            "kinds": [one.kind for one in fresh],
            "digests": [one.digest for one in fresh],
            "bodies": [one.body for one in fresh],
            "captured": [one.captured_at for one in fresh],
            "outcomes": outcomes,
            "device": device.id,
            "skew": skew,
            "now": now,
            "works": not is_revoked,
        },
    )
    kept = {key for (key,) in cursor.fetchall()}
    outrun = [one.id for one in fresh if one.id not in kept]
    if not outrun:
        return {}
    cursor.execute(_KNOWN, [outrun])
    return dict(cursor.fetchall())


def _kept_as(one: Envelope, reached: int) -> str:
    return str(Outcome.STORED if one.seq <= reached else Outcome.HELD)


def _answer(
    batch: _Batch, fresh: dict[UUID, Envelope], known: dict[UUID, str], reached: int
) -> tuple[Counter[Outcome], list[tuple[Code, Envelope | Unfit]]]:
    """Write the answers; how many of each, and what an officer must look at."""
    counts: Counter[Outcome] = Counter()
    suspicious: list[tuple[Code, Envelope | Unfit]] = []
    for one in batch.read:
        code: Code | None = None
        if isinstance(one, Unfit):
            outcome, code = Outcome.REFUSED, one.code
            suspicious.append((one.code, one))
        elif one.id not in known and fresh.get(one.id) is one:
            outcome = Outcome.STORED if one.seq <= reached else Outcome.HELD
        elif (known.get(one.id) or fresh[one.id].digest) == one.digest:
            outcome = Outcome.DUPLICATE
        else:
            outcome, code = Outcome.DIFFERENT, Code.DIFFERENT
            known.setdefault(one.id, fresh[one.id].digest if one.id in fresh else "")
            suspicious.append((Code.DIFFERENT, one))
        counts[outcome] += 1
        batch.answers.append(
            {
                "id": one.event_id if isinstance(one, Unfit) else str(one.id),
                "outcome": outcome,
                "code": code,
                "digest": known[one.id]
                if code is Code.DIFFERENT and not isinstance(one, Unfit)
                else one.digest,
            }
        )
    return counts, suspicious


def _put_in_quarantine(
    device: DeviceFacts, suspicious: list[tuple[Code, Envelope | Unfit]], now: datetime
) -> None:
    rows = [
        Quarantined(
            path=device.path,
            device_id=device.id,
            event_id=one.id if isinstance(one, Envelope) else _uuid(one.event_id),
            code=code,
            digest=digest_of(_kept_text(one)),
            text=_kept_text(one),
            received_at=now,
        )
        for code, one in suspicious
    ]
    Quarantined.objects.bulk_create(rows, ignore_conflicts=True)
    record(
        events.Quarantined(device.key, dict(Counter(str(code) for code, _ in suspicious))),
        actor=device_actor(device),
        path=device.path,
    )


def _kept_text(one: Envelope | Unfit) -> str:
    text = one.body if isinstance(one, Envelope) else one.text
    # What no column of text can hold is shown as an escape.
    return (
        text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\u0000")[:EVENT_BYTES]
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
