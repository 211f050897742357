"""Contacts who live in another province, for programs: hand-overs and their receipts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.contacts.actions import hand_overs as actions
from lachan.contacts.api.asked import MOST, actor_of
from lachan.contacts.queries import contacts as contact_queries
from lachan.contacts.queries import hand_overs as queries
from lachan.core.http import Request
from lachan.core.refused import refuse_if
from lachan.people.actions.reading import log_many

router = Router()


class OutsideOut(Schema):
    """A contact who lives elsewhere; `is_handed`: handed over since it was named."""

    key: UUID
    path: str
    level: int | None
    named_at: datetime
    is_handed: bool


class HandOverOut(Schema):
    """A letter with contacts; without `received_at` nobody there said that they have it."""

    key: UUID
    to_path: str
    to_name: str
    letter: str
    sent_at: datetime
    sent_by_name: str
    received_at: datetime | None
    received_by_name: str
    answer: str
    contacts: list[UUID]


class HandOverIn(Schema):
    """To whom; `key` is made by the sender, the same again is taken once."""

    key: UUID
    contacts: list[UUID] = Field(max_length=actions.LIMIT)
    to_name: str = Field(max_length=200)
    to_path: str = Field("", max_length=120)
    letter: str = Field("", max_length=60)


class ReceiptIn(Schema):
    """Who there said that they have it, when, and the number of their answer."""

    by_name: str = Field(max_length=200)
    at: datetime
    answer: str = Field("", max_length=60)


@router.get("/contacts/outside", response=list[OutsideOut], summary="Contacts who live elsewhere")
def outside(request: Request, handed: bool | None = None, skip: int = 0) -> list[dict[str, Any]]:
    """Newest first, 500 at a time; `skip` so many to get the next."""
    rows: Any = queries.outside(actor_of(request)).order_by("-named_at", "-pk")
    if handed is not None:
        rows = rows.filter(is_handed=handed)
    since = max(skip, 0)
    return [
        {
            "level": row.counted_level,
            **{name: getattr(row, name) for name in ("key", "path", "named_at", "is_handed")},
        }
        for row in rows[since : since + MOST]
    ]


@router.get("/contacts/hand-overs", response=list[HandOverOut], summary="Hand-overs")
def hand_overs(request: Request, waiting: bool = False) -> list[dict[str, Any]]:
    """The first 500 in sight, those without receipt first."""
    rows = queries.hand_overs(actor_of(request))
    if waiting:
        rows = rows.filter(received_at=None)
    return [_told(row) for row in rows.prefetch_related("handed__contact")[:MOST]]


@router.post("/contacts/hand-overs", response=HandOverOut, summary="Hand contacts over")
def hand_over(request: Request, body: HandOverIn) -> dict[str, Any]:
    """One letter with these contacts; each goes once a naming."""
    actor, now = actor_of(request), request.now
    ids = contact_queries.ids_of(queries.outside(actor), body.contacts)
    path = f"{body.to_path.rstrip('/')}/" if body.to_path else ""
    words = actions.HandOverWords(body.key, ids, body.to_name, path, body.letter)
    row = actions.hand_over(actor, words, now=now)
    log_many(actor, len(ids), "contacts:hand_over", now)
    return _told(row)


@router.post(
    "/contacts/hand-overs/{uuid:key}/receipt", response=HandOverOut, summary="Note the receipt"
)
def receipt(request: Request, key: UUID, body: ReceiptIn) -> dict[str, Any]:
    """Somebody there has it; said twice is said once, the first one stands."""
    refuse_if(["at: an instant with its offset is wanted"] if body.at.tzinfo is None else [])
    words = actions.ReceiptWords(body.by_name, body.at, body.answer)
    return _told(actions.note_receipt(actor_of(request), key, words, now=request.now))


def _told(row: Any) -> dict[str, Any]:
    own = ("contacts",)
    return {
        "contacts": [one.contact.key for one in row.handed.all()],
        **{name: getattr(row, name) for name in HandOverOut.model_fields if name not in own},
    }
