"""What the pages of tracing share: who may look, names of units, words for lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import Listing
from lachan.core.refused import Refused
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names
from lachan.tracing.queries.limits import limit
from lachan.tracing.rules.words import ICONS, KINDS, PRECISIONS, SETTINGS, SOURCES
from lachan.tracing.terms import LimitName, Permission, Precision


def require_read(request: Request) -> None:
    """Refuse whoever may not look at investigations anywhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at investigations"))


def name_units(rows: Iterable[Any]) -> None:
    """Give each row the name of its unit, to be shown."""
    rows = list(rows)
    names = unit_names(row.path for row in rows)
    for row in rows:
        row.unit_name = names.get(row.path, row.path)


def rows_of_page(listing: Listing) -> list[Any]:
    """The rows of a page, fetched by their keys: those passed over are neither joined nor counted
    with what belongs to them. Rows that were read already, for a file, are taken as they are."""
    page: Any = listing.page.object_list
    if isinstance(page, list):
        return page
    keys = list(page.values_list("pk", flat=True))
    found = listing.rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def usual_minutes(today: date) -> int:
    """How long a stay lasts whose end nobody remembers."""
    return limit(LimitName.USUAL_STAY_MINUTES, today).value


def dress_lines(request: Request, lines: Sequence[Any]) -> None:
    """Give lines the words that pages show, and say which persons can be opened."""
    paths = {line.venue.path for line in lines if line.venue}
    paths |= {line.met.root.path for line in lines if line.met}
    names = unit_names(paths)
    for line in lines:
        line.kind_words = KINDS[line.kind]
        line.icon = ICONS[line.kind]
        line.source_words = SOURCES[line.source]
        line.by_words = pgettext("system", line.recorded_by_name) if line.recorded_by_name else "–"
        line.precision_words = PRECISIONS[line.precision]
        line.setting_words = SETTINGS.get(line.setting, "")
        line.hours = hours_of(line)
        line.place_unit = names.get(line.venue.path, "") if line.venue else ""
        if line.met:
            root = line.met.root
            line.met_unit = names.get(root.path, "")
            line.met_in_sight = request.actor.may(PeoplePermission.READ, root.path)


def hours_of(line: Any) -> str:
    """ "7:30–9:00", "khoảng 7:30–8:30", "cả ngày": as exactly as it is known."""
    if line.precision == Precision.DAY:
        return _("whole day")
    since, until = (at.astimezone(VIETNAM) for at in (line.started_at, line.ended_at))
    words = f"{since.hour}:{since:%M}–{until.hour}:{until:%M}"
    if until.date() != since.date():
        words += f" ({until.day}/{until.month})"
    return words if line.precision == Precision.MINUTE else _("about %(hours)s") % {"hours": words}


def day_heading(day: date, now: Any) -> str:
    """ "Thứ Sáu 10/9/2021"; today and yesterday by their names as well."""
    back = (day_of(now) - day).days
    words = f"{formats.date_format(day, 'l')} {day.day}/{day.month}/{day.year}"
    if back == 0:
        return f"{_('Today')} · {words}"
    if back == 1:
        return f"{_('Yesterday')} · {words}"
    return words
