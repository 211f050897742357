"""Take a declaration: keep it word for word, join its people, give each a personal code."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.arrivals import events
from lachan.arrivals.actions.joining import join_arrivals
from lachan.arrivals.actions.passes import issue_passes
from lachan.arrivals.models import Declaration, DeclaredPerson, PlaceVisit, WatchPlace
from lachan.arrivals.rules.codes import ALPHABET, LENGTH, code_of
from lachan.arrivals.rules.declaring import Draft, words_of
from lachan.arrivals.terms import Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.refused import Refused

PUBLIC = system("public declaration", Permission.DECLARE)
CODES = len(ALPHABET) ** LENGTH
TRIES = 20


def declare(actor: Actor, draft: Draft, *, now: datetime) -> Declaration:
    """Keep the declaration and let each of its people arrive; anybody may, without an account.

    The people become one household. A slip's number is keyed once: Refused, naming the
    declaration that bears it. A place's code in the draft records that its people were there.
    """
    with transaction.atomic():
        if draft.slip_number:
            _refuse_slip_keyed_before(draft.slip_number)
        declaration = Declaration.objects.create(
            code=_free_code(),
            path=draft.path,
            channel=draft.channel,
            slip_number=draft.slip_number or None,
            language=draft.language,
            content=dict(draft.content),
            declared_at=draft.declared_at,
            recorded_at=now,
            recorded_by_id=actor.id,
        )
        people = DeclaredPerson.objects.bulk_create(
            [
                DeclaredPerson(
                    declaration=declaration, position=position, content=dict(one.content)
                )
                for position, one in enumerate(draft.people)
            ]
        )
        words = [
            words_of(draft, position, f"arrivals.Declaration:{declaration.pk}#{position}")
            for position in range(len(draft.people))
        ]
        arrivals = join_arrivals(actor, words, now=now)
        for row, arrival in zip(people, arrivals, strict=True):
            row.arrival, row.person_id = arrival, arrival.person_id
        DeclaredPerson.objects.bulk_update(people, ["arrival", "person"])
        issue_passes(people, path=draft.path, now=now)
        if draft.place_code:
            _visit(draft.place_code, declaration, people, now)
        record(
            events.Declared(
                declaration_id=declaration.pk, channel=draft.channel, people=len(people)
            ),
            actor=actor,
            path=draft.path,
            subject=declaration,
        )
    return declaration


def _refuse_slip_keyed_before(slip_number: str) -> None:
    before = Declaration.objects.filter(slip_number=slip_number).first()
    if before is not None:
        raise Refused(
            _("Slip %(number)s was keyed already: declaration %(code)s.")
            % {"number": slip_number, "code": before.code}
        )


def _free_code() -> str:
    for _try in range(TRIES):
        code = code_of(secrets.randbelow(CODES))
        if not Declaration.objects.filter(code=code).exists():
            return code
    raise RuntimeError("no free code was found: far too many declarations are kept")


def _visit(
    code: str, declaration: Declaration, people: list[DeclaredPerson], now: datetime
) -> None:
    place = WatchPlace.objects.filter(code=code, closed_at__isnull=True).first()
    if place is None:
        return
    PlaceVisit.objects.bulk_create(
        [
            PlaceVisit(
                place=place,
                person_id=row.person_id,
                declaration=declaration,
                entered_at=declaration.declared_at,
            )
            for row in people
            if row.person_id is not None
        ],
        ignore_conflicts=True,
    )
