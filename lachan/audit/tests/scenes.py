"""Entries of the record of province 96, for the neighbour test."""

from __future__ import annotations

from django.db import transaction

from lachan.accounts.events import AccountClosed
from lachan.audit.actions import record
from tests.scenes import MARK


def scene(cast) -> dict[str, dict]:
    """Rows that belong to province 96; url name -> kwargs that reach them."""
    with transaction.atomic():
        event = AccountClosed(1, f"Lý do {MARK}")
        entry = record(event, actor=cast.admin, path="96/964/", subject=cast.users["city"])
    return {"audit:entry": {"pk": entry.pk}}
