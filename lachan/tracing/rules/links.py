"""Whether a contact's own form is open."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _


def obstacles_to_form(
    *,
    expires_at: datetime,
    revoked_at: datetime | None,
    attempts: int,
    most_attempts: int,
    is_closed: bool,
    now: datetime,
) -> list[str]:
    """Why the form is closed; empty where it is open. The sentences are for the contact."""
    if revoked_at is not None:
        return [_("This form was withdrawn.")]
    if is_closed:
        return [_("This investigation has ended; the form takes no more answers.")]
    if expires_at <= now:
        return [_("The time of this form is over.")]
    if attempts >= most_attempts:
        return [_("This form was sent too often.")]
    return []
