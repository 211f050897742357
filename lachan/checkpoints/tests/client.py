"""A model of the offline app in Python: keys, sealing, digests, signatures, an outbox.

Tests, benchmarks and the demo speak with the server through it; it knows the protocol
(docs/protocols/posts.md) and nothing of the server's tables.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lachan.checkpoints.rules.envelope import canonical, digest_of
from lachan.checkpoints.rules.sealing import CURVE, content_key, decoded, encoded


def uuid7(milliseconds: int | None = None) -> str:
    """A UUID whose first 48 bits are the time (RFC 9562)."""
    moment = int(time.time() * 1000) if milliseconds is None else milliseconds
    number = (moment << 80) | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | (0x7 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return str(UUID(int=number))


@dataclass
class ModelDevice:
    """A device: makes events, chains them, and keeps them until they are acknowledged."""

    name: str = "Máy 1"
    key: str = ""
    token: str = ""
    sealing_key: str = ""
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(CURVE)
    )
    seq: int = 0
    last_digest: str = ""
    outbox: list[dict[str, Any]] = field(default_factory=list)
    app: str = "model 1"

    @property
    def public_key(self) -> str:
        """SPKI, base64url: what enrolment sends."""
        return encoded(
            self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )

    def enrolment(self, code: str) -> dict[str, str]:
        """The body of `POST /api/v1/devices/enrol`."""
        return {"code": code, "name": self.name, "public_key": self.public_key}

    def enrolled(self, answer: Mapping[str, Any]) -> None:
        """Keep what the server told."""
        self.key, self.token = answer["device"], answer["token"]
        self.sealing_key = answer["sealing_key"]

    @property
    def authorization(self) -> str:
        return f"Device {self.key}.{self.token}"

    def seal(self, payload: Mapping[str, Any], event_id: str) -> dict[str, str]:
        """The payload under an ephemeral key, bound to the event's id."""
        ephemeral = ec.generate_private_key(CURVE)
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(self.sealing_key))
        iv = os.urandom(12)
        text = AESGCM(content_key(ephemeral, public)).encrypt(
            iv, canonical(payload).encode(), event_id.encode()
        )
        point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"key": encoded(point), "iv": encoded(iv), "text": encoded(text)}

    def capture(
        self,
        kind: str,
        payload: Mapping[str, Any],
        at: datetime,
        *,
        sealed: bool | Mapping[str, str] = True,
        event_id: str | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        """Make the next event and put it into the outbox."""
        self.seq += 1
        event_id = event_id or uuid7(int(at.timestamp() * 1000))
        event = {
            "id": event_id,
            "device": self.key,
            "seq": self.seq,
            "prev": self.last_digest,
            "schema": 1,
            "kind": kind,
            "captured_at": at.isoformat(),
            "tz": "Asia/Ho_Chi_Minh",
            "uptime_ms": self.seq * 1000,
            "officer": "Nguyễn Văn Gác",
            "payload": None if sealed else dict(payload),
            "sealed": self.seal(payload, event_id) if sealed is True else sealed or None,
            **fields,
        }
        event["digest"] = digest_of(canonical(event))
        self.last_digest = event["digest"]
        self.outbox.append(event)
        return event

    def batch(
        self, events: list[dict[str, Any]], sent_at: datetime, *, unsent: int | None = None
    ) -> bytes:
        """The body of `POST /api/v1/events`."""
        return json.dumps(
            {
                "device": self.key,
                "sent_at": sent_at.isoformat(),
                "app": self.app,
                "unsent": len(self.outbox) - len(events) if unsent is None else unsent,
                "events": events,
            },
            ensure_ascii=False,
        ).encode()

    def signature(self, body: bytes) -> str:
        """Raw r||s, base64url."""
        r, s = decode_dss_signature(self.private.sign(body, ec.ECDSA(SHA256())))
        return encoded(r.to_bytes(32) + s.to_bytes(32))

    def acknowledged(self, answer: Mapping[str, Any]) -> int:
        """Delete what came back with its own digest; how many."""
        safe = {
            (one["id"], one["digest"])
            for one in answer["events"]
            if one["outcome"] in ("stored", "duplicate", "held")
        }
        before = len(self.outbox)
        self.outbox = [e for e in self.outbox if (e["id"], e["digest"]) not in safe]
        return before - len(self.outbox)


def a_passage(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An invented passage of one person on a motorbike."""
    return {
        "post": "chot-thu",
        "direction": "in",
        "outcome": "let_through",
        "verdict": {
            "colour": "yellow",
            "measure": "home_quarantine",
            "until": "2021-09-29",
            "rules": "v1",
            "undetermined": [],
            "reasons": [{"rule": "r1", "clause": "1", "words": "Từ vùng dịch"}],
        },
        "override": None,
        "people": [
            {
                "role": "rider",
                "full_name": f"Người Thử {number}",
                "citizen_id": f"096{number:09d}",
                "birth_year": 1960 + number % 50,
                "sex": "male",
                "phone": f"09{number:08d}",
                "from_words": "Thành phố Hồ Chí Minh",
                "from_area": "79/",
                "destination_words": "xã An Xuyên",
                "destination_area": "96/964/32025/",
                "facts": {"stays": [{"area": "79/", "from": "2021-09-01", "until": None}]},
            }
        ],
        "vehicle": {"plate": f"69-A1 {number % 100000:05d}", "kind": "motorbike"},
        "slip": None,
        "note": "",
        **fields,
    }
