"""Reading begins with who is looking."""

from __future__ import annotations

import pytest
from django.db import transaction

from lachan.audit import queries as audit
from lachan.audit.actions import record
from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.directives.events import Cancelled


@pytest.mark.django_db
def test_an_entry_is_seen_at_its_place_and_above_and_by_nobody_else(cast):
    with transaction.atomic():
        record(Cancelled(1, "vì trùng"), actor=cast.leader, path="96/964/")

    reader = frozenset({("audit.read", "96/")})
    neighbour = frozenset({("audit.read", "95/")})
    below = frozenset({("audit.read", "96/964/31999/")})
    assert audit.entries(Actor(1, "a", reader)).count() == 1
    assert audit.entries(Actor(2, "b", neighbour)).count() == 0
    assert audit.entries(Actor(3, "c", below)).count() == 0
    assert audit.entries(Actor(4, "d")).count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_record_can_neither_be_changed_nor_deleted():
    with transaction.atomic():
        record(Cancelled(1, "vì trùng"), actor=Actor(1, "a"))
    with pytest.raises(Exception, match="append_only"):
        Entry.objects.update(actor_name="ai khác")
    with pytest.raises(Exception, match="append_only"):
        Entry.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    with pytest.raises(RuntimeError, match="transaction"):
        record(Cancelled(1, "vì trùng"), actor=Actor(1, "a"))
