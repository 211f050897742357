"""What a device seals for the province: P-256 ECDH, HKDF-SHA-256, AES-256-GCM."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_public_key

INFO = b"lachan-event-1"
CURVE = ec.SECP256R1()


class SealBroken(ValueError):
    """The sealed text cannot be opened with our key, or is not what was sealed."""


def encoded(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding; ValueError when it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, TypeError, UnicodeEncodeError) as wrong:
        raise ValueError("not base64url") from wrong


def content_key(private: ec.EllipticCurvePrivateKey, public: ec.EllipticCurvePublicKey) -> bytes:
    """The 32-byte key that both ends derive."""
    secret = private.exchange(ec.ECDH(), public)
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=INFO).derive(secret)


def open_sealed(
    sealed: Mapping[str, Any], event_id: str, private: ec.EllipticCurvePrivateKey
) -> Any:
    """The payload in it; raises SealBroken when the key, the text or the id are not the ones."""
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(sealed["key"]))
        iv, text = decoded(sealed["iv"]), decoded(sealed["text"])
        plain = AESGCM(content_key(private, public)).decrypt(iv, text, event_id.encode())
        return json.loads(plain)
    except (InvalidTag, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise SealBroken(type(wrong).__name__) from wrong


def public_key_of(spki: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 key of an SPKI; ValueError for anything else."""
    key = load_der_public_key(spki)
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != CURVE.name:
        raise ValueError("not a P-256 key")
    return key


def is_signed(key: ec.EllipticCurvePublicKey, signature: bytes, text: bytes) -> bool:
    """Whether raw r||s is the key's ECDSA (SHA-256) signature over the text."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        key.verify(encode_dss_signature(r, s), text, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
