"""Let persons out as a file: masked unless asked otherwise, with a reason, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import Refused, refuse_if
from lachan.core.scope import within
from lachan.core.spreadsheet import Value, workbook
from lachan.people.actions.reading import log_many
from lachan.people.events import Exported
from lachan.people.models import Household
from lachan.people.queries.persons import beside, persons
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import initials, masked_number
from lachan.people.rules.words import IDENTIFIER_KINDS, SEXES
from lachan.people.terms import IdentifierKind, Permission
from lachan.places.queries.units import unit_names

MOST = 50_000
CHUNK = 2_000


@dataclass(frozen=True)
class Export:
    """A file and what it holds."""

    content: bytes
    persons: int
    masked: bool


def export_persons(actor: Actor, *, path: str, reason: str, in_full: str, now: datetime) -> Export:
    """The persons at or below a unit as .xlsx, with who made it, when and why in its first line.

    `in_full` is "yes" for names and numbers in full; anything else masks them (initials and the
    last three digits). Raises Refused for who may not export there, without a reason, and for more
    than 50,000 persons.
    """
    obstacles = []
    if not actor.may(Permission.EXPORT, path):
        obstacles.append(_("you may not export persons of this unit"))
    if len(reason.strip()) < 10:
        obstacles.append(_("say what the file is for, in at least ten letters"))
    refuse_if(obstacles)
    rows = persons(actor).filter(within((path,))).order_by("path", "folded_name", "pk")
    count = rows.count()
    if count > MOST:
        raise Refused(_("more than 50,000 persons: choose a smaller unit"))
    masked = in_full != "yes"
    names = unit_names(rows.order_by("path").values_list("path", flat=True).distinct())
    lines: list[list[Value]] = []
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        part = list(rows.filter(pk__in=ids[start : start + CHUNK]).select_related("household"))
        around = beside(part)
        for row in part:
            numbers = around[row.pk].identifiers
            lines.append(
                [
                    initials(row.full_name) if masked else row.full_name,
                    str(SEXES[row.sex]),
                    str(row.birth_year or "") if masked else _birth(row),
                    names.get(row.path, row.path),
                    row.household.hamlet if row.household else "",
                    _address(row.household, masked=masked),
                    *(_numbers(numbers, kind, masked=masked) for kind in IDENTIFIER_KINDS),
                    around[row.pk].sources,
                ]
            )
    moment = now.astimezone(VIETNAM)
    note = " · ".join(
        (
            _("Made for %(name)s") % {"name": actor.name},
            f"{moment:%H:%M} {moment:%d/%m/%Y}",
            _("for: %(reason)s") % {"reason": reason.strip()},
            _("masked") if masked else _("IN FULL: keep it safe, do not pass it on"),
        )
    )
    with transaction.atomic():
        log_many(actor, count, "people:export", now, purpose=reason.strip())
        record(Exported(count, reason.strip(), masked), actor=actor, path=path)
    headings = [
        *(_("Full name"), _("Sex"), _("Birth"), _("Unit"), _("Hamlet"), _("Address")),
        *(str(IDENTIFIER_KINDS[kind]) for kind in IDENTIFIER_KINDS),
        _("Sources"),
    ]
    return Export(workbook(lines, headings=headings, title=_("Persons"), note=note), count, masked)


def _birth(row: object) -> str:
    return birth_words(row.birth_on, row.birth_year)  # type: ignore[attr-defined]


def _address(household: Household | None, *, masked: bool) -> str:
    """The house is told only in full: in a hamlet it names the people."""
    return "" if household is None or masked else household.address


def _numbers(numbers: tuple[object, ...], kind: IdentifierKind | str, *, masked: bool) -> str:
    values = [number.value for number in numbers if number.kind == kind]  # type: ignore[attr-defined]
    return "; ".join(masked_number(value) if masked else value for value in values)
