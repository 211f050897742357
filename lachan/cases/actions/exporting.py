"""Let cases out as a file: masked unless asked otherwise, with a reason, on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases.events import Exported
from lachan.cases.models import Case, CaseQuerySet
from lachan.cases.terms import Permission
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import refuse_if
from lachan.core.spreadsheet import Value, text_table, workbook
from lachan.people.actions.reading import log_many

# A workbook is made in memory; a text file can hold a whole province.
MOST = {"xlsx": 50_000, "csv": 500_000}
CHUNK = 2_000


@dataclass(frozen=True)
class Wish:
    """What a file is to be: `kind` is xlsx or csv, `filters` the words of those in force."""

    kind: str
    reason: str
    masked: bool
    filters: str = ""


@dataclass(frozen=True)
class Export:
    """A file and what it holds."""

    content: bytes
    rows: int


def export_cases(
    actor: Actor,
    rows: CaseQuerySet,
    wish: Wish,
    *,
    headings: Sequence[str],
    lines: Callable[[list[Case]], list[list[Value]]],
    now: datetime,
) -> Export:
    """The cases as a file, with who made it, when and why in its first line.

    `rows` are those that the actor may export; `lines` makes the cells of a chunk of them. Refused
    without a reason, and for more cases than the kind of file takes.
    """
    made = written(actor, rows, wish, title=_("Line list"), headings=headings, lines=lines, now=now)
    with transaction.atomic():
        log_many(actor, made.rows, "cases:export", now, purpose=wish.reason.strip())
        where = actor.workplace or next(iter(actor.paths_for(Permission.EXPORT)), "")
        record(Exported(made.rows, wish.reason.strip(), wish.masked), actor=actor, path=where)
    return made


def written(
    actor: Actor,
    rows: QuerySet[Any],
    wish: Wish,
    *,
    title: str,
    headings: Sequence[str],
    lines: Callable[[list[Any]], list[list[Value]]],
    now: datetime,
) -> Export:
    """Rows about persons as a file that says who made it, when and for what; keeping that on
    record is the caller's. Raises as `export_cases` does.
    """
    count = rows.count()
    obstacles = []
    if len(wish.reason.strip()) < 10:
        obstacles.append(_("say what the file is for, in at least ten letters"))
    if count > MOST[wish.kind]:
        obstacles.append(
            _("%(count)d rows are too many for one file; narrow the filters") % {"count": count}
        )
    refuse_if(obstacles)
    moment = now.astimezone(VIETNAM)
    note = " · ".join(
        filter(
            None,
            (
                _("Made for %(name)s") % {"name": actor.name},
                f"{moment:%H:%M} {moment:%d/%m/%Y}",
                _("for: %(reason)s") % {"reason": wish.reason.strip()},
                wish.filters,
                _("masked") if wish.masked else _("IN FULL: keep it safe, do not pass it on"),
            ),
        )
    )
    cells = _lines(rows, lines)
    if wish.kind == "csv":
        content = text_table(cells, headings=headings, note=note)
    else:
        content = workbook(cells, headings=headings, title=title, note=note)
    return Export(content, count)


def _lines(
    rows: QuerySet[Any], lines: Callable[[list[Any]], list[list[Value]]]
) -> Iterator[list[Value]]:
    waiting = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(waiting, CHUNK)):
        yield from lines(chunk)
