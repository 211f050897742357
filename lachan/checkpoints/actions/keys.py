"""Secrets of this domain: sealing keys at rest, tokens and codes as hashes only."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from secrets import token_urlsafe

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction

from lachan.checkpoints.models import SealingKey
from lachan.checkpoints.rules.sealing import CURVE, encoded

_LOCK = "lachan.checkpoints.sealing_key"


def new_token() -> str:
    """A secret of 256 bits for one device."""
    return token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret of high entropy."""
    return sha256(secret.encode()).hexdigest()


def sealing_key(now: datetime) -> SealingKey:
    """The key for which devices seal now; made at first need."""
    found = SealingKey.objects.first()
    if found is not None:
        return found
    with transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
        found = SealingKey.objects.first()
        if found is not None:
            return found
        private = ec.generate_private_key(CURVE)
        number = private.private_numbers().private_value.to_bytes(32)
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return SealingKey.objects.create(
            public_key=encoded(point),
            sealed_private=_sealer().encrypt(number).decode(),
            made_at=now,
        )


def private_keys() -> list[ec.EllipticCurvePrivateKey]:
    """All private keys that devices may have sealed for, the newest first."""
    return [_private(row.sealed_private) for row in SealingKey.objects.all()]


@lru_cache(maxsize=16)
def _private(sealed: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(_sealer().decrypt(sealed.encode()))
    return ec.derive_private_key(number, CURVE)


def _sealer() -> Fernet:
    """Private halves lie in the database only under the server's secret."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lachan checkpoints sealing").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(urlsafe_b64encode(key))
