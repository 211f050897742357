"""Keys of a month, personal codes signed by them, and taking codes back.

A key signs for one month and its codes hold as long as their own end, which lies within the
month after: so two keys are valid at a time.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.arrivals import events
from lachan.arrivals.models import DeclaredPerson, Pass, PassKey
from lachan.arrivals.queries.limits import limit
from lachan.arrivals.rules.passes import PassClaims, sign
from lachan.arrivals.terms import LimitName, Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.core.refused import refuse_if

SIGNS_FOR = timedelta(days=31)
LOCK = 0x1AC4A9
KEYS = system("keys of passes", *Permission)


def signing_key(now: datetime) -> PassKey:
    """The key that signs now; a new one is made when the last one's month is over."""
    with transaction.atomic():
        # Two workers at the turn of the month must not begin two keys.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        key = PassKey.objects.filter(signs_from__lte=now, signs_until__gt=now).first()
        if key is None:
            key = _new_key(now)
            record(events.KeysRotated(key_id=key.key_id), actor=KEYS)
    return key


def _new_key(now: datetime) -> PassKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return PassKey.objects.create(
        key_id=hashlib.sha256(public).hexdigest()[:16],
        public_key=public.hex(),
        sealed_seed=_sealer().encrypt(private.private_bytes_raw()).decode(),
        signs_from=now,
        signs_until=now + SIGNS_FOR,
        valid_until=now + 2 * SIGNS_FOR,
    )


def _sealer() -> Fernet:
    """The private halves lie in the database only under the server's secret."""
    secret = hashlib.sha256(b"pass keys:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def issue_passes(people: Sequence[DeclaredPerson], *, path: str, now: datetime) -> list[Pass]:
    """A personal code for each of these people, signed, for the days of the dated row."""
    key = signing_key(now)
    seed = _sealer().decrypt(key.sealed_seed.encode())
    ends = min(now + timedelta(days=limit(LimitName.PASS_DAYS, day_of(now)).value), key.valid_until)
    passes = []
    for row in people:
        token = secrets.token_bytes(16)
        text = sign(
            PassClaims(
                token=token,
                area=path,
                issued_at=now,
                expires_at=ends,
            ),
            key_id=bytes.fromhex(key.key_id),
            seed=seed,
        )
        passes.append(
            Pass(
                token=token.hex(),
                path=path,
                declared=row,
                arrival=row.arrival,
                key=key,
                text=text,
                issued_at=now,
                expires_at=ends,
            )
        )
    return Pass.objects.bulk_create(passes)


def revoke_pass(actor: Actor, pass_id: int, reason: str, *, now: datetime) -> Pass:
    """The code holds no more; devices learn it with their next work list."""
    refuse_if([] if reason.strip() else [_("Say why the code is taken back.")])
    with transaction.atomic():
        row: Pass = (
            Pass.objects.visible_to(actor, Permission.DECIDE)
            .select_for_update(of=("self",))
            .get_visible(actor, Permission.DECIDE, pk=pass_id)
        )
        refuse_if([_("This code was taken back already.")] if row.revoked_at else [])
        row.revoked_at, row.revoked_because = now, reason.strip()[:300]
        row.save(update_fields=["revoked_at", "revoked_because"])
        record(
            events.PassRevoked(token=row.token, reason=row.revoked_because),
            actor=actor,
            path=row.path,
            subject=row,
        )
    return row
