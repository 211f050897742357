"""An event as a device sends it: read, and held against its digest. See docs/protocols/posts.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from lachan.checkpoints.terms import EVENT_BYTES, HELD_DAYS, Code, EventKind

CLOCK_TOLERANCE = timedelta(minutes=5)
LATE_AFTER = timedelta(hours=24)
LARGEST_SEQ = 2**53
_KINDS = frozenset(EventKind)
_MAPPINGS = (dict, type(None))


def canonical(value: Mapping[str, Any]) -> str:
    """RFC 8785 for what events hold: keys sorted, no spaces, whole numbers and strings only."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest_of(text: str) -> str:
    """SHA-256, hex, of the UTF-8 bytes."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event that can be kept: what it says of itself, and the text that its digest is of."""

    id: UUID
    seq: int
    kind: str
    digest: str
    body: str
    captured_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unfit:
    """What cannot be kept as an event: why, its id where it bears one, and the text of it."""

    code: Code
    text: str
    event_id: str | None = None
    digest: str | None = None


def read_event(raw: Any, device: str) -> Envelope | Unfit:
    """One element of a batch, as an event of this device, or why it is none.

    Clocks are never a ground for refusal: an instant that cannot be read is left out.
    """
    if not isinstance(raw, dict):
        return Unfit(Code.NOT_AN_EVENT, _text(raw))
    event_id, digest = raw.get("id"), raw.get("digest")
    unfit = Unfit(
        Code.NOT_AN_EVENT,
        "",
        event_id if isinstance(event_id, str) else None,
        digest if isinstance(digest, str) else None,
    )
    try:
        body = canonical({name: value for name, value in raw.items() if name != "digest"})
        encoded = body.encode()
        key = UUID(event_id)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return _as(unfit, Code.NOT_AN_EVENT, _text(raw))
    if len(encoded) > EVENT_BYTES:
        return _as(unfit, Code.TOO_LARGE, body)
    seq, schema = raw.get("seq"), raw.get("schema")
    if not (
        str(key) == event_id
        and type(seq) is int
        and 0 < seq < LARGEST_SEQ
        and type(schema) is int
        and schema > 0
        and raw.get("kind") in _KINDS
        and isinstance(raw.get("prev"), str)
        and isinstance(raw.get("payload"), _MAPPINGS)
        and isinstance(raw.get("sealed"), _MAPPINGS)
        and (raw.get("payload") is None) is not (raw.get("sealed") is None)
    ):
        return _as(unfit, Code.NOT_AN_EVENT, body)
    if raw.get("device") != device:
        return _as(unfit, Code.OTHER_DEVICE, body)
    if sha256(encoded).hexdigest() != digest:
        return _as(unfit, Code.WRONG_DIGEST, body)
    return Envelope(key, seq, raw["kind"], digest, body, instant(raw.get("captured_at")))


def _as(unfit: Unfit, code: Code, text: str) -> Unfit:
    return Unfit(code, text, unfit.event_id, unfit.digest)


def _text(raw: Any) -> str:
    try:
        text = json.dumps(raw, ensure_ascii=True, sort_keys=True)
    except (ValueError, TypeError, RecursionError):
        return ""
    return text[:EVENT_BYTES]


def instant(value: Any) -> datetime | None:
    """The instant that the text says, in UTC; none when it says none, or has no offset."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def complete_until(complete: int, present: Iterable[int]) -> int:
    """The highest number up to which nothing is missing, from `complete` on."""
    for seq in sorted(present):
        if seq == complete + 1:
            complete = seq
        elif seq > complete:
            break
    return complete


def missing(complete: int, present: Iterable[int], *, most: int = 100) -> list[tuple[int, int]]:
    """The gaps above `complete`, as pairs (from, to), the lowest first."""
    gaps = []
    last = complete
    for seq in sorted(set(present)):
        if seq > last + 1:
            gaps.append((last + 1, seq - 1))
        last = max(last, seq)
        if len(gaps) == most:
            break
    return gaps


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event in its chain; the predecessor is the first that came under the number before."""

    seq: int
    prev: str
    captured_at: datetime | None
    received_at: datetime
    skew_seconds: int | None
    predecessor_digest: str | None
    predecessor_received_at: datetime | None
    is_first_of_number: bool


def happened_at(event: Sighting) -> datetime:
    """When it happened: the device's word, put right by what its clock was off when it sent."""
    if event.captured_at is None:
        return event.received_at
    if clock_is_off(event.skew_seconds):
        return event.captured_at - timedelta(seconds=event.skew_seconds or 0)
    return event.captured_at


def clock_is_off(skew_seconds: int | None) -> bool:
    """Whether a device's clock differs by more than five minutes."""
    return abs(skew_seconds or 0) > CLOCK_TOLERANCE.total_seconds()


def flags_of(event: Sighting) -> Sequence[str]:
    """What is odd about the event. The same events give the same flags in whatever order."""
    flags = []
    is_alone = event.seq > 1 and (
        event.predecessor_received_at is None
        or event.predecessor_received_at - event.received_at > timedelta(days=HELD_DAYS)
    )
    if is_alone:
        flags.append("forced")
    elif not event.is_first_of_number or (event.prev != (event.predecessor_digest or "")):
        flags.append("broken_chain")
    if event.captured_at is None or clock_is_off(event.skew_seconds):
        flags.append("clock")
    if event.received_at - happened_at(event) > LATE_AFTER:
        flags.append("late")
    return flags
