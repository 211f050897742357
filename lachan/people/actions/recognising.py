"""Recognise whom claims are about, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lachan.core.actor import Actor
from lachan.people.rules.claims import PersonClaim, Recognition


def recognise(actor: Actor, claims: Sequence[PersonClaim], *, now: datetime) -> list[Recognition]:
    """For each claim, in order, the person that it is about; new persons are made.

    Set-based: a constant number of statements for a batch (500 to 5,000 claims), so that lists of
    100,000 rows are read in minutes. A claim joins a person only on strong agreement (the same
    card number and a name and birth that do not contradict it; or full name, full birth date and
    phone); anything less makes a new person, and linking proposes the pair later. Nobody is asked
    and nothing is held. Persons outside the actor's jurisdiction are recognised too, but nothing
    of them is shown by it.

    Call it inside the transaction of whoever keeps the referenced rows.
    """
    raise NotImplementedError
