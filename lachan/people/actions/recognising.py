"""Recognise whom claims are about, many at a time.

1. Lock what names the persons, so that two transactions do not make one person twice.
2. Leave out what was taken before.
3. Find the persons that the numbers, or name, birth and phone together, speak of.
4. Judge each claim, in order; a person made for one claim is known to the next.
5. Write: households, persons, sources, identifiers, residences; record once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.people.actions.recognition.judging import Bench
from lachan.people.actions.recognition.reading import (
    households_at,
    known_by,
    lock,
    sources_taken,
)
from lachan.people.actions.recognition.writing import write
from lachan.people.events import Moved, Recognised
from lachan.people.rules.claims import PersonClaim, Recognition
from lachan.people.rules.recognition import heard


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
    if not claims:
        return []
    with transaction.atomic():
        rows = [heard(claim) for claim in claims]
        lock(rows)
        taken = sources_taken(rows)
        fresh = [row for row in rows if row.claim.reference not in taken]
        bench = Bench(known_by(fresh), households_at(fresh))
        for row in fresh:
            bench.judge(row)
        written = write(actor, bench, now=now)
        answers = [
            bench.answers.get(claim.reference)
            or Recognition(claim.reference, taken[claim.reference], False, was_repeated=True)
            for claim in claims
        ]
        answers = _once(answers)
        record(
            Recognised(
                claims=len(claims),
                new=sum(answer.is_new for answer in answers),
                joined=sum(not a.is_new and not a.was_repeated for a in answers),
                repeated=sum(answer.was_repeated for answer in answers),
                first_source_id=written[0] if written else None,
                last_source_id=written[-1] if written else None,
                contradictions=bench.contradictions,
            ),
            actor=actor,
            path=_meeting_path([claim.path for claim in claims]),
        )
        if bench.moves:
            record(
                Moved(tuple(bench.moves)),
                actor=actor,
                path=_meeting_path([path for _, *both in bench.moves for path in both]),
            )
    return answers


def _once(answers: Sequence[Recognition]) -> list[Recognition]:
    """A reference that stands twice in the batch is taken once; its second answer says so."""
    seen: set[str] = set()
    result = []
    for answer in answers:
        if answer.reference in seen and not answer.was_repeated:
            answer = Recognition(answer.reference, answer.person_id, False, was_repeated=True)
        seen.add(answer.reference)
        result.append(answer)
    return result


def _meeting_path(paths: Sequence[str]) -> str:
    """The lowest unit that contains all the paths."""
    low, high = min(paths), max(paths)
    shared = 0
    for shared, (left, right) in enumerate(zip(low, high, strict=False)):  # noqa: B007
        if left != right:
            break
    else:
        return low
    return low[: low.rfind("/", 0, shared) + 1]
