"""The province's signed personal code: COSE_Sign1 over CBOR, in Base45, by Ed25519.

A code says a random token, a kind, an area and an end: no name, no number, no result. It has one
form only (see docs/decisions/0027): whatever is not exactly that form is `invalid`, and nothing
that is scanned raises an exception. `frontend/src/shared/passes.ts` verifies alike.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lachan.arrivals.terms import PassState

PREFIX = "LC1:"
# The longest code of the form is far shorter; a QR code holds up to 4,296 characters.
LONGEST = 600
TOKEN_BYTES = 16
# Clocks of phones differ: a code may be this much younger than the device's clock.
LEEWAY = timedelta(minutes=10)

_EDDSA = -8
_SIGN1 = 18
# Claims of a CWT (RFC 8392): the subject is the kind, the audience the area.
_KIND, _AREA, _EXPIRES, _ISSUED, _TOKEN = 2, 3, 4, 6, 7
_BASE45 = re.compile(r"[0-9A-Z $%*+\-./:]*\Z")


class PassFault(StrEnum):
    """Why a code does not hold."""

    INVALID = "invalid"
    UNKNOWN_KEY = "unknown_key"
    WRONG_KIND = "wrong_type"
    WRONG_PROVINCE = "wrong_province"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class PassClaims:
    """What a code says. `token` are 16 random bytes; `area` is a path (`96/32005/`)."""

    token: bytes
    area: str
    issued_at: datetime
    expires_at: datetime
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class PassVerdict:
    """Whether a code holds. `claims` are there once the signature is proved, fault or not."""

    fault: PassFault | None
    claims: PassClaims | None = None
    key_id: str = ""


def sign(claims: PassClaims, *, key_id: bytes, seed: bytes) -> str:
    """The code's text. `seed` is the private key's 32 bytes. Times are cut to seconds.

    Raises ValueError where the token is not 16 bytes long, or the text would be too long.
    """
    if len(claims.token) != TOKEN_BYTES:
        raise ValueError(f"a token has {TOKEN_BYTES} bytes, not {len(claims.token)}")
    payload = cbor2.dumps(
        {
            _KIND: claims.kind,
            _AREA: claims.area,
            _EXPIRES: int(claims.expires_at.timestamp()),
            _ISSUED: int(claims.issued_at.timestamp()),
            _TOKEN: claims.token,
        },
        canonical=True,
    )
    protected = cbor2.dumps({1: _EDDSA, 4: key_id}, canonical=True)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_signed(protected, payload))
    message = cbor2.CBORTag(_SIGN1, [protected, {}, payload, signature])
    text: str = PREFIX + base45.b45encode(cbor2.dumps(message, canonical=True)).decode()
    if len(text) > LONGEST:
        raise ValueError("the code's text is too long")
    return text


def verify(
    text: str,
    keys: Mapping[str, bytes],
    *,
    now: datetime,
    revoked: Container[str] = (),
    kind: str = "person",
    province: str = "",
) -> PassVerdict:
    """Whether a scanned text is a code of ours that holds at `now`.

    `keys` are public keys (32 bytes) by key id in hex; `revoked` are tokens in hex; `province` is
    the path in which the code's area must lie (empty: anywhere). Never raises.
    """
    try:
        message = _message(text)
    except (_NotAPass, ValueError, OverflowError):
        return PassVerdict(PassFault.INVALID)
    key_id = message.key_id.hex()
    public = keys.get(key_id)
    if public is None:
        return PassVerdict(PassFault.UNKNOWN_KEY, key_id=key_id)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            message.signature, _signed(message.protected, message.payload)
        )
    except (InvalidSignature, ValueError):
        return PassVerdict(PassFault.INVALID, key_id=key_id)
    claims = message.claims
    return PassVerdict(_fault(claims, now, revoked, kind, province), claims, key_id)


def _fault(
    claims: PassClaims, now: datetime, revoked: Container[str], kind: str, province: str
) -> PassFault | None:
    if claims.kind != kind:
        return PassFault.WRONG_KIND
    if not claims.area.startswith(province):
        return PassFault.WRONG_PROVINCE
    if claims.issued_at > now + LEEWAY:
        return PassFault.NOT_YET_VALID
    if claims.expires_at <= now:
        return PassFault.EXPIRED
    return PassFault.REVOKED if claims.token.hex() in revoked else None


def _signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


@dataclass(frozen=True, slots=True)
class _Message:
    protected: bytes
    payload: bytes
    signature: bytes
    key_id: bytes
    claims: PassClaims


class _NotAPass(Exception):
    pass


def _message(text: str) -> _Message:
    if len(text) > LONGEST or not text.startswith(PREFIX):
        raise _NotAPass
    if not _BASE45.match(text, len(PREFIX)):
        raise _NotAPass
    outer = _Reader(base45.b45decode(text[len(PREFIX) :]))
    outer.expect(6, _SIGN1)
    outer.expect(4, 4)
    protected = outer.read_bytes()
    outer.expect(5, 0)
    payload, signature = outer.read_bytes(), outer.read_bytes()
    outer.end()
    if len(signature) != 64:
        raise _NotAPass
    head = _Reader(protected)
    head.expect(5, 2)
    head.expect_key(1)
    head.expect_key(_EDDSA)
    head.expect_key(4)
    key_id = head.read_bytes()
    head.end()
    return _Message(protected, payload, signature, key_id, _claims(payload))


def _claims(payload: bytes) -> PassClaims:
    body = _Reader(payload)
    body.expect(5, 5)
    body.expect_key(_KIND)
    kind = body.read_text()
    body.expect_key(_AREA)
    area = body.read_text()
    body.expect_key(_EXPIRES)
    expires = body.read_time()
    body.expect_key(_ISSUED)
    issued = body.read_time()
    body.expect_key(_TOKEN)
    token = body.read_bytes()
    body.end()
    if len(token) != TOKEN_BYTES:
        raise _NotAPass
    return PassClaims(token, area, issued, expires, kind)


class _Reader:
    """Reads just the CBOR that codes are made of, each number in its shortest form only."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def expect(self, major: int, number: int) -> None:
        """One head of this major type and number, or it is no code."""
        if self._head() != (major, number):
            raise _NotAPass

    def expect_key(self, key: int) -> None:
        """This whole number."""
        self.expect(*((0, key) if key >= 0 else (1, -1 - key)))

    def read_bytes(self) -> bytes:
        return self._string(2)

    def read_text(self) -> str:
        return self._string(3).decode()

    def read_time(self) -> datetime:
        """Seconds since 1970, before the year 2106."""
        major, seconds = self._head()
        if major != 0 or seconds >= 1 << 32:
            raise _NotAPass
        return datetime.fromtimestamp(seconds, UTC)

    def end(self) -> None:
        if self._at != len(self._content):
            raise _NotAPass

    def _string(self, wanted: int) -> bytes:
        major, length = self._head()
        if major != wanted:
            raise _NotAPass
        return self._take(length)

    def _take(self, length: int) -> bytes:
        taken = self._content[self._at : self._at + length]
        if len(taken) != length:
            raise _NotAPass
        self._at += length
        return taken

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, short = first >> 5, first & 31
        if short < 24:
            return major, short
        if short > 26:
            raise _NotAPass
        width = 1 << (short - 24)
        number = int.from_bytes(self._take(width))
        if number < (24, 1 << 8, 1 << 16)[short - 24]:
            raise _NotAPass
        return major, number


def pass_state(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> PassState:
    """How a code that was given out stands; one that was taken back stays so after its end."""
    if revoked_at is not None:
        return PassState.REVOKED
    return PassState.VALID if now < expires_at else PassState.EXPIRED
