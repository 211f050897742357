"""Contacts' own forms for programs: given out, listed, withdrawn; filled in by the contact only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Router, Schema

from lachan.core.http import Request
from lachan.people.actions.reading import log_reading
from lachan.people.queries.persons import person_by_key
from lachan.tracing.actions import own_forms
from lachan.tracing.api.fields import ReasonIn
from lachan.tracing.queries.investigations import get_investigation
from lachan.tracing.queries.links import links_of, token_of, why_closed

router = Router()


class GivingIn(Schema):
    """To whom the form is given: the case, or somebody who is named in the investigation."""

    person: UUID


class FormOut(Schema):
    """A form that was given out; `closed_because` is empty while it is open."""

    key: UUID
    person: UUID
    made_at: datetime
    expires_at: datetime
    attempts: int
    most_attempts: int
    answered_at: datetime | None
    closed_because: list[str]


class FormGiven(FormOut):
    """A new form with its address, which is told this once, to be sent or read aloud."""

    address: str


def _out(link: Any, now: datetime) -> dict[str, Any]:
    names = ("key", "made_at", "expires_at", "attempts", "most_attempts", "answered_at")
    return {
        **{name: getattr(link, name) for name in names},
        "person": (link.person.root or link.person).key,
        "closed_because": why_closed(link, now),
    }


@router.get(
    "/tracing/investigations/{uuid:key}/forms", response=list[FormOut], summary="Contacts' forms"
)
def list_forms(request: Request, key: UUID) -> list[dict[str, Any]]:
    """The forms that were given out, the latest first; whom they show is logged."""
    links = links_of(get_investigation(request.actor, key))
    shown = [link.person_id for link in links]
    log_reading(request.actor, shown, "tracing:timeline", request.now)
    return [_out(link, request.now) for link in links]


@router.post(
    "/tracing/investigations/{uuid:key}/forms", response=FormGiven, summary="Give out a form"
)
def give_form(request: Request, key: UUID, given: GivingIn) -> dict[str, Any]:
    """A form for one person; a new one each time it is asked for."""
    get_investigation(request.actor, key)
    person = person_by_key(request.actor, given.person)
    link = own_forms.give_form(request.actor, key, person.pk, now=request.now)
    address = reverse("tracing:own_form", args=[token_of(link)])
    return {**_out(link, request.now), "address": request.build_absolute_uri(address)}


@router.post("/tracing/forms/{uuid:key}/revoke", response=FormOut, summary="Withdraw a form")
def revoke_form(request: Request, key: UUID, given: ReasonIn) -> dict[str, Any]:
    """Close a form before its time."""
    link = own_forms.revoke_form(request.actor, key, given.reason, now=request.now)
    return _out(link, request.now)
