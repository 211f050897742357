"""What tests of arrivals say again and again: returnees, their words, their comings."""

from __future__ import annotations

from datetime import datetime, timedelta

from lachan.arrivals.rules.claims import ArrivalWords
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, SourceKind
from lachan.policies.rules.facts import Facts, Stay
from tests.cast import NOW

COMMUNE = "96/964/32025/"
OTHER = "96/964/31999/"
FROM_CITY = Facts(stays=(Stay("79/"),))


def words(
    reference: str = "lists.Row:1",
    *,
    kind: SourceKind = SourceKind.DECLARATION,
    name: str = "Nguyễn Văn Về",
    number: str = "096090000123",
    came_at: datetime | None = NOW - timedelta(hours=3),
    said_at: datetime = NOW - timedelta(hours=4),
    to: str = COMMUNE,
    recorded: str = "96/",
    facts: Facts = FROM_CITY,
    **more: str,
) -> ArrivalWords:
    """One source's words about a returnee."""
    identifiers = ((IdentifierKind.CITIZEN, number),) if number else ()
    return ArrivalWords(
        claim=PersonClaim(
            reference=reference,
            kind=kind,
            path=to or recorded,
            said_at=said_at,
            full_name=name,
            birth_year=1990,
            identifiers=identifiers,
            residence_path=to,
        ),
        facts=facts,
        arrived_at=came_at,
        destination_path=to,
        **more,
    )
