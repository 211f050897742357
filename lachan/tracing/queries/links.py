"""Forms that contacts fill in themselves, found by the signed key in their address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core import signing

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.tracing.models import FormLink, Investigation
from lachan.tracing.rules.links import obstacles_to_form
from lachan.tracing.terms import Permission

SALT = "tracing.form"


def token_of(link: FormLink) -> str:
    """What stands in the address: a random key and its signature, nothing about anybody."""
    return signing.Signer(salt=SALT).sign(link.key.hex)


def link_by_token(token: str) -> FormLink:
    """The form of an address, open or not; NotThere for a token that we did not sign."""
    try:
        key = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError) as wrong:
        raise NotThere from wrong
    found = FormLink.objects.filter(key=key).select_related("investigation", "person__root").first()
    if found is None:
        raise NotThere
    return found


def links_of(investigation: Investigation) -> list[FormLink]:
    """The forms that were given out, the latest first."""
    return list(investigation.form_links.select_related("person__root"))


def why_closed(link: FormLink, now: datetime) -> list[str]:
    """Why a form is closed, in sentences for the contact; empty where it is open."""
    return obstacles_to_form(
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        attempts=link.attempts,
        most_attempts=link.most_attempts,
        is_closed=link.investigation.closed_at is not None,
        now=now,
    )


def get_link(actor: Actor, key: UUID | str) -> FormLink:
    """One form of an investigation in sight, or NotThere."""
    row: FormLink | None = FormLink.objects.filter(key=key).select_related("investigation").first()
    if row is None or not actor.may(Permission.READ, row.investigation.path):
        raise NotThere
    return row
