"""A document comes in: kept unchanged, read into proposals and questions, given its number.

1. The bytes are read by the reader (no database), or refused in a sentence.
2. The original is kept under its SHA-256 before the row exists: a kept file without a row is
   harmless, a row without a file would not be.
3. The office's book is locked, duplicates are looked for, the next number is given, rows are
   written, and the event is recorded: all in one transaction, so numbers have no gaps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.directives import queries
from lachan.directives.actions.originals import digest_of, keep_original, media_type_of
from lachan.directives.actions.review import search_text_of
from lachan.directives.events import Registered
from lachan.directives.models import Document, Proposal, Question, RegisterBook
from lachan.directives.reader.sources import Limits, Source, Unreadable, load_source
from lachan.directives.rules.proposals import Draft, drafts
from lachan.directives.rules.taking_in import kept_reading, read_source
from lachan.directives.terms import DocumentState, Permission


class LooksLikeDuplicate(Refused):
    """The document seems to be in the register already; `earlier` are the rows it looks like.

    Not a wall: the same action with `confirmed=True` registers it all the same.
    """

    def __init__(self, reasons: list[str], earlier: list[Document]) -> None:
        super().__init__(*reasons)
        self.earlier = earlier


class NeedsTyping(Refused):
    """The file holds no text that could be read, but its text may be typed by a person."""


@dataclass(frozen=True)
class Incoming:
    """A file as it came, and what the reader made of it."""

    name: str
    data: bytes = field(repr=False)
    media_type: str
    sha256: str
    text: str
    reading: dict[str, Any]
    notes: list[dict[str, str]] = field(default_factory=list)


# Pictures and scans: what the reader refuses although a person can read it.
_TYPABLE = frozenset({"picture", "no-text-layer"})


def read_original(data: bytes, name: str, *, typed_text: str = "") -> Incoming:
    """Read one file; with `typed_text` the file is kept and the typed text is read instead.

    Raises Refused with the reader's sentence, and NeedsTyping when only a person can read it.
    """
    if typed_text:
        return _read_typed(data, name, typed_text)
    source = _source(data, name)
    reading = read_source(source)
    return Incoming(
        name=name,
        data=data,
        media_type=source.media_type,
        sha256=source.sha256,
        text=reading.text,
        reading=kept_reading(reading),
        notes=[{"code": note.code, "en": note.en, "vi": note.vi} for note in source.notes],
    )


def _source(data: bytes, name: str) -> Source:
    try:
        return load_source(data, name, Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    except Unreadable as unreadable:
        refusal = NeedsTyping if unreadable.code in _TYPABLE else Refused
        raise refusal(_sentence(unreadable)) from unreadable


def _sentence(unreadable: Unreadable) -> str:
    vietnamese = (get_language() or "vi").startswith("vi")
    return str(unreadable.why_vi if vietnamese else unreadable.why)


def _read_typed(data: bytes, name: str, typed_text: str) -> Incoming:
    typed = _source(typed_text.encode(), name)
    reading = read_source(typed)
    return Incoming(
        name=name,
        data=data,
        media_type=media_type_of(data, typed.media_type),
        sha256=digest_of(data),
        text=reading.text,
        reading=kept_reading(reading),
        notes=[
            {
                "code": "typed",
                "en": "The text was typed by a person from the original.",
                "vi": "Nội dung do người nhập gõ lại từ bản gốc.",
            }
        ],
    )


@transaction.atomic
def register_document(
    actor: Actor, incoming: Incoming, *, confirmed: bool = False, now: datetime
) -> Document:
    """Give the document the next arrival number of the actor's office and open its review.

    Raises LooksLikeDuplicate when the same file, or the same number, symbol and issuer, is
    registered already and the person has not confirmed that this is another one.
    """
    office = actor.workplace
    if not office or not actor.may(Permission.REGISTER, office):
        raise Refused(_("You may not register documents at this workplace."))
    book = _lock_book(office, day_of(now).year)
    earlier = queries.earlier_copies(
        office,
        sha256=incoming.sha256,
        identifier=str(incoming.reading.get("identifier") or ""),
        issuer=str(incoming.reading.get("issuer") or ""),
    )
    if earlier and not confirmed:
        raise LooksLikeDuplicate([_reason(incoming, copy) for copy in earlier], earlier)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    document = _document(actor, incoming, book, now)
    document.duplicate_of = earlier[0] if earlier else None
    document.save()
    proposals = _write_proposals(document, incoming.reading)
    questions = _write_questions(document, incoming.reading)
    record(
        Registered(
            document_id=document.pk,
            identifier=document.identifier,
            sha256=document.sha256,
            proposals=proposals,
            questions=questions,
        ),
        actor=actor,
        path=document.path,
        subject=document,
    )
    return document


def _lock_book(office: str, year: int) -> RegisterBook:
    RegisterBook.objects.get_or_create(path=office, year=year)
    return RegisterBook.objects.select_for_update().get(path=office, year=year)


def _reason(incoming: Incoming, copy: Document) -> str:
    values = {
        "number": copy.arrival_number,
        "year": copy.register_year,
        "document": str(copy),
    }
    if copy.sha256 == incoming.sha256:
        return (
            _("The same file is already registered: arrival number %(number)d/%(year)d.") % values
        )
    return (
        _(
            "A document with the same number, symbol and issuer is already registered: "
            "%(document)s, arrival number %(number)d/%(year)d."
        )
        % values
    )


def _document(actor: Actor, incoming: Incoming, book: RegisterBook, now: datetime) -> Document:
    reading = incoming.reading
    issued_on = reading.get("issued_on")
    document = Document(
        path=book.path,
        register_year=book.year,
        arrival_number=book.last_number,
        arrived_at=now,
        registered_by_id=actor.id,
        state=DocumentState.IN_REVIEW,
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        text=incoming.text,
        reading=reading,
        intake_notes=incoming.notes,
        file=keep_original(incoming.data, incoming.sha256),
        file_name=incoming.name[-255:],
        media_type=incoming.media_type[:100],
        file_size=len(incoming.data),
        sha256=incoming.sha256,
    )
    for name in ("kind", "world", "identifier", "number", "symbol", "issuer", "place", "urgency"):
        limit = getattr(Document._meta.get_field(name), "max_length", None)
        setattr(document, name, str(reading.get(name) or "")[:limit])
    document.subject = str(reading.get("subject") or "")
    for name in ("addressees", "copies", "signers"):
        setattr(document, name, list(reading.get(name) or []))
    document.search_text = search_text_of(document)
    return document


def _write_proposals(document: Document, reading: dict[str, Any]) -> int:
    rows = [
        _proposal(document, position, draft)
        for position, draft in enumerate(drafts({**reading, "length": len(document.text)}), 1)
    ]
    Proposal.objects.bulk_create(rows)
    return len(rows)


def _proposal(document: Document, position: int, draft: Draft) -> Proposal:
    start, end = draft.span or (None, None)
    return Proposal(
        document=document,
        kind=draft.kind,
        position=position,
        span_start=start,
        span_end=end,
        content=draft.content,
        original=draft.content,
    )


def _write_questions(document: Document, reading: dict[str, Any]) -> int:
    rows = []
    for asked in reading.get("questions") or []:
        span = asked.get("span") or (None, None)
        rows.append(
            Question(
                document=document,
                code=str(asked.get("code") or "")[:60],
                about=str(asked.get("about") or "")[:60],
                why=str(asked.get("why") or ""),
                why_vi=str(asked.get("why_vi") or asked.get("why") or ""),
                span_start=span[0],
                span_end=span[1],
            )
        )
    Question.objects.bulk_create(rows)
    return len(rows)
