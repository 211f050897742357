"""Take a list in: keep the file, look at its layout, propose its columns, ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.audit.rules import doer
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import Refused
from lachan.core.text import normal
from lachan.lists.actions.files import digest_of, keep, sentence_of
from lachan.lists.events import Received
from lachan.lists.kinds import KINDS
from lachan.lists.models import ReceivedList
from lachan.lists.queries.lists import saved_columns
from lachan.lists.rules.headers import LOOKED_AT
from lachan.lists.rules.kinds import Kind
from lachan.lists.rules.layout import concerns_of, described, layout_signature
from lachan.lists.sheets import Book, Unreadable, kind_of, open_book
from lachan.lists.terms import PAPER, ListState, Permission


class SameFile(Refused):
    """The unit has this file already; `earlier` is the list that it became."""

    def __init__(self, earlier: ReceivedList) -> None:
        self.earlier = earlier
        super().__init__(same_file_words(earlier))


@dataclass(frozen=True)
class Incoming:
    """A file as it comes to the door. `path` is the receiving unit, `kind` a key of KINDS."""

    content: bytes
    file_name: str
    kind: str
    path: str
    sender: str = ""
    note: str = ""


def same_file_words(earlier: ReceivedList) -> str:
    """ "Đã nhận lúc 14:02 ngày 15/9/2021 bởi …": nothing was added."""
    moment = earlier.received_at.astimezone(VIETNAM)
    return _("This file was received at %(hour)s on %(day)s by %(who)s; nothing was added.") % {
        "hour": f"{moment:%H:%M}",
        "day": f"{moment.day}/{moment.month}/{moment.year}",
        "who": doer(earlier.received_by_id, earlier.received_by_name, "") or "–",
    }


def receive_list(actor: Actor, incoming: Incoming, *, now: datetime) -> ReceivedList:
    """Keep the file and say what is in it; nothing is read of its rows yet.

    Raises SameFile when the unit has it already, Refused when it may not be received here or
    cannot be opened.
    """
    kind = KINDS.get(incoming.kind)
    if kind is None:
        raise Refused(_("there is no such kind of list"))
    if not incoming.path or not actor.may(Permission.IMPORT, incoming.path):
        raise Refused(_("you may not bring lists in for this unit"))
    sha256 = digest_of(incoming.content)
    earlier = _earlier(incoming, sha256)
    if earlier is not None:
        raise SameFile(earlier)
    _sha, file = keep(incoming.content)
    try:
        file_kind = kind_of(file)
        if file_kind in PAPER:
            sheets, concerns, encoding = [_keyed_sheet(kind)], {}, ""
        else:
            book = open_book(file, file_kind)
            sheets = described_sheets(book, kind, incoming.path, incoming.sender)
            concerns, encoding = concerns_of(sheets), book.encoding
    except Unreadable as fault:
        raise Refused(sentence_of(fault)) from fault
    received = ReceivedList(
        path=incoming.path,
        kind=kind.code,
        sender=normal(incoming.sender)[:200],
        note=normal(incoming.note)[:300],
        file_name=normal(incoming.file_name)[-255:],
        file_kind=file_kind,
        file_size=len(incoming.content),
        sha256=sha256,
        encoding=encoding,
        state=ListState.KEYING if file_kind in PAPER else ListState.RECEIVED,
        sheets=sheets,
        concerns=concerns,
        is_read=file_kind in PAPER,
        received_at=now,
        received_by_id=actor.id,
        received_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            received.save(force_insert=True)
            record(
                Received(received.pk, kind.code, received.file_name, sha256),
                actor=actor,
                path=received.path,
                subject=received,
            )
    except IntegrityError:
        # Two people sent the same file at the same time: the first one counts.
        earlier = _earlier(incoming, sha256)
        if earlier is None:
            raise
        raise SameFile(earlier) from None
    return received


def _earlier(incoming: Incoming, sha256: str) -> ReceivedList | None:
    rows = ReceivedList.objects.filter(path=incoming.path, kind=incoming.kind, sha256=sha256)
    found: ReceivedList | None = rows.exclude(state=ListState.DISCARDED).first()
    return found


def described_sheets(book: Book, kind: Kind, path: str, sender: str) -> list[dict[str, Any]]:
    """What each sheet holds and how it would be read; saved columns come before proposed ones."""
    found = []
    for position, sheet in enumerate(book.sheets):
        head = [(row.number, row.cells) for row in islice(book.rows(position), LOOKED_AT)]
        layout = described(head, kind)
        saved = saved_columns(path, kind.code, sender, layout_signature(layout)) if head else None
        if saved is not None:
            layout["mapping"] = saved.columns
        found.append(
            {
                "name": sheet.name,
                "hidden": sheet.is_hidden,
                "last_row": sheet.last_row,
                "hidden_rows": sheet.hidden_rows,
                "merged": len(sheet.merged),
                "cut_off": sheet.may_be_cut_off,
                "read": bool(layout["heading"]) and not sheet.is_hidden,
                "saved": saved.pk if saved else None,
                **layout,
            }
        )
    return found


def _keyed_sheet(kind: Kind) -> dict[str, Any]:
    """The sheet of a paper list: the fields of its kind in their order."""
    names = [
        known.name
        for known in kind.fields
        if known.name not in ("family_name", "birth_male", "birth_female")
    ]
    return {
        "name": "",
        "hidden": False,
        "last_row": 0,
        "hidden_rows": 0,
        "merged": 0,
        "cut_off": False,
        "read": True,
        "saved": None,
        "heading": None,
        "columns": names,
        "mapping": {str(position): name for position, name in enumerate(names)},
        "preview": [],
    }
